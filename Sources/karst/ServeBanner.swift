import SkeletonService

/// What to paste where, once a server is there.
struct ServeBanner: Sendable {
    let isQuiet: Bool
    let data: String
    let needsToken: Bool

    func say(_ address: String, _ datastacks: [String]) {
        guard !isQuiet else { return }
        guard let datastack = datastacks.first else {
            return Console.report(
                "There is no neuron in \(data) yet. Put some there with: karst import --data \(data) --datastack NAME FILE…"
            )
        }
        let token = needsToken ? "YOUR_TOKEN" : "local"
        let others = datastacks.count > 1 ? "   (also: \(datastacks.dropFirst().joined(separator: ", ")))" : ""
        Console.report(
            """

            Datastack     \(datastack)\(others)
            Python        from caveclient import CAVEclient
                          client = CAVEclient("\(datastack)", server_address="\(address)", auth_token="\(token)", \
            write_server_cache=False)
            Lua           client = karst.cave.client("\(datastack)", { server_address = "\(address)"\
            \(needsToken ? ", auth_token = \"YOUR_TOKEN\"" : "") })
            Neuroglancer  precomputed://\(address)/skeletoncache/api/v1/\(datastack)/precomputed/skeleton

            """
        )
    }
}
