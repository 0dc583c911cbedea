//! Tags and labels of resources.

use std::sync::Arc;

use super::{Locator, flat, step};
use crate::catalog::providers;
use crate::model::{Kind, Labels, ProviderUse, Resource, Value};

impl Locator<'_> {
    pub(super) fn labels(&self, at: usize) -> Labels {
        labels(self.resource(at), self.facts[at].provider)
    }
}

/// Tags and labels: those of the resource over the provider's defaults.
fn labels(resource: &Resource, facts: Option<providers::Provider>) -> Labels {
    let mut labels = Labels::default();
    let Some(facts) = facts else { return labels };
    if let Some(used) = &resource.provider {
        for value in default_tags(used, facts.default_tags) {
            add_labels(&mut labels, &value);
        }
    }
    for name in facts.tag_attributes() {
        if let Some(value) = resource.attributes.get(name) {
            add_labels(&mut labels, value);
        }
    }
    labels
}

fn default_tags(used: &ProviderUse, path: &str) -> Vec<Value> {
    let mut segments = path.split('.');
    let first = segments.next().and_then(|name| used.arguments.get(name));
    let mut values = first.map(flat).unwrap_or_default();
    for segment in segments {
        values = values.iter().flat_map(|value| step(value, segment)).collect();
    }
    values
}

fn add_labels(labels: &mut Labels, value: &Value) {
    match &value.kind {
        Kind::Null => {}
        Kind::Map(map) => map.iter().for_each(|(key, value)| add_label(labels, key, value)),
        Kind::Open(map, _) => {
            labels.open = true;
            map.iter().for_each(|(key, value)| add_label(labels, key, value));
        }
        Kind::OneOf(values) => {
            labels.open = true;
            values.iter().for_each(|value| add_labels(labels, value));
        }
        // Some providers have lists of words instead of keys with values.
        Kind::List(items) | Kind::Set(items) => {
            for item in items.iter() {
                match item.as_str() {
                    Some(word) => {
                        let (key, value) = word.split_once(':').unwrap_or((word, ""));
                        labels.known.insert(key.into(), vec![value.into()]);
                    }
                    None => labels.open = true,
                }
            }
        }
        _ => labels.open = true,
    }
}

fn add_label(labels: &mut Labels, key: &Arc<str>, value: &Value) {
    let mut values = Vec::new();
    for alternative in value.alternatives() {
        match &alternative.kind {
            Kind::String(text) => values.push(Arc::clone(text)),
            Kind::Number(number) => values.push(number.to_string().into()),
            Kind::Bool(truth) => values.push(truth.to_string().into()),
            _ => {}
        }
    }
    labels.known.insert(Arc::clone(key), values);
}
