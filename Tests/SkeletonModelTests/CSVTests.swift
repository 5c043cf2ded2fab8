import SkeletonModel
import TestSupport
import Testing

struct CSVTests {
    private static func parse(_ text: String) throws -> Skeleton { try CSV.parse(Array(text.utf8)) }

    @Test func randomForestsComeBackExactly() throws {
        for seed in 0..<300 {
            let skeleton = try RandomForest(seed: UInt64(seed), upTo: 30).skeleton()
            let text = try CSV.text(skeleton)
            #expect(try CSV.parse(text).swcContent == skeleton.swcContent)
            #expect(try SkeletonFormat.read(text).swcContent == skeleton.swcContent)
        }
    }

    @Test func rowsEndAsRFC4180WantsThem() throws {
        let skeleton = try Skeleton(
            ids: [7, 3],
            parents: [-1, 0],
            types: [1, 3],
            x: [0.5, 1],
            y: [0, 2],
            z: [0, 3]
        )
        let text = "id,type,x,y,z,radius,parent\r\n7,1,0.5,0,0,0,-1\r\n3,3,1,2,3,0,7\r\n"
        #expect(try CSV.text(skeleton) == Array(text.utf8))
    }

    @Test func columnsMayComeInAnyOrderAndInQuotes() throws {
        let skeleton = try Self.parse(
            "\"z\",y,x,\"note, with \"\"quotes\"\"\nand a line\",parent,id\n3,2,1,\"a,b\nc\",,10\r\n6,5,4,,\"10\",11\n"
        )
        #expect(skeleton.ids == [10, 11])
        #expect(skeleton.parents == [-1, 0])
        #expect(skeleton.point(1) == Point3(4, 5, 6))
        #expect(skeleton.types == [0, 0])
    }

    @Test(arguments: [
        ("id,x,y,z\n1,2,3,4\n", "there is no column 'parent'"),
        ("id,x,y,z,parent,x\n", "the column 'x' comes twice"),
        ("id,x,y,z,parent\n1,2,3,4\n", "line 2: 4 fields under 5 names"),
        ("id,x,y,z,parent\n1,2,3,4,-1\n2,a,3,4,1\n", "line 3: x is not a number: 'a'"),
        ("id,x,y,z,parent\n1.5,2,3,4,-1\n", "line 2: id is not an integer: '1.5'"),
        ("id,x,y,z,parent\n1,2,3,4,9\n", "there is no node 9, the parent of node 1"),
        ("id,x,y,z,parent\n1,2,3,1e999,-1\n", "line 2: z is not a number: '1e999'"),
        ("id,x,y,z,parent\n\"1,2,3,4,9\n", "line 2: a quote is not closed"),
        ("id,x,y,z,parent\n\"1\"2,2,3,4,9\n", "line 2: something follows a closing quote"),
        ("id,x,y,z,parent\n", "it holds no nodes"),
    ])
    func faultsAreNamed(_ text: String, _ problem: String) {
        #expect(throws: SkeletonError.badFormat("CSV", problem: problem)) { try Self.parse(text) }
    }
}
