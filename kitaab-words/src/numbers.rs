//! Numbers in the digits of a language.

use unic_langid::LanguageIdentifier;

use crate::text::FILES;

/// Regions where Arabic is written with 0123456789: those to which Unicode's CLDR gives the numbering system `latn`.
const ARABIC_WITH_WESTERN_DIGITS: [&str; 6] = ["AE", "DZ", "EH", "LY", "MA", "TN"];

/// How a language writes numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NumberStyle {
    /// From zero to nine; none for 0123456789.
    digits: Option<Vec<char>>,
    decimal: String,
    group: String,
}

impl NumberStyle {
    /// That of a language, from its file.
    pub(crate) fn of(language: &LanguageIdentifier) -> Self {
        let western = Self { digits: None, decimal: ".".to_owned(), group: ",".to_owned() };
        let region = language.region.as_ref().map(unic_langid::subtags::Region::as_str).unwrap_or_default();
        if language.language.as_str() == "ar" && ARABIC_WITH_WESTERN_DIGITS.contains(&region) {
            return western;
        }
        let Some((.., text)) =
            FILES.iter().find(|(tag, file, _)| *tag == language.language.as_str() && *file == "locale.ftl")
        else {
            return western;
        };
        let set = |id: &str| {
            let mut lines = text.lines().filter_map(|line| line.split_once('='));
            lines.find(|(key, _)| key.trim() == id).map(|(_, value)| value.trim().to_owned())
        };
        let digits: Vec<char> = set("locale-digits").unwrap_or_default().chars().collect();
        Self {
            digits: (digits.len() == 10 && digits.first() != Some(&'0')).then_some(digits),
            decimal: set("locale-decimal").unwrap_or(western.decimal),
            group: set("locale-group").unwrap_or(western.group),
        }
    }

    /// A plain decimal such as `1234.5`, in this style: `1,234.5`.
    pub(crate) fn decimal(&self, plain: &str) -> String {
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain), |rest| ("\u{2212}", rest));
        let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(whole, rest)| (whole, Some(rest)));
        let mut text = sign.to_owned();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push_str(&self.group);
            }
            text.push(self.digit(digit));
        }
        if let Some(fraction) = fraction {
            text.push_str(&self.decimal);
            text.extend(fraction.chars().map(|digit| self.digit(digit)));
        }
        text
    }

    /// A number that is a name rather than an amount, such as a year: without groups.
    pub(crate) fn name(&self, number: i64) -> String {
        number.to_string().chars().map(|digit| self.digit(digit)).collect()
    }

    fn digit(&self, western: char) -> char {
        let place = western.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        place.zip(self.digits.as_ref()).and_then(|(place, digits)| digits.get(place)).copied().unwrap_or(western)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn style(tag: &str) -> NumberStyle {
        NumberStyle::of(&tag.parse().unwrap())
    }

    #[test]
    fn numbers_are_grouped_and_in_the_digits_of_the_language() {
        for (plain, english, arabic) in [
            ("0", "0", "٠"),
            ("12.5", "12.5", "١٢٫٥"),
            ("999", "999", "٩٩٩"),
            ("1234567.05", "1,234,567.05", "١٬٢٣٤٬٥٦٧٫٠٥"),
            ("-1000", "\u{2212}1,000", "\u{2212}١٬٠٠٠"),
        ] {
            assert_eq!(style("en").decimal(plain), english);
            assert_eq!(style("ar").decimal(plain), arabic);
            assert_eq!(style("ar-SA").decimal(plain), arabic);
            assert_eq!(style("ar-MA").decimal(plain), english);
        }
        assert_eq!(style("ar").name(1447), "١٤٤٧");
        assert_eq!(style("xx").decimal("1000"), "1,000");
    }
}
