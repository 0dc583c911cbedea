//! Guesses: fields of custom resources that no row reads, by their names and their words.
//!
//! What is found this way is possible, never certain: nobody taught us what the field does.

use std::sync::Arc;

use super::facts::{self, Scale};
use super::fields::each;
use super::manifest::Manifest;
use super::site::{Say, Word};
use super::{Context, Edge, custom, settings};
use crate::model::{Because, Step, Strength, Why};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// What rows have read of an object.
pub(super) struct Read<'a> {
    /// Where the values stand that they looked at, where they know its kind.
    pub seen: Option<&'a [Span]>,
    /// The provider in whose cloud it is.
    pub provider: Option<&'static str>,
}

/// What an object may have to do with other places. Of a kind that rows read, only what names a region or a zone in a
/// field that none of them looks at.
pub(super) fn read(
    manifest: &Manifest<'_, '_>,
    read: &Read<'_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Edge> {
    let why = |key: &Arc<str>| match read.seen {
        Some(_) => Why::NotSupported { what: Arc::clone(key) },
        None => Why::UnknownType { type_name: manifest.type_name() },
    };
    let is_guess = |word: &Word| {
        let is_place = matches!(word.scale, Scale::Region | Scale::Zone);
        let is_seen = |seen: &Span| {
            let (seen, word) = (seen.range(), word.decided_by.range());
            seen.start <= word.start && word.end <= seen.end
        };
        let is_unread = read.seen.is_none_or(|seen| {
            is_place && facts::place_key(&word.key).is_some() && !seen.iter().any(is_seen)
        });
        is_unread && !facts::is_false_friend(&manifest.group, &manifest.kind, &word.key)
    };
    // Some kinds keep what they are asked for beside their name.
    let metadata = each(manifest.node, &["metadata"]).into_iter().flat_map(|node| node.entries());
    let metadata = metadata.filter_map(|(key, value)| Some((key.as_str()?, value)));
    let beside_name = metadata.filter(|(key, _)| facts::place_key(key).is_some());
    let roots = custom::roots(manifest).into_iter().map(|root| ("", root)).chain(beside_name);
    let edges = roots.flat_map(|(key, root)| settings::of_node(key, root, manifest, context));
    edges.filter_map(|edge| guess(edge, read.provider, &is_guess, &why)).collect()
}

/// What a tree of values may have to do with other places, for this reason only perhaps.
pub(super) fn of_tree(
    root: &Node<'_>,
    manifest: &Manifest<'_, '_>,
    why: &Why,
    context: &Context<'_, '_, '_>,
) -> Vec<Edge> {
    let mut edges = settings::of_node("", root, manifest, context);
    settings::finish(&mut edges, context.sources);
    edges.into_iter().filter_map(|edge| guess(edge, None, &|_| true, &|_| why.clone())).collect()
}

/// The same edge as one that may be wrong; nothing where none of its words is a guess to make.
fn guess(
    mut edge: Edge,
    provider: Option<&'static str>,
    is_guess: &dyn Fn(&Word) -> bool,
    why: &dyn Fn(&Arc<str>) -> Why,
) -> Option<Edge> {
    let [Say::OneOf(words)] = &mut edge.far.site.says[..] else { return None };
    words.retain(is_guess);
    let owned = words.iter_mut().filter(|word| word.provider.is_none());
    owned.for_each(|word| word.provider = provider.map(Arc::from));
    let first = words.first()?;
    let because = vec![Because { span: first.decided_by, step: Step::Subject }];
    let open = vec![Say::Open(why(&first.key), because)];
    let says = std::mem::take(&mut edge.far.site.says);
    edge.far.site.says = vec![Say::Any(vec![says, open])];
    edge.strength = Strength::Mentioned;
    Some(edge)
}
