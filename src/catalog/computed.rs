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

/// Where this attribute of a resource or data source is a region: the argument that names it, without which
/// it is the region of the provider configuration. It has no name where the region cannot be chosen.
pub fn region_argument(is_data: bool, type_name: &str, attribute: &str) -> Option<&'static str> {
    if is_data {
        return COMPUTED.find(type_name).find_map(|row| {
            let [_, computed, argument] = columns(row);
            (computed == attribute).then_some(argument)
        });
    }
    let kind = resource_type(type_name)?;
    let is_regional = kind.location_from().any(|way| way == LocationFrom::Provider);
    kind.location_from().filter(|_| is_regional).find_map(|way| match way {
        LocationFrom::Region(path) if path == attribute => Some(path),
        _ => None,
    })
}
