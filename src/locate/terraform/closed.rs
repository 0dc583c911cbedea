//! Modules that are not on disk: where what they hold may land.
//!
//! It lands where the provider configurations handed to the module do. What the call's arguments say besides,
//! regions, zones, locations and identifiers, is where some of it may land too.

use std::sync::Arc;

use super::{Found, Locator, Site, parts};
use crate::catalog::{identifiers, providers, regions};
use crate::model::{ClosedModule, Kind, Place, Value, Why};

/// What names of arguments that say a place have in them.
const PLACES: [&str; 6] = ["region", "location", "zone", "azs", "country", "datacenter"];

/// Most values of one call's arguments that are looked at.
const MOST_VALUES: usize = 4_096;

/// A value in the arguments of a call, and the name it stands under.
struct Named<'v> {
    name: &'v str,
    value: &'v Value,
}

impl Locator<'_> {
    /// Where what a module holds may land.
    pub(super) fn of_closed_module(&self, at: usize, module: &ClosedModule) -> Site {
        let mut site = Site { is_closed: true, ..Site::default() };
        for used in &module.providers {
            let facts = providers::provider(&used.name);
            if let Found::Settled(found) = self.by_configuration(at, used, facts, false) {
                site.add(found);
            }
        }
        let has_provider = !site.claims.is_empty();
        let names = module.providers.iter().filter_map(|used| providers::provider(&used.name));
        let catalogs: Vec<&'static str> = names.map(|facts| facts.catalog).collect();
        for argument in arguments(&self.resource(at).attributes) {
            for alternative in argument.value.alternatives() {
                let Some(place) = said_place(&catalogs, argument.name, alternative) else {
                    continue;
                };
                let mut claim = self.claim(at, place, alternative.origin, &[]);
                // What decides of a string known in part is what is written here, not what is missing.
                if matches!(alternative.kind, Kind::Partial(_))
                    && let Some(hop) = self.resolution.provenance.get(argument.value.origin)
                {
                    claim.decided_by = hop.span;
                }
                if !site.claims.iter().any(|known| known.place == claim.place) {
                    site.claims.push(claim);
                }
            }
        }
        if site.claims.is_empty() || (site.why.is_some() && !has_provider) {
            let address = Arc::clone(&self.resource(at).address);
            let source = module.source.clone();
            site.why = Some(Why::ModuleNotOnDisk { module: address, source });
            site.because = vec![self.subject(at)];
        }
        site
    }
}

/// The values in the arguments of a call that are no collections, each with the name nearest to it.
fn arguments<'v>(attributes: &'v std::collections::BTreeMap<Arc<str>, Value>) -> Vec<Named<'v>> {
    let mut open: Vec<Named<'v>> =
        attributes.iter().rev().map(|(name, value)| Named { name, value }).collect();
    let mut found = Vec::new();
    while let Some(Named { name, value }) = open.pop() {
        if found.len() + open.len() > MOST_VALUES {
            break;
        }
        match &value.kind {
            Kind::List(items) | Kind::Set(items) => {
                open.extend(items.iter().rev().map(|value| Named { name, value }));
            }
            Kind::Map(map) | Kind::Open(map, _) => {
                open.extend(map.iter().rev().map(|(name, value)| Named { name, value }));
            }
            Kind::Every(element, _) => open.push(Named { name, value: element }),
            _ => found.push(Named { name, value }),
        }
    }
    found
}

/// The place that a value says: an identifier with a region, or a word of a provider under a name that asks for
/// places.
fn said_place(catalogs: &[&'static str], name: &str, value: &Value) -> Option<Place> {
    let asks = || {
        let name = name.to_lowercase();
        PLACES.iter().any(|place| name.contains(place))
    };
    match &value.kind {
        Kind::String(text) => match identifiers::region(text) {
            Some((provider, region)) => regions::place(provider, region, None).ok(),
            None if asks() => {
                catalogs.iter().find_map(|catalog| regions::place(catalog, text, None).ok())
            }
            None => None,
        },
        Kind::Partial(pieces) => match parts::identified(pieces) {
            Some(place) => Some(place),
            None if asks() => catalogs.iter().find_map(|catalog| parts::place(catalog, pieces)),
            None => None,
        },
        _ => None,
    }
}
