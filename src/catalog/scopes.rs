//! Starts of names that stand for several regions, among which a provider chooses each time.

use super::regions;
use super::table::{Table, columns};
use crate::model::{Country, Place};

const SCOPES: Table = Table::new(include_str!("scopes.tsv"));

/// The place that the start of a name stands for: in any of some countries.
pub fn scope(provider: &str, operator: &str, name: &str) -> Option<Place> {
    let rows = SCOPES.find(provider).map(columns::<3>);
    let [_, start, countries] =
        rows.filter(|[_, start, _]| name.starts_with(start)).max_by_key(|row| row[1].len())?;
    let mut countries: Vec<Country> =
        countries.split(',').filter_map(|country| country.parse().ok()).collect();
    countries.sort_unstable();
    let region = start.trim_end_matches('.').into();
    Some(Place { region, countries, ..regions::global(provider, operator) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_name_providers_and_countries() {
        assert!(SCOPES.all().is_sorted());
        for row in SCOPES.all() {
            let [provider, start, countries, _, source, confidence] = columns(row);
            assert!(regions::has_provider(provider) && !start.is_empty(), "{row}");
            assert!(countries.split(',').all(|c| c.parse::<Country>().is_ok()), "{row}");
            assert!(!source.is_empty() && matches!(confidence, "verified" | "memory"), "{row}");
        }
    }

    #[test]
    fn the_longest_start_counts() {
        let countries = |name: &str| {
            let place = scope("aws", "aws", name)?;
            Some(place.countries.iter().map(Country::to_string).collect::<Vec<_>>().join(","))
        };
        assert_eq!(countries("us-gov.model").as_deref(), Some("US"));
        assert_eq!(countries("jp.model").as_deref(), Some("JP"));
        assert_eq!(countries("global.model").as_deref(), Some("*"));
        assert_eq!(countries("model"), None);
    }
}
