//! From the habits of a file to the changes of one commit.

use kitaab_core::{
    Amount, Catalogue, Change, Day, Exemption, ExemptionPatch, NewEntry, Note, Reason, ReasonText, Result,
    ScaleValueRef, Scope, Value,
};
use kitaab_import::{DayRecord, Habit, Imported, Value as ImportedValue};

use super::existing::Existing;
use super::report::{ImportReport, ImportedDeed, NotCarried, NotCarriedOver};
use super::structure::{Ids, deed_of};
use crate::committed::Committed;

/// How many days of each kind a report names.
const MOST_DAYS: usize = 3;

/// The changes that import a file into a book, and what they come to.
pub(super) fn map(
    imported: &Imported,
    existing: &Existing,
    catalogue: &Catalogue,
    today: Day,
) -> Result<(Vec<Change>, ImportReport)> {
    let mut report = ImportReport {
        format: imported.format,
        version: imported.version,
        dry_run: false,
        deeds: Vec::new(),
        entries_added: 0,
        entries_unchanged: 0,
        exemptions_added: 0,
        reminders_added: 0,
        not_carried: Vec::new(),
        remarks: imported.remarks.clone(),
        committed: Committed::default(),
    };
    let mut changes = Vec::new();
    // With the new deeds in it, so that their entries are checked as any other.
    let mut after = catalogue.clone();
    let mut display_order = catalogue.deeds.values().map(|deed| deed.display_order + 1).max().unwrap_or(0);
    for (habit, ids) in imported.habits.iter().zip(Ids::of_all(imported, catalogue.owner)) {
        let is_new = !catalogue.items.contains_key(&ids.item);
        let mut remarks = Remarks { habit, found: Vec::new() };
        if is_new {
            let made = deed_of(habit, &ids, catalogue, display_order, today, &mut |what| remarks.of(what, None))?;
            made.iter().try_for_each(|change| after.apply(change, after.version).map(drop))?;
            report.reminders_added += made.iter().filter(|change| matches!(change, Change::Reminder(..))).count();
            changes.extend(made);
            display_order = display_order.saturating_add(1);
        }
        let mut mapping = Mapping { existing, catalogue: &after, ids, is_new, today, remarks, unchanged: 0 };
        let entries = mapping.new_entries(habit)?;
        let exemptions = mapping.exemptions(habit)?;
        report.deeds.push(ImportedDeed {
            deed: ids.deed,
            name: habit.name.clone(),
            is_new,
            entries_added: entries.len(),
        });
        report.entries_added += entries.len();
        report.entries_unchanged += mapping.unchanged;
        report.exemptions_added += exemptions.len();
        report.not_carried.extend(mapping.remarks.found);
        changes.extend(after.put_entries(&entries, today)?);
        changes.extend(exemptions);
    }
    Ok((changes, report))
}

/// One habit under way.
struct Mapping<'a> {
    existing: &'a Existing,
    catalogue: &'a Catalogue,
    ids: Ids,
    is_new: bool,
    today: Day,
    remarks: Remarks<'a>,
    unchanged: usize,
}

impl Mapping<'_> {
    /// The entries that the book does not hold yet.
    fn new_entries(&mut self, habit: &Habit) -> Result<Vec<NewEntry>> {
        let mut entries = Vec::new();
        for record in &habit.days {
            let day = Day::from_date(record.day)?;
            let Some(value) = self.value(record.value)? else {
                if record.note.is_some() {
                    self.remarks.of(NotCarried::NoteOnSkippedDay, Some(day));
                }
                continue;
            };
            if self.is_open(day, value, record)? {
                let entry = NewEntry::new(self.ids.item, day, value);
                entries.push(match &record.note {
                    Some(note) => entry.note(note),
                    None => entry,
                });
            }
        }
        Ok(entries)
    }

    /// What a day's record is worth; none for a skipped day.
    fn value(&self, value: ImportedValue) -> Result<Option<Value>> {
        let scale = |position| Some(Value::Scale(ScaleValueRef { scale: self.ids.scale, position }));
        Ok(match value {
            ImportedValue::No => scale(0),
            ImportedValue::Yes => scale(1),
            ImportedValue::Skip => None,
            ImportedValue::Amount(hundredths) => Some(Value::Count(Amount::from_hundredths(hundredths)?)),
        })
    }

    /// Whether the entry is to be made: the book does not hold it, and takes it.
    fn is_open(&mut self, day: Day, value: Value, record: &DayRecord) -> Result<bool> {
        let item = self.ids.item;
        if self.today.next().is_some_and(|tomorrow| day > tomorrow) {
            self.remarks.of(NotCarried::FutureDay, Some(day));
            return Ok(false);
        }
        if let Some(there) = self.existing.value(item, day) {
            let note = record.note.as_ref().map(Note::new).transpose()?;
            if there == value && (note.is_none() || note.as_ref() == self.existing.note(item, day)) {
                self.unchanged += 1;
            } else {
                self.remarks.of(NotCarried::KeptInBook, Some(day));
            }
            return Ok(false);
        }
        if self.existing.was_removed(item, day) {
            self.remarks.of(NotCarried::KeptInBook, Some(day));
            return Ok(false);
        }
        // What stands against an entry of a new deed is not for a report: it stops the import.
        if !self.is_new && self.catalogue.check_entry(item, day, value, self.today).is_err() {
            self.remarks.of(NotCarried::Refused, Some(day));
            return Ok(false);
        }
        Ok(true)
    }

    /// The skipped days, one exemption for each span of them; an exemption that is there already grows.
    fn exemptions(&self, habit: &Habit) -> Result<Vec<Change>> {
        let mut spans: Vec<(Day, Day)> = Vec::new();
        for record in habit.days.iter().filter(|record| record.value == ImportedValue::Skip) {
            let day = Day::from_date(record.day)?;
            match spans.last_mut() {
                Some((_, last)) if last.next() == Some(day) => *last = day,
                _ => spans.push((day, day)),
            }
        }
        let mut changes = Vec::new();
        for (first, last) in spans {
            let id = self.ids.exemption(first);
            let patch = match self.catalogue.exemptions.get(&id) {
                None => ExemptionPatch {
                    first_day: Some(first),
                    last_day: Some(Some(last)),
                    scope: Some(Scope::Item(self.ids.item)),
                    reason: Some(Reason::Other(ReasonText::new("skipped")?)),
                },
                Some(Exemption { last_day: Some(known), .. }) if *known < last => {
                    ExemptionPatch { last_day: Some(Some(last)), ..ExemptionPatch::default() }
                }
                Some(_) => continue,
            };
            changes.push(Change::Exemption(id, patch));
        }
        Ok(changes)
    }
}

/// What is not carried over of one habit.
struct Remarks<'a> {
    habit: &'a Habit,
    found: Vec<NotCarriedOver>,
}

impl Remarks<'_> {
    fn of(&mut self, what: NotCarried, day: Option<Day>) {
        let place = self.found.iter().position(|found| found.what == what).unwrap_or_else(|| {
            self.found.push(NotCarriedOver { habit: self.habit.name.clone(), what, count: 0, days: Vec::new() });
            self.found.len() - 1
        });
        let found = &mut self.found[place];
        found.count += 1;
        if found.days.len() < MOST_DAYS {
            found.days.extend(day);
        }
    }
}
