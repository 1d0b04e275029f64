//! Entries, days as they are recorded, exemptions and make-ups.

use super::{Category, Committed, DaySpan, HijriDay, Occasion, ScaleValueRef};
use crate::convert::{InRange, Inward, Outward};
use crate::error::Result;
use crate::scalar::{Amount, Day, DeedId, ExemptionId, Int, ItemId, Long, ScaleId, Text};

choices! {
    /// Why days are exempt, without the owner's words.
    choice ReasonKind = kitaab::ReasonKind {
        /// Menstruation.
        Menstruation = "menstruation",
        /// Postnatal bleeding.
        Postnatal = "postnatal",
        /// Travel.
        Travel = "travel",
        /// Illness.
        Illness = "illness",
        /// Any other reason.
        Other = "other",
    }
}

unions! {
    /// A value as a user names it.
    union ValueInput {
        /// The label of a scale value.
        Labelled {
            /// The label.
            label: [Text],
        }
        /// An amount.
        Counted {
            /// The amount.
            amount: [Amount],
        }
        /// A scale value of a certain version.
        Exactly {
            /// The value.
            value: [ScaleValueRef],
        }
    }

    /// What an entry holds.
    union EntryValue {
        /// A value of the deed's scale.
        OnScale {
            /// The scale version.
            scale: [ScaleId],
            /// Its number.
            version: [Int],
            /// The position of the value, from 0.
            position: [Int],
            /// Its label.
            label: [Text],
            /// Its score.
            score: [Int],
        }
        /// An amount.
        Counted {
            /// The amount.
            amount: [Amount],
            /// The deed's unit, if it has one.
            unit: [Option<Text>],
        }
    }

    /// Why a span of days is exempt.
    union Reason {
        /// Menstruation.
        Menstruation {}
        /// Postnatal bleeding.
        Postnatal {}
        /// Travel.
        Travel {}
        /// Illness.
        Illness {}
        /// Another reason.
        Other {
            /// The owner's words. Private.
            @private words: [Text],
        }
    }

    /// What an exemption covers.
    union Scope {
        /// All good deeds.
        Hasanaat {}
        /// One deed with all its items.
        OfDeed {
            /// The deed.
            deed: [DeedId],
        }
        /// One item with what is below it.
        OfItem {
            /// The item.
            item: [ItemId],
        }
    }
}

records! {
    /// What was recorded for one item on one day.
    record Entry {
        /// The item.
        item: [ItemId],
        /// The names from the item's deed to it: `Salah/Fajr`.
        path: [Text],
        /// The day it is for.
        day: [Day],
        /// What was recorded.
        value: [EntryValue],
        /// The note with it. Private.
        @private note: [Option<Text>],
        /// The ledger's sequence number of its last change.
        revision: [Long],
    }

    /// An entry to be put: it takes the place of what stood there.
    record NewEntry {
        /// The item.
        item: [ItemId],
        /// The day.
        day: [Day],
        /// The value.
        value: [ValueInput],
        /// The note; without one, the note that is there stays.
        @private note: [Option<Text>] = None,
    }

    /// An amount to be added to a count.
    record CountToAdd {
        /// The item.
        item: [ItemId],
        /// The day.
        day: [Day],
        /// The amount.
        amount: [Amount],
    }

    /// Where a list of entries goes on.
    record EntryCursor {
        /// The day of the last entry.
        day: [Day],
        /// Its item.
        item: [ItemId],
    }

    /// Which entries to list: all of them, a thousand at once, unless told otherwise.
    record EntryQuery {
        /// Of these items.
        items: [Option<Vec<ItemId>>] = None,
        /// On these days.
        days: [Option<DaySpan>] = None,
        /// After this entry in the order of the list.
        after: [Option<EntryCursor>] = None,
        /// At most so many, 1 to 10,000.
        limit: [Option<Int>] = None,
    }

    /// Some entries, and where the next ones are.
    record EntryPage {
        /// The entries, the newest day first.
        entries: [Vec<Entry>],
        /// What to pass as `after` for the next page; none on the last.
        next: [Option<EntryCursor>],
    }

    /// A day as an input screen shows it.
    record DayPage {
        /// The day.
        day: [Day],
        /// Its Hijri date.
        hijri: [HijriDay],
        /// What it means.
        occasions: [Vec<Occasion>],
        /// Whether it holds any entry of the book, or is marked as reviewed.
        logged: [bool],
        /// Whether it is marked as reviewed.
        reviewed: [bool],
        /// The items that can be recorded, in order.
        lines: [Vec<DayLine>],
    }

    /// An item on a day.
    record DayLine {
        /// The item.
        item: [ItemId],
        /// The names from the item's deed to it.
        path: [Text],
        /// Its deed.
        deed: [DeedId],
        /// Good or bad.
        category: [Category],
        /// Whether it is due.
        due: [bool],
        /// Whether an exemption lifts it. Private.
        exempt: [bool],
        /// Whether the day was kept; none when that is unknown.
        kept: [Option<bool>],
        /// What was recorded.
        value: [Option<EntryValue>],
        /// What was recorded, or what a blank reads as.
        reads_as: [Option<EntryValue>],
        /// The note with the entry. Private.
        @private note: [Option<Text>],
    }

    /// A span of days on which some items are not required. Private.
    record Exemption {
        /// Its id.
        id: [ExemptionId],
        /// The first exempt day.
        first_day: [Day],
        /// The last exempt day; none while it is still open.
        last_day: [Option<Day>],
        /// What it covers.
        scope: [Scope],
        /// Why.
        reason: [Reason],
    }

    /// An exemption that was made.
    record AddedExemption {
        /// The exemption.
        exemption: [Exemption],
        /// The commit.
        committed: [Committed],
    }

    /// An exemption to be made.
    record NewExemption {
        /// What it covers.
        scope: [Scope],
        /// Why.
        reason: [Reason],
        /// The first exempt day.
        first_day: [Day],
        /// The last exempt day; open if left out.
        last_day: [Option<Day>] = None,
    }

    /// What to change of an exemption; what is left out stays.
    record ExemptionEdit {
        /// What it covers.
        scope: [Option<Scope>] = None,
        /// Why.
        reason: [Option<Reason>] = None,
        /// The first exempt day.
        first_day: [Option<Day>] = None,
        /// The last exempt day.
        last_day: [Option<Day>] = None,
    }

    /// What is owed of an item: `balance = opening + missed + owed - done - fidya`.
    record MakeUpBalance = kitaab::MakeUpBalance {
        /// How many were owed when the reckoning began.
        opening: [Int],
        /// Due days that were missed since.
        missed: [Int],
        /// Exempt days since whose reason leaves them owed.
        owed: [Int],
        /// Due days on which nothing was logged and which are not confirmed as missed. Not in the balance.
        unconfirmed: [Int],
        /// Make-ups done.
        done: [Long],
        /// Owed days settled by fidya.
        fidya: [Long],
        /// What is left.
        balance: [Long],
        /// What the days left come to as fidya, if that is set.
        fidya_due: [Option<FidyaDue>],
    }

    /// What owed days come to as fidya.
    record FidyaDue = kitaab::FidyaDue {
        /// How much.
        amount: [Amount],
        /// Of what.
        unit: [Text],
    }

    /// How the balance of an item came about.
    record MakeUpHistory = kitaab::MakeUpHistory {
        /// How many were owed when the reckoning began.
        opening: [Int],
        /// The day on which it was told.
        today: [Day],
        /// The days on which something happened, rising.
        steps: [Vec<MakeUpStep>],
    }

    /// What happened to a balance over some days.
    record MakeUpStep = kitaab::MakeUpStep {
        /// The days.
        days: [DaySpan],
        /// Due days among them that were missed.
        missed: [Int],
        /// Exempt days among them whose reason leaves them owed.
        owed: [Int],
        /// Make-ups done on them.
        done: [Long],
        /// Owed days settled by fidya on them.
        fidya: [Long],
        /// What was owed at their end.
        balance: [Long],
    }

    /// What was settled of an item's owed days.
    record Settled {
        /// The make-ups done, by day.
        made_up: [Vec<DayCount>],
        /// The owed days settled by fidya, by day.
        fidya: [Vec<DayCount>],
    }

    /// How many on a day.
    record DayCount {
        /// The day.
        day: [Day],
        /// How many.
        count: [Int],
    }
}

impl Inward<kitaab::ValueInput> for ValueInput {
    fn inward(self) -> Result<kitaab::ValueInput> {
        Ok(match self {
            Self::Labelled { label } => kitaab::ValueInput::Label(label.into()),
            Self::Counted { amount } => kitaab::ValueInput::Amount(amount.inward()?),
            Self::Exactly { value } => kitaab::ValueInput::Ref(value.inward()?),
        })
    }
}

impl EntryValue {
    /// A value of the SDK, with the words of its scale or its unit.
    pub(crate) fn told(value: kitaab::Value, item: kitaab::ItemId, catalogue: &kitaab::Catalogue) -> Self {
        match value {
            kitaab::Value::Scale(named) => {
                let scale = catalogue.scale(named.scale).ok();
                let value = scale.and_then(|scale| scale.value(named.position));
                Self::OnScale {
                    scale: named.scale.outward(),
                    version: scale.map(|scale| scale.version).unwrap_or_default().outward(),
                    position: named.position.outward(),
                    label: value.map_or("", |value| value.label.as_str()).outward(),
                    score: value.map(|value| value.score).unwrap_or_default().outward(),
                }
            }
            kitaab::Value::Count(amount) => {
                let unit = catalogue.deed_of(item).ok().and_then(|deed| deed.unit.clone());
                Self::Counted { amount: amount.outward(), unit: unit.outward() }
            }
        }
    }
}

/// The names from an item's deed to it; empty for an item that is gone.
pub(crate) fn path(item: kitaab::ItemId, catalogue: &kitaab::Catalogue) -> Text {
    catalogue.path_text(item).unwrap_or_default().outward()
}

impl Entry {
    pub(crate) fn told(entry: kitaab::Entry, catalogue: &kitaab::Catalogue) -> Self {
        Self {
            item: entry.item.outward(),
            path: path(entry.item, catalogue),
            day: entry.day.outward(),
            value: EntryValue::told(entry.value, entry.item, catalogue),
            note: entry.note.outward(),
            revision: entry.revision.outward(),
        }
    }
}

impl EntryPage {
    pub(crate) fn told(
        page: kitaab::Page<kitaab::Entry, (kitaab::Day, kitaab::ItemId)>,
        catalogue: &kitaab::Catalogue,
    ) -> Self {
        Self {
            entries: page.rows.into_iter().map(|entry| Entry::told(entry, catalogue)).collect(),
            next: page.next.map(|(day, item)| EntryCursor { day: day.outward(), item: item.outward() }),
        }
    }
}

impl DayPage {
    pub(crate) fn told(page: kitaab::DayPage, catalogue: &kitaab::Catalogue) -> Result<Self> {
        let lines = page.lines.into_iter().map(|line| {
            let value = |value: kitaab::Value| EntryValue::told(value, line.item, catalogue);
            Ok(DayLine {
                item: line.item.outward(),
                path: path(line.item, catalogue),
                deed: line.deed.outward(),
                category: catalogue.deed(line.deed)?.category.outward(),
                due: line.state.due,
                exempt: line.state.exempt,
                kept: line.state.kept,
                value: line.state.recorded.map(value),
                reads_as: line.state.reads_as.map(value),
                note: line.note.outward(),
            })
        });
        Ok(Self {
            day: page.day.outward(),
            hijri: page.hijri.outward(),
            occasions: page.occasions.outward(),
            logged: page.logged,
            reviewed: page.reviewed,
            lines: lines.collect::<Result<_>>()?,
        })
    }
}

impl Inward<kitaab::NewEntry> for NewEntry {
    fn inward(self) -> Result<kitaab::NewEntry> {
        let entry = kitaab::NewEntry::new(self.item.inward()?, self.day.inward()?, self.value.inward()?);
        Ok(match self.note {
            Some(note) => entry.note(note),
            None => entry,
        })
    }
}

impl Inward<(kitaab::Day, kitaab::ItemId)> for EntryCursor {
    fn inward(self) -> Result<(kitaab::Day, kitaab::ItemId)> {
        Ok((self.day.inward()?, self.item.inward()?))
    }
}

/// How many rows a list holds where that is not told.
pub(crate) const ROWS: u32 = 1_000;

impl Inward<kitaab::EntryQuery> for EntryQuery {
    fn inward(self) -> Result<kitaab::EntryQuery> {
        let limit: Option<u32> = self.limit.in_range("limit")?;
        let days: Option<kitaab::DayRange> = self.days.inward()?;
        Ok(kitaab::EntryQuery {
            items: self.items.inward()?,
            days: days.unwrap_or(kitaab::DayRange::ALL),
            words: Vec::new(),
            after: self.after.inward()?,
            limit: limit.unwrap_or(ROWS),
        })
    }
}

impl Outward<Reason> for kitaab::Reason {
    fn outward(self) -> Reason {
        match self {
            Self::Menstruation => Reason::Menstruation {},
            Self::Postnatal => Reason::Postnatal {},
            Self::Travel => Reason::Travel {},
            Self::Illness => Reason::Illness {},
            Self::Other(words) => Reason::Other { words: words.outward() },
            other => unreachable!("{:?} is not known to the facade", other.kind()),
        }
    }
}

impl Inward<kitaab::Reason> for Reason {
    fn inward(self) -> Result<kitaab::Reason> {
        Ok(match self {
            Self::Menstruation {} => kitaab::Reason::Menstruation,
            Self::Postnatal {} => kitaab::Reason::Postnatal,
            Self::Travel {} => kitaab::Reason::Travel,
            Self::Illness {} => kitaab::Reason::Illness,
            Self::Other { words } => kitaab::Reason::Other(words.inward()?),
        })
    }
}

impl Outward<Scope> for kitaab::Scope {
    fn outward(self) -> Scope {
        match self {
            Self::Hasanaat => Scope::Hasanaat {},
            Self::Deed(deed) => Scope::OfDeed { deed: deed.outward() },
            Self::Item(item) => Scope::OfItem { item: item.outward() },
        }
    }
}

impl Inward<kitaab::Scope> for Scope {
    fn inward(self) -> Result<kitaab::Scope> {
        Ok(match self {
            Self::Hasanaat {} => kitaab::Scope::Hasanaat,
            Self::OfDeed { deed } => kitaab::Scope::Deed(deed.inward()?),
            Self::OfItem { item } => kitaab::Scope::Item(item.inward()?),
        })
    }
}

impl Outward<Exemption> for kitaab::Exemption {
    fn outward(self) -> Exemption {
        Exemption {
            id: self.id.outward(),
            first_day: self.first_day.outward(),
            last_day: self.last_day.outward(),
            scope: self.scope.outward(),
            reason: self.reason.outward(),
        }
    }
}

impl Inward<kitaab::NewExemption> for NewExemption {
    fn inward(self) -> Result<kitaab::NewExemption> {
        let new = kitaab::NewExemption::new(self.scope.inward()?, self.reason.inward()?, self.first_day.inward()?);
        Ok(match self.last_day {
            Some(day) => new.last_day(day.inward()?),
            None => new,
        })
    }
}

impl Inward<kitaab::ExemptionPatch> for ExemptionEdit {
    fn inward(self) -> Result<kitaab::ExemptionPatch> {
        Ok(kitaab::ExemptionPatch {
            first_day: self.first_day.inward()?,
            last_day: self.last_day.map(|day| day.inward().map(Some)).transpose()?,
            scope: self.scope.inward()?,
            reason: self.reason.inward()?,
        })
    }
}

impl Outward<Settled> for kitaab::Settled {
    fn outward(self) -> Settled {
        Settled { made_up: counts(self.made_up), fidya: counts(self.fidya) }
    }
}

fn counts(by_day: impl IntoIterator<Item = (kitaab::Day, u32)>) -> Vec<DayCount> {
    by_day.into_iter().map(|(day, count)| DayCount { day: day.outward(), count: count.outward() }).collect()
}
