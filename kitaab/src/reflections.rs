//! Reflections: the words written about one day.

use kitaab_core::search::Query;
use kitaab_core::{Category, Day, DayRange, Error, Reflection, ReflectionText};
use kitaab_store::{Page, ReflectionQuery};

use crate::book::Book;
use crate::committed::Committed;
use crate::error::Result;

/// The reflections of a book. Never shared.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # let today = book.today().await?;
/// use kitaab::Category::Hasanaat;
/// book.reflections().write(today, Hasanaat, "Fajr at the mosque, for the first time in weeks.").await?;
/// let found = book.reflections().search("mosque", None, 10).await?;
/// assert_eq!(found.rows[0].day, today);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reflections<'b> {
    book: &'b Book,
}

impl Book {
    /// Its reflections.
    pub fn reflections(&self) -> Reflections<'_> {
        Reflections { book: self }
    }
}

impl Reflections<'_> {
    /// Writes the reflection on a day, in the place of what stood there.
    ///
    /// # Errors
    /// `invalid` for a text that is empty or has more than 20,000 characters, or a day after tomorrow.
    pub async fn write(self, day: Day, category: Category, text: impl AsRef<str> + Send) -> Result<Committed> {
        let text = ReflectionText::new(text)?;
        self.book.change(|now| now.catalogue.write_reflection(day, category, Some(text.clone()), now.today)).await
    }

    /// Takes the reflection on a day away, if there is one; its history stays.
    pub async fn remove(self, day: Day, category: Category) -> Result<Committed> {
        if self.read(day, category).await?.is_none() {
            return Ok(Committed::default());
        }
        self.book.change(|now| now.catalogue.write_reflection(day, category, None, now.today)).await
    }

    /// The reflection on a day, if there is one.
    pub async fn read(self, day: Day, category: Category) -> Result<Option<Reflection>> {
        let query = ReflectionQuery {
            days: DayRange::single(day),
            category: Some(category),
            words: Vec::new(),
            after: None,
            limit: 1,
        };
        Ok(self.list(&query).await?.rows.pop())
    }

    /// Reflections by cursor: newest first.
    ///
    /// # Errors
    /// `invalid` for a limit that is not from 1 to 10,000.
    pub async fn list(self, query: &ReflectionQuery) -> Result<Page<Reflection, (Day, Category)>> {
        Ok(self.book.store().reflections(&self.book.context(), self.book.owner(), query).await?)
    }

    /// Reflections that hold all words of `text`, newest first; for the next page pass the cursor that
    /// came with this one.
    ///
    /// # Errors
    /// `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
    pub async fn search(
        self,
        text: &str,
        after: Option<(Day, Category)>,
        limit: u32,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        let words = words(text)?;
        self.list(&ReflectionQuery { days: DayRange::ALL, category: None, words, after, limit }).await
    }
}

/// The words to search for.
pub(crate) fn words(text: &str) -> Result<Vec<String>, Error> {
    let query = Query::words(text);
    if query.is_empty() {
        return Err(Error::invalid("words", "must hold a word to search for", ""));
    }
    Ok(query.tokens().to_vec())
}
