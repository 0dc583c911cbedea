//! The catalogue: facts about regions, operators, providers and resource types. No opinions.
//!
//! Each subject is a table of tab-separated values beside the code that reads it, sorted by bytes and
//! searched in place, or, for laws and rules, a file in YAML that is read at first use: nothing is loaded when the
//! program starts. `README.md` in this folder describes
//! the columns and how to add a row.

pub mod addresses;
pub mod classes;
pub mod computed;
pub mod endpoints;
pub mod freshness;
pub mod identifiers;
pub mod jurisdictions;
pub mod keys;
pub mod laws;
pub mod movement;
pub mod names;
pub mod operators;
pub mod owners;
pub mod principals;
pub mod providers;
pub mod record;
pub mod regions;
pub mod rules;
pub mod scopes;
pub mod states;
pub mod switches;
pub(crate) mod table;
pub mod types;
pub mod ways_in;

use std::collections::BTreeSet;

/// Names that resources are found by when another one names its parent.
pub const NAME_ATTRIBUTES: [&str; 3] = ["name", "bucket", "id"];

/// Arguments that say a place in types that the catalogue does not have.
const PLACE_ATTRIBUTES: [&str; 3] = ["region", "location", "zone"];

/// Arguments that describe an object in a cluster.
const OBJECT_ATTRIBUTES: [&str; 13] = [
    "allowed_topologies",
    "chart",
    "data",
    "immutable",
    "manifest",
    "metadata",
    "parameters",
    "role_ref",
    "spec",
    "storage_provisioner",
    "string_data",
    "subject",
    "yaml_body",
];

/// The top-level attributes of a resource that later stages look at: those that say its place, its tags
/// and its name. Sorted.
pub fn attributes_of_interest(type_name: &str, provider: &str) -> BTreeSet<&'static str> {
    let mut names: BTreeSet<&'static str> = NAME_ATTRIBUTES.into();
    names.extend(names::name(type_name).map(|(argument, _)| argument));
    match types::resource_type(type_name) {
        Some(kind) => {
            let paths = kind.location_from().filter_map(types::LocationFrom::path);
            names.extend(paths.chain(kind.part_of()).filter_map(|path| path.split('.').next()));
        }
        None => names.extend(PLACE_ATTRIBUTES),
    }
    let moving = movement::movements(type_name).map(|row| row.argument);
    let of_keys = keys::forms(type_name).flat_map(|form| [form.argument, form.store]);
    let paths =
        moving.chain(keys::arguments(type_name)).chain(of_keys).chain(ways_in::paths(type_name));
    names.extend(paths.filter_map(|path| path.split('.').next()).filter(|name| !name.is_empty()));
    names.extend(switches::switches(type_name).filter_map(|switch| switch.path().next()));
    if let Some(provider) = providers::provider(provider) {
        names.extend(provider.tag_attributes());
        if provider.cluster_arguments().next().is_some() {
            names.extend(OBJECT_ATTRIBUTES);
        }
    }
    names
}
