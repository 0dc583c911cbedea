//! Fields that are changed wherever a kind has them (kustomize, `api/types/fieldspec.go`).

use super::edit::{self, Tree};
use super::refused::{Refused, Result};
use crate::source::Span;
use crate::syntax::yaml::NodeKind;

/// Group, version and kind; an empty part stands for any where it selects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Gvk {
    pub group: String,
    pub version: String,
    pub kind: String,
}

impl Gvk {
    pub fn new(group: &str, version: &str, kind: &str) -> Gvk {
        Gvk { group: group.into(), version: version.into(), kind: kind.into() }
    }

    /// Of an object.
    pub fn of(api_version: &str, kind: &str) -> Gvk {
        let (group, version) = split_version(api_version);
        Gvk::new(group, version, kind)
    }

    /// Whether each part that is given here is the other's.
    pub fn selects(&self, other: &Gvk) -> bool {
        let fits = |own: &str, other: &str| own.is_empty() || own == other;
        fits(&self.group, &other.group)
            && fits(&self.version, &other.version)
            && fits(&self.kind, &other.kind)
    }

    /// `group/version`, the version alone in the core group.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() {
            return self.version.clone();
        }
        format!("{}/{}", self.group, self.version)
    }
}

/// Group and version of an `apiVersion`.
pub(super) fn split_version(api_version: &str) -> (&str, &str) {
    api_version.rsplit_once('/').unwrap_or(("", api_version))
}

/// A field of the objects that it selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldSpec {
    pub gvk: Gvk,
    /// As written.
    pub path: String,
    pub parts: Vec<String>,
    pub create: bool,
}

impl FieldSpec {
    pub fn new(gvk: Gvk, path: &str, create: bool) -> FieldSpec {
        let parts = split(path, '/').into_iter().filter(|part| !part.is_empty()).collect();
        FieldSpec { gvk, path: path.into(), parts, create }
    }
}

/// Parts of a path; a backslash before a delimiter keeps it.
pub(super) fn split(path: &str, delimiter: char) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut is_open = false;
    for piece in path.split(delimiter) {
        let (text, goes_on) = match piece.strip_suffix('\\') {
            Some(text) => (text, true),
            None => (piece, false),
        };
        match parts.last_mut().filter(|_| is_open) {
            Some(last) => {
                last.push(delimiter);
                last.push_str(text);
            }
            None => parts.push(text.to_owned()),
        }
        is_open = goes_on;
    }
    parts
}

/// What is made where a field is missing and its spec asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    Nothing,
    Scalar,
    Mapping,
}

/// Changes every node at the end of a path, through all elements of the lists on the way.
pub(super) fn change(
    tree: &mut Tree,
    spec: &FieldSpec,
    made: Made,
    span: Span,
    change: &mut dyn FnMut(&mut Tree) -> Result<()>,
) -> Result<()> {
    walk(tree, &spec.parts, &Walk { spec, made, span }, change)
}

struct Walk<'s> {
    spec: &'s FieldSpec,
    made: Made,
    span: Span,
}

fn walk(
    tree: &mut Tree,
    path: &[String],
    how: &Walk<'_>,
    change: &mut dyn FnMut(&mut Tree) -> Result<()>,
) -> Result<()> {
    let Some((first, rest)) = path.split_first() else { return change(tree) };
    if edit::is_null(tree) {
        return Ok(());
    }
    match &mut tree.kind {
        NodeKind::Sequence(nodes) => {
            nodes.iter_mut().try_for_each(|node| walk(node, path, how, change))
        }
        NodeKind::Mapping(_) => {
            let name = first.strip_suffix("[]").unwrap_or(first);
            let is_list = name.len() < first.len();
            let makes = how.spec.create && how.made != Made::Nothing && !is_list;
            let new = || match (is_list, rest.is_empty(), how.made) {
                (true, ..) => edit::sequence(Vec::new(), how.span),
                (_, true, Made::Scalar) => edit::text("", how.span),
                _ => edit::mapping(Vec::new(), how.span),
            };
            match edit::get_mut(tree, name) {
                Some(value) if edit::is_null(value) && (makes || is_list) => *value = new(),
                None if makes => edit::set(tree, name, new()),
                _ => {}
            }
            match edit::get_mut(tree, name) {
                Some(value) => walk(value, rest, how, change),
                None => Ok(()),
            }
        }
        _ => Err(Refused::unfit(tree.span, &how.spec.path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backslash_keeps_a_delimiter() {
        assert_eq!(
            split("metadata/annotations/a.example\\/b", '/'),
            ["metadata", "annotations", "a.example/b"]
        );
        assert_eq!(split("data.app\\.yaml", '.'), ["data", "app.yaml"]);
    }

    #[test]
    fn what_is_not_given_selects_anything() {
        let deployment = Gvk::of("apps/v1", "Deployment");
        assert!(Gvk::new("", "", "Deployment").selects(&deployment));
        assert!(!Gvk::new("", "v1beta1", "Deployment").selects(&deployment));
        assert_eq!(deployment.api_version(), "apps/v1");
        assert_eq!(Gvk::of("v1", "Pod").api_version(), "v1");
    }
}
