#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

private let ratio = LintRule.Threshold("long_edge_ratio", 10, "times the median edge")
private let sigma = LintRule.Threshold("long_edge_sigma", 5, "standard deviations above the mean logarithm")

extension LintRule {
    static let longEdge = LintRule(
        code: "long-edge",
        summary: "An edge far longer than the others, as where parts were joined that do not belong together.",
        severity: .warning,
        thresholds: [ratio, sigma],
        isQualityCheck: true
    ) { subject, notes in
        guard let median = subject.medianEdge else { return }
        let skeleton = subject.skeleton
        let edges = skeleton.neuriteEdges.map { ($0, skeleton.edgeLength($0, Int(skeleton.parents[$0]))) }
        let logarithms = edges.filter { $0.1 > 0 }.map { log($0.1) }
        guard let mean = logarithms.mean, let variance = logarithms.map({ ($0 - mean) * ($0 - mean) }).mean else {
            return
        }
        let bound = mean + subject[sigma] * variance.squareRoot()
        for (node, length) in edges where length > subject[ratio] * median && log(length) > bound {
            notes.add(node, "an edge of \(brief(length)), \(brief(length / median)) times the median")
        }
    }
}
