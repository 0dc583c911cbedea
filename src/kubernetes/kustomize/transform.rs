//! Changes to all objects of a kustomization: namespaces, names, labels, annotations, numbers of replicas
//! (kustomize, `api/internal/builtins`, `api/filters`).

use super::configuration::{Configuration, field_spec};
use super::edit::{self, Tree};
use super::field_spec::{FieldSpec, Gvk, Made, change};
use super::kustomization::{Kustomization, is_set, pairs_of, text_of};
use super::refused::{Refused, Result};
use super::resource::{Resource, Resources};
use crate::model::Refusal;
use crate::source::Span;
use crate::syntax::yaml::NodeKind;

/// Moves every object into the namespace of a kustomization.
pub(super) fn namespace(
    from: &Kustomization,
    configuration: &Configuration,
    resources: &mut Resources,
) -> Result<()> {
    let Some((namespace, span)) = from.text("namespace") else { return Ok(()) };
    for resource in &mut resources.list {
        resource.remember();
        if !resource.id().is_of_cluster() {
            resource.set_metadata("namespace", namespace, span);
        }
        if matches!(resource.kind(), "RoleBinding" | "ClusterRoleBinding") {
            move_subjects(&mut resource.tree, namespace, span);
        }
        let is_core = resource.api_version() == "v1";
        for spec in configuration.of("namespace") {
            let is_name = spec.path == "metadata/name";
            // The namespace of its metadata is set above; a name is one only of what is a Namespace itself.
            if spec.path == "metadata/namespace" || (is_name && !is_core) {
                continue;
            }
            set_texts(resource, spec, namespace, span)?;
        }
    }
    resources.recount()
}

/// Accounts that are called `default` are those of the namespace.
fn move_subjects(tree: &mut Tree, namespace: &str, span: Span) {
    let subjects = edit::get_mut(tree, "subjects").and_then(edit::nodes_mut);
    for subject in subjects.into_iter().flatten() {
        if subject.get("name").and_then(|name| name.as_str()) == Some("default") {
            edit::set(subject, "namespace", edit::text(namespace, span));
        }
    }
}

fn set_texts(resource: &mut Resource, spec: &FieldSpec, text: &str, span: Span) -> Result<()> {
    if !spec.gvk.selects(&resource.gvk()) {
        return Ok(());
    }
    change(&mut resource.tree, spec, Made::Scalar, span, &mut |node| {
        *node = edit::text(text, span);
        Ok(())
    })
}

/// Which end of a name something is put to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Affix {
    Prefix,
    Suffix,
}

/// Puts the prefix or suffix of a kustomization to every name.
pub(super) fn affix(
    from: &Kustomization,
    affix: Affix,
    configuration: &Configuration,
    resources: &mut Resources,
) -> Result<()> {
    let field = if affix == Affix::Prefix { "namePrefix" } else { "nameSuffix" };
    let Some((added, span)) = from.text(field) else { return Ok(()) };
    let kept = [
        Gvk::new("", "", "CustomResourceDefinition"),
        Gvk::new("apiregistration.k8s.io", "", "APIService"),
        Gvk::new("", "", "Namespace"),
    ];
    for resource in &mut resources.list {
        let original = resource.original();
        if kept.iter().any(|gvk| gvk.selects(&original.gvk)) {
            continue;
        }
        for spec in configuration.of(field) {
            if !spec.gvk.selects(&original.gvk) {
                continue;
            }
            if spec.path == "metadata/name" {
                match affix {
                    Affix::Prefix => resource.prefixes.push(added.into()),
                    Affix::Suffix => resource.suffixes.push(added.into()),
                }
                resource.remember();
            }
            change(&mut resource.tree, spec, Made::Nothing, span, &mut |node| {
                let text = node.as_str().ok_or_else(|| Refused::unfit(node.span, &spec.path))?;
                let text = match affix {
                    Affix::Prefix => format!("{added}{text}"),
                    Affix::Suffix => format!("{text}{added}"),
                };
                *node = edit::text(&text, node.span);
                Ok(())
            })?;
        }
    }
    resources.recount()
}

/// Puts the labels of a kustomization on every object, and into selectors where it asks for that.
pub(super) fn labels(
    from: &Kustomization,
    configuration: &Configuration,
    resources: &mut Resources,
) -> Result<()> {
    for label in from.list("labels") {
        let own = label.get("fields").map(|list| list.elements()).unwrap_or_default();
        let mut specs: Vec<FieldSpec> = own.iter().map(field_spec).collect();
        specs.extend(configuration.of("labels").cloned());
        if is_set(label, "includeSelectors") {
            specs.extend(configuration.of("commonLabels").cloned());
        } else {
            let templates = is_set(label, "includeTemplates");
            specs.extend(configuration.of("templateLabels").filter(|_| templates).cloned());
            specs.push(FieldSpec::new(Gvk::default(), "metadata/labels", true));
        }
        put(&pairs_of(label.get("pairs")), &specs, resources)?;
    }
    let common: Vec<FieldSpec> = configuration.of("commonLabels").cloned().collect();
    put(&from.pairs("commonLabels"), &common, resources)
}

/// Puts the annotations of a kustomization on every object.
pub(super) fn annotations(
    from: &Kustomization,
    configuration: &Configuration,
    resources: &mut Resources,
) -> Result<()> {
    let pairs = from.pairs("commonAnnotations");
    let specs: Vec<FieldSpec> = configuration.of("commonAnnotations").cloned().collect();
    put(&pairs, &specs, resources)
}

fn put(pairs: &[(&str, &Tree)], specs: &[FieldSpec], resources: &mut Resources) -> Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    for resource in &mut resources.list {
        let gvk = resource.gvk();
        for spec in specs.iter().filter(|spec| spec.gvk.selects(&gvk)) {
            for (key, value) in pairs {
                let text = edit::text(value.as_str().unwrap_or_default(), value.span);
                change(&mut resource.tree, spec, Made::Mapping, value.span, &mut |node| {
                    if !node.is_mapping() {
                        return Err(Refused::unfit(node.span, &spec.path));
                    }
                    edit::set(node, key, text.clone());
                    Ok(())
                })?;
            }
        }
    }
    Ok(())
}

/// Sets how many copies of a workload there are.
pub(super) fn replicas(
    from: &Kustomization,
    configuration: &Configuration,
    resources: &mut Resources,
) -> Result<()> {
    for wanted in from.list("replicas") {
        let Some((name, span)) = text_of(wanted, "name") else { continue };
        let count = wanted.get("count").map_or("0", |count| count.as_str().unwrap_or("0"));
        let mut is_found = false;
        for spec in configuration.of("replicas") {
            let found =
                resources.were_or_are(name, |id| id.name == name && spec.gvk.selects(&id.gvk));
            is_found |= !found.is_empty();
            for at in found {
                let tree = &mut resources.list[at].tree;
                change(tree, spec, Made::Scalar, span, &mut |node| {
                    *node = edit::bare(count, span);
                    Ok(())
                })?;
            }
        }
        if !is_found {
            return Err(Refused::new(span, Refusal::NoTarget { target: name.into() }));
        }
    }
    Ok(())
}

/// Gives images other names, tags and digests.
pub(super) fn images(
    from: &Kustomization,
    configuration: &Configuration,
    resources: &mut Resources,
) -> Result<()> {
    for wanted in from.list("images").iter().chain(from.list("imageTags")) {
        let Some(image) = Image::read(wanted) else { continue };
        for resource in &mut resources.list {
            if resource.kind() == "CustomResourceDefinition" {
                continue;
            }
            rename_in_containers(&mut resource.tree, &image);
            for spec in configuration.of("images") {
                if spec.gvk.selects(&resource.gvk()) {
                    change(&mut resource.tree, spec, Made::Nothing, wanted.span, &mut |node| {
                        image.rename(node);
                        Ok(())
                    })?;
                }
            }
        }
    }
    Ok(())
}

struct Image<'n> {
    name: regex::Regex,
    new_name: Option<(&'n str, Span)>,
    new_tag: Option<(&'n str, Span)>,
    digest: Option<(&'n str, Span)>,
    tag_suffix: Option<(&'n str, Span)>,
}

impl<'n> Image<'n> {
    fn read(node: &'n Tree) -> Option<Image<'n>> {
        let (name, _) = text_of(node, "name")?;
        // What a name matches: `api/internal/image/image.go`. One that is no pattern matches nothing.
        let pattern = format!("^{name}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$");
        let name = regex::RegexBuilder::new(&pattern).size_limit(1 << 20).build().ok()?;
        let text = |field| text_of(node, field);
        Some(Image {
            name,
            new_name: text("newName"),
            new_tag: text("newTag"),
            digest: text("digest"),
            tag_suffix: text("tagSuffix"),
        })
    }

    fn rename(&self, node: &mut Tree) {
        let Some(text) = node.as_str().filter(|text| self.name.is_match(text)) else { return };
        let (name, tag, digest) = parts(text);
        let name = self.new_name.map_or(name, |(name, _)| name);
        let tail = match (self.new_tag, self.digest, self.tag_suffix) {
            (Some((tag, _)), Some((digest, _)), _) => format!(":{tag}@{digest}"),
            (Some((tag, _)), None, _) => format!(":{tag}"),
            (None, Some((digest, _)), _) => format!("@{digest}"),
            (None, None, Some((suffix, _))) => format!(":{}{suffix}", tag.unwrap_or_default()),
            (None, None, None) => {
                let tag = tag.map(|tag| format!(":{tag}")).unwrap_or_default();
                let digest = digest.map(|digest| format!("@{digest}")).unwrap_or_default();
                tag + &digest
            }
        };
        let renamed = format!("{name}{tail}");
        let changed = self.new_name.or(self.new_tag).or(self.digest).or(self.tag_suffix);
        if let Some((_, span)) = changed.filter(|_| renamed != text) {
            *node = edit::text(&renamed, span);
        }
    }
}

/// Name, tag and digest of an image.
fn parts(image: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, digest) = match image.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (image, None),
    };
    let from = rest.find('/').filter(|slash| *slash > 0).unwrap_or(0);
    match rest[from..].find(':') {
        Some(colon) => (&rest[..from + colon], Some(&rest[from + colon + 1..]), digest),
        None => (rest, None, digest),
    }
}

/// Containers are looked for at any depth, as those of custom resources are not among the fields.
fn rename_in_containers(tree: &mut Tree, image: &Image<'_>) {
    match &mut tree.kind {
        NodeKind::Mapping(entries) => {
            for (key, value) in entries {
                rename_in_containers(value, image);
                if !matches!(key.as_str(), Some("containers" | "initContainers")) {
                    continue;
                }
                for container in edit::nodes_mut(value).into_iter().flatten() {
                    if let Some(node) = edit::get_mut(container, "image") {
                        image.rename(node);
                    }
                }
            }
        }
        NodeKind::Sequence(nodes) => {
            nodes.iter_mut().for_each(|node| rename_in_containers(node, image));
        }
        NodeKind::Scalar(..) | NodeKind::Shared(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_have_parts() {
        assert_eq!(
            parts("registry.example.jp:5000/a/b:1@sha256:0"),
            ("registry.example.jp:5000/a/b", Some("1"), Some("sha256:0"))
        );
        assert_eq!(parts("ledger"), ("ledger", None, None));
        assert_eq!(parts("ledger:2"), ("ledger", Some("2"), None));
    }
}
