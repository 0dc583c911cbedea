//! One placement, whole: how its place was found, who operates it, its keys, where copies go, who gets in, and every law that
//! reaches it.

use serde::Serialize;

use super::frame::Frames;
use super::json::PlacementRow;
use super::{Style, at, json, text, told, visible};
use crate::message::reach::{Part, part};
use crate::message::{self, Lang, differences, reach, word};
use crate::model::{
    Bearing, Change, Condition, Flow, Hook, Owner, Placement, Principal, PrincipalKind, Reach,
    ReachLevel, Share, Truth,
};
use crate::{Explained, Survey, Whole};

/// As text. Empty where there is no such placement.
#[must_use]
pub fn text(explained: &Explained, style: &Style) -> String {
    let mut out = String::new();
    for whole in &explained.found {
        if let Some(placement) = explained.survey.placements.get(whole.placement) {
            Page { out: &mut out, survey: &explained.survey, style }.write(placement, whole);
        }
    }
    let survey = &explained.survey;
    text::problems(&mut out, &survey.problems, &mut Frames::new(&survey.sources, style));
    if let (false, Some(day)) = (out.is_empty(), explained.as_of) {
        out.push_str(&format!("{day}: {}\n", differences::disclaimer(style.lang)));
    }
    out
}

struct Page<'p> {
    out: &'p mut String,
    survey: &'p Survey,
    style: &'p Style,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, text: &str) {
        self.out.push_str(&format!("{}{}\n", " ".repeat(indent), visible(text)));
    }

    fn head(&mut self, part: Part) {
        self.line(0, reach::part(self.style.lang, part));
    }

    fn write(&mut self, placement: &Placement, whole: &Whole) {
        let lang = self.style.lang;
        let sources = &self.survey.sources;
        let class = if placement.class.is_empty() { "?" } else { word(lang, &placement.class) };
        let holds = message::holds(lang, placement.holds);
        self.line(
            0,
            &format!("{} ({}): {class}, {holds}", placement.resource, at(sources, placement.span)),
        );
        self.place(placement);
        self.keys(placement);
        self.flows(placement);
        self.access(whole);
        self.head(Part::Reach);
        for (one, changes) in &whole.reach {
            self.reach(one, changes);
        }
        if whole.reach.is_empty() {
            self.line(2, part(lang, Part::None));
        }
        self.out.push('\n');
    }

    fn place(&mut self, placement: &Placement) {
        let lang = self.style.lang;
        self.head(Part::Place);
        for claim in &placement.claims {
            let place = &claim.place;
            let countries = message::countries(lang, &place.countries);
            self.line(2, &format!("{}/{}: {countries}", place.provider, place.region));
            self.line(4, &message::operator(lang, &place.operator));
            for owner in &place.operator.control {
                self.owners(&owner.owners, owner.share, 6);
            }
            for hop in &claim.because {
                let told = told(&self.survey.sources, hop, lang);
                self.line(4, &format!("{} {told}", at(&self.survey.sources, hop.span)));
            }
        }
        if let Some(why) = &placement.why_unknown {
            self.line(2, &message::why(lang, why));
        }
    }

    /// Owners with the part that each holds in the end, and their own owners below.
    fn owners(&mut self, owners: &[Owner], above: Option<Share>, indent: usize) {
        const DEEPEST: usize = 40;
        for owner in owners.iter().filter(|_| indent < DEEPEST) {
            let share = above.zip(owner.share).map(|(above, own)| own.of(above));
            let country = owner.country.map_or_else(
                || "?".to_owned(),
                |country| message::countries(self.style.lang, &[country]),
            );
            let part = share.map_or_else(String::new, |share| format!(", {share}"));
            self.line(indent, &format!("< {}: {country}{part}", owner.name));
            self.owners(&owner.owners, share, indent + 2);
        }
    }

    fn keys(&mut self, placement: &Placement) {
        let lang = self.style.lang;
        self.head(Part::Keys);
        for key in &placement.keys {
            let mut countries: Vec<_> =
                key.claims.iter().flat_map(|claim| claim.place.countries.clone()).collect();
            countries.sort();
            countries.dedup();
            let place = if countries.is_empty() {
                "?".to_owned()
            } else {
                message::countries(lang, &countries)
            };
            let name = key.resource.as_deref().unwrap_or("-");
            self.line(2, &format!("{name}: {}, {place}", reach::custody(lang, key.custody)));
        }
        if placement.keys.is_empty() {
            self.line(2, part(lang, Part::NoKey));
        }
    }

    fn flows(&mut self, placement: &Placement) {
        let lang = self.style.lang;
        self.head(Part::Flows);
        let survey = self.survey;
        let is_near = |flow: &&Flow| {
            flow.far.root == placement.root && flow.near.contains(&placement.resource)
        };
        for flow in survey.flows.iter().filter(is_near) {
            let countries = flow.far.countries();
            let place = if countries.is_empty() {
                "?".to_owned()
            } else {
                message::countries(lang, &countries)
            };
            let way = message::flow(lang, flow.direction, flow.purpose);
            self.line(
                2,
                &format!(
                    "{way} {} ({place}) {}",
                    flow.far.resource,
                    at(&survey.sources, flow.far.span)
                ),
            );
        }
        let here = (placement.root.clone(), placement.resource.clone());
        for flow in survey.flows.iter().filter(|flow| flow.meets.as_ref() == Some(&here)) {
            let way = message::flow(lang, flow.direction, flow.purpose);
            self.line(
                2,
                &format!(
                    "{}: {way} {} {}",
                    flow.near.join(", "),
                    placement.resource,
                    at(&survey.sources, flow.far.span)
                ),
            );
        }
    }

    fn access(&mut self, whole: &Whole) {
        let lang = self.style.lang;
        self.head(Part::Access);
        let survey = self.survey;
        for access in whole.access.iter().filter_map(|at| survey.access.get(*at)) {
            let countries = access.principal.standing.countries();
            let place = if countries.is_empty() {
                String::new()
            } else {
                format!(" ({})", message::countries(lang, countries))
            };
            let how = message::access(lang, Bearing::In, access.level);
            self.line(
                2,
                &format!(
                    "{how} {}{place} {}",
                    who(lang, &access.principal),
                    at(&survey.sources, access.span)
                ),
            );
        }
    }

    fn reach(&mut self, one: &Reach, changes: &[(Change, ReachLevel)]) {
        let lang = self.style.lang;
        let law = one.law.map_or_else(
            || message::countries(lang, &[one.jurisdiction]),
            |id| reach::law(lang, id),
        );
        self.line(2, &format!("{}: {law}", word(lang, one.level.as_str())));
        for hook in &one.hooks {
            let place = hook
                .span
                .map_or_else(String::new, |span| format!(" {}", at(&self.survey.sources, span)));
            let (test, strength) =
                (word(lang, hook.test.as_str()), word(lang, hook.strength.as_str()));
            let level = word(lang, hook.level.as_str());
            self.line(
                6,
                &format!(
                    "{test} ({strength}, {level}): {}{place}",
                    reach::reached(lang, &hook.reached)
                ),
            );
        }
        let unmatched: Vec<&str> =
            one.unmatched.iter().map(|test| word(lang, test.as_str())).collect();
        if !unmatched.is_empty() {
            self.line(6, &format!("{} {}", part(lang, Part::Unmatched), unmatched.join(", ")));
        }
        for (condition, truth) in &one.conditions {
            self.line(6, &reach::condition(lang, *condition, *truth));
        }
        for (change, level) in changes {
            self.line(
                6,
                &format!(
                    "{} {} -> {}",
                    part(lang, Part::Change),
                    reach::change(lang, *change),
                    word(lang, level.as_str())
                ),
            );
        }
    }
}

/// A principal; what stands for everybody is told so.
fn who(lang: Lang, principal: &Principal) -> String {
    match principal.kind {
        PrincipalKind::Anyone => format!("{} ({})", part(lang, Part::Everybody), principal.id),
        _ => principal.shown().to_string(),
    }
}

/// As JSON.
///
/// # Errors
/// None that a caller could cause.
pub fn json(explained: &Explained) -> Result<String, serde_json::Error> {
    let rows = explained.found.iter().filter_map(|whole| {
        let placement = explained.survey.placements.get(whole.placement)?;
        let laws = whole.reach.iter().map(|(one, changes)| LawRow::new(one, changes)).collect();
        Some(Row { placement: super::json::placement(&explained.survey, placement), laws })
    });
    let as_of = explained.as_of.map(|day| day.to_string());
    let problems = explained.survey.problems.len();
    let report =
        Report { schema: "sekisho/placement/1", as_of, problems, placements: rows.collect() };
    json::pretty(&report)
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    as_of: Option<String>,
    /// How much of the input could not be trusted.
    problems: usize,
    placements: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    placement: PlacementRow<'a>,
    laws: Vec<LawRow<'a>>,
}

/// How far one law reaches.
#[derive(Serialize)]
struct LawRow<'a> {
    law: Option<&'static str>,
    jurisdiction: &'a str,
    level: &'static str,
    has_unknowns: bool,
    silent: bool,
    unreviewed: bool,
    trapped: bool,
    residual: bool,
    from_memory: bool,
    hooks: Vec<HookRow>,
    unmatched: Vec<&'static str>,
    conditions: Vec<String>,
    changes: Vec<ChangeRow>,
}

#[derive(Serialize)]
struct HookRow {
    test: &'static str,
    strength: &'static str,
    level: &'static str,
    is_sure: bool,
    about: String,
}

#[derive(Serialize)]
struct ChangeRow {
    change: &'static str,
    level: &'static str,
}

impl<'a> LawRow<'a> {
    fn new(one: &'a Reach, changes: &[(Change, ReachLevel)]) -> LawRow<'a> {
        let hook = |hook: &Hook| HookRow {
            test: hook.test.as_str(),
            strength: hook.strength.as_str(),
            level: hook.level.as_str(),
            is_sure: hook.is_sure,
            about: reach::reached(Lang::En, &hook.reached),
        };
        let change = |(change, level): &(Change, ReachLevel)| ChangeRow {
            change: change.as_str(),
            level: level.as_str(),
        };
        let condition = |(condition, truth): &(Condition, Truth)| {
            reach::condition(Lang::En, *condition, *truth)
        };
        LawRow {
            law: one.law,
            jurisdiction: one.jurisdiction.as_str(),
            level: one.level.as_str(),
            has_unknowns: one.is_open,
            silent: one.flags.silent,
            unreviewed: one.flags.unreviewed,
            trapped: one.flags.trapped,
            residual: one.flags.residual,
            from_memory: one.flags.from_memory,
            hooks: one.hooks.iter().map(hook).collect(),
            unmatched: one.unmatched.iter().map(|test| test.as_str()).collect(),
            conditions: one.conditions.iter().map(condition).collect(),
            changes: changes.iter().map(change).collect(),
        }
    }
}
