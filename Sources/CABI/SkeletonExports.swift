// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

public import CAPI
import Karst
import SkeletonModel

@c @implementation
public func karst_skeleton_read(
    _ path: UnsafePointer<CChar>!,
    _ skeleton: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let (file, room) = (try Input.text(path, "path"), try Input.room(skeleton, "skeleton"))
        do throws(SkeletonError) {
            room.pointee = Handles.add(SkeletonHandle(try SkeletonFormat.readFile(file)))
        } catch {
            throw Failure(error)
        }
    }
}

@c @implementation
public func karst_skeleton_parse(
    _ bytes: UnsafePointer<CChar>!,
    _ length: Int,
    _ skeleton: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let (content, room) = (try Input.bytes(bytes, length, "bytes"), try Input.room(skeleton, "skeleton"))
        do throws(SkeletonError) {
            room.pointee = Handles.add(SkeletonHandle(try SkeletonFormat.read(content)))
        } catch {
            throw Failure(error)
        }
    }
}

@c @implementation
public func karst_skeleton_new(
    _ count: Int,
    _ x: UnsafePointer<Double>!,
    _ y: UnsafePointer<Double>!,
    _ z: UnsafePointer<Double>!,
    _ parents: UnsafePointer<Int32>!,
    _ radii: UnsafePointer<Double>!,
    _ types: UnsafePointer<Int32>!,
    _ ids: UnsafePointer<Int64>!,
    _ unit: UnsafePointer<CChar>!,
    _ skeleton: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let room = try Input.room(skeleton, "skeleton")
        let lengthUnit = unit == nil ? LengthUnit.unknown : try LengthUnit(named: try Input.text(unit, "unit"))
        let columns = (
            try column(x, count, "x"), try column(y, count, "y"), try column(z, count, "z"),
            try column(parents, count, "parents"), radii == nil ? nil : try column(radii, count, "radii"),
            types == nil ? nil : try column(types, count, "types"), ids == nil ? nil : try column(ids, count, "ids")
        )
        do throws(SkeletonError) {
            let made = try Skeleton(
                ids: columns.6,
                parents: columns.3,
                types: columns.5,
                x: columns.0,
                y: columns.1,
                z: columns.2,
                radius: columns.4,
                unit: lengthUnit
            )
            room.pointee = Handles.add(SkeletonHandle(made))
        } catch {
            throw Failure(error)
        }
    }
}

@c @implementation
public func karst_skeleton_free(_ skeleton: OpaquePointer!) -> karst_status {
    attempt { () throws(Failure) in
        if skeleton != nil { try Handles.remove(skeleton, as: SkeletonHandle.self) }
    }
}

@c @implementation
public func karst_skeleton_root_id(
    _ skeleton: OpaquePointer!,
    _ rootID: UnsafeMutablePointer<Int64>!
) -> karst_status {
    attempt { () throws(Failure) in
        try Input.room(rootID, "root_id").pointee = try handle(skeleton).skeleton.rootID?.value ?? 0
    }
}

@c @implementation
public func karst_skeleton_unit(
    _ skeleton: OpaquePointer!,
    _ unit: UnsafeMutablePointer<UnsafePointer<CChar>?>!
) -> karst_status {
    attempt { () throws(Failure) in
        try Input.room(unit, "unit").pointee = UnsafePointer(try handle(skeleton).unit.bytes)
    }
}

@c @implementation
public func karst_skeleton_measure(
    _ skeleton: OpaquePointer!,
    _ name: UnsafePointer<CChar>!,
    _ value: UnsafeMutablePointer<Double>!
) -> karst_status {
    attempt { () throws(Failure) in
        let (skeleton, word) = (try handle(skeleton).skeleton, try Input.text(name, "name"))
        let room = try Input.room(value, "value")
        guard let measure = Measure.named(word) else {
            throw .notFound("there is no measure '\(word)' (known: \(Measure.all.map(\.name).joined(separator: ", ")))")
        }
        room.pointee = measure.function(skeleton) ?? .nan
    }
}

private let measureNames = Measure.all.map { CText($0.name) }

@c @implementation
public func karst_measure_name(_ index: Int) -> UnsafePointer<CChar>! {
    measureNames.indices.contains(index) ? UnsafePointer(measureNames[index].bytes) : nil
}

@c @implementation
public func karst_skeleton_write(_ skeleton: OpaquePointer!, _ path: UnsafePointer<CChar>!) -> karst_status {
    attempt { () throws(Failure) in
        let (skeleton, file) = (try handle(skeleton).skeleton, try Input.text(path, "path"))
        do throws(SkeletonError) { try SkeletonFormat.writeFile(skeleton, to: file) } catch { throw Failure(error) }
    }
}

// MARK: Shared

func handle(_ skeleton: OpaquePointer?) throws(Failure) -> SkeletonHandle {
    try Handles.object(skeleton, as: SkeletonHandle.self)
}

private func column<T>(_ start: UnsafePointer<T>?, _ count: Int, _ name: String) throws(Failure) -> [T] {
    // What a skeleton can have at most: nothing longer is read, however much the caller promises.
    guard count >= 0, count <= Int(Int32.max) else { throw .badArgument("a skeleton has at most 2147483647 nodes") }
    return Array(try Input.buffer(start, count, name))
}

extension LengthUnit {
    fileprivate init(named name: String) throws(Failure) {
        guard let unit = LengthUnit(name) else {
            throw .badArgument("a unit such as 'nm', 'um' or '8 nm' expected, got '\(name)'")
        }
        self = unit
    }
}
