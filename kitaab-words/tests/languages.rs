//! Every language says everything: the same messages, with the same variables, all of which can be set.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop at the line that says why")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use kitaab_words::{Arg, Locale, Text};

/// What a language's files hold: each message with its variables.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn folder(tag: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(tag)
}

fn messages(tag: &str) -> Messages {
    let mut found = Messages::new();
    for file in fs::read_dir(folder(tag)).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let resource = parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{} can't be read: {errors:?}", path.display()));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name.to_owned();
                    let mut variables = BTreeSet::new();
                    pattern(&message.value.unwrap_or_else(|| panic!("{tag}: {id} has no text")), &mut variables);
                    assert!(found.insert(id.clone(), variables).is_none(), "{tag}: {id} is there twice");
                }
                Entry::Term(term) => panic!("{tag}: the term {} is not known to the build", term.id.name),
                Entry::Junk { content } => panic!("{tag}: can't be read: {content}"),
                _ => {}
            }
        }
    }
    found
}

fn pattern(text: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &text.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => inline_expression(inline, variables),
                Expression::Select { selector, variants } => {
                    // A number is a text in the language's digits; its form is what can be chosen by.
                    let InlineExpression::VariableReference { id } = selector else { panic!("{selector:?}") };
                    let number = id.name.strip_suffix("-form");
                    let number = number.unwrap_or_else(|| panic!("choose by ${}-form, not by ${0}", id.name));
                    variables.insert(number.to_owned());
                    for variant in variants {
                        pattern(&variant.value, variables);
                    }
                }
            }
        }
    }
}

fn inline_expression(expression: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        InlineExpression::VariableReference { id } => drop(variables.insert(id.name.to_owned())),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("only variables and plain texts are used: {other:?}"),
    }
}

#[test]
fn every_language_has_the_same_messages_and_variables() {
    let english = messages("en");
    assert_eq!(english.keys().collect::<Vec<_>>(), Text::ALL.iter().map(|text| text.id()).collect::<Vec<_>>());
    let mut wrong = Vec::new();
    for tag in Locale::tags() {
        let there = messages(tag);
        for (id, variables) in &english {
            match there.get(id) {
                None => wrong.push(format!("{tag}: {id} is missing")),
                Some(other) if other != variables => {
                    wrong.push(format!("{tag}: {id} has the variables {other:?} instead of {variables:?}"));
                }
                Some(_) => {}
            }
        }
        wrong.extend(there.keys().filter(|id| !english.contains_key(*id)).map(|id| format!("{tag}: {id} is unknown")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_can_be_set_with_any_number() {
    let english = messages("en");
    for tag in Locale::tags() {
        let locale = Locale::named(tag).unwrap();
        for text in Text::ALL {
            for number in [0, 1, 2, 3, 7, 11, 26, 100, 101, 102, 1_234_567] {
                let args: Vec<(&str, Arg<'_>)> =
                    english[text.id()].iter().map(|name| (name.as_str(), Arg::Number(number))).collect();
                // A variable that can't be filled in stands in the text as {$name}.
                let said = locale.put(*text, &args);
                assert!(!said.is_empty() && !said.contains(['{', '}', '$']), "{tag}: {}: {said}", text.id());
                assert_ne!(said, text.id(), "{tag}: it fell through to the id");
            }
        }
    }
}

#[test]
fn a_language_says_how_it_is_written() {
    for tag in Locale::tags() {
        let locale = Locale::named(tag).unwrap();
        assert!(["ltr", "rtl"].contains(&locale.say(Text::LOCALE_DIRECTION).as_str()), "{tag}");
        assert_eq!(locale.say(Text::LOCALE_DIRECTION), locale.direction().html());
        assert!(!locale.name().is_empty());
        let digits: BTreeSet<char> = locale.say(Text::LOCALE_DIGITS).chars().collect();
        assert_eq!(digits.len(), 10, "{tag}: ten digits, all different");
    }
}

#[test]
fn drafts_are_marked_for_review() {
    for file in fs::read_dir(folder("ar")).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.lines().take(3).any(|line| line.contains("TO BE REVIEWED")), "{}", path.display());
    }
}

#[test]
fn arabic_counts_in_its_six_forms() {
    let arabic = Locale::named("ar").unwrap();
    let days = |need: u64| {
        arabic.put(
            Text::WHY_DUE_DAYS,
            &[("have", (&arabic.number(1)).into()), ("need", need.into()), ("match", "مسجَّل".into())],
        )
    };
    for (need, words) in [
        (1, "١ من يوم مطلوب واحد: مسجَّل"),
        (2, "١ من يومين مطلوبين: مسجَّل"),
        (3, "١ من ٣ أيام مطلوبة: مسجَّل"),
        (10, "١ من ١٠ أيام مطلوبة: مسجَّل"),
        (11, "١ من ١١ يومًا مطلوبًا: مسجَّل"),
        (40, "١ من ٤٠ يومًا مطلوبًا: مسجَّل"),
        (100, "١ من ١٠٠ يوم مطلوب: مسجَّل"),
        (103, "١ من ١٠٣ أيام مطلوبة: مسجَّل"),
    ] {
        assert_eq!(days(need), words);
    }
}

#[test]
fn tags_are_looked_for_by_their_language() {
    for (tag, says) in [("en", "Friday"), ("en-GB", "Friday"), ("ar", "الجمعة"), ("AR-eg", "الجمعة")] {
        assert_eq!(Locale::named(tag).unwrap().weekday(kitaab_core::Weekday::Fri), says);
    }
    assert_eq!(Locale::named("AR-eg").unwrap().tag(), "ar-EG");
    assert_eq!(Locale::named("tlh").unwrap_err().code(), "unsupported");
    for wrong in ["", "-", "../en", "en us", &"x".repeat(4_000)] {
        let error = Locale::named(wrong).unwrap_err();
        assert_eq!(error.code(), "invalid", "{wrong}");
        assert!(error.to_string().len() < 200);
    }
}

/// A server paints reports on whatever thread is free.
#[test]
fn a_language_may_be_used_on_any_thread() {
    fn any_thread<T: Send + Sync>(_: &T) {}
    any_thread(&Locale::english());
}
