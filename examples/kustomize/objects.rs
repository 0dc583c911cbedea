//! Objects as plain values, to compare builds by.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sekisho::syntax::yaml::{Node, NodeKind, Scalar};
use serde_json::{Map, Value, json};

/// Objects by kind, namespace and name.
pub type Objects = BTreeMap<String, Value>;

/// The objects of documents.
pub fn objects<'n, 't: 'n>(roots: impl Iterator<Item = &'n Node<'t>>) -> Objects {
    let mut found = Objects::new();
    for root in roots {
        let mut value = plain(root);
        decode(&mut value);
        let text =
            |path: &str| value.pointer(path).and_then(Value::as_str).unwrap_or("-").to_owned();
        let key = format!(
            "{} {}/{}/{}",
            text("/apiVersion"),
            text("/kind"),
            text("/metadata/namespace"),
            text("/metadata/name")
        );
        found.insert(key, value);
    }
    found
}

/// Texts of Secrets in place of what is written encoded. Content that is no text is not read here.
fn decode(value: &mut Value) {
    let is_secret = value["kind"] == "Secret";
    let Some(map) = value.as_object_mut() else { return };
    map.remove("binaryData");
    let plain = map.remove("stringData").and_then(|plain| plain.as_object().cloned());
    let mut data =
        map.remove("data").and_then(|data| data.as_object().cloned()).unwrap_or_default();
    for text in data.values_mut().filter(|_| is_secret) {
        let bytes =
            STANDARD.decode(squeezed(text).as_str().unwrap_or_default()).unwrap_or_default();
        *text = json!(String::from_utf8(bytes).unwrap_or_default());
    }
    data.extend(plain.unwrap_or_default());
    data.retain(|_, text| text != "");
    map.insert("data".to_owned(), Value::Object(data));
}

fn plain(node: &Node<'_>) -> Value {
    match &node.shared().kind {
        NodeKind::Sequence(nodes) => nodes.iter().map(plain).collect(),
        NodeKind::Mapping(entries) => {
            let entry = |(key, value): &(Node<'_>, Node<'_>)| {
                (key.as_str().unwrap_or_default().to_owned(), plain(value))
            };
            // What says nothing is not written.
            let map: Map<String, Value> = entries.iter().map(entry).collect();
            Value::Object(map.into_iter().filter(|(_, value)| !is_nothing(value)).collect())
        }
        _ => scalar(node),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

fn scalar(node: &Node<'_>) -> Value {
    let text = node.as_str().unwrap_or_default();
    if !node.is_plain() || node.tag.as_deref().is_some_and(|tag| tag.ends_with("str")) {
        return json!(text);
    }
    match (node.scalar(), text) {
        (Some(Scalar::Null), _) => Value::Null,
        (_, "true" | "True" | "TRUE") => json!(true),
        (_, "false" | "False" | "FALSE") => json!(false),
        _ => number(text).unwrap_or_else(|| json!(text)),
    }
}

fn number(text: &str) -> Option<Value> {
    if let Some(octal) =
        text.strip_prefix('0').filter(|rest| !rest.is_empty() && !rest.contains(['.', 'e', 'E']))
    {
        let octal = octal.strip_prefix('o').unwrap_or(octal);
        if let Some(hex) = octal.strip_prefix('x') {
            return i64::from_str_radix(hex, 16).ok().map(|number| json!(number as f64));
        }
        return i64::from_str_radix(octal, 8).ok().map(|number| json!(number as f64));
    }
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.');
    text.parse::<f64>().ok().filter(|_| is_number).map(|number| json!(number))
}

/// What differs, a line each.
pub fn differences(ours: &Objects, theirs: &Objects) -> Vec<String> {
    let mut found = Vec::new();
    for (key, value) in theirs {
        match ours.get(key) {
            None => found.push(format!("missing: {key}")),
            Some(own) => differ(own, value, key, &mut found),
        }
    }
    found.extend(
        ours.keys().filter(|key| !theirs.contains_key(*key)).map(|key| format!("extra: {key}")),
    );
    found
}

/// A text without white space; an annotation that is null is written as an empty text.
fn squeezed(value: &Value) -> Value {
    match value {
        Value::String(text) => json!(text.split_whitespace().collect::<String>()),
        Value::Null => json!(""),
        value => value.clone(),
    }
}

fn differ(ours: &Value, theirs: &Value, path: &str, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let null = Value::Null;
                let (a, b) = (a.get(key).unwrap_or(&null), b.get(key).unwrap_or(&null));
                differ(a, b, &format!("{path}.{key}"), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter()
                .zip(b)
                .enumerate()
                .for_each(|(at, (a, b))| differ(a, b, &format!("{path}.{at}"), found));
        }
        (a, b) if squeezed(a) == squeezed(b) => {}
        (a, b) => {
            let short = |value: &Value| value.to_string().chars().take(160).collect::<String>();
            found.push(format!("{path}: ours {} theirs {}", short(a), short(b)));
        }
    }
}
