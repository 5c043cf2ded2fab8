extension ExportProfile {
    static let neuron = ExportProfile(
        name: "neuron",
        summary: "SWC for NEURON's Import3d: one tree with the soma first.",
        changes: """
            lengths are in um, ids count from 1, the soma is the root and a single node, types other than 1 to 4 become \
            dendrite (3), unknown radii are filled in; further trees and the ids are lost
            """,
        prepare: { draft throws(SkeletonError) in
            try draft.useMicrometres()
            draft.keepOneTree()
            draft.collapseSoma()
            try draft.rootAtSoma()
            draft.keepTypes(1...4)
            draft.fillRadii()
        }
    )
}
