import Bindings
import LuaHost
import SkeletonModel

extension APIReference {
    /// The reference of this build, made once.
    static let shared = APIReference()

    /// A topic for everything that scripts can use.
    var helpTopics: [HelpTopic] {
        modules.flatMap(topics) + types.flatMap(topics) + optionTopics + codeTopics + measureTopics
    }

    // MARK: Modules and their functions

    private func topics(of module: Module) -> [HelpTopic] {
        let library = LibraryFile(module.name)
        let written = library?.functions.filter { !$0.isMethod } ?? []
        let names = Set(written.map(\.shortName))
        let functions =
            module.functions.filter { !names.contains($0.name) }.map {
                topic($0, "\(module.name).\($0.name)", .function)
            }
            + written.map { topic($0, in: module.name, library) }
        let ordered = functions.sorted { $0.name < $1.name }
        let page = HelpTopic(module.name, .module, module.summary) {
            [
                .heading("karst.\(module.name)"), .paragraph(module.summary),
                .list(ordered.map { (String($0.lastWord), $0.summary) }),
            ]
        }
        return [page] + ordered
    }

    private func topic(_ function: LuaFunction, _ name: String, _ kind: HelpTopic.Kind) -> HelpTopic {
        HelpTopic(name, kind, function.summary) { Self.blocks(function, kind == .method ? name : "karst.\(name)") }
    }

    private static func blocks(_ function: LuaFunction, _ title: String) -> [HelpBlock] {
        let signature = LuaSignature(function.signature)
        let parameters = signature?.parameters.filter { $0.name != "options" } ?? []
        let names = (signature?.parameters ?? []).map { $0.isOptional ? "[\($0.name)]" : $0.name }
        let waits = function.waits ? " It waits, and other tasks run meanwhile." : ""
        var blocks: [HelpBlock] = [
            .heading("\(title)(\(names.joined(separator: ", ")))"), .paragraph(function.summary + waits),
        ]
        let arguments = parameters.map { parameter in
            let meaning = function.summary(of: parameter) + function.fallback(of: parameter)
            return (term: "\(parameter.name): \(parameter.type)", meaning: meaning)
        }
        if !arguments.isEmpty { blocks += [.list(arguments)] }
        if !function.options.isEmpty { blocks += [.heading("Options"), .list(function.options.map(item))] }
        if let results = signature?.results, !results.isEmpty {
            blocks += [.paragraph("Gives: \(results.joined(separator: ", "))")]
        }
        return blocks
    }

    private static func item(_ option: LuaParameter) -> (term: String, meaning: String) {
        let fallback = option.fallback.map { " (default: \($0))" } ?? ""
        return ("\(option.name): \(option.type ?? "any")", option.summary + fallback)
    }

    private func topic(_ function: LibraryFile.Function, in module: String, _ library: LibraryFile?) -> HelpTopic {
        let paragraphs = function.paragraphs
        let title = "karst.\(module).\(function.shortName)(\(function.parameters))"
        let options = library?.options(of: function) ?? []
        return HelpTopic("\(module).\(function.shortName)", .function, function.summary) {
            var blocks: [HelpBlock] = [.heading(title)] + paragraphs
            let arguments = function.annotations("param").map { (term: "\($0.name): \($0.type)", meaning: $0.meaning) }
            if !arguments.isEmpty { blocks.append(.list(arguments)) }
            if !options.isEmpty { blocks += [.heading("Options"), .list(options.map(Self.item))] }
            let results = function.results
            if !results.isEmpty { blocks.append(.paragraph("Gives: \(results.joined(separator: ", "))")) }
            return blocks
        }
    }

    // MARK: Classes

    private func topics(of type: LuaType) -> [HelpTopic] {
        let methods = type.methods.map { topic($0, "\(type.name):\($0.name)", .method) }
        let properties = type.properties.map { property in
            HelpTopic("\(type.name).\(property.name)", .property, property.summary) {
                [.heading("\(type.name).\(property.name): \(property.luaType)"), .paragraph(property.summary)]
            }
        }
        let page = HelpTopic(type.name, .class, type.summary) {
            var blocks: [HelpBlock] = [.heading(type.name), .paragraph(type.summary)]
            if !properties.isEmpty {
                blocks += [.heading("Fields"), .list(properties.map { (".\($0.lastWord)", $0.summary) })]
            }
            if !methods.isEmpty {
                blocks += [.heading("Methods"), .list(methods.map { (":\($0.lastWord)", $0.summary) })]
            }
            return blocks
        }
        return [page] + methods + properties
    }

    // MARK: Options, error codes, measures

    /// The fields of a function's options table, by the function's name as help has it.
    func options(of name: String) -> [LuaParameter] {
        switch function(name) {
        case .native(let function): function.options
        case .library(let function, let file): file.options(of: function)
        case nil: []
        }
    }

    /// A function's parameters in their order, by its name as help has it.
    func parameters(of name: String) -> [(name: String, type: String, summary: String)] {
        switch function(name) {
        case .native(let function):
            (LuaSignature(function.signature)?.parameters ?? []).map { ($0.name, $0.type, function.summary(of: $0)) }
        case .library(let function, _):
            function.comment.compactMap { LibraryFile.Annotation($0, "param") }.map { ($0.name, $0.type, $0.meaning) }
        case nil: []
        }
    }

    private enum Found {
        case native(LuaFunction)
        case library(LibraryFile.Function, LibraryFile)
    }

    /// Only the one module's file is read: completion has little time.
    private func function(_ name: String) -> Found? {
        let parts = name.split { $0 == "." || $0 == ":" }.map(String.init)
        guard parts.count == 2 else { return nil }
        if let type = types.first(where: { $0.name == parts[0] }) {
            return type.methods.first { $0.name == parts[1] }.map { .native($0) }
        }
        guard let module = modules.first(where: { $0.name == parts[0] }) else { return nil }
        let library = LibraryFile(parts[0])
        if let library, let written = library.functions.first(where: { !$0.isMethod && $0.shortName == parts[1] }) {
            return .library(written, library)
        }
        return module.functions.first { $0.name == parts[1] }.map { .native($0) }
    }

    private var optionTopics: [HelpTopic] {
        let functions =
            modules.flatMap { module in module.functions.map { ("karst.\(module.name).\($0.name)", $0) } }
            + types.flatMap { type in type.methods.map { ("\(type.name):\($0.name)", $0) } }
        var uses: [String: [(function: String, option: LuaParameter)]] = [:]
        for (name, function) in functions {
            for option in function.options { uses[option.name, default: []].append((name, option)) }
        }
        return uses.sorted { $0.key < $1.key }.map { name, uses in
            HelpTopic(name, .option, "An option of \(uses.map(\.function).joined(separator: ", ")).") {
                [.heading("Option '\(name)'"), .list(uses.map { ("\($0.function)", Self.use($0.option)) })]
            }
        }
    }

    private static func use(_ option: LuaParameter) -> String {
        "\(option.type ?? "any"). " + item(option).meaning
    }

    private var codeTopics: [HelpTopic] {
        ErrorCatalog.all.map { code, meaning in
            HelpTopic(code, .error, meaning) { [.heading("Error '\(code)'"), .paragraph(meaning)] }
        }
    }

    private var measureTopics: [HelpTopic] {
        Measure.all.map { measure in
            HelpTopic("measures.\(measure.name)", .measure, measure.summary) {
                [
                    .heading("Measure '\(measure.name)'"),
                    .paragraph("\(measure.summary) It is \(Self.kind(of: measure))."),
                    .code(["sk:measure().\(measure.name)", "sk:measure(\"\(measure.name)\")"]),
                ]
            }
        }
    }

    private static func kind(of measure: Measure) -> String {
        switch measure.unit {
        case .count: "a count"
        case .length: "a length, in the skeleton's unit"
        case .area: "an area, in the square of the skeleton's unit"
        case .volume: "a volume, in the cube of the skeleton's unit"
        case .radians: "an angle, in radians"
        case .ratio: "a ratio"
        }
    }
}
