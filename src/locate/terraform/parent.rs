//! Resources whose place is that of another one.

use std::sync::Arc;

use super::{Found, Locator, Site};
use crate::model::{Origin, Value, Why};

impl Locator<'_> {
    /// The place of the resource that an argument refers to; of each that it may refer to.
    pub(super) fn by_parent(&mut self, at: usize, path: &'static str) -> Found {
        let unknown = Why::Inherited { argument: path.into() };
        let Some(value) = self.values(at, path).and_then(|values| values.into_iter().next()) else {
            return Found::Not(Why::NoLocation { argument: path.into() });
        };
        let mut site = Site::default();
        let mut missing = None;
        let mut found = false;
        for alternative in value.alternatives() {
            if let Some(parent) = self.parent(at, path, alternative) {
                site.add(self.site_of_parent(at, parent, alternative.origin));
                found = true;
                continue;
            }
            missing.get_or_insert(match alternative.first_why() {
                Some(Why::Computed { .. }) | None => unknown.clone(),
                Some(why) => why,
            });
        }
        if !found {
            return Found::Not(missing.unwrap_or(unknown));
        }
        if let Some(why) = missing {
            site.add(self.missing(at, why));
        }
        Found::Settled(site)
    }

    pub(super) fn site_of_parent(&mut self, at: usize, parent: usize, origin: Origin) -> Site {
        let mut site = self.site(parent);
        let mut before = vec![self.subject(at)];
        before.extend(self.because(origin).iter().take(2));
        for claim in &mut site.claims {
            claim.because.splice(0..0, before.iter().copied());
        }
        if site.why.is_some() {
            site.because.splice(0..0, before);
        }
        site
    }

    /// The resource behind a value: one it was read through, the one that computes it, or the only one of
    /// that name. Those that hold no data, such as a random name, say nothing of a place.
    pub(super) fn parent(&self, at: usize, path: &str, value: &Value) -> Option<usize> {
        let last = path.rsplit('.').next()?;
        let stem = last.trim_end_matches("_name").trim_end_matches("_id");
        let fits = |other: usize| self.resource(other).type_name.ends_with(stem);
        let keeps = |other: &usize| *other != at && self.facts[*other].keeps_data;
        let by_address = |address: &Arc<str>| self.by_address.get(&**address).copied();
        let numbers = self.resolution.provenance.resources(value.origin);
        let addresses = numbers.iter().filter_map(|n| self.resolution.referred.get(*n as usize));
        let read: Vec<usize> = addresses.filter_map(by_address).filter(keeps).collect();
        let computed = || match value.why() {
            Some(
                Why::Computed { resource, .. }
                | Why::DataSource { resource, .. }
                | Why::ModuleNotOnDisk { module: resource, .. },
            ) => by_address(resource).filter(keeps),
            _ => None,
        };
        let named = || {
            let name = value.as_str()?.rsplit('/').next()?;
            let all = self.by_name.get(name)?.iter().copied();
            let mut found = all.filter(|other| *other != at && fits(*other));
            found.next().filter(|_| found.next().is_none())
        };
        let of_that_type = read.iter().copied().find(|other| fits(*other));
        of_that_type.or_else(computed).or_else(|| read.first().copied()).or_else(named)
    }
}
