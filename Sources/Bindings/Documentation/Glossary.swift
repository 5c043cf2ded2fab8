/// What parameters mean that mean the same wherever they stand.
///
/// A function whose parameter means something else says so in its registration.
package enum Glossary {
    /// A sentence about the parameter of a name, nil when it is not always the same.
    package static func summary(of parameter: String) -> String? { sentences[parameter] }

    private static let sentences = [
        "...": "The further values.",
        "a": "The one node's index, from 1.",
        "array": "Another array, as long as this one, or a number for all of its elements.",
        "b": "The other node's index, from 1.",
        "bytes": "The content, of any bytes.",
        "datastack_name": "The datastack, as the service calls it.",
        "done": "How many steps are done.",
        "files": "A path or a list of paths.",
        "i": "A node's index, from 1.",
        "label": "What is being done, in one or two words.",
        "level": "How much it matters.",
        "message": "The sentence.",
        "nodes": "Indices of nodes, from 1.",
        "options": "What differs from the defaults.",
        "other": "An array as long as this one, or a number for all of its elements.",
        "others": "The skeletons that are added.",
        "part": "A part of the path.",
        "path": "The file.",
        "point": "Three coordinates, in the skeleton's unit.",
        "points": "Points, as rows of three coordinates or as columns.",
        "root_id": "A root id, as an integer or as digits.",
        "root_ids": "Root ids, as integers or as digits.",
        "seconds": "How long.",
        "size": "A number of bytes.",
        "skeleton": "The skeleton.",
        "skeletons": "Skeletons, at least one.",
        "stream": "Which of the process's streams.",
        "text": "The text.",
        "total": "How many steps there are.",
        "unit": "A unit of length: nm, um, 8 nm.",
        "value": "Any value.",
    ]
}
