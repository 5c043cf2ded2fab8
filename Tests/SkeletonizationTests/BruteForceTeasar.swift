import SkeletonModel

@testable import Skeletonization

/// TEASAR written for obviousness: all distances in a matrix, sets for everything.
struct BruteForceTeasar {
    private(set) var paths: [[Int32]] = []
    private(set) var nearestPathVertex: [Int32]
    private let distance: [[Double]]
    private let length: [[Double]]
    private let vertices: Range<Int>

    init(points: [Point3], edges: [Level2Graph.Edge], options: SkeletonizationOptions) {
        vertices = points.indices
        var direct = points.indices.map { i in points.indices.map { i == $0 ? 0 : Double.infinity } }
        for edge in edges {
            let (a, b) = (Int(edge.a), Int(edge.b))
            direct[a][b] = Double(Float(points[a].distance(to: points[b])))
            direct[b][a] = direct[a][b]
        }
        length = direct
        distance = Self.allDistances(direct)
        nearestPathVertex = [Int32](repeating: -1, count: points.count)
        let components = Self.components(distance)
        for component in components where component.count > max(options.componentThreshold, 1) {
            let searches = components.count == 1 || options.rootSearch == .perComponent
            findPaths(component, root: searches ? farEnd(component) : component[0], options.invalidationDistance)
        }
    }

    private static func allDistances(_ direct: [[Double]]) -> [[Double]] {
        var distance = direct
        for k in direct.indices {
            for i in direct.indices {
                for j in direct.indices { distance[i][j] = min(distance[i][j], distance[i][k] + distance[k][j]) }
            }
        }
        return distance
    }

    private static func components(_ distance: [[Double]]) -> [[Int]] {
        distance.indices.filter { v in !(0..<v).contains { distance[v][$0] < .infinity } }
            .map { lowest in distance.indices.filter { distance[lowest][$0] < .infinity } }
    }

    private func farEnd(_ component: [Int]) -> Int {
        var (best, end, largest) = (component[0], component[0], 0.0)
        while true {
            let far = component.max { (distance[end][$0], $1) < (distance[end][$1], $0) } ?? end
            guard distance[end][far] > largest else { return best }
            (best, largest) = (end, distance[end][far])
            end = far
        }
    }

    private mutating func findPaths(_ component: [Int], root: Int, _ invalidation: Double) {
        var open = Set(component)
        open.remove(root)
        var visited = [root]
        var nearest = [Double](repeating: .infinity, count: vertices.count)
        while let target = open.max(by: { (distance[root][$0], $1) < (distance[root][$1], $0) }) {
            var branch = visited[0]
            for candidate in visited where distance[target][candidate] < distance[target][branch] { branch = candidate }
            let path = shortestPath(from: target, to: branch)
            paths.append(path.map { Int32($0) })
            visited += path.dropLast()
            for vertex in component {
                let source = path.min { (distance[vertex][$0], $0) < (distance[vertex][$1], $1) } ?? branch
                guard distance[vertex][source] <= invalidation else { continue }
                open.remove(vertex)
                guard distance[vertex][source] < nearest[vertex] else { continue }
                nearest[vertex] = distance[vertex][source]
                nearestPathVertex[vertex] = Int32(source)
            }
        }
    }

    private func shortestPath(from start: Int, to end: Int) -> [Int] {
        var path = [start]
        while let last = path.last, last != end {
            let next = vertices.first { v in
                v != last && length[last][v] < .infinity && length[last][v] + distance[v][end] == distance[last][end]
            }
            guard let next else { return path }
            path.append(next)
        }
        return path
    }
}
