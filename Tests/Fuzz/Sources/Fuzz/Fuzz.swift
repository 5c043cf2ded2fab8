import FoundationEssentials
import SkeletonModel

/// Reads one input.
///
/// libFuzzer calls this with ever new bytes; a trap in it is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    reader(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Starts libFuzzer, under the name by which the package manager calls a program's start.
@_cdecl("Fuzz_main")
public func start(
    _ count: CInt,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments, fuzz)
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ input: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The reader that the environment names.
private let reader: @Sendable ([UInt8]) -> Void = {
    let name = ProcessInfo.processInfo.environment["KARST_FUZZ"] ?? ""
    guard let reader = readers[name] else {
        fatalError("KARST_FUZZ must be one of \(readers.keys.sorted()), not '\(name)'")
    }
    return reader
}()

private let readers: [String: @Sendable ([UInt8]) -> Void] = [
    "swc": readSWC,
    "precomputed": readPrecomputed,
    "json": readJSON,
    "hdf5": readHDF5,
]

/// What can be read in either mode must be written and read back without a change.
@Sendable
private func readSWC(_ bytes: [UInt8]) {
    _ = SWC.lint(bytes, limit: 1 << 20)
    for mode in SWC.Mode.allCases {
        guard let skeleton = try? SWC.parse(bytes, options: .init(mode: mode, limit: 1 << 20)) else { continue }
        guard let text = try? SWC.text(skeleton), let again = try? SWC.parse(text) else {
            fatalError("a skeleton that was read could not be written and read")
        }
        let isSame =
            again.ids == skeleton.ids && again.parents == skeleton.parents && again.types == skeleton.types
            && again.x == skeleton.x && again.y == skeleton.y && again.z == skeleton.z
            && again.radius == skeleton.radius && again.header == skeleton.header
        precondition(isSame, "a skeleton changed between writing and reading")
    }
}

/// By the length alone, by attributes of every type, and as the `info` of a folder.
@Sendable
private func readPrecomputed(_ bytes: [UInt8]) {
    if let read = try? Precomputed.decode(bytes) { _ = try? Skeleton(read.arrays) }
    if let content = try? Precomputed.decode(bytes, everyType) { _ = try? Skeleton(content.arrays) }
    if let info = try? Precomputed.Info(bytes) {
        precondition((try? Precomputed.Info(info.text())) == info, "an info changed on the way")
    }
}

private let everyType = Precomputed.Info(
    attributes: Precomputed.DataType.allCases.map { Precomputed.Attribute($0.rawValue, $0, components: 2) }
        + [Precomputed.Attribute("radius", .float32), Precomputed.Attribute("compartment", .int32)],
    transform: [2, 0, 0, 1, 0, 2, 0, 1, 0, 0, 2, 1]
)

/// What can be read must be written and read back without a change.
@Sendable
private func readJSON(_ bytes: [UInt8]) {
    guard !Gzip.isGzip(bytes) else { return }
    if let value = try? JSONValue.parse(bytes) {
        precondition((try? JSONValue.parse(value.text())) != nil, "JSON that was written could not be read")
    }
    guard let arrays = try? FlatDict.decode(bytes) else { return }
    _ = try? Skeleton(arrays)
    let again = try? FlatDict.decode(FlatDict.encode(arrays, version: 4))
    precondition(again?.vertices == arrays.vertices && again?.edges == arrays.edges, "arrays changed on the way")
}

@Sendable
private func readHDF5(_ bytes: [UInt8]) {
    guard let arrays = try? CacheHDF5.decode(bytes) else { return }
    _ = try? Skeleton(arrays)
}
