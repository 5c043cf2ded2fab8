extension Measure {
    static let localBifurcationAngleMean = Measure(
        name: "local_bifurcation_angle_mean",
        summary: "The mean angle between the first edges of the two children of a fork.",
        unit: .radians
    ) { skeleton in
        skeleton.bifurcationAngles(remote: false).mean
    }
}
