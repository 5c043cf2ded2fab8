import SkeletonModel

/// A synthetic neuron while it grows.
///
/// The order of all random draws and sums is part of the definition.
struct Growth: Sendable {
    /// A growing end and what it has counted since its last branch point, bouton and synapse.
    private struct Tip: Sendable {
        var node: Int32
        var direction: Point3
        var radius: Double
        var kind: SyntheticNeuron.Kind
        var path = 0.0
        var sinceBranch = 0.0
        var sinceBouton = 0.0
        var sinceSynapse = 0.0
    }

    /// The first stretch of the axon carries no boutons.
    private static let leastBoutonPath = 20_000.0

    private(set) var neuron: SyntheticNeuron
    private let parameters: SyntheticNeuron.Parameters
    private let centre: Point3
    private let box: SyntheticNeuron.Box?
    private let axonGoal: Double
    private let dendriteGoal: Double
    private var axonCable = 0.0
    private var dendriteCable = 0.0
    private var random: SplitMix64
    private var tips: [Tip] = []

    init(
        seed: UInt64,
        targetCable: Double,
        centre: Point3,
        box: SyntheticNeuron.Box?,
        parameters: SyntheticNeuron.Parameters
    ) {
        random = SplitMix64(seed: seed)
        axonGoal = targetCable * parameters.axonShare
        dendriteGoal = targetCable * (1.0 - parameters.axonShare)
        (self.centre, self.box, self.parameters) = (centre, box, parameters)
        neuron = SyntheticNeuron(
            nodes: [.init(kind: .soma, position: centre, radius: parameters.somaRadius, parent: -1)]
        )
    }

    /// Puts the first node of each dendrite and of the axon, which comes last, on the soma.
    mutating func startNeurites() {
        var directions: [Point3] = []
        for index in 0...max(parameters.dendriteCount, 0) {
            let kind: SyntheticNeuron.Kind = index >= parameters.dendriteCount ? .axon : .dendrite
            let direction = startDirection(apartFrom: directions)
            directions.append(direction)
            let reach = 0.9 * parameters.somaRadius
            let radius = parameters.neurite(kind).startRadius
            append(kind, centre.moved(along: direction, by: reach), radius, parent: 0)
            tips.append(Tip(node: lastNode, direction: direction, radius: radius, kind: kind))
        }
    }

    /// Lets the tips grow step by step, first come, first served, until none is left.
    mutating func growTips() {
        guard parameters.step > 0 else { return }
        var head = 0
        while head < tips.count {
            let tip = tips[head]
            head += 1
            let isShort = tip.kind == .axon ? axonCable < axonGoal : dendriteCable < dendriteGoal
            if isShort, tip.path < parameters.neurite(tip.kind).longestPath { grow(tip) }
            if head > 4096 {
                tips.removeFirst(head)
                head = 0
            }
        }
    }

    private var lastNode: Int32 { Int32(neuron.nodes.count - 1) }

    private mutating func append(_ kind: SyntheticNeuron.Kind, _ position: Point3, _ radius: Double, parent: Int32) {
        neuron.nodes.append(.init(kind: kind, position: position, radius: radius, parent: parent))
    }

    /// A direction well apart from the earlier ones, or the last of 64 tries.
    private mutating func startDirection(apartFrom others: [Point3]) -> Point3 {
        var direction = random.unitVector()
        for _ in 1..<64 where !others.allSatisfy({ direction.dot($0) < 0.5 }) { direction = random.unitVector() }
        return direction
    }

    private mutating func grow(_ old: Tip) {
        let (neurite, step) = (parameters.neurite(old.kind), parameters.step)
        let position = neuron.nodes[Int(old.node)].position
        var tip = old
        tip.direction = nextDirection(of: old, at: position, jitter: neurite.jitter)
        tip.radius = tip.radius - (tip.radius - neurite.leastRadius) * (step / neurite.taper)
        tip.path += step
        tip.sinceBranch += step
        tip.sinceBouton += step
        tip.sinceSynapse += step
        if tip.kind == .axon { axonCable += step } else { dendriteCable += step }
        let radius = placeSynapse(&tip)
        append(tip.kind, position.moved(along: tip.direction, by: step), radius, parent: old.node)
        tip.node = lastNode
        let chance = random.uniform()
        if tip.sinceBranch >= parameters.leastBranchGap, chance < step / neurite.branchLength {
            branch(tip, leastRadius: neurite.leastRadius)
        } else {
            tips.append(tip)
        }
    }

    private mutating func nextDirection(of tip: Tip, at position: Point3, jitter: Double) -> Point3 {
        let u = random.unitVector()
        let away = Point3(position.x - centre.x, position.y - centre.y, position.z - centre.z).normalised()
        let (d, w) = (tip.direction, parameters.outward)
        let direction = Point3(
            d.x + jitter * u.x + w * away.x,
            d.y + jitter * u.y + w * away.y,
            d.z + jitter * u.z + w * away.z
        )
        return keptInside(direction.normalised(), at: position)
    }

    /// Turns back, axis by axis, where the next step would leave the box.
    private func keptInside(_ direction: Point3, at position: Point3) -> Point3 {
        guard let box else { return direction }
        let margin = 2.0 * parameters.dendrite.startRadius
        var direction = direction
        for axis in 0..<3 {
            let next = position[axis] + parameters.step * direction[axis]
            let leavesLow = next < box.low[axis] + margin && direction[axis] < 0
            let leavesHigh = next > box.high[axis] - margin && direction[axis] > 0
            if leavesLow || leavesHigh { direction[axis] = -direction[axis] }
        }
        return direction
    }

    /// Puts a synapse on the node to come where one is due, and says how thick that node is.
    private mutating func placeSynapse(_ tip: inout Tip) -> Double {
        let node = Int32(neuron.nodes.count)
        if tip.kind == .axon, tip.sinceBouton >= parameters.boutonGap, tip.path > Self.leastBoutonPath {
            tip.sinceBouton = 0
            neuron.outputs.append(node)
            return tip.radius * parameters.boutonScale
        }
        if tip.kind == .dendrite, tip.sinceSynapse >= parameters.synapseGap {
            tip.sinceSynapse = 0
            neuron.inputs.append(node)
        }
        return tip.radius
    }

    /// Two tips for one: a thicker one that hardly turns and a thinner one that does.
    private mutating func branch(_ tip: Tip, leastRadius: Double) {
        let (d, v) = (tip.direction, random.unitVector())
        let along = v.dot(d)
        let side = Point3(v.x - along * d.x + 1e-9, v.y - along * d.y, v.z - along * d.z).normalised()
        for (turn, share) in [(0.35, 0.70), (-0.75, 0.555)] {
            var child = tip
            child.direction = Point3(d.x + turn * side.x, d.y + turn * side.y, d.z + turn * side.z).normalised()
            child.radius = max(tip.radius * share, leastRadius)
            child.sinceBranch = 0
            tips.append(child)
        }
    }
}

extension Point3 {
    fileprivate func moved(along direction: Point3, by length: Double) -> Point3 {
        Point3(x + direction.x * length, y + direction.y * length, z + direction.z * length)
    }
}
