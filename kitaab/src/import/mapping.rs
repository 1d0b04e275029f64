//! From the habits of a file to the changes of one commit.

use kitaab_core::{
    Amount, Catalogue, Category, Change, Day, Exemption, ExemptionPatch, Measure, Note, Reason, ReasonText,
    ReflectionText, Result, ScaleValueRef, Scope, Value,
};
use kitaab_import::{DayRecord, Habit, Imported, Value as ImportedValue};

use super::existing::Existing;
use super::report::{ImportReport, ImportedDeed, NotCarried, NotCarriedOver};
use super::structure::{Ids, Place, deed_of, group_of};
use crate::committed::Committed;

/// How many days of each kind a report names.
const MOST_DAYS: usize = 3;
/// Where imported reflections are put: other programs have one kind only.
pub(super) const REFLECTIONS: Category = Category::Hasanaat;
/// One, in hundredths.
const ONE: i64 = 100;

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
        groups_added: 0,
        reflections_added: 0,
        reflections_unchanged: 0,
        not_carried: Vec::new(),
        remarks: imported.remarks.clone(),
        committed: Committed::default(),
    };
    let mut changes = Vec::new();
    // With the new deeds in it, so that their entries are checked as any other.
    let mut after = catalogue.clone();
    let places = Places::of(imported, catalogue);
    for (index, (habit, ids)) in imported.habits.iter().zip(Ids::of_all(imported, catalogue.owner)).enumerate() {
        let is_new = !catalogue.items.contains_key(&ids.item);
        let mut remarks = Remarks { habit: &habit.name, found: Vec::new() };
        if is_new {
            let group = group_of(habit, imported, &after)?;
            if let Some((_, Some(made))) = &group {
                after.apply(made, after.version)?;
                changes.push(made.clone());
                report.groups_added += 1;
            }
            let place = Place { group: group.map(|(id, _)| id), display_order: places.of_habit(index) };
            let made = deed_of(habit, &ids, catalogue, place, today, &mut |what| remarks.of(what, None))?;
            made.iter().try_for_each(|change| after.apply(change, after.version).map(drop))?;
            report.reminders_added += made.iter().filter(|change| matches!(change, Change::Reminder(..))).count();
            changes.extend(made);
        }
        let measure = after.item(ids.item).and_then(|item| after.deed(item.deed))?.measure;
        let mut mapping = Mapping { existing, catalogue: &after, ids, is_new, measure, today, remarks, unchanged: 0 };
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
        if !entries.is_empty() {
            changes.extend(after.put_entries_of(ids.item, entries, today)?);
        }
        changes.extend(exemptions);
    }
    changes.extend(reflections(imported, existing, catalogue, today, &mut report)?);
    Ok((changes, report))
}

/// The places of the habits: after the deeds that are there, in the order that the program shows them in.
struct Places {
    first: u32,
    ranks: Vec<u32>,
}

impl Places {
    fn of(imported: &Imported, catalogue: &Catalogue) -> Self {
        let first = catalogue.deeds.values().map(|deed| deed.display_order.saturating_add(1)).max().unwrap_or(0);
        let position = |&index: &usize| imported.habits.get(index).and_then(|habit| habit.position);
        let mut order: Vec<usize> = (0..imported.habits.len()).collect();
        order.sort_by_key(|index| (position(index).is_none(), position(index)));
        let mut ranks = vec![0; order.len()];
        for (rank, index) in (0..).zip(order) {
            ranks[index] = rank;
        }
        Self { first, ranks }
    }

    fn of_habit(&self, index: usize) -> u32 {
        self.first.saturating_add(self.ranks.get(index).copied().unwrap_or(u32::MAX))
    }
}

/// What was written about days, as far as the book holds nothing for them.
fn reflections(
    imported: &Imported,
    existing: &Existing,
    catalogue: &Catalogue,
    today: Day,
    report: &mut ImportReport,
) -> Result<Vec<Change>> {
    let mut remarks = Remarks { habit: "reflections", found: Vec::new() };
    let mut changes = Vec::new();
    for reflection in &imported.reflections {
        let day = Day::from_date(reflection.day)?;
        let text = ReflectionText::new(&reflection.text)?;
        if is_future(day, today) {
            remarks.of(NotCarried::FutureDay, Some(day));
        } else if existing.reflection(day).is_some_and(|there| *there == text) {
            report.reflections_unchanged += 1;
        } else if existing.reflection(day).is_some() || existing.was_reflection_removed(day) {
            remarks.of(NotCarried::KeptInBook, Some(day));
        } else {
            report.reflections_added += 1;
            changes.extend(catalogue.write_reflection(day, REFLECTIONS, Some(text), today)?);
        }
    }
    report.not_carried.extend(remarks.found);
    Ok(changes)
}

fn is_future(day: Day, today: Day) -> bool {
    today.next().is_some_and(|tomorrow| day > tomorrow)
}

/// One habit under way.
struct Mapping<'a> {
    existing: &'a Existing,
    catalogue: &'a Catalogue,
    ids: Ids,
    is_new: bool,
    /// Of the deed as it is: a habit may have been yes or no when it was imported first, and a number since.
    measure: Measure,
    today: Day,
    remarks: Remarks<'a>,
    unchanged: usize,
}

impl Mapping<'_> {
    /// The entries that the book does not hold yet, by day.
    fn new_entries(&mut self, habit: &Habit) -> Result<Vec<(Day, Value, Option<Note>)>> {
        let mut entries = Vec::with_capacity(if self.is_new { habit.days.len() } else { 0 });
        for record in &habit.days {
            let day = Day::from_date(record.day)?;
            if record.value == ImportedValue::Skip {
                if record.note.is_some() {
                    self.remarks.of(NotCarried::NoteOnSkippedDay, Some(day));
                }
                continue;
            }
            let Some(value) = self.value(record.value)? else {
                self.remarks.of(NotCarried::Refused, Some(day));
                continue;
            };
            if self.is_open(day, value, record)? {
                entries.push((day, value, record.note.as_ref().map(Note::new).transpose()?));
            }
        }
        Ok(entries)
    }

    /// What a day's record is worth in the deed's own measure; none if nothing there means the same.
    fn value(&self, value: ImportedValue) -> Result<Option<Value>> {
        let scale = |position| Value::Scale(ScaleValueRef { scale: self.ids.scale, position });
        let count = |hundredths| Amount::from_hundredths(hundredths).map(Value::Count).map(Some);
        Ok(match (self.measure, value) {
            (Measure::Scale, ImportedValue::No | ImportedValue::Amount(0)) => Some(scale(0)),
            (Measure::Scale, ImportedValue::Yes | ImportedValue::Amount(ONE)) => Some(scale(1)),
            (_, ImportedValue::Skip) | (Measure::Scale, ImportedValue::Amount(_)) => None,
            (Measure::Count, ImportedValue::No) => count(0)?,
            (Measure::Count, ImportedValue::Yes) => count(ONE)?,
            (Measure::Count, ImportedValue::Amount(hundredths)) => count(hundredths)?,
        })
    }

    /// Whether the entry is to be made: the book does not hold it, and takes it.
    fn is_open(&mut self, day: Day, value: Value, record: &DayRecord) -> Result<bool> {
        let item = self.ids.item;
        if is_future(day, self.today) {
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
    habit: &'a str,
    found: Vec<NotCarriedOver>,
}

impl Remarks<'_> {
    fn of(&mut self, what: NotCarried, day: Option<Day>) {
        let place = self.found.iter().position(|found| found.what == what).unwrap_or_else(|| {
            self.found.push(NotCarriedOver { habit: self.habit.to_owned(), what, count: 0, days: Vec::new() });
            self.found.len() - 1
        });
        let found = &mut self.found[place];
        found.count += 1;
        if found.days.len() < MOST_DAYS {
            found.days.extend(day);
        }
    }
}
