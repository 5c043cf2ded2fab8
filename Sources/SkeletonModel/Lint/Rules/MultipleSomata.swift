extension LintRule {
    static let multipleSomata = LintRule(
        code: "multiple-somata",
        summary: "Nodes of type 1 that do not hang together.",
        severity: .warning,
        isQualityCheck: true
    ) { subject, notes in
        for soma in subject.somata.dropFirst() {
            notes.add(
                Int(soma[0]),
                "another soma, apart from that of node \(subject.skeleton.id(of: Int(subject.somata[0][0])))"
            )
        }
    }
}
