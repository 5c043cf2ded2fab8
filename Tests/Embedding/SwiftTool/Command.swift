/// What the tool was asked to do.
struct Command {
    enum Script {
        case code(String)
        case file(String)
    }

    let timeout: Double?
    let script: Script
    let arguments: [String]

    /// Nil for words that make no sense.
    init?(_ words: ArraySlice<String>) {
        var words = words
        if words.first == "--timeout" {
            guard let seconds = words.dropFirst().first.flatMap(Double.init) else { return nil }
            timeout = seconds
            words = words.dropFirst(2)
        } else {
            timeout = nil
        }
        guard let first = words.popFirst() else { return nil }
        if first == "-e" {
            guard let code = words.popFirst() else { return nil }
            script = .code(code)
        } else {
            script = .file(first)
        }
        arguments = Array(words)
    }
}
