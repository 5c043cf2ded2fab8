-- Arrays as scripts use them: the columns of a skeleton, and what karst.array makes.

local test = require "karst.test"
local describe, it, expect = test.describe, test.it, test.expect

local sk = karst.swc.parse [[
1 1 0 0 0 3 -1
2 3 3 4 0 1 1
3 2 3 4 12 1 2
4 2 3 0 0 0.5 2
]]

describe("a skeleton's columns", function()
  it("are arrays of their kind, the same each time", function()
    expect(tostring(sk.x)):to_equal("Float64Array (4)")
    expect(tostring(sk.parents)):to_equal("Int32Array (4)")
    expect(tostring(sk.ids)):to_equal("Int64Array (4)")
    expect(rawequal(sk.x, sk.x)):to_equal(true)
  end)

  it("select by masks and indices", function()
    expect(sk.ids[sk.types:eq(2)]):to_equal { 3, 4 }
    expect(sk.x[sk.parents:gt(0)]):to_equal { 3.0, 3.0, 3.0 }
    expect(sk.radius[{ 4, 1 }]):to_equal { 0.5, 3.0 }
    expect((sk.types:eq(2) & sk.z:gt(1)):where()):to_equal { 3 }
  end)

  it("compute without loops", function()
    expect(sk.x * 2 + 1):to_equal { 1.0, 7.0, 7.0, 7.0 }
    expect(((sk.x ^ 2 + sk.y ^ 2 + sk.z ^ 2) ^ 0.5):max()):to_equal(13.0)
    expect(sk.parents + 0):to_equal { 0, 1, 2, 2 }
  end)

  it("count parents from 1 in sums and extremes too", function()
    expect(sk.parents:sum()):to_equal(5)
    expect(sk.parents:min()):to_equal(0)
    expect(sk.parents:slice(2, 3)):to_equal { 1, 2 }
    expect(sk.parents == karst.array.int32 { 0, 1, 2, 2 }):to_equal(true)
  end)

  it("stand wherever a list can", function()
    expect(karst.json.encode(sk.parents)):to_equal("[0,1,2,2]")
    expect(karst.json.encode({ e = sk.edges })):to_equal('{"e":[[2,1],[3,2],[4,2]]}')
    expect(karst.csv.format_row(sk.types)):to_equal("1,3,2,2")
    expect(table.concat(sk.ids, " ")):to_equal("1 2 3 4")
    expect({ table.unpack(sk.ids, 2, 3) }):to_equal { 2, 3 }
    expect(karst.task.map(sk.ids, function(id) return id * 2 end)):to_equal { 2, 4, 6, 8 }
    local mask = sk.types:ne(2)
    expect(sk:prune({ mask = mask }).ids):to_equal { 1, 2 }
  end)

  it("print with their first numbers", function()
    expect(karst.inspect.format(sk.types)):to_equal("Int32Array (4) { 1, 3, 2, 2 }")
    local shown = karst.inspect.format(karst.array.range(1, 100), { array_items = 2 })
    expect(shown):to_equal("Int64Array (100) { 1, 2, … 98 more }")
  end)
end)

describe("rows", function()
  it("give lists of numbers", function()
    expect(#sk.vertices):to_equal(4)
    expect(sk.vertices[3]):to_equal { 3.0, 4.0, 12.0 }
    expect(sk.vertices[5]):to_equal(nil)
    expect(sk.edges:totable()):to_equal { { 2, 1 }, { 3, 2 }, { 4, 2 } }
    local walked = {}
    for i, row in sk.edges:iter() do walked[i] = row[1] .. "-" .. row[2] end
    expect(table.concat(walked, " ")):to_equal("2-1 3-2 4-2")
    for i, row in ipairs(sk.vertices) do expect(row[1]):to_equal(sk.x[i]) end
  end)
end)

describe("closing", function()
  it("lets go of an array, and the skeleton makes a new one", function()
    local x = sk.x
    x:close()
    expect(select(2, pcall(x.sum, x)).message):to_equal("attempt to use a closed Float64Array")
    expect(sk.x:sum()):to_equal(9.0)
    local other = karst.swc.parse("1 1 0 0 0 1 -1\n")
    local kept = other.x
    other:close()
    expect(kept[1]):to_equal(0.0)
    expect(select(2, pcall(function() return other.x end)).code):to_equal("closed")
  end)
end)
