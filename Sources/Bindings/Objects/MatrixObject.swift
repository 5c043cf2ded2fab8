import LuaHost
import SkeletonModel

/// Rows of as many numbers each, in Lua; a row is made when a script asks for it.
final class MatrixObject: LuaObject {
    let values: [Double]
    let columns: Int

    /// A matrix of the values of one row after the other.
    init(_ values: [Double], columns: Int) {
        (self.values, self.columns) = (values, columns)
    }

    var rows: Int { columns == 0 ? 0 : values.count / columns }

    var externalBytes: Int { values.count * 8 }

    static let luaType = LuaType(
        MatrixObject.self,
        name: "Matrix",
        summary: "A table of numbers by row and column, which count from 1; `m[i][j]`, or faster `m:at(i, j)`.",
        methods: [
            LuaFunction("at", "(row: integer, column: integer): number", "One number.", at).parameters(
                LuaParameter("row", "Which row, from 1."),
                LuaParameter("column", "Which column, from 1.")
            ),
            LuaFunction("totable", "(): number[][]", "A copy as plain tables.", toTable),
        ],
        properties: [
            LuaProperty("rows", "integer", "How many rows there are.", size { $0.rows }),
            LuaProperty("columns", "integer", "How many numbers each row has.", size { $0.columns }),
        ],
        describe: { "Matrix (\($0.rows) × \($0.columns))" },
        length: { $0.rows },
        element: { (matrix, index) in matrix.row(index) }
    )

    private static func size(
        _ get: @escaping @Sendable (MatrixObject) -> Int
    ) -> @Sendable (MatrixObject) throws(LuaError) -> LuaValue {
        { (matrix) throws(LuaError) in .integer(Int64(get(matrix))) }
    }

    private func row(_ index: Int64) -> LuaValue {
        guard index >= 1, index <= rows else { return .nil }
        let start = (Int(index) - 1) * columns
        return .object(LuaTypedArray(Array(values[start..<start + columns])))
    }

    private static func at(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
        let matrix = try call.receiver(as: MatrixObject.self)
        let (row, column) = (try call.integer(1, "row"), try call.integer(2, "column"))
        guard row >= 1, row <= matrix.rows else {
            throw LuaError.badArgument(1, "row", "a row from 1 to \(matrix.rows) expected, got \(row)")
        }
        guard column >= 1, column <= matrix.columns else {
            throw LuaError.badArgument(2, "column", "a column from 1 to \(matrix.columns) expected, got \(column)")
        }
        return .number(matrix.values[(Int(row) - 1) * matrix.columns + Int(column) - 1])
    }

    private static func toTable(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
        let matrix = try call.receiver(as: MatrixObject.self)
        return .list(
            (0..<matrix.rows).map { .doubles(Array(matrix.values[$0 * matrix.columns..<($0 + 1) * matrix.columns])) }
        )
    }
}
