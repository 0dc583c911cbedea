//! The verb `reach`: laws that may not reach what holds the data of a rule.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::judge::{Case, Fact};
use super::read::WEIGHTS;
use super::reader::{Keys, Reader, quote, suggest};
use super::selector::checked;
use crate::catalog::laws::laws;
use crate::model::{
    Because, Country, Custody, Date, Hook, HookStrength, Key, Reach, ReachLevel, Reached, Severity,
    Test, Verdict,
};
use crate::reach::changes;
use crate::syntax::yaml::Node;

const REACH: Keys =
    Keys { what: "`reach`", known: &["deny", "level", "accept", "unknown"], later: &[] };
const ACCEPT: Keys =
    Keys { what: "what is accepted", known: &["when", "reason", "until"], later: &[] };
const LEVELS: [(&str, ReachLevel); 3] = [
    ("note", ReachLevel::Note),
    ("metadata", ReachLevel::Metadata),
    ("content", ReachLevel::Content),
];

/// Laws that may not reach data.
#[derive(Clone, Debug)]
pub struct ReachRule {
    /// Over ids of laws.
    deny: GlobSet,
    /// The level from which on a reach breaks the rule.
    level: ReachLevel,
    /// Laws that are accepted, by id.
    accept: BTreeMap<Arc<str>, Acceptance>,
    /// Weight of what nobody can tell; nothing for off.
    unknown: Option<Severity>,
}

/// A law that is accepted.
#[derive(Clone, Debug)]
struct Acceptance {
    /// Only where keys are held in the organization's country, outside of the provider.
    keys_at_home: bool,
    /// The last day that it is.
    until: Option<Date>,
}

/// Reads `reach` of a rule.
pub(super) fn rule(reader: &mut Reader, node: &Node) -> Option<ReachRule> {
    let fields = reader.fields(node, &REACH)?;
    let ids: Vec<&str> = laws().laws.iter().map(|law| &*law.id).collect();
    let Some(deny) = fields.get("deny") else {
        reader.wrong(
            node.span,
            "`reach` needs `deny`, with patterns over ids of laws, such as `[\"us-*\"]`",
        );
        return None;
    };
    let mut globs = GlobSetBuilder::new();
    for word in reader.words(deny, "`deny`") {
        let glob = Glob::new(&word.text).map_err(|error| error.kind().to_string());
        let Some(glob) = checked(reader, &word, glob) else { continue };
        if !ids.iter().any(|id| glob.compile_matcher().is_match(id)) {
            let message = format!(
                "no law has an id like {}; {}",
                quote(&word.text),
                suggest(&word.text, &ids)
            );
            reader.wrong(word.span, message);
        }
        globs.add(glob);
    }
    let level = fields.get("level").map(|node| reader.choice(node, "`level`", &LEVELS));
    let unknown = match fields.get("unknown") {
        Some(node) => reader.choice(node, "`unknown`", &WEIGHTS)?,
        None => Some(Severity::Warning),
    };
    let accept = fields.get("accept").map(|node| accepted(reader, node, &ids)).unwrap_or_default();
    let level = level.flatten().unwrap_or(ReachLevel::Metadata);
    Some(ReachRule { deny: globs.build().ok()?, level, accept, unknown })
}

fn accepted(reader: &mut Reader, node: &Node, ids: &[&str]) -> BTreeMap<Arc<str>, Acceptance> {
    let mut found = BTreeMap::new();
    for (law, node) in reader.named(node, "`accept`") {
        if !ids.contains(&&*law.text) {
            let message =
                format!("there is no law {}; {}", quote(&law.text), suggest(&law.text, ids));
            reader.wrong(law.span, message);
            continue;
        }
        let Some(fields) = reader.fields(node, &ACCEPT) else { continue };
        let conditions = [("always", false), ("keys-held-at-home", true)];
        let when = fields.get("when").map(|node| reader.choice(node, "`when`", &conditions));
        if fields.get("reason").and_then(|node| reader.word(node, "`reason`")).is_none() {
            reader.wrong(
                law.span,
                format!("say why {} is accepted: `reason: ...`", quote(&law.text)),
            );
        }
        let until = fields.get("until").and_then(|node| reader.word(node, "`until`"));
        let until = until.and_then(|word| {
            let day =
                word.text.parse().map_err(|()| "it is not a day, such as `2027-03-31`".to_owned());
            checked(reader, &word, day)
        });
        found.insert(law.text, Acceptance { keys_at_home: when.flatten().unwrap_or(false), until });
    }
    found
}

/// Laws of one state that reach further than the rule lets by the same hook are one fact, at what that is about; what is open is
/// one fact for all laws of one test.
pub(super) fn judge<'p>(case: &Case<'p>, rule: &ReachRule, note: &mut dyn FnMut(Fact<'p>)) {
    let facts = case.facts();
    let found = crate::reach::reaches(&facts, case.terms);
    let mut reached: BTreeMap<Ground, Vec<&Reach>> = BTreeMap::new();
    let mut open: BTreeMap<(Test, Reached), Vec<&'static str>> = BTreeMap::new();
    for reach in &found {
        let Some(law) = reach.law.filter(|law| rule.deny.is_match(law)) else { continue };
        let Some(hook) = reach.hooks.first().filter(|_| !rule.accepts(law, case)) else { continue };
        if reach.level >= rule.level {
            reached.entry(ground(reach, hook)).or_default().push(reach);
        } else if reach.is_open {
            for hook in reach.hooks.iter().filter(|hook| hook.level == ReachLevel::Unknown) {
                let laws = open.entry((hook.test, hook.reached.clone())).or_default();
                laws.extend((!laws.contains(&law)).then_some(law));
            }
        }
    }
    for ((jurisdiction, level, test, strength, about), of) in reached {
        let Some((first, hook)) = of.first().and_then(|first| Some((*first, first.hooks.first()?)))
        else {
            continue;
        };
        let laws = of.iter().filter_map(|reach| reach.law).collect();
        let changes = changes(&facts, first, case.home(), case.terms);
        let verdict = Verdict::Reachable {
            laws,
            jurisdiction,
            level,
            test,
            strength,
            reached: about,
            changes,
        };
        let most = if level == ReachLevel::Note { Severity::Note } else { Severity::Error };
        note(fact(case, hook, verdict, case.severity.min(most)));
    }
    let Some(weight) = rule.unknown else { return };
    for ((test, reached), laws) in open {
        let mut hooks = found.iter().flat_map(|reach| &reach.hooks);
        if let Some(hook) = hooks.find(|hook| hook.test == test && hook.reached == reached) {
            note(fact(case, hook, Verdict::ReachUnknown { laws, test, reached }, weight));
        }
    }
}

/// Why laws reach something: whose they are, how far, and by which hook about whom.
type Ground = (Country, ReachLevel, Test, HookStrength, Reached);

fn ground(reach: &Reach, hook: &Hook) -> Ground {
    (reach.jurisdiction, reach.level, hook.test, hook.strength, hook.reached.clone())
}

fn fact<'p>(case: &Case<'p>, hook: &Hook, verdict: Verdict, severity: Severity) -> Fact<'p> {
    let placement = case.placement;
    let span = hook.span.unwrap_or(placement.span);
    let claim = placement.claims.iter().find(|claim| claim.decided_by == span);
    let of_access = case.access().find(|(access, _)| access.span == span);
    let because: &'p [Because] = match (claim, of_access) {
        (Some(claim), _) => &claim.because,
        (None, Some((access, _))) => &access.because,
        (None, None) => &placement.unknown_because,
    };
    Fact { verdict, severity, span, because }
}

impl ReachRule {
    fn accepts(&self, law: &str, case: &Case<'_>) -> bool {
        let Some(accepted) = self.accept.get(law) else { return false };
        let is_now = accepted.until.is_none_or(|day| case.terms.as_of <= day);
        let keys = &case.placement.keys;
        let home = case.home();
        let is_at_home = |key: &Key| {
            let is_outside = matches!(key.custody, Custody::External | Custody::Client);
            let mut countries = key.claims.iter().flat_map(|claim| &claim.place.countries);
            is_outside
                && !key.claims.is_empty()
                && countries.all(|country: &Country| *country == home)
        };
        is_now && (!accepted.keys_at_home || (!keys.is_empty() && keys.iter().all(is_at_home)))
    }
}
