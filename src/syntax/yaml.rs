//! YAML as a tree of our own, every node with its span.
//!
//! Aliases stay references to the node they name, so a small text cannot grow into a large tree;
//! those who walk the tree count their steps.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Tag};

use super::spans::Spans;
use crate::model::Problem;
use crate::source::{FileId, Span};

/// One document of a stream.
#[derive(Debug)]
pub struct Document<'t> {
    /// Its root.
    pub root: Node<'t>,
    /// Second and later uses of a key in one mapping. Readers take the last or refuse; either way
    /// an author did not mean it.
    pub repeated_keys: Vec<RepeatedKey>,
}

/// A key that its mapping has already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedKey {
    /// Its text.
    pub name: Arc<str>,
    /// Where it stands again.
    pub span: Span,
}

/// A node.
#[derive(Clone, Debug)]
pub struct Node<'t> {
    /// What it is.
    pub kind: NodeKind<'t>,
    /// Where it is, without its anchor and tag.
    pub span: Span,
    /// Its tag, where one is written.
    pub tag: Option<Arc<str>>,
}

/// The forms of a node.
#[derive(Clone, Debug)]
pub enum NodeKind<'t> {
    /// A scalar and whether it is plain, that is not quoted and not in a block.
    Scalar(Cow<'t, str>, bool),
    /// A sequence.
    Sequence(Vec<Node<'t>>),
    /// A mapping, in the order written, repeated keys included.
    Mapping(Vec<(Node<'t>, Node<'t>)>),
    /// A node with an anchor, or an alias of one.
    Shared(Arc<Node<'t>>),
}

/// What a plain scalar means to the readers of Kubernetes, which follow YAML 1.1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'n> {
    /// Nothing, `~` or `null`.
    Null,
    /// `true`, and the words `yes`, `on`, `y` and their opposites.
    Bool(bool),
    /// Anything else.
    Text(&'n str),
}

impl<'t> Node<'t> {
    /// The node itself, behind an anchor or alias.
    pub fn shared(&self) -> &Node<'t> {
        let mut node = self;
        while let NodeKind::Shared(inner) = &node.kind {
            node = inner;
        }
        node
    }

    /// Whether it has an anchor, or is an alias.
    pub fn is_shared(&self) -> bool {
        matches!(self.kind, NodeKind::Shared(_))
    }

    /// Whether this is a scalar without quotes and not in a block.
    pub fn is_plain(&self) -> bool {
        matches!(self.shared().kind, NodeKind::Scalar(_, true))
    }

    /// The text of a scalar, as written between its quotes.
    pub fn as_str(&self) -> Option<&str> {
        match &self.shared().kind {
            NodeKind::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// A scalar as Kubernetes reads it: its YAML library has the truth words of YAML 1.1
    /// (`sigs.k8s.io/yaml` over go-yaml version 2, `resolve.go`).
    pub fn scalar(&self) -> Option<Scalar<'_>> {
        let NodeKind::Scalar(text, plain) = &self.shared().kind else {
            return None;
        };
        if !plain {
            return Some(Scalar::Text(text));
        }
        Some(match &**text {
            "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
            "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
                Scalar::Bool(true)
            }
            "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off"
            | "OFF" => Scalar::Bool(false),
            text => Scalar::Text(text),
        })
    }

    /// The elements of a sequence; nothing for other nodes.
    pub fn elements(&self) -> &[Node<'t>] {
        match &self.shared().kind {
            NodeKind::Sequence(nodes) => nodes,
            _ => &[],
        }
    }

    /// The entries of a mapping, in the order written; nothing for other nodes.
    pub fn entries(&self) -> &[(Node<'t>, Node<'t>)] {
        match &self.shared().kind {
            NodeKind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// Whether this is a mapping.
    pub fn is_mapping(&self) -> bool {
        matches!(self.shared().kind, NodeKind::Mapping(_))
    }

    /// Every value that `key` holds in this mapping, the one that counts last. Values of its own
    /// win over merged ones (`<<`); but go-yaml version 2, which `kubectl` reads with, lets a merge
    /// that stands below them win, so that either may be meant.
    pub fn all(&self, key: &str) -> Vec<&Node<'t>> {
        let entries = self.entries();
        let of_key = |(k, _): &(Node<'t>, Node<'t>)| k.as_str() == Some(key);
        let below = entries.iter().rposition(of_key).map_or(0, |last| last + 1);
        let mut all: Vec<_> = self.merges_from(below, key, &mut HashSet::new()).collect();
        all.extend(entries[..below].iter().filter(|entry| of_key(entry)).map(|(_, value)| value));
        all
    }

    /// The value of `key` in this mapping: the last of its own, else the one that is merged in.
    pub fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.own(key).or_else(|| self.merged(key, &mut HashSet::new()))
    }

    /// The node at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Node<'t>> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    fn own(&self, key: &str) -> Option<&Node<'t>> {
        self.entries().iter().rev().find(|(k, _)| k.as_str() == Some(key)).map(|(_, value)| value)
    }

    /// The value that is merged in: of several merges the last has it.
    fn merged<'n>(
        &'n self,
        key: &str,
        seen: &mut HashSet<*const Node<'t>>,
    ) -> Option<&'n Node<'t>> {
        self.merges_from(0, key, seen).last()
    }

    /// What each merge gives that stands at this entry or below: the first of its mappings that has the key.
    fn merges_from<'n>(
        &'n self,
        from: usize,
        key: &str,
        seen: &mut HashSet<*const Node<'t>>,
    ) -> impl Iterator<Item = &'n Node<'t>> {
        let merges = self.entries().get(from..).unwrap_or_default().iter();
        let merges = merges.filter(|(k, _)| is_merge(k));
        merges.filter_map(|(_, merge)| merge.source_of(key, seen))
    }

    /// Each mapping is asked once, so that aliases of aliases cost no more than what they name.
    fn source_of<'n>(
        &'n self,
        key: &str,
        seen: &mut HashSet<*const Node<'t>>,
    ) -> Option<&'n Node<'t>> {
        const MOST_MERGES: usize = 256;
        let sources = if self.is_mapping() { std::slice::from_ref(self) } else { self.elements() };
        for source in sources.iter().map(Node::shared) {
            if seen.len() < MOST_MERGES
                && seen.insert(source)
                && let Some(found) = source.own(key).or_else(|| source.merged(key, seen))
            {
                return Some(found);
            }
        }
        None
    }
}

/// The key whose value is merged into its mapping.
const MERGE: &str = "<<";

/// A parsed stream: the documents that could be read, and what could not.
#[derive(Debug, Default)]
pub struct Parsed<'t> {
    /// The documents, empty ones left out.
    pub documents: Vec<Document<'t>>,
    /// One problem for each document that does not parse.
    pub problems: Vec<Problem>,
}

/// Parses a stream of documents. One that does not parse is a problem, the others are read.
pub fn parse(file: FileId, text: &str) -> Parsed<'_> {
    parse_inside(&Spans::File(file), text)
}

/// Parses a stream that a configuration makes: every part of it stands at `origin`.
pub fn parse_made(origin: Span, text: &str) -> Parsed<'_> {
    parse_inside(&Spans::At(origin), text)
}

/// Parses a stream that is a part of a file, or of none.
pub fn parse_inside<'t>(spans: &Spans, text: &'t str) -> Parsed<'t> {
    let mut parsed = Parsed::default();
    let mut base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    loop {
        let mut builder = Builder::new(spans, text, base);
        let outcome = builder.run(&text[base..], &mut parsed.documents);
        let Err(error) = outcome else { return parsed };
        let at = base + builder.offset_of(error.marker(), &text[base..]);
        let message = match indents_by_tab(text, at) {
            true => "a tab indents this line, and YAML takes spaces only; replace it".to_owned(),
            false => format!("this does not parse: {}", error.info()),
        };
        parsed.problems.push(Problem::at(spans.span(at, at), message));
        match next_document(text, at) {
            Some(next) if parsed.problems.len() < MOST_PROBLEMS => base = next,
            _ => return parsed,
        }
    }
}

/// Whether nothing but blanks, and a tab among them, stands before byte `at` in its line.
fn indents_by_tab(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let indent = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let next = text.get(at..).unwrap_or_default();
    let is_blank = indent.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
    is_blank && (indent.contains('\t') || next.starts_with('\t'))
}

/// The most broken documents of one file that are reported one by one.
const MOST_PROBLEMS: usize = 50;

/// Where the next line of `---` starts after byte `at`.
fn next_document(text: &str, at: usize) -> Option<usize> {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text[at..].match_indices("\n---").map(|(found, _)| at + found + 1).find(|start| {
        matches!(text.as_bytes().get(start + 3), None | Some(b'\n' | b'\r' | b' ' | b'\t'))
    })
}

enum Open<'t> {
    Sequence(Vec<Node<'t>>),
    Mapping(Vec<(Node<'t>, Node<'t>)>, Option<Node<'t>>),
}

struct Builder<'t, 's> {
    spans: &'s Spans,
    text: &'t str,
    base: usize,
    stack: Vec<(Open<'t>, usize, usize, Option<Arc<str>>)>,
    anchors: HashMap<usize, Arc<Node<'t>>>,
    repeated_keys: Vec<RepeatedKey>,
    /// How many more keys are compared with those that merges hold.
    merge_steps: usize,
    root: Option<Node<'t>>,
}

impl<'t, 's> Builder<'t, 's> {
    fn new(spans: &'s Spans, text: &'t str, base: usize) -> Builder<'t, 's> {
        Builder {
            spans,
            text,
            base,
            stack: Vec::new(),
            anchors: HashMap::new(),
            repeated_keys: Vec::new(),
            merge_steps: 10_000_000,
            root: None,
        }
    }

    fn run(&mut self, piece: &'t str, documents: &mut Vec<Document<'t>>) -> Result<(), ScanError> {
        let mut parser = Parser::new_from_str_with_options(piece, Options::default());
        while let Some(next) = parser.next_event() {
            let (event, span) = next?;
            let range = span.byte_range().unwrap_or(0..0);
            match event {
                Event::Scalar(text, style, anchor, tag) => {
                    let plain = style == ScalarStyle::Plain;
                    let node = self.node(NodeKind::Scalar(text, plain), range.start, range.end);
                    self.close(Node { tag: tag.as_deref().map(written), ..node }, anchor);
                }
                Event::SequenceStart(_, anchor, tag) => {
                    let tag = tag.as_deref().map(written);
                    self.stack.push((Open::Sequence(Vec::new()), range.start, anchor, tag));
                }
                Event::MappingStart(_, anchor, tag) => {
                    let tag = tag.as_deref().map(written);
                    self.stack.push((Open::Mapping(Vec::new(), None), range.start, anchor, tag));
                }
                Event::SequenceEnd | Event::MappingEnd => self.end_collection(range.end),
                Event::Alias(anchor) => {
                    let kind = match self.anchors.get(&anchor) {
                        Some(node) => NodeKind::Shared(Arc::clone(node)),
                        None => NodeKind::Scalar(Cow::Borrowed(""), true),
                    };
                    let node = self.node(kind, range.start, range.end);
                    self.close(node, 0);
                }
                Event::DocumentEnd => {
                    self.anchors.clear();
                    let repeated_keys = std::mem::take(&mut self.repeated_keys);
                    if let Some(root) = self.root.take().filter(|root| !is_empty(root)) {
                        documents.push(Document { root, repeated_keys });
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn node(&self, kind: NodeKind<'t>, start: usize, end: usize) -> Node<'t> {
        let span = self.spans.span(self.base + start, self.base + end);
        Node { kind, span, tag: None }
    }

    fn end_collection(&mut self, end: usize) {
        let Some((open, start, anchor, tag)) = self.stack.pop() else { return };
        let kind = match open {
            Open::Sequence(nodes) => NodeKind::Sequence(nodes),
            Open::Mapping(entries, _) => {
                self.note_repeated_keys(&entries);
                self.note_merged_over(&entries);
                NodeKind::Mapping(entries)
            }
        };
        let trimmed = self.text[..self.base + end].trim_end().len().saturating_sub(self.base);
        let node = self.node(kind, start, trimmed.max(start));
        self.close(Node { tag, ..node }, anchor);
    }

    /// Keys that a merge below them holds as well.
    fn note_merged_over(&mut self, entries: &[(Node<'t>, Node<'t>)]) {
        for (at, (_, merge)) in entries.iter().enumerate().filter(|(_, (key, _))| is_merge(key)) {
            let sources =
                if merge.is_mapping() { std::slice::from_ref(merge) } else { merge.elements() };
            let size: usize = sources.iter().map(|source| source.entries().len()).sum();
            let Some(left) = self.merge_steps.checked_sub(size.saturating_mul(at)) else { return };
            self.merge_steps = left;
            for (key, _) in &entries[..at] {
                let Some(name) = key.as_str().filter(|name| *name != MERGE) else { continue };
                if sources.iter().any(|source| source.own(name).is_some()) {
                    self.repeated_keys.push(RepeatedKey { name: name.into(), span: key.span });
                }
            }
        }
    }

    /// Small mappings are compared pair by pair, which is faster than a set for nearly all.
    fn note_repeated_keys(&mut self, entries: &[(Node<'t>, Node<'t>)]) {
        const SMALL: usize = 12;
        if entries.len() <= SMALL {
            for (at, (later, _)) in entries.iter().enumerate() {
                let Some(name) = later.as_str() else { continue };
                if entries[..at].iter().any(|(k, _)| k.as_str() == Some(name)) {
                    self.repeated_keys.push(RepeatedKey { name: name.into(), span: later.span });
                }
            }
            return;
        }
        let mut seen = HashSet::with_capacity(entries.len());
        for (key, _) in entries {
            if let Some(name) = key.as_str()
                && !seen.insert(name)
            {
                self.repeated_keys.push(RepeatedKey { name: name.into(), span: key.span });
            }
        }
    }

    /// Puts a finished node where it belongs.
    fn close(&mut self, node: Node<'t>, anchor: usize) {
        let node = if anchor == 0 {
            node
        } else {
            let span = node.span;
            let shared = Arc::new(node);
            self.anchors.insert(anchor, Arc::clone(&shared));
            Node { kind: NodeKind::Shared(shared), span, tag: None }
        };
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some((Open::Sequence(nodes), ..)) => nodes.push(node),
            Some((Open::Mapping(entries, key), ..)) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push((key, node)),
            },
        }
    }

    /// Byte offset of a marker in the piece; the parser counts characters where it has no bytes.
    fn offset_of(&self, marker: &granit_parser::Marker, piece: &str) -> usize {
        marker.byte_offset().unwrap_or_else(|| {
            piece.char_indices().nth(marker.index()).map_or(piece.len(), |(at, _)| at)
        })
    }
}

/// A tag in full.
fn written(tag: &Tag) -> Arc<str> {
    format!("{}{}", tag.handle(), tag.suffix()).into()
}

fn is_merge(key: &Node) -> bool {
    key.as_str() == Some(MERGE)
}

/// Whether a document says nothing: it is empty, or holds only comments. One that says `null` is none of these.
fn is_empty(node: &Node) -> bool {
    node.scalar() == Some(Scalar::Null) && node.span.range().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn with_documents(text: &str, check: impl FnOnce(&Sources, &Parsed)) {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text);
        let parsed = parse(id, sources.file(id).text());
        check(&sources, &parsed);
    }

    #[test]
    fn spans_point_at_the_text_of_a_value() {
        with_documents("a: 日本\nb:\n  c: [x, \"東京\"]\n", |sources, parsed| {
            let root = &parsed.documents[0].root;
            let value = &root.at(&["b", "c"]).expect("a path").elements()[1];
            assert_eq!(value.as_str(), Some("東京"));
            assert_eq!(sources.slice(value.span), "\"東京\"");
            assert_eq!(sources.position(value.span).line, 3);
        });
    }

    #[test]
    fn a_broken_document_does_not_hide_its_neighbours() {
        with_documents("a: 1\n---\nb: [\n---\nc: 3\n", |sources, parsed| {
            assert_eq!(parsed.problems.len(), 1);
            let line = sources.position(parsed.problems[0].span.expect("a span")).line;
            assert!((3..=4).contains(&line), "line {line}");
            let keys: Vec<_> =
                parsed.documents.iter().map(|d| d.root.entries()[0].0.as_str()).collect();
            assert_eq!(keys, [Some("a"), Some("c")]);
        });
    }

    #[test]
    fn aliases_are_shared_and_merges_looked_through() {
        with_documents("x: &r { region: a, keep: b }\ny: { <<: *r, region: c }\n", |_, parsed| {
            let y = parsed.documents[0].root.get("y").expect("a key");
            assert_eq!(y.get("region").and_then(Node::as_str), Some("c"));
            assert_eq!(y.get("keep").and_then(Node::as_str), Some("b"));
        });
    }

    #[test]
    fn a_merge_below_a_key_may_win_over_it() {
        let text = "x: &r { region: a }\nz: &z { region: c }\ny:\n  region: b\n  <<: *r\n\
                    v: { <<: *r, <<: *z }\nu: { region: b, <<: *r, region: d }\n";
        with_documents(text, |_, parsed| {
            let root = &parsed.documents[0].root;
            let all = |key: &str| -> Vec<Option<&str>> {
                let node = root.get(key).expect("a key");
                node.all("region").into_iter().map(Node::as_str).collect()
            };
            assert_eq!(all("y"), [Some("a"), Some("b")]);
            assert_eq!(all("v"), [Some("a"), Some("c")]);
            assert_eq!(all("u"), [Some("b"), Some("d")]);
            let names: Vec<_> =
                parsed.documents[0].repeated_keys.iter().map(|k| &*k.name).collect();
            assert_eq!(names, ["region", "<<", "region", "region"]);
        });
    }

    #[test]
    fn every_value_of_a_repeated_key_is_kept() {
        with_documents("region: a\nregion: b\n", |_, parsed| {
            let document = &parsed.documents[0];
            assert_eq!(document.repeated_keys.len(), 1);
            let all: Vec<_> = document.root.all("region").iter().map(|n| n.as_str()).collect();
            assert_eq!(all, [Some("a"), Some("b")]);
        });
    }

    #[test]
    fn an_unquoted_no_is_false_to_kubernetes() {
        with_documents("a: NO\nb: \"NO\"\n", |_, parsed| {
            let root = &parsed.documents[0].root;
            assert_eq!(root.get("a").and_then(Node::scalar), Some(Scalar::Bool(false)));
            assert_eq!(root.get("b").and_then(Node::scalar), Some(Scalar::Text("NO")));
        });
    }
}
