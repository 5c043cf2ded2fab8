/// Where in a file something is wrong.
public enum InputPlace: Sendable, Hashable {
    /// A line of text, from 1.
    case line(Int)
    /// An element of a binary file or of arrays, such as face 12, from 0.
    case element(String, Int)

    /// What is wrong, behind the name of the file and the place in it.
    static func sentence(_ path: String, _ place: InputPlace?, _ fault: String) -> String {
        switch place {
        case .line(let line): "\(path):\(line): \(fault)"
        case .element(let name, let index): "\(path): \(name) \(index): \(fault)"
        case nil: "\(path): \(fault)"
        }
    }
}
