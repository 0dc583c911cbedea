//! Lists of a subject.

use super::of_laws::{day, law_row, rule_row};
use super::of_places::{form_row, jurisdiction_row, operator_row, region_row};
use super::of_types::type_row;
use super::{Entry, Label, Sort, Value};
use crate::catalog::regions::Region;
use crate::catalog::{endpoints, freshness, jurisdictions, laws, operators, regions, rules, types};
use crate::model::Date;
use crate::model::words::words;

words! {
    /// What the catalogue can list.
    Subject {
        /// Regions, multi-regions and zones with places of their own.
        Regions = "regions",
        /// Operators.
        Operators = "operators",
        /// Resource types.
        Types = "types",
        /// Forms of host names.
        Endpoints = "endpoints",
        /// Laws of other states.
        Laws = "laws",
        /// Rules of Japan.
        Rules = "rules",
        /// States and territories.
        Jurisdictions = "jurisdictions",
    }
}

/// The entries of a subject that a pattern matches: a part of any of the shown words, in which `*` stands for any text.
pub fn list(subject: Subject, pattern: Option<&str>) -> Vec<Entry> {
    let entries: Vec<Entry> = match subject {
        Subject::Regions => {
            regions::all().filter(Region::is_place).map(|r| region_row(&r)).collect()
        }
        Subject::Operators => operators::facts().map(|facts| operator_row(&facts)).collect(),
        Subject::Types => types::all().map(|of| type_row(&of)).collect(),
        Subject::Endpoints => endpoints::forms().map(|form| form_row(&form)).collect(),
        Subject::Laws => laws::laws().laws.iter().map(law_row).collect(),
        Subject::Rules => rules::rules().rules.iter().map(rule_row).collect(),
        Subject::Jurisdictions => {
            jurisdictions::all().map(|state| jurisdiction_row(&state)).collect()
        }
    };
    let Some(pattern) = pattern else { return entries };
    let pattern = pattern.to_lowercase();
    entries.into_iter().filter(|entry| is_shown(entry, &pattern)).collect()
}

/// What was checked longer ago than is good on this day.
pub fn stale(as_of: Date) -> Vec<Entry> {
    let old = freshness::all().into_iter().filter(|checked| checked.good_until < as_of);
    let entry = |checked: freshness::Checked| {
        Entry::new(Sort::Checked, &*checked.subject)
            .plain(Label::Name, &*checked.subject)
            .plain(Label::Checked, day(Some(checked.checked)))
            .plain(Label::GoodUntil, day(Some(checked.good_until)))
    };
    old.map(entry).collect()
}

fn is_shown(entry: &Entry, pattern: &str) -> bool {
    let names = |value: &Value| -> Vec<&'static str> {
        let Value::Countries(countries) = value else { return Vec::new() };
        let states = countries.iter().filter_map(|country| jurisdictions::jurisdiction(*country));
        states.flat_map(|state| [state.en, state.ja]).collect()
    };
    let has_it = |text: &str| has(&text.to_lowercase(), pattern);
    let says_it = |value: &Value| {
        value.texts().into_iter().any(has_it) || names(value).into_iter().any(has_it)
    };
    entry.facts.iter().any(|(_, value)| says_it(value))
}

/// Whether a text has all parts of a pattern, one after the other.
fn has(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    pattern.split('*').all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_parts_of_what_is_shown() {
        let names = |subject, pattern| -> Vec<String> {
            list(subject, Some(pattern)).into_iter().map(|entry| entry.name).collect()
        };
        assert!(names(Subject::Regions, "ap-northeast-1").contains(&"ap-northeast-1".to_owned()));
        assert!(
            names(Subject::Types, "aws_s3*replication")
                .contains(&"aws_s3_bucket_replication_configuration".to_owned())
        );
        assert_eq!(names(Subject::Laws, "国家情報法"), ["cn-nil-2017"]);
        assert!(names(Subject::Laws, "韓国").contains(&"kr-pipa".to_owned()));
        assert!(names(Subject::Operators, "no such operator").is_empty());
    }

    #[test]
    fn what_is_old_depends_on_the_day() {
        let on = |day: &str| stale(day.parse().expect("a day")).len();
        assert_eq!(on("2026-07-02"), 0);
        assert!(on("2027-02-01") > 10 && on("2030-01-01") > on("2027-02-01"));
    }
}
