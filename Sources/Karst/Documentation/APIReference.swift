import Bindings
import LuaHost

/// Everything that scripts can use, as the registrations and the annotations of the Lua library say it.
///
/// Annotations for editors, the standard for luacheck and the reference manual are all made from this.
public struct APIReference: Sendable {
    /// A module, written in Swift, in Lua, or in both.
    struct Module: Sendable {
        let name: String
        let summary: String
        let functions: [LuaFunction]
        /// The names of the constants, with what Lua calls their types.
        let constants: [(name: String, type: String)]
    }

    /// All modules, by name.
    let modules: [Module]
    /// All classes of objects, in the order in which modules name them.
    let types: [LuaType]

    /// The reference of this build.
    public init() {
        let native = ModuleCatalog.modules(ServiceRegistry()) + [.host(HostListeners())]
        let names = Set(native.map(\.name)).union(StandardLibrary.modules).sorted()
        modules = names.map { name in
            let module = native.first { $0.name == name }
            return Module(
                name: name,
                summary: module?.summary ?? StandardLibrary.summary(of: name),
                functions: module?.functions ?? [],
                constants: module?.constants.map { ($0.0, $0.1.typeName) } ?? []
            )
        }
        var seen: Set<String> = []
        types = (native.sorted { $0.name < $1.name }.flatMap(\.types) + Self.arrays).filter {
            seen.insert($0.name).inserted
        }
    }

    /// Classes that properties give and no module names.
    private static var arrays: [LuaType] {
        [
            LuaTypedArray<Double>.luaType, LuaTypedArray<Float>.luaType, LuaTypedArray<Int64>.luaType,
            LuaTypedArray<Int32>.luaType, LuaTypedArray<UInt8>.luaType,
        ]
    }

    /// What the registrations leave out, one sentence each; empty when nothing is missing.
    public var problems: [String] {
        modules.flatMap { module in
            (module.summary.hasSuffix(".") ? [] : ["karst.\(module.name) has no summary"])
                + module.functions.flatMap { Self.problems(of: $0, in: "karst.\(module.name).") }
        }
            + types.flatMap { type in
                (type.summary.hasSuffix(".") ? [] : ["\(type.name) has no summary"])
                    + type.methods.flatMap { Self.problems(of: $0, in: "\(type.name):") }
                    + type.properties.filter { !$0.summary.hasSuffix(".") || $0.luaType.isEmpty }
                    .map { "\(type.name).\($0.name) has no summary or no type" }
            }
    }

    private static func problems(of function: LuaFunction, in place: String) -> [String] {
        let name = place + function.name
        guard let signature = LuaSignature(function.signature) else { return ["\(name): its signature cannot be read"] }
        var problems: [String] = []
        if !function.summary.hasSuffix(".") { problems.append("\(name) has no summary") }
        for parameter in signature.parameters {
            let own = function.parameters.first { $0.name == parameter.name }
            if own == nil, Glossary.summary(of: parameter.name) == nil {
                problems.append("\(name): nothing is said about its parameter '\(parameter.name)'")
            }
            let isTable = parameter.name == "options"
            if parameter.isOptional, !isTable, own?.fallback == nil, parameter.name != "root_ids" {
                problems.append("\(name): its parameter '\(parameter.name)' has no default")
            }
            if isTable, function.options.isEmpty { problems.append("\(name): nothing is said about its options") }
        }
        let known = Set(signature.parameters.map(\.name))
        problems += function.parameters.filter { !known.contains($0.name) }.map { "\(name) has no parameter '\($0.name)'" }
        problems += function.options.filter { !$0.summary.hasSuffix(".") || $0.fallback == nil || $0.type == nil }
            .map { "\(name): its option '\($0.name)' has no type, summary or default" }
        return problems
    }
}

extension LuaFunction {
    /// What is said about a parameter.
    func summary(of parameter: LuaSignature.Parameter) -> String {
        parameters.first { $0.name == parameter.name }?.summary ?? Glossary.summary(of: parameter.name) ?? ""
    }

    /// What holds when a parameter is left out; empty when that is not said.
    func fallback(of parameter: LuaSignature.Parameter) -> String {
        parameters.first { $0.name == parameter.name }?.fallback.map { " (default: \($0))" } ?? ""
    }
}
