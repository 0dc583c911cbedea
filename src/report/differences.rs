//! Differences between two estates, as text and as JSON.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::frame::Frames;
use super::{Style, json, text, visible};
use crate::Compared;
use crate::message::{Lang, differences as words};
use crate::model::{Country, Difference, ReachLevel, Whereabouts};

/// Differences under a head for each sort, then what could not be read.
#[must_use]
pub fn text(compared: &Compared, style: &Style) -> String {
    let lang = style.lang;
    let mut out = String::new();
    let (reach, others): (Vec<_>, Vec<_>) =
        compared.differences.iter().partition(|one| matches!(one, Difference::Reach { .. }));
    for same in others.chunk_by(|a, b| words::sort(lang, a) == words::sort(lang, b)) {
        add_head(&mut out, words::sort(lang, same[0]));
        add_same(&mut out, same, style);
    }
    if let Some(difference) = reach.first() {
        add_head(&mut out, words::sort(lang, difference));
        add_reach(&mut out, &reach, style);
    }
    if compared.differences.is_empty() {
        out.push_str(&format!("{}\n", words::nothing(lang)));
    }
    if compared.differences.iter().any(|one| matches!(one, Difference::Reach { .. })) {
        out.push_str(&format!("\n{}\n", words::disclaimer(lang)));
    }
    let problems = [&compared.before, &compared.after].map(|survey| {
        let mut out = String::new();
        text::problems(&mut out, &survey.problems, &mut Frames::new(&survey.sources, style));
        out
    });
    // What both sides have in common is said once.
    let [before, after] = &problems;
    out.push_str(before);
    out.push_str(if after == before { "" } else { after });
    out
}

fn add_head(out: &mut String, head: &str) {
    out.push_str(&format!("{}{head}\n", if out.is_empty() { "" } else { "\n" }));
}

/// What differs alike in several roots in one line: an environment is often a copy of another one.
fn add_same(out: &mut String, differences: &[&Difference], style: &Style) {
    let mut by_lines: BTreeMap<_, Vec<(Arc<str>, Arc<str>)>> = BTreeMap::new();
    for difference in differences {
        let sentence = words::sentence(style.lang, difference);
        for resource in difference.resources() {
            let key = (resource.1.clone(), Reverse(words::mark(difference)), sentence.clone());
            by_lines.entry(key).or_default().push(resource.clone());
        }
    }
    for ((_, Reverse(mark), sentence), resources) in by_lines {
        let line = format!("{}: {sentence}", words::named(style.lang, &resources));
        add_line(out, 2, mark, &line, style);
    }
}

fn add_line(out: &mut String, indent: usize, mark: char, line: &str, style: &Style) {
    let (on, off) = match (style.color, mark) {
        (false, _) => ("", ""),
        (true, '+') => ("\u{1b}[32m", "\u{1b}[0m"),
        (true, '-') => ("\u{1b}[31m", "\u{1b}[0m"),
        (true, _) => ("\u{1b}[33m", "\u{1b}[0m"),
    };
    out.push_str(&format!("{:indent$}{on}{mark}{off} {}\n", "", visible(line)));
}

/// Under the resources that they reach: laws that get at something with a line each, those that are notes, or of which
/// nothing is known, by their ids.
fn add_reach(out: &mut String, reach: &[&Difference], style: &Style) {
    let mut by_resources: BTreeMap<_, Vec<(ReachLevel, ReachLevel, &Difference)>> = BTreeMap::new();
    for difference in reach {
        if let Difference::Reach { before, after, resources, .. } = difference {
            by_resources.entry(resources).or_default().push((*before, *after, difference));
        }
    }
    for (resources, mut lines) in by_resources {
        out.push_str(&format!("  {}\n", visible(&words::named(style.lang, resources))));
        lines.sort_by_key(|&(before, after, _)| Reverse((before.max(after), after)));
        let (notes, lines): (Vec<_>, Vec<_>) = lines
            .into_iter()
            .partition(|(before, after, _)| before.max(after) <= &ReachLevel::Note);
        for (.., difference) in lines {
            let sentence = words::sentence(style.lang, difference);
            add_line(out, 4, words::mark(difference), &sentence, style);
        }
        for same in notes.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let laws = same.iter().flat_map(|(.., difference)| match difference {
                Difference::Reach { laws, .. } => &laws[..],
                _ => &[],
            });
            let mut laws: Vec<&str> = laws.copied().collect();
            laws.sort_unstable();
            let (before, after, first) = same[0];
            let sentence = words::notes(style.lang, before, after, &laws);
            add_line(out, 4, words::mark(first), &sentence, style);
        }
    }
}

/// The same as JSON.
///
/// # Errors
/// None that a caller could cause.
pub fn json(compared: &Compared) -> Result<String, serde_json::Error> {
    let differences = compared.differences.iter().map(Row::new).collect();
    let problems = compared.before.problems.len() + compared.after.problems.len();
    let report = Report { schema: "sekisho/differences/1", differences, problems };
    json::pretty(&report)
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    differences: Vec<Row<'a>>,
    problems: usize,
}

#[derive(Serialize)]
#[serde(tag = "sort", rename_all = "snake_case")]
enum Row<'a> {
    Placement {
        root: &'a str,
        resource: &'a str,
        before: Option<Place<'a>>,
        after: Option<Place<'a>>,
    },
    Flow {
        root: &'a str,
        resource: &'a str,
        direction: &'static str,
        purpose: &'static str,
        far: &'a str,
        countries: Vec<&'a str>,
        is_new: bool,
    },
    Access {
        root: &'a str,
        resource: &'a str,
        principal: &'a str,
        countries: Vec<&'a str>,
        level: &'static str,
        is_new: bool,
    },
    Reach {
        jurisdiction: &'a str,
        laws: &'a [&'static str],
        before: &'static str,
        after: &'static str,
        because: String,
        resources: Vec<Resource<'a>>,
    },
}

#[derive(Serialize)]
struct Resource<'a> {
    root: &'a str,
    resource: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    places: &'a [String],
    countries: Vec<&'a str>,
    operators: &'a [String],
    is_open: bool,
}

impl<'a> Place<'a> {
    fn new(at: &'a Whereabouts) -> Place<'a> {
        let (places, operators) = (&at.places, &at.operators);
        Place { places, countries: codes(&at.countries), operators, is_open: at.is_open }
    }
}

impl<'a> Row<'a> {
    fn new(difference: &'a Difference) -> Row<'a> {
        match difference {
            Difference::Placement { resource, before, after } => Row::Placement {
                root: &resource.0,
                resource: &resource.1,
                before: before.as_ref().map(Place::new),
                after: after.as_ref().map(Place::new),
            },
            Difference::Flow { resource, direction, purpose, far, countries, is_new } => {
                Row::Flow {
                    root: &resource.0,
                    resource: &resource.1,
                    direction: direction.as_str(),
                    purpose: purpose.as_str(),
                    far,
                    countries: codes(countries),
                    is_new: *is_new,
                }
            }
            Difference::Access { resource, principal, countries, level, is_new } => Row::Access {
                root: &resource.0,
                resource: &resource.1,
                principal,
                countries: codes(countries),
                level: level.as_str(),
                is_new: *is_new,
            },
            Difference::Reach { jurisdiction, before, after, reached, laws, resources } => {
                Row::Reach {
                    jurisdiction: jurisdiction.as_str(),
                    laws,
                    before: before.as_str(),
                    after: after.as_str(),
                    because: crate::message::reach::reached(Lang::En, reached),
                    resources: resources
                        .iter()
                        .map(|(root, resource)| Resource { root, resource })
                        .collect(),
                }
            }
        }
    }
}

fn codes(countries: &[Country]) -> Vec<&str> {
    countries.iter().map(Country::as_str).collect()
}
