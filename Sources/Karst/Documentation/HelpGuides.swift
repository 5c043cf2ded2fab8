import Bindings
import SkeletonModel

/// What is to be read from beginning to end, besides the reference.
enum HelpGuides: Sendable {
    static var topics: [HelpTopic] {
        [start, ids, units, statuses, errors, measures, limits, recipes] + statusTopics + recipeTopics
    }

    /// From nothing to a saved skeleton; the lines of code are run by the tests.
    static let start = HelpTopic("start", .guide, "How to fetch, look at, measure and save a skeleton.") {
        [
            .heading("A first session"),
            .paragraph("Fetch. After 'karst demo' in a shell, the service on this machine has four neurons:"),
            .code([
                "client = karst.cave.client(\"demo\", { server_address = \"embedded\" })",
                "id = 864691128455136233",
                "sk = client.skeleton:get_skeleton(id)",
            ]),
            .paragraph(
                "The hosted service is cave.client(\"minnie65_public\"); 'karst auth' in a shell says whether there is a token "
                    + "for it. A file is read by karst.skeleton.read(\"cell.swc\")."
            ),
            .paragraph("Look at it. A name alone shows what it holds; Tab after 'sk.' or 'sk:' shows what it can do:"),
            .code(["sk", "#sk, sk.root, sk.unit", "sk:vertex(1)", "sk.radius:mean()"]),
            .paragraph("Measure. Lengths are in the skeleton's unit, nanometres here:"),
            .code([
                "um = sk:to_unit(\"um\")", "um:cable_length()", "um:cable_length{ type = \"axon\" }", "um:measure()",
                "um:sholl{ step = \"10 um\" }",
            ]),
            .paragraph("Clean up. An edit gives a new skeleton:"), .code(["clean = um:prune_twigs(\"10 um\")"]),
            .paragraph("Save. The name's ending says the format; 'Skeleton:write' lists them:"),
            .code(["clean:write(\"cell.swc\")", "karst.swc.read(\"cell.swc\")"]),
            .paragraph(
                "Many at once: karst.task.map(ids, function(id) … end), or 'karst fetch' in a shell. More: help on "
                    + "Skeleton, SkeletonClient, swc, jobs, statuses, recipes."
            ),
        ]
    }

    private static let ids = HelpTopic("ids", .guide, "Root ids, and why they must not become floats.") {
        [
            .heading("Root ids"),
            .paragraph(
                "A root id is an integer from 1 to 2^63 - 1. A float has only 53 bits: 864691135463333789 would become another "
                    + "neuron's id. So a float is never taken for an id, not even one that looks whole; digits in a text are."
            ),
            .code([
                "client.skeleton:get_skeleton(864691135463333789)",
                "client.skeleton:get_skeleton(\"864691135463333789\")",
            ]),
            .paragraph(
                "Spreadsheets and some JSON readers round ids: karst.ids recognises such lists and refuses them. Lists come from "
                    + "words, files, CSV, JSON and Neuroglancer states by karst.ids.read."
            ),
        ]
    }

    private static let units = HelpTopic("units", .guide, "Nanometres, micrometres, and lengths with a unit.") {
        [
            .heading("Units"),
            .paragraph(
                "A skeleton knows its unit (sk.unit): nanometres from the service, micrometres from its SWC files, else what the "
                    + "file says. Nothing is converted behind your back; sk:to_unit does it. A length is a number in the "
                    + "skeleton's unit, or a text with a unit of its own:"
            ),
            .code(["um = sk:to_unit(\"um\")", "sk:prune_twigs(\"5 um\")", "um:prune_twigs(5)"]),
        ]
    }

    private static let errors = HelpTopic("errors", .guide, "Errors, their codes, and how a script tells them apart.") {
        [
            .heading("Errors"),
            .paragraph(
                "An error is an object with a 'code' that stays the same, a 'message' for people, the script's position in "
                    + "'where', and details such as 'path', 'line', 'status', 'root_id' or 'retry_after'."
            ),
            .code([
                "local ok, problem = pcall(karst.swc.read, \"missing.swc\")",
                "if not ok and problem.code == \"not_found\" then print(problem.message) end",
            ]),
            .list(ErrorCatalog.all.map { ($0.code, $0.meaning) }),
        ]
    }

    private static let measures = HelpTopic("measures", .guide, "The numbers that describe a skeleton.") {
        [
            .heading("Measures"),
            .paragraph(
                "sk:measure() gives all of them in a table, sk:measure(\"cable_length\") one; 'karst swc measure' in a shell."
            ),
            .list(Measure.all.map { ($0.name, $0.summary) }),
        ]
    }

    private static let limits = HelpTopic("limits", .guide, "Scripts that are not trusted, and what they may use up.") {
        [
            .heading("Profiles and limits"),
            .paragraph("In a shell, and in the options of an embedded engine:"),
            .list([
                ("--profile full", "Scripts may do what the program may: the default."),
                (
                    "--profile project",
                    "Files below the current folder (or each --root DIR) and servers named with --server; no processes."
                ),
                ("--profile pure", "No files and no network; 64 MiB and a thousand million instructions."),
                ("--memory 512M", "How much memory scripts may use, skeletons included."),
                ("--timeout 10min", "How long they may take; the exit status is then 124."),
            ]),
        ]
    }

    private static let recipes = HelpTopic("recipes", .guide, "Complete scripts to start from.") {
        [
            .heading("Recipes"),
            .paragraph("'karst help recipes.NAME' prints one; 'karst --dump-stdlib DIR' writes all of them as files."),
            .list(StandardLibrary.recipes.map { ($0, StandardLibrary.summary(of: "recipes/\($0)")) }),
        ]
    }

    private static var recipeTopics: [HelpTopic] {
        StandardLibrary.recipes.map { name in
            HelpTopic("recipes.\(name)", .recipe, StandardLibrary.summary(of: "recipes/\(name)")) {
                let source = StandardLibrary.source(of: "recipes/\(name).lua") ?? []
                let lines = String(decoding: source, as: UTF8.self).split(
                    separator: "\n",
                    omittingEmptySubsequences: false
                )
                return [.heading("recipes/\(name).lua"), .code(lines.map(String.init))]
            }
        }
    }

    // MARK: Statuses

    private static let statuses = HelpTopic("statuses", .guide, "What can become of an id.") {
        [
            .heading("Statuses of ids"), .paragraph("As client.skeleton, karst.jobs and 'karst fetch' report them."),
            .list(statusMeanings.map { ($0.word, "\($0.meaning) \(retry($0.mayPass))") }),
        ]
    }

    private static var statusTopics: [HelpTopic] {
        statusMeanings.map { word, meaning, mayPass in
            HelpTopic(word, .status, meaning) {
                [.heading("Status '\(word)'"), .paragraph(meaning), .paragraph(retry(mayPass))]
            }
        }
    }

    private static func retry(_ mayPass: Bool?) -> String {
        switch mayPass {
        case true?: "Asking again may help."
        case false?: "Asking again does not help."
        case nil: "Whether asking again may help stands beside it, as 'retryable'."
        }
    }

    private static let statusMeanings: [(word: String, meaning: String, mayPass: Bool?)] = [
        ("cached", "The skeleton is there already.", false),
        ("fetched", "The skeleton was written in this run.", false),
        ("queued", "It is being made, or waits for its turn.", true),
        ("refused", "The id is on the service's refusal list.", false),
        ("invalid", "It is no id of this data set.", false),
        ("wrong_layer", "It is a supervoxel or a level-2 id, not a root.", false),
        (
            "outdated",
            "An edit has superseded it. It is fetched all the same when a skeleton exists, and its successor named when known.",
            false
        ),
        ("not_found", "It is valid and has no skeleton, and nobody asked to make one.", false),
        ("failed", "It could not be made or transferred; the reason says why.", nil),
        ("timed_out", "The deadline came first.", true),
    ]
}
