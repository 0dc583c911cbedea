//! Fields of an end, read one after the other into what is said about its place.

use std::sync::Arc;

use super::condition::says_something;
use super::row::{End, Field, Reading, provider_word};
use super::{Scope, entries};
use crate::catalog::addresses::{Address, addresses};
use crate::kubernetes::facts::Scale;
use crate::kubernetes::fields::text;
use crate::kubernetes::forms::{is_of, place_in};
use crate::kubernetes::path::{Holder, holders};
use crate::kubernetes::selector::{expression, label_map};
use crate::kubernetes::site::{Say, Word, any, constraint};
use crate::kubernetes::{storage, workload};
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
    /// Where it is as well.
    pub copies: Vec<Say>,
    /// The objects of the tree that it is: the first that can be told decides.
    pub referred: Vec<Referred>,
    /// Whether it is in the cluster of the object.
    pub is_inside: bool,
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
pub(super) fn read<'r>(row: &End, holder: &Holder<'r, 'r>, scope: &Scope<'r, '_, '_, '_>) -> Said {
    let mut said = Said::default();
    let provider = provider(row, holder, scope);
    for field in row.fields() {
        let values = values(field.path, holder, scope);
        said.is_said |= !values.is_empty();
        let reader = Reader { row, field, provider, scope };
        reader.read(&values, &mut said);
    }
    // Labels of nodes are words of the provider whose nodes these are.
    if let Some(provider) = provider.filter(|_| !said.constraints.is_empty()) {
        said.constraints.push(Say::Provider(provider, Vec::new()));
    }
    said
}

/// The values of a field, null and empty ones left out.
pub(super) fn values<'r>(
    path: &str,
    holder: &Holder<'r, 'r>,
    scope: &Scope<'r, '_, '_, '_>,
) -> Vec<&'r Node<'r>> {
    let namespace = || scope.namespace().map(|namespace| holders(namespace, &path[1..]).0);
    let found = match path.as_bytes().first() {
        Some(b'/') => holders(scope.root, &path[1..]).0,
        Some(b'^') => namespace().unwrap_or_default(),
        _ if path == "key" => return holder.key.into_iter().collect(),
        _ => holders(holder.node, path).0,
    };
    let nodes = found.into_iter().map(|holder| holder.node);
    nodes.filter(|node| says_something(node)).take(MOST_VALUES).collect()
}

/// The provider of an end: the one of its row, or the one that a field names.
fn provider<'r>(
    row: &End,
    holder: &Holder<'r, 'r>,
    scope: &Scope<'r, '_, '_, '_>,
) -> Option<&'static str> {
    let Some(path) = row.provider.strip_prefix('=') else {
        return (!row.provider.is_empty()).then_some(row.provider);
    };
    values(path, holder, scope).into_iter().find_map(|node| provider_word(text(node)?))
}

/// The values of a field that holds one, or a list of them.
fn scalars<'v, 't>(values: &'v [&Node<'t>]) -> impl Iterator<Item = &'v Node<'t>> {
    let each = values.iter().flat_map(|node| match node.elements() {
        [] => std::slice::from_ref(*node),
        elements => elements,
    });
    each.take(MOST_VALUES)
}

pub(super) struct Reader<'a, 'r, 'm, 'n, 't> {
    row: &'a End,
    field: Field,
    pub provider: Option<&'static str>,
    pub scope: &'a Scope<'r, 'm, 'n, 't>,
}

impl Reader<'_, '_, '_, '_, '_> {
    fn read(&self, values: &[&Node<'_>], said: &mut Said) {
        let Some(first) = values.first() else { return };
        match self.field.reading {
            Reading::Region => self.words(values, Scale::Region, said),
            Reading::Zone => self.words(values, Scale::Zone, said),
            Reading::Host(template) => {
                let host = |node: &Node<'_>| Some(template.replace("{}", text(node)?));
                let words = scalars(values).filter_map(|node| Some((host(node)?, node.span)));
                let words = words.map(|(host, span)| self.word(Scale::Host, &host, span));
                self.one_of(words.collect(), said);
            }
            Reading::Endpoint => scalars(values).for_each(|node| self.endpoint(node, said)),
            Reading::Bucket => {
                self.words(values, Scale::Bucket, said);
                self.name(first, said);
            }
            Reading::Form(forms) => self.form(forms, values, said),
            Reading::Pair(forms) => {
                let is_pair = |node: &&Node<'_>| text(node).is_some_and(|text| is_of(text, forms));
                let pairs = scalars(values).filter(is_pair);
                said.copies.extend(pairs.map(|node| Say::Pair(constraint(node))));
            }
            Reading::Entries(what) => entries::read(self, what, first, said),
            Reading::Service => entries::read_service(self, first, said),
            Reading::Label => self.name(first, said),
            Reading::Name(kind) => self.refer(kind, first, said),
            Reading::Selector => self.choice(values, |map| label_map(map, None), said),
            Reading::Requirement => {
                said.constraints.extend(values.iter().flat_map(|node| expression(node)));
            }
            Reading::Affinity => self.choice(values, workload::of_affinity, said),
            Reading::NodeAffinity => self.choice(values, workload::of_node_affinity, said),
            Reading::Pod => self.choice(values, workload::of_pod, said),
            Reading::Class => said.places.extend(values.iter().flat_map(|node| self.class(node))),
            Reading::Given | Reading::Settings => {}
        }
    }

    /// Each value is about some of the pods: they are where one of these says.
    fn choice(&self, values: &[&Node<'_>], read: impl Fn(&Node<'_>) -> Vec<Say>, said: &mut Said) {
        said.constraints.extend(any(values.iter().map(|node| read(node)).collect()));
    }

    fn words(&self, values: &[&Node<'_>], scale: Scale, said: &mut Said) {
        // What is in the cluster is there, whatever its clients are told.
        if said.is_inside {
            return;
        }
        let word = |node: &Node<'_>| Some(self.word(scale, text(node)?, node.span));
        let words: Vec<Word> = scalars(values).filter_map(word).collect();
        if let Some(word) = words.first() {
            if scale != Scale::Bucket {
                said.name.get_or_insert((Arc::clone(&word.word), word.decided_by));
            }
            said.places.push(Say::OneOf(words));
        }
    }

    /// Identifiers of another form say that there is an end, and not where.
    fn form(&self, forms: &str, values: &[&Node<'_>], said: &mut Said) {
        let word = |node: &Node<'_>| {
            let (scale, place) = place_in(text(node)?, forms)?;
            Some(self.word(scale, place, node.span))
        };
        let words = scalars(values).filter_map(word).collect();
        self.one_of(words, said);
    }

    fn word(&self, scale: Scale, word: &str, span: Span) -> Word {
        let service = self.row.terraform_type.and_then(|of_type| of_type.service());
        Word { service, ..Word::written(self.field.path, scale, self.provider, word, span) }
    }

    pub fn endpoint(&self, node: &Node<'_>, said: &mut Said) {
        let Some(text) = text(node) else { return };
        let mut words = Vec::new();
        for endpoint in addresses(text) {
            let (scale, provider, word) = match endpoint {
                Address::Inside(_) => {
                    said.is_inside = true;
                    continue;
                }
                Address::Host(host) => (Scale::Host, None, host),
                Address::Bucket(provider, name) => (Scale::Bucket, Some(provider), name),
                Address::Region(provider, region) => (Scale::Region, Some(provider), region),
            };
            let own = self.word(scale, word, node.span);
            words.push(Word { provider: provider.map(Arc::from), ..own });
        }
        self.one_of(words, said);
    }

    fn one_of(&self, words: Vec<Word>, said: &mut Said) {
        if let Some(word) = words.first() {
            said.name.get_or_insert((Arc::clone(&word.word), word.decided_by));
            said.places.push(Say::OneOf(words));
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
            said.referred.push(Referred { kind, name, span });
        }
    }

    /// Where a storage class makes its volumes.
    fn class(&self, node: &Node<'_>) -> Vec<Say> {
        let Some(name) = text(node) else { return Vec::new() };
        storage::made_by_class(name, node.span, self.scope.manifest, self.scope.context).site.says
    }
}
