//! Notes and reflections, and the words by which they are found.

use std::ops::RangeInclusive;

use kitaab_core::{Category, Day, DayRange, Error, Note, ReflectionText, search};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::{Fault, Result};

const ITEM_BITS: u32 = 26;
const DAY_BITS: u32 = 17;

/// The greatest number of a book: twenty bits, so that the ids of its commits, notes and reflections
/// fit SQLite's integers.
const MAX_BOOK: i64 = (1 << 20) - 1;
/// The greatest number of an item.
const MAX_ITEM: i64 = (1 << ITEM_BITS) - 1;

/// Refuses a book's number for which there are no ids.
pub(crate) fn check_book(book: i64) -> Result<()> {
    if book <= MAX_BOOK { Ok(()) } else { Err(Error::unsupported("more than 1,048,575 books in one file").into()) }
}

/// Refuses an item's number for which there are no ids.
pub(crate) fn check_item(item: i64) -> Result<()> {
    if item <= MAX_ITEM { Ok(()) } else { Err(Error::unsupported("more than 67,108,863 items in one file").into()) }
}

/// The place of a day from the first one that a book can hold.
fn place(day: Day) -> i64 {
    i64::from(day.since(Day::MIN))
}

/// The id of a note: by book, then day, then item.
pub(crate) fn note_id(book: i64, day: Day, item: i64) -> i64 {
    ((book << DAY_BITS | place(day)) << ITEM_BITS) | item
}

/// The ids of all notes of a book within a span.
pub(crate) fn note_ids(book: i64, days: DayRange) -> RangeInclusive<i64> {
    note_id(book, days.first(), 0)..=note_id(book, days.last(), MAX_ITEM)
}

/// The day and the item of a note.
pub(crate) fn noted(id: i64) -> Result<(Day, i64)> {
    let days = (id >> ITEM_BITS) & ((1 << DAY_BITS) - 1);
    let day = i32::try_from(days).ok().and_then(|days| Day::MIN.plus(days));
    Ok((day.ok_or_else(|| Fault::corrupt("a note of no day"))?, id & MAX_ITEM))
}

/// The id of a reflection: by book, then day, then category, so that falling ids list good deeds
/// before bad.
pub(crate) fn reflection_id(book: i64, day: Day, category: Category) -> i64 {
    let last = match category {
        Category::Hasanaat => 1,
        Category::Saiyyiaat => 0,
    };
    (book << DAY_BITS | place(day)) << 1 | last
}

/// The ids of all reflections of a book within a span.
pub(crate) fn reflection_ids(book: i64, days: DayRange) -> RangeInclusive<i64> {
    reflection_id(book, days.first(), Category::Saiyyiaat)..=reflection_id(book, days.last(), Category::Hasanaat)
}

/// The day and the category of a reflection.
pub(crate) fn reflected(id: i64) -> Result<(Day, Category)> {
    let category = if id & 1 == 1 { Category::Hasanaat } else { Category::Saiyyiaat };
    let days = (id >> 1) & ((1 << DAY_BITS) - 1);
    let day = i32::try_from(days).ok().and_then(|days| Day::MIN.plus(days));
    Ok((day.ok_or_else(|| Fault::corrupt("a reflection of no day"))?, category))
}

/// One of the indexes of words.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Words {
    Notes,
    Reflections,
}

impl Words {
    fn put(self, conn: &Connection, id: i64, text: &str) -> Result<()> {
        let sql = match self {
            Self::Notes => "INSERT INTO note_words (rowid, words) VALUES (?1, ?2)",
            Self::Reflections => "INSERT INTO reflection_words (rowid, words) VALUES (?1, ?2)",
        };
        conn.prepare_cached(sql)?.execute(params![id, search::tokens(text).join(" ")])?;
        Ok(())
    }

    fn remove(self, conn: &Connection, ids: RangeInclusive<i64>) -> Result<()> {
        let sql = match self {
            Self::Notes => "DELETE FROM note_words WHERE rowid BETWEEN ?1 AND ?2",
            Self::Reflections => "DELETE FROM reflection_words WHERE rowid BETWEEN ?1 AND ?2",
        };
        conn.prepare_cached(sql)?.execute([ids.start(), ids.end()])?;
        Ok(())
    }

    /// Builds the index anew from what is left. SQLite marks words as deleted first and may keep one as
    /// the border between two of its pages: after an erasure nothing of that may stay.
    pub(crate) fn rebuild(self, conn: &Connection) -> Result<()> {
        let sql = match self {
            Self::Notes => "INSERT INTO note_words (note_words) VALUES ('rebuild')",
            Self::Reflections => "INSERT INTO reflection_words (reflection_words) VALUES ('rebuild')",
        };
        conn.execute(sql, [])?;
        Ok(())
    }

    /// Visits the ids of the texts that hold all of some normalised words, falling, as long as `visit`
    /// asks for more.
    pub(crate) fn find(
        self,
        conn: &Connection,
        words: &[String],
        ids: &RangeInclusive<i64>,
        mut visit: impl FnMut(i64) -> Result<bool>,
    ) -> Result<()> {
        let sql = match self {
            Self::Notes => {
                "SELECT rowid FROM note_words WHERE note_words MATCH ?1 AND rowid BETWEEN ?2 AND ?3
                 ORDER BY rowid DESC"
            }
            Self::Reflections => {
                "SELECT rowid FROM reflection_words WHERE reflection_words MATCH ?1 AND rowid BETWEEN ?2 AND ?3
                 ORDER BY rowid DESC"
            }
        };
        // What is no normalised word is in no text, and must not be read as a query's syntax.
        let Some(query) = all_of(words) else { return Ok(()) };
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query(params![query, ids.start(), ids.end()])?;
        while let Some(row) = rows.next()? {
            if !visit(row.get(0)?)? {
                break;
            }
        }
        Ok(())
    }
}

/// A query for texts that hold all of some words; none if one of them can't be in any.
fn all_of(words: &[String]) -> Option<String> {
    let is_word =
        |word: &String| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() && !c.is_ascii_uppercase());
    let quoted = words.iter().map(|word| is_word(word).then(|| format!("\"{word}\"")));
    Some(quoted.collect::<Option<Vec<_>>>()?.join(" AND "))
}

/// Sets a note. `held` says whether there was one.
pub(crate) fn put_note(conn: &Connection, id: i64, note: &Note, held: bool) -> Result<()> {
    if held {
        Words::Notes.remove(conn, id..=id)?;
    }
    conn.prepare_cached(
        "INSERT INTO notes (id, note) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET note = excluded.note",
    )?
    .execute(params![id, note.as_str()])?;
    Words::Notes.put(conn, id, note.as_str())
}

/// Takes notes away.
pub(crate) fn remove_notes(conn: &Connection, ids: RangeInclusive<i64>) -> Result<()> {
    conn.prepare_cached("DELETE FROM notes WHERE id BETWEEN ?1 AND ?2")?.execute([ids.start(), ids.end()])?;
    Words::Notes.remove(conn, ids)
}

/// The note with an id, which must be there.
pub(crate) fn note(conn: &Connection, id: i64) -> Result<Note> {
    let text = conn
        .prepare_cached("SELECT note FROM notes WHERE id = ?1")?
        .query_row([id], |row| Ok(Note::new(row.get_ref(0)?.as_str()?)))
        .optional()?;
    text.ok_or_else(|| Fault::corrupt("an entry's note is missing"))?
        .map_err(|_| Fault::corrupt("a note breaks its rules"))
}

/// Sets the reflection with an id, or takes it away and keeps its revision. Tells the revision that it
/// had before.
pub(crate) fn put_reflection(conn: &Connection, id: i64, text: Option<&ReflectionText>, seq: i64) -> Result<i64> {
    let previous = reflection_revision(conn, id)?;
    if previous != 0 {
        Words::Reflections.remove(conn, id..=id)?;
    }
    conn.prepare_cached(
        "INSERT INTO reflections (id, text, seq) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET text = excluded.text, seq = excluded.seq",
    )?
    .execute(params![id, text.map(ReflectionText::as_str), seq])?;
    if let Some(text) = text {
        Words::Reflections.put(conn, id, text.as_str())?;
    }
    Ok(previous)
}

/// Takes reflections out, with their revisions.
pub(crate) fn erase_reflections(conn: &Connection, ids: RangeInclusive<i64>) -> Result<()> {
    conn.prepare_cached("DELETE FROM reflections WHERE id BETWEEN ?1 AND ?2")?.execute([ids.start(), ids.end()])?;
    Words::Reflections.remove(conn, ids)
}

/// The revision of the reflection with an id, 0 if there was none.
pub(crate) fn reflection_revision(conn: &Connection, id: i64) -> Result<i64> {
    let found = conn
        .prepare_cached("SELECT seq FROM reflections WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn ids_tell_what_they_were_made_of() {
        let middle = Day::new(2026, 6, 30).unwrap();
        for day in [Day::MIN, middle, Day::MAX] {
            for (book, item) in [(1, 1), (MAX_BOOK, MAX_ITEM)] {
                assert_eq!(noted(note_id(book, day, item)).unwrap(), (day, item));
                assert!(note_ids(book, DayRange::single(day)).contains(&note_id(book, day, item)));
                assert!(!note_ids(book - 1, DayRange::ALL).contains(&note_id(book, day, item)));
                for category in [Category::Hasanaat, Category::Saiyyiaat] {
                    let id = reflection_id(book, day, category);
                    assert_eq!(reflected(id).unwrap(), (day, category));
                    assert!(reflection_ids(book, DayRange::single(day)).contains(&id));
                    assert!(!reflection_ids(book - 1, DayRange::ALL).contains(&id));
                }
            }
        }
    }

    #[test]
    fn only_normalised_words_are_searched_for() {
        let query = |words: &[&str]| all_of(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(query(&["patience", "صبر", "2"]).unwrap(), "\"patience\" AND \"صبر\" AND \"2\"");
        for refused in ["", "two words", "\"", "a*", "Patience", "note_words : x", "a-b", "(", "\0"] {
            assert_eq!(query(&["fine", refused]), None, "{refused}");
        }
        // What syntax FTS has is made of words too; quoted, they are words.
        assert_eq!(query(&["or", "near"]).unwrap(), "\"or\" AND \"near\"");
    }
}
