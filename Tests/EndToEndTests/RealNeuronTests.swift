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
        local golden, id, written = ...
        local fs, json, test = karst.fs, karst.json, karst.test
        local function recorded(name)
          for _, case in ipairs(json.decode(fs.read(fs.join(golden, "cases.json")))) do
            if case.case == name then return fs.read(fs.join(golden, case.body_file), { decompress = true }) end
          end
        end
        local skeletons = karst.cave.client("minnie65_public", { server_address = "embedded" }).skeleton
        local made = json.decode(skeletons:get_skeleton(id, { raw = true }))
        local wanted = json.decode(recorded("get_v4_flatdict"))
        local names = 0
        for name in pairs(wanted) do
          names = names + 1
          -- The reference adds radii up in single precision; the moment of making is each its own.
          if name ~= "radius" and name ~= "meta" and not test.equal(made[name], wanted[name]) then print(name) end
        end
        assert(names >= 7)
        for i, radius in ipairs(wanted.radius) do
          if math.abs(made.radius[i] / radius - 1) > 1e-6 then print("radius", i) end
        end

        local function rows(text)
          local rows = {}
          for line in text:gmatch("[^\\n]+") do
            if not line:find("^#") then
              local row = {}
              for number in line:gmatch("%S+") do row[#row + 1] = tonumber(number) end
              rows[#rows + 1] = row
            end
          end
          return rows
        end
        local ours, theirs = rows(fs.read(written)), rows(recorded("get_v4_swc"))
        if #ours ~= #theirs then print("rows", #ours, #theirs) end
        -- Whatever numbers the two give to nodes, the set of places, with the place of the parent, is the same.
        local function key(row) return ("%.3f %.3f %.3f"):format(row[3], row[4], row[5]) end
        local function places(list)
          local by_id, places = {}, {}
          for _, row in ipairs(list) do by_id[row[1]] = row end
          for i, row in ipairs(list) do
            local parent = by_id[row[7]]
            places[i] = ("%d %s <- %s"):format(row[2], key(row), parent and key(parent) or "root")
          end
          table.sort(places)
          return places
        end
        local a, b = places(ours), places(theirs)
        for i = 1, #b do
          if a[i] ~= b[i] then print("place", a[i], b[i]) end
        end
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
        let compared = try sandbox.karst("compare.lua", Self.golden, id, "skeletons/\(id).swc")
        #expect(compared.output == "")
        #expect(compared.errors == "")
        #expect(compared.ending == .exited(0))
    }
}
