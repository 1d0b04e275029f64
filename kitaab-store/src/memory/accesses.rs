//! The access log: who else read in a book.

use std::cmp::Reverse;

use kitaab_core::ItemId;

use super::book::Book;
use super::read::page;
use crate::contract::{AccessPlace, Context, LoggedAccess, Page, check_limit};
use crate::error::Result;
use crate::sight::Sight;

impl Book {
    /// Notes that entries of some items were read, if somebody else than the owner reads.
    pub(super) fn note_reading(&mut self, ctx: &Context, sight: &Sight, items: &[ItemId]) -> Result<()> {
        let deeds = sight.deeds_read(items);
        if deeds.is_empty() {
            return Ok(());
        }
        let day = self.state().catalogue.settings.today(ctx.now)?;
        for deed in deeds {
            self.accesses.entry((day, ctx.actor, deed)).or_insert(ctx.now);
        }
        Ok(())
    }

    pub(super) fn accesses(&self, after: Option<AccessPlace>, limit: u32) -> Result<Page<LoggedAccess, AccessPlace>> {
        let limit = check_limit(limit)?;
        let place = |(day, reader, deed): &AccessPlace| (Reverse(*day), *reader, *deed);
        let mut found: Vec<AccessPlace> = self.accesses.keys().copied().collect();
        found.sort_by_key(place);
        let page = page(found, after, limit, place);
        let told = |key: &AccessPlace| {
            let (day, reader, deed) = *key;
            self.accesses.get(key).map(|first_at| LoggedAccess { reader, deed, day, first_at: *first_at })
        };
        Ok(Page { rows: page.rows.iter().filter_map(told).collect(), next: page.next })
    }
}
