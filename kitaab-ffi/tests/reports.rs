//! The report and plots as a language asks for them. What is in them, the tests of `kitaab-report` say.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod deeds;

use std::sync::Arc;

use kitaab_ffi::{
    Book, Bucket, Category, Client, Day, DaySpan, ItemId, Measure, NewDeed, OpenOptions, PlotOptions, ReportOptions,
    Result, UserId, ValueInput, block_on,
};

use deeds::named;

const NOTHING: ReportOptions = ReportOptions { language: None, saiyyiaat: None, reflections: None };
const MONTHS: PlotOptions = PlotOptions { bucket: None, language: None };

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn days(first: &str, last: &str) -> DaySpan {
    DaySpan { first: day(first), last: day(last) }
}

async fn counted(book: &Book, name: &str, category: Category) -> ItemId {
    let new = NewDeed { category, measure: Some(Measure::Count), ..named(name) };
    let item = book.deeds().add(new).await.unwrap().deed.items[0].id;
    let value = ValueInput::Counted { amount: "3".parse().unwrap() };
    book.entries().put(item, day("2024-02-09"), value).await.unwrap();
    item
}

/// A book with a good deed, whose item it is, and a bad one; and a reflection on each.
async fn book() -> (Arc<Client>, Arc<Book>, ItemId) {
    let now = Some("2024-02-10T12:00:00Z".parse().unwrap());
    let options = OpenOptions { device: None, now, seed: Some(1) };
    let client = Client::open("memory:".into(), Some(options)).await.unwrap();
    let book = client.book("00000000-0000-0000-0000-000000000001".parse().unwrap());
    let item = counted(&book, "Qur'an <i>", Category::Hasanaat).await;
    counted(&book, "Idle talk", Category::Saiyyiaat).await;
    for (category, text) in [(Category::Hasanaat, "Calm after it"), (Category::Saiyyiaat, "Sorry for it")] {
        book.reflections().write(day("2024-02-09"), category, text.into()).await.unwrap();
    }
    (client, book, item)
}

#[test]
fn a_page_holds_what_is_asked_for() {
    block_on(async {
        let (_client, book, _) = book().await;
        let february = days("2024-02-01", "2024-02-29");
        let held = ["Qur'an &lt;i&gt;", "Idle talk", "Calm after it", "Sorry for it"];
        let (saiyyiaat, reflections) = (Some(true), Some(true));
        for (options, expected) in [
            (None, [true, false, false, false]),
            (Some(NOTHING), [true, false, false, false]),
            (Some(ReportOptions { saiyyiaat, ..NOTHING }), [true, true, false, false]),
            (Some(ReportOptions { reflections, ..NOTHING }), [true, false, true, false]),
            (Some(ReportOptions { saiyyiaat, reflections, ..NOTHING }), [true, true, true, true]),
        ] {
            let page: String = book.reports().page(february.clone(), options.clone()).await?;
            assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\" dir=\"ltr\">"));
            assert_eq!(held.map(|text| page.contains(text)), expected, "{options:?}");
        }
        let arabic = ReportOptions { language: Some("ar".into()), ..NOTHING };
        let page: String = book.reports().page(february, Some(arabic)).await?;
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"ar\" dir=\"rtl\">"));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_plot_has_the_bars_that_are_asked_for() {
    block_on(async {
        let (_client, book, item) = book().await;
        let february = days("2024-02-01", "2024-02-29");
        for (options, lang, months) in [
            (None, "en", true),
            (Some(MONTHS), "en", true),
            (Some(PlotOptions { bucket: Some(Bucket::Day), language: Some("en-GB".into()) }), "en-GB", false),
        ] {
            let plot: String = book.reports().plot(item, february.clone(), options).await?;
            assert!(plot.starts_with("<svg ") && plot.contains(&format!(" lang=\"{lang}\"")));
            assert!(plot.contains("Qur'an &lt;i&gt;"));
            assert!(plot.contains("Feb: 3"), "{plot}");
            assert_eq!(plot.contains("10 Feb: –"), !months, "{plot}");
        }
        Ok(())
    })
    .unwrap();
}

/// The code of what a report is refused with, and the field where it has one.
fn refused<T: std::fmt::Debug>(answer: Result<T>) -> (&'static str, Option<String>) {
    let error = answer.unwrap_err();
    let field = error.data().iter().find(|(name, _)| *name == "field").map(|(_, field)| (*field).to_owned());
    (error.code(), field)
}

#[test]
fn what_there_is_not_is_refused_by_its_code() {
    block_on(async {
        let (client, book, item) = book().await;
        let february = days("2024-02-01", "2024-02-29");
        let reports = book.reports();
        for (tag, code, field) in [("tlh", "unsupported", None), ("not a tag", "invalid", Some("language".to_owned()))]
        {
            let page = ReportOptions { language: Some(tag.into()), ..NOTHING };
            assert_eq!(refused(reports.page(february.clone(), Some(page)).await), (code, field.clone()));
            let plot = PlotOptions { language: Some(tag.into()), ..MONTHS };
            assert_eq!(refused(reports.plot(item, february.clone(), Some(plot)).await), (code, field));
        }
        let backwards = days("2024-02-29", "2024-02-01");
        let of_days = ("invalid", Some("last_day".to_owned()));
        assert_eq!(refused(reports.page(backwards.clone(), None).await), of_days);
        assert_eq!(refused(reports.plot(item, backwards, None).await), of_days);
        let always = days("1900-01-01", "2100-12-31");
        let daily = Some(PlotOptions { bucket: Some(Bucket::Day), ..MONTHS });
        assert_eq!(refused(reports.plot(item, always.clone(), daily).await), ("invalid", Some("bucket".to_owned())));
        assert!(reports.page(always, None).await.is_ok());
        let nothing: ItemId = "00000000-0000-0000-0000-00000000dead".parse()?;
        assert_eq!(refused(reports.plot(nothing, february.clone(), None).await), ("not_found", None));

        let other: UserId = "00000000-0000-0000-0000-000000000002".parse()?;
        let theirs = book.acting_as(other).reports();
        assert_eq!(
            refused(theirs.page(february.clone(), None).await),
            ("not_found", None),
            "nothing is shared with them"
        );
        assert_eq!(refused(theirs.plot(item, february.clone(), None).await), ("not_found", None));
        client.close();
        assert_eq!(refused(reports.page(february, None).await), ("closed", None));
        Ok(())
    })
    .unwrap();
}
