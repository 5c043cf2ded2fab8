import ArgumentParser

/// `karst swc`.
struct SWCCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swc",
        abstract: "Checks, describes, converts, mends and measures files of skeletons.",
        discussion: """
            Files are SWC, plain or in gzip, and all other formats that karst reads (HDF5 and JSON of the skeleton service, \
            precomputed), each recognised by its content. A folder stands for all such files below it, a pattern in quotes \
            for what it matches, - for standard input.

                karst swc check cells               what is odd, and where
                karst swc info cell.swc             what is in it
                karst swc measure cells > m.csv     a row for each file
                karst swc convert cells --to json -o out
                karst swc convert cell.swc --profile neuron -o n.swc
                karst swc repair cell.swc -n        what would be mended
            """,
        subcommands: [
            SWCCheckCommand.self, SWCInfoCommand.self, SWCConvertCommand.self, SWCRepairCommand.self,
            SWCMeasureCommand.self,
        ]
    )
}
