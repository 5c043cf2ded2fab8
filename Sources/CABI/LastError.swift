import Glibc

/// The last failure on one thread, as texts that C can read.
final class LastError {
    private(set) var message = CText("")
    private(set) var code = CText("")
    private(set) var place = CText("")
    private(set) var traceback = CText("")
    private(set) var exitStatus: Int32 = 0

    func set(_ failure: Failure) {
        message = CText(failure.message)
        code = CText(failure.code)
        place = CText(failure.place)
        traceback = CText(failure.traceback)
        exitStatus = failure.exitStatus
    }

    // Released by the system when the thread ends.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { held in
            if let held { Unmanaged<LastError>.fromOpaque(held).release() }
        }
        return key
    }()

    /// That of the calling thread.
    static var current: LastError {
        if let held = pthread_getspecific(key) { return Unmanaged.fromOpaque(held).takeUnretainedValue() }
        let made = LastError()
        pthread_setspecific(key, Unmanaged.passRetained(made).toOpaque())
        return made
    }
}

@available(*, unavailable)
extension LastError: Sendable {}

/// Bytes with a zero behind them, which stay in place as long as the object lives.
// Written once, before anyone else can have it.
final class CText: @unchecked Sendable {
    let bytes: UnsafeMutablePointer<CChar>
    let count: Int

    init(_ content: [UInt8]) {
        count = content.count
        bytes = .allocate(capacity: count + 1)
        for (index, byte) in content.enumerated() { bytes[index] = CChar(bitPattern: byte) }
        bytes[count] = 0
    }

    convenience init(_ text: String) {
        self.init(Array(text.utf8))
    }

    deinit {
        bytes.deallocate()
    }
}
