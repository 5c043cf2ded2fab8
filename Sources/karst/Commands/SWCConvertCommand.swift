import ArgumentParser
import SkeletonModel

/// `karst swc convert`.
struct SWCConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Writes skeletons in another format, or as another program loads them.",
        discussion: """
            Formats: \(SWCTarget.words.joined(separator: ", ")); each with .gz behind for gzip. Without --to the name of \
            the output file decides, else SWC. SWC text that is read and written as SWC is the same to the last digit, in \
            one canonical form.

            Profiles: \(ExportProfile.all.map(\.name).joined(separator: ", ")). A profile writes the file that this program \
            loads without edits, and says on standard error what it had to change; 'karst swc convert --list' tells what \
            each does.

            One file goes to standard output unless -o names a file or a folder; several need a folder, in which they \
            keep their names, and their places below a folder that was named. Prints a line for each file that was \
            written: source, file, nodes. No file is ever written over its own source.

            Exit status: 0 done, 2 wrong use, 4 a file could not be converted.
            """
    )

    @OptionGroup var input: SWCInput

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The file or folder to write.", valueName: "path"),
        completion: .file()
    )
    var output: String?

    @Option(help: ArgumentHelp("The format to write.", valueName: "format"))
    var to: String?

    @Option(help: ArgumentHelp("The program that the file is for.", valueName: "name"))
    var profile: String?

    @Option(help: "lenient, or strict: SWC text outside of the standard is not converted.")
    var mode = ReadingMode.lenient

    @Option(help: ArgumentHelp("Write SWC in this unit; the file must say its own, or --unit.", valueName: "unit"))
    var toUnit: UnitName?

    @Option(
        help: ArgumentHelp("Write SWC numbers with so many decimals (default: all digits there are).", valueName: "n")
    )
    var decimals: Int?

    @Option(
        help: ArgumentHelp("Write SWC with ids that count up from here (default: the ids there are).", valueName: "n")
    )
    var idsFrom: Int64?

    @Flag(help: "List formats and profiles.")
    var list = false

    func validate() throws {
        if let to, SWCTarget(to) == nil {
            throw ValidationError("there is no format '\(to)' (known: \(SWCTarget.words.joined(separator: ", ")))")
        }
        if let profile, ExportProfile.named(profile) == nil {
            let known = ExportProfile.all.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no profile '\(profile)' (known: \(known))")
        }
        let writes = toUnit != nil || decimals != nil || idsFrom != nil
        if profile != nil, to != nil || writes {
            throw ValidationError(
                "a profile fixes the form of the file: leave out --to, --to-unit, --decimals, --ids-from"
            )
        }
        if let decimals, !(0...40).contains(decimals) {
            throw ValidationError("--decimals must be 0 to 40, got \(decimals)")
        }
        if let idsFrom, idsFrom < 0 { throw ValidationError("--ids-from must be 0 or more, got \(idsFrom)") }
    }

    func run() throws {
        if list { return printForms() }
        let (command, files, names) = (self, try input.found(), OutputNames())
        let place = try SWCOutput(output, for: files)
        let target = try target(for: place)
        if profile == nil { try place.checkTerminal(isText: target.isText) }
        let counts = try input.run(files) { file in
            try command.convert(file, to: target, place, names)
        } print: { file, made in
            if let row = made.row { row.write(asJSON: command.input.json) }
            if command.input.quiet { return }
            for change in made.changes { Console.report("\(file.path): \(change)") }
        }
        if counts.failed > 0 { throw CommandStatus(ExitStatus.someFailed) }
    }

    /// What is asked for, else what the name of the output file says, else SWC.
    private func target(for place: SWCOutput) throws -> SWCTarget {
        if let to, let target = SWCTarget(to) {
            if case .file(let path) = place, path.hasSuffix(".gz") { return SWCTarget(target.format, isGzip: true) }
            return target
        }
        guard case .file(let path) = place, profile == nil else { return SWCTarget(.swc, isGzip: false) }
        do {
            let (format, isGzip) = try SkeletonFormat.forWriting(to: path)
            return SWCTarget(format, isGzip: isGzip)
        } catch {
            throw ValidationError("\(error.description); or say it with --to")
        }
    }

    private struct Made: Sendable {
        var row: Row?
        var changes: [String]
    }

    private func convert(
        _ file: SkeletonFile,
        to form: SWCTarget,
        _ place: SWCOutput,
        _ names: OutputNames
    ) throws -> Made {
        let skeleton = try file.read(.init(unit: input.unit, mode: mode.mode)).skeleton
        let profile = profile.flatMap { ExportProfile.named($0) }
        let target = try place.target(of: file, ending: profile?.fileExtension ?? form.ending)
        if let target { try names.claim(target, for: file.path) }
        let bytes: [UInt8]
        var changes: [String] = []
        do throws(SkeletonError) {
            if let profile {
                let export = try profile.export(skeleton)
                (bytes, changes) = (export.bytes, export.changes)
            } else {
                bytes = try encoded(skeleton, form)
            }
        } catch {
            throw SkeletonError.inFile(file.path, error)
        }
        try SWCOutput.write(bytes, to: target, from: file)
        let row = target.map { target in
            Row(["source": .string(file.path), "file": .string(target), "nodes": .integer(Int64(skeleton.nodeCount))])
        }
        return Made(row: row, changes: changes)
    }

    private func encoded(_ skeleton: Skeleton, _ form: SWCTarget) throws(SkeletonError) -> [UInt8] {
        let bytes =
            form.format.name == SkeletonFormat.swc.name
            ? try SWC.text(skeleton, options: .init(renumberFrom: idsFrom, decimals: decimals, unit: toUnit?.unit))
            : try form.format.write(skeleton)
        return form.isGzip ? Gzip.compress(bytes) : bytes
    }

    private func printForms() {
        for format in SkeletonFormat.all {
            Console.write("--to \((format.extensions.first ?? format.name).padded(to: 20))\(format.summary)\n")
        }
        for profile in ExportProfile.all {
            Console.write("--profile \(profile.name.padded(to: 15))\(profile.summary)\n")
            Console.write("\("".padded(to: 25))\(profile.changes)\n")
        }
    }
}
