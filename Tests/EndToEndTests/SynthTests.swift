import SkeletonModel
import Skeletonization
import TestSupport
import Testing

/// `karst synth`.
struct SynthTests {
    @Test func theGraphsAreThoseOfTheGenerator() throws {
        let sandbox = try Sandbox()
        let finished = try sandbox.karst("synth", "--count", "3", "--length", "400 um", "--seed", "7", "-o", "cells")
        #expect(finished.ending == .exited(0))
        #expect(finished.errors == "3 neurons in cells\n")
        let lines = finished.output.split(separator: "\n")
        for (index, line) in lines.enumerated() {
            let id = 864_691_128_455_135_233 + Int64(index)
            let neuron = SyntheticNeuron.grow(seed: 7 + UInt64(index), targetCable: 400_000)
            let graph = try neuron.level2Graph(rootID: #require(RootID(id)))
            let path = "cells/\(id).l2.jsonl"
            #expect(try Level2GraphFile.read(sandbox.folder.read(path), path: path) == [graph])
            let columns = line.split(separator: "\t").map(String.init)
            #expect(columns[0] == "\(id)" && columns[1] == "\(graph.nodes.count)" && columns[3] == path)
            let truth = try SWC.parse(sandbox.folder.read("cells/\(id).truth.swc"))
            #expect(truth.unit == .micrometres && truth.nodeCount == neuron.nodes.count)
            let cable = try neuron.skeleton().cableLength / 1000
            #expect(abs(truth.cableLength - cable) < 1e-6 * cable)
            #expect(abs(try #require(Double(columns[2])) - cable) <= 0.051)
        }
        #expect(lines.count == 3)
        #expect(try sandbox.folder.names(in: "cells").count == 6)
    }

    @Test func theSameCommandGivesTheSameFilesOnAnyNumberOfThreads() throws {
        let sandbox = try Sandbox()
        let words = ["synth", "--count", "5", "--length", "100um", "--no-swc", "-q"]
        let one = try sandbox.program(words + ["-o", "a", "--jobs", "1"]).finish()
        let four = try sandbox.program(words + ["-o", "b", "--jobs", "4"]).finish()
        #expect(one.output.replacing("a/", with: "b/") == four.output)
        #expect(one.errors == "" && four.errors == "")
        let names = try sandbox.folder.names(in: "a")
        #expect(try sandbox.folder.names(in: "b") == names && names.count == 5)
        for name in names {
            #expect(try sandbox.folder.read("a/\(name)") == sandbox.folder.read("b/\(name)"))
        }
    }

    @Test func theVolumeHoldsTheNeuronsAtTheirPlaces() throws {
        let sandbox = try Sandbox()
        let words = ["synth", "--count", "2", "--length", "20um", "--seed", "100", "--volumes", "--json", "-q"]
        var program = sandbox.program(words + ["-o", "cells"])
        // 38 million voxels take a debug build half a minute.
        program.seconds = 300
        let finished = try program.finish()
        #expect(finished.ending == .exited(0))
        let volume = try LabelVolume.header(sandbox.folder("cells/volume.json"))
        #expect(volume.shape == VoxelGrid(384, 384, 256) && volume.voxelSize == Point3(128, 128, 128))
        let size = Point3(384 * 128, 384 * 128, 256 * 128)
        let centres = [
            Point3(0.30 * size.x, 0.35 * size.y, 0.50 * size.z), Point3(0.70 * size.x, 0.30 * size.y, 0.45 * size.z),
        ]
        #expect(volume.somaPoints == [1: centres[0], 2: centres[1]])
        let bytes = try sandbox.folder.read("cells/volume.npy")
        func label(_ point: Point3) -> UInt8 {
            let (x, y, z) = (Int(point.x / 128), Int(point.y / 128), Int(point.z / 128))
            return bytes[128 + 4 * ((x * 384 + y) * 256 + z)]
        }
        #expect(bytes.count == 128 + 4 * 384 * 384 * 256)
        #expect(centres.map(label) == [1, 2] && label(Point3(1, 1, 1)) == 0)
        for (index, line) in finished.output.split(separator: "\n").enumerated() {
            let path = try #require(JSONValue.parse(String(line)).objectValue?["path"]?.stringValue)
            let graph = try #require(Level2GraphFile.read(sandbox.folder.read(path), path: path).first)
            #expect(graph.somaPoint == centres[index])
        }
    }

    @Test(arguments: [
        ["--count", "0"], ["--count", "x"], ["--length", "5"], ["--length", "5 parsecs"], ["--length", "-5mm"],
        ["--length", "1m"], ["--length", "8 nm um"], ["--seed", "-1"], ["--jobs", "0"],
        ["--count", "31", "--volumes"],
    ])
    func badArgumentsAreWrongUse(words: [String]) throws {
        let sandbox = try Sandbox()
        let finished = try sandbox.program(["synth", "-o", "cells"] + words).finish()
        #expect(finished.ending == .exited(2))
        #expect(finished.errors.hasPrefix("karst: ") && finished.output == "")
        #expect(try !sandbox.folder.names().contains("cells"))
    }

    @Test func aFolderIsAskedFor() throws {
        #expect(try Sandbox().karst("synth").ending == .exited(2))
    }

    @Test func aFolderThatCannotBeMadeIsAFailure() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("", to: "file")
        let finished = try sandbox.karst("synth", "-o", "file")
        #expect(finished.ending == .exited(1))
        #expect(finished.errors == "karst: file is not a folder\n")
    }
}
