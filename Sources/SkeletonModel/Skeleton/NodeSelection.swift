/// Some nodes of a skeleton in ascending order, picked from columns run by run where neighbours stay together.
struct NodeSelection {
    /// How many nodes there are.
    let count: Int
    /// For each old position the new one, −1 for none.
    let nodeMap: [Int32]
    private var runs: [Range<Int32>] = []

    /// The marked nodes.
    init(_ isKept: [Bool]) {
        var nodeMap = [Int32](repeating: -1, count: isKept.count)
        var (count, start): (Int32, Int32) = (0, -1)
        for node in 0..<isKept.count {
            if isKept[node] {
                if start < 0 { start = Int32(node) }
                nodeMap[node] = count
                count += 1
            } else if start >= 0 {
                runs.append(start..<Int32(node))
                start = -1
            }
        }
        if start >= 0 { runs.append(start..<Int32(isKept.count)) }
        self.count = Int(count)
        self.nodeMap = nodeMap
    }

    /// The values of these nodes.
    func picked<Value>(from column: [Value]) -> [Value] {
        var result: [Value] = []
        result.reserveCapacity(count)
        for run in runs {
            // A call for each run costs as much as some eight values.
            if run.count < 8 {
                for node in run { result.append(column[Int(node)]) }
            } else {
                result.append(contentsOf: column[Int(run.lowerBound)..<Int(run.upperBound)])
            }
        }
        return result
    }

    /// The ids of these nodes where ids count up from a number.
    func ids(from first: Int64) -> [Int64] {
        var result: [Int64] = []
        result.reserveCapacity(count)
        for run in runs {
            for node in run { result.append(first + Int64(node)) }
        }
        return result
    }

    /// What these nodes hang on: the new position of what stands for each node's parent.
    func links(_ parents: [Int32], under anchor: [Int32]) -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(count)
        for run in runs {
            for node in run {
                let parent = parents[Int(node)]
                result.append(parent < 0 ? -1 : anchor[Int(parent)])
            }
        }
        return result
    }
}
