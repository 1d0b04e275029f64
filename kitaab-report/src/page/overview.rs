//! What there is: deeds and items with their figures.

use kitaab::words::Text;
use kitaab::{Category, ItemSummary};
use maud::{Markup, html};

use super::{Section, Writer};
use crate::error::Result;

impl Writer<'_> {
    pub(super) fn overview(&self) -> Result<Option<Section>> {
        let summary = &self.contents.dashboard.summary;
        let mut body = Vec::new();
        for category in &self.contents.categories {
            let of_category = |line: &&ItemSummary| {
                self.contents.catalogue.deeds.get(&line.deed).is_some_and(|deed| deed.category == *category)
            };
            let lines: Vec<&ItemSummary> = summary.items.iter().filter(of_category).collect();
            if !lines.is_empty() {
                body.push(self.figures_of(*category, &lines)?);
            }
        }
        let logged = self.put(
            Text::REPORT_LOGGED_DAYS,
            &[("logged", summary.logged_days.into()), ("days", self.contents.days.count().into())],
        );
        let body = html! {
            p { (logged) }
            @if body.is_empty() { p { (self.say(Text::REPORT_EMPTY)) } }
            @for table in &body { (table) }
        };
        Ok(Some(Section { id: "overview", title: self.say(Text::REPORT_OVERVIEW), body }))
    }

    fn figures_of(&self, category: Category, lines: &[&ItemSummary]) -> Result<Markup> {
        let rows = lines.iter().map(|line| self.figures_row(line)).collect::<Result<Vec<_>>>()?;
        Ok(html! {
            h3 { (self.locale.category(category)) }
            table {
                thead {
                    tr {
                        th scope="col" { (self.say(Text::REPORT_DEED)) }
                        th.number.narrow-hidden scope="col" { (self.say(Text::REPORT_DAYS_LOGGED)) }
                        th.number scope="col" { (self.say(Text::REPORT_TOTAL)) }
                        th.number scope="col" { (self.say(Text::REPORT_KEPT)) }
                        th.long.narrow-hidden scope="col" { (self.say(Text::REPORT_SHARE)) }
                        th.number scope="col" { span.only-narrow { (self.say(Text::REPORT_SHARE)) } }
                    }
                }
                tbody { @for row in &rows { (row) } }
            }
        })
    }

    fn figures_row(&self, line: &ItemSummary) -> Result<Markup> {
        let catalogue = &self.contents.catalogue;
        let level = catalogue.level_of(line.item)?;
        let class = if level == 0 { "deed".to_owned() } else { format!("level-{}", level.min(3)) };
        let unit = catalogue.deeds.get(&line.deed).and_then(|deed| deed.unit.as_ref()).map(kitaab::Unit::as_str);
        let figures = &line.figures;
        Ok(html! {
            tr {
                th class=(class) scope="row" { (self.name(line.item)) }
                td.number.narrow-hidden { (self.locale.number(figures.days_logged.into())) }
                td.number { @if let Some(total) = figures.total { (self.locale.amount(total, unit)) } }
                td.number { @if figures.due > 0 { (self.of_due(figures.kept.into(), figures.due.into())) } }
                td.long.narrow-hidden { @if figures.rate.is_some() { (self.bar(figures.rate)) } }
                td.number { (self.share(figures.rate)) }
            }
        })
    }
}
