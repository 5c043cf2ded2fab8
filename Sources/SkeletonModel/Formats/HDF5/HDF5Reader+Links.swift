extension HDF5Reader {
    /// The offset of the header of a group's member, nil when the group has none of that name or is no group.
    func link(_ name: [UInt8], inGroupAt header: Int) throws(SkeletonError) -> Int? {
        for message in try messages(at: header) {
            switch message.kind {
            case HDF5Message.symbolTable: return try oldLink(name, message.content)
            case HDF5Message.link:
                if let found = try newLink(name, message.content) { return found }
            case HDF5Message.linkInfo: try checkLinkInfo(message.content)
            default: break
            }
        }
        return nil
    }

    /// A link of the new kind, which stands in the header itself, when it has this name.
    private func newLink(_ name: [UInt8], _ content: Range<Int>) throws(SkeletonError) -> Int? {
        var cursor = cursor(content)
        try cursor.skip(1)
        let flags = try cursor.byte()
        let kind = flags & 8 != 0 ? try cursor.byte() : 0
        // The order in which it was made, and the character set.
        try cursor.skip((flags & 4 != 0 ? 8 : 0) + (flags & 16 != 0 ? 1 : 0))
        guard let length = Int(exactly: try cursor.number(1 << (flags & 3))) else { throw HDF5Reader.damaged }
        guard try image[cursor.take(length)].elementsEqual(name) else { return nil }
        guard kind == 0 else { throw linkElsewhere(name) }
        guard let header = try cursor.address() else { throw HDF5Reader.damaged }
        return header
    }

    private func linkElsewhere(_ name: [UInt8]) -> SkeletonError {
        HDF5Reader.unsupported("a link to another place or file (\(String(decoding: name, as: UTF8.self)))")
    }

    /// Groups of many members keep them in a heap of their own.
    private func checkLinkInfo(_ content: Range<Int>) throws(SkeletonError) {
        var cursor = cursor(content)
        try cursor.skip(1)
        let flags = try cursor.byte()
        if flags & 1 != 0 { try cursor.skip(8) }
        guard try cursor.number(8) == .max else {
            throw HDF5Reader.unsupported("a group of the new kind with many members")
        }
    }

    /// A link of the old kind: a tree leads to lists of symbols, whose names lie in a heap.
    private func oldLink(_ name: [UInt8], _ content: Range<Int>) throws(SkeletonError) -> Int? {
        var cursor = cursor(content)
        guard let tree = try cursor.address(), let heap = try cursor.address() else { throw HDF5Reader.damaged }
        let names = try heapStart(heap)
        var budget = Budget(self)
        var nodes = [(address: tree, level: Int.max)]
        while let (address, above) = nodes.popLast() {
            try budget.spend()
            if above == 0 {
                if let found = try symbol(name, listAt: address, names, &budget) { return found }
                continue
            }
            var node = self.cursor(at: address)
            let (level, count) = try node.treeNode(kind: 0, below: above)
            try node.skip(16)
            for _ in 0..<count {
                try node.skip(8)
                guard let child = try node.address() else { throw HDF5Reader.damaged }
                nodes.append((child, level))
            }
        }
        return nil
    }

    /// Where a heap's names begin.
    private func heapStart(_ address: Int) throws(SkeletonError) -> Int {
        var cursor = cursor(at: address)
        try cursor.expect("HEAP")
        try cursor.skip(20)
        guard let start = try cursor.address() else { throw HDF5Reader.damaged }
        return start
    }

    private func symbol(
        _ name: [UInt8],
        listAt address: Int,
        _ names: Int,
        _ budget: inout Budget
    ) throws(SkeletonError) -> Int? {
        var cursor = cursor(at: address)
        try cursor.expect("SNOD")
        try cursor.skip(2)
        for _ in 0..<(try cursor.short()) {
            try budget.spend()
            let offset = try cursor.size()
            let header = try cursor.number(8)
            let kind = try cursor.word()
            try cursor.skip(20)
            guard offset <= image.count, isName(name, at: names + offset) else { continue }
            guard kind != 2 else { throw linkElsewhere(name) }
            guard header < UInt64(image.count) else { throw HDF5Reader.damaged }
            return Int(header)
        }
        return nil
    }

    private func isName(_ name: [UInt8], at offset: Int) -> Bool {
        let end = offset + name.count
        return end < image.count && image[end] == 0 && image[offset..<end].elementsEqual(name)
    }
}

extension HDF5Cursor {
    /// The head of a tree's node up to its siblings: its level, which must be below that of its parent, and how many
    /// children it has.
    mutating func treeNode(kind: Int, below: Int) throws(SkeletonError) -> (level: Int, count: Int) {
        try expect("TREE")
        let (found, level, count) = (try byte(), try byte(), try short())
        guard found == kind, level < below else { throw HDF5Reader.damaged }
        return (level, count)
    }
}
