//! Laws of other states and rules of Japan.

use super::{Entry, Item, Label, Sort, Value};
use crate::catalog::jurisdictions::jurisdiction;
use crate::catalog::laws::{Effect, Law, Measure, Status, Test, profile};
use crate::catalog::record::Text;
use crate::catalog::rules::Rule;
use crate::model::{Country, Date};

/// The laws of a state that reach by one of these tests, each with that hook. Those that only protect, and those that
/// are no longer law, reach nobody.
pub(super) fn laws_by(country: Country, tests: &[Test]) -> Vec<Item> {
    let is_live = |law: &&Law| !law.is_protective() && law.status != Status::Repealed;
    let laws = jurisdiction(country).into_iter().flat_map(|state| state.laws()).filter(is_live);
    let hook = |law: &'static Law| {
        let hook = law.hooks.iter().find(|hook| tests.contains(&hook.test))?;
        let words = vec![
            hook.test.as_str(),
            hook.strength.as_str(),
            law.status.as_str(),
            law.confidence.as_str(),
        ];
        Some(Item { name: law.id.clone(), words, text: law.name.clone() })
    };
    laws.filter_map(hook).collect()
}

/// A law in a list.
pub(super) fn law_row(law: &Law) -> Entry {
    let mut tests: Vec<&str> = law.hooks.iter().map(|hook| hook.test.as_str()).collect();
    tests.dedup();
    Entry::new(Sort::Law, &*law.id)
        .plain(Label::Law, &*law.id)
        .both(Label::Name, &law.name)
        .with(Label::Jurisdiction, Value::Countries(law.jurisdiction.into_iter().collect()))
        .with(Label::Status, Value::Word(law.status.as_str()))
        .with(Label::Hooks, Value::Words(tests))
        .with(Label::Confidence, Value::Word(law.confidence.as_str()))
}

/// Everything known about a law.
pub(super) fn law(law: &Law) -> Entry {
    let hooks = law.hooks.iter().map(|hook| {
        let mut text = hook.reason.clone();
        if !hook.via.en.is_empty() {
            text.en = format!("{}: {}", hook.via.en, text.en);
            text.ja = format!("{}: {}", hook.via.ja, text.ja);
        }
        Item { name: String::new(), words: vec![hook.test.as_str(), hook.strength.as_str()], text }
    });
    let compels = law.compels.iter().map(|power| power.as_str()).collect();
    let noted = |word: &'static str, note: &Text| {
        Value::Items(vec![Item { name: String::new(), words: vec![word], text: note.clone() }])
    };
    let state = law.jurisdiction.and_then(jurisdiction);
    Entry::new(Sort::Law, &*law.id)
        .both(Label::Name, &law.name)
        .plain(Label::NativeName, &*law.native)
        .with(Label::Jurisdiction, Value::Countries(law.jurisdiction.into_iter().collect()))
        .plain(Label::Citation, &*law.citation)
        .with(Label::Status, Value::Word(law.status.as_str()))
        .plain(Label::Enacted, day(law.enacted))
        .plain(Label::InForce, day(law.in_force))
        .texts(Label::Amended, &law.amended)
        .plain(Label::Expires, day(law.expires))
        .both(Label::ResidualUntil, &law.residual_until)
        .with(Label::Kind, Value::Word(law.kind.as_str()))
        .with(Label::Hooks, Value::Items(hooks.collect()))
        .with(Label::Compels, Value::Words(compels))
        .with(Label::Secrecy, noted(law.secrecy.as_str(), &law.secrecy_note))
        .with(Label::Review, noted(law.review.as_str(), &law.review_note))
        .with(Label::Mitigations, Value::Items(mitigations(law)))
        .texts(Label::Articles, &law.articles)
        .both(Label::Note, &law.note)
        .plain(Label::Gap, state.map_or("", |state| state.gap))
        .with(Label::Source, Value::List(law.sources.clone()))
        .with(Label::Confidence, Value::Word(law.confidence.as_str()))
        .texts(Label::VerifiedPoints, &law.verified_points)
        .plain(Label::Checked, day(law.last_checked()))
}

/// What each measure does against the powers of a law.
fn mitigations(law: &Law) -> Vec<Item> {
    let profiles = law.mitigations.iter().filter_map(|id| profile(id));
    let measures = profiles.flat_map(|profile| &profile.measures);
    let of_measure = |(measure, effect, why): &(Measure, Effect, Text)| Item {
        name: String::new(),
        words: vec![measure.as_str(), effect.as_str()],
        text: why.clone(),
    };
    measures.map(of_measure).collect()
}

/// A rule in a list.
pub(super) fn rule_row(rule: &Rule) -> Entry {
    Entry::new(Sort::Rule, &*rule.id)
        .plain(Label::Rule, &*rule.id)
        .both(Label::Name, &rule.name)
        .with(Label::Force, Value::Word(rule.force.as_str()))
        .with(Label::Confidence, Value::Word(rule.confidence.as_str()))
}

/// Everything known about a rule.
pub(super) fn rule(rule: &'static Rule) -> Entry {
    let on = ["place", "operator", "access"].into_iter().zip(&rule.bears_on);
    let bears_on = on.map(|(on, how)| Item {
        name: String::new(),
        words: vec![on, how.as_str()],
        text: Text::default(),
    });
    Entry::new(Sort::Rule, &*rule.id)
        .both(Label::Name, &rule.name)
        .both(Label::Authority, &rule.authority)
        .with(Label::Force, Value::Word(rule.force.as_str()))
        .both(Label::Requires, &rule.requires)
        .with(Label::BearsOn, Value::Items(bears_on.collect()))
        .with(Label::Levers, Value::Words(rule.levers.iter().map(|lever| lever.as_str()).collect()))
        .with(Label::Sectors, Value::Words(rule.sectors.iter().map(|sector| &**sector).collect()))
        .texts(Label::Checks, &rule.checks)
        .plain(Label::Effective, day(rule.effective))
        .both(Label::Note, &rule.note)
        .with(Label::Source, Value::List(rule.sources.clone()))
        .with(Label::Confidence, Value::Word(rule.confidence.as_str()))
        .texts(Label::VerifiedPoints, &rule.verified_points)
        .plain(Label::Checked, day(rule.last_checked()))
}

pub(super) fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}
