//! What the files say about where an object is, before anyone looks the words up.

use std::sync::Arc;

use super::facts::Scale;
use crate::model::{Because, Claim, Step, Why};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// Everything said about the place of one object.
#[derive(Clone, Debug)]
pub struct Site {
    /// All of these hold.
    pub says: Vec<Say>,
    /// Why the place is unknown where nothing is said.
    pub silent: Why,
}

/// One thing said.
#[derive(Clone, Debug, PartialEq)]
pub enum Say {
    /// It is at one of these.
    OneOf(Vec<Word>),
    /// It is at none of these.
    NoneOf(Vec<Word>),
    /// It is at one of these, where they can all be told; else this says nothing.
    Hint(Vec<Word>),
    /// It is at these as well, wherever else it is: its copies.
    Also(Vec<Word>),
    /// It is at the pair of its region as well, which its provider chooses.
    Pair(Vec<Because>),
    /// It is this provider's.
    Provider(&'static str, Vec<Because>),
    /// All that one of these lists says.
    Any(Vec<Vec<Say>>),
    /// What the first of these says that can be told.
    First(Vec<Say>),
    /// Something decides that cannot be told.
    Open(Why, Vec<Because>),
}

/// A word for a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The label key or field that holds it: two zones under one key exclude each other.
    pub key: Arc<str>,
    /// What it names.
    pub scale: Scale,
    /// The provider whose word it is, where that is told.
    pub provider: Option<Arc<str>>,
    /// The partition of the region table where the word may mean something of its own.
    pub service: Option<&'static str>,
    /// The word as written.
    pub word: Arc<str>,
    /// How it was reached, nearest hop first.
    pub because: Vec<Because>,
    /// The literal.
    pub decided_by: Span,
    /// Whether it is from the declaration of a cluster: then words of a manifest decide before it.
    pub declared: bool,
}

impl Word {
    /// A word that a field or a setting under this key holds.
    pub(super) fn written(
        key: &str,
        scale: Scale,
        provider: Option<&str>,
        word: &str,
        span: Span,
    ) -> Word {
        Word {
            key: key.into(),
            scale,
            provider: provider.map(Arc::from),
            service: None,
            word: word.into(),
            because: vec![Because { span, step: Step::Constraint }],
            decided_by: span,
            declared: false,
        }
    }

    /// The place that a declaration of a cluster says.
    pub fn declared(claim: &Claim) -> Word {
        Word {
            key: "".into(),
            scale: Scale::Region,
            provider: Some(Arc::clone(&claim.place.provider)),
            service: None,
            word: Arc::clone(&claim.place.region),
            because: claim.because.clone(),
            decided_by: claim.decided_by,
            declared: true,
        }
    }
}

impl Say {
    /// The same, reached through these hops.
    pub(super) fn through(&mut self, hops: &[Because]) {
        let prepend = |because: &mut Vec<Because>| {
            because.splice(0..0, hops.iter().copied());
        };
        match self {
            Say::OneOf(words) | Say::NoneOf(words) | Say::Hint(words) | Say::Also(words) => {
                words.iter_mut().for_each(|word| prepend(&mut word.because));
            }
            Say::Open(_, because) | Say::Provider(_, because) | Say::Pair(because) => {
                prepend(because);
            }
            Say::Any(lists) => lists.iter_mut().flatten().for_each(|say| say.through(hops)),
            Say::First(says) => says.iter_mut().for_each(|say| say.through(hops)),
        }
    }
}

/// The provider that a field tells.
pub(super) fn provider(name: &'static str, field: &Node<'_>) -> Say {
    Say::Provider(name, constraint(field))
}

/// The hop to a field that constrains.
pub(super) fn constraint(field: &Node<'_>) -> Vec<Because> {
    vec![Because { span: field.span, step: Step::Constraint }]
}

/// One list stays as it is, several become alternatives.
pub(super) fn any(mut lists: Vec<Vec<Say>>) -> Vec<Say> {
    match lists.len() {
        1 => lists.pop().unwrap_or_default(),
        _ => vec![Say::Any(lists)],
    }
}

/// What a field says whose values these are, one list of words each. It has several values where its
/// key is repeated; then one without words says that nothing may be said.
pub(super) fn of_values(values: Vec<Vec<Word>>) -> Vec<Say> {
    let is_silent = values.iter().any(Vec::is_empty);
    let words: Vec<Word> = values.into_iter().flatten().collect();
    match (words.is_empty(), is_silent) {
        (true, _) => Vec::new(),
        (false, false) => vec![Say::OneOf(words)],
        (false, true) => vec![Say::Any(vec![vec![Say::OneOf(words)], Vec::new()])],
    }
}
