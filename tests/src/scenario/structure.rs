//! Performing what makes a book and its deeds: settings, groups, deeds, items, scales, and the starter catalogue.

use kitaab::words::Locale;
use kitaab::{
    Added, Book, DeedPatch, DomainError, Error, Item, ItemEdit, ItemView, Kind, Measure, NewDeed, NewItem,
    SettingsPatch, Unit, Weekday, starter, values_by_position,
};
use serde_json::{Value as Json, json};

use super::answer::{self, plain};
use super::operation::{DeedInput, ItemChange, SettingsInput, StarterInput, Structure};
use super::perform::done;

pub(super) async fn perform(book: &Book, operation: Structure) -> Result<Json, Error> {
    let (groups, deeds, items) = (book.groups(), book.deeds(), book.items());
    let committed = match operation {
        Structure::SettingsGet(_) => {
            let settings = book.settings().get().await?;
            let weekday = Weekday::try_from(settings.first_weekday).ok();
            return Ok(json!({
                "zone": settings.zone, "day_start": settings.day_start,
                "first_weekday": weekday.map(|weekday| weekday.to_string()),
            }));
        }
        Structure::SettingsEdit(with) => {
            let SettingsInput { zone, day_start, first_weekday } = with;
            book.settings().edit(SettingsPatch { zone, day_start, first_weekday }).await?
        }
        Structure::GroupsAdd(with) => {
            let Added { added, committed } = groups.add(with.name).await?;
            return done(book, &committed, plain(&added)).await;
        }
        Structure::GroupsList(_) => return Ok(json!({ "groups": groups.list().await? })),
        Structure::GroupsRename(with) => groups.rename(with.group, with.name).await?,
        Structure::GroupsReorder(with) => groups.reorder(&with.order).await?,
        Structure::GroupsRemove(with) => groups.remove(with.group).await?,
        Structure::DeedsAdd(with) => {
            let Added { added, committed } = deeds.add(new_deed(with)).await?;
            let view = answer::deed(&*book.catalogue().await?, &added);
            return done(book, &committed, view).await;
        }
        Structure::DeedsAddAll(with) => {
            return added_all(book, with.deeds.into_iter().map(new_deed).collect()).await;
        }
        Structure::DeedsGet(with) => {
            let view = deeds.get(with.deed).await?;
            return Ok(answer::deed(&*book.catalogue().await?, &view));
        }
        Structure::DeedsList(_) => {
            let (deeds, catalogue) = (deeds.list().await?, book.catalogue().await?);
            return Ok(json!({ "deeds": deeds.iter().map(|deed| answer::deed(&catalogue, deed)).collect::<Vec<_>>() }));
        }
        Structure::DeedsEdit(with) => {
            let unit = with.unit.map(|unit| none_if_empty(&unit).map(Unit::new).transpose()).transpose()?;
            let patch = DeedPatch { category: with.category, measure: with.measure, unit, ..DeedPatch::default() };
            deeds.edit(with.deed, patch).await?
        }
        Structure::DeedsRename(with) => deeds.rename(with.deed, with.name).await?,
        Structure::DeedsAssignGroup(with) => deeds.assign_group(with.deed, with.group).await?,
        Structure::DeedsReorder(with) => deeds.reorder(&with.order).await?,
        Structure::DeedsArchive(with) => deeds.archive(with.deed, with.from).await?,
        Structure::DeedsRestore(with) => deeds.restore(with.deed).await?,
        Structure::ItemsAdd(with) => {
            let mut new = NewItem::named(with.name);
            if let Some(day) = with.starts_on {
                new = new.starts_on(day);
            }
            let Added { added, committed } = items.add(with.parent, new).await?;
            let made = item(book, &added).await?;
            return done(book, &committed, made).await;
        }
        Structure::ItemsGet(with) => return item(book, &items.get(with.item).await?).await,
        Structure::ItemsFind(with) => return Ok(json!({ "id": items.find(&with.path).await? })),
        Structure::ItemsEdit(with) => items.edit(with.item, item_edit(with)).await?,
        Structure::ItemsHide(with) => items.hide(with.item, with.hide).await?,
        Structure::ItemsMoveUnder(with) => items.move_under(with.item, with.parent).await?,
        Structure::ItemsReorder(with) => items.reorder(with.parent, &with.order).await?,
        Structure::ItemsArchive(with) => items.archive(with.item, with.from).await?,
        Structure::ItemsRestore(with) => items.restore(with.item).await?,
        Structure::ItemsSetGoal(with) => items.set_goal(with.item, with.from_day, with.goal).await?,
        Structure::ItemsSetSchedule(with) => items.set_schedule(with.item, with.from_day, with.schedule).await?,
        Structure::ItemsSetMakeUp(with) => items.set_make_up(with.item, with.policy).await?,
        Structure::ItemsSetOpening(with) => items.set_opening(with.item, with.opening).await?,
        Structure::ItemsSetFidyaRate(with) => items.set_fidya_rate(with.item, with.rate).await?,
        Structure::ItemsSetExcuses(with) => {
            items.set_excuses(&with.items, &with.excuses.into_iter().collect::<Vec<_>>()).await?
        }
        Structure::ScalesVersions(with) => {
            return Ok(json!({ "versions": book.scales().versions(with.deed).await? }));
        }
        Structure::ScalesRedefine(with) => {
            let values = values_by_position(with.values)?;
            let Added { added, committed } = book.scales().redefine(with.deed, values, with.mapping).await?;
            return done(book, &committed, plain(&added)).await;
        }
        Structure::ScalesCorrectLabels(with) => {
            let labels: Vec<&str> = with.labels.iter().map(String::as_str).collect();
            book.scales().correct_labels(with.scale, &labels).await?
        }
        Structure::StarterList(with) => return Ok(json!({ "deeds": starter::list(&locale(with.language)?)? })),
        Structure::StarterSuggested(_) => return Ok(json!({ "keys": starter::suggested()? })),
        Structure::StarterAdd(with) => {
            let StarterInput { keys, starts_on, language } = with;
            let settings = book.settings().get().await?;
            let pick = starter::pick(keys, starts_on).for_book(&settings).in_language(&locale(language)?);
            return added_all(book, pick.deeds()?).await;
        }
    };
    done(book, &committed, Json::Null).await
}

async fn added_all(book: &Book, new: Vec<NewDeed>) -> Result<Json, Error> {
    let Added { added, committed } = book.deeds().add_all(new).await?;
    let catalogue = book.catalogue().await?;
    let told: Vec<Json> = added.iter().map(|deed| answer::deed(&catalogue, deed)).collect();
    done(book, &committed, json!({ "deeds": told })).await
}

/// An item as its deed shows it.
async fn item(book: &Book, item: &Item) -> Result<Json, Error> {
    let deed = book.deeds().get(item.deed).await?;
    let view: Option<&ItemView> = deed.items.iter().find(|view| view.id == item.id);
    let view = view.ok_or_else(|| DomainError::not_found(Kind::Item, item.id))?;
    Ok(answer::item(&*book.catalogue().await?, view))
}

/// Of a field that may hold nothing, an edit says so with a text that is empty.
pub(super) fn none_if_empty(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn locale(language: Option<String>) -> Result<Locale, Error> {
    Ok(match language {
        Some(tag) => Locale::named(&tag)?,
        None => Locale::english(),
    })
}

fn item_edit(with: ItemChange) -> ItemEdit {
    let mut edit = ItemEdit::new();
    if let Some(name) = with.name {
        edit = edit.name(name);
    }
    if let Some(text) = with.description {
        edit = edit.description(none_if_empty(&text));
    }
    if let Some(hide) = with.hide {
        edit = edit.hide(hide);
    }
    if let Some(excuses) = with.excuses {
        edit = edit.excuses(excuses);
    }
    if let Some(fast) = with.fast {
        edit = edit.fast(fast);
    }
    match with.starts_on {
        Some(day) => edit.starts_on(day),
        None => edit,
    }
}

fn new_deed(with: DeedInput) -> NewDeed {
    let mut new = match with.measure {
        Measure::Scale => NewDeed::scale(with.name, with.category),
        Measure::Count => NewDeed::count(with.name, with.category),
    };
    if let Some(values) = with.values {
        new = new.values(values);
    }
    if let Some(unit) = with.unit {
        new = new.unit(unit);
    }
    if let Some(group) = with.group {
        new = new.group(group);
    }
    if let Some(items) = with.items {
        new = new.items(items);
    }
    if let Some(day) = with.starts_on {
        new = new.starts_on(day);
    }
    if let Some(goal) = with.goal {
        new = new.goal(goal);
    }
    if let Some(schedule) = with.schedule {
        new = new.schedule(schedule);
    }
    if let Some(excuses) = with.excuses {
        new = new.excuses(excuses);
    }
    if let Some(policy) = with.make_up {
        new = new.make_up(policy);
    }
    if with.fast == Some(true) { new.fast() } else { new }
}
