//! Who owns or controls operators, and since when.

use super::freshness;
use super::table::{Row, Table, columns};
use crate::model::{Control, Date, Owner};

const OWNERS: Table = Table::new(include_str!("owners.tsv"));

/// What the table says of an owner.
#[derive(Clone, Debug)]
pub struct OwnerFacts {
    /// The owner.
    pub owner: Owner,
    /// What else is to say.
    pub note: &'static str,
    /// Where this was read.
    pub source: &'static str,
    /// How sure it is.
    pub confidence: &'static str,
}

/// Those who own or control an operator, or did, or are going to, by name.
pub fn owners(operator: &str) -> impl Iterator<Item = OwnerFacts> {
    OWNERS.find(operator).map(from_row)
}

/// Tells whether an owner counts on a day. Where none is asked for, those count who had not left when the table was last
/// checked: who is going to own an operator matters before it does, and no result depends on the clock.
pub fn counting(as_of: Option<Date>) -> impl Fn(&Owner) -> bool {
    let checked = checked();
    move |owner| match as_of {
        Some(day) => owner.holds_on(day),
        None => checked.is_none_or(|day| owner.has_not_left(day)),
    }
}

fn checked() -> Option<Date> {
    freshness::checked("owners.tsv")
}

fn from_row(row: Row) -> OwnerFacts {
    let [_operator, name, country, share, from, until, note, source, confidence] = columns(row);
    let owner = Owner {
        name: name.into(),
        country: country.parse().ok(),
        share: share.parse().ok(),
        from: from.parse().ok(),
        until: until.parse().ok(),
        control: Control::ByShare,
        owners: Vec::new(),
        verified: confidence == "verified",
    };
    OwnerFacts { owner, note, source, confidence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::operators;

    #[test]
    fn rows_are_of_operators_and_say_what_can_be_read() {
        for row in OWNERS.all() {
            let [id, name, country, share, from, until, _, source, confidence] = columns(row);
            assert!(operators::operator(id).is_some(), "{row}");
            assert!(!name.is_empty() && !source.is_empty(), "{row}");
            let OwnerFacts { owner, .. } = from_row(row);
            assert!(owner.country.is_some() || country.is_empty(), "{row}");
            assert!(owner.share.is_some() || share.is_empty(), "{row}");
            assert!(owner.from.is_some() || from.is_empty(), "{row}");
            assert!(owner.until.is_some() || until.is_empty(), "{row}");
            assert!(owner.from.zip(owner.until).is_none_or(|(from, until)| from <= until), "{row}");
            assert!(matches!(confidence, "verified" | "memory"), "{row}");
        }
        assert!(OWNERS.all().is_sorted());
    }

    #[test]
    fn joint_owners_all_count_and_days_are_known() {
        let countries: Vec<String> =
            owners("ly-corp").filter_map(|facts| Some(facts.owner.country?.to_string())).collect();
        assert_eq!(countries, ["JP", "KR", "JP"]);
        assert!(checked().is_some());
    }
}
