//! Fields of an end, read one after the other into what is said about its place.

use std::sync::Arc;

use super::path::{Holder, holders};
use super::row::{End, Field, Reading, provider_word};
use crate::kubernetes::Context;
use crate::kubernetes::facts::Scale;
use crate::kubernetes::fields::text;
use crate::kubernetes::manifest::Manifest;
use crate::kubernetes::selector::label_map;
use crate::kubernetes::site::{Say, Word};
use crate::kubernetes::{storage, workload};
use crate::model::{Because, Step};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// What the fields of an end say.
#[derive(Default)]
pub(super) struct Said {
    /// What the end is called, and where that is written.
    pub name: Option<(Arc<str>, Span)>,
    /// Its place: the first that can be told decides.
    pub places: Vec<Say>,
    /// What narrows its place.
    pub constraints: Vec<Say>,
    /// The object of the tree that it is.
    pub referred: Option<Referred>,
    /// Whether any field is there.
    pub is_said: bool,
}

/// An object that an end refers to.
pub(super) struct Referred {
    /// Its kind, as `group/Kind`.
    pub kind: &'static str,
    /// Its name.
    pub name: Arc<str>,
    /// Where it is named.
    pub span: Span,
}

/// The most values of one field that are read.
const MOST_VALUES: usize = 200;

/// Reads the fields of an end from what describes it.
pub(super) fn read(
    row: &End,
    holder: &Holder<'_, '_>,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Said {
    let mut said = Said::default();
    let provider = provider(row, holder, manifest);
    for field in row.fields() {
        let values = values(field.path, holder, manifest);
        said.is_said |= !values.is_empty();
        let reader = Reader { row, field, provider, manifest, context };
        reader.read(&values, &mut said);
    }
    said
}

/// The values of a field, null ones left out.
fn values<'n, 't>(
    path: &str,
    holder: &Holder<'n, 't>,
    manifest: &Manifest<'n, 't>,
) -> Vec<&'n Node<'t>> {
    let (found, _) = match path.strip_prefix('/') {
        Some(path) => holders(manifest.node, path),
        None => holders(holder.node, path),
    };
    let is_there = |node: &&Node<'_>| node.scalar().is_none() || text(node).is_some();
    found.into_iter().map(|holder| holder.node).filter(is_there).take(MOST_VALUES).collect()
}

/// The provider of an end: the one of its row, or the one that a field names.
fn provider(
    row: &End,
    holder: &Holder<'_, '_>,
    manifest: &Manifest<'_, '_>,
) -> Option<&'static str> {
    let Some(path) = row.provider.strip_prefix('=') else {
        return (!row.provider.is_empty()).then_some(row.provider);
    };
    values(path, holder, manifest).into_iter().find_map(|node| provider_word(text(node)?))
}

struct Reader<'r, 'm, 'n, 't> {
    row: &'r End,
    field: Field,
    provider: Option<&'static str>,
    manifest: &'r Manifest<'n, 't>,
    context: &'r Context<'m, 'n, 't>,
}

impl Reader<'_, '_, '_, '_> {
    fn read(&self, values: &[&Node<'_>], said: &mut Said) {
        let Some(first) = values.first() else { return };
        match self.field.reading {
            Reading::Region => self.words(values, Scale::Region, said),
            Reading::Bucket => {
                self.words(values, Scale::Bucket, said);
                self.name(first, said);
            }
            Reading::Label => self.name(first, said),
            Reading::Name(kind) => self.refer(kind, first, said),
            Reading::Selector => {
                said.constraints.extend(values.iter().flat_map(|map| label_map(map, None)));
            }
            Reading::Affinity => {
                let constraints = values.iter().flat_map(|node| workload::of_affinity(node));
                said.constraints.extend(constraints);
            }
            Reading::NodeAffinity => {
                let constraints = values.iter().flat_map(|node| workload::of_node_affinity(node));
                said.constraints.extend(constraints);
            }
            Reading::Pod => {
                said.constraints.extend(values.iter().flat_map(|node| workload::of_pod(node)));
            }
            Reading::Class => said.places.extend(values.iter().flat_map(|node| self.class(node))),
            Reading::Given => {}
        }
    }

    fn words(&self, values: &[&Node<'_>], scale: Scale, said: &mut Said) {
        let scalars = values.iter().flat_map(|node| match node.elements() {
            [] => std::slice::from_ref(*node),
            elements => elements,
        });
        let word = |node: &Node<'_>| Some(self.word(scale, text(node)?, node.span));
        let words: Vec<Word> = scalars.take(MOST_VALUES).filter_map(word).collect();
        if let Some(word) = words.first() {
            if scale == Scale::Region {
                said.name.get_or_insert((Arc::clone(&word.word), word.decided_by));
            }
            said.places.push(Say::OneOf(words));
        }
    }

    fn word(&self, scale: Scale, word: &str, span: Span) -> Word {
        Word {
            key: self.field.path.into(),
            scale,
            provider: self.provider.map(Arc::from),
            service: self.row.terraform_type.and_then(|of_type| of_type.service()),
            word: word.into(),
            because: vec![Because { span, step: Step::Constraint }],
            decided_by: span,
            declared: false,
        }
    }

    /// A name of the end's own says more than the words that tell its place.
    fn name(&self, node: &Node<'_>, said: &mut Said) {
        if let Some(name) = text(node) {
            said.name = Some((name.into(), node.span));
        }
    }

    fn refer(&self, kind: &'static str, node: &Node<'_>, said: &mut Said) {
        if let Some(name) = text(node) {
            let (name, span) = (name.into(), node.span);
            said.referred.get_or_insert(Referred { kind, name, span });
        }
    }

    /// Where a storage class makes its volumes.
    fn class(&self, node: &Node<'_>) -> Vec<Say> {
        let Some(name) = text(node) else { return Vec::new() };
        storage::made_by_class(name, node.span, self.manifest, self.context).site.says
    }
}
