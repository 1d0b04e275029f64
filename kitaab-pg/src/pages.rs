//! Lists by cursor: entries and reflections, newest first.

use kitaab_core::{Category, Day, Entry, ItemId, Reflection, ReflectionText, UserId};
use kitaab_store::{EntryQuery, Page, ReflectionQuery, check_limit};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use crate::error::{Fault, Result};
use crate::key::{category, category_number};
use crate::reading::{about, ends, entry};
use crate::sql;
use crate::store::Server;

impl Server {
    pub(crate) async fn entries(
        &self,
        actor: UserId,
        owner: UserId,
        query: &EntryQuery,
    ) -> Result<Page<Entry, (Day, ItemId)>> {
        let limit = check_limit(query.limit)?;
        let items: Option<Vec<Uuid>> = query.items.as_ref().map(|items| items.iter().map(|item| item.uuid()).collect());
        let (first, last) = ends(query.days);
        let (after_day, after_item) = query.after.map(|(day, item)| (day.date(), item.uuid())).unzip();
        let sql =
            "SELECT item, day, value, scale, seq, note FROM kitaab.entries_page($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let one_more = sql::small::<i32>(query.limit)? + 1;
        let question = about(sql, actor, owner)
            .bind(&items)
            .bind(first)
            .bind(last)
            .bind(&query.words)
            .bind(after_day)
            .bind(after_item)
            .bind(one_more);
        let rows = self.answers(question).await?;
        let entry = |row: &PgRow| entry(row, 2, ItemId::new(row.try_get(0)?), sql::day(row.try_get(1)?)?);
        let rows = rows.iter().map(entry).collect::<Result<Vec<_>>>()?;
        Ok(cut(rows, limit, |entry| (entry.day, entry.item)))
    }

    pub(crate) async fn reflections(
        &self,
        actor: UserId,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        let limit = check_limit(query.limit)?;
        let (first, last) = ends(query.days);
        let (after_day, after_category) = query.after.map(|(day, of)| (day.date(), category_number(of))).unzip();
        let sql = "SELECT day, category, text, seq FROM kitaab.reflections_page($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let one_more = sql::small::<i32>(query.limit)? + 1;
        let question = about(sql, actor, owner)
            .bind(first)
            .bind(last)
            .bind(query.category.map(category_number))
            .bind(&query.words)
            .bind(after_day)
            .bind(after_category)
            .bind(one_more);
        let rows = self.answers(question).await?;
        let rows = rows.iter().map(reflection).collect::<Result<Vec<_>>>()?;
        Ok(cut(rows, limit, |reflection| (reflection.day, reflection.category)))
    }
}

/// A page of rows of which there may be one too many, which tells that there is a next page.
pub(crate) fn cut<T, C>(mut rows: Vec<T>, limit: usize, place: impl Fn(&T) -> C) -> Page<T, C> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(place);
    Page { rows, next }
}

fn reflection(row: &PgRow) -> Result<Reflection> {
    let text: String = row.try_get(2)?;
    let text = ReflectionText::new(text).map_err(|_| Fault::corrupt("a reflection breaks its rules"))?;
    let revision = sql::seq(row.try_get::<i64, _>(3)?)?;
    Ok(Reflection::new(sql::day(row.try_get(0)?)?, category(row.try_get(1)?)?, text, revision))
}
