//! Keys: the arguments by which types name the key that protects them, and who holds a key of each type.

use super::table::{Row, Table, columns};
use crate::model::Custody;

const KEYS: Table = Table::new(include_str!("keys.tsv"));
const KEY_TYPES: Table = Table::new(include_str!("key-types.tsv"));
const MANAGED: Table = Table::new(include_str!("managed-keys.tsv"));

/// Who holds keys of a type, where an argument says so or by default.
#[derive(Clone, Copy, Debug)]
pub struct KeyForm {
    /// Path of the argument that tells; empty for what holds where none does.
    pub argument: &'static str,
    values: &'static str,
    /// Who holds it; nothing where that is told by the resource that the argument refers to.
    pub custody: Option<Custody>,
    /// Path of the argument with the address of the store outside; empty where there is none.
    pub store: &'static str,
}

impl KeyForm {
    /// Whether this value of the argument is one of those that are meant.
    pub fn is_meant(&self, value: &str) -> bool {
        self.values.is_empty() || self.values.split(',').any(|one| one.eq_ignore_ascii_case(value))
    }
}

/// Paths of the arguments of a type that name its key.
pub fn arguments(resource_type: &str) -> impl Iterator<Item = &'static str> {
    KEYS.find(resource_type).map(|row| columns::<2>(row)[1])
}

/// Who holds keys of a type: what an argument tells before what holds by default. None where it is no type of keys.
pub fn forms(resource_type: &str) -> impl Iterator<Item = KeyForm> {
    let mut forms: Vec<KeyForm> = KEY_TYPES.find(resource_type).filter_map(form).collect();
    forms.sort_by_key(|form| form.argument.is_empty());
    forms.into_iter()
}

/// Whether an identifier is that of a key which its provider makes and manages.
pub fn is_managed(identifier: &str) -> bool {
    MANAGED.all().any(|row| identifier.contains(columns::<1>(row)[0]))
}

/// The word for a custody that another resource tells.
const INHERITS: &str = "inherits";

fn form(row: Row) -> Option<KeyForm> {
    let [_, argument, values, custody, store] = columns(row);
    let custody = match custody {
        INHERITS => None,
        word => Some(Custody::parse(word)?),
    };
    Some(KeyForm { argument, values, custody, store })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{regions, types};

    #[test]
    fn rows_are_sorted_and_of_types_that_are_known() {
        for table in [KEYS, KEY_TYPES, MANAGED] {
            assert!(table.all().is_sorted());
        }
        for row in KEYS.all() {
            let [name, argument, _, source, checked] = columns(row);
            assert!(types::resource_type(name).is_some() && !argument.is_empty(), "{row}");
            assert!(!source.is_empty() && matches!(checked, "schema" | "leaf"), "{row}");
        }
        for row in KEY_TYPES.all() {
            let [name, .., source, confidence]: [&str; 8] = columns(row);
            assert!(types::resource_type(name).is_some() && form(row).is_some(), "{row}");
            assert!(!source.is_empty() && matches!(confidence, "verified" | "memory"), "{row}");
        }
        for row in MANAGED.all() {
            let [part, provider, source, _] = columns(row);
            assert!(!part.is_empty() && !source.is_empty(), "{row}");
            assert!(regions::has_provider(provider), "{row}");
        }
    }

    #[test]
    fn every_type_of_keys_has_a_form_that_holds_by_default() {
        for row in KEY_TYPES.all() {
            let name = columns::<1>(row)[0];
            let last = forms(name).last().expect("a form");
            let is_settled = last.argument.is_empty() || last.custody.is_none();
            assert!(is_settled, "{name} has no form for what is left out");
        }
    }

    #[test]
    fn keys_that_providers_manage_are_told_by_their_names() {
        assert!(is_managed("alias/aws/s3"));
        assert!(is_managed("arn:aws:kms:ap-northeast-1:111122223333:alias/aws/rds"));
        assert!(!is_managed("alias/members"));
    }
}
