//! Classes of resource types.

use super::table::{Table, columns};

const CLASSES: Table = Table::new(include_str!("classes.tsv"));

/// Whether what is of a class works on plain data to do what it is for; nothing where the table does not have the class.
pub fn works_on_plain_data(class: &str) -> Option<bool> {
    CLASSES.find(class).next().map(|row| columns::<2>(row)[1] == "yes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::types;

    #[test]
    fn rows_are_sorted_and_every_class_that_keeps_data_has_one() {
        assert!(CLASSES.all().is_sorted());
        for row in CLASSES.all() {
            let [class, works, _, source, confidence] = columns(row);
            assert!(types::all().any(|kind| kind.class == class), "{row}");
            assert!(matches!(works, "yes" | "no") && !source.is_empty(), "{row}");
            assert!(matches!(confidence, "verified" | "memory"), "{row}");
        }
    }

    #[test]
    fn stores_keep_what_others_encrypted() {
        assert_eq!(works_on_plain_data("object_storage"), Some(false));
        assert_eq!(works_on_plain_data("relational_db"), Some(true));
        assert_eq!(works_on_plain_data("nothing"), None);
    }
}
