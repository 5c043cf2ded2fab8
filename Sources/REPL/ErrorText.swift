import LuaHost

/// An error as it is shown at the prompt.
struct ErrorText: CustomStringConvertible {
    let description: String

    /// - Parameters:
    ///   - error: What was raised.
    ///   - message: Another text for it than its own.
    ///   - excerpt: The line of source that it speaks of.
    init(_ error: LuaError, message: String? = nil, excerpt: SourceExcerpt? = nil, hint: String? = nil) {
        var lines = ["error: " + (message ?? Self.message(of: error))]
        if let excerpt { lines += excerpt.lines }
        if let hint { lines.append(hint) }
        let frames = Self.userFrames(error.traceback ?? "")
        // The position in the message says it all when nothing but the entry itself was running.
        if frames.count > 1 { lines += ["stack traceback:"] + frames }
        description = lines.joined(separator: "\n")
    }

    /// The sentence, behind the place where it was raised.
    static func message(of error: LuaError) -> String {
        guard let place = error.where, !error.message.hasPrefix(place), !place.hasPrefix("karst/") else {
            return error.message
        }
        return "\(place): \(error.message)"
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
