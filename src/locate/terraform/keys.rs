//! Keys: which one protects what a resource holds, who holds it, and where, as far as the configuration shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Locator, Site};
use crate::catalog::addresses::{Address, addresses};
use crate::catalog::endpoints::{self, Whereabouts};
use crate::catalog::keys::{self, KeyForm};
use crate::catalog::{identifiers, regions};
use crate::model::{Custody, Holds, Key, Value, Why};

/// The longest chain of keys, their versions, names and stores.
const LONGEST_CHAIN: usize = 8;

impl Locator<'_> {
    /// The keys of every resource that names one, by its index; those that a setting names are of what it is a setting of.
    pub(super) fn keys(&mut self) -> BTreeMap<usize, Vec<Key>> {
        let mut found: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
        for at in 0..self.resolution.resources.len() {
            let own = self.keys_of(at);
            if own.is_empty() {
                continue;
            }
            let is_setting = self.facts[at].kind.is_some_and(|kind| kind.holds == Holds::Nothing);
            let parents = if is_setting { self.parents(at) } else { Vec::new() };
            for parent in parents {
                found.entry(parent).or_default().extend(own.iter().cloned());
            }
            found.entry(at).or_default().extend(own);
        }
        found
    }

    fn keys_of(&mut self, at: usize) -> Vec<Key> {
        let type_name = Arc::clone(&self.resource(at).type_name);
        let mut found: Vec<Key> = Vec::new();
        for path in keys::arguments(&type_name) {
            for value in self.values(at, path).unwrap_or_default() {
                for value in value.alternatives().iter().filter(|value| !is_left_out(value)) {
                    let key = self.key(at, path, value);
                    if !found.contains(&key) {
                        found.push(key);
                    }
                }
            }
        }
        found
    }

    /// The key that a value names: a resource of the tree before what its text says.
    fn key(&mut self, at: usize, path: &'static str, value: &Value) -> Key {
        let because = self.because(value.origin).to_vec();
        let span = because.first().map(|hop| hop.span);
        let named = |custody, resource, site: Site| Key {
            custody,
            resource,
            claims: site.claims,
            why_unknown: site.why,
            span,
            because: because.clone(),
        };
        if let Some(key) = self.parent(at, path, value)
            && let Some((custody, site)) = self.custody(key, 0)
        {
            return named(custody, Some(Arc::clone(&self.resource(key).address)), site);
        }
        let Some(text) = value.as_str() else {
            let why = value.first_why().unwrap_or(Why::Undecided);
            return named(Custody::Unknown, None, self.missing(at, why));
        };
        if keys::is_managed(text) {
            return named(Custody::Provider, Some(text.into()), self.site(at));
        }
        let place = identifiers::region(text)
            .ok_or(Why::NotFound { reference: text.into() })
            .and_then(|(provider, region)| regions::place(provider, region, None));
        let site = match place {
            Ok(place) => {
                let claims = vec![self.claim(at, place, value.origin, &[])];
                Site { claims, ..Site::default() }
            }
            // A name without a region is one of where it is used; what kind of store it is in, nothing tells.
            Err(why) => self.missing(at, why),
        };
        named(Custody::Customer, Some(text.into()), site)
    }

    /// Who holds a key, and where it is; nothing where a resource is no key.
    fn custody(&mut self, key: usize, depth: usize) -> Option<(Custody, Site)> {
        let type_name = Arc::clone(&self.resource(key).type_name);
        for form in keys::forms(&type_name) {
            let values = self.values(key, form.argument).unwrap_or_default();
            let mut told = values.iter().flat_map(Value::alternatives);
            match form.custody {
                _ if form.argument.is_empty() => {
                    return Some((form.custody?, self.site(key)));
                }
                // What is not known may be this one.
                Some(_) if told.clone().any(|value| value.why().is_some()) => {
                    return Some((Custody::Unknown, self.site(key)));
                }
                Some(custody) => {
                    if told.any(|value| value.as_str().is_some_and(|word| form.is_meant(word))) {
                        return Some((custody, self.store(key, &form)));
                    }
                }
                None => {
                    let Some(value) = told.find(|value| !is_left_out(value)) else { continue };
                    let other = self.parent(key, form.argument, value);
                    let found = other
                        .filter(|_| depth < LONGEST_CHAIN)
                        .and_then(|other| self.custody(other, depth + 1));
                    return Some(found.unwrap_or_else(|| {
                        let why = value.first_why().unwrap_or_else(|| Why::NotFound {
                            reference: value.as_str().unwrap_or("?").into(),
                        });
                        (Custody::Unknown, self.missing(key, why))
                    }));
                }
            }
        }
        None
    }

    /// Where a store outside is, by its address.
    fn store(&self, key: usize, form: &KeyForm) -> Site {
        let missing = || self.missing(key, Why::Endpoint { argument: form.argument.into() });
        let values = self.values(key, form.store).unwrap_or_default();
        let Some(value) = values.iter().find(|value| value.as_str().is_some()) else {
            return missing();
        };
        let host = addresses(value.as_str().unwrap_or_default()).into_iter().find_map(|address| {
            if let Address::Host(host) = address { Some(host.to_owned()) } else { None }
        });
        let Some(host) = host else { return missing() };
        match endpoints::endpoint(&host).map(|endpoint| endpoint.place) {
            Some(Whereabouts::Told(place)) => {
                let claims = vec![self.claim(key, place, value.origin, &[])];
                Site { claims, ..Site::default() }
            }
            _ => self.missing(key, Why::HostPlace { host: host.into() }),
        }
    }
}

fn is_left_out(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}
