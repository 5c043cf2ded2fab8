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

                karst swc check cells                            what is odd, with line and node
                karst swc info cell.swc                          what is in it
                karst swc measure cells > measures.csv           a row of numbers for each file
                karst swc convert cells --to json -o out         other formats
                karst swc convert cell.swc --profile neuron -o cell_for_neuron.swc
                karst swc repair cell.swc --dry-run              what would be mended
            """,
        subcommands: [
            SWCCheckCommand.self, SWCInfoCommand.self, SWCConvertCommand.self, SWCRepairCommand.self,
            SWCMeasureCommand.self,
        ]
    )
}
