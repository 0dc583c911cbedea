//! Differences between two estates, as text and as JSON.

use serde::Serialize;

use super::frame::Frames;
use super::{Style, text, visible};
use crate::Compared;
use crate::message::{Lang, differences as words};
use crate::model::{Country, Difference, Whereabouts};

/// Differences under a head for each sort, then what could not be read.
#[must_use]
pub fn text(compared: &Compared, style: &Style) -> String {
    let lang = style.lang;
    let mut out = String::new();
    let mut head = "";
    for difference in &compared.differences {
        let sort = words::sort(lang, difference);
        if sort != head {
            out.push_str(&format!("{}{sort}\n", if head.is_empty() { "" } else { "\n" }));
            head = sort;
        }
        let line = words::sentence(lang, difference);
        let mark = words::mark(difference);
        let (on, off) = match (style.color, mark) {
            (false, _) => ("", ""),
            (true, '+') => ("\u{1b}[32m", "\u{1b}[0m"),
            (true, '-') => ("\u{1b}[31m", "\u{1b}[0m"),
            (true, _) => ("\u{1b}[33m", "\u{1b}[0m"),
        };
        out.push_str(&format!("  {on}{mark}{off} {}\n", visible(&line)));
    }
    if compared.differences.is_empty() {
        out.push_str(&format!("{}\n", words::nothing(lang)));
    }
    if compared.differences.iter().any(|one| matches!(one, Difference::Reach { .. })) {
        out.push_str(&format!("\n{}\n", words::disclaimer(lang)));
    }
    for survey in [&compared.before, &compared.after] {
        text::problems(&mut out, &survey.problems, &mut Frames::new(&survey.sources, style));
    }
    out
}

/// The same as JSON.
///
/// # Errors
/// None that a caller could cause.
pub fn json(compared: &Compared) -> Result<String, serde_json::Error> {
    let differences = compared.differences.iter().map(Row::new).collect();
    let problems = compared.before.problems.len() + compared.after.problems.len();
    let report = Report { schema: "sekisho/differences/1", differences, problems };
    let mut text = serde_json::to_string_pretty(&report)?;
    text.push('\n');
    Ok(text)
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
        resources: Vec<&'a str>,
    },
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
                    resources: resources.iter().map(|(_, address)| &**address).collect(),
                }
            }
        }
    }
}

fn codes(countries: &[Country]) -> Vec<&str> {
    countries.iter().map(Country::as_str).collect()
}
