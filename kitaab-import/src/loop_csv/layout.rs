//! Which file of an export is what, told by names alone.

use std::collections::{BTreeMap, HashSet};

/// How many characters of a habit's name its folder has at most.
const FOLDER_CHARS: usize = 100;

/// The files of an export, by their place among the names.
#[derive(Debug)]
pub(crate) struct Layout {
    /// `Habits.csv`.
    pub(crate) habits: usize,
    /// What stands before each name: empty, or the one folder that everything was packed in.
    base: String,
    /// The folders that have days, by number; more than one only if the archive was tampered with.
    folders: BTreeMap<i64, Vec<Folder>>,
    claimed: HashSet<String>,
}

#[derive(Debug)]
struct Folder {
    name: String,
    days: usize,
}

impl Layout {
    /// Looks for the `Habits.csv` that is nearest to the root, at most one folder deep.
    pub(crate) fn find(names: &[String]) -> Option<Self> {
        let (habits, base) = names
            .iter()
            .enumerate()
            .filter_map(|(index, name)| Some((index, name.strip_suffix("Habits.csv")?)))
            .filter(|(_, base)| base.is_empty() || (base.ends_with('/') && base.matches('/').count() == 1))
            .min_by_key(|(_, base)| base.len())?;
        let mut folders = BTreeMap::<i64, Vec<Folder>>::new();
        for (index, name) in names.iter().enumerate() {
            let folder = name.strip_prefix(base).and_then(|rest| rest.strip_suffix("/Checkmarks.csv"));
            if let Some(folder) = folder
                && let Some(number) = number_of(folder)
            {
                folders.entry(number).or_default().push(Folder { name: folder.to_owned(), days: index });
            }
        }
        Some(Self { habits, base: base.to_owned(), folders, claimed: HashSet::new() })
    }

    /// The days of the habit of this number, which no other habit can claim then.
    pub(crate) fn claim(&mut self, number: i64, name: &str) -> Option<usize> {
        let folders = self.folders.get_mut(&number)?;
        let expected = folder_name(number, name);
        let best = folders.iter().position(|folder| folder.name == expected).unwrap_or(0);
        if best >= folders.len() {
            return None;
        }
        let folder = folders.remove(best);
        self.claimed.insert(folder.name);
        Some(folder.days)
    }

    /// The files that were neither read nor worked out by the program.
    pub(crate) fn unclaimed<'n>(&self, names: &'n [String]) -> Vec<&'n str> {
        let known = |name: &str| match name.strip_prefix(&self.base) {
            Some("Habits.csv" | "Checkmarks.csv" | "Scores.csv") => true,
            Some(rest) => rest.split_once('/').is_some_and(|(folder, file)| {
                matches!(file, "Checkmarks.csv" | "Scores.csv") && self.claimed.contains(folder)
            }),
            None => false,
        };
        names.iter().map(String::as_str).filter(|name| !name.ends_with('/') && !known(name)).collect()
    }
}

/// The number that a folder's name begins with: three digits, more from the thousandth habit on, and nothing else.
fn number_of(folder: &str) -> Option<i64> {
    let (number, rest) = folder.split_once(' ').unwrap_or((folder, ""));
    let plain = number.len() >= 3 && number.bytes().all(|byte| byte.is_ascii_digit()) && !rest.contains('/');
    if plain { number.parse().ok() } else { None }
}

/// The folder that the program makes for a habit.
fn folder_name(number: i64, name: &str) -> String {
    let kept = |c: &char| c.is_ascii_alphanumeric() || " ._-".contains(*c);
    let name: String = name.chars().filter(kept).take(FOLDER_CHARS).collect();
    format!("{number:03} {name}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn folders_go_by_their_number() {
        let names = names(&["Habits.csv", "001/Checkmarks.csv", "002 B/Checkmarks.csv", "1000 C/Checkmarks.csv"]);
        let mut layout = Layout::find(&names).unwrap();
        assert_eq!(layout.claim(2, "Renamed"), Some(2));
        assert_eq!(layout.claim(2, "Renamed"), None);
        assert_eq!(layout.claim(1, "صلاة"), Some(1));
        assert_eq!(layout.claim(1000, "C"), Some(3));
        assert_eq!(layout.claim(3, "C"), None);
        assert!(layout.unclaimed(&names).is_empty());
    }

    #[test]
    fn of_two_folders_of_a_number_the_name_decides() {
        let names = names(&["Habits.csv", "001 A/Checkmarks.csv", "001 B/Checkmarks.csv"]);
        let mut layout = Layout::find(&names).unwrap();
        assert_eq!(layout.claim(1, "B!"), Some(2));
        assert_eq!(layout.unclaimed(&names), ["001 A/Checkmarks.csv"]);
    }

    #[test]
    fn everything_may_lie_in_one_folder() {
        let names = names(&["x/Habits.csv", "x/001 A/Checkmarks.csv", "001 A/Checkmarks.csv", "x/", "readme"]);
        let mut layout = Layout::find(&names).unwrap();
        assert_eq!(layout.claim(1, "A"), Some(1));
        assert_eq!(layout.unclaimed(&names), ["001 A/Checkmarks.csv", "readme"]);
    }

    #[test]
    fn names_that_climb_are_nobodys() {
        assert!(Layout::find(&names(&["../../Habits.csv", "a/b/Habits.csv", "MyHabits.csv"])).is_none());
        assert_eq!(number_of("001 ../../etc"), None);
        assert_eq!(number_of("+01 A"), None);
        assert_eq!(number_of("99999999999999999999 A"), None);
    }
}
