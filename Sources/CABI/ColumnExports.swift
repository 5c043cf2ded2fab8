// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

public import CAPI
import SkeletonModel

@c @implementation
public func karst_skeleton_x(
    _ skeleton: OpaquePointer!,
    _ x: UnsafeMutablePointer<UnsafePointer<Double>?>!,
    _ count: UnsafeMutablePointer<Int>!
) -> karst_status {
    lend(skeleton, x, count) { $0.skeleton.x }
}

@c @implementation
public func karst_skeleton_y(
    _ skeleton: OpaquePointer!,
    _ y: UnsafeMutablePointer<UnsafePointer<Double>?>!,
    _ count: UnsafeMutablePointer<Int>!
) -> karst_status {
    lend(skeleton, y, count) { $0.skeleton.y }
}

@c @implementation
public func karst_skeleton_z(
    _ skeleton: OpaquePointer!,
    _ z: UnsafeMutablePointer<UnsafePointer<Double>?>!,
    _ count: UnsafeMutablePointer<Int>!
) -> karst_status {
    lend(skeleton, z, count) { $0.skeleton.z }
}

@c @implementation
public func karst_skeleton_radii(
    _ skeleton: OpaquePointer!,
    _ radii: UnsafeMutablePointer<UnsafePointer<Double>?>!,
    _ count: UnsafeMutablePointer<Int>!
) -> karst_status {
    lend(skeleton, radii, count) { $0.skeleton.radius }
}

@c @implementation
public func karst_skeleton_types(
    _ skeleton: OpaquePointer!,
    _ types: UnsafeMutablePointer<UnsafePointer<Int32>?>!,
    _ count: UnsafeMutablePointer<Int>!
) -> karst_status {
    lend(skeleton, types, count) { $0.skeleton.types }
}

@c @implementation
public func karst_skeleton_parents(
    _ skeleton: OpaquePointer!,
    _ parents: UnsafeMutablePointer<UnsafePointer<Int32>?>!,
    _ count: UnsafeMutablePointer<Int>!
) -> karst_status {
    lend(skeleton, parents, count) { $0.skeleton.parents }
}

@c @implementation
public func karst_skeleton_ids(
    _ skeleton: OpaquePointer!,
    _ ids: UnsafeMutablePointer<UnsafePointer<Int64>?>!,
    _ count: UnsafeMutablePointer<Int>!
) -> karst_status {
    lend(skeleton, ids, count) { $0.ids }
}

@c @implementation
public func karst_skeleton_edges(
    _ skeleton: OpaquePointer!,
    _ pairs: UnsafeMutablePointer<Int32>!,
    _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>!
) -> karst_status {
    attempt { () throws(Failure) in
        let (skeleton, room) = (try handle(skeleton).skeleton, try Input.room(count, "count"))
        let needed = skeleton.edgeCount
        room.pointee = needed
        guard let pairs else {
            guard capacity == 0 else { throw .badArgument("pairs is NULL") }
            return
        }
        // A capacity of 2^63 and more arrives as a negative number.
        guard UInt(bitPattern: capacity) >= UInt(needed) else {
            throw Failure(KARST_TOO_SMALL, "too_small", "pairs has room for \(capacity) of \(needed) edges")
        }
        var next = pairs
        for (node, parent) in skeleton.parents.enumerated() where parent >= 0 {
            next[0] = Int32(node)
            next[1] = parent
            next += 2
        }
    }
}

/// Says where a column lies and how long it is.
private func lend<T>(
    _ skeleton: OpaquePointer?,
    _ place: UnsafeMutablePointer<UnsafePointer<T>?>?,
    _ count: UnsafeMutablePointer<Int>?,
    _ column: (SkeletonHandle) -> [T]
) -> karst_status {
    attempt { () throws(Failure) in
        let (handle, room) = (try handle(skeleton), try Input.room(place, "column"))
        // The elements stay where they are as long as the handle holds the array, which nobody changes.
        let elements = column(handle)
        room.pointee = elements.withUnsafeBufferPointer { $0.baseAddress }
        count?.pointee = elements.count
    }
}
