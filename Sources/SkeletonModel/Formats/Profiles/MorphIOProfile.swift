extension ExportProfile {
    static let morphio = ExportProfile(
        name: "morphio",
        summary: "SWC for MorphIO and NeuroM: one soma of one node at the root.",
        changes: """
            lengths are in um, ids count from 1, the soma is the root and a single node, types outside 1 to 4 become \
            dendrite (3), a soma in a further tree too; the ids are lost
            """,
        prepare: { draft throws(SkeletonError) in
            try draft.useMicrometres()
            draft.collapseSoma()
            draft.keepOneSoma()
            try draft.rootAtSoma()
            draft.keepTypes(1...4)
        }
    )
}
