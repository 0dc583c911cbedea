//! SARIF 2.1.0, for code scanning. Sentences are English.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{causes, json, told};
use crate::Checked;
use crate::message::{self, Lang};
use crate::model::{Finding, Problem, Severity};
use crate::source::{Sources, Span};

/// The findings, as a SARIF log.
///
/// # Errors
/// Where a value cannot be written as JSON.
pub fn log(checked: &Checked) -> serde_json::Result<String> {
    let sources = &checked.survey.sources;
    let rules = rules(&checked.findings);
    let mut seen = BTreeMap::new();
    let results = checked
        .findings
        .iter()
        .map(|finding| {
            let index = rules.iter().position(|rule| *rule.id == *finding.rule).unwrap_or(0);
            SarifResult::new(sources, finding, index, &mut seen)
        })
        .collect();
    let problems = &checked.survey.problems;
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver::new(rules) },
            column_kind: "unicodeCodePoints",
            invocations: [Invocation {
                execution_successful: problems.is_empty(),
                tool_execution_notifications: problems
                    .iter()
                    .map(|problem| Notification::new(sources, problem))
                    .collect(),
            }],
            results,
        }],
    };
    json::pretty(&log)
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<RuleRow<'a>>,
}

impl<'a> Driver<'a> {
    fn new(rules: Vec<RuleRow<'a>>) -> Driver<'a> {
        Driver { name: "sekisho", semantic_version: env!("CARGO_PKG_VERSION"), rules }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleRow<'a> {
    id: &'a str,
    short_description: Text,
    full_description: Text,
    help: Text,
    default_configuration: Level,
}

#[derive(Serialize)]
struct Level {
    level: &'static str,
}

#[derive(Clone, Serialize)]
struct Text {
    text: String,
}

/// The rules that findings name, sorted by id; the heaviest finding gives the level.
fn rules(findings: &[Finding]) -> Vec<RuleRow<'_>> {
    let mut of_rule: BTreeMap<&str, &Finding> = BTreeMap::new();
    for finding in findings {
        let first = of_rule.entry(&finding.rule).or_insert(finding);
        if finding.severity > first.severity {
            *first = finding;
        }
    }
    of_rule.into_iter().map(|(id, finding)| rule(id, finding)).collect()
}

fn rule<'a>(id: &'a str, finding: &Finding) -> RuleRow<'a> {
    let about = format!("Where `{}` may rest, and who may control those who hold it", finding.data);
    let reason = finding.reason.as_ref().map(|reason| &*reason.text);
    let full = match reason {
        Some(reason) => format!("{about}. The policy gives as its reason: {reason}"),
        None => format!("{about}."),
    };
    let help = format!(
        "Each result stands at the literal that decides; its related locations lead from there to the \
         resource. {}",
        reason.unwrap_or_default()
    );
    RuleRow {
        id,
        short_description: Text { text: about },
        full_description: Text { text: full },
        help: Text { text: help.trim_end().to_owned() },
        default_configuration: Level { level: finding.severity.as_str() },
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow<'a>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    code: &'static str,
    data: &'a str,
    countries: Vec<&'a str>,
    resources: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow<'a> {
    thread_flows: [ThreadFlow<'a>; 1],
}

#[derive(Serialize)]
struct ThreadFlow<'a> {
    locations: Vec<Stop<'a>>,
}

#[derive(Serialize)]
struct Stop<'a> {
    location: Location<'a>,
}

impl<'a> SarifResult<'a> {
    fn new(
        sources: &'a Sources,
        finding: &'a Finding,
        rule_index: usize,
        seen: &mut BTreeMap<String, usize>,
    ) -> SarifResult<'a> {
        let chain = chain(sources, finding);
        let numbered = (1..).zip(chain.iter().skip(1));
        let related =
            numbered.map(|(n, location)| Location { id: Some(n), ..location.clone() }).collect();
        let stops = chain.into_iter().map(|location| Stop { location }).collect();
        let first = Location::new(sources, finding.span, message::deciding(Lang::En, finding));
        let addresses = finding
            .resources
            .iter()
            .map(|address| LogicalLocation { fully_qualified_name: address, kind: "resource" });
        SarifResult {
            rule_id: &finding.rule,
            rule_index,
            level: finding.severity.as_str(),
            message: Text {
                text: format!(
                    "{}. To do: {}.",
                    message::headline(Lang::En, finding),
                    message::help(Lang::En, finding).trim_end_matches(['.', '?'])
                ),
            },
            locations: [Location { logical_locations: addresses.collect(), ..first }],
            related_locations: related,
            code_flows: vec![CodeFlow { thread_flows: [ThreadFlow { locations: stops }] }],
            partial_fingerprints: fingerprint(sources, finding, seen),
            properties: Properties {
                code: finding.verdict.code(),
                data: &finding.data,
                countries: finding.countries.iter().map(|c| c.as_str()).collect(),
                resources: finding.resources.iter().map(|resource| &**resource).collect(),
            },
        }
    }
}

/// From the literal that decides to the declaration of the first resource: each span once.
fn chain<'a>(sources: &'a Sources, finding: &'a Finding) -> Vec<Location<'a>> {
    let first = (finding.span, message::deciding(Lang::En, finding));
    let hops = causes(finding).map(|hop| (hop.span, told(sources, hop, Lang::En)));
    let declared = finding.resources.first().map(|r| (finding.declared, format!("`{r}`")));
    let path = finding.path.iter().map(|step| (step.span, message::carried(Lang::En, step)));
    let mut spans = BTreeSet::new();
    std::iter::once(first)
        .chain(hops)
        .chain(path)
        .chain(declared)
        .filter(|(span, _)| spans.insert(*span))
        .map(|(span, text)| Location::new(sources, span, text))
        .collect()
}

/// Names a finding by what it says, not by the line it is on, so that it stays the same when lines
/// move. Findings that say the same in one file are counted.
fn fingerprint(
    sources: &Sources,
    finding: &Finding,
    seen: &mut BTreeMap<String, usize>,
) -> BTreeMap<&'static str, String> {
    let parts = [
        &*finding.rule,
        finding.verdict.code(),
        &*finding.data,
        finding.resources.first().map_or("", |resource| resource),
        sources.path(finding.span),
        sources.slice(finding.span).trim(),
    ];
    let text = parts.join("\u{1f}");
    let count = seen.entry(text.clone()).or_insert(0);
    *count += 1;
    BTreeMap::from([("sekisho/1", format!("{:016x}:{count}", fnv1a(text.as_bytes())))])
}

/// The 64-bit FNV-1a hash: the same on every machine and in every version.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'a>>,
    message: Text,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    fully_qualified_name: &'a str,
    kind: &'static str,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

impl ArtifactLocation {
    fn new(path: &str) -> ArtifactLocation {
        ArtifactLocation { uri: percent_encoded(path), uri_base_id: "%SRCROOT%" }
    }
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

impl<'a> Location<'a> {
    fn new(sources: &Sources, span: Span, text: String) -> Location<'a> {
        // What is made in a run is in no repository; its template is, and that has other lines.
        let is_made = sources.path(span).split('/').any(|part| part.starts_with('<'));
        let physical_location = match sources.template(span).filter(|_| is_made) {
            Some(template) => PhysicalLocation {
                artifact_location: ArtifactLocation::new(template),
                region: None,
            },
            None => PhysicalLocation {
                artifact_location: ArtifactLocation::new(sources.path(span)),
                region: Some(Region::new(sources, span)),
            },
        };
        Location {
            id: None,
            physical_location,
            logical_locations: Vec::new(),
            message: Text { text },
        }
    }
}

impl Region {
    fn new(sources: &Sources, span: Span) -> Region {
        let start = sources.position(span);
        let end = sources.file(span.file).position(span.end);
        Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

/// A relative path as a URI: all but unreserved characters and `/` are escaped.
pub(super) fn percent_encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<NotificationLocation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationLocation {
    physical_location: PhysicalLocation,
}

impl Notification {
    fn new(sources: &Sources, problem: &Problem) -> Notification {
        let place = match problem.span {
            Some(span) => Some((sources.path(span), Some(Region::new(sources, span)))),
            None if problem.path.is_empty() => None,
            None => Some((problem.path.as_str(), None)),
        };
        let location = place.map(|(path, region)| NotificationLocation {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation::new(path),
                region,
            },
        });
        Notification {
            level: Severity::Error.as_str(),
            message: Text { text: problem.message.clone() },
            locations: location.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_relative_references() {
        assert_eq!(percent_encoded("a b/東.tf"), "a%20b/%E6%9D%B1.tf");
        assert_eq!(percent_encoded("x:y%.tf"), "x%3Ay%25.tf");
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
