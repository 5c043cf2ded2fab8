import CAPI
import Karst

extension LuaEngine.Options {
    /// The options of C, of which an older header may know fewer.
    init(_ options: UnsafePointer<karst_options>?) throws(Failure) {
        self.init()
        guard let options else { return }
        let choices = try Self.known(of: options)
        memoryLimit = try Self.limit(Int64(choices.memory_limit), "memory_limit").map(Int.init)
        instructionBudget = try Self.limit(choices.instruction_budget, "instruction_budget").map(Int.init)
        profile = try Self.profile(choices.profile)
        guard choices.time_limit >= 0, choices.time_limit.isFinite else {
            throw .badArgument("options: 'time_limit' is no number of seconds (got \(choices.time_limit))")
        }
        if choices.time_limit > 0 { timeLimit = choices.time_limit }
        let roots = try Self.texts(choices.file_roots, "file_roots")
        let servers = try Self.texts(choices.servers, "servers")
        guard profile == .project || (roots == nil && servers == nil) else {
            throw .badArgument("options: 'file_roots' and 'servers' are for KARST_PROJECT")
        }
        if let roots { fileRoots = roots }
        if let servers { allowedServers = servers }
    }

    /// As many fields as the caller's header had, and zero for all others.
    private static func known(of options: UnsafePointer<karst_options>) throws(Failure) -> karst_options {
        let size = options.pointee.size
        guard size >= MemoryLayout<Int>.size * 2, size <= 4096 else {
            throw .badArgument("options: set 'size' to sizeof(karst_options) (got \(UInt(bitPattern: size)))")
        }
        var choices = karst_options()
        withUnsafeMutableBytes(of: &choices) { room in
            room.copyMemory(from: UnsafeRawBufferPointer(start: options, count: min(size, room.count)))
        }
        return choices
    }

    private static func limit(_ number: Int64, _ name: String) throws(Failure) -> Int64? {
        guard number >= 0 else { throw .badArgument("options: '\(name)' is negative, or too much") }
        return number == 0 ? nil : number
    }

    private static func profile(_ number: CInt) throws(Failure) -> LuaProfile {
        switch UInt32(bitPattern: number) {
        case KARST_FULL.rawValue: return .full
        case KARST_PROJECT.rawValue: return .project
        case KARST_PURE.rawValue: return .pure
        default: throw .badArgument("options: there is no profile \(number)")
        }
    }

    /// The texts of a list that ends with NULL; nil for no list.
    private static func texts(
        _ list: UnsafePointer<UnsafePointer<CChar>?>?,
        _ name: String
    ) throws(Failure) -> [String]? {
        guard var next = list else { return nil }
        var texts: [String] = []
        while let text = next.pointee {
            guard let text = String(validatingCString: text) else {
                throw .badArgument("options: '\(name)' is no UTF-8")
            }
            texts.append(text)
            next += 1
        }
        return texts
    }
}
