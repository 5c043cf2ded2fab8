import FoundationEssentials
import TestSupport

/// The neuron of `Tests/Fixtures` that a session can import.
enum FixtureNeuron {
    static let graph = Repository.fixtures.appending(path: "Skeletonize/synth_s11_300um_soma.l2.jsonl").path

    /// Its root id, as the file says.
    static let id: String = {
        let text = (try? String(contentsOfFile: graph, encoding: .utf8)) ?? ""
        let digits = text.firstRange(of: "\"root_id\":").map { text[$0.upperBound...].drop { $0 == " " } } ?? ""
        return String(digits.prefix { $0.isNumber })
    }()
}
