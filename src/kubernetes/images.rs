//! Images of containers: what pods run comes from a registry, which may be abroad.

use std::collections::HashSet;
use std::sync::Arc;

use super::facts::Scale;
use super::fields::{each, elements, text};
use super::manifest::Manifest;
use super::site::{Say, Site, Word};
use super::workload::{CONTAINERS, Pods};
use super::{Edge, Object};
use crate::model::{Direction, Holds, Purpose, Strength, Why};
use crate::syntax::yaml::Node;

/// The registry of images that name none (distribution/reference, `normalize.go`).
const DEFAULT_REGISTRY: &str = "docker.io";

/// Where the images of an object's pods come from: each registry once.
pub(super) fn read(manifest: &Manifest<'_, '_>, pods: &[Pods<'_, '_>]) -> Vec<Edge> {
    let containers =
        pods.iter().flat_map(|pods| CONTAINERS.map(|kind| elements(pods.spec, &[kind])));
    let images = containers.flatten().flat_map(|container| each(container, &["image"]));
    let mut seen = HashSet::new();
    let of_registry = |image: &Node<'_>| {
        let registry = registry(text(image)?)?.to_owned();
        seen.insert(registry.clone()).then(|| edge(&registry, image, manifest))
    };
    images.filter_map(of_registry).collect()
}

/// The registry that an image's name starts with; nothing where it is in the cluster or filled in later.
fn registry(image: &str) -> Option<&str> {
    if image.contains(['$', '{', '<', ' ']) {
        return None;
    }
    let named = image.split_once('/').map(|(first, _)| first);
    let is_host = |first: &&str| first.contains(['.', ':']) || *first == "localhost";
    let Some(registry) = named.filter(is_host) else { return Some(DEFAULT_REGISTRY) };
    let host = registry.split(':').next().unwrap_or(registry);
    let is_inside =
        !host.contains('.') || [".svc", ".cluster.local"].iter().any(|end| host.ends_with(end));
    (!is_inside).then_some(host)
}

fn edge(registry: &str, image: &Node<'_>, manifest: &Manifest<'_, '_>) -> Edge {
    let word = Word::written("image", Scale::Host, None, registry, image.span);
    let site = Site { says: vec![Say::OneOf(vec![word])], silent: Why::Unconstrained };
    let far = Object {
        resource: Arc::from(registry),
        type_name: "".into(),
        span: image.span,
        ..Object::of(manifest, "registry", Holds::AtRest, site)
    };
    let (direction, strength) = (Direction::In, Strength::Declared);
    Edge { resource: manifest.address(), direction, purpose: Purpose::Images, strength, far }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_name_their_registry_or_none() {
        assert_eq!(registry("nginx:1.27"), Some("docker.io"));
        assert_eq!(registry("library/nginx@sha256:ab"), Some("docker.io"));
        assert_eq!(registry("ghcr.io/members/app:1"), Some("ghcr.io"));
        assert_eq!(registry("registry.example.com:5000/app"), Some("registry.example.com"));
        assert_eq!(registry("localhost:5000/app"), None);
        assert_eq!(registry("image-registry.openshift-image-registry.svc:5000/app"), None);
        assert_eq!(registry("$(REGISTRY)/app"), None);
    }
}
