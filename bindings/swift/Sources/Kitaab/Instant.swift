import Foundation

// An instant crosses the boundary as text, `2024-02-10T12:00:00.000000Z`, to the microsecond; in Swift it is a `Date`.
// Foundation's formatters stop at milliseconds.

/// What an instant is written as.
func instantText(_ date: Date) -> String {
    let seconds = date.timeIntervalSince1970
    // Beyond what a book takes; there is always a text, and the library refuses it.
    guard seconds.isFinite, abs(seconds) < 2e11 else { return String(seconds) }
    let micros = Int((seconds * 1_000_000).rounded())
    let (days, rest) = (floor(micros, 86_400_000_000), modulo(micros, 86_400_000_000))
    let day = Day(daysSince1970: days)?.description ?? "0000-00-00"
    let (second, fraction) = (rest / 1_000_000, rest % 1_000_000)
    func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: width - text.count) + text
    }
    let time = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    return "\(day)T\(time).\(padded(fraction, 6))Z"
}

/// The instant in a text that the library gave.
func instant(_ text: String) throws -> Date {
    let parts = text.split(separator: "T")
    guard parts.count == 2, let day = Day(String(parts[0])), parts[1].hasSuffix("Z") else { throw NotRead(text: text) }
    let time = parts[1].dropLast().split(whereSeparator: { $0 == ":" || $0 == "." })
    guard time.count == 3 || time.count == 4, let hour = Int(time[0]), let minute = Int(time[1]), let second = Int(time[2])
    else { throw NotRead(text: text) }
    var micros = 0
    if time.count == 4 {
        guard time[3].utf8.count <= 6, let fraction = Int(time[3]) else { throw NotRead(text: text) }
        micros = (time[3].utf8.count..<6).reduce(fraction) { number, _ in number * 10 }
    }
    let seconds = day.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second
    return Date(timeIntervalSince1970: Double(seconds) + Double(micros) / 1_000_000)
}

private func floor(_ number: Int, _ by: Int) -> Int { (number - modulo(number, by)) / by }
private func modulo(_ number: Int, _ by: Int) -> Int { (number % by + by) % by }
