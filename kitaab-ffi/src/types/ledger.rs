//! The ledger, imports, exports and the starter catalogue.

use super::{Category, Checkpoint, Committed, DaySpan, EntryValue, Goal, HijriMonth, Measure, Schedule};
use crate::convert::{Inward, Outward};
use crate::error::Result;
use crate::scalar::{
    Day, DeedId, DeviceId, ExemptionId, GroupId, Int, ItemId, Long, MeritId, ReminderId, ScaleId, TargetId, Text,
    Timestamp, UserId,
};

choices! {
    /// What a commit does in the history of its book.
    choice Origin {
        /// Written by its actor.
        Authored = "authored",
        /// Reverses an earlier commit.
        Undo = "undo",
        /// Brings back what an undo had reversed.
        Redo = "redo",
        /// Writes again what an erasure could not keep in place.
        Erasure = "erasure",
    }
}

unions! {
    /// Names a record of a book.
    union RecordKey {
        /// The owner's settings.
        Settings {}
        /// A group.
        Group {
            /// Which.
            id: [GroupId],
        }
        /// A deed.
        Deed {
            /// Which.
            id: [DeedId],
        }
        /// An item.
        Item {
            /// Which.
            id: [ItemId],
        }
        /// A scale version.
        Scale {
            /// Which.
            id: [ScaleId],
        }
        /// An exemption.
        Exemption {
            /// Which.
            id: [ExemptionId],
        }
        /// A merit.
        Merit {
            /// Which.
            id: [MeritId],
        }
        /// A target.
        Target {
            /// Which.
            id: [TargetId],
        }
        /// A reminder.
        Reminder {
            /// Which.
            id: [ReminderId],
        }
        /// The entry of an item on a day.
        Entry {
            /// The item.
            item: [ItemId],
            /// The day.
            day: [Day],
        }
        /// Whether a day was reviewed.
        Reviewed {
            /// The day.
            day: [Day],
        }
        /// The make-ups done for an item on a day.
        MakeUp {
            /// The item.
            item: [ItemId],
            /// The day.
            day: [Day],
        }
        /// The owed days of an item that were settled by fidya on a day.
        Fidya {
            /// The item.
            item: [ItemId],
            /// The day.
            day: [Day],
        }
        /// The reflection on a day.
        Reflection {
            /// The day.
            day: [Day],
            /// On good deeds or on bad ones.
            category: [Category],
        }
        /// The first day of a Hijri month by the owner's sighting.
        Sighting {
            /// The month.
            month: [HijriMonth],
        }
    }

    /// What a record held.
    union RecordImage {
        /// An entry.
        Entry {
            /// Its value.
            value: [EntryValue],
            /// Its note. Private.
            @private note: [Option<Text>],
        }
        /// The mark that a day was reviewed.
        Reviewed {}
        /// Make-ups.
        MakeUp {
            /// How many.
            count: [Int],
        }
        /// Owed days settled by fidya.
        Fidya {
            /// How many.
            count: [Int],
        }
        /// A reflection. Private.
        Reflection {
            /// The words.
            @private text: [Text],
        }
        /// A record of the book's structure.
        Structure {
            /// What kind.
            kind: [Text],
        }
    }
}

records! {
    /// A commit of the ledger, without what it changed.
    record CommitHeader {
        /// Its place in the ledger.
        seq: [Long],
        /// When it was written.
        at: [Timestamp],
        /// Who wrote it.
        actor: [UserId],
        /// On which device.
        device: [DeviceId],
        /// What it does in the book's history.
        origin: [Origin],
        /// Of an undo or a redo: which commit it is about.
        of: [Option<Long>],
    }

    /// One event in the history of a record.
    record LedgerEvent {
        /// The sequence number of the commit.
        seq: [Long],
        /// When.
        at: [Timestamp],
        /// Who.
        actor: [UserId],
        /// On which device.
        device: [DeviceId],
        /// Whether it was written, undone or brought back.
        origin: [Origin],
        /// Of an undo or a redo: which commit it is about.
        of: [Option<Long>],
        /// What the record held before; none where there was no such record.
        before: [Option<RecordImage>],
        /// What it held afterwards; none where it was removed.
        after: [Option<RecordImage>],
    }

    /// What was undone, or brought back.
    record Undone = kitaab::Undone {
        /// The commit that was.
        of: [Long],
        /// The commit that did it.
        committed: [Committed],
    }

    /// A chain that holds, in numbers.
    record VerifyReport = kitaab::VerifyReport {
        /// How many commits there are.
        commits: [Long],
        /// How many changes they hold, the erased ones included.
        changes: [Long],
        /// How many changes were erased.
        erased: [Long],
        /// Where the ledger ends.
        head: [Checkpoint],
    }

    /// Which entries to write as a table: all of them, without their notes, unless told otherwise.
    record CsvExport {
        /// Only those of these days.
        days: [Option<DaySpan>] = None,
        /// Only those of these items and of what is below them.
        items: [Option<Vec<ItemId>>] = None,
        /// Only those of good deeds, or of bad ones.
        category: [Option<Category>] = None,
        /// With their notes, which are private.
        notes: [Option<bool>] = None,
        /// Begins with the mark by which spreadsheets recognise UTF-8.
        bom: [Option<bool>] = None,
    }

    /// What to put into a calendar file. Nothing is in it that is not asked for.
    record CalendarExport {
        /// The days.
        days: [DaySpan],
        /// With reminders in use.
        reminders: [Option<bool>] = None,
        /// With targets in use.
        targets: [Option<bool>] = None,
        /// With exemptions and their reasons, which are private.
        exemptions: [Option<bool>] = None,
        /// With the days of meaning of the Hijri year.
        occasions: [Option<bool>] = None,
    }

    /// How far an import has come. What was read is then written, all at once: until that is done, the last number stands.
    record ImportProgress = kitaab::ImportProgress {
        /// How many rows were read.
        rows: [Long],
        /// How many there are; none where the file does not tell, or before it was looked through.
        total: [Option<Long>],
    }

    /// What was imported, or, of a dry run, would be.
    record ImportReport {
        /// The format that the file was recognised as.
        format: [Text],
        /// Whether nothing was to be written.
        dry_run: [bool],
        /// What each habit became, in the order of the file.
        deeds: [Vec<ImportedDeed>],
        /// How many entries are new.
        entries_added: [Long],
        /// How many entries the book held already, with the same value.
        entries_unchanged: [Long],
        /// How many spans of skipped days are new, as exemptions.
        exemptions_added: [Long],
        /// How many reminders are new.
        reminders_added: [Long],
        /// How many groups of deeds are new.
        groups_added: [Long],
        /// How many days have a reflection that is new.
        reflections_added: [Long],
        /// How many reflections the book held already, with the same words.
        reflections_unchanged: [Long],
        /// What the file holds that a book can't, or that the book has otherwise.
        not_carried: [Vec<NotCarriedOver>],
        /// What the reader found in the file, in words.
        remarks: [Vec<Text>],
        /// The commit.
        committed: [Committed],
    }

    /// What a habit became.
    record ImportedDeed = kitaab::ImportedDeed {
        /// The deed.
        deed: [DeedId],
        /// Its name.
        name: [Text],
        /// Whether it is new to the book.
        is_new: [bool],
        /// How many of its entries are new.
        entries_added: [Long],
    }

    /// Something that was not carried over as it stands in the file.
    record NotCarriedOver {
        /// The habit's name.
        habit: [Text],
        /// What it is, as a stable word.
        what: [Text],
        /// How often.
        count: [Long],
        /// The first three days concerned, if days are.
        days: [Vec<Day>],
    }

    /// A deed of the starter catalogue, in a language.
    record StarterDeed = kitaab::starter::StarterDeed {
        /// What it is picked by: `salah`.
        key: [Text],
        /// What it belongs to: `Prayer`.
        group: [Text],
        /// Its name.
        name: [Text],
        /// What it means.
        about: [Text],
        /// Good or bad.
        category: [Category],
        /// Scale or count.
        measure: [Measure],
        /// The unit of its amounts, where it has one.
        unit: [Option<Text>],
        /// The labels of its scale, the lowest first; empty for a deed that is counted.
        values: [Vec<Text>],
        /// Whether it belongs to the set that is suggested to beginners.
        suggested: [bool],
        /// The items under it.
        items: [Vec<StarterItem>],
    }

    /// An item of a deed of the starter catalogue, in a language.
    record StarterItem = kitaab::starter::StarterItem {
        /// What it is picked by: `salah/fajr`.
        key: [Text],
        /// Its name.
        name: [Text],
        /// When it is due.
        schedule: [Schedule],
        /// What makes a day kept, where the default of its category is not meant.
        goal: [Option<Goal>],
        /// Whether missed days are owed.
        make_up: [bool],
        /// Whether it is a fast.
        fast: [bool],
        /// Whether it belongs to the set that is suggested to beginners.
        suggested: [bool],
    }
}

impl Inward<kitaab::RecordKey> for RecordKey {
    fn inward(self) -> Result<kitaab::RecordKey> {
        Ok(match self {
            Self::Settings {} => kitaab::RecordKey::Settings,
            Self::Group { id } => kitaab::RecordKey::Group(id.inward()?),
            Self::Deed { id } => kitaab::RecordKey::Deed(id.inward()?),
            Self::Item { id } => kitaab::RecordKey::Item(id.inward()?),
            Self::Scale { id } => kitaab::RecordKey::Scale(id.inward()?),
            Self::Exemption { id } => kitaab::RecordKey::Exemption(id.inward()?),
            Self::Merit { id } => kitaab::RecordKey::Merit(id.inward()?),
            Self::Target { id } => kitaab::RecordKey::Target(id.inward()?),
            Self::Reminder { id } => kitaab::RecordKey::Reminder(id.inward()?),
            Self::Entry { item, day } => kitaab::RecordKey::Entry(item.inward()?, day.inward()?),
            Self::Reviewed { day } => kitaab::RecordKey::Reviewed(day.inward()?),
            Self::MakeUp { item, day } => kitaab::RecordKey::MakeUp(item.inward()?, day.inward()?),
            Self::Fidya { item, day } => kitaab::RecordKey::Fidya(item.inward()?, day.inward()?),
            Self::Reflection { day, category } => kitaab::RecordKey::Reflection(day.inward()?, category.inward()?),
            Self::Sighting { month } => kitaab::RecordKey::Sighting(month.inward()?),
        })
    }
}

fn image(image: kitaab::RecordImage, key: kitaab::RecordKey, catalogue: &kitaab::Catalogue) -> RecordImage {
    match (image, key) {
        (kitaab::RecordImage::Entry(entry), kitaab::RecordKey::Entry(item, _)) => {
            RecordImage::Entry { value: EntryValue::told(entry.value, item, catalogue), note: entry.note.outward() }
        }
        (kitaab::RecordImage::Reviewed, _) => RecordImage::Reviewed {},
        (kitaab::RecordImage::MakeUp(count), _) => RecordImage::MakeUp { count: count.outward() },
        (kitaab::RecordImage::Fidya(count), _) => RecordImage::Fidya { count: count.outward() },
        (kitaab::RecordImage::Reflection(text), _) => RecordImage::Reflection { text: text.outward() },
        _ => RecordImage::Structure { kind: crate::error::kind_word(key.kind()) },
    }
}

/// An origin, and which commit it is about.
fn origin(origin: kitaab::Origin) -> (Origin, Option<Long>) {
    match origin {
        kitaab::Origin::Authored => (Origin::Authored, None),
        kitaab::Origin::Undo(of) => (Origin::Undo, Some(of.outward())),
        kitaab::Origin::Redo(of) => (Origin::Redo, Some(of.outward())),
        kitaab::Origin::Erasure => (Origin::Erasure, None),
    }
}

impl Outward<CommitHeader> for (u64, kitaab::Header) {
    fn outward(self) -> CommitHeader {
        let (seq, header) = self;
        let (origin, of) = origin(header.origin());
        CommitHeader {
            seq: seq.outward(),
            at: header.at.outward(),
            actor: header.actor().outward(),
            device: header.device.outward(),
            origin,
            of,
        }
    }
}

impl LedgerEvent {
    pub(crate) fn told(event: kitaab::LedgerEvent, key: kitaab::RecordKey, catalogue: &kitaab::Catalogue) -> Self {
        let (origin, of) = origin(event.origin);
        Self {
            seq: event.seq.outward(),
            at: event.at.outward(),
            actor: event.actor.outward(),
            device: event.device.outward(),
            origin,
            of,
            before: event.before.map(|held| image(held, key, catalogue)),
            after: event.after.map(|held| image(held, key, catalogue)),
        }
    }
}

impl Inward<kitaab::CsvExport> for CsvExport {
    fn inward(self) -> Result<kitaab::CsvExport> {
        let mut export = kitaab::CsvExport::new();
        if let Some(days) = self.days {
            export = export.days(days.inward()?);
        }
        if let Some(items) = self.items {
            let items: Vec<kitaab::ItemId> = items.inward()?;
            export = export.items(items);
        }
        if let Some(category) = self.category {
            export = export.category(category.inward()?);
        }
        if self.notes == Some(true) {
            export = export.with_notes();
        }
        Ok(if self.bom == Some(true) { export.with_bom() } else { export })
    }
}

impl Inward<kitaab::CalendarExport> for CalendarExport {
    fn inward(self) -> Result<kitaab::CalendarExport> {
        let mut export = kitaab::CalendarExport::new(self.days.inward()?);
        if self.reminders == Some(true) {
            export = export.with_reminders();
        }
        if self.targets == Some(true) {
            export = export.with_targets();
        }
        if self.exemptions == Some(true) {
            export = export.with_exemptions();
        }
        Ok(if self.occasions == Some(true) { export.with_occasions() } else { export })
    }
}

impl Outward<ImportReport> for kitaab::ImportReport {
    fn outward(self) -> ImportReport {
        ImportReport {
            format: self.format.as_str().outward(),
            dry_run: self.dry_run,
            deeds: self.deeds.outward(),
            entries_added: self.entries_added.outward(),
            entries_unchanged: self.entries_unchanged.outward(),
            exemptions_added: self.exemptions_added.outward(),
            reminders_added: self.reminders_added.outward(),
            groups_added: self.groups_added.outward(),
            reflections_added: self.reflections_added.outward(),
            reflections_unchanged: self.reflections_unchanged.outward(),
            not_carried: self.not_carried.outward(),
            remarks: self.remarks.iter().map(|remark| remark.to_string().outward()).collect(),
            committed: self.committed.outward(),
        }
    }
}

impl Outward<NotCarriedOver> for kitaab::NotCarriedOver {
    fn outward(self) -> NotCarriedOver {
        NotCarriedOver {
            habit: self.habit.outward(),
            what: self.what.code().outward(),
            count: self.count.outward(),
            days: self.days.outward(),
        }
    }
}
