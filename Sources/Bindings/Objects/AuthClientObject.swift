import LuaHost
import SkeletonAPI
import SkeletonClient

/// `client.auth`: where the token is, and where one is put; it is never shown.
final class AuthClientObject: LuaObject {
    fileprivate let credentials: Credentials?

    init(credentials: Credentials?) {
        self.credentials = credentials
    }

    static let luaType = LuaType(
        AuthClientObject.self,
        name: "AuthClient",
        summary: "The token of a client, which is never shown.",
        methods: [
            LuaFunction(
                "save_token",
                "(token: string|table): string[]",
                "Puts a token where this and Python's client find it; gives the files that were written.",
                saveToken
            ).parameters(
                LuaParameter(
                    "token",
                    "The token; or a table with `token`, `token_key`, `overwrite`, `token_file`, `write_to_server_file` and "
                        + "`switch_token`, as in caveclient."
                )
            ),
            LuaFunction(
                "get_token_location",
                "(): string?",
                "The file that the token is from, `argument` or `CAVE_TOKEN`; nil when there is no token.",
                getTokenLocation
            ),
        ],
        describe: { $0.credentials?.hasToken == true ? "AuthClient with a token" : "AuthClient without a token" }
    )
}

private func credentials(_ call: borrowing LuaCall) throws(LuaError) -> Credentials {
    guard let credentials = try call.receiver(as: AuthClientObject.self).credentials else {
        throw LuaError(code: "unsupported", "the embedded service takes no token")
    }
    return credentials
}

private func saveToken(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let credentials = try credentials(call)
    var saving = Credentials.Saving()
    let token: String
    if try call.value(1).table != nil {
        let options = try NamedArguments(
            call.optionalTable(1, "options"),
            of: "save_token",
            known: ["token", "token_key", "overwrite", "token_file", "write_to_server_file", "switch_token"]
        )
        guard let given = try options.string("token") else {
            throw Argument(named: "token").error("a token expected")
        }
        token = given
        saving.key = try options.string("token_key") ?? saving.key
        saving.overwrites = try options.boolean("overwrite") ?? saving.overwrites
        saving.file = try options.string("token_file")
        saving.writesServerFile = try options.boolean("write_to_server_file") ?? saving.writesServerFile
        saving.switches = try options.boolean("switch_token") ?? saving.switches
    } else {
        token = try call.string(1, "token")
    }
    do throws(ServiceError) {
        return .list(try credentials.save(token, saving).map(LuaValue.text))
    } catch {
        throw LuaError(error)
    }
}

private func getTokenLocation(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    try credentials(call).location.map(LuaValue.text) ?? .nil
}
