import TestSupport
import Testing

@testable import SkeletonModel

struct PersistenceTests {
    /// Branches cut off one after the other, the one of the farthest tip first, written for obviousness.
    private func slowly(_ skeleton: Skeleton, _ metric: RootMetric) -> [PersistencePair] {
        let children = EditTesting.children(skeleton)
        func distance(_ node: Int) -> Double {
            let root = EditTesting.wayToRoot(node, skeleton).last ?? node
            return metric == .path
                ? skeleton.rootDistance[node] : skeleton.point(node).distance(to: skeleton.point(root))
        }
        let tips = skeleton.parents.indices.filter { children[$0].isEmpty && skeleton.parents[$0] >= 0 }
        var taken: Set<Int> = []
        var pairs: [PersistencePair] = []
        for tip in tips.sorted(by: { distance($0) != distance($1) ? distance($0) > distance($1) : $0 < $1 }) {
            let way = EditTesting.wayToRoot(tip, skeleton)
            let start = way.first { taken.contains($0) }
            pairs.append(PersistencePair(start: start.map(distance) ?? 0, end: distance(tip), tip: Int32(tip)))
            taken.formUnion(way)
        }
        return pairs.sorted { $0.tip < $1.tip }
    }

    @Test(arguments: RootMetric.allCases)
    func branchesAreThoseOfTheObviousWay(_ metric: RootMetric) throws {
        for skeleton in try EditTesting.forests() {
            #expect(skeleton.persistence(metric) == slowly(skeleton, metric))
        }
        #expect(try EditTesting.single().persistence().isEmpty)
        #expect(try EditTesting.empty().persistence().isEmpty)
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func realFilesEqualTheReference(_ file: String) throws {
        let reference = try #require(MeasureTests.reference[file]?.objectValue?["reference"]?.objectValue)
        let expected = try #require(reference["persistence"]?.objectValue)
        let pairs = try EditTesting.real(file).persistence()
        #expect(pairs.count == expected["pairs"]?.integerValue.map(Int.init))
        func near(_ a: Double, _ b: Double?) -> Bool { b.map { abs(a - $0) <= 1e-9 * max(abs(a), 1) } ?? false }
        #expect(near(pairs.reduce(0) { $0 + $1.end }, expected["sum_tip"]?.doubleValue))
        #expect(near(pairs.reduce(0) { $0 + $1.start }, expected["sum_branch"]?.doubleValue))
        let longest = expected["longest3"]?.arrayValue?.compactMap { $0.arrayValue?.compactMap(\.doubleValue) } ?? []
        let spans = pairs.map { $0.end - $0.start }.sorted(by: >)
        for (span, values) in zip(spans, longest) {
            #expect(near(span, values[0] - values[1]))
            #expect(pairs.contains { near($0.end, values[0]) && near($0.start, values[1]) })
        }
    }

    @Test func aVectorIsACurveOfAreaOne() throws {
        // On paper: two branches of weights 3 and 1 that begin at 0 and 4. Shares 3/4 and 1/4, mean 1, variance
        // (3/4 + 9/4) / (1 - 10/16) = 8.
        let pairs = [PersistencePair(start: 0, end: 3, tip: 1), PersistencePair(start: 4, end: 5, tip: 2)]
        let vector = try PersistenceVector(pairs, samples: [0, 4], bandwidth: (0.125).squareRoot())
        // The width is 1: heights of 0.3989…, and 0.000133… four widths away.
        #expect(abs(vector.values[0] - (0.75 * 0.398_942_280_4 + 0.25 * 0.000_133_830_2)) < 1e-9)
        #expect(abs(vector.values[1] - (0.25 * 0.398_942_280_4 + 0.75 * 0.000_133_830_2)) < 1e-9)
        let samples = (0...20_000).map { Double($0) / 1000 - 8 }
        let fine = try PersistenceVector(pairs, samples: samples, bandwidth: 0.3)
        #expect(abs(fine.values.reduce(0, +) / 1000 - 1) < 1e-6)
        #expect(fine.distance(to: fine) == 0)
        #expect(try PersistenceVector.samples(3, for: pairs) == [0, 2.1, 4.2])
        #expect(throws: SkeletonError.self) { try PersistenceVector(pairs, samples: [0], threshold: 4) }
        #expect(throws: SkeletonError.self) { try PersistenceVector([pairs[0]], samples: [0]) }
        #expect(throws: SkeletonError.self) { try PersistenceVector(pairs, samples: [0], bandwidth: 0) }
        #expect(throws: SkeletonError.self) { try PersistenceVector.samples(1, for: pairs) }
    }
}
