extension ExportProfile {
    static let neuromorpho = ExportProfile(
        name: "neuromorpho",
        summary: "SWC in the standard form of NeuroMorpho.Org: one tree, a soma of three nodes first.",
        changes: """
            lengths are in um, ids count from 1, the soma is the root and has three nodes, types outside 0 to 7 become \
            dendrite (3), unknown radii are filled in; further trees and the ids are lost
            """,
        prepare: { draft throws(SkeletonError) in
            try draft.useMicrometres()
            draft.keepOneTree()
            draft.fillRadii()
            try draft.useThreePointSoma()
            draft.keepTypes(0...7)
        }
    )
}
