/// A program, and how a skeleton is written so that this program loads the file without edits.
public struct ExportProfile: Sendable {
    /// The word by which people ask for it.
    public let name: String
    /// The program and the form of its file, in one line.
    public let summary: String
    /// What the file has otherwise than the skeleton, and what is lost on the way.
    public let changes: String
    /// The ending of such a file's name, without the dot.
    public let fileExtension: String

    private let prepare: @Sendable (inout ExportDraft) throws(SkeletonError) -> Void
    private let encode: @Sendable (Skeleton) throws(SkeletonError) -> [UInt8]

    init(
        name: String,
        summary: String,
        changes: String,
        fileExtension: String = "swc",
        prepare: @escaping @Sendable (inout ExportDraft) throws(SkeletonError) -> Void,
        encode: @escaping @Sendable (Skeleton) throws(SkeletonError) -> [UInt8] = { skeleton throws(SkeletonError) in
            try ExportProfile.plainText(skeleton)
        }
    ) {
        self.name = name
        self.summary = summary
        self.changes = changes
        self.fileExtension = fileExtension
        self.prepare = prepare
        self.encode = encode
    }

    /// All profiles.
    public static let all: [ExportProfile] = [.cave, .neuron, .arbor, .morphio, .navis, .neuromorpho, .blender]

    /// The profile of a name, nil when there is none.
    public static func named(_ name: String) -> ExportProfile? {
        all.first { $0.name == name }
    }

    /// The file's bytes, and what had to be changed in this skeleton, each in a sentence.
    ///
    /// Throws for a skeleton without nodes: no program reads an empty file.
    public func export(_ skeleton: Skeleton) throws(SkeletonError) -> Export {
        guard skeleton.nodeCount > 0 else { throw .badOption("a skeleton without nodes cannot be written for \(name)") }
        var draft = ExportDraft(skeleton)
        try prepare(&draft)
        return Export(bytes: try encode(draft.skeleton), changes: draft.changes)
    }

    /// A file for another program.
    public struct Export: Sendable, Equatable {
        /// The whole file.
        public let bytes: [UInt8]
        /// What is otherwise than in the skeleton beyond what its profile always changes; empty when nothing is.
        public let changes: [String]
    }

    /// SWC rows with ids from 1 under the header lines that any program can read.
    static func plainText(_ skeleton: Skeleton, metadata: Bool = false) throws(SkeletonError) -> [UInt8] {
        let header = skeleton.header.filter { line in
            line.allSatisfy { $0 < 0x80 } && !SWCHeader.isMetadata(line)
        }
        return try SWC.text(skeleton, options: .init(header: header, metadata: metadata, renumberFrom: 1))
    }
}
