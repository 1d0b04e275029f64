//! What could not be taken over as it stands, counted by place and kind so that a million bad rows stay one remark.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::text::measure;

/// How many examples a remark keeps.
pub const EXAMPLES: usize = 3;
/// How many remarks keep their own place; what comes after is counted for the source as a whole.
pub const REMARKS: usize = 1_000;

/// How long the name of an unknown field may be to be shown, in bytes.
const SHOWN_BYTES: usize = 40;

/// One kind of trouble in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where it was found.
    pub place: Place,
    /// What was found, and what was done about it.
    pub finding: Finding,
    /// How often.
    pub count: u64,
    /// The first [`EXAMPLES`] of them.
    pub examples: Vec<Example>,
}

/// Where something was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The file as a whole.
    Source,
    /// One habit of it.
    Habit {
        /// Its [`source_key`](crate::Habit::source_key).
        key: String,
        /// Its name.
        name: String,
    },
}

/// One row that a remark counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The row id in a database, the line in a text file.
    pub row: Option<i64>,
    /// A day or number as found; of a text only its length. Empty if there is nothing to say.
    pub found: String,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum Field {
    Id,
    Uuid,
    Name,
    Question,
    Description,
    Unit,
    Kind,
    TargetKind,
    TargetValue,
    Frequency,
    Archived,
    Color,
    Position,
    Reminder,
    Habit,
    Day,
    Value,
    Note,
    Group,
    Icon,
    Instant,
    Milestone,
    Reward,
    Star,
    Status,
    Start,
    TargetDays,
    ExtraGoal,
    Title,
    Mood,
    Activities,
}

impl Field {
    /// The stable name of the field.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Uuid => "uuid",
            Self::Name => "name",
            Self::Question => "question",
            Self::Description => "description",
            Self::Unit => "unit",
            Self::Kind => "kind",
            Self::TargetKind => "target_kind",
            Self::TargetValue => "target_value",
            Self::Frequency => "frequency",
            Self::Archived => "archived",
            Self::Color => "color",
            Self::Position => "position",
            Self::Reminder => "reminder",
            Self::Habit => "habit",
            Self::Day => "day",
            Self::Value => "value",
            Self::Note => "note",
            Self::Group => "group",
            Self::Icon => "icon",
            Self::Instant => "instant",
            Self::Milestone => "milestone",
            Self::Reward => "reward",
            Self::Star => "star",
            Self::Status => "status",
            Self::Start => "start",
            Self::TargetDays => "target_days",
            Self::ExtraGoal => "extra_goal",
            Self::Title => "title",
            Self::Mood => "mood",
            Self::Activities => "activities",
        }
    }
}

/// What was found, and what was done about it. Where a field of a habit is at fault, its default stands in and the
/// habit is kept; where a row of a day is at fault, the row is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Finding {
    /// The row is what the program works out by itself, or says that nothing is known: left out.
    Derived,
    /// The row was left out, and a note with it.
    NoteLeftOut,
    /// The number has more than two fraction digits: rounded half to even.
    Rounded(Field),
    /// The field holds what its format does not know.
    UnknownValue(Field),
    /// The field can't be read: it is missing, empty or of another type.
    Unreadable(Field),
    /// The number is larger than 99,999,999.99.
    TooLarge(Field),
    /// The number is below zero.
    Negative(Field),
    /// The day is not in the years 1900 to 2100: left out.
    DayOutOfRange,
    /// The instant is not a midnight: its day was taken.
    NotMidnight,
    /// The day was there already: the first row stays, this one is left out.
    DuplicateDay,
    /// The text held bytes that are no UTF-8, or characters that a book does not take: replaced or removed.
    TextRepaired(Field),
    /// The text was longer than a book takes: its beginning was kept.
    TextCut(Field),
    /// The habit has no name: called "(unnamed)".
    Unnamed,
    /// The row belongs to a habit that the file does not have: left out.
    UnknownHabit,
    /// The habit names itself as another one does: kept, told apart by its row.
    SameKey,
    /// A habit of the same id came before: left out, its days go to the first.
    DuplicateHabit,
    /// The file is of a newer version than this reader knows: read by the columns it has.
    NewerVersion,
    /// The file does not say whether the habit is a number; its unit or values do.
    KindGuessed,
    /// The row has more fields than its header: they are not read.
    ExtraFields,
    /// The row has fewer fields than its header: those at its end read as empty.
    MissingFields,
    /// The archive has no days for this habit.
    MissingDays,
    /// The file belongs to no habit of the archive: not read.
    UnclaimedFile,
    /// A book has no place for it: left out.
    NoPlace(Field),
    /// There is more than one: the first was taken.
    MoreThanOne(Field),
    /// A further record of the day: added to the first.
    AddedUp,
    /// The program had deleted the habit: left out.
    DeletedHabit,
    /// A day of a habit that the program had deleted: left out.
    DayOfDeletedHabit,
    /// A field that this reader does not know: not read.
    UnknownField,
}

impl Finding {
    /// The stable name of the finding, without its field.
    pub fn code(self) -> &'static str {
        match self {
            Self::Derived => "derived",
            Self::NoteLeftOut => "note_left_out",
            Self::Rounded(_) => "rounded",
            Self::UnknownValue(_) => "unknown_value",
            Self::Unreadable(_) => "unreadable",
            Self::TooLarge(_) => "too_large",
            Self::Negative(_) => "negative",
            Self::DayOutOfRange => "day_out_of_range",
            Self::NotMidnight => "not_midnight",
            Self::DuplicateDay => "duplicate_day",
            Self::TextRepaired(_) => "text_repaired",
            Self::TextCut(_) => "text_cut",
            Self::Unnamed => "unnamed",
            Self::UnknownHabit => "unknown_habit",
            Self::SameKey => "same_key",
            Self::DuplicateHabit => "duplicate_habit",
            Self::NewerVersion => "newer_version",
            Self::KindGuessed => "kind_guessed",
            Self::ExtraFields => "extra_fields",
            Self::MissingFields => "missing_fields",
            Self::MissingDays => "missing_days",
            Self::UnclaimedFile => "unclaimed_file",
            Self::NoPlace(_) => "no_place",
            Self::MoreThanOne(_) => "more_than_one",
            Self::AddedUp => "added_up",
            Self::DeletedHabit => "deleted_habit",
            Self::DayOfDeletedHabit => "day_of_deleted_habit",
            Self::UnknownField => "unknown_field",
        }
    }

    /// The field that the finding is about, if it is about one.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Rounded(field)
            | Self::UnknownValue(field)
            | Self::Unreadable(field)
            | Self::TooLarge(field)
            | Self::Negative(field)
            | Self::TextRepaired(field)
            | Self::TextCut(field)
            | Self::NoPlace(field)
            | Self::MoreThanOne(field) => Some(field),
            _ => None,
        }
    }

    /// Whether each count stands for a row of a day that is not one of the days of its habit: it was left out, or added
    /// to another row of the day.
    pub fn leaves_out_a_day(self) -> bool {
        match self {
            Self::Derived
            | Self::DayOutOfRange
            | Self::DuplicateDay
            | Self::UnknownHabit
            | Self::AddedUp
            | Self::DayOfDeletedHabit => true,
            Self::UnknownValue(field) | Self::Unreadable(field) | Self::TooLarge(field) | Self::Negative(field) => {
                matches!(field, Field::Habit | Field::Day | Field::Value)
            }
            _ => false,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = self.field() {
            write!(f, "{}: ", field.as_str())?;
        }
        f.write_str(match self {
            Self::Derived => "worked out by the program or unknown, left out",
            Self::NoteLeftOut => "a note on a row that was left out",
            Self::Rounded(_) => "rounded to two fraction digits",
            Self::UnknownValue(_) => "not a value of this format",
            Self::Unreadable(_) => "missing or of another type",
            Self::TooLarge(_) => "larger than 99,999,999.99",
            Self::Negative(_) => "below zero",
            Self::DayOutOfRange => "a day outside the years 1900 to 2100, left out",
            Self::NotMidnight => "an instant that is not a midnight, its day was taken",
            Self::DuplicateDay => "a day that was there already, left out",
            Self::TextRepaired(_) => "held what is not text, replaced or removed",
            Self::TextCut(_) => "too long, its beginning was kept",
            Self::Unnamed => "without a name, called \"(unnamed)\"",
            Self::UnknownHabit => "a row of a habit that is not in the file, left out",
            Self::SameKey => "named as another habit is, kept apart by its row",
            Self::DuplicateHabit => "a habit of an id that was there already, left out",
            Self::NewerVersion => "of a newer version than this reader knows",
            Self::KindGuessed => "taken for a number, from its unit or values",
            Self::ExtraFields => "more fields than the header, not read",
            Self::MissingFields => "fewer fields than the header, read as empty",
            Self::MissingDays => "no file of days for this habit",
            Self::UnclaimedFile => "a file that belongs to no habit, not read",
            Self::NoPlace(_) => "a book has no place for it, left out",
            Self::MoreThanOne(_) => "more than one, the first was taken",
            Self::AddedUp => "a further record of a day, added to the first",
            Self::DeletedHabit => "a habit that the program had deleted, left out",
            Self::DayOfDeletedHabit => "a day of a habit that the program had deleted, left out",
            Self::UnknownField => "a field that this reader does not know, not read",
        })
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Place::Habit { name, .. } = &self.place {
            write!(f, "{name}: ")?;
        }
        write!(f, "{} ({} times", self.finding, self.count)?;
        for (index, example) in self.examples.iter().enumerate() {
            f.write_str(if index == 0 { "; " } else { ", " })?;
            if let Some(row) = example.row {
                write!(f, "row {row}")?;
            }
            if !example.found.is_empty() {
                let gap = if example.row.is_some() { ": " } else { "" };
                write!(f, "{gap}{}", example.found)?;
            }
        }
        f.write_str(")")
    }
}

/// The name of a field: the program's, if it looks like one.
pub(crate) fn shown_name(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.len() <= SHOWN_BYTES && name.bytes().all(plain) { name.to_owned() } else { measure(name.as_bytes()) }
}

#[derive(Debug, Default)]
struct Tally {
    count: u64,
    examples: Vec<Example>,
}

/// The findings of one place, while it is being read.
#[derive(Debug, Default)]
pub(crate) struct Findings(BTreeMap<Finding, Tally>);

impl Findings {
    /// Counts one finding; `found` is asked only while examples are still wanted.
    pub(crate) fn add(&mut self, finding: Finding, row: Option<i64>, found: impl FnOnce() -> String) {
        let tally = self.0.entry(finding).or_default();
        tally.count += 1;
        if tally.examples.len() < EXAMPLES {
            tally.examples.push(Example { row, found: found() });
        }
    }

    /// Counts many findings of one kind, with one example for them all.
    pub(crate) fn add_many(&mut self, finding: Finding, count: u64, found: impl FnOnce() -> String) {
        if count > 0 {
            self.add(finding, None, found);
            if let Some(tally) = self.0.get_mut(&finding) {
                tally.count += count - 1;
            }
        }
    }
}

/// The remarks of one file, in the order in which their places were finished.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    list: Vec<Remark>,
    of_source: HashMap<Finding, usize>,
}

impl Remarks {
    pub(crate) fn extend(&mut self, place: &Place, findings: Findings) {
        for (finding, tally) in findings.0 {
            if *place == Place::Source || self.list.len() >= REMARKS {
                self.add_to_source(finding, tally);
            } else {
                let Tally { count, examples } = tally;
                self.list.push(Remark { place: place.clone(), finding, count, examples });
            }
        }
    }

    fn add_to_source(&mut self, finding: Finding, tally: Tally) {
        let index = *self.of_source.entry(finding).or_insert(self.list.len());
        if let Some(remark) = self.list.get_mut(index) {
            remark.count += tally.count;
            let room = EXAMPLES - remark.examples.len();
            remark.examples.extend(tally.examples.into_iter().take(room));
        } else {
            let Tally { count, examples } = tally;
            self.list.push(Remark { place: Place::Source, finding, count, examples });
        }
    }

    pub(crate) fn into_list(self) -> Vec<Remark> {
        self.list
    }
}
