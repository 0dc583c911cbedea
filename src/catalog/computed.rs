//! Attributes that a provider fills in from its own configuration, so that they are known after all.

use super::table::{Table, columns};
use super::types::{LocationFrom, resource_type};

const COMPUTED: Table = Table::new(include_str!("computed.tsv"));

const ZONES: Table = Table::new(include_str!("computed-zones.tsv"));

/// The argument whose region an attribute of a data source lists the zones of; left out, it is the
/// region of the provider configuration.
pub fn zones_of_region(type_name: &str, attribute: &str) -> Option<&'static str> {
    ZONES.find(type_name).find_map(|row| {
        let [_, listed, region] = columns(row);
        (listed == attribute).then_some(region)
    })
}

/// Whether this attribute of a resource or data source is the region of its provider configuration
/// when the block does not set it.
pub fn is_provider_region(is_data: bool, type_name: &str, attribute: &str) -> bool {
    if is_data {
        return COMPUTED.find(type_name).any(|row| columns::<2>(row)[1] == attribute);
    }
    let Some(kind) = resource_type(type_name) else { return false };
    let has_own = kind
        .location_from()
        .any(|way| matches!(way, LocationFrom::Region(path) if path == attribute));
    has_own && kind.location_from().any(|way| way == LocationFrom::Provider)
}
