//! The smallest changes that would alter how far a law reaches: the verdict with one fact other than it is.

use super::verdict::reaches;
use super::{Facts, Terms};
use crate::model::{
    Access, Change, Country, Custody, Key, Operator, Party, Path, Placement, Reach, ReachLevel,
    Reached, Sees, Standing,
};

/// What each single change would bring a reach to, of those that bring it lower; the furthest first.
pub fn changes(
    facts: &Facts<'_>,
    reach: &Reach,
    home: Country,
    terms: Terms,
) -> Vec<(Change, ReachLevel)> {
    let level_of = |facts: &Facts<'_>| {
        let found = reaches(facts, terms);
        let same = found
            .iter()
            .find(|other| other.law == reach.law && other.jurisdiction == reach.jurisdiction);
        same.map_or(ReachLevel::None, |other| other.level)
    };
    let mut found = Vec::new();
    let mut note = |change: Change, level: ReachLevel| {
        if level < reach.level {
            found.push((change, level));
        }
    };
    if reach.hooks.iter().any(|hook| matches!(hook.reached, Reached::Principal(_))) {
        let access: Vec<_> =
            facts.access.iter().map(|(access, is_sure)| (closed(access), *is_sure)).collect();
        let without = Facts {
            placement: facts.placement,
            access: access.iter().map(|(a, s)| (a, *s)).collect(),
            receives: facts.receives,
        };
        note(Change::PrincipalRemoved, level_of(&without));
    }
    for (change, edit) in EDITS {
        let mut placement = facts.placement.clone();
        edit(&mut placement, home);
        note(change, level_of(&Facts { placement: &placement, ..facts.clone() }));
    }
    found.sort_by_key(|(_, level)| *level);
    found
}

type Edit = fn(&mut Placement, Country);

const EDITS: [(Change, Edit); 3] = [
    (Change::KeysOutside, keys_outside),
    (Change::Moved, moved),
    (Change::OtherOperator, other_operator),
];

fn keys_outside(placement: &mut Placement, home: Country) {
    let mut claims = placement.claims.clone();
    for claim in &mut claims {
        claim.place.countries = vec![home];
        claim.place.operator = operator(home);
    }
    let (resource, why_unknown, span, because) = (None, None, None, Vec::new());
    let custody = Custody::External;
    placement.keys = vec![Key { custody, resource, claims, why_unknown, span, because }];
}

fn moved(placement: &mut Placement, home: Country) {
    placement.why_unknown = None;
    for claim in &mut placement.claims {
        claim.place.countries = vec![home];
    }
}

fn other_operator(placement: &mut Placement, home: Country) {
    for claim in &mut placement.claims {
        claim.place.operator = operator(home);
    }
}

/// Somebody of a country whom nobody elsewhere controls.
fn operator(home: Country) -> Operator {
    Operator {
        id: "".into(),
        name: "".into(),
        country: Some(home),
        control: Vec::new(),
        offers_in: Vec::new(),
        staff_in: None,
        verified: true,
    }
}

/// An access that is taken away.
fn closed(access: &Access) -> Access {
    let mut access = access.clone();
    if access.principal.standing != Standing::Own {
        access.principal.standing = Standing::Party(Party {
            name: access.principal.id.clone(),
            countries: Vec::new(),
            path: Path::Closed,
            sees: Sees::Control,
            span: access.span,
        });
    }
    access
}
