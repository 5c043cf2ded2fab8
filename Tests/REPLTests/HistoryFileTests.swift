import Glibc
import TestSupport
import Testing

@testable import REPL

struct HistoryFileTests {
    @Test func entriesOfSeveralLinesComeBackWhole() throws {
        let folder = try TemporaryFolder()
        let file = HistoryFile(path: folder("state/karst/history"))
        let entries = ["1 + 1", "for i = 1, 3 do\n  print(i)\nend", "x = [[\n\n#not a time\n]]", "#t"]
        for (index, entry) in entries.enumerated() { try file.append(entry, at: 1_700_000_000 + index) }
        #expect(file.entries() == entries)
    }

    @Test func onlyTheOwnerMayReadIt() throws {
        let folder = try TemporaryFolder()
        let file = HistoryFile(path: folder("history"))
        try file.append("x", at: 1)
        var information = stat()
        #expect(stat(folder("history"), &information) == 0)
        #expect(information.st_mode & 0o777 == 0o600)
    }

    @Test func twoSessionsKeepBothTheirEntries() throws {
        let folder = try TemporaryFolder()
        let (one, two) = (HistoryFile(path: folder("history")), HistoryFile(path: folder("history")))
        try one.append("a", at: 1)
        try two.append("b", at: 2)
        try one.append("c", at: 3)
        #expect(two.entries() == ["a", "b", "c"])
    }

    @Test func onlyTheLastEntriesAreKept() throws {
        let folder = try TemporaryFolder()
        let file = HistoryFile(path: folder("history"), limit: 10)
        for index in 1...12 { try file.append("entry \(index)", at: index) }
        try file.trim()
        #expect(try folder.text("history").hasPrefix("#3\nentry 3\n"))
        #expect(file.entries() == (3...12).map { "entry \($0)" })
    }

    @Test func aFileWithoutTimesHasAnEntryPerLine() {
        #expect(HistoryFile.parse(Array("a\nb\n".utf8)) == ["a", "b"])
    }

    @Test func whatCannotBeWrittenSaysWhy() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        let file = HistoryFile(path: folder("file/history"))
        let problem = #expect(throws: HistoryProblem.self) { try file.append("x", at: 1) }
        #expect(problem?.description == "history is not kept: \(folder("file/history")): Not a directory")
    }

    @Test(
        arguments: [
            (["KARST_HISTORY": "/h", "XDG_STATE_HOME": "/s", "HOME": "/home/u"], "/h"),
            (["KARST_HISTORY": "", "HOME": "/home/u"], nil),
            (["XDG_STATE_HOME": "/s", "HOME": "/home/u"], "/s/karst/history"),
            (["XDG_STATE_HOME": "relative", "HOME": "/home/u"], "/home/u/.local/state/karst/history"),
            ([:], nil),
        ] as [([String: String], String?)]
    )
    func theEnvironmentNamesTheFile(environment: [String: String], path: String?) {
        #expect(HistoryFile.path { environment[$0] } == path)
    }
}

struct SecretWordsTests {
    @Test(arguments: [
        "auth_token = \"0123456789abcdef\"",
        "local token='x'",
        "client = cave.client(\"a\", { auth_token = \"abc\" })",
        "t[\"api_key\"] = 'abc'",
        "set_token(\"abc\")",
        "headers = { Authorization = \"Bearer 0123456789abcdef0123\" }",
        "h = \"Authorization: Bearer abcdefabcdefabcdef\"",
    ])
    func secretsAreNotKept(entry: String) {
        #expect(!HistoryFile.keeps(entry))
    }

    @Test(arguments: [
        "x = 1", "tokens = ids.parse(\"1 2\")", "print(token)", "token = read_token()", "print(\"no token here\")",
        "token",
    ])
    func otherEntriesAreKept(entry: String) {
        #expect(HistoryFile.keeps(entry))
    }

    @Test func anEntryThatStartsWithASpaceIsNotKept() {
        #expect(!HistoryFile.keeps(" x = 1"))
    }
}
