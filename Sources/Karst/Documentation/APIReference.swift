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
        let native = ModuleCatalog.modules(ServiceRegistry()) + [.host(HostListeners()), .help]
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
        var problems: [String] = []
        for module in modules {
            if !module.summary.hasSuffix(".") { problems.append("karst.\(module.name) has no summary") }
            for function in module.functions { problems += Self.problems(of: function, in: "karst.\(module.name).") }
        }
        for type in types {
            if !type.summary.hasSuffix(".") { problems.append("\(type.name) has no summary") }
            for method in type.methods { problems += Self.problems(of: method, in: "\(type.name):") }
            for property in type.properties where !property.summary.hasSuffix(".") || property.luaType.isEmpty {
                problems.append("\(type.name).\(property.name) has no summary or no type")
            }
        }
        return problems
    }

    private static func problems(of function: LuaFunction, in place: String) -> [String] {
        let name = place + function.name
        guard let signature = LuaSignature(function.signature) else { return ["\(name): its signature cannot be read"] }
        var problems: [String] = []
        if !function.summary.hasSuffix(".") { problems.append("\(name) has no summary") }
        for parameter in signature.parameters {
            if let missing = Self.missing(of: parameter, function) { problems.append("\(name): \(missing)") }
        }
        for parameter in function.parameters where !signature.parameters.contains(where: { $0.name == parameter.name })
        {
            problems.append("\(name) has no parameter '\(parameter.name)'")
        }
        for option in function.options {
            let isComplete = option.summary.hasSuffix(".") && option.fallback != nil && option.type != nil
            if !isComplete { problems.append("\(name): its option '\(option.name)' has no type, summary or default") }
        }
        return problems
    }

    private static func missing(of parameter: LuaSignature.Parameter, _ function: LuaFunction) -> String? {
        if parameter.name == "options" { return function.options.isEmpty ? "nothing is said about its options" : nil }
        if function.summary(of: parameter).isEmpty { return "nothing is said about its parameter '\(parameter.name)'" }
        let hasDefault = !parameter.isOptional || !function.fallback(of: parameter).isEmpty
        return hasDefault ? nil : "its parameter '\(parameter.name)' has no default"
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
