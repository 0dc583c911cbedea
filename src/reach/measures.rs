//! Keys held outside: whether they keep content out of the reach of a law.

use super::hooks::reaches_key;
use super::{Facts, Terms};
use crate::catalog::classes;
use crate::catalog::laws::{Effect, Law, Measure, Profile, profile};
use crate::model::{Condition, Custody, Holds, Truth};

/// The conditions under which keys keep content from those whom a law compels, and whether each holds; none where no key is held
/// outside of the provider.
pub(super) fn conditions(law: &Law, facts: &Facts<'_>, terms: Terms) -> Vec<(Condition, Truth)> {
    let keys = &facts.placement.keys;
    let is_outside = |custody| matches!(custody, Custody::External | Custody::Client);
    if !keys.iter().any(|key| is_outside(key.custody)) {
        return Vec::new();
    }
    let holder = keys.iter().map(|key| not(reaches_key(law, key, terms))).max();
    let all_outside = keys.iter().map(|key| match key.custody {
        Custody::External | Custody::Client => Truth::Yes,
        Custody::Unknown => Truth::Unknown,
        Custody::Provider | Custody::Customer => Truth::No,
    });
    let is_client = keys.iter().all(|key| key.custody == Custody::Client);
    let sealed = match classes::works_on_plain_data(&facts.placement.class) {
        _ if is_client => Truth::Yes,
        _ if facts.placement.holds != Holds::AtRest => Truth::No,
        Some(works) => Truth::from(!works),
        None => Truth::Unknown,
    };
    let mut all = vec![
        (Condition::HolderNotReached, holder.unwrap_or(Truth::Unknown)),
        (Condition::ProviderCannotUse, all_outside.max().unwrap_or(Truth::Unknown)),
        (Condition::NoPlaintext, sealed),
    ];
    // Nothing in a configuration says who controls the program that encrypts.
    if effects(law).any(|effect| effect == Effect::Partial) {
        all.push((Condition::ClientNotControlled, Truth::Unknown));
    }
    all
}

/// Whether content is out of reach: every condition holds, and the main power of the law is one that keys defeat.
pub(super) fn defeats_content(law: &Law, conditions: &[(Condition, Truth)]) -> bool {
    let main = effects(law).next();
    !conditions.is_empty()
        && conditions.iter().all(|(_, truth)| *truth == Truth::Yes)
        && matches!(main, Some(Effect::Defeats | Effect::DefeatsContent))
}

/// What customer keys do against each of a law's powers, the main one first.
fn effects(law: &Law) -> impl Iterator<Item = Effect> {
    let of = |profile: &Profile| {
        let mut measures = profile.measures.iter();
        measures
            .find_map(|(measure, effect, _)| (*measure == Measure::CustomerKeys).then_some(*effect))
    };
    law.mitigations.iter().filter_map(|id| profile(id)).filter_map(of)
}

fn not(truth: Truth) -> Truth {
    match truth {
        Truth::Yes => Truth::No,
        Truth::Unknown => Truth::Unknown,
        Truth::No => Truth::Yes,
    }
}
