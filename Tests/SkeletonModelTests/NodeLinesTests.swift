import SkeletonModel
import TestSupport
import Testing

struct NodeLinesTests {
    @Test func randomForestsComeBackExactly() throws {
        for seed in 0..<300 {
            let skeleton = try RandomForest(seed: UInt64(seed), upTo: 30).skeleton()
            let text = try NodeLines.text(skeleton)
            #expect(try NodeLines.parse(text).swcContent == skeleton.swcContent)
            #expect(try SkeletonFormat.read(text).swcContent == skeleton.swcContent)
        }
    }

    @Test func eachLineIsAnObject() throws {
        let skeleton = try Skeleton(
            ids: [7, 3],
            parents: [-1, 0],
            types: [1, 3],
            x: [0.5, 1],
            y: [0, 2],
            z: [0, 3]
        )
        let text = """
            {"id":7,"type":1,"x":0.5,"y":0.0,"z":0.0,"radius":0.0,"parent":null}
            {"id":3,"type":3,"x":1.0,"y":2.0,"z":3.0,"radius":0.0,"parent":7}

            """
        #expect(try NodeLines.text(skeleton) == Array(text.utf8))
    }

    @Test(arguments: [
        (#"{"id":1,"x":2,"y":3,"z":"a"}"#, "line 1: z is not a number"),
        (#"{"id":1.5,"x":2,"y":3,"z":4}"#, "line 1: id is not an integer"),
        (#"{"id":1,"x":2,"y":3,"z":4,"parent":9}"#, "there is no node 9, the parent of node 1"),
        (#"{"id":-1,"x":2,"y":3,"z":4}"#, "line 1: the id -1 is negative"),
        ("", "it holds no nodes"),
    ])
    func faultsAreNamed(_ text: String, _ problem: String) {
        #expect(throws: SkeletonError.badFormat("JSON lines", problem: problem)) {
            try NodeLines.parse(Array(text.utf8))
        }
    }
}
