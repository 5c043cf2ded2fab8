import HTTPTypes
import SkeletonAPI
import SkeletonModel

extension ServiceRoutes {
    /// What clients ask of the information, segmentation and level-2 services while they start and check ids.
    static let bootstrapRoutes: [Route] = [
        .open("info_version", .get, "info/version") { _, _ in Answer(.string("4.6.2")) },
        .open("info_datastacks", .get, "info/api/v2/datastacks") { routes, _ in
            Answer(.array(try await routes.service.datastacks().map(JSONValue.string)))
        },
        .open("info_datastack", .get, "info/api/v2/datastack/full/{datastack}") { try await $0.record($1) },
        .open("segmentation_versions", .get, "segmentation/api/versions") { _, _ in
            Answer(.array([.integer(0), .integer(1)]))
        },
        .open("segmentation_version", .get, "segmentation/api/version") { _, _ in Answer(.string("2.18.0")) },
        .open("segmentation_info", .get, "segmentation/table/{table}/info") { try await $0.segmentation($1) },
        .open("l2cache_mapping", .get, "l2cache/api/v1/table_mapping") { try await $0.levelTwoTables($1) },
        .open("login", .get, "sticky_auth/api/v1/authorize") { _, _ in loginPage },
        .open("service_version", .get, "skeletoncache/api/version") { routes, _ in
            Answer(.string(try await routes.service.version()))
        },
        .open("service_versions", .get, "skeletoncache/api/versions") { routes, _ in
            Answer(.array(try await routes.service.skeletonVersions().map { .integer(Int64($0.rawValue)) }))
        },
    ]

    /// The record of a datastack; its one segmentation table has the datastack's own name.
    private func record(_ call: Call) async throws -> Answer {
        let datastack = call.datastack
        guard try await service.datastacks().contains(datastack) else {
            return .message("there is no datastack '\(datastack)' here", status: .notFound)
        }
        let volume: JSONObject = [
            "name": .string(datastack), "id": .integer(1), "display_name": .string(datastack),
            "description": .string("Served by karst"), "image_source": .string("precomputed://\(call.base)/image"),
        ]
        return Answer(
            .object([
                "aligned_volume": .object(volume), "analysis_database": .null,
                "description": .string("Served by karst"), "local_server": .string(call.base),
                "segmentation_source": .string("graphene://\(call.base)/segmentation/table/\(datastack)"),
                "skeleton_source": .null, "soma_table": .null, "synapse_table": .null,
                "viewer_resolution_x": .number(4), "viewer_resolution_y": .number(4),
                "viewer_resolution_z": .number(40), "viewer_site": .string("https://neuroglancer-demo.appspot.com/"),
            ])
        )
    }

    /// As much of a segmentation as is needed to tell root ids from others.
    private func segmentation(_ call: Call) async throws -> Answer {
        let table = call.text(.table)
        guard try await service.datastacks().contains(table) else {
            return .message("there is no table '\(table)' here", status: .notFound)
        }
        let layer = try await service.rootLayer(datastack: table)
        let scale: JSONObject = [
            "key": .string("8_8_40"), "size": .integers(1 << 20, 1 << 20, 1 << 20), "resolution": .integers(8, 8, 40),
            "chunk_sizes": .array([.integers(256, 256, 32)]), "voxel_offset": .integers(0, 0, 0),
            "encoding": .string("raw"),
        ]
        let graph: JSONObject = [
            "n_layers": .integer(Int64(layer)), "n_bits_for_layer_id": .integer(8),
            "chunk_size": .integers(256, 256, 512), "cv_mip": .integer(0),
            "spatial_bit_masks": .object(
                JSONObject(members: (1...max(1, layer)).map { .init(key: String($0), value: .integer(10)) })
            ),
        ]
        return Answer(
            .object([
                "app": .object(["supported_api_versions": .integers(0, 1)]),
                // A place that caveclient's reader of volumes asks nothing of.
                "data_dir": .string("mem://karst"), "data_type": .string("uint64"), "graph": .object(graph),
                "chunks_start_at_voxel_offset": .boolean(true), "mesh": .string("mesh"),
                "num_channels": .integer(1), "scales": .array([.object(scale)]), "type": .string("segmentation"),
            ])
        )
    }

    private func levelTwoTables(_ call: Call) async throws -> Answer {
        let tables = try await service.datastacks().map { datastack in
            let table: JSONObject = [
                "cv_path": .string("graphene://\(call.base)/segmentation/table/\(datastack)"),
                "l2cache_id": .string(datastack),
            ]
            return JSONObject.Member(key: datastack, value: .object(table))
        }
        return Answer(.object(JSONObject(members: tables)))
    }

    private static var loginPage: Answer {
        .html(
            """
            <!doctype html>
            <html lang=en>
            <title>A token is needed</title>
            <h1>A token is needed</h1>
            <p>This skeleton service asks for a token. Add <code>?middle_auth_token=YOUR_TOKEN</code> to the address that \
            you opened, or send it as <code>Authorization: Bearer YOUR_TOKEN</code>.</p>

            """,
            status: .unauthorized
        )
    }
}

extension JSONValue {
    static func integers(_ values: Int64...) -> JSONValue { .array(values.map(JSONValue.integer)) }
}
