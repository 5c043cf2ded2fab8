// swift-tools-version: 6.2

import PackageDescription

// `scripts/fuzz` puts this file into a folder of its own, with links to the sources beside it: that builds in a minute,
// without the libraries that only a service needs.
let instrumented: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .unsafeFlags(["-sanitize=fuzzer", "-sanitize=address", "-parse-as-library"]),
]
let instrumentedC: [CSetting] = [.unsafeFlags(["-fsanitize=fuzzer-no-link", "-fsanitize=address"])]
let instrumentedCXX: [CXXSetting] = [.unsafeFlags(["-fsanitize=fuzzer-no-link", "-fsanitize=address"])]

let package = Package(
    name: "karst-fuzz",
    platforms: [.macOS(.v15)],
    targets: [
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CSimdJSON", cxxSettings: instrumentedCXX, linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CHDF5", cSettings: instrumentedC, linkerSettings: [.linkedLibrary("dl")]),
        .target(
            name: "SkeletonModel",
            dependencies: ["CDeflate", "CZlib", "CSimdJSON", "CHDF5"],
            swiftSettings: instrumented
        ),
        .executableTarget(
            name: "Fuzz",
            dependencies: ["SkeletonModel"],
            swiftSettings: instrumented,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-sanitize=address"])]
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
