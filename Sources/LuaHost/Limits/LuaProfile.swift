internal import CLuaShim

/// What a script may reach.
public enum LuaProfile: String, Sendable, Hashable, CaseIterable {
    /// Everything that the program itself may: files, processes, C modules.
    case full
    /// Files below given folders and given servers; no processes, no C modules, no environment.
    case project
    /// No files, no network; a memory limit and an instruction budget.
    ///
    /// For scripts from elsewhere.
    case pure
}

extension LuaEngine {
    /// Choices made when an engine opens.
    ///
    /// A limit that is passed ends the run with an error of the code `memory`, `budget` or `deadline`. Only `memory` can be
    /// caught by the script; the others pass through every `pcall`, as an interrupt does. After them variables with
    /// `<close>` have half a second, or 100 000 instructions.
    public struct Options: Sendable {
        /// What scripts may reach.
        public var profile: LuaProfile

        /// How many bytes Lua may use, with what objects report to hold outside.
        ///
        /// nil: as much as there is; under `pure`, 64 MiB.
        public var memoryLimit: Int?

        /// About how many instructions one run may take, in steps of 100.
        ///
        /// Counting makes scripts take about twice the time. nil: any number; under `pure`, 1 000 000 000.
        public var instructionBudget: Int?

        /// How many seconds one run may take, its waits included.
        ///
        /// Costs nothing until it is over. A timer of the engine's thread then sends it SIGURG, a signal that is
        /// ignored by default. What is not a script's own code, such as one long search of `string.find` under `full`,
        /// ends first. nil: any time.
        public var timeLimit: Double?

        /// The folders whose files a script may use under `project`: paths relative to the current folder or absolute.
        ///
        /// Links and `..` that lead out of them are refused.
        public var fileRoots: [String]

        /// The servers that a script may talk to under `project`: `host`, `host:port` or an address with its scheme.
        public var allowedServers: [String]

        /// The tree of LuaRocks in which modules are found under `full`, besides where Lua looks by itself.
        ///
        /// Before Lua's own places, or behind them when the environment (`LUA_PATH`) names those.
        public var moduleTree: String?

        /// Makes the n-th allocation fail; for tests.
        package var failingAllocation: Int?

        /// How many allocations fail from there on; nil: all.
        package var failingCount: Int?

        /// The defaults.
        public init(
            profile: LuaProfile = .full,
            memoryLimit: Int? = nil,
            instructionBudget: Int? = nil,
            timeLimit: Double? = nil,
            fileRoots: [String] = ["."],
            allowedServers: [String] = [],
            moduleTree: String? = LuaEngine.userModuleTree
        ) {
            self.profile = profile
            self.memoryLimit = memoryLimit
            self.instructionBudget = instructionBudget
            self.timeLimit = timeLimit
            self.fileRoots = fileRoots
            self.allowedServers = allowedServers
            self.moduleTree = moduleTree
        }
    }
}

extension LuaEngine.Options {
    /// What C has to know of them.
    var settings: kl_settings {
        let isPure = profile == .pure
        return kl_settings(
            profile: isPure ? KL_PURE : profile == .project ? KL_PROJECT : KL_FULL,
            memory: max(memoryLimit ?? (isPure ? 64 << 20 : 0), 0),
            budget: Int64(max(instructionBudget ?? (isPure ? 1_000_000_000 : 0), 0)),
            // A time too small to measure is a limit all the same; one too long is none.
            milliseconds: timeLimit.map { Int64(min(max($0 * 1000, 1), 1e15)) } ?? 0,
            fail_at: Int64(failingAllocation ?? 0),
            fail_count: Int64(failingCount ?? 0)
        )
    }
}
