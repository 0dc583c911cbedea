//! Who operates a place, and who controls them.

use super::owners;
use super::table::{Row, Table, columns};
use crate::model::{Control, Country, Operator, Owner};

const OPERATORS: Table = Table::new(include_str!("operators.tsv"));

/// The operator of this id; nothing where the catalogue does not have it. With all its owners, those of other days
/// too.
pub fn operator(id: &str) -> Option<Operator> {
    OPERATORS.find(id).next().map(from_row).map(with_owners)
}

/// What the table says of an operator.
#[derive(Clone, Copy, Debug)]
pub struct OperatorFacts {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The company in Japan that contracts for it, or stands for it there.
    pub japan_entity: &'static str,
    /// Who controls it in the end.
    pub parent: &'static str,
    /// The country that the group is run from.
    pub country: &'static str,
    /// Where it is listed, and who holds shares.
    pub listing: &'static str,
    /// Countries where it has people or control, as far as that is known.
    pub present_in: &'static str,
    /// What else is to say.
    pub note: &'static str,
    /// Where this was read.
    pub source: &'static str,
    /// How sure it is.
    pub confidence: &'static str,
}

/// What the table says of every operator, by id.
pub fn facts() -> impl Iterator<Item = OperatorFacts> {
    OPERATORS.all().map(from_row)
}

fn from_row(row: Row) -> OperatorFacts {
    let [id, name, japan_entity, parent, country, listing, present_in, note, source, confidence] =
        columns(row);
    OperatorFacts {
        id,
        name,
        japan_entity,
        parent,
        country,
        listing,
        present_in,
        note,
        source,
        confidence,
    }
}

/// The operator with its owners; with its parent where the table of owners has none.
fn with_owners(facts: OperatorFacts) -> Operator {
    let OperatorFacts { id, name, parent, .. } = facts;
    let country: Option<Country> = facts.country.parse().ok();
    let verified = facts.confidence == "verified";
    let mut control: Vec<Owner> = owners::owners(id).map(|facts| facts.owner).collect();
    if control.is_empty() && !parent.is_empty() {
        let (share, from, until) = (None, None, None);
        control.push(Owner {
            name: parent.into(),
            country,
            share,
            from,
            until,
            control: Control::ByShare,
            owners: Vec::new(),
            verified,
        });
    }
    let (offers_in, staff_in) = (Vec::new(), None);
    Operator { id: id.into(), name: name.into(), country, control, offers_in, staff_in, verified }
}

/// Stands in where a place names no operator.
pub(super) fn unknown(id: &str) -> Operator {
    let name = if id.is_empty() { "?" } else { id };
    let (country, control) = (None, Vec::new());
    let (offers_in, staff_in, verified) = (Vec::new(), None, false);
    Operator { id: id.into(), name: name.into(), country, control, offers_in, staff_in, verified }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_has_a_name_and_codes_are_codes() {
        for row in OPERATORS.all() {
            let [id, name, _, _, parent_country, .., confidence]: [&str; 10] = columns(row);
            assert!(!id.is_empty() && !name.is_empty(), "{row}");
            assert!(
                parent_country.is_empty() || parent_country.parse::<Country>().is_ok(),
                "{row}"
            );
            assert!(matches!(confidence, "verified" | "memory"), "{row}");
        }
    }

    #[test]
    fn control_names_the_ultimate_parent() {
        let operator = operator("sinnet").expect("in the table");
        assert_eq!(operator.control[0].country, "CN".parse().ok());
    }
}
