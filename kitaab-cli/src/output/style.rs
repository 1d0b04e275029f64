//! The few styles in use. Terminals only; `NO_COLOR` takes them away.

use anstyle::{AnsiColor, Style};

/// As it is.
pub(crate) const PLAIN: Style = Style::new();
/// Headings, and what the eye should find first.
pub(crate) const STRONG: Style = Style::new().bold();
/// What explains, and may be passed over.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Kept, earned, completed.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// Not kept: not red, for the book is there to look at oneself, not to be scolded by.
pub(crate) const AMISS: Style = AnsiColor::Yellow.on_default();
