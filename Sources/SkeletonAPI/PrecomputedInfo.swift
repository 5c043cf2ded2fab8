public import SkeletonModel

/// The `info` record that tells Neuroglancer how to read a version's skeletons.
public enum PrecomputedInfo: Sendable {
    /// The record of a version.
    ///
    /// The reference answers an internal error for −1 and 0; here they are 4 and 2, as in every other request.
    public static func record(of version: SkeletonVersion) -> JSONObject {
        [
            "@type": .string("neuroglancer_skeletons"),
            "transform": .array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0].map(JSONValue.integer)),
            "vertex_attributes": .array(attributes(of: version.resolved)),
        ]
    }

    private static func attributes(of version: SkeletonVersion) -> [JSONValue] {
        switch version {
        case .one: []
        case .two: [attribute("radius", "float32"), attribute("compartment", "float32")]
        default: [attribute("radius", "float32"), attribute("compartment", "uint8")]
        }
    }

    private static func attribute(_ id: String, _ type: String) -> JSONValue {
        .object(["id": .string(id), "data_type": .string(type), "num_components": .integer(1)])
    }
}
