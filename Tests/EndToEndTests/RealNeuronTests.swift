import FoundationEssentials
import TestSupport
import Testing

private let hasPython = (try? Program("/usr/bin/env", ["python3", "-c", ""]).finish())?.status == 0

/// The main job from the command line, on a real neuron of a mouse's cortex: what comes out is what the real service
/// answered.
@Suite(.enabled(if: Repository.hasShared && hasPython, "needs the shared reference files and python3"))
struct RealNeuronTests {
    private static let golden = Repository.shared.appending(path: "golden/server/real5830").path
    private static let recipe = Repository.root.appending(path: "stdlib/recipes/poll_and_fetch.lua").path

    /// Prints what differs between the service's answers here and the recorded ones.
    private static let comparison = """
        local golden, id, written, table_of_measures = ...
        local fs, json, test = karst.fs, karst.json, karst.test
        local function recorded(name)
          for _, case in ipairs(json.decode(fs.read(fs.join(golden, "cases.json")))) do
            if case.case == name then return fs.read(fs.join(golden, case.body_file), { decompress = true }) end
          end
        end
        local skeletons = karst.cave.client("minnie65_public", { server_address = "embedded" }).skeleton
        local made = json.decode(skeletons:get_skeleton(id, { raw = true }))
        local wanted = json.decode(recorded("get_v4_flatdict"))
        made.meta.timestamp, wanted.meta.timestamp = nil, nil
        local names = 0
        for name in pairs(wanted) do
          names = names + 1
          if not test.equal(made[name], wanted[name]) then print(name) end
        end
        print(names .. " arrays compared")
        local swc = recorded("get_v4_swc")
        print("same SWC:", skeletons:get_skeleton(id, { output_format = "swc", raw = true }) == swc)

        -- What the recipe wrote has more digits and another order; place by place it is the same.
        local function places(skeleton)
          local places = {}
          local function place(i) return ("%.3f %.3f %.3f"):format(skeleton:vertex(i)) end
          for i, parent in ipairs(skeleton.parents) do
            local above = parent == 0 and "root" or place(parent)
            places[i] = ("%d %s <- %s"):format(skeleton.types[i], place(i), above)
          end
          table.sort(places)
          return places
        end
        local ours, theirs = karst.swc.read(written), karst.swc.parse(swc, { unit = "um" })
        print("same places:", ours.unit, test.equal(places(ours), places(theirs)))
        local row = karst.csv.parse_records(fs.read(table_of_measures))[1]
        print("measured:", math.abs(row.cable_length_um / theirs:cable_length() - 1) < 1e-5, row.tips == "" .. #theirs:tips())
        """

    @Test func equalsWhatTheRealServiceAnswered() throws {
        let sandbox = try Sandbox()
        let converter = Repository.root.appending(path: "scripts/golden-to-l2").path
        let conversion = ["python3", converter, "\(Self.golden)/input.json.gz", "real.l2.jsonl.gz"]
        #expect(try sandbox.program(conversion, executable: "/usr/bin/env").finish().status == 0)
        let imported = try sandbox.karst("import", "--datastack", "minnie65_public", "real.l2.jsonl.gz")
        #expect(imported.ending == .exited(0), "\(imported.errors)")
        let id = String(imported.output.prefix { $0.isNumber })

        let fetched = try sandbox.karst(Self.recipe, "-d", "minnie65_public", "-", input: id + "\n")
        #expect(fetched.ending == .exited(0), "\(fetched.errors)")
        #expect(fetched.output.hasPrefix("\(id)\tfetched\t"))
        #expect(fetched.output.hasSuffix("\tskeletons/\(id).swc\n"))

        try sandbox.folder.write(Self.comparison, to: "compare.lua")
        let compared = try sandbox.karst(
            "compare.lua",
            Self.golden,
            id,
            "skeletons/\(id).swc",
            "skeletons/measures.csv"
        )
        let wanted = """
            8 arrays compared
            same SWC:\ttrue
            same places:\tum\ttrue
            measured:\ttrue\ttrue

            """
        #expect(compared.output == wanted)
        #expect(compared.errors == "")
        #expect(compared.ending == .exited(0))
    }
}
