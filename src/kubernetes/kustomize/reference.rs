//! Names of objects in other objects, after those objects were renamed
//! (kustomize, `api/internal/accumulator/namereferencetransformer.go`, `api/filters/nameref`).

use std::collections::{HashMap, HashSet};

use super::configuration::Configuration;
use super::edit::{self, Tree};
use super::field_spec::{FieldSpec, Gvk, Made, change};
use super::refused::Result;
use super::resource::{Id, Resource, Resources};
use crate::source::Span;
use crate::syntax::yaml::NodeKind;

/// Follows the names that have changed wherever they are referred to.
pub(super) fn mend(configuration: &Configuration, resources: &mut Resources) -> Result<()> {
    let objects: Vec<Object> = resources.list.iter().map(Object::of).collect();
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, object) in objects.iter().enumerate() {
        let names: HashSet<&str> = object.previous.iter().map(|id| &*id.name).collect();
        names.into_iter().for_each(|name| by_name.entry(name).or_default().push(at));
    }
    if by_name.is_empty() {
        return Ok(());
    }
    let first_namespaces =
        objects.iter().map(|object| object.first().effective_namespace()).collect();
    let index = Index { objects: &objects, by_name, first_namespaces };
    for (at, resource) in resources.list.iter_mut().enumerate() {
        let original = objects[at].first();
        let referrer = Referrer::of(resource, &index, at);
        let specs = configuration.references();
        for (target, spec) in specs.filter(|(_, spec)| spec.gvk.selects(&original.gvk)) {
            let is_of_role = spec.path.ends_with("roleRef/name");
            let role = is_of_role.then(|| role_of(&resource.tree)).flatten();
            let wanted = Wanted { target, role: role.as_ref() };
            mend_field(&mut resource.tree, spec, &referrer, &wanted)?;
        }
    }
    Ok(())
}

/// What is compared of an object.
struct Object {
    id: Id,
    previous: Vec<Id>,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    is_of_cluster: bool,
    /// Where its name is set.
    span: Span,
}

impl Object {
    fn of(resource: &Resource) -> Object {
        let id = resource.id();
        let name = resource.tree.at(&["metadata", "name"]);
        Object {
            is_of_cluster: id.is_of_cluster(),
            id,
            previous: resource.previous.clone(),
            prefixes: resource.prefixes.clone(),
            suffixes: resource.suffixes.clone(),
            span: name.unwrap_or(&resource.tree).span,
        }
    }

    fn first(&self) -> &Id {
        self.previous.first().unwrap_or(&self.id)
    }

    /// Whether both had the same prefixes and suffixes put to them last; `allows_none` where one may have none.
    fn has_affixes_of(&self, other: &Object, allows_none: bool) -> bool {
        let fits = |a: &[String], b: &[String]| {
            let shorter = a.len().min(b.len());
            (allows_none && shorter == 0)
                || (a.len() == b.len() || shorter > 0)
                    && a[a.len() - shorter..] == b[b.len() - shorter..]
        };
        fits(&self.prefixes, &other.prefixes) && fits(&self.suffixes, &other.suffixes)
    }
}

/// The objects of a build, by the names that they had.
struct Index<'o> {
    objects: &'o [Object],
    by_name: HashMap<&'o str, Vec<usize>>,
    /// The namespaces that they were in first.
    first_namespaces: HashSet<&'o str>,
}

/// An object that refers to others.
struct Referrer<'o> {
    index: &'o Index<'o>,
    at: usize,
    /// Namespaces of the accounts that a role binding names.
    namespaces: HashSet<String>,
}

/// What a field refers to.
struct Wanted<'w> {
    target: &'w Gvk,
    role: Option<&'w Gvk>,
}

/// Most objects of one name that are looked at.
const MOST_CANDIDATES: usize = 1_000;

impl<'o> Referrer<'o> {
    fn of(resource: &Resource, index: &'o Index<'o>, at: usize) -> Referrer<'o> {
        let subjects = resource.tree.get("subjects").filter(|_| resource.kind() == "RoleBinding");
        let subjects = subjects.map(|list| list.elements()).unwrap_or_default().iter();
        let accounts = subjects.filter(|subject| {
            subject.get("kind").and_then(|kind| kind.as_str()) == Some("ServiceAccount")
        });
        let namespaces = accounts
            .filter_map(|subject| Some(subject.get("namespace")?.as_str()?.to_owned()))
            .collect();
        Referrer { index, at, namespaces }
    }

    fn own(&self) -> &'o Object {
        &self.index.objects[self.at]
    }

    /// Whether this can refer to an object at all.
    fn may_reach(&self, object: &Object) -> bool {
        self.own().is_of_cluster
            || object.is_of_cluster
            || object.id.effective_namespace() == self.own().id.effective_namespace()
            || self.namespaces.contains(&object.id.namespace)
    }

    /// Whether an object is in the namespace of this, or in none, or an account, which others may name.
    fn is_beside(&self, object: &Object) -> bool {
        self.own().is_of_cluster
            || object.is_of_cluster
            || object.id.gvk.kind == "ServiceAccount"
            || object.id.effective_namespace() == self.own().id.effective_namespace()
    }

    /// The object that a name refers to; nothing where that cannot be told.
    fn find(
        &self,
        name: &str,
        wanted: &Wanted<'_>,
        keeps: impl Fn(&Object) -> bool,
        are_alike: impl Fn(&Object, &Object) -> bool,
    ) -> Option<&'o Object> {
        let indices = self.index.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        let mut found: Vec<&Object> = indices.iter().map(|at| &self.index.objects[*at]).collect();
        found.truncate(MOST_CANDIDATES);
        let was =
            |object: &Object, gvk: &Gvk| object.previous.iter().any(|id| gvk.selects(&id.gvk));
        found.retain(|object| {
            self.may_reach(object)
                && keeps(object)
                && was(object, wanted.target)
                && wanted.role.is_none_or(|role| was(object, role))
                && self.is_beside(object)
        });
        if let [only] = found[..] {
            return Some(only);
        }
        found.retain(|object| object.has_affixes_of(self.own(), true));
        if found.len() > 1 {
            found.retain(|object| object.has_affixes_of(self.own(), false));
        }
        let first = *found.first()?;
        found.iter().all(|object| are_alike(first, object)).then_some(first)
    }
}

fn role_of(tree: &Tree) -> Option<Gvk> {
    let text = |key| Some(tree.at(&["roleRef", key])?.as_str()?.to_owned());
    Some(Gvk { group: text("apiGroup")?, version: String::new(), kind: text("kind")? })
}

fn mend_field(
    tree: &mut Tree,
    spec: &FieldSpec,
    referrer: &Referrer<'_>,
    wanted: &Wanted<'_>,
) -> Result<()> {
    let span = tree.span;
    let mut mend = |node: &mut Tree| {
        if edit::is_null(node) {
            return Ok(());
        }
        match &mut node.kind {
            NodeKind::Sequence(nodes) => {
                nodes.iter_mut().for_each(|node| mend_node(node, referrer, wanted));
            }
            _ => mend_node(node, referrer, wanted),
        }
        Ok(())
    };
    // A path that does not fit the object refers to nothing.
    change(tree, spec, Made::Nothing, span, &mut mend).or(Ok(()))
}

fn mend_node(node: &mut Tree, referrer: &Referrer<'_>, wanted: &Wanted<'_>) {
    if !node.is_mapping() {
        let Some(name) = node.as_str() else { return };
        let alike = |a: &Object, b: &Object| a.id.name == b.id.name;
        if let Some(found) = referrer.find(name, wanted, |_| true, alike)
            && found.id.name != name
        {
            *node = edit::text(&found.id.name, found.span);
        }
        return;
    }
    let text = |key: &str| node.get(key).and_then(|value| value.as_str()).map(str::to_owned);
    let (Some(name), namespace) = (text("name"), text("namespace")) else { return };
    let is_first =
        |object: &Object, namespace: &str| object.first().effective_namespace() == namespace;
    let first = &referrer.index.first_namespaces;
    let any_first = namespace.as_deref().is_some_and(|namespace| first.contains(namespace));
    let keeps = |object: &Object| match namespace.as_deref() {
        None => true,
        Some(namespace) if any_first => is_first(object, namespace),
        Some(namespace) => object.id.effective_namespace() == namespace,
    };
    let alike = |a: &Object, b: &Object| a.id.name == b.id.name && a.id.namespace == b.id.namespace;
    let Some(found) = referrer.find(&name, wanted, keeps, alike) else { return };
    if found.id.name == name && found.id.namespace.is_empty() {
        return;
    }
    edit::set(node, "name", edit::text(&found.id.name, found.span));
    if !found.id.namespace.is_empty() {
        edit::set(node, "namespace", edit::text(&found.id.namespace, found.span));
    }
}
