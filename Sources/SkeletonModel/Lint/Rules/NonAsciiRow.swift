extension LintRule {
    static let nonAsciiRow = LintRule(
        code: "non-ascii-row",
        summary: "A row with a byte outside of ASCII, such as a no-break space or a typographic minus.",
        severity: .warning
    ) { subject, notes in
        guard let text = subject.text else { return }
        var (line, returns, isComment, isNoted) = (1, 0, false, false)
        // The reader accepts a byte order mark, and remarks on it itself.
        for byte in text.dropFirst(text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0) {
            if byte == 0x0A || byte == 0x0D {
                (isComment, isNoted) = (false, false)
                // CRs before a LF are one line end with it, others one each.
                if byte == 0x0D { returns += 1 } else { (line, returns) = (line + 1, 0) }
                continue
            }
            (line, returns) = (line + returns, 0)
            if byte == UInt8(ascii: "#") { isComment = true }
            guard byte >= 0x80, !isComment, !isNoted else { continue }
            isNoted = true
            notes.add(line: line, "a byte outside of ASCII: 0x\(String(byte, radix: 16, uppercase: true))")
        }
    }
}
