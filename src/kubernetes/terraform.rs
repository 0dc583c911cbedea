//! Objects as attributes of Terraform resources describe them: a tree of the same form as that of a manifest.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::facts::{self, Form};
use crate::model::{Kind, Map, Origin, Piece, Value};
use crate::source::Span;
use crate::syntax::yaml::{self, Document, Node, NodeKind};

/// Builds the trees of one root's objects.
pub struct Builder<'p> {
    /// Where a value was written; nothing where that is not known.
    pub place: &'p dyn Fn(Origin) -> Option<Span>,
}

impl Builder<'_> {
    /// The object that a resource of this type declares, in a `manifest` or in arguments of its own; nothing where it
    /// declares no object that is read.
    pub fn object(
        &self,
        type_name: &str,
        attributes: &BTreeMap<Arc<str>, Value>,
        span: Span,
    ) -> Option<Document<'static>> {
        let root = match attributes.get("manifest") {
            Some(manifest) => self.literal(manifest, span),
            None => {
                let (version, kind) = facts::terraform_kind(type_name)?;
                let head = [("apiVersion", version), ("kind", kind)];
                let head = head.map(|(key, word)| (text(key, span), text(word, span)));
                let mut entries = Vec::from(head);
                self.fields(attributes, span, &mut entries);
                Node { kind: NodeKind::Mapping(entries), span, tag: None }
            }
        };
        Some(Document { root, repeated_keys: Vec::new() })
    }

    /// A value as it stands: its keys are those of the object.
    fn literal(&self, value: &Value, around: Span) -> Node<'static> {
        let span = (self.place)(value.origin).unwrap_or(around);
        let kind = match &value.kind {
            Kind::String(word) => NodeKind::Scalar(Cow::Owned(word.to_string()), false),
            Kind::Bool(truth) => NodeKind::Scalar(Cow::Owned(truth.to_string()), true),
            Kind::Number(number) => NodeKind::Scalar(Cow::Owned(number.to_string()), true),
            Kind::Partial(pieces) => NodeKind::Scalar(Cow::Owned(with_gaps(pieces)), false),
            Kind::List(items) | Kind::Set(items) => {
                NodeKind::Sequence(items.iter().map(|item| self.literal(item, span)).collect())
            }
            Kind::Map(map) | Kind::Open(map, _) => {
                let mut entries = Vec::new();
                for (key, value) in &**map {
                    // A key that is there twice has either value, and so has one of which nobody knows which.
                    for alternative in value.alternatives() {
                        entries.push((text(key, span), self.literal(alternative, span)));
                    }
                }
                NodeKind::Mapping(entries)
            }
            // What is not known says nothing.
            _ => NodeKind::Scalar(Cow::Borrowed(""), true),
        };
        Node { kind, span, tag: None }
    }

    /// Arguments and nested blocks under the names that the object has for them.
    fn fields(&self, map: &Map, around: Span, entries: &mut Vec<(Node<'static>, Node<'static>)>) {
        for (name, value) in map {
            let (name, form) = match facts::terraform_field(name) {
                Some((name, form)) => (Cow::Borrowed(name), form),
                None => (Cow::Owned(camel_case(name)), Form::One),
            };
            for alternative in value.alternatives() {
                let span = (self.place)(alternative.origin).unwrap_or(around);
                let blocks = blocks(alternative);
                if blocks.is_empty() {
                    entries.push((text(&name, span), self.literal(alternative, around)));
                    continue;
                }
                let bodies = blocks.into_iter().map(|body| {
                    let mut entries = Vec::new();
                    self.fields(body, span, &mut entries);
                    entries
                });
                let node = |kind| Node { kind, span, tag: None };
                match form {
                    Form::Inline => entries.extend(bodies.flatten()),
                    Form::One => entries.extend(
                        bodies.map(|body| (text(&name, span), node(NodeKind::Mapping(body)))),
                    ),
                    Form::List => {
                        let items = bodies.map(|body| node(NodeKind::Mapping(body))).collect();
                        entries.push((text(&name, span), node(NodeKind::Sequence(items))));
                    }
                }
            }
        }
    }
}

/// The bodies of nested blocks; nothing where a value is none of these.
fn blocks(value: &Value) -> Vec<&Map> {
    match &value.kind {
        Kind::List(items) => items.iter().filter_map(Value::as_map).collect(),
        _ => Vec::new(),
    }
}

fn text(word: &str, span: Span) -> Node<'static> {
    Node { kind: NodeKind::Scalar(Cow::Owned(word.to_owned()), false), span, tag: None }
}

/// The documents of a text that a configuration makes at `origin`.
pub fn documents(origin: Span, text: &str) -> Vec<Document<'_>> {
    yaml::parse_made(origin, text).documents
}

/// A text in which gaps are seen to be some.
pub fn with_gaps(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.to_string(),
        Piece::Hole(_) => "${...}".to_owned(),
    };
    pieces.iter().map(piece).collect()
}

/// `node_selector` as `nodeSelector`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
