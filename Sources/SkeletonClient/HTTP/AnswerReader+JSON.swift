import SkeletonModel

extension AnswerReader {
    /// Reads JSON.
    static func json(_ read: @escaping @Sendable (JSONValue) throws(BadAnswer) -> Value) -> AnswerReader {
        AnswerReader { (answer) throws(BadAnswer) in
            let value: JSONValue
            do throws(JSONError) { value = try JSONValue.parse(answer.body) } catch {
                throw BadAnswer("it is not JSON: \(error.description)")
            }
            return try read(value)
        }
    }

    /// Reads a JSON object.
    static func object(_ read: @escaping @Sendable (JSONObject) throws(BadAnswer) -> Value) -> AnswerReader {
        .json { (value) throws(BadAnswer) in
            guard let object = value.objectValue else { throw BadAnswer("it is not an object") }
            return try read(object)
        }
    }
}
