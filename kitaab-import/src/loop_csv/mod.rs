//! Loop Habit Tracker, CSV export: a zip archive, or the folder it was unpacked to.
//!
//! Source of these facts: `HabitsCSVExporter.kt` and `HabitList.kt` of the program. `Habits.csv` lists the habits;
//! the days of each are in `NNN Name/Checkmarks.csv`, where `NNN` is its place in that list and the name has lost all
//! but `[ a-zA-Z0-9._-]`. `Scores.csv` files are worked out by the program. So are the tables in the root, which
//! moreover do not quote names and so can't be split for sure: days are never made up from them.

mod days;
mod habits;
mod layout;

use crate::archive::Files;
use crate::draft::Draft;
use crate::keys::Keys;
use crate::model::Imported;
use crate::reading::Reading;
use crate::remark::{Finding, Findings, Place, Remarks};
use crate::{Format, ImportError};

use layout::Layout;

/// Whether the files are an export of Loop's: there is a `Habits.csv`.
pub(crate) fn recognises(files: &Files<'_>) -> bool {
    Layout::find(files.names()).is_some()
}

/// Reads the whole export.
pub(crate) fn read(mut files: Files<'_>, reading: &mut Reading<'_>) -> Result<Imported, ImportError> {
    let Some(mut layout) = Layout::find(files.names()) else {
        return Err(ImportError::unsupported(files.place(), "there is no Habits.csv"));
    };
    let mut keys = Keys::default();
    let mut remarks = Remarks::default();
    let mut finished = Vec::new();
    for listed in habits::read(&mut files, layout.habits, reading)? {
        let habits::Listed { mut draft, number, perhaps } = listed;
        keys.assign(&mut draft, &[], number);
        match layout.claim(number, &draft.habit.name) {
            Some(index) => {
                if let Some(kind) = perhaps
                    && is_number(&draft, &mut files, index, reading)?
                {
                    draft.say(Finding::KindGuessed);
                    draft.habit.kind = kind;
                }
                days::read(&mut draft, &mut files, index, reading)?;
            }
            None => draft.say(Finding::MissingDays),
        }
        finished.push(draft.finish(&mut remarks));
    }
    reading.report()?;

    let mut of_source = Findings::default();
    for name in layout.unclaimed(files.names()) {
        of_source.add(Finding::UnclaimedFile, None, || name.chars().take(100).collect());
    }
    remarks.extend(&Place::Source, of_source);
    Ok(Imported {
        format: Format::LoopCsv,
        version: None,
        habits: finished,
        reflections: Vec::new(),
        remarks: remarks.into_list(),
    })
}

/// Exports from before the column `Type` do not say what a habit is. What has a unit, or a day that no yes/no habit can
/// have, is a number; this has to be known before the first day is read.
fn is_number(draft: &Draft, files: &mut Files<'_>, index: usize, reading: &Reading<'_>) -> Result<bool, ImportError> {
    Ok(draft.habit.unit.is_some() || days::any_amount(files, index, reading)?)
}
