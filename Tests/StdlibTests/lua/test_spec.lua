local test = require "karst.test"
local describe, it, expect = test.describe, test.it, test.expect

describe("test.equal", function()
  it("goes all the way down and tells integers from floats", function()
    expect(test.equal({ 1, { a = "x" } }, { 1, { a = "x" } })):to_equal(true)
    expect(test.equal({ 1, { a = "x" } }, { 1, { a = "y" } })):to_equal(false)
    expect(test.equal({ 1 }, { 1, 2 })):to_equal(false)
    expect(test.equal({ 1, 2 }, { 1 })):to_equal(false)
    expect(test.equal(1, 1.0)):to_equal(false)
    expect(test.equal(0 / 0, 0 / 0)):to_equal(true)
  end)
end)

describe("expect", function()
  it("fails when what it expects is not so", function()
    for _, wrong in ipairs {
      function() expect(1):to_equal(2) end,
      function() expect({}):to_be({}) end,
      function() expect(1):to_be_near(2, 0.5) end,
      function() expect(0 / 0):to_be_near(1, 0.5) end,
      function() expect("abc"):to_match("^b") end,
      function() expect(5):to_contain("5") end,
      function() expect(function() end):to_raise() end,
      function() expect(function() error("a", 0) end):to_raise("b") end,
      function() expect(function() error({ code = "a" }) end):to_raise { code = "b" } end,
    } do
      local passed, problem = pcall(wrong)
      expect(passed):to_equal(false)
      expect(problem.code):to_equal("expectation")
    end
  end)
end)
