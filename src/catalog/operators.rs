//! Who operates a place, and who controls them.

use super::table::{Row, Table, columns};
use crate::model::{Country, Operator, Owner};

const OPERATORS: Table = Table::new(include_str!("operators.tsv"));

/// The operator of this id; nothing where the catalogue does not have it.
pub fn operator(id: &str) -> Option<Operator> {
    OPERATORS.find(id).next().map(from_row)
}

/// All operators, by id.
pub fn all() -> impl Iterator<Item = Operator> {
    OPERATORS.all().map(from_row)
}

fn from_row(row: Row) -> Operator {
    let [
        id,
        name,
        _japan,
        parent,
        parent_country,
        _listing,
        _personnel,
        _note,
        _source,
        confidence,
    ] = columns(row);
    let country: Option<Country> = parent_country.parse().ok();
    let control =
        if parent.is_empty() { Vec::new() } else { vec![Owner { name: parent.into(), country }] };
    Operator {
        id: id.into(),
        name: name.into(),
        country,
        control,
        verified: confidence == "verified",
    }
}

/// Stands in where a place names no operator.
pub(super) fn unknown(id: &str) -> Operator {
    let name = if id.is_empty() { "?" } else { id };
    let (country, control) = (None, Vec::new());
    Operator { id: id.into(), name: name.into(), country, control, verified: false }
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
