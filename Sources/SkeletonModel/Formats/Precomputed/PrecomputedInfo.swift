extension Precomputed {
    /// What the file `info` in a folder of skeletons says about them all.
    public struct Info: Sendable, Equatable {
        /// The values that each vertex has beyond its place, in the order in which they follow the edges.
        public var attributes: [Attribute]
        /// Three rows of four numbers that lead from the stored coordinates to nanometres.
        public var transform: [Double]

        /// A description with nanometres as they are.
        public init(attributes: [Attribute], transform: [Double] = Info.identity) {
            self.attributes = attributes
            self.transform = transform
        }

        /// Radius and compartment, as the service has had them since version 3.
        public static let standard = Info(attributes: [Attribute("radius", .float32), Attribute("compartment", .uint8)])

        /// The transform that changes nothing.
        public static let identity: [Double] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
    }

    /// One kind of values.
    public struct Attribute: Sendable, Hashable {
        /// Its name; `radius` and `compartment` (or `vertex_types`) have a meaning.
        public var id: String
        /// The type of a value.
        public var type: DataType
        /// How many values each vertex has.
        public var components: Int

        /// A kind of values.
        public init(_ id: String, _ type: DataType, components: Int = 1) {
            (self.id, self.type, self.components) = (id, type, components)
        }

        /// Bytes that each vertex takes.
        var size: Int { type.size * components }
    }

    /// The types that Neuroglancer knows.
    public enum DataType: String, Sendable, Hashable, CaseIterable {
        case float32, int8, uint8, int16, uint16, int32, uint32

        var size: Int {
            switch self {
            case .int8, .uint8: 1
            case .int16, .uint16: 2
            case .float32, .int32, .uint32: 4
            }
        }
    }
}

extension Precomputed.Info {
    /// Reads the text of such a file.
    ///
    /// Throws for what is not about skeletons, for shards, and for attributes of a form that Neuroglancer refuses.
    public init(_ text: [UInt8]) throws(SkeletonError) {
        let json: JSONValue
        do { json = try JSONValue.parse(text) } catch { throw .json(error) }
        guard let info = json.objectValue else { throw Self.problem("the text is not an object") }
        guard info["@type"]?.stringValue == "neuroglancer_skeletons" else {
            throw Self.problem("@type is not 'neuroglancer_skeletons'")
        }
        if let sharding = info["sharding"], sharding != .null {
            throw Self.problem("the skeletons are in shards, which are not read here")
        }
        transform = try Self.transform(info["transform"])
        attributes = try Self.attributes(info["vertex_attributes"])
    }

    private static func transform(_ value: JSONValue?) throws(SkeletonError) -> [Double] {
        guard let value, value != .null else { return identity }
        let numbers = value.arrayValue?.compactMap(\.doubleValue).filter(\.isFinite) ?? []
        guard numbers.count == 12, value.arrayValue?.count == 12 else { throw problem("transform is not 12 numbers") }
        return numbers
    }

    private static func attributes(_ value: JSONValue?) throws(SkeletonError) -> [Precomputed.Attribute] {
        guard let value, value != .null else { return [] }
        guard let list = value.arrayValue else { throw problem("vertex_attributes is not a list") }
        var attributes: [Precomputed.Attribute] = []
        for (index, entry) in list.enumerated() {
            let place = "vertex_attributes[\(index)]"
            guard let id = entry.objectValue?["id"]?.stringValue, !id.isEmpty else {
                throw problem("\(place) has no id")
            }
            let name = entry.objectValue?["data_type"]?.stringValue ?? ""
            guard let type = Precomputed.DataType(rawValue: name) else {
                throw problem("\(place) ('\(id)') is of an unknown type '\(name)'")
            }
            let components = entry.objectValue?["num_components"]?.integerValue ?? 1
            guard (1...4096).contains(components) else {
                throw problem("\(place) ('\(id)') has \(components) components")
            }
            attributes.append(Precomputed.Attribute(id, type, components: Int(components)))
        }
        return attributes
    }

    private static func problem(_ text: String) -> SkeletonError { .badFormat("precomputed info", problem: text) }

    /// The text of the file.
    public func text() -> [UInt8] {
        let list = attributes.map { attribute in
            JSONValue.object([
                "id": .string(attribute.id), "data_type": .string(attribute.type.rawValue),
                "num_components": .integer(Int64(attribute.components)),
            ])
        }
        let info: JSONObject = [
            "@type": .string("neuroglancer_skeletons"), "transform": .array(transform.map { .number($0) }),
            "vertex_attributes": .array(list),
        ]
        return JSONValue.object(info).text()
    }
}
