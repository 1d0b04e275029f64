//! Random structure: deeds, items, scales and the rest, made and changed as the domain allows.

use kitaab_core::{
    Below, BlockPatch, Catalogue, Category, Change, Condition, DeedId, DeedPatch, ExemptionId, ExemptionPatch, GroupId,
    GroupPatch, Hide, HijriMonth, Item, ItemId, ItemPatch, Match, Measure, MeritCategory, MeritId, MeritPatch,
    PermissionId, PermissionLevel, PermissionPatch, Reason, RelationId, RelationKind, RelationPatch, RelationRole,
    RelationState, ReminderId, ReminderPatch, ReminderTime, Rule, ScaleId, ScalePatch, Scope, SettingsPatch, Shared,
    SightingPatch, TargetId, TargetPatch, Test, Timestamp, values_by_position,
};
use uuid::Uuid;

use super::places::{category, day, text};
use crate::random::Random;

/// Ids that were never used: an item that was removed is not made again under its old id. Half of
/// them have the highest bit set, for stores that might take it for a sign.
pub(super) fn fresh(random: &mut Random) -> Uuid {
    Uuid::from_bytes(random.bytes())
}

/// Merits, targets and groups are few, so that one that was removed or erased is made again.
fn again(random: &mut Random) -> Uuid {
    Uuid::from_u128(random.below(4).into())
}

fn item_of(catalogue: &Catalogue, random: &mut Random) -> Option<ItemId> {
    let items: Vec<ItemId> = catalogue.items.keys().copied().collect();
    random.pick(&items)
}

fn scale(random: &mut Random, deed: DeedId, version: u32) -> Change {
    let labels = ["none", "some", "most", "all", "more"];
    let count = usize::try_from(2 + random.below(3)).unwrap();
    let mut values = values_by_position(&labels[..count]).unwrap();
    if random.chance(50) {
        for value in &mut values {
            value.score = random.between(-50, 50);
        }
    }
    let patch = ScalePatch {
        deed: Some(deed),
        version: Some(version),
        values: Some(values),
        from_day: Some(day(random)),
        ..ScalePatch::default()
    };
    Change::Scale(ScaleId::new(fresh(random)), patch)
}

fn item(random: &mut Random, deed: DeedId, parent: Option<ItemId>) -> (ItemId, Change) {
    let id = ItemId::new(fresh(random));
    let patch = ItemPatch {
        deed: Some(deed),
        parent: Some(parent),
        name: Some(text(random).parse().unwrap()),
        hide: random.chance(20).then_some(Hide::HideFromGraphs),
        starts_on: Some(day(random)),
        ..ItemPatch::default()
    };
    (id, Change::Item(id, patch))
}

/// A deed with its root, some items below, and a scale if it is judged by one.
pub(super) fn deed(catalogue: &Catalogue, random: &mut Random) -> Vec<Change> {
    let id = DeedId::new(fresh(random));
    let measure = if random.chance(50) { Measure::Scale } else { Measure::Count };
    let groups: Vec<GroupId> = catalogue.groups.keys().copied().collect();
    let patch = DeedPatch {
        category: Some(category(random)),
        measure: Some(measure),
        group: Some(random.pick(&groups)),
        ..DeedPatch::default()
    };
    let mut changes = vec![Change::Deed(id, patch)];
    if measure == Measure::Scale {
        changes.push(scale(random, id, 1));
    }
    let (root, made) = item(random, id, None);
    changes.push(made);
    for _ in 0..random.below(4) {
        changes.push(item(random, id, Some(root)).1);
    }
    changes
}

/// One change of the structure.
pub(super) fn change(catalogue: &Catalogue, random: &mut Random) -> Option<Change> {
    let rule = |random: &mut Random| {
        let item = item_of(catalogue, random)?;
        Some(Condition { item, below: Below::No, test: Test::EveryDay(Match::Logged) })
    };
    Some(match random.below(18) {
        13..=17 => people(catalogue, random)?,
        0 => {
            let patch = SettingsPatch {
                first_weekday: Some(u8::try_from(random.below(7)).unwrap()),
                ..SettingsPatch::default()
            };
            Change::Settings(patch)
        }
        1 => {
            let patch = GroupPatch { name: Some(text(random).parse().unwrap()), ..GroupPatch::default() };
            Change::Group(GroupId::new(again(random)), patch)
        }
        2 => deed_patch(catalogue, random)?,
        3 => {
            let parent = catalogue.item(item_of(catalogue, random)?).ok()?;
            item(random, parent.deed, Some(parent.id)).1
        }
        4..=6 => {
            let item = catalogue.item(item_of(catalogue, random)?).ok()?;
            Change::Item(item.id, item_patch(catalogue, item, random))
        }
        7 => scale_change(catalogue, random)?,
        8 => exemption(catalogue, random)?,
        9 => {
            let patch = MeritPatch {
                title: Some(text(random).parse().unwrap()),
                category: Some(MeritCategory::Positive),
                duration: Some(u16::try_from(1 + random.below(60)).unwrap()),
                rule: Some(Rule::Condition(rule(random)?)),
                ..MeritPatch::default()
            };
            Change::Merit(MeritId::new(again(random)), patch)
        }
        10 => {
            let (one, other) = (day(random), day(random));
            let patch = TargetPatch {
                title: Some(text(random).parse().unwrap()),
                first_day: Some(one.min(other)),
                last_day: Some(one.max(other)),
                items: Some(vec![rule(random)?]),
                ..TargetPatch::default()
            };
            Change::Target(TargetId::new(again(random)), patch)
        }
        11 => sighting(random),
        _ => reminder(catalogue, random)?,
    })
}

fn deed_patch(catalogue: &Catalogue, random: &mut Random) -> Option<Change> {
    let deeds: Vec<DeedId> = catalogue.deeds.keys().copied().collect();
    let patch = match random.below(3) {
        // Refused where there are entries.
        0 => DeedPatch { category: Some(Category::Saiyyiaat), ..DeedPatch::default() },
        1 => DeedPatch { unit: Some(Some("pages".parse().unwrap())), ..DeedPatch::default() },
        _ => DeedPatch { display_order: Some(7), ..DeedPatch::default() },
    };
    Some(Change::Deed(random.pick(&deeds)?, patch))
}

fn item_patch(catalogue: &Catalogue, item: &Item, random: &mut Random) -> ItemPatch {
    let nothing = ItemPatch::default();
    match random.below(6) {
        5 => ItemPatch { fast: Some(random.chance(50)), ..nothing },
        0 => ItemPatch { name: Some(text(random).parse().unwrap()), ..nothing },
        1 => ItemPatch { hide: random.pick(&[Hide::None, Hide::HideFromGraphs, Hide::HideFromAll]), ..nothing },
        2 => ItemPatch { archived_from: Some(random.chance(50).then(|| day(random))), ..nothing },
        3 => ItemPatch { starts_on: Some(day(random)), ..nothing },
        _ => {
            let below = catalogue.subtree(item.id);
            let others: Vec<ItemId> = catalogue
                .items
                .values()
                .filter(|other| other.deed == item.deed && !below.contains(&other.id))
                .map(|other| other.id)
                .collect();
            ItemPatch { parent: item.parent.and(random.pick(&others)).map(Some), ..nothing }
        }
    }
}

fn scale_change(catalogue: &Catalogue, random: &mut Random) -> Option<Change> {
    let scales: Vec<ScaleId> = catalogue.scales.keys().copied().collect();
    let before = catalogue.scale(random.pick(&scales)?).ok()?;
    if random.chance(50) {
        return Some(scale(random, before.deed, before.version + 1));
    }
    let mut values = before.values.clone();
    for value in &mut values {
        value.score = random.between(-9, 9);
    }
    Some(Change::Scale(before.id, ScalePatch { values: Some(values), ..ScalePatch::default() }))
}

fn exemption(catalogue: &Catalogue, random: &mut Random) -> Option<Change> {
    let there: Vec<ExemptionId> = catalogue.exemptions.keys().copied().collect();
    if random.chance(40) {
        let patch = ExemptionPatch { first_day: Some(day(random)), ..ExemptionPatch::default() };
        return Some(Change::Exemption(random.pick(&there)?, patch));
    }
    let item = catalogue.item(item_of(catalogue, random)?).ok()?;
    let patch = ExemptionPatch {
        first_day: Some(day(random)),
        last_day: Some(random.chance(50).then(|| day(random))),
        scope: random.pick(&[Scope::Hasanaat, Scope::Deed(item.deed), Scope::Item(item.id)]),
        reason: random.pick(&[(); 2]).map(|()| Reason::Other(text(random).parse().unwrap())),
    };
    Some(Change::Exemption(ExemptionId::new(fresh(random)), patch))
}

/// What stands between the owner and the others, as a book may hold it: half of it is shared with a friend.
fn people(catalogue: &Catalogue, random: &mut Random) -> Option<Change> {
    let others = super::episode::owners().into_iter().filter(|user| *user != catalogue.owner).collect::<Vec<_>>();
    let with = random.pick(&others)?;
    let at = Timestamp::from_micros(i64::from(random.between(0, 1_000)));
    let relations: Vec<RelationId> = catalogue.relations.keys().copied().collect();
    Some(match random.below(10) {
        0..=2 => {
            let states =
                [RelationState::Accepted, RelationState::Accepted, RelationState::Accepted, RelationState::Ended];
            let state = RelationPatch::into_state(random.pick(&states)?, at);
            let there: Vec<RelationId> = catalogue.relations_with(with).map(|relation| relation.id).collect();
            // At times one beside it, which is refused if both are live.
            if let Some(id) = random.pick(&there)
                && random.chance(80)
            {
                return Some(Change::Relation(id, state));
            }
            let patch = RelationPatch {
                with: Some(with),
                kind: random.pick(&[RelationKind::Friend, RelationKind::Friend, RelationKind::Follow]),
                role: random.pick(&[RelationRole::Requester, RelationRole::Receiver]),
                requested_at: Some(at),
                ..state
            };
            let id = if there.is_empty() { with.uuid() } else { fresh(random) };
            Change::Relation(RelationId::new(id), patch)
        }
        9 if random.chance(20) => Change::Block(with, BlockPatch { blocked_at: Some(at) }),
        _ => {
            let item = catalogue.item(item_of(catalogue, random)?).ok()?;
            let patch = PermissionPatch {
                relation: Some(random.pick(&relations)?),
                shared: random.pick(&[Shared::Deed(item.deed), Shared::Deed(item.deed), Shared::Item(item.id)]),
                level: random.pick(&[PermissionLevel::Read, PermissionLevel::Write]),
                granted_at: Some(at),
            };
            Change::Permission(PermissionId::new(again(random)), patch)
        }
    })
}

/// The first day of one of the Hijri months around the days there are.
fn sighting(random: &mut Random) -> Change {
    let number = u8::try_from(6 + random.below(3)).unwrap();
    Change::Sighting(HijriMonth::new(1443, number).unwrap(), SightingPatch { first_day: Some(day(random)) })
}

fn reminder(catalogue: &Catalogue, random: &mut Random) -> Option<Change> {
    let there: Vec<ReminderId> = catalogue.reminders.keys().copied().collect();
    if random.chance(40) {
        let patch = ReminderPatch { active: Some(random.chance(50)), ..ReminderPatch::default() };
        return Some(Change::Reminder(random.pick(&there)?, patch));
    }
    let patch = ReminderPatch {
        title: Some(text(random).parse().unwrap()),
        item: Some(item_of(catalogue, random).filter(|_| random.chance(70))),
        time: Some(ReminderTime::Once { day: day(random), minute: 300 }),
        ..ReminderPatch::default()
    };
    Some(Change::Reminder(ReminderId::new(fresh(random)), patch))
}
