//! A language, with its texts.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use kitaab_core::{Error, Result};
use unic_langid::LanguageIdentifier;

use crate::numbers::NumberStyle;
use crate::plurals::Plurals;
use crate::text::{Arg, FILES, Text};

type Bundle = FluentBundle<FluentResource>;

/// Opens a run of text whose direction is that of its own first letter, and closes it: so that a Latin name within
/// Arabic words, or the other way round, does not scatter what stands beside it.
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');

/// Where a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// At the left, as in English.
    LeftToRight,
    /// At the right, as in Arabic.
    RightToLeft,
}

impl Direction {
    /// As HTML's `dir` has it: `ltr` or `rtl`.
    pub const fn html(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// A language, with its texts and its way of writing numbers and dates. Cheap to clone.
#[derive(Clone)]
pub struct Locale {
    tag: String,
    direction: Direction,
    pub(crate) numbers: NumberStyle,
    plurals: Plurals,
    texts: Arc<Bundle>,
    english: Arc<Bundle>,
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Locale").field("tag", &self.tag).finish_non_exhaustive()
    }
}

impl Locale {
    /// The tags of the languages there are texts in.
    pub fn tags() -> Vec<&'static str> {
        let mut tags: Vec<&str> = FILES.iter().map(|(tag, ..)| *tag).collect();
        tags.dedup();
        tags
    }

    /// The language that a BCP 47 tag names, such as `ar`, `ar-EG` or `en-GB`. Texts are the same in all its
    /// regions; the digits may differ.
    ///
    /// # Errors
    /// `unsupported` for a language without texts, `invalid` for what is no tag.
    pub fn named(tag: &str) -> Result<Self> {
        let shown = if tag.len() <= 35 { tag } else { "a long text" };
        let language: LanguageIdentifier =
            tag.parse().map_err(|_| Error::invalid("language", "must be a language tag such as ar or en-GB", shown))?;
        let known = Self::tags();
        if known.contains(&language.language.as_str()) {
            Ok(Self::of(&language))
        } else {
            Err(Error::unsupported(format!("the language {shown} (there are {})", known.join(", "))))
        }
    }

    /// English, which every text is there in.
    pub fn english() -> Self {
        Self::of(&english())
    }

    fn of(language: &LanguageIdentifier) -> Self {
        let texts = Arc::new(bundle(language));
        let english = if language.language.as_str() == "en" { texts.clone() } else { Arc::new(bundle(&english())) };
        let mut locale = Self {
            tag: language.to_string(),
            direction: Direction::LeftToRight,
            numbers: NumberStyle::of(language),
            plurals: Plurals::of(language),
            texts,
            english,
        };
        if locale.say(Text::LOCALE_DIRECTION) == "rtl" {
            locale.direction = Direction::RightToLeft;
        }
        locale
    }

    /// Its tag, such as `ar` or `en-GB`, as HTML's `lang` has it.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Its name in itself, for a list to choose from: `العربية`.
    pub fn name(&self) -> String {
        self.say(Text::LOCALE_NAME)
    }

    /// Where its lines begin.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// A text without variables.
    pub fn say(&self, text: Text) -> String {
        self.put(text, &[])
    }

    /// A text with its variables filled in, each by its name.
    ///
    /// Words whose letters run in the other direction than the language's are isolated, so that they don't scatter
    /// their surroundings.
    pub fn put(&self, text: Text, args: &[(&str, Arg<'_>)]) -> String {
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Words(words) => filled.set(*name, self.isolated(words).into_owned()),
                Arg::Number(number) => {
                    filled.set(*name, self.number(*number));
                    filled.set(format!("{name}-form"), self.plurals.form(*number));
                }
            }
        }
        formatted(&self.texts, text, &filled)
            .or_else(|| formatted(&self.english, text, &filled))
            .unwrap_or_else(|| text.id().to_owned())
    }

    /// Words of the owner's, set apart if they run in the other direction. What is set apart within them already stays
    /// as it is; marks that would turn what stands beside them around are taken out.
    pub fn isolated<'t>(&self, words: &'t str) -> Cow<'t, str> {
        let other = match self.direction {
            Direction::LeftToRight => runs_right_to_left,
            Direction::RightToLeft => runs_left_to_right,
        };
        let (mut depth, mut turned, mut scattering) = (0_usize, false, false);
        for c in words.chars() {
            match c {
                c if c == ISOLATE.0 => depth += 1,
                c if c == ISOLATE.1 => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => scattering = true,
                },
                c if turns_around(c) => scattering = true,
                c => turned |= depth == 0 && other(c),
            }
        }
        if depth > 0 || scattering {
            let plain: String = words.chars().filter(|c| !turns_around(*c)).collect();
            return Cow::Owned(self.isolated(&plain).into_owned());
        }
        if turned { Cow::Owned(format!("{}{words}{}", ISOLATE.0, ISOLATE.1)) } else { Cow::Borrowed(words) }
    }

    /// Words one after the other, as a list.
    pub fn list<S: AsRef<str>>(&self, parts: impl IntoIterator<Item = S>) -> String {
        let mut parts = parts.into_iter();
        let first = parts.next().map(|part| part.as_ref().to_owned()).unwrap_or_default();
        parts.fold(first, |before, last| {
            self.put(Text::LOCALE_LIST, &[("before", (&before).into()), ("last", last.as_ref().into())])
        })
    }

    /// A whole number.
    pub fn number(&self, number: u64) -> String {
        self.numbers.decimal(&number.to_string())
    }

    /// A plain decimal number, as amounts and totals are displayed: `1234.5` becomes `1,234.5`.
    pub fn decimal(&self, plain: impl fmt::Display) -> String {
        self.numbers.decimal(&plain.to_string())
    }

    /// An amount with its unit, if it has one.
    pub fn amount(&self, plain: impl fmt::Display, unit: Option<&str>) -> String {
        let amount = self.decimal(plain);
        match unit {
            Some(unit) => self.put(Text::LOCALE_AMOUNT, &[("amount", (&amount).into()), ("unit", unit.into())]),
            None => amount,
        }
    }

    /// A share, from 0 to 1, as whole percent.
    pub fn percent(&self, share: f64) -> String {
        let percent = format!("{:.0}", share * 100.0);
        self.put(Text::LOCALE_PERCENT, &[("number", (&self.decimal(percent)).into())])
    }
}

fn english() -> LanguageIdentifier {
    LanguageIdentifier::from_bytes(b"en").unwrap_or_default()
}

/// The texts of a language.
fn bundle(language: &LanguageIdentifier) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![language.clone()]);
    // Done by `isolated`, and only where it is needed.
    bundle.set_use_isolating(false);
    for (_, _, text) in FILES.iter().filter(|(tag, ..)| *tag == language.language.as_str()) {
        // What can't be read is left out and said in English; a test holds the files to being whole.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn formatted(bundle: &Bundle, text: Text, args: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(text.id())?.value()?;
    // A variable that is not filled in stands in the text by its name.
    let mut errors = Vec::new();
    let words = bundle.format_pattern(pattern, Some(args), &mut errors);
    Some(words.into_owned())
}

/// Whether it is a mark that sets the direction of what follows it.
fn turns_around(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a letter is of a script that is written from right to left: Hebrew, Arabic and their neighbours.
fn runs_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && !c.is_numeric()
}

/// Whether a letter is of any other script.
fn runs_left_to_right(c: char) -> bool {
    c.is_alphabetic() && !runs_right_to_left(c)
}
