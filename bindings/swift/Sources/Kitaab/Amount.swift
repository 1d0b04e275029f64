import Foundation

/// The amount in a text that the library gave.
func amount(_ text: String) throws -> Decimal {
    guard let amount = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else { throw NotRead(text: text) }
    return amount
}
