//! Charts of single items.

use kitaab::words::Locale;
use kitaab::{Bucket, DayRange, ItemId};
use kitaab_report::{PlotOptions, plot};

use crate::world::{book, days};

#[tokio::test]
async fn an_item_is_drawn_as_svg_in_any_bucket_and_language() {
    let book = book().await;
    let buckets =
        [Bucket::Day, Bucket::Week, Bucket::Month, Bucket::Year, Bucket::HijriMonth, Bucket::HijriYear, Bucket::Whole];
    let items: Vec<ItemId> = book.catalogue().await.unwrap().items.keys().copied().collect();
    for language in Locale::tags() {
        for bucket in buckets {
            for item in &items {
                let options = PlotOptions::new(days()).by(bucket).in_language(Locale::named(language).unwrap());
                let svg = plot(&book, *item, &options).await.unwrap();
                let drawing = roxmltree::Document::parse(&svg).unwrap();
                let named = |name: &str| drawing.descendants().filter(|node| node.has_tag_name(name)).count();
                let tag = |name: &'static str| ("http://www.w3.org/2000/svg", name);
                assert!(drawing.descendants().all(|node| !node.has_tag_name(tag("script"))));
                assert_eq!(drawing.root_element().attribute("role"), Some("img"));
                assert!(drawing.descendants().any(|node| node.has_tag_name(tag("title"))), "{} titles", named("title"));
                let bars = drawing.descendants().filter(|node| node.has_tag_name(tag("rect"))).count();
                assert!(bars >= 1, "{language} {bucket:?}: no bars");
            }
        }
    }
}

#[tokio::test]
async fn what_is_not_there_can_not_be_drawn() {
    let book = book().await;
    let error = plot(&book, ItemId::new(uuid::Uuid::from_u128(7)), &PlotOptions::new(days())).await.unwrap_err();
    assert_eq!(error.code(), "not_found");
    let item = book.items().find("القرآن").await.unwrap();
    let error = plot(&book, item, &PlotOptions::new(DayRange::ALL).by(Bucket::Day)).await.unwrap_err();
    assert_eq!(error.code(), "invalid");
    plot(&book, item, &PlotOptions::new(DayRange::ALL).by(Bucket::Year)).await.unwrap();
}

#[cfg(feature = "png")]
#[tokio::test]
async fn a_chart_is_drawn_in_pixels() {
    let book = book().await;
    let item = book.items().find("القرآن").await.unwrap();
    let svg = plot(&book, item, &PlotOptions::new(days())).await.unwrap();
    let png = kitaab_report::png(&svg).unwrap();
    assert_eq!(&png.bytes[..8], b"\x89PNG\r\n\x1a\n");
    let size = |at: usize| u32::from_be_bytes(png.bytes[at..at + 4].try_into().unwrap());
    assert_eq!((size(16), size(20)), (1_520, 800));
    assert_eq!(kitaab_report::png("<p>no picture</p>").unwrap_err().code(), "unsupported");
}
