extension ExportProfile {
    static let blender = ExportProfile(
        name: "blender",
        summary: "Wavefront OBJ with one line for each section, which Blender and other 3-D programs import.",
        changes: "lengths are in um, one unit for each; radii, types, ids, the header and the metadata are lost",
        fileExtension: "obj",
        prepare: { draft throws(SkeletonError) in try draft.useMicrometres() },
        encode: { skeleton throws(SkeletonError) in try WavefrontOBJ.text(skeleton) }
    )
}
