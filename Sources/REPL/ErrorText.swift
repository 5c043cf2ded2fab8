import LuaHost

/// An error as it is shown at the prompt.
struct ErrorText: CustomStringConvertible {
    let description: String

    init(_ error: LuaError) {
        var message = error.message
        if let place = error.where, !message.hasPrefix(place) { message = "\(place): \(message)" }
        let frames = Self.userFrames(error.traceback ?? "")
        // The position in the message says it all when nothing but the entry itself was running.
        let isShort = frames.count { !$0.contains("[C]: in ") } <= 1
        description = "error: " + message + (isShort ? "" : "\nstack traceback:\n" + frames.joined(separator: "\n"))
    }

    /// The frames of the user's own code, without what runs an entry.
    private static func userFrames(_ traceback: String) -> [String] {
        var frames: [String] = []
        for line in traceback.split(separator: "\n").dropFirst() {
            if line.contains("[karst]") { break }
            frames.append(String(line).replacing("in local 'entry'", with: "in main chunk"))
        }
        // What lies between the entry and what runs it.
        while let last = frames.last, last.contains("[C]: in ") { frames.removeLast() }
        return frames
    }
}
