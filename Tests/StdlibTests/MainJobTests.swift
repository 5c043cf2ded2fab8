import FoundationEssentials
import Karst
import TestSupport
import Testing

private let hasPython = (try? Program("/usr/bin/env", ["python3", "-c", ""]).finish())?.status == 0

/// The main job on a real neuron of a mouse's cortex: converted, imported, dispatched, polled, fetched, measured.
@Suite(.enabled(if: Repository.hasShared && hasPython, "needs the shared reference files and python3"))
struct MainJobTests {
    private static let golden = Repository.shared.appending(path: "golden/server/real5830").path

    private static let script = """
        local graph, folder, golden, recipe = ...
        local fs, json, test = karst.fs, karst.json, karst.test
        local data, out = fs.join(folder, "data"), fs.join(folder, "out")
        local service = karst.service.open(data)
        local id = service:import(graph, { datastack = "minnie65_public" })[1].root_id

        io.output(fs.join(folder, "rows"))
        local status = assert(loadfile(recipe))(
          "-q", "-d", "minnie65_public", "--data", data, "-o", out, tostring(id))
        io.output():close()
        io.output(io.stdout)

        local function recorded(name)
          for _, case in ipairs(json.decode(fs.read(fs.join(golden, "cases.json")))) do
            if case.case == name then
              return fs.read(fs.join(golden, case.body_file), { decompress = true })
            end
          end
        end
        local skeletons = karst.cave.client("minnie65_public", { server_address = "embedded", data = data }).skeleton
        local made = json.decode(skeletons:get_skeleton(id, { raw = true }))
        local wanted = json.decode(recorded("get_v4_flatdict"))
        made.meta.timestamp, wanted.meta.timestamp = nil, nil
        local checks = { status = status == 0 }
        for name in pairs(wanted) do checks[name] = test.equal(made[name], wanted[name]) end

        -- The reference adds radii up in single precision: they agree to 1e-6, in SWC to the last digit or one beside it.
        checks.radius = #made.radius == #wanted.radius
        for i, radius in ipairs(wanted.radius) do
          if math.abs(made.radius[i] / radius - 1) > 1e-6 then checks.radius = false end
        end
        local function rows(text)
          local places, radii = {}, {}
          for place, radius, parent in text:gmatch("(%d+ %d+ %S+ %S+ %S+) (%S+) (%S+)\\n") do
            places[#places + 1], radii[#radii + 1] = place .. " " .. parent, tonumber(radius)
          end
          return places, radii
        end
        local places, radii = rows(skeletons:get_skeleton(id, { output_format = "swc", raw = true }))
        local wanted_places, wanted_radii = rows(recorded("get_v4_swc"))
        checks.swc = #places == #wanted.vertices and test.equal(places, wanted_places)
        for i, radius in ipairs(wanted_radii) do
          if math.abs(radii[i] - radius) > 0.0011 then checks.swc = false end
        end

        local written = karst.swc.read(fs.join(out, id .. ".swc"))
        local served = karst.swc.parse(recorded("get_v4_swc"), { unit = "um" })
        checks.nodes = #written == #served
        checks.unit = written.unit == "um"
        checks.length = math.abs(written:cable_length() / served:cable_length() - 1) < 1e-4
        local measures = karst.csv.parse_records(fs.read(fs.join(out, "measures.csv")))
        checks.measures = tonumber(measures[1].cable_length_um) == written:cable_length()
        checks.rows = fs.read(fs.join(folder, "rows")):match("^%d+\\tfetched\\t") ~= nil
        local failed, count = {}, 0
        for name, passed in pairs(checks) do
          count = count + 1
          if not passed then failed[#failed + 1] = name end
        end
        return failed, count
        """

    @Test func equalsWhatTheRealServiceAnswered() async throws {
        let folder = try TemporaryFolder()
        let converter = Repository.root.appending(path: "scripts/golden-to-l2").path
        let graph = folder("real5830.l2.jsonl.gz")
        let conversion = try Program("/usr/bin/env", ["python3", converter, "\(Self.golden)/input.json.gz", graph])
            .finish()
        #expect(conversion.status == 0, "\(conversion.errors)")
        let recipe = Repository.root.appending(path: "stdlib/recipes/poll_and_fetch.lua").path
        let arguments = [graph, folder.path, Self.golden, recipe]
        let (failed, count) = try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            let answer = try engine.run(Self.script, arguments: arguments.map(LuaValue.text))
            return (answer[0].list?.compactMap(\.text) ?? ["no list"], answer[1].integer)
        }
        #expect(failed == [])
        #expect(count == 15)
    }
}
