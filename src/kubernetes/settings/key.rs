//! Keys of settings that tell what their values are: variables of the environment, entries of a map.

use std::sync::OnceLock;

use crate::catalog::table::{Row, Table, columns};
use crate::model::{Purpose, Strength};

const KEYS: Table = Table::new(include_str!("../setting-keys.tsv"));

/// What a key says of its value.
#[derive(Clone, Copy)]
pub(in crate::kubernetes) struct Key {
    pub reading: Reading,
    /// The provider whose words or whose store it is.
    pub provider: Option<&'static str>,
    pub purpose: Purpose,
    pub strength: Strength,
    /// A key beside it that counts instead, where it is there.
    pub unless: &'static str,
}

/// How to read a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kubernetes) enum Reading {
    /// A word for a region.
    Region,
    /// Addresses.
    Endpoint,
    /// The name of a bucket or another store.
    Bucket,
    /// A part of a host name: `{}` stands for the value.
    Host(&'static str),
    /// No place.
    Nothing,
}

/// What a key says: by its own row, else by the longest pattern that it matches, in which `*` stands for one character
/// or more.
pub(in crate::kubernetes) fn key(name: &str) -> Option<Key> {
    if let Some(row) = KEYS.find(name).next() {
        return parse(row);
    }
    let matching = patterns().iter().find(|row| matches(columns::<1>(row)[0], name));
    parse(matching?)
}

/// The rows whose keys are patterns, the longest first.
fn patterns() -> &'static [Row] {
    static PATTERNS: OnceLock<Vec<Row>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let is_pattern = |row: &Row| columns::<1>(row)[0].contains('*');
        let mut rows: Vec<Row> = KEYS.all().filter(is_pattern).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(columns::<1>(row)[0].len()));
        rows
    })
}

fn parse(row: Row) -> Option<Key> {
    let [_, reading, provider, purpose, strength, unless] = columns(row);
    let reading = match reading {
        "region" => Reading::Region,
        "endpoint" => Reading::Endpoint,
        "bucket" => Reading::Bucket,
        "nothing" => Reading::Nothing,
        _ => Reading::Host(reading.strip_prefix("host:")?),
    };
    let strength = match strength {
        "declared" => Strength::Declared,
        "mentioned" => Strength::Mentioned,
        _ => return None,
    };
    let provider = (!provider.is_empty()).then_some(provider);
    Some(Key { reading, provider, purpose: Purpose::parse(purpose)?, strength, unless })
}

fn matches(pattern: &str, name: &str) -> bool {
    let Some((start, end)) = pattern.split_once('*') else { return pattern == name };
    match end.split_once('*') {
        None => {
            name.len() > start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
        Some((middle, end)) => {
            let inside = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
            inside.is_some_and(|rest| rest.contains(middle))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::regions;

    #[test]
    fn rows_are_sorted_and_whole() {
        let mut before = "";
        for row in KEYS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let key = parse(row).expect(row);
            assert!(key.provider.is_none_or(regions::has_provider), "{row}");
            let cells: [&str; 8] = columns(row);
            assert!(cells[6..].iter().all(|cell| !cell.is_empty()), "{row}");
        }
    }

    #[test]
    fn own_rows_come_before_patterns() {
        let reading = |name| key(name).map(|key| key.reading);
        assert_eq!(reading("AWS_REGION"), Some(Reading::Region));
        assert_eq!(reading("LEDGER_DATABASE_URL"), Some(Reading::Endpoint));
        assert_eq!(reading("TZ"), Some(Reading::Nothing));
        assert_eq!(reading("COLOR"), None);
        assert!(matches("A_*_B", "A_X_B") && !matches("A_*_B", "A_B") && !matches("*_B", "_B"));
    }
}
