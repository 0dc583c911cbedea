//! Hooks: which tests of a law match the facts of a placement, and about whom.

use std::sync::Arc;

use super::jurisdiction::{is_of, may_be_of};
use super::owners::{Held, Holder, holders};
use super::{Facts, Terms, capability};
use crate::catalog::laws::Law;
use crate::catalog::regions;
use crate::model::{
    Access, Capability, Claim, Custody, HookStrength, Key, Operator, Party, PrincipalKind, Reached,
    Standing, Test, Truth, Why,
};
use crate::source::Span;

/// A test that matches, or may, before the law's own word about its strength.
pub(super) struct Match {
    pub reached: Reached,
    pub truth: Truth,
    pub capability: Option<Capability>,
    pub span: Option<Span>,
    /// Whether the match is contested whatever the law says of the test.
    pub is_contested: bool,
    /// Whether a source was checked for the fact.
    pub is_checked: bool,
    /// Whether keys held outside may keep content out of reach of whom it is about.
    pub is_behind_keys: bool,
}

/// What one test of a law matches: nothing where it does not.
pub(super) fn matches(law: &Law, test: Test, facts: &Facts<'_>, terms: Terms) -> Vec<Match> {
    let mut found = match test {
        Test::Territory => territory(law, facts),
        Test::Operator => operators(law, facts, of_operator),
        Test::Parent => operators(law, facts, |law, operator| of_owners(law, operator, terms)),
        Test::Offering => operators(law, facts, of_offering),
        Test::Personnel => personnel(law, facts),
        Test::Citizen => Vec::new(),
    };
    if matches!(test, Test::Territory | Test::Operator | Test::Parent) {
        found.extend(facts.placement.keys.iter().filter_map(|key| of_key(law, test, key, terms)));
    }
    found.retain(|one| one.truth != Truth::No);
    found
}

fn territory(law: &Law, facts: &Facts<'_>) -> Vec<Match> {
    let placement = facts.placement;
    let is_settled = placement.why_unknown.is_none() && !placement.is_closed;
    let is_here = |claim: &Claim| {
        let countries = claim.place.countries.iter();
        countries.map(|country| may_be_of(law, Some(*country))).min().unwrap_or(Truth::Unknown)
    };
    let all: Vec<(Truth, &Claim)> =
        placement.claims.iter().map(|claim| (is_here(claim), claim)).collect();
    let best = all.iter().min_by_key(|(truth, _)| *truth);
    let surely = is_settled && all.iter().all(|(truth, _)| *truth == Truth::Yes);
    let truth = match best {
        Some((Truth::Yes, _)) if surely => Truth::Yes,
        Some((Truth::No, _)) if is_settled => Truth::No,
        _ => Truth::Unknown,
    };
    let here = best.filter(|(truth, _)| *truth == Truth::Yes).map(|(_, claim)| *claim);
    let country = here.and_then(|claim| {
        claim.place.countries.iter().copied().find(|country| is_of(law, *country))
    });
    vec![Match {
        reached: Reached::Place(country),
        truth,
        capability: capability::of_operator(facts),
        span: here.or(placement.claims.first()).map(|claim| claim.decided_by),
        is_contested: false,
        is_checked: true,
        is_behind_keys: true,
    }]
}

/// What one operator gives for a test: about whom, whether it is so, whether that is contested, whether it was checked.
type Found = (Reached, Truth, bool, bool);

/// A test on each of the possible operators. Where only some match, it may.
fn operators(
    law: &Law,
    facts: &Facts<'_>,
    test: impl Fn(&Law, &Operator) -> Vec<Found>,
) -> Vec<Match> {
    let placement = facts.placement;
    // The name of a host tells whose it is where it does not tell its place.
    let is_told = matches!(placement.why_unknown, None | Some(Why::HostPlace { .. }));
    let is_settled = is_told && !placement.is_closed;
    let operators = placement.operators();
    if operators.is_empty() {
        let reached = Reached::Operator(Arc::clone(&placement.provider));
        return vec![of(facts, (reached, Truth::Unknown, false, true), None)];
    }
    let is_one = is_settled && operators.len() == 1;
    let mut found = Vec::new();
    for operator in operators {
        let span = placement.claims.iter().find(|claim| claim.place.operator == *operator);
        let span = span.map(|claim| claim.decided_by);
        for (reached, truth, is_contested, is_checked) in test(law, operator) {
            let truth = if is_one || truth == Truth::No { truth } else { Truth::Unknown };
            found.push(of(facts, (reached, truth, is_contested, is_checked), span));
        }
    }
    found
}

fn of(facts: &Facts<'_>, found: Found, span: Option<Span>) -> Match {
    let (reached, truth, is_contested, is_checked) = found;
    let capability = capability::of_operator(facts);
    Match { reached, truth, capability, span, is_contested, is_checked, is_behind_keys: true }
}

fn of_operator(law: &Law, operator: &Operator) -> Vec<Found> {
    let name = Reached::Operator(Arc::clone(&operator.name));
    vec![(name, may_be_of(law, operator.country), false, operator.verified)]
}

fn of_owners(law: &Law, operator: &Operator, terms: Terms) -> Vec<Found> {
    let of_holder = |holder: Holder| {
        let country = may_be_of(law, holder.country);
        let truth = match holder.control {
            Held::No => Truth::No,
            Held::Unknown => country.max(Truth::Unknown),
            Held::Joint | Held::Sole => country,
        };
        let reached = Reached::Owner(holder.name, holder.share);
        (reached, truth, holder.control == Held::Joint, holder.verified)
    };
    holders(&operator.control, terms.as_of).into_iter().map(of_holder).collect()
}

/// Establishments: those that somebody declares, and regions of the same operator.
fn of_offering(law: &Law, operator: &Operator) -> Vec<Found> {
    let mut known = operator.offers_in.iter().chain(regions::presence(&operator.id));
    let is_there = known.any(|country| is_of(law, *country));
    let name = Reached::Operator(Arc::clone(&operator.name));
    vec![(name, Truth::from(is_there), true, true)]
}

/// Principals that get in, and the operators' own staff where somebody says where that works.
fn personnel(law: &Law, facts: &Facts<'_>) -> Vec<Match> {
    let entries =
        facts.access.iter().filter_map(|(access, is_sure)| of_entry(law, facts, access, *is_sure));
    let staff = operators(law, facts, |law, operator| {
        let Some(countries) = &operator.staff_in else { return Vec::new() };
        let here = countries.iter().map(|country| may_be_of(law, Some(*country))).min();
        let name = Reached::Staff(Arc::clone(&operator.name));
        vec![(name, here.unwrap_or(Truth::Unknown), false, true)]
    });
    // Nothing is said of the staff of an operator that is not known.
    let is_staff = |one: &Match| matches!(one.reached, Reached::Staff(_));
    entries.chain(staff.into_iter().filter(is_staff)).collect()
}

fn of_entry(law: &Law, facts: &Facts<'_>, access: &Access, is_sure: bool) -> Option<Match> {
    let (truth, capability) = match &access.principal.standing {
        Standing::Own => return None,
        // That everybody gets in is a matter of security, and no hook.
        Standing::Unknown if access.principal.kind == PrincipalKind::Anyone => {
            return None;
        }
        Standing::Unknown => (Truth::Unknown, None),
        Standing::Party(party) => {
            let capability = capability::of_party(facts, access, party);
            (works_in(law, party), capability)
        }
    };
    if capability == Some(Capability::Nothing) {
        return None;
    }
    let truth = if is_sure || truth == Truth::No { truth } else { Truth::Unknown };
    Some(Match {
        reached: Reached::Principal(access.principal.shown()),
        truth,
        capability,
        span: Some(access.span),
        is_contested: false,
        is_checked: true,
        is_behind_keys: false,
    })
}

fn works_in(law: &Law, party: &Party) -> Truth {
    let countries = party.countries.iter().map(|country| may_be_of(law, Some(*country)));
    countries.min().unwrap_or(Truth::Unknown)
}

/// Whether one test reaches whoever holds a key, or the place where it is.
fn test_key(law: &Law, test: Test, key: &Key, terms: Terms) -> Truth {
    let of_claim = |claim: &Claim| match test {
        Test::Territory => {
            let countries = claim.place.countries.iter();
            countries.map(|country| may_be_of(law, Some(*country))).min().unwrap_or(Truth::Unknown)
        }
        Test::Operator => may_be_of(law, claim.place.operator.country),
        Test::Parent => {
            let owners = of_owners(law, &claim.place.operator, terms);
            owners.iter().map(|(_, truth, ..)| *truth).min().unwrap_or(Truth::No)
        }
        _ => Truth::No,
    };
    let told = key.claims.iter().map(of_claim).min();
    match (told, &key.why_unknown) {
        (Some(Truth::No), Some(_)) | (None, _) => Truth::Unknown,
        (Some(truth), _) => truth,
    }
}

/// Whether a law reaches whoever holds a key by any of its tests.
pub(super) fn reaches_key(law: &Law, key: &Key, terms: Terms) -> Truth {
    let tests = law.hooks.iter().map(|hook| test_key(law, hook.test, key, terms));
    tests.min().unwrap_or(Truth::No)
}

/// A key elsewhere is a way to the data for whoever can also fetch what it protects: the provider that holds both. One that is
/// held outside is none by itself.
fn of_key(law: &Law, test: Test, key: &Key, terms: Terms) -> Option<Match> {
    let truth = test_key(law, test, key, terms);
    let is_held_by_provider = matches!(key.custody, Custody::Provider | Custody::Customer);
    // That nobody knows where a key is adds nothing to what is known of who uses it.
    if truth == Truth::No || (truth == Truth::Unknown && !is_held_by_provider) {
        return None;
    }
    let capability = if is_held_by_provider { Capability::Content } else { Capability::Metadata };
    Some(Match {
        reached: Reached::Key(key.resource.clone().unwrap_or_else(|| "?".into())),
        truth,
        capability: Some(capability),
        span: key.span,
        is_contested: false,
        is_checked: true,
        is_behind_keys: false,
    })
}

/// The strength of a match: contested where either the law or the fact is.
pub(super) fn strength(law: HookStrength, one: &Match) -> HookStrength {
    if one.is_contested { HookStrength::Contested } else { law }
}
