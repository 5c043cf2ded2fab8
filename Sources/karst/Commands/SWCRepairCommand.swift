import ArgumentParser
import SkeletonModel

/// `karst swc repair`.
struct SWCRepairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Mends what is wrong with skeletons, and says what it did.",
        discussion: """
            Fixes are applied in a fixed order, and again until none of them finds anything to do, so that a second repair \
            changes nothing. Without --fix the usual ones are applied: \
            \(RepairFix.all.filter(\.isUsual).map(\.name).joined(separator: ", ")). Others must be asked for: \
            \(RepairFix.all.filter { !$0.isUsual }.map(\.name).joined(separator: ", ")). 'karst swc repair --list' says \
            what each does.

            Prints, for each file and fix that had something to do, how many faults there were before and are left after; \
            with --changes each change too. No node is dropped without being named. The skeleton goes to standard output \
            (the report then to standard error) unless -o names a file or a folder, or --in-place replaces the files; one \
            that needs no repair is not touched then.

            Exit status: 0 done, 2 wrong use, 4 a file could not be repaired.
            """
    )

    @OptionGroup var input: SWCInput

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The file or folder to write.", valueName: "path"),
        completion: .file()
    )
    var output: String?

    @Flag(help: "Replace the files.")
    var inPlace = false

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Write nothing, only say what would be done.")
    var isDry = false

    @Option(
        name: .customLong("fix"),
        parsing: .singleValue,
        help: ArgumentHelp("Apply these fixes, or all; can be given several times.", valueName: "names")
    )
    var fixes: [String] = []

    @Option(help: ArgumentHelp("Link no nodes farther apart: '5 um', or in the skeleton's unit.", valueName: "length"))
    var maxDistance: String?

    @Flag(help: "Print each change.")
    var changes = false

    @Flag(help: "List the fixes.")
    var list = false

    func validate() throws {
        if let wrong = WordList.words(fixes).first(where: { $0 != "all" && RepairFix.named($0) == nil }) {
            let known = RepairFix.all.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no fix '\(wrong)' (known: \(known), all)")
        }
        if [output != nil, inPlace, isDry].count(where: { $0 }) > 1 {
            throw ValidationError("only one of -o, --in-place and --dry-run")
        }
        if inPlace, input.files.contains("-") { throw ValidationError("standard input cannot be replaced") }
        if let maxDistance, Length(argument: maxDistance) == nil {
            throw ValidationError("--max-distance must be a length such as '5 um' or 5, got '\(maxDistance)'")
        }
    }

    func run() throws {
        if list { return printFixes() }
        let (command, files, names) = (self, try input.found(), OutputNames())
        let place = inPlace || isDry ? nil : try SWCOutput(output, for: files)
        let counts = try input.run(files) { file in
            try command.repair(file, place, names)
        } print: { file, made in
            command.report(file, made)
        }
        if counts.failed > 0 { throw CommandStatus(ExitStatus.someFailed) }
    }

    private struct Made: Sendable {
        var steps: [Repair.Step]
        /// Where it was written; nil for nowhere or standard output.
        var target: String?
    }

    private func repair(_ file: SkeletonFile, _ place: SWCOutput?, _ names: OutputNames) throws -> Made {
        let bytes = try file.bytes()
        let source = try file.content(of: bytes, .init(unit: input.unit))
        let repair = try file.repair(source, bytes, options(for: source.skeleton, file))
        guard !isDry, place != nil || repair.isChanged else { return Made(steps: repair.steps) }
        let form = SWCTarget(source.format, isGzip: source.isGzip)
        guard let place else {
            try Task.checkCancellation()
            try AtomicFile.write(encoded(repair.skeleton, form, file), to: file.path)
            return Made(steps: repair.steps, target: file.path)
        }
        let target = try place.target(of: file, ending: form.ending)
        if let target { try names.claim(target, for: file.path) }
        try SWCOutput.write(encoded(repair.skeleton, form, file, target), to: target, from: file)
        return Made(steps: repair.steps, target: target)
    }

    private func options(for skeleton: Skeleton, _ file: SkeletonFile) throws -> Repair.Options {
        var options = Repair.Options()
        let wanted = Set(WordList.words(fixes))
        if !wanted.isEmpty {
            options.fixes = RepairFix.all.filter { wanted.contains("all") || wanted.contains($0.name) }
        }
        guard let maxDistance else { return options }
        if let number = Double(maxDistance) {
            options.maxDistance = number
        } else if let length = Length(argument: maxDistance)?.nanometres {
            guard let unit = skeleton.unit.inNanometres else {
                throw SkeletonError.inFile(
                    file.path,
                    .unknownUnit("--max-distance has a unit; say that of the file with --unit")
                )
            }
            options.maxDistance = length / unit
        }
        return options
    }

    /// In the format of the source, unless the name of the output asks for another.
    private func encoded(
        _ skeleton: Skeleton,
        _ form: SWCTarget,
        _ file: SkeletonFile,
        _ target: String? = nil
    ) throws -> [UInt8] {
        var form = form
        if let target, let (format, isGzip) = try? SkeletonFormat.forWriting(to: target) {
            form = SWCTarget(format, isGzip: isGzip)
        }
        do {
            let bytes = try form.format.write(skeleton)
            return form.isGzip ? Gzip.compress(bytes) : bytes
        } catch {
            throw SkeletonError.inFile(file.path, error)
        }
    }

    private func report(_ file: SkeletonFile, _ made: Made) {
        let done = made.steps.filter { $0.before > 0 || !$0.changes.isEmpty }
        let isStandardOutput = !isDry && !inPlace && made.target == nil
        func say(_ line: String) {
            if isStandardOutput {
                if !input.quiet { Console.report(line) }
            } else {
                Console.write(line + "\n")
            }
        }
        if input.json { return say(json(file, made)) }
        if done.isEmpty { say("\(file.path): nothing to repair") }
        for step in done {
            say("\(file.path): \(step)")
            if changes { for change in step.changes { say("  \(change)") } }
        }
        if let target = made.target, !inPlace { say("\(file.path): written to \(target)") }
    }

    private func json(_ file: SkeletonFile, _ made: Made) -> String {
        let steps = made.steps.map { step in
            JSONValue.object([
                "fix": .string(step.fix), "fault": .string(step.fault), "before": .integer(Int64(step.before)),
                "after": .integer(Int64(step.after)), "changes": .array(step.changes.map(JSONValue.string)),
            ])
        }
        return Row([
            "file": .string(file.path), "written": made.target.map(JSONValue.string) ?? .null, "steps": .array(steps),
        ]).json
    }

    private func printFixes() {
        for fix in RepairFix.all {
            let usual = fix.isUsual ? "usual" : "on request"
            Console.write("\(fix.name.padded(to: 24))\(usual.padded(to: 12))\(fix.summary)\n")
        }
    }
}
