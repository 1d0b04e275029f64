import Foundation

/// The amount in a text that the library gave.
func amount(_ text: String) throws -> Decimal {
    if let hundredths = hundredths(text) { return Decimal(sign: .plus, exponent: -2, significand: Decimal(hundredths)) }
    guard let amount = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else { throw NotRead(text: text) }
    return amount
}

/// The same in hundredths, of an amount that is neither negative nor very great, as nearly all are: Foundation takes far longer to
/// read a text.
private func hundredths(_ text: String) -> Int? {
    var text = text
    return text.withUTF8 { text in
        let point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex
        guard point <= 15, let whole = number(text[..<point]) else { return nil }
        guard point < text.endIndex else { return whole * 100 }
        let places = text.endIndex - point - 1
        guard places <= 2, let fraction = number(text[(point + 1)...]) else { return nil }
        return whole * 100 + (places == 1 ? fraction * 10 : fraction)
    }
}
