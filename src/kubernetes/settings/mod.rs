//! Settings: variables of the environment, arguments, entries of ConfigMaps and Secrets, and the configurations inside
//! of these, read for the places that data goes to.

mod environment;
pub(super) mod key;
mod store;
mod texts;

use std::collections::HashSet;
use std::sync::Arc;

use super::facts::{self, Scale};
use super::fields::text;
use super::manifest::Manifest;
use super::site::{Say, Site, Word};
use super::workload::pods;
use super::{Context, Edge, Object};
use crate::catalog::addresses::{Address, addresses};
use crate::catalog::endpoints::endpoint;
use crate::model::{Because, Direction, Holds, Purpose, Step, Strength, Why};
use crate::source::{Sources, Span};
use crate::syntax::yaml::Node;
pub(super) use environment::of_pod;
use key::{Key, Reading};
pub(super) use store::{Part, described};

/// A setting: a key and its value.
#[derive(Clone, Copy)]
struct Setting<'t> {
    key: &'t str,
    text: &'t str,
    span: Span,
}

/// What the settings of an object say of data that goes elsewhere.
pub(super) fn read(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Vec<Edge> {
    match (&*manifest.group, &*manifest.kind) {
        ("", "ConfigMap" | "Secret") => texts::of_entries(manifest, context),
        _ => {
            let pods = pods(manifest);
            pods.iter().flat_map(|pods| environment::of_pod(pods.spec, manifest, context)).collect()
        }
    }
}

/// What settings inside of an object say: a text of a program or a script, a map, a list of names and values.
pub(super) fn of_node(
    key: &str,
    node: &Node<'_>,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Edge> {
    match text(node) {
        Some(text) => texts::of_scalar(Setting { key, text, span: node.span }, manifest, context),
        None => texts::of_values(node, manifest, context),
    }
}

/// Points each edge of an object at the words that decide, and leaves out what is said twice.
pub(super) fn finish(edges: &mut Vec<Edge>, sources: &Sources) {
    edges.iter_mut().for_each(|edge| narrow(edge, sources));
    // What is declared need not be mentioned as well.
    let words = |edge: &mut Edge| -> Vec<Span> {
        words_mut(&mut edge.far.site.says).into_iter().map(|word| word.decided_by).collect()
    };
    let declared = edges.iter_mut().filter(|edge| edge.strength == Strength::Declared);
    let declared: HashSet<Span> = declared.flat_map(words).collect();
    let mut seen = HashSet::new();
    edges.retain_mut(|edge| {
        let words = words(edge);
        let is_said = edge.strength == Strength::Mentioned
            && !words.is_empty()
            && words.iter().all(|word| declared.contains(word));
        let end = (edge.far.span, Arc::clone(&edge.far.resource));
        !is_said && seen.insert((end, edge.direction, edge.purpose, edge.strength))
    });
}

/// Makes an edge point at the words that decide alone: beside them there may be a password.
fn narrow(edge: &mut Edge, sources: &Sources) {
    let far = edge.far.span;
    for word in words_mut(&mut edge.far.site.says) {
        let is_end = word.decided_by == far;
        narrow_word(word, sources);
        if is_end {
            edge.far.span = word.decided_by;
        }
    }
}

/// The words that may decide.
fn words_mut(says: &mut [Say]) -> Vec<&mut Word> {
    let of_say = |say| match say {
        &mut Say::OneOf(ref mut words) => words.iter_mut().collect(),
        Say::First(says) => words_mut(says),
        Say::Any(lists) => lists.iter_mut().flat_map(|says| words_mut(says)).collect(),
        _ => Vec::new(),
    };
    says.iter_mut().flat_map(of_say).collect()
}

fn narrow_word(word: &mut Word, sources: &Sources) {
    let span = word.decided_by;
    let Some(at) = sources.slice(span).find(&*word.word) else { return };
    let start = span.range().start + at;
    word.decided_by = Span::new(span.file, start..start + word.word.len());
    let same = word.because.iter_mut().filter(|hop| hop.span == span);
    same.for_each(|hop| hop.span = word.decided_by);
}

/// What a setting says by its key, else by its value.
fn edges_of(
    setting: Setting<'_>,
    others: &dyn Fn(&str) -> bool,
    manifest: &Manifest<'_, '_>,
) -> Vec<Edge> {
    let Some(key) = key::key(setting.key) else { return mentioned(setting, manifest) };
    if !key.unless.is_empty() && others(key.unless) {
        return Vec::new();
    }
    let word = |scale, provider: Option<&str>, word: &str| word_of(setting, scale, provider, word);
    let words: Vec<Word> = match key.reading {
        Reading::Nothing => Vec::new(),
        Reading::Region => vec![word(Scale::Region, key.provider, setting.text)],
        Reading::Bucket => vec![word(Scale::Bucket, key.provider, setting.text)],
        Reading::Host(template) => {
            vec![word(Scale::Host, None, &template.replace("{}", setting.text))]
        }
        Reading::Endpoint => words_of(setting),
    };
    words.into_iter().map(|word| edge(word, &key, manifest)).collect()
}

/// What a value says whose key is in no table: a whole address of a host that is known, an identifier, a bucket, a word
/// for a region or a zone where the key speaks of one.
fn mentioned(setting: Setting<'_>, manifest: &Manifest<'_, '_>) -> Vec<Edge> {
    let is_known = |word: &Word| word.scale != Scale::Host || endpoint(&word.word).is_some();
    let words: Vec<Word> = match place_of(setting) {
        Some(word) => vec![word],
        None => words_of(setting).into_iter().filter(is_known).collect(),
    };
    let key = Key {
        reading: Reading::Endpoint,
        provider: None,
        purpose: Purpose::Calls,
        strength: Strength::Mentioned,
        unless: "",
    };
    words.into_iter().map(|word| edge(word, &key, manifest)).collect()
}

/// The region or zone that a value names under a key that speaks of one.
fn place_of(setting: Setting<'_>) -> Option<Word> {
    if !facts::speaks_of_place(setting.key) {
        return None;
    }
    let scale = facts::place_word(setting.text)?;
    Some(word_of(setting, scale, None, setting.text))
}

/// The longest value that is read as an address.
const LONGEST: usize = 4_000;

fn words_of(setting: Setting<'_>) -> Vec<Word> {
    if setting.text.len() > LONGEST {
        return Vec::new();
    }
    let word = |endpoint| match endpoint {
        Address::Inside(_) => None,
        Address::Host(host) => Some(word_of(setting, Scale::Host, None, host)),
        Address::Bucket(provider, name) => {
            Some(word_of(setting, Scale::Bucket, Some(provider), name))
        }
        Address::Region(provider, region) => {
            Some(word_of(setting, Scale::Region, Some(provider), region))
        }
    };
    addresses(setting.text).into_iter().filter_map(word).collect()
}

fn word_of(setting: Setting<'_>, scale: Scale, provider: Option<&str>, word: &str) -> Word {
    Word::written(setting.key, scale, provider, word, setting.span)
}

/// Stands for settings that are not read, since there are too many.
fn cut(span: Span, manifest: &Manifest<'_, '_>) -> Edge {
    let says = vec![Say::Open(Why::Budget, vec![Because { span, step: Step::Subject }])];
    let site = Site { says, silent: Why::Budget };
    let far = Object {
        resource: "?".into(),
        type_name: "".into(),
        span,
        ..Object::of(manifest, "", Holds::Unknown, site)
    };
    let (direction, strength) = (Direction::Out, Strength::Declared);
    Edge { resource: manifest.address(), direction, purpose: Purpose::Calls, strength, far }
}

fn edge(word: Word, key: &Key, manifest: &Manifest<'_, '_>) -> Edge {
    let holds = match key.purpose {
        Purpose::Storage => Holds::AtRest,
        _ => Holds::Unknown,
    };
    let (resource, span) = (Arc::clone(&word.word), word.decided_by);
    let site = Site { says: vec![Say::OneOf(vec![word])], silent: Why::Unconstrained };
    let far =
        Object { resource, type_name: "".into(), span, ..Object::of(manifest, "", holds, site) };
    Edge {
        resource: manifest.address(),
        direction: Direction::Out,
        purpose: key.purpose,
        strength: key.strength,
        far,
    }
}
