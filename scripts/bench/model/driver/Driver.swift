import CMemory
import Foundation
import SkeletonModel

// One operation on one file: `driver OP FILE`. Prints one line of JSON with times in seconds and memory in megabytes.
// The folder is the file's for `read_many`. `driver --list` names the operations. `driver rest FILE` prints how many bytes
// a node takes once its file is read.

/// What an operation is timed on, made anew for each run, so that no table of the run before is left.
struct Case {
    let skeleton: Skeleton
    let path: String

    var last: Int { skeleton.nodeCount - 1 }
}

/// Takes results, so that the compiler cannot leave their making out.
@inline(never)
func use<Value>(_ value: Value) {}

/// The operations by name, in the order of the tables.
struct Operations {
    private(set) var all: [(name: String, run: @Sendable (Case) throws -> Void)] = []

    init() {
        addFiles()
        addPasses()
        addEdits()
        addQueries()
        for measure in Measure.all { add(measure.name) { use(measure.function($0.skeleton)) } }
    }

    private mutating func add(_ name: String, _ run: @escaping @Sendable (Case) throws -> Void) {
        all.append((name, run))
    }

    private mutating func addFiles() {
        add("read") { use(try SkeletonFormat.readFile($0.path)) }
        add("read_many") { try readFolder($0.path) }
        add("write") { try SkeletonFormat.writeFile($0.skeleton, to: $0.path + ".written.swc") }
    }

    private mutating func addPasses() {
        add("dist_to_root") { use($0.skeleton.rootDistance) }
        add("strahler") { use($0.skeleton.strahlerOrder) }
        add("segments") { use($0.skeleton.sections) }
        add("long_segments") { use($0.skeleton.longSegments) }
        add("geodesic_leaves") { use(try $0.skeleton.geodesicMatrix(of: $0.skeleton.tips)) }
    }

    private mutating func addEdits() {
        add("reroot") { use(try $0.skeleton.rerooted(at: $0.last)) }
        add("prune_twigs") { use(try $0.skeleton.prunedTwigs(noLongerThan: 20)) }
        add("prune_strahler") { use($0.skeleton.pruned(strahlerOrders: [1])) }
        add("prune_depth") { use(try $0.skeleton.pruned(to: [.depth(0...200)])) }
        add("subtree") { use(try $0.skeleton.subtree(at: $0.last / 2)) }
        add("keep_longest") { use(try $0.skeleton.keptLongest(10)) }
        add("downsample") { use(try $0.skeleton.downsampled(every: 5)) }
        add("resample") { use(try $0.skeleton.resampled(spacing: 2)) }
        add("simplify") { use(try $0.skeleton.simplified(epsilon: 0.5)) }
        add("smooth") { use(try $0.skeleton.smoothed(.window(5))) }
        add("despike") { use(try $0.skeleton.despiked()) }
        add("split") { use($0.skeleton.splitIntoTrees()) }
        add("sort") { use($0.skeleton.sorted(by: .size)) }
        add("renumber") { use(try $0.skeleton.renumbered()) }
        add("collapse_soma") { use($0.skeleton.collapsedSoma()) }
        add("scale") { use(try $0.skeleton.transformed(by: .scaling(2, 2, 2))) }
        add("heal") { use(try broken($0.skeleton).healed()) }
    }

    private mutating func addQueries() {
        add("spatial_index") { use($0.skeleton.nearestNodes(to: $0.skeleton.point(0))) }
        add("snap_10000") { use($0.skeleton.nearestNode(toEach: places($0.skeleton))) }
        add("sholl") { use(try sholl($0.skeleton)) }
        add("persistence") { use($0.skeleton.persistence()) }
    }
}

/// All files of a folder, one after the other, on one thread.
func readFolder(_ path: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.hasSuffix(".swc") {
        use(try SkeletonFormat.readFile("\(path)/\(name)"))
    }
}

/// The skeleton in a hundred trees.
func broken(_ skeleton: Skeleton) throws -> Skeleton {
    let step = max(1, skeleton.nodeCount / 100)
    return try skeleton.pruned(to: [.mask((0..<skeleton.nodeCount).map { $0 % step != step / 2 })]).skeleton
}

func places(_ skeleton: Skeleton) -> [Point3] {
    (0..<10_000).map { index in
        let point = skeleton.point(index * 97 % skeleton.nodeCount)
        return Point3(point.x + 1, point.y - 1, point.z + 0.5)
    }
}

func sholl(_ skeleton: Skeleton) throws -> ShollProfile {
    let metric = ShollMetric.straight(from: skeleton.point(0))
    return try skeleton.sholl(metric, radii: skeleton.shollRadii(metric, step: 10))
}

/// The same nodes without anything that was derived from them.
func fresh(_ skeleton: Skeleton) throws -> Skeleton {
    try Skeleton(
        parents: skeleton.parents,
        types: skeleton.types,
        x: skeleton.x,
        y: skeleton.y,
        z: skeleton.z,
        radius: skeleton.radius,
        unit: skeleton.unit
    )
}

/// A figure of this process in kibibytes: `VmHWM` is the most memory since it began, `VmRSS` what it has now.
///
/// Not `getrusage`, whose maximum begins with that of the process that started this one.
func memory(_ field: String) throws -> Double {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    return line.flatMap { Double($0.dropFirst(field.count + 1).filter(\.isNumber)) } ?? 0
}

/// How many bytes a node takes in memory, with all that the allocator adds.
func bytesAtRest(_ path: String) throws -> Double {
    let before = try memory("VmRSS")
    let skeleton = try SkeletonFormat.readFile(path)
    return try withExtendedLifetime(skeleton) { (try memory("VmRSS") - before) * 1024 / Double(skeleton.nodeCount) }
}

@main
enum Driver {
    static func main() throws {
        let arguments = CommandLine.arguments
        let operations = Operations().all
        if arguments.dropFirst().first == "--list" {
            for operation in operations { print(operation.name) }
            return
        }
        if arguments.count == 3, arguments[1] == "rest" { return print(try bytesAtRest(arguments[2])) }
        guard arguments.count == 3, let operation = operations.first(where: { $0.name == arguments[1] }) else {
            throw SkeletonError.badOption("driver OP FILE expected")
        }
        // As every command of karst does.
        karst_keep_freed_memory()
        let isReading = operation.name.hasPrefix("read")
        let skeleton =
            isReading ? try Skeleton(parents: [], x: [], y: [], z: []) : try SkeletonFormat.readFile(arguments[2])
        let base = try memory("VmHWM") / 1024
        var times: [Double] = []
        let start = ContinuousClock.now
        while times.count < 3 || (times.count < 9 && start.duration(to: .now) < .seconds(4)) {
            let subject = Case(skeleton: isReading ? skeleton : try fresh(skeleton), path: arguments[2])
            let elapsed = try ContinuousClock().measure { try operation.run(subject) }
            times.append(elapsed / .seconds(1))
        }
        times.sort()
        print(
            """
            {"seconds_min": \(times[0]), "seconds_median": \(times[times.count / 2]), "repeats": \(times.count), \
            "base_mb": \(base), "maxrss_mb": \(try memory("VmHWM") / 1024)}
            """
        )
    }
}
