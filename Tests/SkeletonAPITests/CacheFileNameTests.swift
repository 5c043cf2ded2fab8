import SkeletonAPI
import SkeletonModel
import Testing

struct CacheFileNameTests {
    /// As the real service listed it.
    private let recorded = "skeleton__v4__rid-864691128455136232__ds-synth__res-1x1x1__cs-True__cr-7500.h5.gz"

    @Test func theNameIsTheReferences() throws {
        let id = try #require(RootID(864_691_128_455_136_232))
        #expect(CacheFileName(rootID: id, datastack: "synth").description == recorded)
    }

    @Test func aNameIsItsBeginningItsIDAndItsEnding() {
        #expect(
            CacheFileName.beginning(.newest) + "864691128455136232" + CacheFileName.ending(datastack: "synth")
                == recorded
        )
    }

    @Test func aNameIsReadBackIntoItsParts() throws {
        let name = try #require(CacheFileName(recorded))
        #expect(name.rootID.value == 864_691_128_455_136_232)
        #expect(name.datastack == "synth")
        #expect(name.version == .newest)
        #expect(name.description == recorded)
    }

    @Test(arguments: ["a__ds-b", "__res-1x1x1", "v1dd_public", "x.y-z"])
    func anyDatastackComesBack(_ datastack: String) throws {
        let id = try #require(RootID(7))
        let name = CacheFileName(rootID: id, datastack: datastack, version: .one)
        #expect(CacheFileName(name.description) == name)
    }

    @Test(arguments: [
        "",
        "skeleton__v4__rid-1__ds-synth__res-1x1x1__cs-True__cr-7500.h5",
        "skeleton__v4__rid-1__ds-synth__res-1x1x1__cs-True__cr-7500.h5.gz.1234.tmp",
        "skeleton__v4__rid-1x__ds-synth__res-1x1x1__cs-True__cr-7500.h5.gz",
        "skeleton__v4__rid-0__ds-synth__res-1x1x1__cs-True__cr-7500.h5.gz",
        "skeleton__v9__rid-1__ds-synth__res-1x1x1__cs-True__cr-7500.h5.gz",
        "skeleton__v4__rid-1__ds-synth__res-4x4x40__cs-True__cr-7500.h5.gz",
        "meshwork__v1__rid-1__ds-synth__res-1x1x1__cs-True__cr-7500.h5.gz",
    ])
    func otherNamesAreNone(_ name: String) {
        #expect(CacheFileName(name) == nil)
    }
}
