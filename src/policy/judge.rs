//! Placements against a policy: what breaks which rule, at the literal that decides.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::model::{Countries, Operators, Policy, Rule, Standing};
use super::selector::Selected;
use super::spread::Spread;
use super::subject::{Subject, Subjects, subjects};
use super::{access, keys, reach};
use crate::model::{
    Access, Because, Claim, Country, Date, Finding, Flow, Placement, Severity, Verdict, Why,
};
use crate::reach::{Entries, Facts, Terms};
use crate::source::{Sources, Span};

/// What a policy judges.
#[derive(Clone, Copy, Debug)]
pub struct Estate<'a> {
    /// Where data is.
    pub placements: &'a [Placement],
    /// Where it goes.
    pub flows: &'a [Flow],
    /// Who gets at it.
    pub access: &'a [Access],
    /// The day whose laws count.
    pub as_of: Date,
}

/// What breaks the policy: one finding for each fact, with all the placements it is true of. The far end of a flow is
/// judged as what its data comes to. Sorted by path, place, rule and code.
pub fn judge(policy: &Policy, sources: &Sources, estate: &Estate<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let subjects = subjects(estate.placements, estate.flows);
    let entries = Entries::of(estate.access);
    let terms = Terms { as_of: estate.as_of, accept_unverified: policy.accept_unverified };
    let held = held(policy, sources, &subjects);
    for (name, rule) in &policy.rules {
        let Some(severity) = rule.severity else { continue };
        let mut facts: BTreeMap<(Span, Verdict), Vec<Hit>> = BTreeMap::new();
        for (index, subject) in subjects.all.iter().enumerate() {
            let Some((data, spread)) = class_of(rule, &held, index) else { continue };
            let placement = subject.placement;
            let entries = subject.flow.is_none().then_some(&entries);
            let case = Case { policy, rule, severity, subject, placement, entries, terms };
            case.judge(&mut |fact| {
                let may_hold = spread.selected(index) == Selected::Unknown;
                let most = if may_hold { Severity::Warning } else { Severity::Error };
                let severity = fact.severity.min(most).min(subject.most);
                let because = fact.because;
                let hit = Hit { subject, data, may_hold, severity, because, spread, index };
                facts.entry((fact.span, fact.verdict)).or_default().push(hit);
            });
        }
        let found = facts
            .into_iter()
            .map(|((span, verdict), hits)| finding(name, rule, span, verdict, hits));
        findings.extend(found);
    }
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.span.start, f.span.end, Arc::clone(&f.rule), f.verdict.code());
        let paths = sources.path(a.span).cmp(sources.path(b.span));
        paths.then_with(|| key(a).cmp(&key(b))).then_with(|| a.verdict.cmp(&b.verdict))
    });
    findings
}

/// For each data class that a rule judges, which subjects hold it.
fn held<'s>(policy: &'s Policy, sources: &Sources, subjects: &'s Subjects<'s>) -> Held<'s> {
    let mut held = BTreeMap::new();
    for name in policy.rules.values().filter(|rule| rule.severity.is_some()).flat_map(|r| &r.data) {
        let Some(class) = policy.data.get(name) else { continue };
        held.entry(&**name).or_insert_with(|| Spread::of(class, sources, subjects));
    }
    held
}

/// How each data class spreads, by its name.
type Held<'s> = BTreeMap<&'s str, Spread<'s>>;

/// The data class of the rule that the placement holds most surely, the first of those that are equally sure.
fn class_of<'r>(
    rule: &'r Rule,
    held: &'r Held<'_>,
    index: usize,
) -> Option<(&'r Arc<str>, &'r Spread<'r>)> {
    let spreads = rule.data.iter().filter_map(|name| Some((name, held.get(&**name)?)));
    let selected = |(_, spread): &(&Arc<str>, &Spread<'_>)| spread.selected(index);
    spreads.rev().filter(|one| selected(one) != Selected::No).max_by_key(selected)
}

/// A placement that a fact is true of.
struct Hit<'p> {
    subject: &'p Subject<'p>,
    data: &'p Arc<str>,
    may_hold: bool,
    severity: Severity,
    because: &'p [Because],
    /// How the data class spreads, and the index of the subject there.
    spread: &'p Spread<'p>,
    index: usize,
}

/// The finding that all hits of one fact make. It weighs what the weightiest of them does.
fn finding(
    name: &Arc<str>,
    rule: &Rule,
    span: Span,
    verdict: Verdict,
    mut hits: Vec<Hit>,
) -> Finding {
    hits.sort_by_key(|hit| (&hit.subject.placement.resource, hit.subject.placement.span));
    let mut resources: Vec<Arc<str>> =
        hits.iter().map(|h| Arc::clone(&h.subject.placement.resource)).collect();
    resources.dedup();
    let mut related: Vec<Arc<str>> =
        hits.iter().filter_map(|h| h.subject.flow.map(|flow| Arc::clone(&flow.resource))).collect();
    related.sort_unstable();
    related.dedup();
    related.retain(|resource| !resources.contains(resource));
    let mut data: Vec<&str> = hits.iter().map(|hit| &**hit.data).collect();
    data.sort_unstable();
    data.dedup();
    let mut environments: Vec<Arc<str>> =
        hits.iter().flat_map(|hit| hit.subject.placement.environments.iter().cloned()).collect();
    environments.sort_unstable();
    environments.dedup();
    let first = hits.first();
    Finding {
        rule: Arc::clone(name),
        severity: hits.iter().map(|hit| hit.severity).max().unwrap_or(Severity::Error),
        data: data.join(", ").into(),
        resources,
        declared: first.map_or(span, |hit| hit.subject.placement.span),
        span,
        because: first.map_or(Vec::new(), |hit| hit.because.to_vec()),
        countries: countries_of(&verdict),
        may_hold: hits.iter().all(|hit| hit.may_hold),
        environments,
        path: first.map_or(Vec::new(), |hit| hit.spread.path(hit.index)),
        related,
        rule_span: Some(rule.span),
        reason: rule.because.clone(),
        verdict,
    }
}

fn countries_of(verdict: &Verdict) -> Vec<Country> {
    match verdict {
        Verdict::Outside { countries } | Verdict::MayLeave { countries } => countries.clone(),
        Verdict::OperatorControl { country, .. } => vec![*country],
        Verdict::AccessFrom { countries, .. } | Verdict::KeyOutside { countries } => {
            countries.clone()
        }
        Verdict::Reachable { jurisdiction, .. } => vec![*jurisdiction],
        Verdict::PlaceUnknown { .. }
        | Verdict::OperatorUnknown { .. }
        | Verdict::AccessUnknown { .. }
        | Verdict::AccessAnyone { .. }
        | Verdict::KeyCustody { .. }
        | Verdict::KeyUnknown { .. }
        | Verdict::ReachUnknown { .. } => Vec::new(),
    }
}

/// One thing that breaks a rule.
pub(super) struct Fact<'p> {
    pub(super) verdict: Verdict,
    pub(super) severity: Severity,
    pub(super) span: Span,
    pub(super) because: &'p [Because],
}

/// One placement before one rule.
pub(super) struct Case<'p> {
    policy: &'p Policy,
    rule: &'p Rule,
    pub(super) severity: Severity,
    subject: &'p Subject<'p>,
    pub(super) placement: &'p Placement,
    /// Who gets in where; nothing for far ends, of which nothing is known besides.
    entries: Option<&'p Entries<'p>>,
    pub(super) terms: Terms,
}

impl<'p> Case<'p> {
    /// Who gets at the placement, and whether it is surely that.
    pub(super) fn access(&self) -> impl Iterator<Item = (&'p Access, bool)> + use<'p> {
        self.facts().access.into_iter()
    }

    /// What decides how laws reach the placement.
    pub(super) fn facts(&self) -> Facts<'p> {
        let (placement, access, receives) = (self.placement, Vec::new(), true);
        let far_end = || Facts { placement, access, receives };
        self.entries.map_or_else(far_end, |entries| entries.facts(placement))
    }

    /// The country of the organization, whose users' data this is about.
    pub(super) fn home(&self) -> Country {
        self.policy.home()
    }

    fn judge(&self, note: &mut dyn FnMut(Fact<'p>)) {
        if let Some(entry) = &self.rule.access {
            access::judge(self, entry, note);
        }
        if let Some(keys) = &self.rule.keys {
            keys::judge(self, keys, note);
        }
        if let Some(reach) = &self.rule.reach {
            reach::judge(self, reach, note);
        }
        // A text that mentions a word for a place may do so for another reason: that alone is no loss to tell.
        if self.placement.claims.is_empty() || !self.subject.is_mentioned() {
            self.unknown_place(note);
        }
        if let Some(countries) = &self.rule.countries {
            self.places(countries, note);
        }
        if let Some(operators) = &self.rule.operators
            && !self.subject.is_anyones_word()
        {
            let claims = &self.placement.claims;
            let refused = |claim: &Claim| {
                let countries = claim.place.operator.countries();
                countries.keys().flatten().any(|country| operators.refuses(*country))
            };
            let surely = self.placement.why_unknown.is_none() && claims.iter().all(refused);
            for claim in claims {
                self.operator(operators, claim, surely, note);
            }
        }
    }

    /// A place that is missing is a fact of its own, even beside places that are known.
    fn unknown_place(&self, note: &mut dyn FnMut(Fact<'p>)) {
        let Some(severity) = self.rule.unresolved else { return };
        let placement = self.placement;
        let empty = |claim: &Claim| claim.place.countries.is_empty();
        let why = match &placement.why_unknown {
            Some(why) => why.clone(),
            None if placement.claims.is_empty() || placement.claims.iter().any(empty) => {
                Why::NoFact { type_name: Arc::clone(&placement.type_name) }
            }
            None => return,
        };
        let because = &placement.unknown_because[..];
        let span = because.last().map_or(placement.span, |hop| hop.span);
        note(Fact { verdict: Verdict::PlaceUnknown { why }, severity, span, because });
    }

    /// All places are judged together; each literal that leads outside is a fact.
    fn places(&self, countries: &Countries, note: &mut dyn FnMut(Fact<'p>)) {
        let claims = &self.placement.claims;
        let outside = |country: &Country| countries.standing(*country) != Standing::Inside;
        let surely = |country: Country| countries.standing(country) == Standing::Outside;
        let all_outside = self.placement.why_unknown.is_none()
            && claims.iter().all(|claim| {
                let countries = &claim.place.countries;
                !countries.is_empty() && countries.iter().all(|c| surely(*c))
            });
        let mut by_literal: BTreeMap<Span, (&'p Claim, Vec<Country>)> = BTreeMap::new();
        for claim in claims {
            let left = claim.place.countries.iter().copied().filter(outside);
            let mut left = left.peekable();
            if left.peek().is_some() {
                let literal = by_literal.entry(claim.decided_by);
                literal.or_insert_with(|| (claim, Vec::new())).1.extend(left);
            }
        }
        for (span, (claim, mut countries)) in by_literal {
            countries.sort_unstable();
            countries.dedup();
            let verdict = match all_outside {
                true => Verdict::Outside { countries },
                false => Verdict::MayLeave { countries },
            };
            note(Fact { verdict, severity: self.severity, span, because: &claim.because });
        }
    }

    /// The operator's own country and those of its owners; unknown ones are said beside those that are refused.
    /// Where only some of the possible operators are refused, mostly because a bare word does not tell whose it
    /// is, that is worth a look and does not fail a build.
    fn operator(
        &self,
        rule: &Operators,
        claim: &'p Claim,
        surely: bool,
        note: &mut dyn FnMut(Fact<'p>),
    ) {
        let operator = &claim.place.operator;
        let countries = operator.countries();
        let fact = |verdict, severity| Fact {
            verdict,
            severity,
            span: claim.decided_by,
            because: &claim.because,
        };
        let known =
            countries.iter().filter_map(|(country, verified)| Some(((*country)?, *verified)));
        for (country, verified) in known.filter(|(country, _)| rule.refuses(*country)) {
            let believed = verified || self.policy.accept_unverified;
            let most = if believed && surely { Severity::Error } else { Severity::Warning };
            let operator = operator.clone();
            let verdict = Verdict::OperatorControl { operator, country, surely };
            note(fact(verdict, self.severity.min(most)));
        }
        if let Some(severity) = rule.unknown
            && countries.contains_key(&None)
        {
            note(fact(Verdict::OperatorUnknown { operator: operator.clone() }, severity));
        }
    }
}
