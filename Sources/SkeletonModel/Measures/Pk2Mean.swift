extension Measure {
    static let pk2Mean = Measure(
        name: "pk_2_mean",
        summary:
            "The mean over forks in two, roots left out, of (a^2 + b^2) / r^2 with the radii r of the fork, a and b of its children.",
        unit: .ratio
    ) { skeleton in
        skeleton.meanOfForks { ($1 * $1 + $2 * $2) / ($0 * $0) }
    }
}
