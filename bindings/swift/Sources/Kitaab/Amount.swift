import Foundation

extension WireAmount {
    /// The amount that the library sent.
    func amount() throws -> Decimal {
        switch self {
        case .hundredths(let hundredths):
            return Decimal(sign: hundredths < 0 ? .minus : .plus, exponent: -2, significand: Decimal(hundredths.magnitude))
        case .text(let text):
            guard let amount = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else { throw NotRead(text: text) }
            return amount
        }
    }
}
