//! The hash that ends the names of generated objects (kustomize, `api/hasher/hasher.go`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::resource::Resource;
use crate::syntax::json::quoted;

/// Ten characters, made of the content of a ConfigMap or Secret.
pub(super) fn of(resource: &Resource) -> String {
    let digest = Sha256::digest(encoded(resource).as_bytes());
    let mut hash = String::with_capacity(10);
    for byte in &digest[..5] {
        let _ = write!(hash, "{byte:02x}");
    }
    // No digits and letters that may make a word.
    let replaced = |c| match c {
        '0' => 'g',
        '1' => 'h',
        '3' => 'k',
        'a' => 'm',
        'e' => 't',
        c => c,
    };
    hash.chars().map(replaced).collect()
}

fn encoded(resource: &Resource) -> String {
    let kind = resource.kind();
    let mut data = map(resource, "data", str::to_owned);
    let mut fields: BTreeMap<&str, String> = BTreeMap::new();
    if kind == "Secret" {
        // What a generator puts there; it is kept as it is read, and hashed as it is written.
        let plain = map(resource, "stringData", |text| STANDARD.encode(text));
        data = match (data, plain) {
            (Some(data), Some(plain)) => Some(data.into_iter().chain(plain).collect()),
            (data, plain) => data.or(plain),
        };
        let kind_of = resource.tree.get("type").and_then(|node| node.as_str()).unwrap_or_default();
        fields.insert("type", quoted(kind_of));
    }
    if let Some(binary) = map(resource, "binaryData", str::to_owned) {
        fields.insert("binaryData", object(&binary));
    }
    fields.insert("data", data.as_ref().map_or_else(|| quoted(""), object));
    fields.insert("kind", quoted(kind));
    // kustomize looks for a field of this path, which there is none of.
    fields.insert("name", quoted(""));
    let fields: Vec<String> =
        fields.iter().map(|(key, value)| format!("{}:{value}", quoted(key))).collect();
    format!("{{{}}}", fields.join(","))
}

fn map(
    resource: &Resource,
    field: &str,
    value_of: impl Fn(&str) -> String,
) -> Option<BTreeMap<String, String>> {
    let node = resource.tree.get(field).filter(|node| node.is_mapping())?;
    let entries = node.entries().iter();
    Some(entries.filter_map(|(k, v)| Some((k.as_str()?.into(), value_of(v.as_str()?)))).collect())
}

fn object(map: &BTreeMap<String, String>) -> String {
    let entries: Vec<String> =
        map.iter().map(|(key, value)| format!("{}:{}", quoted(key), quoted(value))).collect();
    format!("{{{}}}", entries.join(","))
}
