import LuaHost
import SkeletonModel

/// A skeleton in Lua.
///
/// Indices count from 1 there; a root's parent is 0.
final class SkeletonObject: LuaObject {
    let skeleton: Skeleton

    // Weak: a finalizer may ask for a column while the engine closes.
    private weak var engine: LuaEngine?
    private var columns: [String: LuaReference] = [:]

    init(_ skeleton: Skeleton, in engine: LuaEngine) {
        self.skeleton = skeleton
        self.engine = engine
    }

    /// A column as a Lua table, made on first use and then the same table each time.
    func column(_ name: String, _ make: (Skeleton) -> LuaValue) throws(LuaError) -> LuaValue {
        if let made = columns[name] { return .reference(made) }
        let value = make(skeleton)
        guard let engine, !value.isNil else { return value }
        let made = try engine.reference(to: value)
        columns[name] = made
        return .reference(made)
    }

    /// Four coordinates and radii of 8 bytes, two columns of 4, and room for ids.
    var externalBytes: Int { skeleton.nodeCount * 48 + skeleton.meshToSkeletonMap.count * 12 }

    static let luaType: LuaType = LuaType(
        SkeletonObject.self,
        name: "Skeleton",
        summary: "A rooted forest of nodes in space. It never changes: edits give a new one.",
        methods: methods + shape + queries + edits + joining + columnMethods + checks,
        properties: properties,
        describe: { summary(of: $0.skeleton) },
        length: { $0.skeleton.nodeCount },
        equal: { isEqual($0.skeleton, $1.skeleton) }
    )

    private static func isEqual(_ a: Skeleton, _ b: Skeleton) -> Bool {
        a.parents == b.parents && a.types == b.types && a.unit == b.unit && a.ids == b.ids
            && a.x == b.x && a.y == b.y && a.z == b.z && a.radius == b.radius
    }

    /// `Skeleton 864691135463333789 (1204 nodes, 37 tips, 4.1 mm)`.
    private static func summary(of skeleton: Skeleton) -> String {
        let name = skeleton.rootID.map { " \($0)" } ?? ""
        let (nodes, tips) = (skeleton.nodeCount, skeleton.tips.count)
        let counts = "\(nodes) \(nodes == 1 ? "node" : "nodes"), \(tips) \(tips == 1 ? "tip" : "tips")"
        return "Skeleton\(name) (\(counts), \(length(skeleton.cableLength, in: skeleton.unit)))"
    }

    private static func length(_ length: Double, in unit: LengthUnit) -> String {
        guard let factor = unit.inNanometres else { return "cable length \(threeDigits(length)), unit unknown" }
        let nanometres = length * factor
        return switch nanometres {
        case ..<1000: "\(threeDigits(nanometres)) nm"
        case ..<1_000_000: "\(threeDigits(nanometres / 1000)) µm"
        default: "\(threeDigits(nanometres / 1_000_000)) mm"
        }
    }

    /// Three significant digits, as many decimals as that needs.
    private static func threeDigits(_ value: Double) -> String {
        let scale: Double = value < 10 ? 100 : value < 100 ? 10 : 1
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? String(Int(rounded)) : String(rounded)
    }
}
