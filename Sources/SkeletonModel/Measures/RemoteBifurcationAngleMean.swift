extension Measure {
    static let remoteBifurcationAngleMean = Measure(
        name: "remote_bifurcation_angle_mean",
        summary: "The mean angle between the lines from a fork to the next forks or tips.",
        unit: .radians
    ) { skeleton in
        skeleton.bifurcationAngles(remote: true).mean
    }
}
