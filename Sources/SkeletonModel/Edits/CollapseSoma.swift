extension Edit {
    package static let collapseSoma = Edit(name: "collapse_soma", summary: "Makes the soma of each tree a single node.")
}

extension Skeleton {
    /// All nodes of type 1 of a tree as one, the first of them, at the soma's centre and with its radius.
    ///
    /// What hung on any of them hangs on that one. Three nodes as NeuroMorpho writes them give the first node, a chain
    /// its centre along the cable and the radius of the sphere with its surface; anything else the mean of the places
    /// and the largest radius. Trees without such nodes, or with one, stay as they are.
    public func collapsedSoma() -> Edited {
        let somata = somaNodes
        if somata.allSatisfy({ $0.count < 2 }) { return (self, sameNodes) }
        var first = sameNodes
        var spheres: [Int: Sphere] = [:]
        for nodes in somata where nodes.count >= 2 {
            spheres[Int(nodes[0])] = somaSphere(nodes)
            for node in nodes { first[Int(node)] = nodes[0] }
        }
        var draft = SkeletonDraft(self, capacity: nodeCount)
        for (node, parent) in parents.enumerated() {
            guard first[node] == node else {
                draft.nodeMap[node] = draft.nodeMap[Int(first[node])]
                continue
            }
            let anchor = parent < 0 ? -1 : draft.nodeMap[Int(first[Int(parent)])]
            guard let sphere = spheres[node] else {
                draft.keep(node, parent: anchor)
                continue
            }
            draft.nodeMap[node] = draft.add(
                id: id(of: node),
                type: 1,
                sphere.center,
                radius: sphere.radius,
                parent: anchor
            )
        }
        return draft.finished()
    }

    /// The nodes of type 1 of each tree that has any, in order.
    var somaNodes: [[Int32]] {
        let root = rootOfNode
        var place: [Int32: Int] = [:]
        var result: [[Int32]] = []
        for node in 0..<nodeCount where types[node] == 1 {
            if let tree = place[root[node]] {
                result[tree].append(Int32(node))
            } else {
                place[root[node]] = result.count
                result.append([Int32(node)])
            }
        }
        return result
    }

    private struct Sphere {
        var center: Point3
        var radius: Double
    }

    private func somaSphere(_ nodes: [Int32]) -> Sphere {
        let first = Int(nodes[0])
        let isThreePoint =
            nodes.count == 3 && parents[first] < 0 && nodes.dropFirst().allSatisfy { parents[Int($0)] == first }
        if isThreePoint { return Sphere(center: point(first), radius: radius[first]) }
        let isChain = nodes.dropFirst().indices.allSatisfy { parents[Int(nodes[$0])] == nodes[$0 - 1] }
        return isChain ? chainSphere(nodes) : scatteredSphere(nodes)
    }

    /// Without length, or without surface, the rule for scattered nodes serves.
    private func chainSphere(_ nodes: [Int32]) -> Sphere {
        var (weighted, length, surface) = (SIMD3<Double>(), 0.0, 0.0)
        for index in nodes.dropFirst().indices {
            let (a, b) = (Int(nodes[index - 1]), Int(nodes[index]))
            let edge = edgeLength(a, b)
            let (r1, r2) = (max(radius[a], 0), max(radius[b], 0))
            weighted += SIMD3(x[a] + x[b], y[a] + y[b], z[a] + z[b]) / 2 * edge
            length += edge
            surface += .pi * (r1 + r2) * ((r1 - r2) * (r1 - r2) + edge * edge).squareRoot()
        }
        guard length > 0 else { return scatteredSphere(nodes) }
        let center = weighted / length
        let radius = surface > 0 ? (surface / (4 * .pi)).squareRoot() : scatteredSphere(nodes).radius
        return Sphere(center: Point3(center.x, center.y, center.z), radius: radius)
    }

    private func scatteredSphere(_ nodes: [Int32]) -> Sphere {
        var (sum, largest) = (SIMD3<Double>(), radius[Int(nodes[0])])
        for node in nodes.map({ Int($0) }) {
            sum += SIMD3(x[node], y[node], z[node])
            largest = max(largest, radius[node])
        }
        let center = sum / Double(nodes.count)
        return Sphere(center: Point3(center.x, center.y, center.z), radius: largest)
    }
}
