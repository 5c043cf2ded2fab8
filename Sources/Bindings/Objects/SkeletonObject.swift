import LuaHost
import SkeletonModel

/// A skeleton in Lua.
///
/// Indices count from 1 there; a root's parent is 0.
final class SkeletonObject: LuaObject {
    let skeleton: Skeleton

    /// What stands for the skeleton's memory, which its arrays share.
    let storage = Storage()

    // Weak: a finalizer may ask for a table while the engine closes.
    private weak var engine: LuaEngine?
    private var tables: [String: LuaReference] = [:]
    private var arrays: [String: any LuaObject] = [:]

    init(_ skeleton: Skeleton, in engine: LuaEngine) {
        self.skeleton = skeleton
        self.engine = engine
    }

    final class Storage {}

    /// An array, made on first use and then the same each time.
    func array(_ name: String, _ make: (SkeletonObject) -> (any LuaObject)?) -> LuaValue {
        if let made = arrays[name] { return .object(made) }
        guard let made = make(self) else { return .nil }
        arrays[name] = made
        return .object(made)
    }

    /// What the source says besides, as a Lua table, made on first use and then the same table each time.
    func table(_ name: String, _ make: (Skeleton) -> LuaValue) throws(LuaError) -> LuaValue {
        if let made = tables[name] { return .reference(made) }
        let value = make(skeleton)
        guard let engine, !value.isNil else { return value }
        let made = try engine.reference(to: value)
        tables[name] = made
        return .reference(made)
    }

    /// Four coordinates and radii of 8 bytes, two columns of 4, and room for ids.
    var externalBytes: Int { skeleton.nodeCount * 48 + skeleton.meshToSkeletonMap.count * 12 }

    var sharedStorage: AnyObject? { storage }

    static let luaType: LuaType = LuaType(
        SkeletonObject.self,
        name: "Skeleton",
        summary: "A rooted forest of nodes in space. It never changes: edits give a new one.",
        methods: methods + shape + queries + edits + joining + columnMethods + checks + [preview, .close],
        properties: properties,
        describe: { summary(of: $0.skeleton) },
        length: { $0.skeleton.nodeCount },
        equal: { isEqual($0.skeleton, $1.skeleton) },
        sharesStorage: true
    )

    private static func isEqual(_ a: Skeleton, _ b: Skeleton) -> Bool {
        a.parents == b.parents && a.types == b.types && a.unit == b.unit && a.ids == b.ids
            && a.x == b.x && a.y == b.y && a.z == b.z && a.radius == b.radius
    }

    /// `Skeleton 864691135463333789 (1204 nodes, 37 tips, 4.1 mm)`.
    private static func summary(of skeleton: Skeleton) -> String {
        let name = skeleton.rootID.map { " \($0)" } ?? ""
        let (nodes, tips) = (skeleton.nodeCount, skeleton.tips.count)
        let counts = "\(nodes) \(nodes == 1 ? "node" : "nodes"), \(tips) \(tips == 1 ? "tip" : "tips")"
        let cable = length(skeleton.cableLength, in: skeleton.unit)
        let isKnown = skeleton.unit.inNanometres != nil
        return "Skeleton\(name) (\(counts), \(isKnown ? cable : "cable length \(cable), unit unknown"))"
    }

    /// A length with its unit and three digits; a bare number where the unit is not known.
    static func length(_ length: Double, in unit: LengthUnit) -> String {
        guard let factor = unit.inNanometres else { return threeDigits(length) }
        let nanometres = length * factor
        return switch nanometres {
        case ..<1000: "\(threeDigits(nanometres)) nm"
        case ..<1_000_000: "\(threeDigits(nanometres / 1000)) µm"
        default: "\(threeDigits(nanometres / 1_000_000)) mm"
        }
    }

    /// Three significant digits, as many decimals as that needs.
    private static func threeDigits(_ value: Double) -> String {
        let scale: Double = value < 10 ? 100 : value < 100 ? 10 : 1
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? String(Int(rounded)) : String(rounded)
    }
}
