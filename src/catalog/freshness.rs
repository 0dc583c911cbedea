//! When facts were last checked, and for how long that is good.

use super::laws::{Law, Status, laws};
use super::rules::{Force, Rule, rules};
use super::table::{Table, columns};
use crate::model::Date;

const FRESHNESS: Table = Table::new(include_str!("freshness.tsv"));

/// A part of the catalogue that is checked at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The table; with the id of an entry after a slash, where entries are checked one by one.
    pub subject: String,
    /// When it was last checked.
    pub checked: Date,
    /// Until when that is good.
    pub good_until: Date,
}

/// The day that a table was last checked.
pub fn checked(subject: &str) -> Option<Date> {
    row(subject)?[1].parse().ok()
}

/// The months for which a check of a subject is good.
fn months(subject: &str) -> Option<u16> {
    row(subject)?[2].parse().ok()
}

fn row(subject: &str) -> Option<[&'static str; 3]> {
    FRESHNESS.find(subject).next().map(columns)
}

/// The months for which a check of a law is good: less where laws change often, and before they are adopted.
pub(super) fn law_months(law: &Law) -> u16 {
    let part = match (law.status, law.jurisdiction) {
        (Status::Bill, _) => Some("laws.yaml/bill".to_owned()),
        (_, Some(country)) => Some(format!("laws.yaml/{country}")),
        _ => None,
    };
    part.and_then(|part| months(&part)).or_else(|| months("laws.yaml")).unwrap_or_default()
}

pub(super) fn rule_months(rule: &Rule) -> u16 {
    let subject =
        if rule.force == Force::Bill { "japan-rules.yaml/bill" } else { "japan-rules.yaml" };
    months(subject).unwrap_or_default()
}

/// Every part of the catalogue: tables first, then laws and rules one by one.
pub fn all() -> Vec<Checked> {
    let table = |row| {
        let [subject, checked, months]: [&str; 3] = columns(row);
        let checked: Date = checked.parse().ok()?;
        let good_until = checked.months_later(months.parse().ok()?);
        let is_table = !subject.contains('/') && !subject.ends_with(".yaml");
        is_table.then(|| Checked { subject: subject.to_owned(), checked, good_until })
    };
    let entry = |file: &str, id: &str, checked: Option<Date>, months| {
        let checked = checked?;
        let subject = format!("{file}/{id}");
        Some(Checked { subject, checked, good_until: checked.months_later(months) })
    };
    let laws = laws().laws.iter();
    let laws =
        laws.filter_map(|law| entry("laws.yaml", &law.id, law.last_checked(), law_months(law)));
    let rules = rules().rules.iter().filter_map(|rule| {
        entry("japan-rules.yaml", &rule.id, rule.last_checked(), rule_months(rule))
    });
    FRESHNESS.all().filter_map(table).chain(laws).chain(rules).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_say_a_day_and_a_time() {
        let mut before = "";
        for row in FRESHNESS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let [subject, checked, months, note]: [&str; 4] = columns(row);
            assert!(checked.parse::<Date>().is_ok() && !note.is_empty(), "{row}");
            assert!(months.parse::<u16>().is_ok_and(|months| months > 0), "{row}");
            assert!(subject.contains('.'), "{row}");
        }
    }

    #[test]
    fn every_table_says_when_it_was_checked() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalog");
        let entries = std::fs::read_dir(folder).expect("the catalogue");
        let names = entries.map(|entry| entry.expect("a file").file_name().into_string());
        let is_table = |name: &String| name.ends_with(".tsv") || name.ends_with(".yaml");
        let names: std::collections::BTreeSet<String> =
            names.filter_map(Result::ok).filter(is_table).collect();
        let unsaid = names.iter().filter(|name| *name != "freshness.tsv" && row(name).is_none());
        assert_eq!(unsaid.collect::<Vec<_>>(), Vec::<&String>::new());
        let of_none = FRESHNESS.all().map(|row| columns::<1>(row)[0].split('/').next());
        let of_none = of_none.flatten().filter(|name| !names.contains(*name));
        assert_eq!(of_none.collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn laws_that_change_often_are_checked_more_often() {
        let of = |id: &str| super::super::laws::law(id).map(law_months);
        assert_eq!((of("cn-nil-2017"), of("gb-ipa-2016")), (Some(6), Some(12)));
        assert_eq!(of("ca-bill-c22-2026"), Some(6));
    }
}
