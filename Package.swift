// swift-tools-version: 6.2

import PackageDescription

/// What every Swift target of ours is built with; none of it is an unsafe flag.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatWarning("ExplicitSendable", as: .error),
]

/// The same for targets that hold no pointers of their own.
///
/// LuaHost and REPL exist to hold them.
let strictAndSafe = strict + [.strictMemorySafety()]

/// What edits lines at the prompt: `KARST_LINE_EDITOR=readline` (the default; GPL-3), `libedit` (BSD) or `plain` (no
/// library) in the environment of the build.
let lineEditor = Context.environment["KARST_LINE_EDITOR"] ?? "readline"

let package = Package(
    name: "karst",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "karst", targets: ["karst"]),
        .library(name: "Karst", targets: ["Karst"]),
        // For C: what scripts/package makes libkarst.so and libkarst.a of.
        .library(name: "KarstC", type: .dynamic, targets: ["CABI"]),
        .library(name: "KarstCStatic", type: .static, targets: ["CABI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        // What the HTTP client and server are made of, for the types in their interfaces.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.86.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.34.0"),
    ],
    targets: [
        // C libraries of the system.
        .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        // No pkgConfig: readline's flags are refused by the package manager, with a warning on each build.
        .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // The C that must be C.
        .target(name: "CLuaShim", dependencies: ["CLua"]),
        .target(name: "CStdlib", cSettings: [.disableWarning("c23-extensions")]),
        // A module map links only what Swift imports, and this is C.
        .target(
            name: "CLineEditor",
            dependencies: lineEditor == "readline" ? ["CReadline"] : [],
            cSettings: lineEditor == "libedit"
                ? [.define("KLE_LIBEDIT")] : lineEditor == "plain" ? [.define("KLE_PLAIN")] : [],
            linkerSettings: lineEditor == "libedit"
                ? [.linkedLibrary("edit")] : lineEditor == "plain" ? [] : [.linkedLibrary("readline")]
        ),
        .target(name: "CMemory"),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CHDF5", linkerSettings: [.linkedLibrary("dl")]),

        // The libraries.
        .target(name: "LuaHost", dependencies: ["CLua", "CLuaShim"], swiftSettings: strict),
        .target(
            name: "SkeletonModel",
            dependencies: ["CDeflate", "CZlib", "CSimdJSON", "CHDF5"],
            swiftSettings: strictAndSafe
        ),
        .target(name: "Skeletonization", dependencies: ["SkeletonModel"], swiftSettings: strictAndSafe),
        .target(name: "SkeletonAPI", dependencies: ["SkeletonModel"], swiftSettings: strictAndSafe),
        .target(
            name: "SkeletonService",
            dependencies: [
                "SkeletonAPI", "SkeletonModel", "Skeletonization",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Routes"],
            swiftSettings: strictAndSafe
        ),
        // Apart from the service, so that a tool that embeds karst carries no web server.
        .target(
            name: "Routes",
            dependencies: [
                "SkeletonAPI", "SkeletonModel", "SkeletonService",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/SkeletonService/Routes",
            swiftSettings: strictAndSafe
        ),
        .target(
            name: "SkeletonClient",
            dependencies: [
                "CSimdJSON", "SkeletonAPI", "SkeletonModel",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strictAndSafe
        ),
        .target(
            name: "Bindings",
            dependencies: [
                "LuaHost", "CStdlib", "SkeletonModel", "Skeletonization", "SkeletonAPI", "SkeletonClient",
                "SkeletonService",
            ],
            swiftSettings: strictAndSafe
        ),
        .target(name: "REPL", dependencies: ["LuaHost", "CLineEditor"], swiftSettings: strict),
        .target(name: "Karst", dependencies: ["Bindings", "LuaHost", "SkeletonModel"], swiftSettings: strictAndSafe),
        // The C header, and its Swift side.
        .systemLibrary(name: "CAPI"),
        .target(name: "CABI", dependencies: ["CAPI", "Karst", "SkeletonModel"], swiftSettings: strict),
        .executableTarget(
            name: "karst",
            dependencies: [
                "Bindings", "CMemory", "Karst", "LuaHost", "REPL", "Routes", "SkeletonAPI", "SkeletonClient",
                "SkeletonModel",
                "SkeletonService", "Skeletonization",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strictAndSafe
        ),

        // The tests.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "LuaHostTests", dependencies: ["LuaHost", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "SkeletonModelTests", dependencies: ["SkeletonModel", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "SkeletonizationTests",
            dependencies: ["Skeletonization", "SkeletonModel", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SkeletonAPITests",
            dependencies: ["SkeletonAPI", "SkeletonModel", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SkeletonServiceTests",
            dependencies: [
                "SkeletonService", "SkeletonAPI", "SkeletonModel", "Skeletonization", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RoutesTests",
            dependencies: [
                "Routes", "SkeletonService", "SkeletonAPI", "SkeletonModel", "Skeletonization", "TestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SkeletonClientTests",
            dependencies: [
                "karst", "SkeletonClient", "SkeletonAPI", "SkeletonModel", "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StdlibTests",
            dependencies: ["Karst", "LuaHost", "TestSupport"],
            exclude: ["lua"],
            swiftSettings: strict
        ),
        .testTarget(name: "REPLTests", dependencies: ["REPL", "LuaHost", "TestSupport"], swiftSettings: strict),
        .executableTarget(
            name: "embedding-example",
            dependencies: ["Karst"],
            path: "Tests/Embedding/SwiftTool",
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CABI", "karst", "embedding-example", "SkeletonService", "SkeletonAPI", "SkeletonModel",
                "Skeletonization", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
