//! Names of countries. The table lies in the binary as text, sorted by code, and is searched in place.

use super::Lang;
use crate::model::Country;

/// Lines of `code TAB English TAB Japanese`, sorted by code.
const TABLE: &str = include_str!("countries.tsv");

/// An owner of whom nothing is known but the country.
#[must_use]
pub fn owner_in(lang: Lang, of: Country) -> String {
    match lang {
        Lang::En => format!("an owner in {}", super::en::with_article(of)),
        Lang::Ja => format!("{}に拠点を置く所有者", country(lang, of)),
    }
}

/// The name of a country; its code where the table has none.
#[must_use]
pub fn country(lang: Lang, country: Country) -> String {
    if country == Country::ANYWHERE {
        return match lang {
            Lang::En => "anywhere".to_owned(),
            Lang::Ja => "国の限定なし".to_owned(),
        };
    }
    match row(TABLE, country.as_str()) {
        Some((en, ja)) => match lang {
            Lang::En => en.to_owned(),
            Lang::Ja => ja.to_owned(),
        },
        None => country.to_string(),
    }
}

/// Finds a key by halving the text: the line around each middle is compared.
pub(super) fn row(table: &'static str, key: &str) -> Option<(&'static str, &'static str)> {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start =
            table.as_bytes()[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
        let length = table.as_bytes()[start..].iter().position(|b| *b == b'\n');
        let end = length.map_or(TABLE.len(), |length| start + length);
        let mut fields = table.get(start..end)?.split('\t');
        match fields.next()?.cmp(key) {
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
            std::cmp::Ordering::Equal => return Some((fields.next()?, fields.next()?)),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_and_the_table_is_sorted() {
        let mut before = "";
        let mut rows = 0;
        for line in TABLE.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 3, "{line}");
            assert!(before < fields[0], "{line}");
            let country_of: Country = fields[0].parse().expect("two letters");
            assert_eq!(country(Lang::En, country_of), fields[1]);
            assert_eq!(country(Lang::Ja, country_of), fields[2]);
            before = fields[0];
            rows += 1;
        }
        assert_eq!(rows, 249);
    }

    #[test]
    fn unknown_codes_are_shown_as_they_are() {
        assert_eq!(country(Lang::En, "AA".parse().expect("a code")), "AA");
        assert_eq!(country(Lang::Ja, "ZZ".parse().expect("a code")), "ZZ");
        assert_eq!(country(Lang::En, "MZ".parse().expect("a code")), "Mozambique");
    }
}
