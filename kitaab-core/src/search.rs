//! Words for searching reflections and notes: the same in every store.
//!
//! A text is folded, so that spellings that a reader takes for the same word become the same, and cut into
//! words. Stores keep the words; a query is folded the same way and asks for words, nothing else. No
//! stemming: it would need to know the language, and mixed languages are the rule in these texts.
//!
//! Arabic is normalised lightly, as is usual in retrieval since Larkey, Ballesteros and Connell,
//! "Improving stemming for Arabic information retrieval" (SIGIR 2002), and as Apache Lucene's
//! `ArabicNormalizer` does it: vowel marks and tatweel are dropped, every alef is a bare one, alef
//! maksura is a yeh, teh marbuta a heh. Beyond Lucene's: the marks of the Qur'an's orthography are
//! dropped, hamza goes from its seat (U+0624, U+0626), and the Persian and Urdu forms of kaf, yeh and heh,
//! which keyboards mix with the Arabic ones, are the Arabic ones (compare its `PersianNormalizer`).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// The combining class of the Japanese voicing marks, which tell letters apart.
const KANA_VOICING: u8 = 8;

/// A text folded for comparison: compatibility forms, case, diacritics and Arabic spelling variants are
/// evened out. What stands between words stays as it is.
///
/// ```
/// use kitaab_core::search::normalise;
/// assert_eq!(normalise("Ṣalāh"), "salah");
/// assert_eq!(normalise("ٱلصَّلَوٰةُ"), "الصلوه");
/// ```
pub fn normalise(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_dropped(*c))
        // Up and then down again comes close to Unicode case folding: ß is ss, ς is σ.
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        // Changing the case may bring new marks: İ, ΐ.
        .nfkd()
        .filter(|c| !is_dropped(*c))
        .map(letter)
        // Back together what decomposition took apart and was not dropped: Hangul, kana.
        .nfc()
        .collect()
}

/// The words of a text, folded, in their order: runs of letters and digits. They hold nothing but
/// alphanumeric characters, and no ASCII capitals.
///
/// ```
/// use kitaab_core::search::tokens;
/// assert_eq!(tokens("Prayed Fajr late; 2 rakʿāt."), ["prayed", "fajr", "late", "2", "rakat"]);
/// ```
pub fn tokens(text: &str) -> Vec<String> {
    let folded = normalise(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What to search for: words that must all be in a text, whole, in any order.
///
/// A query without a word matches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// A query for all words of a text.
    pub fn words(text: &str) -> Self {
        let mut words = tokens(text);
        words.sort_unstable();
        words.dedup();
        Self { words }
    }

    /// The words, folded, each once, in code point order.
    pub fn tokens(&self) -> &[String] {
        &self.words
    }

    /// Whether it holds no word at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a text of these words matches.
    pub fn matches(&self, text_tokens: &[impl AsRef<str>]) -> bool {
        !self.is_empty() && self.words.iter().all(|word| text_tokens.iter().any(|token| token.as_ref() == word))
    }
}

/// What a word is the same without.
fn is_dropped(c: char) -> bool {
    let invisible = || {
        // Soft hyphen, joiners, direction marks. (A zero-width *non*-joiner parts words, in Persian.)
        matches!(c, '\u{ad}' | '\u{61c}' | '\u{200d}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    // Tatweel, and the signs above and below the Qur'an's words (the ones between them part words).
    let arabic_sign = || matches!(c, '\u{640}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}');
    // The ʿayn and hamza of transliterations.
    let transliteration = || matches!(c, '\u{2bb}'..='\u{2bf}');
    is_dropped_mark(c) || arabic_sign() || transliteration() || invisible()
}

/// Whether a combining mark is a diacritic, and no letter's part: the vowel signs of Indic scripts (class 0,
/// alphabetic) and the voicing marks of kana tell words apart. Other marks that are not alphanumeric, such
/// as viramas, would cut a word in two if they stayed.
fn is_dropped_mark(c: char) -> bool {
    is_combining_mark(c)
        && match canonical_combining_class(c) {
            KANA_VOICING => false,
            0 => !c.is_alphanumeric(),
            _ => true,
        }
}

/// The letter or digit that stands for its variants.
fn letter(c: char) -> char {
    match c {
        // Alef with madda or hamza is decomposed, its mark dropped; alef wasla is a letter of its own.
        '\u{671}' => '\u{627}',
        '\u{649}' | '\u{6cc}' => '\u{64a}',
        '\u{629}' | '\u{6c1}' | '\u{6c3}' | '\u{6d5}' => '\u{647}',
        '\u{6a9}' => '\u{643}',
        // Arabic-Indic digits.
        '\u{660}'..='\u{669}' => digit(c, '\u{660}'),
        '\u{6f0}'..='\u{6f9}' => digit(c, '\u{6f0}'),
        c => c,
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_that_read_the_same_are_the_same() {
        for (one, other) in [
            ("Prayed", "PRAYED"),
            ("Straße", "strasse"),
            ("ΣΟΦΟΣ", "σοφος"),
            ("İzmir", "izmir"),
            ("café", "cafe\u{301}"),
            ("ﬁne", "fine"),
            ("ʿIshāʾ", "isha"),
            ("Ḥadīth", "hadith"),
            ("co\u{ad}operate", "cooperate"),
            // Vowel marks and shadda; tatweel; alefs; alef maksura; teh marbuta; hamza on its seat.
            ("صَلَّى", "صلي"),
            ("صـــلاة", "صلاه"),
            ("أإآٱا", "ااااا"),
            ("مؤمن", "مومن"),
            ("قائم", "قايم"),
            // Qur'anic orthography: dagger alef, small high signs, small waw.
            ("ٱلرَّحۡمَـٰنِ", "الرحمن"),
            ("لَهُۥ", "له"),
            // Persian and Urdu letters and digits.
            ("کتاب", "كتاب"),
            ("یاد", "ياد"),
            ("۳۳", "33"),
            ("٣٣", "33"),
        ] {
            assert_eq!(tokens(one), tokens(other), "{one} and {other}");
            assert_eq!(tokens(one).len(), 1, "{one}");
        }
    }

    #[test]
    fn letters_that_tell_words_apart_stay() {
        for (one, other) in [("が", "か"), ("की", "का"), ("ح", "خ"), ("ت", "ث"), ("ø", "o")] {
            assert_ne!(tokens(one), tokens(other), "{one} and {other}");
        }
        assert_eq!(tokens("한국"), ["한국"]);
        assert_eq!(tokens("हिन्दी").len(), 1, "a virama does not cut");
    }

    #[test]
    fn words_are_cut_at_anything_else() {
        assert_eq!(tokens("Qur'an, p.12-14\n(late)"), ["qur", "an", "p", "12", "14", "late"]);
        assert_eq!(tokens("می\u{200c}خوانم"), ["مي", "خوانم"]);
        assert_eq!(tokens("  …  "), Vec::<String>::new());
    }

    #[test]
    fn a_query_asks_for_whole_words_all_of_them() {
        let text = tokens("I slept in, and prayed Fajr late. صلّيتُ متأخراً");
        let finds = |query: &str| Query::words(query).matches(&text);
        assert!(finds("fajr") && finds("LATE Fajr fajr") && finds("صليت") && finds("متاخرا"));
        assert!(!finds("faj") && !finds("fajr asr") && !finds("") && !finds("?!"));
        assert_eq!(Query::words("b A b").tokens(), ["a", "b"]);
        assert!(Query::words("?").is_empty());
    }

    proptest! {
        #[test]
        fn tokens_are_alphanumeric_and_their_own_tokens(text in any::<String>()) {
            let words = tokens(&text);
            for word in &words {
                prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{word:?}");
                prop_assert!(!word.bytes().any(|b| b.is_ascii_uppercase()), "{word:?}");
            }
            prop_assert_eq!(tokens(&words.join(" ")), words.clone());
            prop_assert!(words.is_empty() || Query::words(&text).matches(&words));
        }

        #[test]
        fn how_a_text_is_composed_does_not_matter(text in "[a-z\u{e0}-\u{ff}\u{1e24}\u{622}-\u{626}\u{6cc}\u{6a9}\u{ac00}-\u{d7a3}\u{304b}-\u{3054}\u{928}-\u{94d} \u{64b}-\u{65f}]{0,40}") {
            prop_assert_eq!(tokens(&text.nfc().collect::<String>()), tokens(&text.nfd().collect::<String>()));
        }
    }
}
