//! What names a habit within its file.

use std::collections::HashSet;

use crate::draft::Draft;
use crate::remark::{Field, Finding};
use crate::text::{Lines, clean};

/// Gives each habit of a file its key.
#[derive(Debug, Default)]
pub(crate) struct Keys(HashSet<String>);

impl Keys {
    /// Longest identity that is taken as it stands; those of the known programs have at most 36 characters.
    const IDENTITY_CHARS: usize = 64;

    /// The habit's own identity if it has one; otherwise its number and name, so that a later export of the same habit
    /// has the same key.
    pub(crate) fn assign(&mut self, draft: &mut Draft, identity: &[u8], number: i64) {
        let cleaned = clean(identity, Lines::One, Self::IDENTITY_CHARS);
        let identity = cleaned.text.trim();
        let fit = !identity.is_empty() && !cleaned.repaired && cleaned.cut == 0;
        if !identity.is_empty() && !fit {
            draft.say(Finding::UnknownValue(Field::Uuid));
        }
        let key = if fit { identity.to_owned() } else { format!("{number}:{}", draft.habit.name) };
        if self.0.insert(key.clone()) {
            draft.habit.source_key = key;
            return;
        }
        draft.say(Finding::SameKey);
        let mut key = format!("{number}:{}:{}", draft.row, draft.habit.name);
        while !self.0.insert(key.clone()) {
            key.push('\'');
        }
        draft.habit.source_key = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_whatever_the_file_claims() {
        let mut keys = Keys::default();
        let mut assign = |identity: &[u8], number, row| {
            let mut draft = Draft::new(row, b"Walk");
            keys.assign(&mut draft, identity, number);
            draft.habit.source_key
        };
        assert_eq!(assign(b"0a1b", 1, 1), "0a1b");
        assert_eq!(assign(b"", 1, 1), "1:Walk");
        assert_eq!(assign(b"0a1b", 2, 2), "2:2:Walk");
        assert_eq!(assign(b"2:2:Walk", 3, 3), "3:3:Walk");
        assert_eq!(assign(b"0a1b", 2, 2), "2:2:Walk'");
        assert_eq!(assign(&[b'x'; 65], 9, 9), "9:Walk");
    }
}
