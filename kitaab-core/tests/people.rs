//! What others see of a book, held against an oracle that knows no shortcuts.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;

use kitaab_core::*;
use proptest::prelude::*;
use uuid::Uuid;

const OWNER: UserId = UserId::new(Uuid::from_u128(1));
const AT: Timestamp = Timestamp::from_micros(1_700_000_000_000_000);

fn id<I: From<Uuid>>(number: usize) -> I {
    Uuid::from_u128(number as u128 + 0x100).into()
}

fn user(number: usize) -> UserId {
    UserId::new(Uuid::from_u128(number as u128 + 2))
}

/// An item: in which deed, under which earlier item of it, hidden how, and archived or not.
#[derive(Clone, Debug)]
struct Node {
    deed: usize,
    parent: Option<usize>,
    hide: Hide,
}

#[derive(Clone, Debug)]
struct World {
    nodes: Vec<Node>,
    /// With whom, kind, role, state.
    relations: Vec<(usize, RelationKind, RelationRole, RelationState)>,
    blocks: Vec<usize>,
    /// By which relation, for a deed or an item, and how far.
    permissions: Vec<(usize, Shared, PermissionLevel)>,
}

const DEEDS: usize = 3;

fn world() -> impl Strategy<Value = World> {
    let hide = prop_oneof![6 => Just(Hide::None), 1 => Just(Hide::HideFromGraphs), 1 => Just(Hide::HideFromAll)];
    let nodes = proptest::collection::vec((0..DEEDS, any::<prop::sample::Index>(), hide), 3..14);
    let nodes = nodes.prop_map(|drawn| {
        let mut nodes: Vec<Node> = Vec::new();
        for (deed, pick, hide) in drawn {
            let there: Vec<usize> = (0..nodes.len()).filter(|at| nodes[*at].deed == deed).collect();
            let parent = (!there.is_empty()).then(|| there[pick.index(there.len())]);
            nodes.push(Node { deed, parent, hide });
        }
        nodes
    });
    let kind = prop_oneof![Just(RelationKind::Friend), Just(RelationKind::Follow)];
    let role = prop_oneof![Just(RelationRole::Requester), Just(RelationRole::Receiver)];
    let state = prop_oneof![
        4 => Just(RelationState::Accepted),
        1 => Just(RelationState::Pending),
        1 => Just(RelationState::Rejected),
        1 => Just(RelationState::Ended),
    ];
    let relations = proptest::collection::vec((0..3usize, kind, role, state), 1..5);
    let level = prop_oneof![Just(PermissionLevel::Read), Just(PermissionLevel::Write)];
    let shared = prop_oneof![
        (0..DEEDS).prop_map(|deed| Shared::Deed(id(deed))),
        (3..14usize).prop_map(|item| Shared::Item(id(item * 16)))
    ];
    let permissions = proptest::collection::vec((0..5usize, shared, level), 0..6);
    let blocks = proptest::collection::vec(0..3usize, 0..2);
    (nodes, relations, blocks, permissions).prop_map(|(nodes, relations, blocks, permissions)| World {
        nodes,
        relations,
        blocks,
        permissions,
    })
}

fn item_id(at: usize) -> ItemId {
    id((at + 3) * 16)
}

fn catalogue(world: &World) -> Catalogue {
    let mut catalogue = Catalogue::new(OWNER);
    let mut apply = |change: Change| catalogue.apply(&change, 7).map(drop).unwrap();
    let group = id(0x999);
    apply(Change::Group(group, GroupPatch { name: Some("Private".parse().unwrap()), display_order: None }));
    for deed in world.nodes.iter().map(|node| node.deed).collect::<BTreeSet<_>>() {
        apply(Change::Deed(
            id(deed),
            DeedPatch {
                category: Some(if deed == 2 { Category::Saiyyiaat } else { Category::Hasanaat }),
                measure: Some(Measure::Scale),
                group: Some(Some(group)),
                ..DeedPatch::default()
            },
        ));
        apply(Change::Scale(
            id(0x500 + deed),
            ScalePatch {
                deed: Some(id(deed)),
                version: Some(1),
                values: Some(yes_no()),
                from_day: Some(Day::MIN),
                ..ScalePatch::default()
            },
        ));
    }
    for (at, node) in world.nodes.iter().enumerate() {
        let excuses = Excuses::of_fast();
        let patch = ItemPatch {
            deed: Some(id(node.deed)),
            parent: Some(node.parent.map(item_id)),
            name: Some(format!("item {at}").parse().unwrap()),
            hide: Some(node.hide),
            starts_on: Some(Day::MIN),
            excuses: Some(excuses),
            make_up: Some(Some(MakeUpPolicy::new(3, Day::MIN))),
            ..ItemPatch::default()
        };
        apply(Change::Item(item_id(at), patch));
    }
    for (at, (with, kind, role, state)) in world.relations.iter().enumerate() {
        let patch = RelationPatch {
            with: Some(user(*with)),
            kind: Some(*kind),
            role: Some(*role),
            requested_at: Some(AT),
            ..RelationPatch::into_state(*state, AT)
        };
        apply(Change::Relation(id(0x700 + at), patch));
    }
    for blocked in &world.blocks {
        apply(Change::Block(user(*blocked), BlockPatch { blocked_at: Some(AT) }));
    }
    for (at, (relation, shared, level)) in world.permissions.iter().enumerate() {
        let patch = PermissionPatch {
            relation: Some(id(0x700 + relation)),
            shared: Some(*shared),
            level: Some(*level),
            granted_at: Some(AT),
        };
        apply(Change::Permission(id(0x800 + at), patch));
    }
    catalogue
}

/// An item and those above it, by places.
fn line(world: &World, at: usize) -> Vec<usize> {
    std::iter::successors(Some(at), |at| world.nodes[*at].parent).collect()
}

fn lets_see(world: &World, actor: usize) -> bool {
    !world.blocks.contains(&actor) && world.relations.iter().any(|relation| shows(relation, actor))
}

fn shows((with, kind, role, state): &(usize, RelationKind, RelationRole, RelationState), actor: usize) -> bool {
    *with == actor
        && *state == RelationState::Accepted
        && (*kind == RelationKind::Friend || *role == RelationRole::Receiver)
}

/// How far somebody's permissions for an item go, each looked at by itself.
fn level(world: &World, actor: usize, at: usize) -> Option<PermissionLevel> {
    if world.blocks.contains(&actor) || line(world, at).iter().any(|at| world.nodes[*at].hide != Hide::None) {
        return None;
    }
    let mut best = None;
    for (relation, shared, level) in &world.permissions {
        let granted = world.relations.get(*relation).is_some_and(|relation| shows(relation, actor));
        let covered = match shared {
            Shared::Deed(deed) => *deed == id(world.nodes[at].deed),
            Shared::Item(item) => line(world, at).into_iter().any(|at| item_id(at) == *item),
        };
        if granted && covered {
            best = best.max(Some(*level));
        }
    }
    best
}

/// Exemptions by scope, first day, length and reason.
fn exemptions() -> impl Strategy<Value = Vec<(Scope, i32, Option<i32>, Reason)>> {
    let scope = prop_oneof![
        Just(Scope::Hasanaat),
        (0..DEEDS).prop_map(|deed| Scope::Deed(id(deed))),
        (3..14usize).prop_map(|item| Scope::Item(id(item * 16))),
    ];
    // Those of a prayer: travel lifts nothing.
    let reason = prop_oneof![2 => Just(Reason::Menstruation), 1 => Just(Reason::Travel)];
    let length = prop_oneof![4 => (0..9).prop_map(Some), 1 => Just(None)];
    proptest::collection::vec((scope, 0..40, length, reason), 0..4)
}

proptest! {
    /// On each day an item is due for a friend exactly where it is for the owner: not on exempt days, nor as a heading.
    #[test]
    fn what_a_friend_sees_as_due_is_due(world in world(), exempt in exemptions(), weekly in any::<bool>()) {
        let mut whole = catalogue(&world);
        let first = Day::from_epoch_days(20_000).unwrap();
        for (at, (scope, from, length, reason)) in exempt.into_iter().enumerate() {
            let from = first.plus(from).unwrap();
            let patch = ExemptionPatch {
                first_day: Some(from),
                last_day: Some(length.map(|days| from.plus(days).unwrap())),
                scope: Some(scope),
                reason: Some(reason),
            };
            whole.apply(&Change::Exemption(id(0x900 + at), patch), 8).unwrap();
        }
        for at in 0..world.nodes.len() {
            let mut schedules = Timeline::default();
            if weekly {
                schedules = Timeline::starting(first.plus(7).unwrap(), Schedule::EveryNDays { n: 3, from: first });
            }
            let patch = ItemPatch { schedules: Some(schedules), excuses: Some(Excuses::of_prayer()), ..ItemPatch::default() };
            whole.apply(&Change::Item(item_id(at), patch), 9).unwrap();
        }
        let days = DayRange::new(first, first.plus(50).unwrap()).unwrap();
        let nothing = Records::new(days, std::collections::BTreeMap::new(), Vec::new());
        for actor in 0..3 {
            let Some(view) = whole.seen_by(user(actor)) else { continue };
            prop_assert!(view.catalogue.exemptions.is_empty());
            let (owner, friend) = (Evaluator::new(&whole, &nothing), Evaluator::new(&view.catalogue, &nothing));
            for item in view.catalogue.items.values() {
                for day in days.days() {
                    let (seen, told) = (friend.day_item(item.id, day).unwrap(), owner.day_item(item.id, day).unwrap());
                    let heading = item.starts_on == Day::MAX;
                    prop_assert_eq!(seen.due, told.due && !heading, "{} on {}", item.name, day);
                    prop_assert!(!seen.exempt);
                }
            }
        }
    }

    #[test]
    fn others_see_what_the_oracle_says(world in world()) {
        let whole = catalogue(&world);
        for actor in 0..3 {
            let view = whole.seen_by(user(actor));
            prop_assert_eq!(view.is_some(), lets_see(&world, actor));
            let levels: Vec<_> = (0..world.nodes.len()).map(|at| level(&world, actor, at)).collect();
            for (at, level) in levels.iter().enumerate() {
                for (wish, needed) in [
                    (Wish::Read(item_id(at)), PermissionLevel::Read),
                    (Wish::Write(item_id(at)), PermissionLevel::Write),
                ] {
                    let access = whole.access(user(actor), wish);
                    prop_assert_eq!(access.is_allowed(), *level >= Some(needed), "{:?} of {}", wish, at);
                    if let Some(view) = &view {
                        // What they work out themselves, from what they see, comes to the same.
                        prop_assert_eq!(view.catalogue.access(user(actor), wish).is_allowed(), access.is_allowed());
                    }
                }
                prop_assert_eq!(whole.access(user(actor), Wish::Private), Access::Refused(Refusal::OwnersAlone));
            }
            let Some(view) = view else { continue };
            let seen = &view.catalogue;
            let mut shown = BTreeSet::new();
            for (at, level) in levels.iter().enumerate() {
                prop_assert_eq!(view.reads(item_id(at)), level.is_some());
                prop_assert_eq!(view.writes(item_id(at)), *level == Some(PermissionLevel::Write));
                if level.is_some() {
                    shown.extend(line(&world, at));
                }
            }
            prop_assert!(seen.items.keys().copied().eq(shown.iter().map(|at| item_id(*at))));
            let deeds: BTreeSet<DeedId> = shown.iter().map(|at| id(world.nodes[*at].deed)).collect();
            prop_assert!(seen.deeds.keys().eq(&deeds));
            prop_assert!(seen.scales.values().map(|scale| scale.deed).eq(deeds.iter().copied()));
            for (at, node) in world.nodes.iter().enumerate().filter(|(at, _)| shown.contains(at)) {
                let item = &seen.items[&item_id(at)];
                let whole_below = (0..world.nodes.len())
                    .filter(|below| line(&world, *below).contains(&at))
                    .all(|below| shown.contains(&below));
                let heading = levels[at].is_none() || !whole_below;
                prop_assert_eq!(item.starts_on == Day::MAX, heading);
                prop_assert!(item.make_up.is_none() && item.excuses == Excuses::new() && node.hide == Hide::None);
            }
            prop_assert!(seen.groups.is_empty() && seen.blocks.is_empty());
            prop_assert!(seen.deeds.values().all(|deed| deed.group.is_none()));
            prop_assert!(seen.relations.values().all(|relation| relation.with == user(actor)));
            let own = |permission: &Permission| seen.relations.contains_key(&permission.relation);
            prop_assert!(seen.permissions.values().all(own));
        }
        prop_assert_eq!(whole.access(OWNER, Wish::Private), Access::Owner);
        prop_assert!(whole.seen_by(OWNER).is_none());
    }
}
