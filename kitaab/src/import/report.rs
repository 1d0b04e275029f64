//! What an import did, and what it could not do.

use kitaab_core::{Day, DeedId};

use super::{ImportFormat, ImportRemark};
use crate::committed::Committed;

/// What was imported, or, of a dry run, would be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportReport {
    /// The format that the file was recognised as.
    pub format: ImportFormat,
    /// The version that the file gives itself.
    pub version: Option<u32>,
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// What each habit became, in the order of the file.
    pub deeds: Vec<ImportedDeed>,
    /// How many entries are new.
    pub entries_added: usize,
    /// How many entries the book held already, with the same value.
    pub entries_unchanged: usize,
    /// How many spans of skipped days are new, as exemptions.
    pub exemptions_added: usize,
    /// How many reminders are new.
    pub reminders_added: usize,
    /// How many groups of deeds are new.
    pub groups_added: usize,
    /// How many days have a reflection that is new.
    pub reflections_added: usize,
    /// How many reflections the book held already, with the same words.
    pub reflections_unchanged: usize,
    /// What the file holds that a book can't, or that the book has otherwise.
    pub not_carried: Vec<NotCarriedOver>,
    /// What the reader found in the file.
    pub remarks: Vec<ImportRemark>,
    /// The commit; of a dry run, or where there was nothing new, none.
    pub committed: Committed,
}

/// What a habit became.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportedDeed {
    /// The deed.
    pub deed: DeedId,
    /// Its name.
    pub name: String,
    /// Whether it is new to the book.
    pub is_new: bool,
    /// How many of its entries are new.
    pub entries_added: usize,
}

/// Something that was not carried over as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotCarriedOver {
    /// The habit's name; `reflections` for what was written about days.
    pub habit: String,
    /// What it is.
    pub what: NotCarried,
    /// How often.
    pub count: usize,
    /// The first three days concerned, if days are.
    pub days: Vec<Day>,
}

/// Why something was not carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NotCarried {
    /// The book holds another value, or another note, for the day: the book's stays.
    KeptInBook,
    /// The day is later than the owner's tomorrow.
    FutureDay,
    /// The item does not take this entry any more: it has items below it, is archived, or its scale was
    /// redefined.
    Refused,
    /// A note on a skipped day: an exemption holds no note.
    NoteOnSkippedDay,
    /// The question and the description together are longer than a description may be: cut.
    DescriptionCut,
    /// So many times in so many days is not a schedule that a book has: the nearest was taken.
    FrequencyApproximated,
    /// The goal of a longer period than a day: it was taken as each due day's.
    GoalOfPeriod,
    /// The habit's colour: a deed has none.
    Color,
    /// The day from which the program counted it: the item starts with its first record.
    StartDay,
}

impl NotCarried {
    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeptInBook => "kept_in_book",
            Self::FutureDay => "future_day",
            Self::Refused => "refused",
            Self::NoteOnSkippedDay => "note_on_skipped_day",
            Self::DescriptionCut => "description_cut",
            Self::FrequencyApproximated => "frequency_approximated",
            Self::GoalOfPeriod => "goal_of_period",
            Self::Color => "color",
            Self::StartDay => "start_day",
        }
    }
}

impl std::fmt::Display for NotCarried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::KeptInBook => "the book holds something else for the day, which stays",
            Self::FutureDay => "the day is later than tomorrow",
            Self::Refused => "the item does not take it: it has items below, is archived, or its scale changed",
            Self::NoteOnSkippedDay => "a note on a skipped day, which an exemption can't hold",
            Self::DescriptionCut => "question and description are too long together, and were cut",
            Self::FrequencyApproximated => "a frequency that no schedule matches, taken as the nearest",
            Self::GoalOfPeriod => "a goal for a longer period than a day, taken as each due day's",
            Self::Color => "a colour, which a deed does not have",
            Self::StartDay => "the day it began in the program; here it starts with its first record",
        })
    }
}
