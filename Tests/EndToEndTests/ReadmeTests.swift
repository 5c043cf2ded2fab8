import FoundationEssentials
import TestSupport
import Testing

/// The README is run: one block after another, in one home, as a new user would.
struct ReadmeTests {
    /// A fenced block and the word behind its fence.
    private struct Block {
        let language: String
        let text: String
    }

    @Test func everyCodeBlockDoesWhatItSays() throws {
        let sandbox = try Sandbox()
        try putOnPath(sandbox)
        let blocks = try Self.blocks(of: "README.md")
        #expect(Set(blocks.map(\.language)) == ["sh", "console", "lua", "swift"])
        for block in blocks {
            switch block.language {
            case "sh": try runInShell(block.text, sandbox)
            case "console": try typeAtThePrompt(block.text, sandbox)
            case "lua": try save(block.text, sandbox)
            default: try #expect(Self.embeddingExample().contains(block.text))
            }
        }
        let table = try sandbox.folder.text("lengths.csv").split(separator: "\n")
        #expect(table.count == 3)
        #expect(table.contains("root_id,cable_length_um,tips"))
        #expect(try sandbox.folder.names(in: "cells/skeletons").count == 2)
    }

    @Test func theTwoCommandsAreThere() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: "scripts").path)
        #expect(Set(names).isSuperset(of: ["karst", "test"]))
    }

    private static func blocks(of name: String) throws -> [Block] {
        let text = try String(contentsOf: Repository.root.appending(path: name), encoding: .utf8)
        let parts = text.components(separatedBy: "\n```")
        try #require(parts.count % 2 == 1, "a block without an end")
        return stride(from: 1, to: parts.count, by: 2).map { index in
            let lines = parts[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return Block(language: String(lines[0]), text: lines.count > 1 ? String(lines[1]) + "\n" : "")
        }
    }

    private static func embeddingExample() throws -> String {
        let path = Repository.root.appending(path: "Tests/Embedding/SwiftTool/main.swift")
        let lines = try String(contentsOf: path, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        return lines.map { $0.drop { $0 == " " } }.joined(separator: "\n")
    }

    /// `scripts/karst` and `karst` are the program that was built for the tests.
    private func putOnPath(_ sandbox: Sandbox) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: sandbox.folder("scripts"), withIntermediateDirectories: true)
        try files.createSymbolicLink(atPath: sandbox.folder("scripts/karst"), withDestinationPath: BuiltProducts.karst)
    }

    private func runInShell(_ text: String, _ sandbox: Sandbox) throws {
        let set = "set -euo pipefail; PATH=\"$PWD/scripts:$PATH\"\n"
        let finished = try sandbox.program(["bash", "-c", set + text], executable: "/usr/bin/env").finish()
        #expect(finished.ending == .exited(0), "\(text)\n\(finished.errors)")
    }

    /// What follows `> ` is typed; the rest of the block is what must come out.
    private func typeAtThePrompt(_ text: String, _ sandbox: Sandbox) throws {
        let lines = text.split(separator: "\n")
        let typed = lines.filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) + "\n" }.joined()
        let shown = lines.filter { !$0.hasPrefix("> ") }.map { $0 + "\n" }.joined()
        let finished = try sandbox.karst("-i", input: typed)
        #expect(finished.output == shown)
        #expect(finished.errors == "")
        #expect(finished.ending == .exited(0))
    }

    /// The first line of a Lua block names its file, which a later block runs.
    private func save(_ text: String, _ sandbox: Sandbox) throws {
        let name = try #require(text.firstMatch(of: /^-- ([a-z_]+\.lua)/)).1
        try sandbox.folder.write(text, to: String(name))
    }
}
