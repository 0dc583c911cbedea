//! The ways to a place: arguments with a region, a zone or an address, and the provider's configuration.

use std::sync::Arc;

use super::{Found, Locator, Site, may_be_null};
use crate::catalog::types::{LocationFrom, ResourceType};
use crate::catalog::{providers, regions};
use crate::model::{Claim, Origin, ProviderUse, Value, Why};

impl Locator<'_> {
    pub(super) fn by_region(&self, at: usize, kind: ResourceType, path: &'static str) -> Found {
        let Some(values) = self.values(at, path) else {
            return match kind.default_place(path) {
                Some(word) => Found::Settled(self.default_place(at, kind, word)),
                None => Found::Not(Why::NoLocation { argument: path.into() }),
            };
        };
        let mut site = Site::default();
        let mut left_out = false;
        for value in &values {
            left_out |= value.alternatives().iter().any(Value::is_null);
            site.add(self.claims(at, value, kind.service(), &[]));
        }
        if left_out { Found::Partly(site) } else { Found::Settled(site) }
    }

    /// Where zones are inside the provider's region, one that is not known leaves the region to what comes
    /// after it. Where the provider takes a zone by itself, resources choose any zone, and what comes after
    /// it counts only where the argument is left out.
    pub(super) fn by_zone(&mut self, at: usize, kind: ResourceType, path: &'static str) -> Found {
        let not = Found::Not(Why::NoLocation { argument: path.into() });
        let Some(values) = self.values(at, path) else { return not };
        let is_free = self.facts[at].provider.is_some_and(|facts| facts.has_free_zones());
        let mut site = Site::default();
        let mut left_out = false;
        for value in &values {
            left_out |= value.alternatives().iter().any(may_be_null);
            let part = self.claims(at, value, None, &[]);
            match &part.why {
                // A word that is not known may be a zone away from its region.
                Some(Why::UnknownRegion { provider, .. }) if regions::has_zones_away(provider) => {
                    return Found::Partly(part);
                }
                Some(why) if !is_free => return Found::Not(why.clone()),
                _ => site.add(part),
            }
        }
        site.claims.dedup_by(|a, b| a.place == b.place);
        if is_free && left_out {
            return Found::Partly(site);
        }
        let says_nothing = site.claims.is_empty() && site.why.is_none();
        match says_nothing {
            true => not,
            false if is_free => Found::Settled(site),
            false => Found::Settled(self.with_region(at, kind, site)),
        }
    }

    /// Zones, and the region that the resource is made in where they are outside of it: nobody can make that, and
    /// which of the two is meant cannot be told. The region is the resource's own, else the provider's.
    fn with_region(&mut self, at: usize, kind: ResourceType, zones: Site) -> Site {
        let found = kind.location_from().find_map(|way| {
            let found = match way {
                LocationFrom::Region(path) => self.by_region(at, kind, path),
                LocationFrom::Provider => self.by_provider(at, false),
                _ => return None,
            };
            match found {
                Found::Settled(site) => Some(site),
                Found::Partly(_) | Found::Not(_) => None,
            }
        });
        let Some(region) = found else { return zones };
        let (Some(zone), Some(made_in)) = (zones.claims.first(), region.claims.first()) else {
            return zones;
        };
        let is_in = |zone: &Claim| {
            let of_zone = &*zone.place.region;
            region.claims.iter().any(|region| of_zone.starts_with(&*region.place.region))
        };
        if region.why.is_some() || zones.claims.iter().any(is_in) {
            return zones;
        }
        let why = Why::ZoneElsewhere {
            zone: Arc::clone(&zone.place.region),
            region: Arc::clone(&made_in.place.region),
        };
        let mut both = Site { why: Some(why), because: vec![self.subject(at)], ..zones };
        both.claims.extend(region.claims);
        both
    }

    /// Where a server is cannot be told by its address; that it is elsewhere than its type says, can.
    pub(super) fn by_endpoint(&self, at: usize, path: &'static str) -> Found {
        let values = self.values(at, path).unwrap_or_default();
        let mut set = values.iter().flat_map(Value::alternatives).filter(|value| !value.is_null());
        match set.next() {
            Some(_) => Found::Settled(self.missing(at, Why::Endpoint { argument: path.into() })),
            None => Found::Not(Why::NoLocation { argument: path.into() }),
        }
    }

    pub(super) fn by_provider(&mut self, at: usize, is_zonal: bool) -> Found {
        let facts = self.facts[at].provider;
        let of_cluster = facts.filter(|facts| facts.cluster_arguments().next().is_some());
        if let (Some(facts), Some(used)) = (of_cluster, self.resource(at).provider.clone()) {
            return Found::Settled(self.cluster(at, &used, facts));
        }
        match &self.resource(at).provider {
            Some(used) => self.by_configuration(at, used, self.facts[at].provider, is_zonal),
            None => Found::Not(Why::NoFact { type_name: Arc::clone(&self.resource(at).type_name) }),
        }
    }

    pub(super) fn by_configuration(
        &self,
        at: usize,
        used: &ProviderUse,
        facts: Option<providers::Provider>,
        is_zonal: bool,
    ) -> Found {
        let Some(facts) = facts else {
            return Found::Not(Why::NoFact { type_name: Arc::clone(&self.resource(at).type_name) });
        };
        let set = facts
            .place_arguments(is_zonal)
            .find_map(|name| Some((name, used.arguments.get(name).filter(|v| !v.is_null())?)));
        let choice = self.because(used.origin);
        if let Some((name, value)) = set {
            let mut site = self.claims_in(facts.catalog, at, value, None, &choice);
            // A zone is left to the system, and need not be in this region.
            let zone = facts.zone_arguments().next().filter(|_| is_zonal);
            if let Some(zone) =
                zone.filter(|_| facts.region_arguments().any(|region| region == name))
            {
                site.why.get_or_insert(Why::NoLocation { argument: zone.into() });
                site.because.push(self.subject(at));
            }
            return Found::Settled(site);
        }
        let type_name = Arc::clone(&self.resource(at).type_name);
        if facts.place_arguments(is_zonal).next().is_none() {
            return Found::Not(Why::NoFact { type_name });
        }
        let provider = Arc::clone(&used.configuration);
        let why = Why::ProviderNotConfigured { provider };
        // The system may say it; where that does not, providers have a place that they take.
        let mut defaults =
            facts.place_arguments(is_zonal).filter_map(|name| facts.default_place(name));
        let default = defaults.next().filter(|_| used.configured);
        match default.and_then(|word| regions::place(facts.catalog, word, None).ok()) {
            Some(place) => {
                let claims = vec![self.claim(at, place, Origin::NONE, &choice)];
                Found::Settled(Site {
                    claims,
                    why: Some(why),
                    because: vec![self.subject(at)],
                    ..Site::default()
                })
            }
            None => Found::Not(why),
        }
    }
}
