import SkeletonModel
import TestSupport
import Testing

struct MeasureTableTests {
    @Test func measuresAreRowsOfCSVAndOfJSONLines() throws {
        let chain = try Skeleton(
            parents: [-1, 0, 1],
            x: [0, 3, 3],
            y: [0, 4, 4.5],
            z: [0, 0, 0],
            unit: .micrometres
        )
        let alone = try Skeleton(parents: [-1], x: [0], y: [0], z: [0])
        let names = ["nodes", "cable_length", "section_tortuosity_mean"]
        var table = MeasureTable(try names.map { try #require(Measure.named($0)) })
        table.append(chain, name: "a, \"b\".swc")
        table.append(alone, name: "c.swc")
        let tortuosity = 5.5 / (3.0 * 3 + 4.5 * 4.5).squareRoot()
        let csv = """
            name,unit,nodes,cable_length,section_tortuosity_mean\r
            "a, ""b"".swc",um,3,5.5,\(tortuosity)\r
            c.swc,unknown,1,0,\r

            """
        #expect(String(decoding: table.csv, as: UTF8.self) == csv)
        let lines = String(decoding: table.jsonLines, as: UTF8.self).split(separator: "\n")
        #expect(
            lines == [
                #"{"name":"a, \"b\".swc","unit":"um","nodes":3,"cable_length":5.5,"section_tortuosity_mean":\#(tortuosity)}"#,
                #"{"name":"c.swc","unit":"unknown","nodes":1,"cable_length":0,"section_tortuosity_mean":null}"#,
            ]
        )
    }
}
