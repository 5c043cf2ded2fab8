/// A checksum that tells whether two imports of one neuron hold the same data.
///
/// Not against forgery.
///
/// FNV-1a of 64 bits and the length: it needs no table, and the data are checked again by gzip's own sum when read.
func checksum(_ bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits + "-\(bytes.count)"
}
