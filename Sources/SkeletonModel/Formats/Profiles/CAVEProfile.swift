extension ExportProfile {
    static let cave = ExportProfile(
        name: "cave",
        summary: "SWC as the CAVE skeleton service sends it, for caveclient and what reads its files.",
        changes: """
            lengths are in um with three decimals, ids count from 0 along the longest paths, types other than soma and \
            axon become dendrite (3); the header, the ids and the level-2 map are lost
            """,
        prepare: { draft throws(SkeletonError) in
            try draft.useMicrometres()
            draft.keepTypes(1...3)
        },
        encode: { skeleton throws(SkeletonError) in try SWC.serviceText(skeleton.arrays()) }
    )
}
