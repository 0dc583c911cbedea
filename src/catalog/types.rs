//! Terraform resource types: their class, whether they hold data, and where their place comes from.

use super::table::{Row, Table, columns};
use crate::model::Holds;

const TYPES: Table = Table::new(include_str!("types.tsv"));
const DEFAULTS: Table = Table::new(include_str!("defaults.tsv"));
const SERVICES: Table = Table::new(include_str!("services.tsv"));

/// A resource type.
#[derive(Clone, Copy, Debug)]
pub struct ResourceType {
    /// Its name, such as `aws_s3_bucket`.
    pub name: &'static str,
    /// Type of its provider, such as `aws`.
    pub provider: &'static str,
    /// Its class, such as `object_storage`.
    pub class: &'static str,
    location_from: &'static str,
    /// What it does with data.
    pub holds: Holds,
    /// What else is to say.
    pub note: &'static str,
    /// Where this was read.
    pub source: &'static str,
}

/// One way to the place of a resource. Paths are attribute names joined by dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocationFrom {
    /// The region of the provider configuration.
    Provider,
    /// An argument that holds a region or country.
    Region(&'static str),
    /// An argument that holds a zone.
    Zone(&'static str),
    /// The place of the resource that this argument refers to.
    Inherits(&'static str),
    /// An argument with the address of a server, which is then where it is.
    Endpoint(&'static str),
    /// No place can be chosen: the service is global.
    Global,
    /// Nothing says its place.
    Nothing,
}

impl LocationFrom {
    /// The path of the argument, where the way goes through one.
    pub fn path(self) -> Option<&'static str> {
        match self {
            LocationFrom::Region(path)
            | LocationFrom::Zone(path)
            | LocationFrom::Endpoint(path)
            | LocationFrom::Inherits(path) => Some(path),
            LocationFrom::Provider | LocationFrom::Global | LocationFrom::Nothing => None,
        }
    }
}

impl ResourceType {
    /// The ways to its place, the one that counts most first: an argument beats the provider's region.
    pub fn location_from(&self) -> impl Iterator<Item = LocationFrom> + use<> {
        self.location_from.split('|').rev().map(parse_location)
    }

    /// Paths of the arguments that name what it is a part or a setting of.
    pub fn part_of(&self) -> impl Iterator<Item = &'static str> + use<> {
        let told = self.note.split("; ").filter_map(|part| part.strip_prefix("belongs to "));
        let inherited = self.location_from().filter_map(|way| match way {
            LocationFrom::Inherits(path) => Some(path),
            _ => None,
        });
        told.chain(inherited)
    }

    /// The ways to its place as the table has them.
    pub fn location_words(&self) -> &'static str {
        self.location_from
    }

    /// Whether it is in a zone and takes no region of its own.
    pub fn is_zonal(&self) -> bool {
        let mut is_zonal = false;
        for way in self.location_from() {
            match way {
                LocationFrom::Zone(_) => is_zonal = true,
                LocationFrom::Region(_) => return false,
                _ => {}
            }
        }
        is_zonal
    }

    /// Whether its provider offers no choice of a place for it.
    pub fn is_global(&self) -> bool {
        self.location_from().all(|way| way == LocationFrom::Global)
    }

    /// The place it takes when this argument is left out, where that is known.
    pub fn default_place(&self, argument: &str) -> Option<&'static str> {
        DEFAULTS.find(self.name).find_map(|row| {
            let [_, default_argument, place] = columns(row);
            (default_argument == argument).then_some(place)
        })
    }

    /// The partition of the region table in which its words mean something of their own.
    pub fn service(&self) -> Option<&'static str> {
        SERVICES.all().find_map(|row| {
            let [prefix, partition] = columns(row);
            self.name.starts_with(prefix).then_some(partition)
        })
    }
}

/// Every type, by name.
pub fn all() -> impl Iterator<Item = ResourceType> {
    TYPES.all().map(from_row)
}

/// The type of this name; nothing where the catalogue does not have it.
pub fn resource_type(name: &str) -> Option<ResourceType> {
    TYPES.find(name).next().map(from_row)
}

fn from_row(row: Row) -> ResourceType {
    let [name, provider, class, location_from, holds, note, source] = columns(row);
    ResourceType { name, provider, class, location_from, holds: parse_holds(holds), note, source }
}

fn parse_holds(word: &str) -> Holds {
    match word {
        "at_rest" => Holds::AtRest,
        "processes" => Holds::Processes,
        "in_transit" => Holds::InTransit,
        "none" => Holds::Nothing,
        _ => Holds::Unknown,
    }
}

fn parse_location(word: &'static str) -> LocationFrom {
    match word.split_once(':') {
        Some(("attr", path)) => LocationFrom::Region(path),
        Some(("zone", path)) => LocationFrom::Zone(path),
        Some(("endpoint", path)) => LocationFrom::Endpoint(path),
        Some(("inherits", path)) => LocationFrom::Inherits(path),
        _ if word == "provider_region" => LocationFrom::Provider,
        _ if word == "global" => LocationFrom::Global,
        _ => LocationFrom::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{providers, regions};

    #[test]
    fn rows_are_sorted_whole_and_refer_to_what_exists() {
        let mut before = "";
        for row in TYPES.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let columns: [&str; 7] = columns(row);
            assert!(columns[..5].iter().all(|cell| !cell.is_empty()), "{row}");
            assert!(providers::provider(columns[1]).is_some(), "{row}");
            assert_ne!(parse_holds(columns[4]), Holds::Unknown, "{row}");
            for word in columns[3].split('|') {
                let known = parse_location(word) != LocationFrom::Nothing || word == "none";
                assert!(known, "{row}");
            }
        }
    }

    #[test]
    fn every_type_of_the_three_big_providers_is_here() {
        let types = || TYPES.all().filter(|row| !row.starts_with("terraform."));
        let count = |provider: &str| types().filter(|row| columns::<2>(row)[1] == provider).count();
        assert_eq!(count("aws"), 1632);
        assert_eq!(count("azurerm"), 1152);
        assert_eq!(count("google") + count("google-beta"), 1480);
    }

    #[test]
    fn defaults_and_services_are_words_of_their_provider() {
        for row in DEFAULTS.all() {
            let [name, argument, place] = columns(row);
            let kind = resource_type(name).expect(row);
            assert!(kind.location_from().any(|way| way.path() == Some(argument)), "{row}");
            let provider = providers::provider(kind.provider).expect(row);
            assert!(regions::place(provider.catalog, place, kind.service()).is_ok(), "{row}");
        }
        for row in SERVICES.all() {
            let [prefix, partition] = columns(row);
            assert!(TYPES.all().any(|row| row.starts_with(prefix)), "{row}");
            assert!(regions::has_partition(partition), "{row}");
        }
    }

    #[test]
    fn an_argument_beats_the_provider() {
        let kind = resource_type("aws_db_instance").expect("in the table");
        let ways: Vec<_> = kind.location_from().collect();
        assert_eq!(ways.last(), Some(&LocationFrom::Provider));
        assert!(ways.contains(&LocationFrom::Region("region")));
    }
}
