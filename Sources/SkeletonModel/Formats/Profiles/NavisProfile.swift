extension ExportProfile {
    static let navis = ExportProfile(
        name: "navis",
        summary: "SWC for navis, with its Meta line for the id and the unit.",
        changes: """
            ids count from 1, as navis cuts larger ones to 32 bits; the ids are lost, and of the header what is not ASCII
            """,
        prepare: { _ in },
        encode: { skeleton throws(SkeletonError) in try plainText(skeleton, metadata: true) }
    )
}
