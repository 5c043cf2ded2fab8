import LuaHost
import Testing

/// What `karst.array` makes and what scripts compute with it, against the same worked out number by number in Lua.
struct LuaArrayTests {
    private func check(_ source: String, _ arguments: [LuaValue] = []) async throws {
        let error = try await withEngine { engine -> String? in
            try engine.installNamespace("made", modules: [.array]) { _ in nil }
            do throws(LuaError) {
                try engine.run("local array = made.array; " + source)
                return nil
            } catch {
                return error.message
            }
        }
        #expect(error == nil)
    }

    @Test func arithmeticIsThatOfLuaNumberByNumber() async throws {
        try await check(
            """
            local operators = {
              function(a, b) return a + b end, function(a, b) return a - b end, function(a, b) return a * b end,
              function(a, b) return a / b end, function(a, b) return a ^ b end, function(a, b) return a // b end,
              function(a, b) return a % b end,
            }
            local lists = {
              { 7, -7, 3, math.maxinteger, math.mininteger }, { 2, 2, -2, 3, -1 },
              { 0.5, -1.25, 3.0, 1e300, -0.0 }, { 2.0, -2.5, 0.75, 1e10, 3.0 },
            }
            local makers = { array.int64, array.int64, array.float64, array.float64 }
            local function same(a, b)
              return math.type(a) == math.type(b) and (a == b or a ~= a and b ~= b)
            end
            for o, operate in ipairs(operators) do
              for i, a in ipairs(lists) do
                for j, b in ipairs(lists) do
                  local x, y = makers[i](a), makers[j](b)
                  local both, left, right, plain = operate(x, y), operate(x, 3), operate(3, y), operate(x, b)
                  for k = 1, 5 do
                    local where = ("operator %d of lists %d and %d at %d"):format(o, i, j, k)
                    assert(same(both[k], operate(a[k], b[k])), where)
                    assert(same(plain[k], operate(a[k], b[k])), where)
                    assert(same(left[k], operate(a[k], 3)), where)
                    assert(same(right[k], operate(3, b[k])), where)
                  end
                end
              end
            end
            for i, list in ipairs(lists) do
              local negative = -makers[i](list)
              for k, value in ipairs(list) do assert(same(negative[k], -value)) end
            end
            """
        )
    }

    @Test func comparisonsGiveMasksThatSelect() async throws {
        try await check(
            """
            local list = { 3, 1, 4, 1, 5, 9, 2, 6 }
            local methods = {
              eq = function(a, b) return a == b end, ne = function(a, b) return a ~= b end,
              lt = function(a, b) return a < b end, le = function(a, b) return a <= b end,
              gt = function(a, b) return a > b end, ge = function(a, b) return a >= b end,
            }
            for _, make in ipairs { array.float64, array.float32, array.int64, array.int32, array.uint8 } do
              local numbers, other = make(list), make { 3, 3, 3, 3, 3, 3, 3, 3 }
              for name, holds in pairs(methods) do
                for _, mask in ipairs { numbers[name](numbers, 3), numbers[name](numbers, other), numbers[name](numbers, 3.0) } do
                  assert(tostring(mask) == "UInt8Array (8)")
                  local where, kept = {}, {}
                  for i, value in ipairs(list) do
                    assert(mask[i] == (holds(value, 3) and 1 or 0), name)
                    if holds(value, 3) then where[#where + 1], kept[#kept + 1] = i, numbers[i] end
                  end
                  assert(table.concat(mask:where(), ",") == table.concat(where, ","))
                  assert(table.concat(numbers[mask], ",") == table.concat(kept, ","))
                  assert(numbers[mask] == numbers[mask:where()] and mask:count() == #where)
                  assert(mask:any() == (#where > 0) and mask:all() == (#where == 8))
                end
              end
              local odd, big = (numbers % 2):eq(1), numbers:gt(3)
              assert(table.concat(numbers[odd & big]:totable(), ",") == table.concat(make { 5, 9 }, ","))
              assert((odd | big):count() == 7 and (odd ~ big):count() == 5 and (~odd):count() == 3)
            end
            local ids = array.int64 { 864691135463333789, 864691135463333788 }
            assert(ids:eq(864691135463333789):count() == 1)
            local floats = array.float64 { 0 / 0, 1, 2 }
            assert(floats:eq(floats):count() == 2 and floats:ne(floats)[1] == 1)
            local picked = ids[{ 2, 1, 2 }]
            assert(#picked == 3 and picked[1] == 864691135463333788 and picked[2] == 864691135463333789)
            """
        )
    }

    @Test func walksGiveIndicesAndNumbers() async throws {
        try await check(
            """
            local numbers = array.float32 { 1.5, 2.5, 3.5 }
            local function walked(...)
              local seen = {}
              for i, x in ... do seen[#seen + 1] = i .. "=" .. x end
              return table.concat(seen, " ")
            end
            local wanted = "1=1.5 2=2.5 3=3.5"
            assert(walked(ipairs(numbers)) == wanted and walked(pairs(numbers)) == wanted)
            assert(walked(numbers:iter()) == wanted)
            assert(select("#", table.unpack(numbers)) == 3 and table.concat(numbers, " ") == "1.5 2.5 3.5")
            assert(walked(array.int32(0):iter()) == "")
            """
        )
    }

    @Test func listsSizesAndOtherArraysMakeArrays() async throws {
        try await check(
            """
            assert(array.uint8(3) == array.uint8 { 0, 0, 0 } and array.float64(2, 0.5) == array.float64 { 0.5, 0.5 })
            assert(array.int64(array.float64 { 1, 2 }) == array.int64 { 1, 2 })
            assert(array.float32(array.uint8 { 255 })[1] == 255.0)
            assert(array.range(2, 5) == array.int64 { 2, 3, 4, 5 } and array.range(5, 1, -2) == array.int64 { 5, 3, 1 })
            assert(#array.range(1, 0) == 0 and array.range(math.maxinteger - 1, math.maxinteger)[2] == math.maxinteger)
            assert(#array.int64 {} == 0)
            """
        )
    }

    static let mistakes = [
        ("array.int64 { 1, 'x' }", "bad argument #1 'list_or_size' (list of numbers expected, item 2 is none)"),
        ("array.uint8 { 1, 256 }", "bad argument #1 'list_or_size' (item 2: 256 does not fit into a UInt8Array)"),
        ("array.int32 { 0.5 }", "bad argument #1 'list_or_size' (item 1: 0.5 does not fit into a Int32Array)"),
        ("array.float64(-1)", "bad argument #1 'list_or_size' (a size of at least 0 expected, got -1)"),
        ("array.float64()", "bad argument #1 'list_or_size' (table expected, got no value)"),
        ("array.float64(2, 'x')", "bad argument #2 'fill' (number expected, got string)"),
        ("array.float64(1 << 45)", "not enough memory"),
        ("array.range(1, 5, 0)", "bad argument #3 'step' (must not be 0)"),
        ("array.range(math.mininteger, math.maxinteger)", "not enough memory"),
        ("_ = array.int64(2) + array.int64(3)", "arrays of one length expected, got 2 and 3 numbers"),
        ("_ = array.int64(2) // 0", "attempt to perform 'n//0'"),
        ("_ = array.int64(2) % array.int64(2)", "attempt to perform 'n%%0'"),
        ("_ = array.int64(2) + 'x'", "bad argument #2 'right side' (number or list of numbers expected, got string)"),
        ("array.int64(2):lt()", "bad argument #1 'other' (number or list of numbers expected, got no value)"),
        ("_ = array.int64(2) & 1", "bad argument #2 'mask' (array expected, got number)"),
        ("_ = array.int64(2) & array.int64(1)", "masks of one length expected, got 2 and 1 numbers"),
        ("_ = array.int64(2)[array.uint8(3)]", "bad argument #1 'mask' (a mask of 2 numbers expected, got 3)"),
        ("_ = array.int64(2)[{ 1, 3 }]", "bad argument #1 'indices' (item 2: an index from 1 to 2 expected, got 3)"),
        ("local a <close> = array.int64(2); a:close(); a:sum()", "attempt to use a closed Int64Array"),
    ]

    @Test(arguments: mistakes)
    func mistakesAreNamed(source: String, message: String) async throws {
        let found = try await withEngine { engine -> String? in
            try engine.installNamespace("made", modules: [.array]) { _ in nil }
            return engine.error(of: "local array = made.array; " + source)?.message
        }
        #expect(found == message)
    }

    @Test func theMemoryLimitCountsArrays() async throws {
        var options = LuaEngine.Options()
        options.memoryLimit = 8 << 20
        try await withEngine(options) { engine in
            try engine.installNamespace("made", modules: [.array]) { _ in nil }
            for source in [
                "return made.array.float64(2000000)", "local a = made.array.float64(900000); return a + 1",
                "local kept = {}; for i = 1, 100 do kept[i] = made.array.uint8(1 << 18) end",
                "local kept = {}; for i = 1, 100 do local a = made.array.uint8(1 << 18); kept[i] = a:slice(1, 1); a:close() end",
            ] {
                #expect(engine.error(of: source)?.code == "memory", "\(source)")
            }
            // What nobody holds any more makes room.
            try engine.run("for i = 1, 200 do local a = made.array.float64(100000) + i end")
        }
    }
}
