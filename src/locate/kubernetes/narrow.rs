//! A set of possible places, narrowed by one thing said after the other.
//!
//! What cannot be told never makes the set smaller.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::gazetteer::Gazetteer;
use crate::catalog::regions::pair;
use crate::kubernetes::{Say, Scale, Word};
use crate::model::{Because, Claim, Place, RegionKind, Step, Why};
use crate::source::Span;

/// A label key and its value: the zone of a candidate.
type Zone = (Arc<str>, Arc<str>);

#[derive(Clone)]
struct Candidate {
    because: Vec<Because>,
    decided_by: Span,
    /// Whether only the declaration of the cluster led to it.
    declared: bool,
}

type Candidates = BTreeMap<(Place, Option<Zone>), Candidate>;

/// Where an object may be.
#[derive(Clone)]
pub(super) struct Possible {
    at: Candidates,
    /// Whether nothing said keeps it from being anywhere, with the provider if that is said.
    anywhere: bool,
    only: Option<Arc<str>>,
    /// Somewhere that cannot be told.
    unknown: Option<(Why, Vec<Because>)>,
    /// What narrowed it: the two sides of a contradiction.
    narrowed_by: Vec<Because>,
}

/// The most hops kept of what narrowed a set.
const MOST_HOPS: usize = 12;

impl Possible {
    pub fn anywhere() -> Possible {
        Possible {
            at: Candidates::new(),
            anywhere: true,
            only: None,
            unknown: None,
            narrowed_by: Vec::new(),
        }
    }

    fn nowhere() -> Possible {
        Possible { anywhere: false, ..Possible::anywhere() }
    }

    /// All of these hold.
    pub fn narrow(&mut self, says: &[Say], gazetteer: &mut Gazetteer) {
        // A provider said anywhere tells whose words the others are.
        for say in says {
            if let Say::Provider(provider, because) = say {
                self.note(because);
                self.keep_provider(provider);
            }
        }
        for say in says {
            if !gazetteer.spend(1 + self.at.len()) {
                self.set_unknown(Why::Budget, &[]);
                return;
            }
            match say {
                Say::Provider(..) | Say::Also(_) | Say::Pair(_) => {}
                Say::Hint(words) => self.keep_known(words, gazetteer),
                Say::OneOf(words) => self.keep(words, gazetteer),
                Say::NoneOf(words) => self.drop(words, gazetteer),
                Say::Any(lists) => self.branch(lists, gazetteer),
                Say::First(says) => self.first(says, gazetteer),
                Say::Open(why, because) => {
                    self.anywhere = false;
                    self.set_unknown(why.clone(), because);
                }
            }
        }
    }

    /// It is at these besides: copies go where the original may not be.
    pub fn add(&mut self, says: &[Say], gazetteer: &mut Gazetteer) {
        for because in says.iter().filter_map(|say| match say {
            Say::Pair(because) => Some(because),
            _ => None,
        }) {
            self.add_pairs(because);
        }
        let words = says.iter().filter_map(|say| match say {
            Say::Also(words) => Some(words),
            _ => None,
        });
        for word in words.flatten() {
            if self.at.is_empty() && !self.anywhere {
                // A copy does not mend a contradiction about the original.
                let because = self.narrowed_by.clone();
                self.set_unknown(Why::Empty, &because);
            }
            if !gazetteer.spend(1) {
                return self.set_unknown(Why::Budget, &[]);
            }
            let known = gazetteer.places(word, self.only.as_ref());
            for (place, word) in with_words(word, known.places, known.through) {
                let is_known = self.at.keys().any(|(known, _)| *known == place);
                if !is_known {
                    insert(&mut self.at, key_of(place, &word), candidate_of(&word));
                }
            }
            if let Some(why) = known.why {
                self.set_unknown(why, &word.because);
            }
        }
    }

    /// It is at the pairs of its regions besides.
    fn add_pairs(&mut self, because: &[Because]) {
        let Some(decided_by) = because.last().map(|hop| hop.span) else { return };
        let pairs: Vec<Place> = self.at.keys().filter_map(|(place, _)| pair(place)).collect();
        for place in pairs {
            let candidate = Candidate { because: because.to_vec(), decided_by, declared: false };
            insert(&mut self.at, (place, None), candidate);
        }
    }

    fn set_unknown(&mut self, why: Why, because: &[Because]) {
        self.unknown.get_or_insert_with(|| (why, because.to_vec()));
    }

    fn note(&mut self, because: &[Because]) {
        for hop in because {
            if self.narrowed_by.len() < MOST_HOPS && !self.narrowed_by.contains(hop) {
                self.narrowed_by.push(*hop);
            }
        }
    }

    fn keep_provider(&mut self, provider: &str) {
        self.at.retain(|(place, _), _| &*place.provider == provider);
        match &self.only {
            Some(only) if &**only != provider => self.anywhere = false,
            Some(_) => {}
            None => self.only = Some(provider.into()),
        }
    }

    /// It is at one of these.
    fn keep(&mut self, words: &[Word], gazetteer: &mut Gazetteer) {
        let mut found: Vec<(Place, Cow<'_, Word>)> = Vec::new();
        let mut unknown = None;
        for word in words {
            self.note(&word.because);
            let known = gazetteer.places(word, self.only.as_ref());
            found.extend(with_words(word, known.places, known.through));
            if let Some(why) = known.why {
                unknown.get_or_insert_with(|| (why, word.because.clone()));
            }
        }
        if !gazetteer.spend(found.len().saturating_mul(1 + self.at.len())) {
            return self.set_unknown(Why::Budget, &[]);
        }
        let before = std::mem::take(&mut self.at);
        let could_be = self.anywhere || self.unknown.is_some() || !before.is_empty();
        for (place, word) in &found {
            if (self.anywhere || self.unknown.is_some()) && self.is_of_provider(place) {
                insert(&mut self.at, key_of(place.clone(), word), candidate_of(word));
            }
            for (key, candidate) in &before {
                if let Some(both) = meet(key, place, word) {
                    let narrows = both.0 != key.0;
                    insert(&mut self.at, both, candidate.and(word, narrows));
                }
            }
        }
        if let Some((why, because)) = unknown.filter(|_| could_be) {
            // The word nobody knows may be any of the places that were possible.
            before.into_iter().for_each(|(key, candidate)| insert(&mut self.at, key, candidate));
            self.set_unknown(why, &because);
        }
        self.anywhere = false;
    }

    fn is_of_provider(&self, place: &Place) -> bool {
        self.only.as_ref().is_none_or(|only| *only == place.provider)
    }

    /// It is at one of these, where all of them can be told.
    fn keep_known(&mut self, words: &[Word], gazetteer: &mut Gazetteer) {
        let is_told = |word: &Word| {
            let known = gazetteer.places(word, self.only.as_ref());
            known.why.is_none() && known.places.iter().all(|place| !place.countries.is_empty())
        };
        if words.iter().all(is_told) {
            self.keep(words, gazetteer);
        }
    }

    /// It is at none of these. A zone that is left out leaves the others of its region.
    fn drop(&mut self, words: &[Word], gazetteer: &mut Gazetteer) {
        for word in words {
            self.note(&word.because);
            if !gazetteer.spend(1 + self.at.len()) {
                return self.set_unknown(Why::Budget, &[]);
            }
            let places = gazetteer.places(word, self.only.as_ref()).places;
            self.at.retain(|(place, zone), _| {
                let is_zone = zone
                    .as_ref()
                    .is_some_and(|(key, value)| *key == word.key && *value == word.word);
                let is_place = places.iter().any(|left_out| match word.scale {
                    Scale::Region | Scale::Global | Scale::Host | Scale::Bucket => {
                        within(place, left_out)
                    }
                    Scale::Zone => left_out.kind == RegionKind::LocalZone && left_out == place,
                });
                !is_zone && !is_place
            });
        }
    }

    /// One of these lists holds.
    fn branch(&mut self, lists: &[Vec<Say>], gazetteer: &mut Gazetteer) {
        let mut joined = Possible::nowhere();
        joined.note(&self.narrowed_by);
        for (at, says) in lists.iter().enumerate() {
            if !gazetteer.spend(1 + self.at.len()) {
                joined.set_unknown(Why::Budget, &[]);
                break;
            }
            let mut branch = self.clone();
            branch.narrow(says, gazetteer);
            joined.only =
                if at == 0 || joined.only == branch.only { branch.only.take() } else { None };
            joined.join(branch);
        }
        *self = joined;
    }

    /// The first of these that can be told. What names nothing that is known leaves the choice to the next; something
    /// unknown of which that cannot be said decides and is unknown.
    fn first(&mut self, says: &[Say], gazetteer: &mut Gazetteer) {
        let mut untold = None;
        for say in says {
            if !gazetteer.spend(1 + self.at.len()) {
                return self.set_unknown(Why::Budget, &[]);
            }
            let mut attempt = self.clone();
            attempt.narrow(std::slice::from_ref(say), gazetteer);
            if !attempt.is_untold() {
                *self = attempt;
                return;
            }
            untold.get_or_insert(attempt);
        }
        if let Some(untold) = untold {
            *self = untold;
        }
    }

    /// Whether nothing is known of its place: a name that is declared nowhere, an operator that has it somewhere.
    fn is_untold(&self) -> bool {
        matches!(self.unknown, Some((Why::NotFound { .. }, _)))
            || self.at.keys().any(|(place, _)| place.countries.is_empty())
    }

    fn join(&mut self, other: Possible) {
        self.note(&other.narrowed_by);
        self.anywhere |= other.anywhere;
        if let Some((why, because)) = other.unknown {
            self.set_unknown(why, &because);
        }
        other.at.into_iter().for_each(|(key, candidate)| insert(&mut self.at, key, candidate));
    }

    /// Why it may be somewhere else than at its candidates.
    pub fn why_open(&self, silent: &Why, subject: Because) -> Option<(Why, Vec<Because>)> {
        if let Some((why, because)) = &self.unknown {
            let because = if because.is_empty() { vec![subject] } else { because.clone() };
            return Some((why.clone(), because));
        }
        if self.anywhere {
            return Some((silent.clone(), vec![subject]));
        }
        self.at.is_empty().then(|| {
            let because = &self.narrowed_by;
            (Why::Empty, if because.is_empty() { vec![subject] } else { because.clone() })
        })
    }

    /// One claim for each place, in the order of places.
    pub fn into_claims(self, subject: Because) -> Vec<Claim> {
        let mut claims: Vec<Claim> = Vec::new();
        for ((place, _), candidate) in self.at {
            if claims.last().is_some_and(|last| last.place == place) {
                continue;
            }
            let mut because = candidate.because;
            if candidate.declared && because.len() == 1 {
                because.insert(0, subject);
            }
            because.dedup();
            claims.push(Claim { place, because, decided_by: candidate.decided_by });
        }
        claims
    }
}

impl Candidate {
    /// The same place, said by a word as well. The first word of a manifest decides, or the one that
    /// narrows a region to a zone elsewhere.
    fn and(&self, word: &Word, narrows: bool) -> Candidate {
        let mut because = word.because.clone();
        if self.declared || narrows {
            because.extend(self.because.iter().copied());
            return Candidate { because, decided_by: word.decided_by, declared: word.declared };
        }
        let mut because = self.because.clone();
        let new = word.because.iter().filter(|hop| hop.step != Step::ClusterDeclaration);
        let new: Vec<Because> = new.filter(|hop| !self.because.contains(hop)).copied().collect();
        // Before the literal that decides, which stays last but for the cluster's declaration.
        if because.len() < MOST_HOPS {
            let decides = because.iter().position(|hop| hop.span == self.decided_by).unwrap_or(0);
            because.splice(decides..decides, new);
        }
        Candidate { because, decided_by: self.decided_by, declared: false }
    }
}

/// Places with the word that names each: that of a declared name goes on to where its place is declared.
fn with_words(word: &Word, places: Vec<Place>, through: Vec<Claim>) -> Vec<(Place, Cow<'_, Word>)> {
    if through.is_empty() {
        return places.into_iter().map(|place| (place, Cow::Borrowed(word))).collect();
    }
    let led = through.into_iter().map(|claim| {
        let mut led = word.clone();
        led.because.extend(claim.because);
        led.decided_by = claim.decided_by;
        (claim.place, Cow::Owned(led))
    });
    led.collect()
}

fn candidate_of(word: &Word) -> Candidate {
    let because = word.because.clone();
    Candidate { because, decided_by: word.decided_by, declared: word.declared }
}

fn key_of(place: Place, word: &Word) -> (Place, Option<Zone>) {
    let zone = || (Arc::clone(&word.key), Arc::clone(&word.word));
    (place, (word.scale == Scale::Zone).then(zone))
}

fn insert(at: &mut Candidates, key: (Place, Option<Zone>), candidate: Candidate) {
    at.entry(key).or_insert(candidate);
}

/// What is both: the same place, or a local zone of it.
fn meet(
    (place, zone): &(Place, Option<Zone>),
    other: &Place,
    word: &Word,
) -> Option<(Place, Option<Zone>)> {
    let narrower = if within(place, other) {
        place
    } else if within(other, place) {
        other
    } else {
        return None;
    };
    let other_zone = key_of(other.clone(), word).1;
    match (zone, other_zone) {
        (Some((key, value)), Some((other_key, other_value)))
            if *key == other_key && *value != other_value =>
        {
            None
        }
        (None, other_zone) => Some((narrower.clone(), other_zone)),
        (zone, _) => Some((narrower.clone(), zone.clone())),
    }
}

/// Whether a place is another, or a local zone of that.
fn within(place: &Place, outer: &Place) -> bool {
    let is_local_zone = || {
        let rest = place.region.strip_prefix(&*outer.region);
        place.kind == RegionKind::LocalZone && rest.is_some_and(|rest| rest.starts_with('-'))
    };
    place.provider == outer.provider && (place.region == outer.region || is_local_zone())
}
