//! The interfaces `sekisho/inventory/1` and `sekisho/findings/1`. Fields may be added to them; those
//! that are here keep their names and meaning. Sentences are English.

use serde::Serialize;

use super::{counts, counts_checked, told};
use crate::message::{self, Counts, Lang};
use crate::model::{
    Access, Because, Carried, Country, Date, Finding, Flow, Key, Operator, Owner, Placement,
    Verdict,
};
use crate::source::{Sources, Span};
use crate::{Checked, Survey};

/// The inventory, as JSON.
///
/// # Errors
/// Where a value cannot be written as JSON.
pub fn inventory(survey: &Survey) -> serde_json::Result<String> {
    let sources = &survey.sources;
    let report = Inventory {
        schema: "sekisho/inventory/1",
        roots: survey.roots.iter().map(|root| &**root).collect(),
        placements: survey.placements.iter().map(|p| PlacementRow::new(sources, p)).collect(),
        flows: survey.flows.iter().map(|flow| FlowRow::new(sources, flow)).collect(),
        access: survey.access.iter().map(|access| AccessRow::new(sources, access)).collect(),
        unresolved: unresolved(survey),
        errors: errors(survey),
        summary: Summary::new(counts(survey)),
    };
    pretty(&report)
}

/// The findings, as JSON.
///
/// # Errors
/// Where a value cannot be written as JSON.
pub fn findings(checked: &Checked) -> serde_json::Result<String> {
    let survey = &checked.survey;
    let counts = counts_checked(checked);
    let report = Findings {
        schema: "sekisho/findings/1",
        policy: &checked.policy,
        findings: checked.findings.iter().map(|f| FindingRow::new(&survey.sources, f)).collect(),
        unresolved: unresolved(survey),
        errors: errors(survey),
        summary: FindingsSummary {
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
            rest: Summary::new(counts),
        },
    };
    pretty(&report)
}

/// A report as JSON with a line end.
pub(super) fn pretty(report: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Inventory<'a> {
    schema: &'static str,
    roots: Vec<&'a str>,
    placements: Vec<PlacementRow<'a>>,
    flows: Vec<FlowRow<'a>>,
    access: Vec<AccessRow<'a>>,
    unresolved: Vec<UnresolvedRow<'a>>,
    errors: Vec<ErrorRow<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Findings<'a> {
    schema: &'static str,
    policy: &'a str,
    findings: Vec<FindingRow<'a>>,
    unresolved: Vec<UnresolvedRow<'a>>,
    errors: Vec<ErrorRow<'a>>,
    summary: FindingsSummary,
}

#[derive(Serialize)]
pub(super) struct PlacementRow<'a> {
    resource: &'a str,
    #[serde(rename = "type")]
    type_name: &'a str,
    root: &'a str,
    /// Those in which it is there, where the root is run in several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    environments: Vec<&'a str>,
    file: &'a str,
    line: u32,
    /// What the line was made of, where a program made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'a str>,
    provider: &'a str,
    /// Where there is exactly one.
    region: Option<&'a str>,
    regions: Vec<&'a str>,
    countries: Vec<Code>,
    certainty: &'static str,
    why_unknown: Option<String>,
    why_code: Option<&'static str>,
    /// Where there is exactly one.
    operator: Option<OperatorRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operators: Vec<OperatorRow<'a>>,
    holds: &'static str,
    /// Of its type in the catalogue; empty where it has none.
    class: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<KeyRow<'a>>,
    because: Vec<BecauseRow<'a>>,
}

/// A key that protects it.
#[derive(Serialize)]
struct KeyRow<'a> {
    held_by: &'static str,
    resource: Option<&'a str>,
    countries: Vec<Code>,
    why_unknown: Option<String>,
}

impl<'a> KeyRow<'a> {
    fn new(key: &'a Key) -> KeyRow<'a> {
        let mut countries: Vec<Country> =
            key.claims.iter().flat_map(|claim| claim.place.countries.iter().copied()).collect();
        countries.sort_unstable();
        countries.dedup();
        KeyRow {
            held_by: key.custody.as_str(),
            resource: key.resource.as_deref(),
            countries: codes(&countries),
            why_unknown: key.why_unknown.as_ref().map(|why| message::why(Lang::En, why)),
        }
    }
}

/// One placement as a row.
pub(super) fn placement<'a>(survey: &'a Survey, of: &'a Placement) -> PlacementRow<'a> {
    PlacementRow::new(&survey.sources, of)
}

impl<'a> PlacementRow<'a> {
    fn new(sources: &'a Sources, placement: &'a Placement) -> PlacementRow<'a> {
        let (file, line) = place(sources, placement.span);
        let mut regions: Vec<&str> = placement.places().map(|p| &*p.region).collect();
        regions.sort_unstable();
        regions.dedup();
        let mut operators: Vec<OperatorRow<'_>> =
            placement.operators().into_iter().map(OperatorRow::new).collect();
        PlacementRow {
            resource: &placement.resource,
            type_name: &placement.type_name,
            root: &placement.root,
            environments: placement.environments.iter().map(|name| &**name).collect(),
            file,
            line,
            template: sources.template(placement.span),
            provider: &placement.provider,
            region: <[&str; 1]>::try_from(regions.as_slice()).ok().map(|[one]| one),
            regions,
            countries: codes(&placement.countries()),
            certainty: placement.certainty().as_str(),
            why_unknown: placement.why_unknown.as_ref().map(|w| message::why(Lang::En, w)),
            why_code: placement.why_unknown.as_ref().map(|w| w.code()),
            operator: if operators.len() == 1 { operators.pop() } else { None },
            operators,
            holds: placement.holds.as_str(),
            class: &placement.class,
            keys: placement.keys.iter().map(KeyRow::new).collect(),
            because: because(sources, &placement.because()),
        }
    }
}

#[derive(Serialize)]
struct FlowRow<'a> {
    /// The resource that says so.
    resource: &'a str,
    direction: &'static str,
    purpose: &'static str,
    strength: &'static str,
    /// Those whose data goes, or comes.
    near: Vec<&'a str>,
    /// Whether the far end is a resource of the tree.
    in_tree: bool,
    far: PlacementRow<'a>,
}

impl<'a> FlowRow<'a> {
    fn new(sources: &'a Sources, flow: &'a Flow) -> FlowRow<'a> {
        FlowRow {
            resource: &flow.resource,
            direction: flow.direction.as_str(),
            purpose: flow.purpose.as_str(),
            strength: flow.strength.as_str(),
            near: flow.near.iter().map(|address| &**address).collect(),
            in_tree: flow.meets.is_some(),
            far: PlacementRow::new(sources, &flow.far),
        }
    }
}

#[derive(Serialize)]
struct AccessRow<'a> {
    /// The resource that says so.
    resource: &'a str,
    root: &'a str,
    bearing: &'static str,
    grant: &'static str,
    level: &'static str,
    /// The namespace that it reaches; nothing where that is all of the cluster or account.
    over: Option<&'a str>,
    /// The resources that are reached; empty where that is all of a cluster or an account, or nobody can tell.
    reaches: Vec<&'a str>,
    principal: PrincipalRow<'a>,
    file: &'a str,
    line: u32,
    because: Vec<BecauseRow<'a>>,
}

#[derive(Serialize)]
struct PrincipalRow<'a> {
    kind: &'static str,
    id: &'a str,
    provider: Option<&'a str>,
    /// What it belongs to, as far as its identifier says.
    home: Option<&'a str>,
    /// `own`, `unknown`, or the name that the policy gives it.
    standing: &'a str,
    /// Where its people work, as the policy says.
    countries: Vec<Code>,
}

impl<'a> AccessRow<'a> {
    fn new(sources: &'a Sources, access: &'a Access) -> AccessRow<'a> {
        let (file, line) = place(sources, access.span);
        let principal = &access.principal;
        AccessRow {
            resource: &access.resource,
            root: &access.root,
            bearing: access.bearing.as_str(),
            grant: access.grant.as_str(),
            level: access.level.as_str(),
            over: access.over.as_deref(),
            reaches: access.reaches.iter().map(|address| &**address).collect(),
            principal: PrincipalRow {
                kind: principal.kind.as_str(),
                id: &principal.id,
                provider: principal.provider.as_deref(),
                home: principal.home.as_deref(),
                standing: principal.standing.name(),
                countries: codes(principal.standing.countries()),
            },
            file,
            line,
            because: because(sources, &access.because),
        }
    }
}

#[derive(Serialize)]
struct FindingRow<'a> {
    rule: &'a str,
    code: &'static str,
    severity: &'static str,
    /// The first of `resources`.
    resource: &'a str,
    resources: Vec<&'a str>,
    data: &'a str,
    may_hold: bool,
    /// The literal that decides.
    file: &'a str,
    line: u32,
    column: u32,
    /// What the line was made of, where a program made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'a str>,
    /// Where `resource` is declared.
    declared: Spot<'a>,
    countries: Vec<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<OperatorRow<'a>>,
    /// The laws that a finding about reach is of, and the hook by which they reach.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    laws: &'a [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    hook: Option<&'static str>,
    message: String,
    help: String,
    reason: Option<&'a str>,
    rule_at: Option<Spot<'a>>,
    environments: Vec<&'a str>,
    path: Vec<CarriedRow<'a>>,
    related: Vec<&'a str>,
    because: Vec<BecauseRow<'a>>,
}

impl<'a> FindingRow<'a> {
    fn new(sources: &'a Sources, finding: &'a Finding) -> FindingRow<'a> {
        let (file, line) = place(sources, finding.span);
        let operator = match &finding.verdict {
            Verdict::OperatorControl { operator, .. } | Verdict::OperatorUnknown { operator } => {
                Some(OperatorRow::new(operator))
            }
            _ => None,
        };
        let (laws, hook) = match &finding.verdict {
            Verdict::Reachable { laws, test, .. } | Verdict::ReachUnknown { laws, test, .. } => {
                (laws.as_slice(), Some(test.as_str()))
            }
            _ => (&[][..], None),
        };
        FindingRow {
            rule: &finding.rule,
            code: finding.verdict.code(),
            severity: finding.severity.as_str(),
            resource: finding.resources.first().map_or("", |resource| resource),
            resources: finding.resources.iter().map(|resource| &**resource).collect(),
            data: &finding.data,
            may_hold: finding.may_hold,
            file,
            line,
            column: sources.position(finding.span).column,
            template: sources.template(finding.span),
            declared: Spot::new(sources, finding.declared),
            countries: codes(&finding.countries),
            operator,
            laws,
            hook,
            message: message::headline(Lang::En, finding),
            help: message::help(Lang::En, finding),
            reason: finding.reason.as_ref().map(|reason| &*reason.text),
            rule_at: finding.rule_span.map(|span| Spot::new(sources, span)),
            environments: finding.environments.iter().map(|name| &**name).collect(),
            path: finding.path.iter().map(|step| CarriedRow::new(sources, step)).collect(),
            related: finding.related.iter().map(|resource| &**resource).collect(),
            because: because(sources, &finding.because),
        }
    }
}

/// One step of the way that data takes.
#[derive(Serialize)]
struct CarriedRow<'a> {
    from: &'a str,
    to: &'a str,
    purpose: Option<&'static str>,
    by: Option<&'a str>,
    at: Spot<'a>,
}

impl<'a> CarriedRow<'a> {
    fn new(sources: &'a Sources, step: &'a Carried) -> CarriedRow<'a> {
        CarriedRow {
            from: &step.from,
            to: &step.to,
            purpose: step.by.as_ref().map(|(purpose, _)| purpose.as_str()),
            by: step.by.as_ref().map(|(_, by)| &**by),
            at: Spot::new(sources, step.span),
        }
    }
}

#[derive(Serialize)]
struct OperatorRow<'a> {
    id: &'a str,
    name: &'a str,
    country: Option<Code>,
    control: Vec<OwnerRow<'a>>,
    verified: bool,
}

impl<'a> OperatorRow<'a> {
    fn new(operator: &'a Operator) -> OperatorRow<'a> {
        let text = |day: Date| day.to_string();
        let owner = |owner: &'a Owner| OwnerRow {
            name: &owner.name,
            country: owner.country.map(Code),
            share: owner.share.map(|share| share.to_string()),
            from: owner.from.map(text),
            until: owner.until.map(text),
            verified: owner.verified,
        };
        OperatorRow {
            id: &operator.id,
            name: &operator.name,
            country: operator.country.map(Code),
            control: operator.control.iter().map(owner).collect(),
            verified: operator.verified,
        }
    }
}

#[derive(Serialize)]
struct OwnerRow<'a> {
    name: &'a str,
    country: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    verified: bool,
}

#[derive(Serialize)]
struct BecauseRow<'a> {
    file: &'a str,
    line: u32,
    text: String,
}

#[derive(Serialize)]
struct Spot<'a> {
    file: &'a str,
    line: u32,
}

impl<'a> Spot<'a> {
    fn new(sources: &'a Sources, span: Span) -> Spot<'a> {
        let (file, line) = place(sources, span);
        Spot { file, line }
    }
}

#[derive(Serialize)]
struct UnresolvedRow<'a> {
    resource: &'a str,
    why: String,
    code: &'static str,
    file: &'a str,
    line: u32,
    /// What the line was made of, where a program made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'a str>,
}

#[derive(Serialize)]
struct ErrorRow<'a> {
    file: &'a str,
    /// Nothing for a path that could not be read.
    line: Option<u32>,
    message: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    resources: usize,
    placements: usize,
    certain: usize,
    possible: usize,
    unknown: usize,
    unresolved: usize,
    problems: usize,
}

impl Summary {
    fn new(counts: Counts) -> Summary {
        Summary {
            files: counts.files,
            resources: counts.resources,
            placements: counts.certain + counts.possible + counts.unknown,
            certain: counts.certain,
            possible: counts.possible,
            unknown: counts.unknown,
            unresolved: counts.unresolved,
            problems: counts.problems,
        }
    }
}

#[derive(Serialize)]
struct FindingsSummary {
    errors: usize,
    warnings: usize,
    notes: usize,
    #[serde(flatten)]
    rest: Summary,
}

/// A country, written as its code.
struct Code(Country);

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

fn codes(countries: &[Country]) -> Vec<Code> {
    countries.iter().copied().map(Code).collect()
}

fn place(sources: &Sources, span: Span) -> (&str, u32) {
    (sources.path(span), sources.position(span).line)
}

fn because<'a>(sources: &'a Sources, hops: &[Because]) -> Vec<BecauseRow<'a>> {
    hops.iter()
        .map(|hop| {
            let (file, line) = place(sources, hop.span);
            BecauseRow { file, line, text: told(sources, hop, Lang::En) }
        })
        .collect()
}

fn unresolved(survey: &Survey) -> Vec<UnresolvedRow<'_>> {
    survey
        .unresolved
        .iter()
        .map(|item| {
            let (file, line) = place(&survey.sources, item.span);
            let (why, code) = (message::why(Lang::En, &item.why), item.why.code());
            let template = survey.sources.template(item.span);
            UnresolvedRow { resource: &item.resource, why, code, file, line, template }
        })
        .collect()
}

fn errors(survey: &Survey) -> Vec<ErrorRow<'_>> {
    survey
        .problems
        .iter()
        .map(|problem| match problem.span {
            Some(span) => {
                let (file, line) = place(&survey.sources, span);
                ErrorRow { file, line: Some(line), message: &problem.message }
            }
            None => ErrorRow { file: &problem.path, line: None, message: &problem.message },
        })
        .collect()
}
