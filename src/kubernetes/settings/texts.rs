//! Entries of ConfigMaps and Secrets: settings, and whole configurations as text.

use std::borrow::Cow;
use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Setting, cut, edges_of, mentioned};
use crate::kubernetes::ends::read_configuration;
use crate::kubernetes::facts;
use crate::kubernetes::fields::{each, text, text_at};
use crate::kubernetes::manifest::Manifest;
use crate::kubernetes::{Context, Edge};
use crate::source::Span;
use crate::syntax::sections;
use crate::syntax::spans::Spans;
use crate::syntax::yaml::{self, Node};

/// The most characters of one text that are read as a configuration, and the most of its values.
const LONGEST: usize = 4 << 20;
const MOST_VALUES: usize = 50_000;
const DEEPEST: usize = 64;

/// An entry of a ConfigMap or Secret.
pub(super) struct Entry<'n> {
    pub key: &'n str,
    pub text: Cow<'n, str>,
    span: Span,
    /// Where the parts of its text are.
    spans: Spans,
}

impl Entry<'_> {
    /// Where it is written.
    pub fn span(&self) -> Span {
        self.span
    }

    pub fn setting(&self) -> Setting<'_> {
        Setting { key: self.key, text: &self.text, span: self.span }
    }
}

/// What the entries of a ConfigMap or Secret say.
pub(super) fn of_entries(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Vec<Edge> {
    let entries = entries(manifest, context);
    let plain: HashSet<&str> =
        entries.iter().filter(|entry| !entry.is_decoded()).map(|entry| entry.key).collect();
    let of_entry = |entry: &Entry<'_>| {
        let others = |name: &str| !entry.is_decoded() && plain.contains(name);
        of_text(entry.setting(), &entry.spans, &others, manifest, context)
    };
    entries.iter().flat_map(of_entry).collect()
}

impl Entry<'_> {
    fn is_decoded(&self) -> bool {
        matches!(self.text, Cow::Owned(_))
    }
}

/// The entries of a ConfigMap; of a Secret those written as they are, and those in base64.
pub(super) fn entries<'n>(
    manifest: &Manifest<'n, '_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Entry<'n>> {
    let is_secret = manifest.is("", "Secret");
    let plain = each(manifest.node, &[if is_secret { "stringData" } else { "data" }]);
    let mut entries = Vec::new();
    for (key, value) in plain.into_iter().flat_map(|map| map.entries()) {
        let (Some(key), Some(text)) = (key.as_str(), text(value)) else { continue };
        let spans = spans_of(Setting { key, text, span: value.span }, context);
        entries.push(Entry { key, text: text.into(), span: value.span, spans });
    }
    let coded = if is_secret { each(manifest.node, &["data"]) } else { Vec::new() };
    for (key, value) in coded.into_iter().flat_map(|map| map.entries()) {
        let decoded = text(value).filter(|text| text.len() <= LONGEST);
        let decoded = decoded.and_then(|text| STANDARD.decode(text.trim()).ok());
        let decoded = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
        if let (Some(key), Some(text)) = (key.as_str(), decoded) {
            let spans = Spans::At(value.span);
            entries.push(Entry { key, text: text.into(), span: value.span, spans });
        }
    }
    entries
}

/// What a text inside of an object says.
pub(super) fn of_scalar(
    setting: Setting<'_>,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Edge> {
    of_text(setting, &spans_of(setting, context), &|_| false, manifest, context)
}

fn spans_of(setting: Setting<'_>, context: &Context<'_, '_, '_>) -> Spans {
    Spans::of_scalar(setting.text, context.sources.slice(setting.span), setting.span)
}

/// What an entry that is a whole configuration says; nothing where it is one value.
pub(super) fn of_configuration(
    entry: &Entry<'_>,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Option<Vec<Edge>> {
    let is_value = is_one_value(&entry.text);
    (!is_value).then(|| of_text(entry.setting(), &entry.spans, &|_| false, manifest, context))
}

fn is_one_value(text: &str) -> bool {
    !text.contains('\n') && !text.trim_start().starts_with(['{', '['])
}

/// What one entry says: a configuration of a program that is known, else its values one by one.
fn of_text(
    entry: Setting<'_>,
    spans: &Spans,
    others: &dyn Fn(&str) -> bool,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Edge> {
    if is_one_value(entry.text) {
        if facts::is_prose(entry.key) {
            return Vec::new();
        }
        return edges_of(entry, others, manifest);
    }
    if entry.text.len() > LONGEST {
        return vec![cut(entry.span, manifest)];
    }
    let parsed = yaml::parse_inside(spans, entry.text);
    let trees = parsed.documents.iter().map(|document| &document.root);
    // A section of an INI file looks like a list that goes wrong after its end.
    let is_whole = parsed.problems.is_empty();
    let mut trees = trees.filter(|root| is_tree(root, is_whole)).peekable();
    if trees.peek().is_none() {
        return match sections::parse(spans, entry.text) {
            Some(root) => read_configuration(&root, manifest, context)
                .unwrap_or_else(|| of_values(&root, manifest, context)),
            None => of_lines(entry, spans, manifest),
        };
    }
    // Of a program's configuration its rows tell what counts.
    let of_tree = |root| match read_configuration(root, manifest, context) {
        Some(edges) => edges,
        None => of_values(root, manifest, context),
    };
    trees.flat_map(of_tree).collect()
}

fn is_tree(node: &Node<'_>, is_whole: bool) -> bool {
    node.is_mapping() || (is_whole && !node.elements().is_empty())
}

/// The values of a tree, each by its key, or by the name beside it.
pub(super) fn of_values(
    root: &Node<'_>,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![("", root, 0)];
    while let Some((key, node, depth)) = open.pop() {
        if seen.len() > MOST_VALUES {
            edges.push(cut(node.span, manifest));
            break;
        }
        if depth > DEEPEST || !seen.insert(std::ptr::from_ref(node.shared())) {
            continue;
        }
        if let Some(text) = text(node) {
            let setting = Setting { key, text, span: node.span };
            edges.extend(match text.contains('\n') {
                true => of_lines(setting, &spans_of(setting, context), manifest),
                false => edges_of(setting, &|_| false, manifest),
            });
        }
        let name = text_at(node, &["name"]);
        for (key, value) in node.entries().iter().rev() {
            let key = key.as_str().unwrap_or_default();
            let key = name.filter(|_| matches!(key, "value" | "default")).unwrap_or(key);
            if !facts::is_prose(key) {
                open.push((key, value, depth + 1));
            }
        }
        open.extend(node.elements().iter().rev().map(|element| (key, element, depth + 1)));
    }
    edges
}

/// Lines of `key = value`, `key: value` or `key value`, of which a comment says nothing.
fn of_lines(entry: Setting<'_>, spans: &Spans, manifest: &Manifest<'_, '_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut offset = 0;
    for (at, line) in entry.text.split_inclusive('\n').enumerate() {
        if at >= MOST_VALUES {
            edges.push(cut(spans.span(offset, offset), manifest));
            break;
        }
        let start = offset;
        offset += line.len();
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';', '[', '/', '!']) {
            continue;
        }
        let trimmed = trimmed.strip_prefix("export ").unwrap_or(trimmed);
        let is_end = |c: char| c.is_whitespace() || matches!(c, '=' | ':');
        let (key, rest) = trimmed.split_at(trimmed.find(is_end).unwrap_or(0));
        let value = rest.trim_start_matches([' ', '\t', '=', ':']).trim();
        let value = value.trim_matches(['"', '\'', ',']);
        if value.is_empty() || facts::is_prose(key) {
            continue;
        }
        let at = start + line.find(value).unwrap_or(0);
        let span: Span = spans.span(at, at + value.len());
        let setting = Setting { key, text: value, span };
        if value.contains(char::is_whitespace) {
            edges.extend(of_words(setting, manifest));
        } else {
            edges.extend(edges_of(setting, &|_| false, manifest));
        }
    }
    edges
}

/// The words of a command: flags with their values beside them or after `=`, assignments, and addresses. The key of the
/// setting is the flag before it.
pub(super) fn of_words(setting: Setting<'_>, manifest: &Manifest<'_, '_>) -> Vec<Edge> {
    let mut flag = setting.key;
    let mut edges = Vec::new();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | ';');
    for word in setting.text.split(is_end).filter(|word| !word.is_empty()) {
        let assigned = word.split_once('=').filter(|(name, _)| name.chars().all(is_name));
        let (key, text) = assigned.unwrap_or((flag, word));
        edges.extend(match key.trim_start_matches('-') {
            "" => mentioned(Setting { key: "", text, ..setting }, manifest),
            // A flag is named as the variable that says the same.
            name if key.starts_with('-') => {
                let name = name.replace(['-', '.'], "_").to_ascii_uppercase();
                edges_of(Setting { key: &name, text, ..setting }, &|_| false, manifest)
            }
            key => edges_of(Setting { key, text, ..setting }, &|_| false, manifest),
        });
        flag = if word.starts_with('-') && assigned.is_none() { word } else { "" };
    }
    edges
}
