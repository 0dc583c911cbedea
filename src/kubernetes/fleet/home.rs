//! Clusters and what they say about the place of what goes to them.

use super::super::site::{Say, Word};
use crate::model::{Because, Why};

/// The clusters that an object goes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Home {
    /// What they say about its place; nothing where no place of theirs is known.
    pub says: Vec<Say>,
    /// Why it may be in another cluster, or in one whose place is not known.
    pub why: Option<Why>,
}

/// Clusters while they are gathered: an object is in all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Clusters {
    /// What each of them says.
    lists: Vec<Vec<Say>>,
    /// Why there may be others.
    elsewhere: Option<Why>,
}

/// The most clusters of one object that are told apart.
const MOST_CLUSTERS: usize = 200;

impl Clusters {
    /// One cluster of which this is known.
    pub fn at(says: Vec<Say>) -> Clusters {
        Clusters { lists: vec![of_cluster(says)], elsewhere: None }
    }

    /// Clusters of which nothing is known.
    pub fn unknown(why: Why) -> Clusters {
        Clusters { lists: Vec::new(), elsewhere: Some(why) }
    }

    /// Whether a place of one of them is known.
    pub fn is_known(&self) -> bool {
        !self.lists.is_empty()
    }

    /// Whether nothing is said at all.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.elsewhere.is_none()
    }

    /// Whether nothing names a cluster.
    pub fn is_unconstrained(&self) -> bool {
        self.lists.is_empty() && matches!(self.elsewhere, None | Some(Why::Unconstrained))
    }

    /// Why there may be others.
    pub fn elsewhere(&self) -> Option<&Why> {
        self.elsewhere.as_ref()
    }

    /// These and others.
    pub fn join(&mut self, other: Clusters) {
        for list in other.lists {
            if self.lists.len() >= MOST_CLUSTERS {
                self.elsewhere.get_or_insert(Why::Budget);
                break;
            }
            if !self.lists.contains(&list) {
                self.lists.push(list);
            }
        }
        // A reason says more than that there is none.
        if matches!(self.elsewhere, None | Some(Why::Unconstrained)) && other.elsewhere.is_some() {
            self.elsewhere = other.elsewhere;
        }
    }

    /// These, and perhaps others.
    pub fn or_elsewhere(mut self, why: Why) -> Clusters {
        self.join(Clusters::unknown(why));
        self
    }

    /// The same, reached through these hops.
    pub fn through(mut self, hops: &[Because]) -> Clusters {
        self.lists.iter_mut().flatten().for_each(|say| say.through(hops));
        self
    }

    /// What they say together.
    pub fn home(self) -> Home {
        let says = one_of(self.lists);
        let says = match self.elsewhere {
            Some(_) if !says.is_empty() => vec![Say::Any(vec![says, Vec::new()])],
            _ => says,
        };
        Home { says, why: self.elsewhere }
    }
}

/// The sites of several clusters as one: words alone are one list of words.
fn one_of(lists: Vec<Vec<Say>>) -> Vec<Say> {
    if !lists.iter().all(|says| matches!(says[..], [Say::OneOf(_)])) {
        return match lists.len() {
            1 => lists.into_iter().flatten().collect(),
            _ => vec![Say::Any(lists)],
        };
    }
    let mut all: Vec<Word> = Vec::new();
    for say in lists.into_iter().flatten() {
        let Say::OneOf(words) = say else { continue };
        for word in words {
            let is_same = |known: &Word| {
                (&known.word, &known.provider, known.scale)
                    == (&word.word, &word.provider, word.scale)
            };
            if !all.iter().any(is_same) {
                all.push(word);
            }
        }
    }
    if all.is_empty() { Vec::new() } else { vec![Say::OneOf(all)] }
}

/// What the site of a cluster says about its nodes: they are at its copies as well, and its words count as declared.
fn of_cluster(says: Vec<Say>) -> Vec<Say> {
    let mut own: Vec<Say> = Vec::new();
    let mut besides: Vec<Word> = Vec::new();
    for say in says {
        match say {
            Say::Also(words) => besides.extend(words),
            // A copy of what makes a cluster is none of what goes there.
            Say::Pair(_) => {}
            other => own.push(other),
        }
    }
    if !besides.is_empty() {
        own = match own.is_empty() {
            true => vec![Say::OneOf(besides)],
            false => vec![Say::Any(vec![own, vec![Say::OneOf(besides)]])],
        };
    }
    own.iter_mut().for_each(declare);
    own
}

fn declare(say: &mut Say) {
    match say {
        Say::OneOf(words) | Say::NoneOf(words) | Say::Hint(words) | Say::Also(words) => {
            words.iter_mut().for_each(|word| word.declared = true);
        }
        Say::Any(lists) => lists.iter_mut().flatten().for_each(declare),
        Say::First(says) => says.iter_mut().for_each(declare),
        Say::Provider(..) | Say::Open(..) | Say::Pair(_) => {}
    }
}
