//! Fidya: settling owed days in another way than by making them up.

use clap::Args;
use kitaab::{FidyaRate, Unit};

use crate::app::App;
use crate::commands::make_ups::{MakeUpsView, begin};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;

/// Record owed days that were settled by fidya, or set what is given for one day
///
/// They are kept apart from make-ups, and reduce what is owed as these do. How much is given for a day is yours to say,
/// in your unit; kitaab tells what the days left come to, and when it applies you know better than any program.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab fidya Fasting/Ramadan --rate \"5.50 EUR\"
  kitaab fidya Fasting/Ramadan 30
  kitaab fidya Fasting/Ramadan --remove --day yesterday
  kitaab fidya Fasting/Ramadan")]
pub(crate) struct FidyaArgs {
    /// The item.
    item: String,
    /// How many owed days were settled on the day, on top of those recorded for it.
    #[arg(value_name = "N", group = "change")]
    count: Option<u32>,
    /// The day; today without it.
    #[arg(long, value_name = "DAY")]
    day: Option<DayWord>,
    /// Remove what was recorded for the day.
    #[arg(long, group = "change")]
    remove: bool,
    /// What is given for one owed day: an amount and its unit; none to tell no amount any more.
    #[arg(long, value_name = "AMOUNT UNIT", group = "change")]
    rate: Option<String>,
}

/// Reads what is given for one day.
fn rate(words: &str) -> Result<Option<FidyaRate>> {
    let words = words.trim();
    if words.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    let Some((amount, unit)) = words.split_once(char::is_whitespace) else {
        return Err(Failure::invalid("rate", "must be an amount and its unit, such as 5.50 EUR", words));
    };
    Ok(Some(FidyaRate::new(amount.parse::<kitaab::Amount>()?, Unit::new(unit.trim())?)))
}

pub(crate) async fn run(args: FidyaArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    if args.day.is_some() && args.count.is_none() && !args.remove {
        return Err(Failure::usage("--day goes with N or --remove"));
    }
    let item = naming::item(&opened.catalogue, &args.item)?;
    let (entries, day) = (opened.book.entries(), opened.day(args.day));
    let committed = if let Some(count) = args.count {
        Some(entries.fidya(item, day, count).await)
    } else if args.remove {
        Some(entries.remove_fidya(item, day).await)
    } else if let Some(words) = &args.rate {
        Some(opened.book.items().set_fidya_rate(item, rate(words)?).await)
    } else {
        None
    };
    let committed = committed.transpose().map_err(|error| begin(error.into(), &args.item))?;
    app.put(&MakeUpsView::of_one(&opened, item, &args.item, committed).await?)
}
