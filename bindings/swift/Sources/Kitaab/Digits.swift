// Numbers in the texts of days, byte by byte: a sign is no digit, and an app may keep thousands of days as texts.

/// The number that digits, and nothing else, tell; nil if they don't, or if it is too great.
func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var number = 0
    for digit in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return number
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// Writes a number that is not negative, with zeros before it.
    func write(_ number: Int, from first: Int, to end: Int) {
        var rest = number
        for place in (first..<end).reversed() {
            self[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}
