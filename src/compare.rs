//! Two estates side by side: what moved, which copies and accesses came or went, and which laws reach more or less.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{
    Access, Country, Difference, Flow, Holds, Operator, Placement, Reach, ReachLevel, Reached,
    Whereabouts,
};
use crate::reach::{Entries, Terms, reaches};

/// One estate, and how laws are taken for it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Where data is.
    pub placements: &'a [Placement],
    /// Where it goes.
    pub flows: &'a [Flow],
    /// Who gets at it.
    pub access: &'a [Access],
    /// The day, and whether what nobody checked counts.
    pub terms: Terms,
}

/// Root and address of a resource.
type Key = (Arc<str>, Arc<str>);

/// All differences, sorted: placements, flows, access, reach.
pub fn compare(before: Side<'_>, after: Side<'_>) -> Vec<Difference> {
    let mut found = placements(before.placements, after.placements);
    found.extend(flows(before.flows, after.flows));
    found.extend(access(before.access, after.access));
    found.extend(reach(before, after));
    found.sort();
    found.dedup();
    found
}

fn key(placement: &Placement) -> Key {
    (Arc::clone(&placement.root), Arc::clone(&placement.resource))
}

fn holds_data(placement: &&Placement) -> bool {
    placement.holds != Holds::Nothing
}

fn placements(before: &[Placement], after: &[Placement]) -> Vec<Difference> {
    let [before, after] = [before, after].map(|side| {
        let mut all: BTreeMap<Key, Whereabouts> = BTreeMap::new();
        for placement in side.iter().filter(holds_data) {
            join(all.entry(key(placement)).or_insert_with(nowhere), placement);
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

fn flows(before: &[Flow], after: &[Flow]) -> Vec<Difference> {
    let of = |is_new: bool| {
        move |flow: &Flow| Difference::Flow {
            resource: (Arc::clone(&flow.far.root), Arc::clone(&flow.resource)),
            direction: flow.direction,
            purpose: flow.purpose,
            far: Arc::clone(&flow.far.resource),
            countries: flow.far.countries(),
            is_new,
        }
    };
    only_in_one(before, after, of)
}

fn access(before: &[Access], after: &[Access]) -> Vec<Difference> {
    let of = |is_new: bool| {
        move |access: &Access| Difference::Access {
            resource: (Arc::clone(&access.root), Arc::clone(&access.resource)),
            principal: access.principal.shown(),
            countries: access.principal.standing.countries().to_vec(),
            level: access.level,
            is_new,
        }
    };
    only_in_one(before, after, of)
}

/// What is only before, as it went, and what is only after, as it came.
fn only_in_one<T, F: Fn(&T) -> Difference>(
    before: &[T],
    after: &[T],
    of: impl Fn(bool) -> F,
) -> Vec<Difference> {
    let set = |side: &[T], is_new| side.iter().map(of(is_new)).collect::<BTreeSet<Difference>>();
    // The same fact compares equal where it is told in the same way.
    let (was, is) = (set(before, true), set(after, true));
    let gone = before.iter().filter(|one| !is.contains(&of(true)(one))).map(of(false));
    let come = after.iter().filter(|one| !was.contains(&of(true)(one))).map(of(true));
    gone.chain(come).collect()
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

fn levels(side: Side<'_>) -> Levels {
    let entries = Entries::of(side.access);
    let mut all = Levels::new();
    for placement in side.placements.iter().filter(holds_data) {
        for reach in reaches(&entries.facts(placement), side.terms) {
            let Reach { law, jurisdiction, level, hooks, .. } = reach;
            let Some(hook) = hooks.into_iter().next() else { continue };
            let known = all
                .entry((key(placement), jurisdiction, law))
                .or_insert((level, hook.reached.clone()));
            if known.0 < level {
                *known = (level, hook.reached);
            }
        }
    }
    all
}
