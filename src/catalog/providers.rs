//! Terraform providers: which part of the catalogue their words belong to, and which arguments of a
//! provider block say a place.

use super::table::{Table, columns};

const PROVIDERS: Table = Table::new(include_str!("providers.tsv"));
const CLUSTERS: Table = Table::new(include_str!("cluster-providers.tsv"));
const ENVIRONMENT: Table = Table::new(include_str!("provider-environment.tsv"));

/// A Terraform provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its type, such as `azurerm`.
    pub name: &'static str,
    /// The provider in the table of regions, such as `azure`; empty where places are endpoints.
    pub catalog: &'static str,
    /// Id of the operator of what has no place of its own.
    pub operator: &'static str,
    region_arguments: &'static str,
    zone_arguments: &'static str,
    tag_attributes: &'static str,
    /// Path in the provider block of tags that every resource gets; empty where there is none.
    pub default_tags: &'static str,
    /// Whether its resources can keep data anywhere at all.
    pub keeps_data: bool,
}

impl Provider {
    /// Arguments of a provider block that hold a region, in the order they count.
    pub fn region_arguments(&self) -> impl Iterator<Item = &'static str> {
        list(self.region_arguments)
    }

    /// Arguments of a provider block that hold a zone.
    pub fn zone_arguments(&self) -> impl Iterator<Item = &'static str> {
        list(self.zone_arguments)
    }

    /// Arguments of a provider block that say where a resource is that does not say so itself, in the order
    /// they count: for one in a zone, the zone first, which need not be in the provider's region.
    pub fn place_arguments(&self, is_zonal: bool) -> impl Iterator<Item = &'static str> {
        let (region, zone) = (self.region_arguments, self.zone_arguments);
        let [first, second] = if is_zonal { [zone, region] } else { [region, zone] };
        list(first).chain(list(second))
    }

    /// Whether a resource's zone may be outside the region of its provider configuration.
    pub fn has_free_zones(&self) -> bool {
        !self.zone_arguments.is_empty()
    }

    /// Arguments of a provider block that matter here.
    pub fn block_arguments(&self) -> impl Iterator<Item = &'static str> {
        let tags = self.default_tags.split('.').next().filter(|name| !name.is_empty());
        let clusters = self.cluster_arguments().filter_map(|path| path.split('.').next());
        self.region_arguments().chain(self.zone_arguments()).chain(tags).chain(clusters)
    }

    /// Paths in a provider block that lead to the cluster its resources are in, in the order they count.
    pub fn cluster_arguments(&self) -> impl Iterator<Item = &'static str> {
        list(CLUSTERS.find(self.name).next().map_or("", |row| columns::<2>(row)[1]))
    }

    /// Variables of the system that hold an argument which the provider block leaves out, in the order they count.
    pub fn variables(&self, argument: &str) -> impl Iterator<Item = &'static str> {
        let row = ENVIRONMENT.find(self.name).find(|row| columns::<2>(row)[1] == argument);
        list(row.map_or("", |row| columns::<3>(row)[2]))
    }

    /// The place that the provider takes where neither its block nor the system says one, if it takes any.
    pub fn default_place(&self, argument: &str) -> Option<&'static str> {
        let row = ENVIRONMENT.find(self.name).find(|row| columns::<2>(row)[1] == argument);
        row.map(|row| columns::<4>(row)[3]).filter(|place| !place.is_empty())
    }

    /// Attributes of its resources that hold tags or labels.
    pub fn tag_attributes(&self) -> impl Iterator<Item = &'static str> {
        list(self.tag_attributes)
    }
}

/// The parts of a comma-separated cell.
fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(',').filter(|part| !part.is_empty())
}

/// The provider of this type.
pub fn provider(name: &str) -> Option<Provider> {
    PROVIDERS.find(name).next().map(|row| {
        let [name, catalog, operator, region, zone, tags, default_tags, keeps_data] = columns(row);
        Provider {
            name,
            catalog,
            operator,
            region_arguments: region,
            zone_arguments: zone,
            tag_attributes: tags,
            default_tags,
            keeps_data: keeps_data == "yes",
        }
    })
}

/// Whether some provider reads this variable of the system for an argument.
pub fn reads(variable: &str) -> bool {
    ENVIRONMENT.all().any(|row| list(columns::<3>(row)[2]).any(|name| name == variable))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{operators, regions};

    #[test]
    fn providers_refer_to_regions_and_operators_that_exist() {
        for row in PROVIDERS.all() {
            let [name, catalog, operator, ..]: [&str; 11] = columns(row);
            assert!(operator.is_empty() || operators::operator(operator).is_some(), "{name}");
            assert!(catalog.is_empty() || regions::has_provider(catalog), "{name}: {catalog}");
        }
    }

    #[test]
    fn variables_of_the_system_belong_to_arguments_that_matter() {
        for row in ENVIRONMENT.all() {
            let [name, argument, variables, default, source, confidence] = columns(row);
            let provider = provider(name).expect(row);
            let is_known =
                default.is_empty() || regions::place(provider.catalog, default, None).is_ok();
            assert!(is_known, "{row}");
            assert!(provider.block_arguments().any(|known| known == argument), "{row}");
            assert!(![variables, source, confidence].contains(&""), "{row}");
        }
        assert!(reads("AWS_DEFAULT_REGION") && !reads("AWS_PROFILE"));
    }
}
