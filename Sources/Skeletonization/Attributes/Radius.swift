import SkeletonModel

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The radius of each vertex: that of a cylinder with the volume and the length of its segment.
///
/// The segment of the root is taken for a ball of its volume, and so is one without any length. Sums are taken in the
/// reference's order and precision, so that the radii are the reference's to the last bit.
func segmentRadii(
    _ draft: SkeletonDraft,
    _ forest: RootedForest,
    _ segments: Segments,
    nodes: [Level2Graph.Node]
) -> [Double] {
    var volumes = [Double](repeating: 0, count: segments.tops.count)
    for (node, vertex) in draft.meshToSkeletonMap.enumerated() where vertex >= 0 {
        volumes[Int(segments.segmentOf[Int(vertex)])] += nodes[node].sizeNM3 ?? 0
    }
    let lengths = segmentLengths(forest, segments, forest.edgeLengths(draft.vertices))
    let rootSegment = Int(segments.segmentOf[Int(draft.root)])
    let radii = volumes.indices.map { segment in
        segment == rootSegment || lengths[segment] == 0
            ? pow(0.75 * volumes[segment] / .pi, 1.0 / 3)
            : (volumes[segment] / (.pi * lengths[segment])).squareRoot()
    }
    return meansOverNodes(segments.segmentOf.map { radii[Int($0)] }, draft.meshToSkeletonMap)
}

/// The length of each segment with the edge into the segment above it, summed by vertex number in single precision.
///
/// The vertex above takes part with a length of 0: it shifts the places of those behind it, and so the order of the sum.
private func segmentLengths(_ forest: RootedForest, _ segments: Segments, _ edgeLengths: [Float]) -> [Double] {
    var above = segments.tops.map { forest.parents[Int($0)] }
    var starts = [Int](repeating: 0, count: above.count + 1)
    for segment in segments.segmentOf { starts[Int(segment) + 1] += 1 }
    for segment in above.indices { starts[segment + 1] += starts[segment] + (above[segment] >= 0 ? 1 : 0) }
    var terms = [Float](repeating: 0, count: starts[above.count])
    var next = starts
    for vertex in edgeLengths.indices {
        let segment = Int(segments.segmentOf[vertex])
        if above[segment] >= 0, above[segment] < vertex {
            above[segment] = -1
            next[segment] += 1
        }
        terms[next[segment]] = edgeLengths[vertex]
        next[segment] += 1
    }
    return above.indices.map { Double(terms[starts[$0]..<starts[$0 + 1]].pairwiseSum()) }
}

/// Each vertex's number as the mean over the nodes that map to it, which is the number itself but for its last bit.
private func meansOverNodes(_ numbers: [Double], _ meshToSkeletonMap: [Int32]) -> [Double] {
    var counts = [Int](repeating: 0, count: numbers.count)
    for vertex in meshToSkeletonMap where vertex >= 0 { counts[Int(vertex)] += 1 }
    return numbers.indices.map { vertex in
        let count = counts[vertex]
        guard count > 2 else { return numbers[vertex] }
        return Array(repeating: numbers[vertex], count: count)[...].pairwiseSum() / Double(count)
    }
}
