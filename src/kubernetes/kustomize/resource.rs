//! Objects of a build: their trees, and every name that they had on the way.

use std::collections::HashMap;

use super::edit::{self, Tree};
use super::facts;
use super::field_spec::Gvk;
use super::refused::{Refused, Result};
use crate::model::Refusal;
use crate::source::Span;

/// Who an object is, or was (kustomize, `kyaml/resid`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Id {
    pub gvk: Gvk,
    pub name: String,
    /// Empty where none is written.
    pub namespace: String,
}

/// What stands for the namespace of objects that live outside of namespaces.
const NO_NAMESPACE: &str = "_cluster_";

impl Id {
    pub fn is_of_cluster(&self) -> bool {
        facts::is_of_cluster(&format!("{}/{}", self.gvk.api_version(), self.gvk.kind))
    }

    /// Its namespace, with the default where none is written.
    pub fn effective_namespace(&self) -> &str {
        match &*self.namespace {
            _ if self.is_of_cluster() => NO_NAMESPACE,
            "" => "default",
            namespace => namespace,
        }
    }

    /// Whether both name the same object.
    pub fn is_same(&self, other: &Id) -> bool {
        self.name == other.name
            && self.gvk == other.gvk
            && self.effective_namespace() == other.effective_namespace()
    }

    /// Whether each part that is given here is the other's.
    pub fn selects(&self, other: &Id) -> bool {
        (self.name.is_empty() || self.name == other.name)
            && (self.namespace.is_empty()
                || self.effective_namespace() == other.effective_namespace())
            && self.gvk.selects(&other.gvk)
    }

    /// How it is called in messages.
    pub fn shown(&self) -> String {
        let namespace = if self.namespace.is_empty() { "-" } else { &self.namespace };
        format!("{}/{namespace}/{}", self.gvk.kind, self.name)
    }
}

/// How a generated object meets one that is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Behavior {
    #[default]
    Create,
    Merge,
    Replace,
}

/// An object.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub tree: Tree,
    /// Who it was, the oldest first.
    pub previous: Vec<Id>,
    pub prefixes: Vec<String>,
    pub suffixes: Vec<String>,
    /// Whether its name is to end with the hash of its content.
    pub needs_hash: bool,
    pub behavior: Behavior,
    /// Names of variables whose values it holds.
    pub variables: Vec<String>,
}

impl Resource {
    pub fn new(tree: Tree) -> Resource {
        Resource {
            tree,
            previous: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            needs_hash: false,
            behavior: Behavior::Create,
            variables: Vec::new(),
        }
    }

    fn text(&self, path: &[&str]) -> &str {
        self.tree.at(path).and_then(|node| node.as_str()).unwrap_or_default()
    }

    pub fn kind(&self) -> &str {
        self.text(&["kind"])
    }

    pub fn api_version(&self) -> &str {
        self.text(&["apiVersion"])
    }

    pub fn name(&self) -> &str {
        self.text(&["metadata", "name"])
    }

    pub fn namespace(&self) -> &str {
        self.text(&["metadata", "namespace"])
    }

    pub fn gvk(&self) -> Gvk {
        Gvk::of(self.api_version(), self.kind())
    }

    pub fn id(&self) -> Id {
        Id { gvk: self.gvk(), name: self.name().into(), namespace: self.namespace().into() }
    }

    /// Who it was first.
    pub fn original(&self) -> Id {
        self.previous.first().cloned().unwrap_or_else(|| self.id())
    }

    /// Whether this is or was its name; any is where none is given.
    pub fn is_called(&self, name: &str) -> bool {
        name.is_empty() || self.name() == name || self.previous.iter().any(|id| id.name == name)
    }

    pub fn was_or_is(&self, fits: impl Fn(&Id) -> bool) -> bool {
        self.previous.iter().any(&fits) || fits(&self.id())
    }

    /// Remembers who it is before that changes.
    pub fn remember(&mut self) {
        let mut id = self.id();
        let namespace = id.effective_namespace().to_owned();
        if namespace != NO_NAMESPACE {
            id.namespace = namespace;
        }
        self.previous.push(id);
    }

    /// Sets a text of `metadata`.
    pub fn set_metadata(&mut self, key: &str, value: &str, span: Span) {
        if let Some(metadata) = edit::mapping_at(&mut self.tree, "metadata", span) {
            edit::set(metadata, key, edit::text(value, span));
        }
    }

    /// Whether it is for programs on the author's machine and not for a cluster.
    pub fn is_local(&self) -> bool {
        let at = ["metadata", "annotations", "config.kubernetes.io/local-config"];
        self.tree.at(&at).is_some_and(|value| value.as_str() != Some("false"))
    }

    /// Takes over who another is, and the labels and annotations that it lacks.
    pub fn take_identity(&mut self, other: &Resource) {
        let span = self.tree.span;
        for field in ["labels", "annotations"] {
            let inherited = other.tree.at(&["metadata", field]).map(|map| map.entries().to_vec());
            for (key, value) in inherited.unwrap_or_default() {
                let key = key.as_str().unwrap_or_default();
                let Some(metadata) = edit::mapping_at(&mut self.tree, "metadata", span) else {
                    return;
                };
                let Some(own) = edit::mapping_at(metadata, field, span) else { continue };
                if own.get(key).is_none() {
                    edit::set(own, key, value.clone());
                }
            }
        }
        self.set_metadata("name", other.name(), span);
        if !other.namespace().is_empty() {
            self.set_metadata("namespace", other.namespace(), span);
        }
        self.needs_hash &= other.needs_hash;
        self.previous.clone_from(&other.previous);
        self.prefixes.clone_from(&other.prefixes);
        self.suffixes.clone_from(&other.suffixes);
        self.variables.clone_from(&other.variables);
    }
}

/// The objects of a build, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Resources {
    pub list: Vec<Resource>,
    /// How many have each of these as their current identity: looking for doubles costs nothing then.
    current: HashMap<(Gvk, String, String), usize>,
}

impl Resources {
    /// Adds an object, whose name must be new.
    pub fn add(&mut self, resource: Resource) -> Result<()> {
        let id = resource.id();
        let key = (id.gvk.clone(), id.name.clone(), id.effective_namespace().to_owned());
        let count = self.current.entry(key).or_default();
        *count += 1;
        if *count > 1 {
            let object = id.shown().into();
            return Err(Refused::new(resource.tree.span, Refusal::Twice { object }));
        }
        self.list.push(resource);
        Ok(())
    }

    /// Counts the names anew after they have changed: none may stand for two objects.
    pub fn recount(&mut self) -> Result<()> {
        let list = std::mem::take(&mut self.list);
        self.current.clear();
        list.into_iter().try_for_each(|resource| self.add(resource))
    }

    /// Indices of the objects of a name that are, or were, one that fits.
    pub fn were_or_are(&self, name: &str, fits: impl Fn(&Id) -> bool) -> Vec<usize> {
        let all = self.list.iter().enumerate();
        let found =
            all.filter(|(_, resource)| resource.is_called(name) && resource.was_or_is(&fits));
        found.map(|(at, _)| at).collect()
    }

    /// The one object that is or was this one.
    pub fn one(&self, id: &Id, span: Span) -> Result<usize> {
        let found = self.were_or_are(&id.name, |other| other.is_same(id));
        let target = || id.shown().into();
        match found[..] {
            [at] => Ok(at),
            [] => Err(Refused::new(span, Refusal::NoTarget { target: target() })),
            _ => Err(Refused::new(span, Refusal::SeveralTargets { target: target() })),
        }
    }
}
