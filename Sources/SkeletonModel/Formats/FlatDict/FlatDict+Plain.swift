import CSimdJSON

extension FlatDict {
    /// The arrays of a text like the service's, read in one pass without a tree.
    ///
    /// Nil for a text with anything in it that only the real parser can judge: other members, other grammar, faults.
    /// Where there are arrays they are the same that it finds.
    static func plainArrays(_ bytes: [UInt8]) -> SkeletonArrays? {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            var text = unsafe karst_text(bytes: buffer.baseAddress, length: buffer.count, wait: nil, context: nil)
            var flat = unsafe karst_flat()
            defer { unsafe karst_flat_free(&flat) }
            guard unsafe karst_flat_read(&text, &flat) else { return nil }
            let meta = unsafe Array(buffer[flat.meta_start..<flat.meta_end])
            return unsafe flat.arrays(meta: meta)
        }
    }
}

extension karst_flat {
    fileprivate func arrays(meta: [UInt8]) -> SkeletonArrays? {
        guard let vertices = unsafe vertices.array(of: Point3.self, numbersEach: 3),
            let edges = unsafe edges.array(of: SkeletonArrays.Edge.self, numbersEach: 2)
        else { return nil }
        var object: JSONObject = [:]
        if !meta.isEmpty {
            guard let read = (try? JSONValue.parse(meta))?.objectValue else { return nil }
            object = read
        }
        return unsafe SkeletonArrays(
            vertices: vertices,
            edges: edges,
            root: has_root ? Int(root) : nil,
            radius: radius.array(of: Double.self),
            compartment: compartment.array(of: Int32.self),
            meshToSkeletonMap: mesh_to_skel_map.array(of: Int32.self) ?? [],
            level2IDs: lvl2_ids.array(of: Int64.self),
            meta: object
        )
    }
}

extension karst_list {
    /// The list as elements that consist of so many numbers each, and of nothing else; nil where there is none.
    fileprivate func array<Element>(of type: Element.Type, numbersEach: Int = 1) -> [Element]? {
        guard unsafe is_there else { return nil }
        let start = unsafe values?.assumingMemoryBound(to: type)
        return unsafe Array(UnsafeBufferPointer(start: start, count: count / numbersEach))
    }
}
