import LuaHost

/// An error as it is shown at the prompt.
struct ErrorText: CustomStringConvertible {
    let description: String

    /// - Parameters:
    ///   - error: What was raised.
    ///   - message: Another text for it than its own.
    ///   - explanation: What is said under it: the line of source that it speaks of.
    init(_ error: LuaError, message: String? = nil, explanation: [String] = []) {
        var lines = ["error: " + Self.shortened(message ?? Self.message(of: error))] + explanation
        let frames = Self.userFrames(error.traceback ?? "")
        // The position in the message says it all when nothing but the entry itself was running.
        if frames.count > 1 { lines += ["stack traceback:"] + Self.counted(frames.map(Self.shortened)) }
        description = lines.joined(separator: "\n")
    }

    /// The sentence, behind the place where it was raised.
    static func message(of error: LuaError) -> String {
        guard let place = error.where, !error.message.hasPrefix(place), !place.hasPrefix("karst/") else {
            return error.message
        }
        return "\(place): \(error.message)"
    }

    /// Of a long path Lua leaves the end, cut anywhere; the last two names of it are enough.
    private static func shortened(_ line: String) -> String {
        line.replacing(/\.\.\.[^:<>\n]*\/([^\/:<>\n]+\/[^\/:<>\n]+:\d+)/) { ".../\($0.1)" }
    }

    /// Frames that come again and again are shown once.
    private static func counted(_ frames: [String]) -> [String] {
        var runs: [(frame: String, count: Int)] = []
        for frame in frames {
            if runs.last?.frame == frame { runs[runs.count - 1].count += 1 } else { runs.append((frame, 1)) }
        }
        return runs.map { $0.count > 1 ? "\($0.frame)  (\($0.count) times)" : $0.frame }
    }

    /// The frames of the user's own code: without those of karst and of what runs an entry.
    private static func userFrames(_ traceback: String) -> [String] {
        var frames: [String] = []
        for line in traceback.split(separator: "\n").dropFirst() {
            if line.contains(SessionLibrary.place) { break }
            if line.hasPrefix("\tkarst/") || line.contains("[C]: in ") { continue }
            frames.append(String(line).replacing("in local 'entry'", with: "in main chunk"))
        }
        while let last = frames.last, last.contains("(...tail calls...)") { frames.removeLast() }
        return frames
    }
}
