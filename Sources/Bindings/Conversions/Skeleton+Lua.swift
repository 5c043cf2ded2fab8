package import LuaHost
package import SkeletonModel

extension LuaValue {
    /// The skeleton in the value, nil when it is something else.
    package var skeleton: Skeleton? {
        if case .object(let object) = self { (object as? SkeletonObject)?.skeleton } else { nil }
    }

    /// A skeleton as scripts of an engine see it.
    package static func skeleton(_ skeleton: Skeleton, in engine: LuaEngine) -> LuaValue {
        .object(SkeletonObject(skeleton, in: engine))
    }
}
