//! Resources that others outside of their configuration find by a name.

use super::table::{Table, columns};
use crate::model::NameOf;

const NAMES: Table = Table::new(include_str!("names.tsv"));

/// The argument that names a resource of this type, and what it names.
pub fn name(type_name: &str) -> Option<(&'static str, NameOf)> {
    let [_, argument, names] = columns(NAMES.find(type_name).next()?);
    Some((argument, if names == "cluster" { NameOf::Cluster } else { NameOf::Store }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::types::resource_type;

    #[test]
    fn rows_are_sorted_and_name_types_of_the_catalogue() {
        let mut before = "";
        for row in NAMES.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let [type_name, argument, names, source, confidence] = columns(row);
            assert!(resource_type(type_name).is_some(), "{row}");
            assert!(matches!(names, "bucket" | "cluster") && !argument.is_empty(), "{row}");
            assert!(!source.is_empty() && !confidence.is_empty(), "{row}");
        }
    }
}
