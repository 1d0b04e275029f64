//! Checkpoints: a place in a ledger, to be kept outside of it.

use std::fmt;
use std::str::FromStr;

use crate::commit::Digest;
use crate::error::{Error, Result};

/// A place in a book's ledger: a sequence number and the link there, written `17:` and 64 hexadecimal digits.
///
/// The chain alone shows what was edited inside it. That all of it was rebuilt, or its end cut off, shows only
/// against a checkpoint that was kept elsewhere.
///
/// ```
/// use kitaab_core::{Checkpoint, Digest};
/// let start = Checkpoint { seq: 0, link: Digest::ZERO };
/// assert_eq!(start.to_string().parse::<Checkpoint>()?, start);
/// # Ok::<(), kitaab_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Checkpoint {
    /// The sequence number of the last commit; 0 for a book without any.
    pub seq: u64,
    /// The link of that commit; [`Digest::ZERO`] without any.
    pub link: Digest,
}

impl Checkpoint {
    /// Where a book without commits stands.
    pub const START: Self = Self { seq: 0, link: Digest::ZERO };
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.link)
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refused = || Error::invalid("checkpoint", "must be a number, a colon and 64 hexadecimal digits", "");
        let (seq, link) = text.split_once(':').ok_or_else(refused)?;
        // `parse` alone would take a sign.
        if !seq.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused());
        }
        Ok(Self { seq: seq.parse().map_err(|_| refused())?, link: link.parse().map_err(|_| refused())? })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn its_text_is_read_back_and_nothing_else_is() {
        let checkpoint = Checkpoint { seq: u64::MAX, link: Digest::new([0xab; 32]) };
        let text = checkpoint.to_string();
        assert_eq!(text, format!("18446744073709551615:{}", "ab".repeat(32)));
        assert_eq!(text.parse::<Checkpoint>().unwrap(), checkpoint);
        for broken in ["", "17", "17:", ":00", "+17:00", &text[..text.len() - 1], &format!("1{text}"), &text[1..19]] {
            assert_eq!(broken.parse::<Checkpoint>().unwrap_err().code(), "invalid", "{broken}");
        }
    }
}
