extension SWC {
    /// The canonical text of a skeleton: equal skeletons give equal bytes, and reading gives the same skeleton back.
    ///
    /// Header lines first, then one row per node, parents before children. One that comes from a service is written in
    /// micrometres with a line `# Meta: {…}` that says so. Throws when a number is not finite.
    public static func text(
        _ skeleton: Skeleton,
        options: WriteOptions = WriteOptions()
    ) throws(SkeletonError) -> [UInt8] {
        if let node = skeleton.firstNodeNotFinite { throw .notFinite(position: node) }
        if let decimals = options.decimals, !(0...40).contains(decimals) {
            throw .badOption("decimals must be 0 to 40 (got \(decimals))")
        }
        let skeleton = try inWritingUnit(skeleton, options)
        var writer = ByteWriter(capacity: skeleton.nodeCount * 60 + 1000)
        try append(header(of: skeleton, options), to: &writer)
        appendRows(of: skeleton, options, to: &writer)
        return writer.bytes
    }

    private static func inWritingUnit(_ skeleton: Skeleton, _ options: WriteOptions) throws(SkeletonError) -> Skeleton {
        if let unit = options.unit { return try skeleton.converted(to: unit) }
        guard skeleton.origin == .service, skeleton.unit != .unknown else { return skeleton }
        return try skeleton.converted(to: .micrometres)
    }

    private static func header(of skeleton: Skeleton, _ options: WriteOptions) -> [[UInt8]] {
        var lines = options.header ?? skeleton.header
        let isFromService = skeleton.origin == .service
        if options.metadata ?? (isFromService && !lines.contains(where: SWCHeader.isMetadata)) {
            lines.append(Array(" Meta: ".utf8) + JSONValue.object(metadata(of: skeleton)).sortedText)
        }
        if options.columns { lines.append(Array(" id type x y z radius parent".utf8)) }
        return lines
    }

    /// What the `Meta` line says: what was read from one, else the id (as text) and the unit as navis names it.
    private static func metadata(of skeleton: Skeleton) -> JSONObject {
        var metadata: JSONObject = skeleton.origin == .service ? [:] : skeleton.metadata
        if let id = skeleton.rootID { metadata["id"] = .string(id.description) }
        if let length = skeleton.unit.inNanometres {
            let name = length == 1000 ? "1 micrometer" : "\(Decimal.shortest(length)) nanometer"
            metadata["units"] = .string(name)
        }
        return metadata
    }

    private static func append(_ header: [[UInt8]], to writer: inout ByteWriter) throws(SkeletonError) {
        for line in header {
            guard !line.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) else {
                throw .badOption("a header line may hold neither line ends nor NUL bytes")
            }
            writer.append("#")
            writer.append(line)
            writer.append("\n")
        }
    }

    private static func appendRows(of skeleton: Skeleton, _ options: WriteOptions, to writer: inout ByteWriter) {
        let numbering = options.renumberFrom.map(NodeNumbering.from) ?? skeleton.numbering
        func append(_ value: Double) {
            writer.append(byte: 0x20)
            if let decimals = options.decimals {
                writer.append(value, decimals: decimals)
            } else {
                writer.append(shortest: value)
            }
        }
        for node in 0..<skeleton.nodeCount {
            writer.append(integer: numbering.id(of: node))
            writer.append(byte: 0x20)
            writer.append(integer: Int64(skeleton.types[node]))
            append(skeleton.x[node])
            append(skeleton.y[node])
            append(skeleton.z[node])
            append(skeleton.radius[node])
            writer.append(byte: 0x20)
            let parent = skeleton.parents[node]
            writer.append(integer: parent < 0 ? -1 : numbering.id(of: Int(parent)))
            writer.append(byte: 0x0A)
        }
    }
}
