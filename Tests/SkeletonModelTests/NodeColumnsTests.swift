import TestSupport
import Testing

@testable import SkeletonModel

struct NodeColumnsTests {
    private func skeleton() throws -> Skeleton {
        var skeleton = try SWC.parse(Array("1 0 0 0 0 1 -1\n2 0 10 0 0 1 1\n".utf8))
        try skeleton.setColumn("mass", .doubles([1, 5]))
        try skeleton.setColumn("label", .integers([7, 9_007_199_254_740_993]))
        try skeleton.setColumn("flag", .bytes([0, 255]))
        return skeleton
    }

    @Test func columnsKeepTheOrderInWhichTheyCame() throws {
        var skeleton = try skeleton()
        #expect(skeleton.columns.names == ["mass", "label", "flag"])
        try skeleton.setColumn("label", .doubles([0, 0]))
        #expect(skeleton.columns.names == ["mass", "label", "flag"])
        #expect(skeleton.columns["label"] == .doubles([0, 0]))
        try skeleton.setColumn("mass", nil)
        #expect(skeleton.columns.names == ["label", "flag"])
        #expect(skeleton.columns["mass"] == nil)
        #expect(throws: SkeletonError.badArrays("the column 'x' has 1 values for 2 nodes")) {
            try skeleton.setColumn("x", .bytes([1]))
        }
    }

    @Test func betweenNodesQuantitiesChangeInProportionAndLabelsDoNot() throws {
        let new = try skeleton().resampled(spacing: 2.5).skeleton
        #expect(new.columns["mass"] == .doubles([1, 2, 3, 4, 5]))
        // The middle is as near to both, and goes with the proximal one.
        #expect(new.columns["label"] == .integers([7, 7, 7, 9_007_199_254_740_993, 9_007_199_254_740_993]))
        #expect(new.columns["flag"] == .bytes([0, 0, 0, 255, 255]))
    }

    @Test func combinedSkeletonsKeepTheColumnsThatAllHave() throws {
        let (first, other) = (try skeleton(), try skeleton().rerooted(at: 1).skeleton)
        var second = other
        try second.setColumn("mass", nil)
        try second.setColumn("flag", .doubles([1, 2]))
        let combined = try Skeleton.combined([first, second]).skeleton
        #expect(combined.columns.names == ["label"])
        #expect(combined.columns["label"] == .integers([7, 9_007_199_254_740_993, 9_007_199_254_740_993, 7]))
        #expect(first.splitIntoTrees().trees[0].columns == first.columns)
        #expect(try first.converted(to: .unknown).columns == first.columns)
    }
}
