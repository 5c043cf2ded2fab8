/// What the comment lines of an SWC text tell.
struct SWCHeader {
    /// The JSON of a line `# Meta: {…}`, as navis and karst write it.
    private(set) var metadata: JSONObject = [:]
    /// What a `units` of the metadata, or a line such as `# unit um`, says.
    private(set) var unit: LengthUnit?

    init(_ lines: [[UInt8]]) {
        for line in lines {
            let text = String(decoding: line, as: UTF8.self).drop { $0 == " " || $0 == "\t" }
            if let object = SWCHeader.metadata(text) {
                metadata = object
            } else if unit == nil {
                unit = SWCHeader.unit(text)
            }
        }
        let named = (metadata["units"] ?? metadata["unit"])?.stringValue
        if let named, let unit = LengthUnit(named) { self.unit = unit }
    }

    /// The root id that the metadata name.
    var rootID: RootID? {
        switch metadata["root_id"] ?? metadata["id"] {
        case .string(let text): RootID(text)
        case .integer(let value): RootID(value)
        default: nil
        }
    }

    /// Whether a line is one with metadata.
    static func isMetadata(_ line: [UInt8]) -> Bool {
        metadata(String(decoding: line, as: UTF8.self).drop { $0 == " " || $0 == "\t" }) != nil
    }

    private static func metadata(_ text: Substring) -> JSONObject? {
        guard text.hasPrefix("Meta:") else { return nil }
        return try? JSONValue.parse(String(text.dropFirst(5))).objectValue
    }

    private static func unit(_ text: Substring) -> LengthUnit? {
        let words = text.split { " \t:=".contains($0) }
        guard words.count >= 2, words.count <= 3 else { return nil }
        guard ["unit", "units", "coordinate", "coordinates"].contains(words[0].lowercased()) else { return nil }
        return LengthUnit(words[1...].joined(separator: " "))
    }
}
