//! What its author is told about the wording of an object: keys that are there twice, and bare words that are no text to
//! Kubernetes. All that they may mean is judged all the same.

use std::collections::HashSet;
use std::sync::Arc;

use super::facts;
use super::manifest::Manifest;
use crate::model::{Unresolved, Why};
use crate::source::Span;
use crate::syntax::yaml::{Document, Node, RepeatedKey, Scalar};

/// The most remarks on one document.
const MOST_REMARKS: usize = 20;

/// The most nodes of one document that are looked at.
const MOST_NODES: usize = 200_000;

/// Fields that hold maps of texts in objects of every kind.
const TEXT_MAPS: [&str; 4] = ["annotations", "labels", "matchLabels", "nodeSelector"];

/// Fields that hold maps of texts in objects of built-in kinds.
const BUILT_IN_MAPS: [&str; 5] =
    ["data", "parameters", "selector", "stringData", "volumeAttributes"];

/// Fields that hold lists of texts in objects of built-in kinds.
const TEXT_LISTS: [&str; 5] = ["args", "command", "mountOptions", "values", "zones"];

/// Fields that hold a text in objects of built-in kinds.
const TEXTS: [&str; 1] = ["value"];

/// The remarks on a document that holds these objects.
pub(super) fn remarks(document: &Document<'_>, objects: &[Manifest<'_, '_>]) -> Vec<Unresolved> {
    let [first, ..] = objects else { return Vec::new() };
    let holder = |span: Span| {
        let holder = objects.iter().find(|object| object.node.shared().span.contains(span));
        holder.unwrap_or(first).address()
    };
    let repeated = |key: &RepeatedKey| Unresolved {
        span: key.span,
        resource: holder(key.span),
        why: Why::RepeatedKey { key: Arc::clone(&key.name) },
    };
    let mut remarks: Vec<Unresolved> =
        document.repeated_keys.iter().take(MOST_REMARKS + 1).map(repeated).collect();
    let mut walk = Walk { seen: HashSet::new(), steps: 0 };
    for object in objects {
        walk.misread(object, &mut remarks);
    }
    if remarks.len() > MOST_REMARKS {
        remarks.truncate(MOST_REMARKS);
        remarks.extend(remarks.last().cloned().map(|last| Unresolved { why: Why::Budget, ..last }));
    }
    remarks
}

/// A walk over the objects of one document.
struct Walk {
    /// Nodes with an anchor that were looked at.
    seen: HashSet<usize>,
    steps: usize,
}

impl Walk {
    /// Bare words that stand where text should.
    fn misread(&mut self, object: &Manifest<'_, '_>, remarks: &mut Vec<Unresolved>) {
        let is_built_in = facts::is_namespaced(&object.group, &object.kind).is_some();
        let mut open = vec![(object.node, Takes::Anything)];
        while let Some((node, takes)) = open.pop() {
            self.steps += 1;
            if self.steps > MOST_NODES || remarks.len() > MOST_REMARKS {
                return;
            }
            if node.is_shared() && !self.seen.insert(std::ptr::from_ref(node.shared()).addr()) {
                continue;
            }
            if let Some(read) = read_otherwise(node).filter(|_| takes == Takes::Text) {
                let word = node.as_str().unwrap_or_default().into();
                let (span, resource) = (node.span, object.address());
                remarks.push(Unresolved { span, resource, why: Why::Misread { word, read } });
            }
            let inside = if takes == Takes::Texts { Takes::Text } else { Takes::Anything };
            open.extend(node.elements().iter().rev().map(|element| (element, inside)));
            for (key, value) in node.entries().iter().rev() {
                let takes = match takes {
                    Takes::Texts => Takes::Text,
                    _ => of_field(key.as_str().unwrap_or_default(), value, is_built_in),
                };
                open.push((value, takes));
            }
        }
    }
}

/// What a field takes.
#[derive(Clone, Copy, PartialEq)]
enum Takes {
    Text,
    /// A map or list of texts.
    Texts,
    Anything,
}

fn of_field(key: &str, value: &Node<'_>, is_built_in: bool) -> Takes {
    let is_map = value.is_mapping();
    match key {
        _ if is_map && TEXT_MAPS.contains(&key) => Takes::Texts,
        _ if facts::place_key(key).is_some() => Takes::Text,
        _ if !is_built_in => Takes::Anything,
        _ if is_map && BUILT_IN_MAPS.contains(&key) => Takes::Texts,
        _ if !is_map && TEXT_LISTS.contains(&key) => Takes::Texts,
        _ if TEXTS.contains(&key) => Takes::Text,
        _ => Takes::Anything,
    }
}

/// What Kubernetes reads of a bare word, where that is not what is written: a truth value, or a number
/// that loses its leading zeros. (`sigs.k8s.io/yaml` over go-yaml version 2, `resolve.go`)
fn read_otherwise(node: &Node<'_>) -> Option<Arc<str>> {
    let text = match node.scalar()? {
        Scalar::Bool(truth) => {
            let read = truth.to_string();
            return (node.as_str() != Some(&*read)).then(|| read.into());
        }
        Scalar::Text(text) if node.is_plain() => text,
        _ => return None,
    };
    let digits = text.strip_prefix('0').filter(|rest| !rest.is_empty())?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match i64::from_str_radix(digits, 8) {
        Ok(octal) => Some(octal.to_string().into()),
        Err(_) => Some(text.trim_start_matches('0').into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::syntax::yaml;

    #[test]
    fn words_are_read_as_kubectl_reads_them() {
        let mut sources = Sources::default();
        let text =
            "[NO, y, off, 012345678901, 0123, 00, '012', \"NO\", true, 1:30, 123456789012, 0]";
        let id = sources.add("a.yaml", text);
        let parsed = yaml::parse(id, sources.file(id).text());
        let words = parsed.documents[0].root.elements();
        let read: Vec<_> = words.iter().map(|word| read_otherwise(word)).collect();
        let read: Vec<_> = read.iter().map(|word| word.as_deref().unwrap_or("-")).collect();
        let expected = ["false", "true", "false", "12345678901", "83", "0"];
        assert_eq!(read[..6], expected);
        assert!(read[6..].iter().all(|word| *word == "-"), "{read:?}");
    }
}
