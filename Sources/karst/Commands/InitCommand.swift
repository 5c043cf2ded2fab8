import ArgumentParser
import FoundationEssentials
import Karst
import SkeletonModel

/// `karst init`.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Prepares a folder of scripts for editors and luacheck.",
        discussion: """
            Writes .luarc.json for the Lua language server, with annotations of everything in karst in .karst/library, and \
            .luacheckrc for luacheck. Files that are there already are left alone, and named; then the status is 1.
            """
    )

    @Argument(help: "The folder.", completion: .directory)
    var folder = "."

    @Flag(help: "Overwrite what is there.")
    var force = false

    func run() throws {
        var kept = 0
        for (name, text) in Self.files {
            let path = "\(folder)/\(name)"
            let content = Array(text.utf8)
            let present = FileManager.default.fileExists(atPath: path) ? try AtomicFile.read(path) : nil
            if present == content {
                Console.write("same     \(path)\n")
            } else if present != nil, !force {
                Console.write("kept     \(path)\n")
                kept += 1
            } else {
                let parent = URL(filePath: path).deletingLastPathComponent().path
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
                try AtomicFile.write(content, to: path)
                Console.write("wrote    \(path)\n")
            }
        }
        guard kept > 0 else { return }
        Console.reportError(
            "\(kept) \(kept == 1 ? "file was" : "files were") there already and left alone; --force overwrites"
        )
        throw CommandStatus(ExitStatus.failure)
    }

    private static var files: [(name: String, text: String)] {
        let reference = APIReference()
        return [(".luarc.json", languageServer), (".luacheckrc", reference.luacheckConfiguration)]
            + reference.stubs.map { (".karst/library/\($0.name)", $0.text) }
    }

    private static let languageServer = """
        {
          "$schema": "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
          "runtime.version": "Lua 5.4",
          "workspace.library": [".karst/library"],
          "workspace.checkThirdParty": false
        }

        """
}

/// `karst --dump-stdlib`: the Lua library as files, for reading, editors and debuggers.
enum LibraryDump: Sendable {
    /// Writes the bundled modules and recipes, and the annotations of all modules below `types`.
    static func write(to folder: String) throws {
        let modules = Engine.libraryPaths.map { ($0, Engine.librarySource($0) ?? []) }
        let stubs = APIReference().stubs.map { ("types/\($0.name)", Array($0.text.utf8)) }
        for (name, content) in modules + stubs {
            let path = "\(folder)/\(name)"
            let parent = URL(filePath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try AtomicFile.write(content, to: path)
        }
    }
}
