/// A checksum that tells whether two level-2 graphs hold the same data.
///
/// Not against forgery.
///
/// The sum over the lines of their FNV-1a hashes, and the length: the order of the lines makes no difference, as it
/// makes none to the skeleton. That the bytes on the disk are sound is checked by gzip's own sum.
func checksum(_ text: [UInt8]) -> String {
    let start: UInt64 = 0xCBF2_9CE4_8422_2325
    var (sum, hash) = (UInt64(0), start)
    for byte in text {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        if byte == UInt8(ascii: "\n") { (sum, hash) = (sum &+ hash, start) }
    }
    if hash != start { sum &+= hash }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits + "-\(text.count)"
}
