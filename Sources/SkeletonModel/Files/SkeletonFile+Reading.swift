extension SkeletonFile {
    /// A file that was read, whatever its format.
    public struct Content: Sendable {
        /// The format that its content is of.
        public let format: SkeletonFormat
        /// Whether it is in gzip.
        public let isGzip: Bool
        /// How many bytes it has on the disk.
        public let byteCount: Int
        /// The skeleton in it.
        public let skeleton: Skeleton
    }

    /// How a file is read.
    public struct Options: Sendable, Hashable {
        /// The unit of its numbers; nil to take what the file says.
        public var unit: LengthUnit?
        /// What is put up with in SWC text.
        public var mode: SWC.Mode

        /// Lenient, with the unit that the file says.
        public init(unit: LengthUnit? = nil, mode: SWC.Mode = .lenient) {
            (self.unit, self.mode) = (unit, mode)
        }
    }

    /// Reads the skeleton; errors name the file.
    public func read(_ options: Options = Options()) throws(SkeletonError) -> Content {
        try content(of: contentBytes(), options)
    }

    /// The skeleton in bytes that were read from the file; errors name the file.
    public func content(of bytes: [UInt8], _ options: Options = Options()) throws(SkeletonError) -> Content {
        do throws(SkeletonError) {
            let text = Gzip.isGzip(bytes) ? try Gzip.decompress(bytes) : bytes
            let (format, skeleton) = try decoded(text, options)
            return Content(
                format: format,
                isGzip: Gzip.isGzip(bytes),
                byteCount: bytes.count,
                skeleton: options.unit.map(skeleton.declared(in:)) ?? skeleton
            )
        } catch {
            throw .inFile(path, error)
        }
    }

    private func decoded(
        _ text: [UInt8],
        _ options: Options = Options()
    ) throws(SkeletonError) -> (SkeletonFormat, Skeleton) {
        if let (folder, id) = PrecomputedFolder.containing(path) {
            return (.precomputed, try folder.skeleton(text, id: id))
        }
        let format = try format(of: text)
        guard format.name == SkeletonFormat.swc.name else { return (format, try format.read(text)) }
        return (format, try SWC.parse(text, options: .init(mode: options.mode, unit: options.unit)))
    }

    /// Tries the rules on the file; a text that is no SWC at all is a finding when its name says that it is.
    public func lint(_ settings: LintSettings = .standard) throws(SkeletonError) -> LintReport {
        let bytes = try contentBytes()
        let text: [UInt8]
        do throws(SkeletonError) {
            text = Gzip.isGzip(bytes) ? try Gzip.decompress(bytes) : bytes
        } catch {
            guard isNamedSWC else { throw .inFile(path, error) }
            return LintReport(swc: bytes, settings)
        }
        do throws(SkeletonError) {
            if PrecomputedFolder.containing(path) == nil, try format(of: text).name == SkeletonFormat.swc.name {
                return LintReport(swc: text, settings)
            }
            let skeleton = try decoded(text).1
            return LintReport(settings.unit.map(skeleton.declared(in:)) ?? skeleton, settings)
        } catch {
            throw .inFile(path, error)
        }
    }

    /// Mends what the bytes of the file hold.
    public func repair(
        _ source: Content,
        _ bytes: [UInt8],
        _ options: Repair.Options = Repair.Options()
    ) throws(SkeletonError) -> Repair {
        do throws(SkeletonError) {
            let isSWC = source.format.name == SkeletonFormat.swc.name
            let orphans = isSWC ? Repair.orphans(of: source.skeleton, in: bytes) : []
            return try Repair(source.skeleton, orphans: orphans, options)
        } catch {
            throw .inFile(path, error)
        }
    }

    private func contentBytes() throws(SkeletonError) -> [UInt8] {
        do { return try bytes() } catch { throw .file(error) }
    }

    private func format(of content: [UInt8]) throws(SkeletonError) -> SkeletonFormat {
        let format = SkeletonFormat.all.first { $0.recognises(content) }
        // Its own reader says best what is wrong with it, and knows rows under names as well.
        if isNamedSWC, format == nil || format?.name == SkeletonFormat.csv.name { return .swc }
        if let format { return format }
        throw .unknownFormat("the content is of no known skeleton format")
    }

    private var isNamedSWC: Bool {
        name.lowercased().hasSuffix(".swc") || name.lowercased().hasSuffix(".swc.gz")
    }
}
