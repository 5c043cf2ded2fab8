import ArgumentParser
import SkeletonModel

/// `karst swc measure`.
struct SWCMeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Prints a row of numbers for each skeleton.",
        discussion: """
            Rows are CSV under a line with the names of the columns: file, root_id, unit, and the measures. Lengths are in the skeleton's own unit unless --to-unit names \
            another; a measure that is not defined for a skeleton is left empty. 'karst swc measure --list' names the \
            measures.

            Exit status: 0 done, 2 wrong use, 4 a file could not be measured.
            """
    )

    @OptionGroup var input: SWCInput

    @Option(
        name: [.customLong("columns"), .customLong("measure")],
        parsing: .singleValue,
        help: ArgumentHelp("Only these measures, in this order; can be given several times.", valueName: "names")
    )
    var columns: [String] = []

    @Option(help: ArgumentHelp("Measure in this unit; the file must say its own, or --unit.", valueName: "unit"))
    var toUnit: UnitName?

    @Flag(inversion: .prefixedNo, help: "Print the line with the names of the columns.")
    var header = true

    @Flag(help: "List the measures.")
    var list = false

    func validate() throws {
        guard let wrong = WordList.words(columns).first(where: { Measure.named($0) == nil }) else { return }
        throw ValidationError("there is no measure '\(wrong)' ('karst swc measure --list' names them)")
    }

    private var measures: [Measure] {
        columns.isEmpty ? Measure.all : WordList.words(columns).compactMap { Measure.named($0) }
    }

    func run() throws {
        if list { return printMeasures() }
        let (command, files, measures) = (self, try input.found(), measures)
        if header, !input.json {
            Console.write(CSVLine.row(["file", "root_id", "unit"] + measures.map(\.name)))
        }
        let counts = try input.run(files) { file in
            var skeleton = try file.read(.init(unit: command.input.unit)).skeleton
            if let unit = command.toUnit?.unit {
                do { skeleton = try skeleton.converted(to: unit) } catch {
                    throw SkeletonError.inFile(file.path, .unknownUnit("--to-unit needs --unit beside it"))
                }
            }
            return command.row(skeleton, measures, file.path)
        } print: { _, row in
            if command.input.json {
                Row(row).write(asJSON: true)
            } else {
                Console.write(CSVLine.row(row.members.map(\.value)))
            }
        }
        if counts.failed > 0 { throw CommandStatus(ExitStatus.someFailed) }
    }

    private func row(_ skeleton: Skeleton, _ measures: [Measure], _ path: String) -> JSONObject {
        var members: [JSONObject.Member] = [
            .init(key: "file", value: .string(path)),
            .init(key: "root_id", value: skeleton.rootID.map { .integer($0.value) } ?? .null),
            .init(key: "unit", value: .string(skeleton.unit.description)),
        ]
        for measure in measures {
            members.append(.init(key: measure.name, value: measure.value(of: skeleton)))
        }
        return JSONObject(members: members)
    }

    private func printMeasures() {
        let width = (Measure.all.map(\.name.count).max() ?? 0) + 2
        for measure in Measure.all {
            if input.json {
                Row([
                    "name": .string(measure.name), "unit": .string(measure.unit.rawValue),
                    "summary": .string(measure.summary),
                ]).write(asJSON: true)
            } else {
                let (name, unit) = (measure.name.padded(to: width), measure.unit.rawValue.padded(to: 9))
                Console.write("\(name)\(unit)\(measure.summary)\n")
            }
        }
    }
}

extension Measure {
    /// Counts are integers.
    fileprivate func value(of skeleton: Skeleton) -> JSONValue {
        guard let value = function(skeleton), value.isFinite else { return .null }
        return unit == .count ? Int64(exactly: value).map(JSONValue.integer) ?? .number(value) : .number(value)
    }
}
