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
/// The segment of the root is taken for a ball of its volume, and so is one without any length.
func segmentRadii(
    _ draft: SkeletonDraft,
    _ forest: RootedForest,
    _ segments: Segments,
    nodes: [Level2Graph.Node]
) -> [Double] {
    var volumes = [Double](repeating: 0, count: segments.tops.count)
    var lengths = [Double](repeating: 0, count: segments.tops.count)
    for (node, vertex) in draft.meshToSkeletonMap.enumerated() where vertex >= 0 {
        volumes[Int(segments.segmentOf[Int(vertex)])] += nodes[node].sizeNM3 ?? 0
    }
    for (vertex, length) in forest.edgeLengths(draft.vertices).enumerated() {
        lengths[Int(segments.segmentOf[vertex])] += length
    }
    let rootSegment = Int(segments.segmentOf[Int(draft.root)])
    let radii = volumes.indices.map { segment in
        segment == rootSegment || lengths[segment] == 0
            ? pow(0.75 * volumes[segment] / .pi, 1.0 / 3)
            : (volumes[segment] / (.pi * lengths[segment])).squareRoot()
    }
    return segments.segmentOf.map { radii[Int($0)] }
}
