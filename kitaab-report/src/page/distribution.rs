//! How often each value was given: a bar for each item of a deed's tree.

use kitaab::words::Text;
use kitaab::{Category, Distribution, ScaleId, VersionDistribution};
use maud::{Markup, html};

use super::{Section, Writer};

impl Writer<'_> {
    pub(super) fn distributions(&self) -> Option<Section> {
        let all = &self.contents.dashboard.distributions;
        let catalogue = &self.contents.catalogue;
        let mut parts = Vec::new();
        for deed in &self.contents.dashboard.summary.deeds {
            let Ok(root) = catalogue.root(deed.deed) else { continue };
            if !self.is_shown(root.id) {
                continue;
            }
            let of_deed: Vec<&Distribution> =
                all.iter().filter(|one| catalogue.items.get(&one.item).is_some_and(|i| i.deed == deed.deed)).collect();
            let Some(whole) = of_deed.iter().find(|one| one.item == root.id).filter(|one| one.entries > 0) else {
                continue;
            };
            for version in &whole.versions {
                let title = if whole.versions.len() == 1 {
                    html! { bdi { (root.name) } }
                } else {
                    let args = [("deed", root.name.as_str().into()), ("scale", version.version.into())];
                    html! { (self.put(Text::REPORT_VERSION, &args)) }
                };
                parts.push(self.version(&title, version, &of_deed));
            }
        }
        if parts.is_empty() {
            return None;
        }
        let body = html! {
            p {
                (self.say(Text::REPORT_DISTRIBUTION_ABOUT))
                @if self.contents.shows(Category::Saiyyiaat) { " " (self.say(Text::REPORT_DISTRIBUTION_BAD)) }
            }
            @for part in &parts { (part) }
        };
        Some(Section { id: "values", title: self.say(Text::REPORT_DISTRIBUTION), body })
    }

    fn version(&self, title: &Markup, version: &VersionDistribution, items: &[&Distribution]) -> Markup {
        let count = version.values.len();
        let rows = items.iter().filter_map(|item| Some((item, of_version(item, version.scale)?)));
        html! {
            h3 { (title) }
            ul.legend aria-label=(self.say(Text::REPORT_LEGEND)) {
                @for (place, value) in version.values.iter().enumerate() {
                    li {
                        svg.swatch aria-hidden="true" {
                            rect width="100%" height="100%" fill="currentColor" fill-opacity=(opacity(place, count)) {}
                        }
                        bdi { (value.label) }
                    }
                }
            }
            div.wide tabindex="0" role="region" aria-label=(self.say(Text::REPORT_DISTRIBUTION)) {
                table {
                    thead {
                        tr {
                            th scope="col" { (self.say(Text::REPORT_ITEM)) }
                            th.long scope="col" aria-label=(self.say(Text::REPORT_BAR)) {}
                            @for value in &version.values { th.number scope="col" { bdi { (value.label) } } }
                        }
                    }
                    tbody { @for (item, values) in rows { (self.values_row(item, values)) } }
                }
            }
        }
    }

    fn values_row(&self, item: &Distribution, values: &VersionDistribution) -> Markup {
        let count = values.values.len();
        // Each part of the bar begins where those before it end.
        let starts = values.values.iter().scan(0.0, |end, value| {
            let start = *end;
            *end += value.share;
            Some(start)
        });
        let parts = values.values.iter().zip(starts).enumerate();
        let level = self.contents.catalogue.level_of(item.item).unwrap_or(0);
        let class = if level == 0 { "deed".to_owned() } else { format!("level-{}", level.min(3)) };
        html! {
            tr {
                th class=(class) scope="row" { (self.name(item.item)) }
                td.long {
                    svg.bar.stack aria-hidden="true" {
                        @for (place, (value, start)) in parts {
                            (self.segment(start, value.share, shade(place, count)))
                        }
                    }
                }
                @for value in &values.values {
                    td.number title=(self.locale.number(value.count)) { (self.locale.percent(value.share)) }
                }
            }
        }
    }
}

fn of_version(item: &Distribution, scale: ScaleId) -> Option<&VersionDistribution> {
    item.versions.iter().find(|version| version.scale == scale)
}

/// How dark a value is: the lowest the lightest.
#[allow(clippy::cast_precision_loss, reason = "a scale has at most 100 values")]
fn shade(place: usize, count: usize) -> f64 {
    let steps = count.saturating_sub(1).max(1) as f64;
    0.12 + 0.88 * (place as f64 / steps)
}

fn opacity(place: usize, count: usize) -> String {
    format!("{:.2}", shade(place, count))
}
