//! Two estates side by side: what moved, which copies and accesses came or went, and which laws reach more or less.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{
    Access, Country, Difference, Direction, Flow, Holds, Operator, Placement, Reach, ReachLevel,
    Reached, Whereabouts,
};
use crate::reach::{Entries, Facts, Terms, reaches};

/// One estate, and how laws are taken for it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Where data is.
    pub placements: &'a [Placement],
    /// Where it goes.
    pub flows: &'a [Flow],
    /// Who gets at it.
    pub access: &'a [Access],
    /// The folder that roots are told from, so that the same root of two trees is one.
    pub base: &'a str,
    /// The day, and whether what nobody checked counts.
    pub terms: Terms,
}

/// Root and address of a resource.
type Key = (Arc<str>, Arc<str>);

/// All differences, sorted: placements, flows, access, reach.
pub fn compare(before: Side<'_>, after: Side<'_>) -> Vec<Difference> {
    let mut found = placements(before, after);
    found.extend(flows(before, after));
    found.extend(access(before, after));
    found.extend(reach(before, after));
    found.sort();
    found.dedup();
    found
}

impl Side<'_> {
    /// A root as it is told from the base.
    fn root(&self, root: &str) -> Arc<str> {
        let rest = root
            .strip_prefix(self.base)
            .filter(|rest| matches!(rest.chars().next(), None | Some('/')));
        match rest.unwrap_or(root).trim_start_matches('/') {
            "" => ".".into(),
            rest => rest.into(),
        }
    }

    fn key(&self, placement: &Placement) -> Key {
        (self.root(&placement.root), Arc::clone(&placement.resource))
    }
}

fn holds_data(placement: &&Placement) -> bool {
    placement.holds != Holds::Nothing
}

fn placements(before: Side<'_>, after: Side<'_>) -> Vec<Difference> {
    let [before, after] = [before, after].map(|side| {
        let mut all: BTreeMap<Key, Whereabouts> = BTreeMap::new();
        for placement in side.placements.iter().filter(holds_data) {
            join(all.entry(side.key(placement)).or_insert_with(nowhere), placement);
        }
        all
    });
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    let difference = |resource: &Key| {
        let (before, after) = (before.get(resource).cloned(), after.get(resource).cloned());
        (before != after).then(|| Difference::Placement {
            resource: resource.clone(),
            before,
            after,
        })
    };
    keys.into_iter().filter_map(difference).collect()
}

fn nowhere() -> Whereabouts {
    Whereabouts { places: Vec::new(), countries: Vec::new(), operators: Vec::new(), is_open: false }
}

/// Adds where one placement is to what is known of its resource.
fn join(whereabouts: &mut Whereabouts, placement: &Placement) {
    let places = placement.places().map(|place| format!("{}/{}", place.provider, place.region));
    whereabouts.places.extend(places);
    whereabouts.countries.extend(placement.countries());
    whereabouts.operators.extend(placement.operators().into_iter().map(with_owners));
    whereabouts.is_open |= placement.why_unknown.is_some();
    whereabouts.places.sort();
    whereabouts.places.dedup();
    whereabouts.countries.sort();
    whereabouts.countries.dedup();
    whereabouts.operators.sort();
    whereabouts.operators.dedup();
}

fn with_owners(operator: &Operator) -> String {
    let owners: Vec<&str> = operator.control.iter().map(|owner| &*owner.name).collect();
    match owners.is_empty() {
        true => operator.name.to_string(),
        false => format!("{} ({})", operator.name, owners.join(", ")),
    }
}

fn flows(before: Side<'_>, after: Side<'_>) -> Vec<Difference> {
    let all = |side: Side<'_>, is_new: bool| -> BTreeSet<Difference> {
        let of = |flow: &Flow| Difference::Flow {
            resource: (side.root(&flow.far.root), Arc::clone(&flow.resource)),
            direction: flow.direction,
            purpose: flow.purpose,
            far: Arc::clone(&flow.far.resource),
            countries: flow.far.countries(),
            is_new,
        };
        side.flows.iter().map(of).collect()
    };
    only_in_one(before, after, all)
}

fn access(before: Side<'_>, after: Side<'_>) -> Vec<Difference> {
    let all = |side: Side<'_>, is_new: bool| -> BTreeSet<Difference> {
        let of = |access: &Access| Difference::Access {
            resource: (side.root(&access.root), Arc::clone(&access.resource)),
            principal: access.principal.shown(),
            countries: access.principal.standing.countries().to_vec(),
            level: access.level,
            is_new,
        };
        side.access.iter().map(of).collect()
    };
    only_in_one(before, after, all)
}

/// What is only before, as it went, and what is only after, as it came. `all` tells each fact as one that came, or as one that
/// went.
fn only_in_one(
    before: Side<'_>,
    after: Side<'_>,
    all: impl Fn(Side<'_>, bool) -> BTreeSet<Difference>,
) -> Vec<Difference> {
    let come = &all(after, true) - &all(before, true);
    let gone = &all(before, false) - &all(after, false);
    come.into_iter().chain(gone).collect()
}

/// How far each law reaches each resource, and by what.
type Levels = BTreeMap<(Key, Country, Option<&'static str>), (ReachLevel, Reached)>;

fn reach(before: Side<'_>, after: Side<'_>) -> Vec<Difference> {
    let (before, after) = (levels(before), levels(after));
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let mut by_resource: BTreeMap<_, BTreeSet<&'static str>> = BTreeMap::new();
    for of in keys {
        let (resource, jurisdiction, law) = of;
        let level = |side: &Levels| side.get(of).map_or(ReachLevel::None, |(level, _)| *level);
        let (was, is) = (level(&before), level(&after));
        let side = if is > was { &after } else { &before };
        let Some((_, reached)) = side.get(of).filter(|_| was != is) else { continue };
        let change = (*jurisdiction, was, is, reached.clone());
        by_resource.entry((change, resource.clone())).or_default().extend(*law);
    }
    // Resources that the same laws reach for the same reason stand together.
    let mut together: BTreeMap<_, Vec<Key>> = BTreeMap::new();
    for ((change, resource), laws) in by_resource {
        together.entry((change, laws)).or_default().push(resource);
    }
    let mut found = Vec::new();
    for (((jurisdiction, before, after, reached), laws), resources) in together {
        let laws = laws.into_iter().collect();
        found.push(Difference::Reach { jurisdiction, before, after, reached, laws, resources });
    }
    found
}

/// Of what holds data in the tree, and of the copies that are elsewhere.
fn levels(side: Side<'_>) -> Levels {
    let entries = Entries::of(side.access);
    let mut all = Levels::new();
    for placement in side.placements.iter().filter(holds_data) {
        add(&mut all, &side.key(placement), &entries.facts(placement), side.terms);
    }
    let is_elsewhere = |flow: &&Flow| {
        flow.meets.is_none() && flow.direction != Direction::In && flow.far.holds != Holds::Nothing
    };
    for flow in side.flows.iter().filter(is_elsewhere) {
        let name = format!("{} -> {}", flow.resource, flow.far.resource);
        let facts = Facts { placement: &flow.far, access: Vec::new(), receives: true };
        add(&mut all, &(side.root(&flow.far.root), name.into()), &facts, side.terms);
    }
    all
}

fn add(all: &mut Levels, key: &Key, facts: &Facts<'_>, terms: Terms) {
    for reach in reaches(facts, terms) {
        let Reach { law, jurisdiction, level, hooks, .. } = reach;
        let Some(hook) = hooks.into_iter().next() else { continue };
        let entry = all.entry((key.clone(), jurisdiction, law));
        let known = entry.or_insert_with(|| (level, hook.reached.clone()));
        if known.0 < level {
            *known = (level, hook.reached);
        }
    }
}
