import FoundationEssentials
import TestSupport
import Testing

struct InitTests {
    @Test func luacheckKnowsWhatScriptsUse() throws {
        let sandbox = try Sandbox()
        try FileManager.default.createDirectory(atPath: sandbox.folder("cells"), withIntermediateDirectories: false)
        let finished = try sandbox.karst("init", "cells")
        #expect(finished.status == 0)
        #expect(finished.output.hasPrefix("wrote    cells/.luarc.json\nwrote    cells/.luacheckrc\n"))
        let good = "print(karst.swc.read(\"cell.swc\"), karst.version, #karst.task.map({}, print))\n"
        try sandbox.folder.write(good, to: "cells/good.lua")
        try sandbox.folder.write("print(karst.swc.reed(\"cell.swc\"))\nkarst.swx = 1\n", to: "cells/bad.lua")
        let checked = try sandbox.shell("cd cells && luacheck --no-color -q good.lua bad.lua")
        #expect(checked.output.contains("bad.lua:1:7: accessing undefined field 'swc.reed' of global 'karst'"))
        #expect(checked.output.contains("bad.lua:2:1: setting undefined field 'swx' of global 'karst'"))
        #expect(checked.output.contains("Total: 2 warnings / 0 errors in 2 files"))
    }

    @Test func annotationsAreThoseThatCameWithTheSources() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.karst("init").status == 0)
        let settings = try sandbox.folder.read(".luarc.json")
        let object = try JSONDecoder().decode([String: Setting].self, from: Data(settings))
        #expect(object["runtime.version"] == .text("Lua 5.4"))
        #expect(object["workspace.library"] == .list([".karst/library"]))
        let names = try sandbox.folder.names(in: ".karst/library")
        let types = Repository.root.appending(path: "stdlib/types")
        #expect(names == (try FileManager.default.contentsOfDirectory(atPath: types.path).sorted()))
        for name in names {
            let committed = Array(try Data(contentsOf: types.appending(path: name)))
            #expect(try sandbox.folder.read(".karst/library/\(name)") == committed)
        }
    }

    private enum Setting: Decodable, Equatable {
        case text(String)
        case list([String])
        case flag(Bool)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([String].self) {
                self = .list(list)
            } else {
                self = .flag(try container.decode(Bool.self))
            }
        }
    }

    @Test func whatIsThereIsLeftAlone() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("mine\n", to: ".luacheckrc")
        let finished = try sandbox.karst("init", ".")
        #expect(finished.status == 1)
        #expect(finished.output.contains("kept     ./.luacheckrc\n"))
        #expect(finished.output.contains("wrote    ./.luarc.json\n"))
        #expect(finished.errors == "karst: 1 file was there already and left alone; --force overwrites\n")
        #expect(try sandbox.folder.text(".luacheckrc") == "mine\n")
        #expect(try sandbox.karst("init", "--force").status == 0)
        #expect(try sandbox.folder.text(".luacheckrc").contains("stds.karst"))
        let again = try sandbox.karst("init")
        #expect(again.status == 0)
        #expect(again.output.split(separator: "\n").allSatisfy { $0.hasPrefix("same ") })
    }

    @Test func theLibraryIsWrittenAsFiles() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.karst("--dump-stdlib", "library").status == 0)
        let stdlib = Repository.root.appending(path: "stdlib")
        let names = try FileManager.default.subpathsOfDirectory(atPath: stdlib.path).filter { $0.hasSuffix(".lua") }
        let written = try FileManager.default.subpathsOfDirectory(atPath: sandbox.folder("library"))
        #expect(Set(written.filter { $0.hasSuffix(".lua") }) == Set(names))
        for name in names {
            #expect(
                try sandbox.folder.read("library/\(name)") == Array(try Data(contentsOf: stdlib.appending(path: name)))
            )
        }
    }

    @Test func theManualIsPrinted() throws {
        let manual = try Sandbox().karst("help", "api")
        #expect(manual.status == 0)
        #expect(manual.output.contains("### karst.swc.read(path: string"))
        #expect(manual.output.contains("### karst.retry.call(action, options)"))
        #expect(manual.output.contains("| `refused` | The root id is on the service's refusal list. |"))
    }
}
