//! Which objects a patch or replacement is for (kustomize, `api/types/selector.go`).

use regex::{Regex, RegexBuilder};

use super::field_spec::split_version;
use super::kustomization::text_of;
use super::refused::{Refused, Result};
use super::resource::{Id, Resource};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// Patterns for the parts of an identity, and conditions on labels and annotations. What is not given fits.
#[derive(Debug)]
pub(super) struct Selector {
    group: Option<Regex>,
    version: Option<Regex>,
    kind: Option<Regex>,
    name: Option<Regex>,
    namespace: Option<Regex>,
    labels: Vec<Condition>,
    annotations: Vec<Condition>,
}

impl Selector {
    pub fn read(node: &Node<'_>) -> Result<Selector> {
        let pattern = |field: &str| {
            text_of(node, field).map(|(text, span)| anchored(text, span, field)).transpose()
        };
        let conditions = |field: &str| match text_of(node, field) {
            Some((text, span)) => conditions(text).ok_or_else(|| Refused::unfit(span, field)),
            None => Ok(Vec::new()),
        };
        Ok(Selector {
            group: pattern("group")?,
            version: pattern("version")?,
            kind: pattern("kind")?,
            name: pattern("name")?,
            namespace: pattern("namespace")?,
            labels: conditions("labelSelector")?,
            annotations: conditions("annotationSelector")?,
        })
    }

    /// Whether a patch with this target is for an object: by its first name and namespace or its present ones.
    pub fn targets(&self, resource: &Resource) -> bool {
        let first = resource.previous.first();
        let (group, version) = split_version(resource.api_version());
        // What is cheap comes first: there may be many objects and many patches.
        fits(&self.kind, resource.kind())
            && fits(&self.group, group)
            && fits(&self.version, version)
            && (fits(&self.name, resource.name())
                || first.is_some_and(|id| fits(&self.name, &id.name)))
            && (self.namespace.is_none() || self.is_in_namespace(resource))
            && self.has_marks(resource)
    }

    fn is_in_namespace(&self, resource: &Resource) -> bool {
        let ids = [resource.id(), resource.original()];
        ids.iter().any(|id| fits(&self.namespace, id.effective_namespace()))
    }

    /// Whether any identity that an object has or had fits in all its parts.
    pub fn selects(&self, resource: &Resource) -> bool {
        resource.was_or_is(|id| {
            self.is_of_kind(id)
                && fits(&self.name, &id.name)
                && fits(&self.namespace, id.effective_namespace())
        })
    }

    fn is_of_kind(&self, id: &Id) -> bool {
        fits(&self.group, &id.gvk.group)
            && fits(&self.version, &id.gvk.version)
            && fits(&self.kind, &id.gvk.kind)
    }

    /// Whether labels and annotations of an object fit.
    pub fn has_marks(&self, resource: &Resource) -> bool {
        let fit = |conditions: &[Condition], field: &str| {
            let map = resource.tree.at(&["metadata", field]);
            let value = |key: &str| map.and_then(|map| map.get(key)?.as_str());
            conditions.iter().all(|condition| condition.holds(value(&condition.key)))
        };
        fit(&self.labels, "labels") && fit(&self.annotations, "annotations")
    }

    /// Whether it says anything of labels or annotations.
    pub fn is_about_marks(&self) -> bool {
        !self.labels.is_empty() || !self.annotations.is_empty()
    }

    /// Whether it says anything of identities.
    pub fn is_about_ids(&self) -> bool {
        [&self.group, &self.version, &self.kind, &self.name, &self.namespace]
            .iter()
            .any(|pattern| pattern.is_some())
    }
}

fn fits(pattern: &Option<Regex>, text: &str) -> bool {
    pattern.as_ref().is_none_or(|pattern| pattern.is_match(text))
}

/// A pattern that the whole of a text must fit.
pub(super) fn anchored(text: &str, span: Span, field: &str) -> Result<Regex> {
    let pattern = RegexBuilder::new(&format!("^(?:{text})$")).size_limit(1 << 20).build();
    pattern.map_err(|_| Refused::unfit(span, field))
}

/// One condition on a label (Kubernetes, label selectors).
#[derive(Debug)]
struct Condition {
    key: String,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Exists,
    Absent,
    In(Vec<String>),
    NotIn(Vec<String>),
}

impl Condition {
    fn holds(&self, value: Option<&str>) -> bool {
        let is_among = |words: &[String]| value.is_some_and(|v| words.iter().any(|word| word == v));
        match &self.test {
            Test::Exists => value.is_some(),
            Test::Absent => value.is_none(),
            Test::In(words) => is_among(words),
            Test::NotIn(words) => !is_among(words),
        }
    }
}

/// Conditions with commas between them.
fn conditions(text: &str) -> Option<Vec<Condition>> {
    let mut depth = 0_usize;
    let parts = text.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    parts.map(|part| condition(part.trim())).collect()
}

fn condition(text: &str) -> Option<Condition> {
    let one = |word: &str| vec![word.trim().to_owned()];
    let (key, test) = if let Some((key, word)) = text.split_once("!=") {
        (key, Test::NotIn(one(word)))
    } else if let Some((key, word)) = text.split_once("==").or_else(|| text.split_once('=')) {
        (key, Test::In(one(word)))
    } else if let Some((key, words)) = text.split_once(" notin ") {
        (key, Test::NotIn(set(words)?))
    } else if let Some((key, words)) = text.split_once(" in ") {
        (key, Test::In(set(words)?))
    } else if let Some(key) = text.strip_prefix('!') {
        (key, Test::Absent)
    } else {
        (text, Test::Exists)
    };
    let key = key.trim();
    let is_key = !key.is_empty() && !key.contains([' ', '(', ')', '!']);
    is_key.then(|| Condition { key: key.to_owned(), test })
}

fn set(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    Some(inner.split(',').map(|word| word.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_on_labels_are_read() {
        let all = conditions("a=b, c!=d,e in (x, y),f notin (z),g,!h").expect("conditions");
        let holds = |at: usize, value| all[at].holds(value);
        assert!(holds(0, Some("b")) && !holds(0, None));
        assert!(holds(1, None) && !holds(1, Some("d")));
        assert!(holds(2, Some("y")) && !holds(2, Some("z")));
        assert!(holds(3, Some("x")) && !holds(3, Some("z")));
        assert!(holds(4, Some("")) && holds(5, None) && !holds(5, Some("")));
        assert!(conditions("a in x").is_none());
    }

    #[test]
    fn the_whole_of_a_name_must_fit() {
        let pattern = anchored("ledger|kyc", Span::file_start(crate::source::FileId::NONE), "name");
        let pattern = pattern.expect("a pattern");
        assert!(pattern.is_match("kyc") && !pattern.is_match("ledger-2"));
    }
}
