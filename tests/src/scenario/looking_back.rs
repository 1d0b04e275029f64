//! Performing what looks back: insights, the report and plots, and the calendar.

use kitaab::{Book, DashboardRequest, Day, DayRange, Error, Insights};
use serde_json::{Value as Json, json};

use super::answer::plain;
use super::operation::{CorrelationInput, DashboardInput, FirstLast, LookingBack};
use super::perform::done;
use super::reports;

pub(super) async fn perform(book: &Book, operation: LookingBack) -> Result<Json, Error> {
    let seen = |hidden: Option<bool>| {
        if hidden == Some(true) { book.insights().with_hidden() } else { book.insights() }
    };
    Ok(match operation {
        LookingBack::Summary(with) => plain(&seen(with.hidden).summary(span(with.first_day, with.last_day)?).await?),
        LookingBack::Figures(with) => {
            plain(&seen(with.hidden).figures(with.subject, span(with.first_day, with.last_day)?).await?)
        }
        LookingBack::Distribution(with) => {
            plain(&seen(with.hidden).distribution(with.item, span(with.first_day, with.last_day)?).await?)
        }
        LookingBack::Series(with) => {
            let days = span(with.first_day, with.last_day)?;
            plain(&seen(with.hidden).series(with.subject, with.bucket, days).await?)
        }
        LookingBack::HeatMap(with) => {
            plain(&seen(with.hidden).heat_map(with.subject, span(with.first_day, with.last_day)?).await?)
        }
        LookingBack::Weekdays(with) => {
            plain(&seen(with.hidden).weekdays(with.subject, span(with.first_day, with.last_day)?).await?)
        }
        LookingBack::Streaks(with) => plain(&match with.first_day.zip(with.last_day) {
            Some((first, last)) => seen(with.hidden).streaks_within(with.item, span(first, last)?).await?,
            None => seen(with.hidden).streaks(with.item).await?,
        }),
        LookingBack::Strength(with) => json!({ "strength": seen(with.hidden).strength(with.item).await? }),
        LookingBack::StrengthSeries(with) => {
            let days = span(with.first_day, with.last_day)?;
            json!({ "strengths": seen(with.hidden).strength_series(with.item, days).await? })
        }
        LookingBack::Comparison(with) => {
            plain(&seen(with.hidden).comparison(between(&with.before)?, between(&with.after)?).await?)
        }
        LookingBack::Correlation(with) => correlation(seen(with.hidden), with).await?,
        LookingBack::Dashboard(with) => plain(&seen(with.hidden).dashboard(&request(&with)?).await?),
        LookingBack::Page(with) => reports::page(book, with).await?,
        LookingBack::Plot(with) => reports::plot(book, with).await?,
        LookingBack::Today(_) => json!({ "day": book.today().await? }),
        LookingBack::Day(with) => plain(&book.calendar().day(with.day).await?),
        LookingBack::Days(with) => {
            json!({ "days": book.calendar().days(span(with.first_day, with.last_day)?).await? })
        }
        LookingBack::Sightings(_) => {
            let set = book.calendar().sightings().await?;
            let told = set.iter().map(|sighting| json!({ "month": sighting.id, "first_day": sighting.first_day }));
            json!({ "sightings": told.collect::<Vec<_>>() })
        }
        LookingBack::SetSighting(with) => {
            let committed = book.calendar().set_sighting(with.month, with.first_day).await?;
            done(book, &committed, Json::Null).await?
        }
        LookingBack::RemoveSighting(with) => {
            let committed = book.calendar().remove_sighting(with.month).await?;
            done(book, &committed, Json::Null).await?
        }
        LookingBack::SetSightings(with) => {
            let sightings = with.sightings.into_iter().map(|edit| (edit.month, edit.first_day));
            let committed = book.calendar().set_sightings(sightings).await?;
            done(book, &committed, Json::Null).await?
        }
    })
}

async fn correlation(insights: Insights<'_>, with: CorrelationInput) -> Result<Json, Error> {
    let days = span(with.first_day, with.last_day)?;
    let found = insights.correlation(with.first, with.second, days).await?;
    let mut told = plain(&found);
    (told["first"], told["second"]) = (plain(&found.items.0), plain(&found.items.1));
    Ok(told)
}

fn request(with: &DashboardInput) -> Result<DashboardRequest, Error> {
    let mut request = DashboardRequest::new(span(with.first_day, with.last_day)?);
    if let Some(bucket) = with.bucket {
        request = request.by(bucket);
    }
    Ok(match &with.compare_with {
        Some(days) => request.compared_with(between(days)?),
        None => request,
    })
}

fn between(days: &FirstLast) -> Result<DayRange, Error> {
    span(days.first, days.last)
}

fn span(first: Day, last: Day) -> Result<DayRange, Error> {
    Ok(DayRange::new(first, last)?)
}
