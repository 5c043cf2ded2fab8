extension ExportProfile {
    static let arbor = ExportProfile(
        name: "arbor",
        summary: "SWC for Arbor (load_swc_arbor): one tree that begins with a soma of three nodes.",
        changes: """
            lengths are in um, ids count from 1, the soma is the root and has NeuroMorpho's three nodes, types other \
            than 1 to 4 become dendrite (3), unknown radii are filled in; further trees and the ids are lost
            """,
        prepare: { draft throws(SkeletonError) in
            try draft.useMicrometres()
            draft.keepOneTree()
            draft.fillRadii()
            try draft.useThreePointSoma()
            draft.keepTypes(1...4)
            draft.matchRootTypes()
            try draft.requireEdges(for: "Arbor")
        }
    )
}
