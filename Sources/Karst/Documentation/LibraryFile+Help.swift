import Bindings
import LuaHost

extension LibraryFile.Function {
    /// The first sentence of the comment.
    var summary: String { StandardLibrary.firstSentence(Array(text.prefix { !$0.isEmpty })) }

    /// The comment as paragraphs, lists as they are written, and code.
    var paragraphs: [HelpBlock] {
        var (blocks, words, code): ([HelpBlock], [String], [String]?) = ([], [], nil)
        for line in comment where !line.hasPrefix("---@") && !line.hasPrefix("---  ") {
            let text = line.dropFirst(3).drop(while: { $0 == " " && code == nil })
            if text.drop(while: { $0 == " " }).hasPrefix("```") {
                if let code { blocks.append(.code(code)) }
                code = code == nil ? [] : nil
            } else if code != nil {
                code?.append(String(text.hasPrefix(" ") ? text.dropFirst() : text))
                continue
            } else if !text.isEmpty {
                words.append(String(text))
                continue
            }
            if !words.isEmpty { blocks.append(.paragraph(words.joined(separator: " "))) }
            words = []
        }
        return words.isEmpty ? blocks : blocks + [.paragraph(words.joined(separator: " "))]
    }

    /// What `---@param` says, options left out: `---@param ids integer[] what they are`.
    func annotations(_ word: String) -> [LibraryFile.Annotation] {
        comment.compactMap { LibraryFile.Annotation($0, word) }.filter { $0.name != "options" }
    }

    /// What `---@return` says.
    var results: [String] {
        comment.compactMap { line in
            line.hasPrefix("---@return ") ? String(line.dropFirst("---@return ".count)) : nil
        }
    }
}

extension LibraryFile {
    /// A line such as `---@param name? type meaning`.
    struct Annotation {
        let name: String
        let type: String
        let meaning: String
        let isOptional: Bool

        init?(_ line: String, _ word: String) {
            let start = "---@\(word) "
            guard line.hasPrefix(start) else { return nil }
            let rest = line.dropFirst(start.count)
            let name = rest.prefix { $0 != " " }
            let after = rest.dropFirst(name.count).drop { $0 == " " }
            let type = after[..<Self.endOfType(after)]
            isOptional = name.hasSuffix("?")
            self.name = String(isOptional ? name.dropLast() : name)
            self.type = String(type)
            meaning = String(after.dropFirst(type.count).drop { $0 == " " })
        }

        /// The first blank outside of brackets that does not follow a colon or comma.
        private static func endOfType(_ text: Substring) -> Substring.Index {
            var (depth, last): (Int, Character) = (0, " ")
            for index in text.indices {
                switch text[index] {
                case "(", "{", "<", "[": depth += 1
                case ")", "}", ">", "]": depth -= 1
                case " " where depth == 0 && last != ":" && last != ",": return index
                default: break
                }
                last = text[index]
            }
            return text.endIndex
        }
    }

    /// The fields of the class that a function's parameter `options` has, with their defaults.
    func options(of function: Function) -> [LuaParameter] {
        let parameter = function.comment.compactMap { Annotation($0, "param") }.first { $0.name == "options" }
        guard let type = parameter?.type, let block = classes.first(where: { $0.comment.contains { $0.names(type) } })
        else { return [] }
        return block.comment.compactMap { Annotation($0, "field") }.map { field in
            let match = field.meaning.wholeMatch(of: #/(.*?)\s*\(default:? (.*)\)/#)
            let meaning = match.map { String($0.1) } ?? field.meaning
            return LuaParameter(field.name, field.type, meaning, default: match.map { String($0.2) })
        }
    }
}

extension String {
    /// Whether a line begins the class of a name.
    fileprivate func names(_ type: String) -> Bool {
        guard hasPrefix("---@class ") else { return false }
        return dropFirst("---@class ".count).prefix { $0 != ":" && $0 != " " } == type
    }
}
