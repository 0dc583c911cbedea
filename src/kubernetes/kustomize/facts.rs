//! What the tables of this folder say: defaults of kustomize, of its version 5.5.

use super::field_spec::{FieldSpec, Gvk};
use crate::catalog::table::{Row, Table, columns};

const CLUSTER_KINDS: Table = Table::new(include_str!("cluster-kinds.tsv"));
const FIELD_SPECS: Table = Table::new(include_str!("field-specs.tsv"));
const MERGE_KEYS: Table = Table::new(include_str!("merge-keys.tsv"));

/// Whether a kind lives outside of namespaces: `apiVersion/Kind`.
pub(super) fn is_of_cluster(kind: &str) -> bool {
    CLUSTER_KINDS.find(kind).next().is_some()
}

/// How a field is merged.
#[derive(Clone, Copy, Debug)]
pub(super) struct MergedField {
    /// The type of its value, or of the elements of its list.
    pub of: &'static str,
    /// The keys by which elements of its list are told, where they are merged; `=` where they are their own.
    pub keys: &'static str,
}

/// How a field of a type is merged; nothing where nothing below it is told by keys.
pub(super) fn merged_field(of: &str, field: &str) -> Option<MergedField> {
    let [_, _, of, keys] = columns(MERGE_KEYS.find(&format!("{of}\t{field}")).next()?);
    Some(MergedField { of, keys })
}

/// The fields that a transformer changes by default.
pub(super) fn field_specs(transformer: &str) -> impl Iterator<Item = FieldSpec> {
    FIELD_SPECS.find(transformer).map(spec)
}

/// Fields that hold names of objects, and which objects these are.
pub(super) fn references() -> impl Iterator<Item = (Gvk, FieldSpec)> {
    FIELD_SPECS.find("nameReference").map(|row| {
        let [_, group, version, kind] = columns(row);
        (Gvk::new(group, version, kind), spec(row))
    })
}

fn spec(row: Row) -> FieldSpec {
    let [_, _, _, _, group, version, kind, path, create] = columns(row);
    FieldSpec::new(Gvk::new(group, version, kind), path, create == "create")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::facts::assert_whole;

    #[test]
    fn tables_are_whole() {
        assert_whole(&[(CLUSTER_KINDS, 3), (FIELD_SPECS, 11), (MERGE_KEYS, 6)]);
    }

    #[test]
    fn every_type_that_a_row_names_has_rows_or_ends_there() {
        let field = merged_field("apps/v1/Deployment", "spec").expect("a row");
        let field = merged_field(field.of, "template").expect("a row");
        let field = merged_field(field.of, "spec").expect("a row");
        let field = merged_field(field.of, "containers").expect("a row");
        assert_eq!((field.of, field.keys), ("Container", "name"));
        assert!(is_of_cluster("v1/Namespace") && !is_of_cluster("v1/Pod"));
    }
}
