import LuaHost
import Testing

/// What Lua sees of an array, against the same worked out from a plain table in Lua.
struct LuaTypedArrayTests {
    private static let check = """
        local array, list, name = ...
        assert(#array == #list and tostring(array) == ("%s (%d)"):format(name, #list))
        local seen, sum = 0, 0
        for i, x in ipairs(array) do
          assert(x == list[i] and math.type(x) == math.type(list[i]))
          seen, sum = i, sum + x
        end
        assert(seen == #list and array[0] == nil and array[#list + 1] == nil and array[-1] == nil)
        assert(array:sum() == sum)
        local copy = array:totable()
        assert(#copy == #list)
        for i = 1, #list do assert(copy[i] == list[i] and math.type(copy[i]) == math.type(list[i])) end
        local least, greatest
        for i = 1, #list do
          if not least or list[i] < list[least] then least = i end
          if not greatest or list[i] > list[greatest] then greatest = i end
        end
        assert(array:argmin() == least and array:argmax() == greatest)
        assert(array:min() == list[least] and array:max() == list[greatest])
        assert(array:mean() == (#list > 0 and sum / #list or nil))
        local text = {}
        for i = 1, #list do text[i] = string.char(i) end
        text = table.concat(text)
        for first = -#list - 2, #list + 2 do
          for last = -#list - 2, #list + 2 do
            local slice, wanted = array:slice(first, last), text:sub(first, last)
            assert(#slice == #wanted)
            for i = 1, #wanted do assert(slice[i] == list[wanted:byte(i)]) end
          end
        end
        assert(array:slice() == array and array:slice(2):slice(2) == array:slice(3))
        return true
        """

    private func compare<T: LuaArrayElement>(_ numbers: [T]) async throws {
        try await withEngine { engine in
            let list = LuaValue.table(LuaTable(list: numbers.map(\.luaValue)))
            let arguments: [LuaValue] = [.object(LuaTypedArray(numbers)), list, .text(T.arrayName)]
            try expect(engine, Self.check, arguments, gives: [.boolean(true)])
        }
    }

    @Test func everyKindReadsAsATableDoes() async throws {
        // Eighths, so that every order of summing gives the same.
        for count in [0, 1, 2, 7] {
            let numbers = (0..<count).map { ($0 * 37) % 11 - 4 }
            try await compare(numbers.map { Double($0) / 8 })
            try await compare(numbers.map { Float($0) / 8 })
            try await compare(numbers.map { Int64($0) })
            try await compare(numbers.map { Int32($0) })
            try await compare(numbers.map { UInt8($0 + 4) })
        }
    }

    @Test func idsKeepTheirDigits() async throws {
        let ids: [Int64] = [864_691_135_463_333_789, 864_691_135_463_333_788, .max, .min]
        try await withEngine { engine in
            let array = LuaValue.object(LuaTypedArray(ids))
            try expect(
                engine,
                "local a = ... return a[1], a:min(), a:max(), a:argmin(), a:totable()[2], a:slice(1, 2):sum()",
                [array],
                gives: [
                    .integer(ids[0]), .integer(.min), .integer(.max), .integer(4), .integer(ids[1]),
                    .integer(ids[0] + ids[1]),
                ]
            )
            // As Lua's own integers do.
            try expect(
                engine,
                "local a = ... return a:slice(3, 3):sum() + 1 == math.mininteger",
                [array],
                gives: [.boolean(true)]
            )
        }
    }

    @Test func nanIsTheLeastAndTheGreatest() async throws {
        try await withEngine { engine in
            let array = LuaValue.object(LuaTypedArray([1, .nan, 0, .nan] as [Double]))
            try expect(
                engine,
                "local a = ... return a:argmin(), a:argmax(), a:min() ~= a:min(), a:max() ~= a:max(), a:slice(3, 3):min()",
                [array],
                gives: [.integer(2), .integer(2), .boolean(true), .boolean(true), .number(0)]
            )
        }
    }

    @Test func misuseIsAnError() async throws {
        try await withEngine { engine in
            try engine.setGlobal("floats", .object(LuaTypedArray([1.5, 2.5] as [Double])))
            try engine.setGlobal("bytes", .object(LuaTypedArray([1, 2] as [UInt8])))
            for source in [
                "floats.slice(bytes, 1)", "floats.sum()", "floats:slice('x')", "floats:slice(1.5)", "floats[1] = 2",
                "return floats[1.5]", "floats.sum(karst.trial.cell(1))",
            ] {
                #expect(engine.error(of: source) != nil, "\(source)")
            }
            try expect(engine, "return floats == bytes, floats.none", gives: [.boolean(false), .nil])
        }
    }

    @Test func storageIsSharedAndAccountedForOnce() async throws {
        let numbers = [Double](repeating: 1, count: 100_000)
        try await withEngine { engine in
            let array = LuaTypedArray(numbers)
            let isSame = array.withElements { a in
                numbers.withUnsafeBufferPointer { b in a.baseAddress == b.baseAddress }
            }
            #expect(isSame == true)
            let before = engine.memoryInUse
            try engine.setGlobal("array", .object(array))
            let with = engine.memoryInUse
            #expect(with - before >= 800_000)
            try engine.run("slice = array:slice(2)")
            #expect(engine.memoryInUse - with < 400_000)
        }
    }
}
