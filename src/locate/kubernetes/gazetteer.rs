//! Words looked up in the catalogue, each once.

use std::collections::HashMap;
use std::sync::Arc;

use super::Known;
use crate::catalog::endpoints::{self, Whereabouts};
use crate::catalog::{providers, regions};
use crate::kubernetes::{Scale, Word, node_providers, region_of_zone_label};
use crate::model::{Cluster, NameOf, Named, Place, Why};

/// The most different words in vain that one run looks up, and the longest. Looking for the nearest
/// known word is what costs.
const MOST_MISSES: usize = 1_000;
const LONGEST_WORD: usize = 100;

/// The most steps that one run spends on narrowing.
const MOST_STEPS: usize = 20_000_000;

type Key = (Option<Arc<str>>, Option<&'static str>, Scale, Arc<str>);

/// A memory of words, and the steps spent.
#[derive(Default)]
pub(super) struct Gazetteer {
    known: HashMap<Key, Known>,
    /// Stores of the tree, by name.
    stores: HashMap<Arc<str>, Vec<Named>>,
    misses: usize,
    steps: usize,
}

impl Gazetteer {
    /// One that knows the places of declared clusters, which the catalogue may not have, and the stores of the tree.
    pub fn of(clusters: &[Cluster], names: &[Named]) -> Gazetteer {
        let mut gazetteer = Gazetteer::default();
        let stores = names.iter().filter(|named| named.of == NameOf::Store);
        stores.for_each(|store| gazetteer.learn(store.clone()));
        let claims = clusters.iter().flat_map(|cluster| &cluster.claims);
        for place in claims.map(|claim| &claim.place) {
            let provider = Some(Arc::clone(&place.provider));
            let key = (provider, None, Scale::Region, Arc::clone(&place.region));
            gazetteer.known.insert(key, Known::at(place.clone()));
        }
        gazetteer
    }

    /// Takes note of a store, before words that may name it are looked up.
    pub fn learn(&mut self, store: Named) {
        self.stores.entry(Arc::clone(&store.name)).or_default().push(store);
    }

    /// The places of a word. `only` is the provider that other things said leave.
    pub fn places(&mut self, word: &Word, only: Option<&Arc<str>>) -> Known {
        let provider = word.provider.as_ref().or(only).cloned();
        let key = (provider, word.service, word.scale, Arc::clone(&word.word));
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        if self.misses >= MOST_MISSES {
            return Known::nothing(Why::Budget);
        }
        let known = match word.scale {
            Scale::Bucket => self.store(key.0.as_deref(), word),
            _ => look_up(key.0.as_deref(), word),
        };
        self.misses += usize::from(known.places.is_empty());
        self.known.insert(key, known.clone());
        known
    }

    /// Where the stores of the tree are that have this name. They may be one, declared for several environments.
    fn store(&self, provider: Option<&str>, word: &Word) -> Known {
        let named = self.stores.get(&word.word).into_iter().flatten();
        let is_of = |store: &&Named| provider.is_none_or(|provider| provider == &*store.provider);
        let mut known = Known { places: Vec::new(), through: Vec::new(), why: None };
        for store in named.filter(is_of) {
            for claim in &store.claims {
                if !known.places.contains(&claim.place) {
                    known.places.push(claim.place.clone());
                    known.through.push(claim.clone());
                }
            }
            known.why = known.why.or_else(|| store.why_unknown.clone());
        }
        match known.places.is_empty() && known.why.is_none() {
            true => look_up(provider, word),
            false => known,
        }
    }

    /// Spends steps; false where there are none left.
    pub fn spend(&mut self, steps: usize) -> bool {
        self.steps = self.steps.saturating_add(steps);
        self.steps <= MOST_STEPS
    }
}

fn look_up(provider: Option<&str>, word: &Word) -> Known {
    if is_placeholder(&word.word) {
        let reference = shortened(&word.word);
        return Known::nothing(Why::Runtime { reference });
    }
    match word.scale {
        Scale::Host => return of_host(&word.word),
        Scale::Bucket => {
            return Known::nothing(Why::NotFound { reference: shortened(&word.word) });
        }
        Scale::Region | Scale::Zone | Scale::Global => {}
    }
    if word.word.len() > LONGEST_WORD {
        return Known::nothing(unknown(provider.unwrap_or(ANY_PROVIDER), &word.word));
    }
    if let Some(provider) = provider {
        return place(provider, word).map_or_else(Known::nothing, Known::at);
    }
    // A bare label: the word of any provider that has nodes and knows it.
    // A region in another spelling would be a guess: short words are spelled alike by many.
    let is_spelled = |place: &Place| word.scale == Scale::Zone || place.region == word.word;
    let places = node_providers().filter_map(|provider| place(provider, word).ok());
    let places: Vec<Place> = places.filter(is_spelled).collect();
    match places.is_empty() {
        true => Known::nothing(unknown(ANY_PROVIDER, &word.word)),
        false => Known { places, through: Vec::new(), why: None },
    }
}

/// A host is where its name tells; where a service mostly is may be another place in this case.
fn of_host(host: &str) -> Known {
    let why = Why::HostPlace { host: shortened(host) };
    match endpoints::endpoint(host).map(|endpoint| endpoint.place) {
        Some(Whereabouts::Told(place)) => Known::at(place),
        Some(Whereabouts::Usual(place) | Whereabouts::Open(place)) => {
            Known { places: vec![place], through: Vec::new(), why: Some(why) }
        }
        None => Known::nothing(why),
    }
}

/// Stands for the provider of a word that none knows.
const ANY_PROVIDER: &str = "kubernetes";

fn unknown(provider: &str, word: &str) -> Why {
    Why::UnknownRegion { provider: provider.into(), word: shortened(word), nearest: None }
}

fn shortened(word: &str) -> Arc<str> {
    word.chars().take(LONGEST_WORD).collect::<String>().into()
}

/// Whether something is filled in, or deciphered, before the object reaches a cluster.
fn is_placeholder(word: &str) -> bool {
    ["${", "$(", "{{", "ENC["].iter().any(|opening| word.contains(opening))
}

fn place(provider: &str, word: &Word) -> Result<Place, Why> {
    let text = &*word.word;
    match word.scale {
        Scale::Global => {
            let operator = providers::provider(text).map_or("", |provider| provider.operator);
            Ok(regions::global(provider, operator))
        }
        Scale::Region | Scale::Host | Scale::Bucket => regions::place(provider, text, word.service),
        Scale::Zone => {
            let as_zone = regions::place_of_zone(provider, text);
            match region_of_zone_label(provider, text) {
                Some(region) if as_zone.is_err() => regions::place(provider, region, None),
                _ => as_zone,
            }
        }
    }
}
