//! The page: private, whole, safe and accessible.

use std::collections::BTreeSet;

use base64::Engine as _;
use kitaab::words::Locale;
use kitaab::{DayRange, Kitaab};
use kitaab_report::{ReportOptions, report};
use sha2::{Digest as _, Sha256};

use crate::world::{HOSTILE, day, days, page};

/// The values of an attribute.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    page.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The tags of a kind, from `<` to `>`.
fn tags<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let begin = format!("<{name}");
    let found = page.match_indices(&begin).filter_map(|(at, _)| page[at..].split('>').next());
    found.filter(|tag| tag[begin.len()..].chars().next().is_none_or(|c| !c.is_ascii_alphanumeric())).collect()
}

#[tokio::test]
async fn what_the_owner_wrote_is_text_whatever_it_holds() {
    for language in Locale::tags() {
        let locale = Locale::named(language).unwrap();
        let page = page(|options| options.in_language(locale).with_saiyyiaat().with_reflections()).await;
        assert!(page.contains("&lt;script&gt;alert('x')&lt;/script&gt;&quot;&amp;amp;"), "the names are there");
        assert!(!page.contains("<script"), "and none of them is a script");
        assert!(!page.contains(HOSTILE));
        assert!(attributes(&page, "aria-label").iter().all(|label| !label.contains('<')));
        for handler in ["onload=", "onerror=", "onclick=", "javascript:", "style=\"", "src=\"", "@import", "url("] {
            assert!(!page.contains(handler), "{handler}");
        }
        for link in attributes(&page, "href") {
            assert!(link.starts_with('#'), "{link} leads out of the page");
        }
        assert!(!page.contains("{$") && !page.contains("{ $"), "a text without its variable");
    }
}

#[tokio::test]
async fn the_policy_allows_the_style_and_nothing_else() {
    let page = page(|options| options).await;
    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    assert_eq!(page.matches("<style").count(), 1);
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    assert!(page.contains(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")), "{policy}");
    let head = page.find("Content-Security-Policy").unwrap();
    assert!(head < page.find("<title").unwrap(), "it holds before anything else is read");
}

#[tokio::test]
async fn bad_deeds_reflections_and_hidden_things_stay_away() {
    let plain = page(|options| options).await;
    for secret in
        ["Lying", "lies", "Bad deeds:", "thoughts", "Hidden", "Merit of hidden", "A secret note", "Of another year"]
    {
        assert!(!plain.contains(secret), "{secret}");
    }
    assert!(plain.contains("2 that speak of what is not shown here are left out."), "two merits");
    assert!(plain.contains("1 that speaks of what is not shown here is left out."), "one target");

    let with_saiyyiaat = page(ReportOptions::with_saiyyiaat).await;
    assert!(with_saiyyiaat.contains("Lying") && with_saiyyiaat.contains("Demerit of lies"));
    assert!(with_saiyyiaat.contains("Target of lies") && !with_saiyyiaat.contains("thoughts"));

    let with_reflections = page(ReportOptions::with_reflections).await;
    assert!(with_reflections.contains("Good thoughts") && !with_reflections.contains("Bad thoughts"));
    assert!(!with_reflections.contains("Of another year") && !with_reflections.contains("Lying"));

    let all = page(|options| options.with_saiyyiaat().with_reflections()).await;
    assert!(all.contains("Good thoughts") && all.contains("Bad thoughts"));
    assert!(!all.contains("Hidden") && !all.contains("A secret note"));
}

#[tokio::test]
async fn it_says_in_words_what_it_shows() {
    for language in Locale::tags() {
        let locale = Locale::named(language).unwrap();
        let direction = locale.direction().html();
        let page = page(|options| options.in_language(locale).with_saiyyiaat().with_reflections()).await;
        assert!(page.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")));
        for svg in tags(&page, "svg") {
            let told = svg.contains("role=\"img\"") && svg.contains("aria-label=\"");
            assert!(told || svg.contains("aria-hidden=\"true\""), "{svg}");
        }
        // Headings go down by one level at a time, beginning with the only first one.
        let mut level = 0;
        for (at, _) in
            page.match_indices("<h").filter(|(at, _)| page[at + 2..].starts_with(|c: char| c.is_ascii_digit()))
        {
            let next = page.as_bytes()[at + 2] - b'0';
            assert!(next <= level + 1, "h{next} after h{level}");
            level = next;
        }
        assert_eq!(tags(&page, "h1").len(), 1);
        let ids = attributes(&page, "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "ids are unique");
        for link in attributes(&page, "href") {
            assert!(ids.contains(&link.trim_start_matches('#')), "{link} leads nowhere");
        }
        for reference in attributes(&page, "aria-labelledby") {
            assert!(ids.contains(&reference));
        }
        assert!(tags(&page, "th").iter().all(|tag| tag.contains("scope=\"")), "heads of tables say of what");
        assert!(page.matches("<details>").count() >= 2, "the days as tables");
    }
}

#[tokio::test]
async fn both_calendars_stand_side_by_side() {
    let page = page(ReportOptions::with_reflections).await;
    for words in [
        "10 January 2026 to 20 April 2026",
        "21 Rajab 1447 AH to 3 Dhul-Qa'dah 1447 AH",
        "18 February 2026 to 19 March 2026", // Ramadan
        "1 Ramadan 1447 AH to 30 Ramadan 1447 AH",
        "20 March 2026", // Eid al-Fitr
        "1 March 2026 · 12 Ramadan 1447 AH",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test]
async fn days_without_anything_give_a_page_all_the_same() {
    let book = Kitaab::open("memory:").await.unwrap().my_book().await.unwrap();
    for days in [days(), DayRange::single(day("1900-01-01")), DayRange::single(day("2100-12-31"))] {
        let page = report(&book, &ReportOptions::new(days).with_saiyyiaat().with_reflections()).await.unwrap();
        assert!(page.contains("Nothing was recorded in these days."));
    }
}

#[tokio::test]
async fn what_is_before_the_book_began_takes_no_room() {
    let whole = report(&crate::world::book().await, &ReportOptions::new(DayRange::ALL)).await.unwrap();
    assert_eq!(whole, page(|options| options).await, "from the first day of the book to today");
}

#[tokio::test]
async fn figures_are_those_of_the_book() {
    let page = page(|options| options).await;
    // 101 days, of which every ninth was forgotten; 2.5 pages on the others.
    assert!(page.contains("Something was written on 90 of 101 days."), "logged days");
    assert!(page.contains("225 "), "pages in all");
    assert!(page.contains("90 of 101"), "Isha was kept on 90 of 101 days");
}

/// The relative luminance of a colour such as `#1c1b19`, by WCAG 2.
fn luminance(colour: &str) -> f64 {
    let hex = colour.trim().trim_start_matches('#');
    let hex = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

#[tokio::test]
async fn ink_and_paper_differ_enough_in_light_dark_and_print() {
    let page = page(|options| options).await;
    let colours = |name: &str| {
        let property = format!("--{name}: ");
        let values = page.split(&property).skip(1);
        values.map(|rest| luminance(rest.split(';').next().unwrap())).collect::<Vec<_>>()
    };
    let papers = colours("paper");
    assert_eq!(papers.len(), 3, "light, dark, print");
    for ink in ["ink", "faint"] {
        for (ink, paper) in colours(ink).into_iter().zip(&papers) {
            let ratio = (ink.max(*paper) + 0.05) / (ink.min(*paper) + 0.05);
            assert!(ratio >= 4.5, "{ratio:.1} to 1");
        }
    }
}
