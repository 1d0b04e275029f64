import Foundation

/// A calendar date without a time or a zone: what an entry belongs to. A `Date` is an instant, and on which day that is
/// depends on where one stands; so a day has a type of its own.
///
///     let today = Day(.now, in: .current)
///     let birthday: Day = "2024-02-10"
///
/// Any date of the Gregorian calendar can be written; a book takes those from 1900-01-01 to 2100-12-31.
public struct Day: Hashable, Comparable, Sendable, Codable, LosslessStringConvertible {
    /// The year of the Gregorian calendar.
    public let year: Int
    /// The month, 1 for January.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// A date; nil if there is no such date.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year) else {
            return nil
        }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day that an instant belongs to in a zone. The year before 1 is 0. One that is further away than calendars reach, or no
    /// instant at all, belongs to a day that no book takes.
    public init(_ date: Date, in zone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let (seconds, farthest) = (date.timeIntervalSince1970, 1e13)
        let near = seconds.isNaN ? -farthest : min(max(seconds, -farthest), farthest)
        let parts = calendar.dateComponents([.era, .year, .month, .day], from: Date(timeIntervalSince1970: near))
        let yearOfEra = parts.year ?? 1
        (year, month, day) = (parts.era == 0 ? 1 - yearOfEra : yearOfEra, parts.month ?? 1, parts.day ?? 1)
    }

    /// The date in a text such as `2024-02-10`; nil if there is none.
    public init?(_ description: String) {
        // Byte by byte: an app that keeps thousands of days as texts reads them so.
        var text = description
        let parts: (year: Int, month: Int, day: Int)? = text.withUTF8 { text in
            let dash = UInt8(ascii: "-")
            guard text.count == 10, text[4] == dash, text[7] == dash,
                let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10])
            else { return nil }
            return (year, month, day)
        }
        guard let parts else { return nil }
        self.init(year: parts.year, month: parts.month, day: parts.day)
    }

    /// The text of the date: `2024-02-10`.
    public var description: String {
        // An instant can be on a day of a year with more digits, or before the first. No book takes it, and it must not read as another.
        guard (0...9999).contains(year) else { return "\(year)-\(month)-\(day)" }
        return String(unsafeUninitializedCapacity: 10) { text in
            text.write(year, from: 0, to: 4)
            text[4] = UInt8(ascii: "-")
            text.write(month, from: 5, to: 7)
            text[7] = UInt8(ascii: "-")
            text.write(day, from: 8, to: 10)
            return 10
        }
    }

    /// The instant at which the day begins in a zone, at midnight or, where a clock change takes that, right after it.
    public func start(in zone: TimeZone) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar.date(from: DateComponents(year: year, month: month, day: day)).map(calendar.startOfDay(for:))
    }

    /// The date so many days later; earlier for a negative number. Nil before the year 1 and after 9999.
    public func advanced(by days: Int) -> Day? {
        let (sum, overflows) = daysSince1970.addingReportingOverflow(days)
        return overflows ? nil : Day(daysSince1970: sum)
    }

    public static func < (one: Day, other: Day) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }

    /// Reads the text of a date.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date: \(text)")
        }
        self = day
    }

    /// Writes the text of the date.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// The day that the library sent.
    static func lifted(_ days: Int64) throws -> Day {
        guard let day = Day(daysSince1970: Int(days)) else { throw NotRead(text: "\(days) days") }
        return day
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: ExpressibleByStringLiteral {
    /// A date that is written in a program. One that is none stops the program: it is a mistake in its text.
    public init(stringLiteral value: String) {
        guard let day = Day(value) else { preconditionFailure("not a date: \(value)") }
        self = day
    }
}

extension Day {
    /// Days of the proleptic Gregorian calendar, in eras of 400 years that begin in March: then a leap day comes last.
    var daysSince1970: Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The days of the years 1 to 9999.
    private static let written = -719_162...2_932_896

    init?(daysSince1970 days: Int) {
        guard Self.written.contains(days) else { return nil }
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.init(year: year, month: month, day: dayOfYear - (153 * part + 2) / 5 + 1)
    }
}
