//! As whom a test connects.

/// A role that can log in to every database of a [`Cluster`](crate::Cluster).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// May do everything, past every policy. Nothing that is tested should run as this one.
    Superuser,
    /// A member of `kitaab_owner`: migrates.
    Owner,
    /// A member of `kitaab_app`: serves.
    App,
    /// A member of `kitaab_readonly`: sees aggregates.
    Readonly,
}

impl Role {
    /// Those that are made on a server before its first test.
    pub(crate) const MADE: [Self; 3] = [Self::Owner, Self::App, Self::Readonly];

    /// The name to log in with; the superuser's is whatever the server calls it.
    pub(crate) const fn login(self) -> Option<&'static str> {
        match self {
            Self::Superuser => None,
            Self::Owner => Some("test_owner"),
            Self::App => Some("test_app"),
            Self::Readonly => Some("test_readonly"),
        }
    }

    /// The role that it is a member of.
    pub(crate) const fn group(self) -> Option<&'static str> {
        match self {
            Self::Superuser => None,
            Self::Owner => Some("kitaab_owner"),
            Self::App => Some("kitaab_app"),
            Self::Readonly => Some("kitaab_readonly"),
        }
    }
}
