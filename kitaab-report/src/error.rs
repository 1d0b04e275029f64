//! What can go wrong.

/// An error of the report.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The book could not be read, or what was asked for is not in it.
    Book(kitaab::Error),
    /// A chart could not be drawn.
    Drawing(String),
}

/// The result of making a report or a chart.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The stable code: that of [`kitaab::Error::code`], and `unsupported` for what can't be drawn.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Book(error) => error.code(),
            Self::Drawing(_) => "unsupported",
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Book(error) => error.fmt(f),
            Self::Drawing(what) => write!(f, "the chart can't be drawn: {what}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Book(error) => error.source(),
            Self::Drawing(_) => None,
        }
    }
}

impl<E: Into<kitaab::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Book(error.into())
    }
}
