//! Laws against the facts of one placement: the furthest hook counts, and what is missing stays visible.

use std::collections::BTreeSet;

use super::hooks::{self, Match};
use super::in_force::{Force, force};
use super::jurisdiction::{has_gap, is_home, is_of};
use super::owners::{Held, holders};
use super::{Facts, Terms, measures};
use crate::catalog::laws::{Kind, Law, Power, Review, Secrecy, law, laws};
use crate::model::{
    Capability, Condition, Country, Flags, Hook, HookStrength, Path, PrincipalKind, Reach,
    ReachLevel, Reached, Standing, Test, Truth,
};

/// How far each law that counts on the day reaches, but for those that do not reach at all; then the states whose laws
/// nobody has recorded. In the order of the catalogue.
pub fn reaches(facts: &Facts<'_>, terms: Terms) -> Vec<Reach> {
    let counting = laws().laws.iter().map(|law| (law, force(law, terms.as_of)));
    let counting: Vec<(&'static Law, Force)> =
        counting.filter(|(_, force)| *force != Force::No).collect();
    let mut found: Vec<Reach> =
        counting.iter().filter_map(|(law, force)| reach(law, *force, facts, terms)).collect();
    let gaps = gaps(facts, &found, terms);
    found.extend(gaps);
    found
}

fn reach(law: &'static Law, force: Force, facts: &Facts<'_>, terms: Terms) -> Option<Reach> {
    let conditions = measures::conditions(law, facts, terms);
    let mut hooks: Vec<Hook> = Vec::new();
    let mut unmatched: BTreeSet<Test> = BTreeSet::new();
    let mut seen: BTreeSet<Test> = BTreeSet::new();
    for (index, hook) in law.hooks.iter().enumerate() {
        let found = hooks::matches(law, hook.test, facts, terms);
        if found.is_empty() {
            unmatched.insert(hook.test);
        }
        seen.insert(hook.test);
        for one in found {
            let strength = hooks::strength(hook.strength, &one);
            let level = level(law, force, strength, hook.test, &one, &conditions, terms);
            let Match { reached, truth, capability, span, .. } = one;
            let is_sure = truth == Truth::Yes;
            hooks.push(Hook {
                test: hook.test,
                strength,
                index,
                reached,
                is_sure,
                capability,
                level,
                span,
            });
        }
    }
    let matched: BTreeSet<Test> = hooks.iter().map(|hook| hook.test).collect();
    hooks.sort_by(|a, b| {
        b.level.cmp(&a.level).then(a.index.cmp(&b.index)).then_with(|| a.reached.cmp(&b.reached))
    });
    let level = hooks.first()?.level;
    Some(Reach {
        law: Some(&law.id),
        jurisdiction: law.jurisdiction?,
        level,
        is_open: hooks.iter().any(|hook| hook.level == ReachLevel::Unknown),
        hooks,
        unmatched: unmatched.difference(&matched).copied().collect(),
        conditions,
        flags: flags(law, force),
    })
}

/// How far one match goes. Contested ones, offerings, duties that compel nothing to be handed over, and what rests on memory
/// are notes.
fn level(
    law: &Law,
    force: Force,
    strength: HookStrength,
    test: Test,
    one: &Match,
    conditions: &[(Condition, Truth)],
    terms: Terms,
) -> ReachLevel {
    let Some(capability) =
        one.capability.filter(|_| one.truth == Truth::Yes && force != Force::Unknown)
    else {
        return ReachLevel::Unknown;
    };
    let is_believed = terms.accept_unverified || (one.is_checked && !law.is_from_memory());
    let hands_over = law
        .compels
        .iter()
        .any(|power| matches!(power, Power::Access | Power::Assistance | Power::Interception));
    if strength == HookStrength::Contested || test == Test::Offering || !is_believed || !hands_over
    {
        return ReachLevel::Note;
    }
    match capability {
        Capability::Content if one.is_behind_keys && measures::defeats_content(law, conditions) => {
            ReachLevel::Metadata
        }
        Capability::Content => ReachLevel::Content,
        Capability::Metadata => ReachLevel::Metadata,
        Capability::Nothing => ReachLevel::None,
    }
}

fn flags(law: &Law, force: Force) -> Flags {
    Flags {
        silent: law.secrecy == Secrecy::Yes,
        unreviewed: matches!(law.review, Review::ExecutiveOnly | Review::NoneInText),
        trapped: matches!(law.kind, Kind::Localisation | Kind::TransferControl)
            || law
                .compels
                .iter()
                .any(|power| matches!(power, Power::Localisation | Power::TransferRestriction)),
        residual: force == Force::Residual,
        from_memory: law.is_from_memory(),
    }
}

/// Countries that the facts lead to and whose laws nobody has recorded; any country stands for one that is not known.
fn gaps(facts: &Facts<'_>, found: &[Reach], terms: Terms) -> Vec<Reach> {
    let is_told = |country: Country, test: Test| {
        found.iter().any(|reach| {
            let law = reach.law.and_then(law);
            let has_hook = || reach.hooks.iter().any(|hook| hook.test == test);
            law.is_some_and(|law| is_of(law, country)) && has_hook()
        })
    };
    let gap = |(country, test): &(Country, Test)| {
        let is_gap = !is_home(*country) && has_gap(*country) && !is_told(*country, *test);
        is_gap.then(|| unrecorded(*country, *test))
    };
    concerned(facts, terms).iter().filter_map(gap).collect()
}

/// Countries of the place, of the operator and those who control it, and of those who get in.
fn concerned(facts: &Facts<'_>, terms: Terms) -> BTreeSet<(Country, Test)> {
    let mut all: BTreeSet<(Country, Test)> = BTreeSet::new();
    let mut note = |country: Option<Country>, test| {
        all.insert((country.unwrap_or(Country::ANYWHERE), test));
    };
    let placement = facts.placement;
    if placement.claims.is_empty() || placement.why_unknown.is_some() {
        note(None, Test::Territory);
    }
    for claim in &placement.claims {
        claim.place.countries.iter().for_each(|country| note(Some(*country), Test::Territory));
        note(claim.place.operator.country, Test::Operator);
        let holders = holders(&claim.place.operator.control, terms.as_of).into_iter();
        let in_control = holders.filter(|holder| holder.control != Held::No);
        in_control.for_each(|holder| note(holder.country, Test::Parent));
    }
    for (access, _) in &facts.access {
        match &access.principal.standing {
            Standing::Own => {}
            Standing::Unknown if access.principal.kind == PrincipalKind::Anyone => {}
            Standing::Party(party) if party.path == Path::Closed => {}
            Standing::Party(party) if !party.countries.is_empty() => {
                party.countries.iter().for_each(|country| note(Some(*country), Test::Personnel));
            }
            Standing::Party(_) | Standing::Unknown => note(None, Test::Personnel),
        }
    }
    all
}

fn unrecorded(country: Country, test: Test) -> Reach {
    let hook = Hook {
        test,
        strength: HookStrength::Derived,
        index: 0,
        reached: Reached::Place(Some(country)),
        is_sure: false,
        capability: None,
        level: ReachLevel::Unknown,
        span: None,
    };
    Reach {
        law: None,
        jurisdiction: country,
        level: ReachLevel::Unknown,
        is_open: true,
        hooks: vec![hook],
        unmatched: Vec::new(),
        conditions: Vec::new(),
        flags: Flags::default(),
    }
}
