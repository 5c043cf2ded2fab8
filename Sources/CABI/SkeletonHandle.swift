import Karst
import SkeletonModel
import Synchronization

/// What a `karst_skeleton` stands for.
final class SkeletonHandle: HandleObject {
    static let kind = "skeleton"

    let skeleton: Skeleton
    let unit: CText
    // Most skeletons number their nodes without storing the ids.
    private let madeIDs = Mutex<[Int64]?>(nil)

    init(_ skeleton: Skeleton) {
        self.skeleton = skeleton
        unit = CText(skeleton.unit.description)
    }

    var ids: [Int64] {
        madeIDs.withLock { made in
            if let made { return made }
            let ids = skeleton.ids
            made = ids
            return ids
        }
    }
}
