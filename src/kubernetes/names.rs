//! Names to objects: the nearest of those that carry a name.

use std::collections::HashMap;

use super::fields::{any_is, text_at};
use super::manifest::Manifest;
use crate::source::is_within;

/// Storage classes and volumes by name, and by what else finds them.
pub(super) struct Names<'m, 'n, 't> {
    manifests: &'m [Manifest<'n, 't>],
    classes: Index<'n>,
    default_classes: Nearby<'n>,
    volumes: Index<'n>,
    volumes_of_class: Index<'n>,
    volumes_of_claim: Index<'n>,
    claims: Index<'n>,
    objects: Index<'n>,
    kinds: Index<'n>,
}

type Index<'n> = HashMap<String, Nearby<'n>>;

/// Objects of one name by directory, so that a look-up costs the depth of a path whatever their number.
#[derive(Default)]
struct Nearby<'n> {
    here: HashMap<&'n str, Vec<usize>>,
    under: HashMap<&'n str, Vec<usize>>,
}

impl<'n> Nearby<'n> {
    fn add(&mut self, path: &'n str, at: usize) {
        let add = |list: &mut Vec<usize>| {
            // One more than is looked at tells that there are more.
            if list.len() <= MOST_CANDIDATES {
                list.push(at);
            }
        };
        let mut directory = parent(path);
        if let Some(own) = directory {
            add(self.here.entry(own).or_default());
        }
        while let Some(outer) = directory {
            add(self.under.entry(outer).or_default());
            directory = parent(outer);
        }
    }

    /// Those in the same directory, else those with the deepest directory in common.
    fn nearest(&self, path: &str) -> &[usize] {
        let mut directory = parent(path);
        if let Some(here) = directory.and_then(|directory| self.here.get(directory)) {
            return here;
        }
        while let Some(outer) = directory {
            if let Some(under) = self.under.get(outer) {
                return under;
            }
            directory = parent(outer);
        }
        &[]
    }
}

/// The directory a path is in; the tree itself is empty and in nothing.
fn parent(path: &str) -> Option<&str> {
    match path.rsplit_once('/') {
        Some((directory, _)) => Some(directory),
        None => (!path.is_empty()).then_some(""),
    }
}

/// The objects found, nearest only.
pub(super) struct Found<'m, 'n, 't> {
    /// One, or several that are equally near: any of them may be meant.
    pub manifests: Vec<&'m Manifest<'n, 't>>,
    /// Whether there are more than are looked at.
    pub truncated: bool,
}

/// The most definitions of one name that are looked at together.
const MOST_CANDIDATES: usize = 16;

const DEFAULT_CLASS: [&str; 2] = [
    "storageclass.kubernetes.io/is-default-class",
    "storageclass.beta.kubernetes.io/is-default-class",
];

impl<'m, 'n, 't> Names<'m, 'n, 't> {
    pub fn new(manifests: &'m [Manifest<'n, 't>]) -> Names<'m, 'n, 't> {
        let mut names = Names {
            manifests,
            classes: Index::new(),
            default_classes: Nearby::default(),
            volumes: Index::new(),
            volumes_of_class: Index::new(),
            volumes_of_claim: Index::new(),
            claims: Index::new(),
            objects: Index::new(),
            kinds: Index::new(),
        };
        for (at, manifest) in manifests.iter().enumerate() {
            names.add_object(at, manifest);
            if manifest.is("storage.k8s.io", "StorageClass") {
                names.classes.entry(manifest.name.to_string()).or_default().add(manifest.path, at);
                if DEFAULT_CLASS.iter().any(|key| manifest.is_annotated(key)) {
                    names.default_classes.add(manifest.path, at);
                }
            } else if manifest.is("", "PersistentVolume") {
                names.add_volume(at, manifest);
            } else if manifest.is("", "PersistentVolumeClaim") {
                let namespace = manifest.namespace.as_deref().unwrap_or_default();
                let claim = format!("{namespace}/{}", manifest.name);
                names.claims.entry(claim).or_default().add(manifest.path, at);
            }
        }
        names
    }

    fn add_object(&mut self, at: usize, object: &Manifest<'n, 't>) {
        let namespace = object.namespace.as_deref().unwrap_or_default();
        let kind = format!("{}/{}/{namespace}", object.group, object.kind);
        let name = format!("{kind}/{}", object.name);
        self.kinds.entry(kind).or_default().add(object.path, at);
        self.objects.entry(name).or_default().add(object.path, at);
    }

    fn add_volume(&mut self, at: usize, volume: &Manifest<'n, 't>) {
        self.volumes.entry(volume.name.to_string()).or_default().add(volume.path, at);
        let text = |path: &[&str]| text_at(volume.node, path);
        let class = text(&["spec", "storageClassName"]).unwrap_or_default().to_owned();
        self.volumes_of_class.entry(class).or_default().add(volume.path, at);
        if let Some(name) = text(&["spec", "claimRef", "name"]) {
            let namespace = text(&["spec", "claimRef", "namespace"]).unwrap_or("default");
            let claim = format!("{namespace}/{name}");
            self.volumes_of_claim.entry(claim).or_default().add(volume.path, at);
        }
    }

    pub fn class(&self, name: &str, from: &str) -> Found<'m, 'n, 't> {
        self.nearest(self.classes.get(name), from)
    }

    pub fn default_class(&self, from: &str) -> Found<'m, 'n, 't> {
        self.nearest(Some(&self.default_classes), from)
    }

    pub fn volume(&self, name: &str, from: &str) -> Found<'m, 'n, 't> {
        self.nearest(self.volumes.get(name), from)
    }

    /// Objects of a kind (`group/Kind`) by name: those of a namespace, else those that are in none.
    pub fn object(
        &self,
        kind: &str,
        namespace: Option<&str>,
        name: &str,
        from: &str,
    ) -> Found<'m, 'n, 't> {
        let of = |namespace: &str| self.objects.get(&format!("{kind}/{namespace}/{name}"));
        let inside = of(namespace.unwrap_or_default());
        self.nearest(inside.or_else(|| of("")), from)
    }

    /// Objects of a kind: those of a namespace, else those that are in none.
    pub fn objects(
        &self,
        kind: &str,
        namespace: Option<&str>,
        from: &str,
    ) -> Vec<&'m Manifest<'n, 't>> {
        let of = |namespace: &str| self.kinds.get(&format!("{kind}/{namespace}"));
        let inside = of(namespace.unwrap_or_default());
        self.nearest(inside.or_else(|| of("")), from).manifests
    }

    /// Volumes that a claim of this class may be bound to.
    pub fn volumes_of_class(&self, class: &str, from: &str) -> Found<'m, 'n, 't> {
        self.nearest(self.volumes_of_class.get(class), from)
    }

    /// Volumes that are kept for this claim.
    pub fn volumes_of_claim(&self, namespace: &str, name: &str, from: &str) -> Found<'m, 'n, 't> {
        self.nearest(self.volumes_of_claim.get(&format!("{namespace}/{name}")), from)
    }

    /// Claims of this name in the directory of their user, or in one around or inside of it: pods
    /// and claims go together, and claims elsewhere have the same few names.
    pub fn claim(&self, namespace: &str, name: &str, from: &str) -> Found<'m, 'n, 't> {
        let mut found = self.nearest(self.claims.get(&format!("{namespace}/{name}")), from);
        let from = parent(from).unwrap_or_default();
        found.manifests.retain(|claim| {
            let at = parent(claim.path).unwrap_or_default();
            is_within(at, from) || is_within(from, at)
        });
        found
    }

    fn nearest(&self, candidates: Option<&Nearby<'n>>, from: &str) -> Found<'m, 'n, 't> {
        let nearest = candidates.map_or(&[][..], |candidates| candidates.nearest(from));
        let manifests = nearest.iter().take(MOST_CANDIDATES).map(|at| &self.manifests[*at]);
        Found { manifests: manifests.collect(), truncated: nearest.len() > MOST_CANDIDATES }
    }
}

/// Whether a storage class waits for the pod before it makes a volume.
pub(super) fn follows_pod(class: &Manifest<'_, '_>) -> bool {
    any_is(class.node, &["volumeBindingMode"], "WaitForFirstConsumer")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_directory_counts_and_equally_near_ones_together() {
        let mut nearby = Nearby::default();
        for (at, path) in ["top.yaml", "a/x.yaml", "a/b/y.yaml", "a/c/z.yaml"].iter().enumerate() {
            nearby.add(path, at);
        }
        assert_eq!(nearby.nearest("a/other.yaml"), [1]);
        assert_eq!(nearby.nearest("a/b/other.yaml"), [2]);
        assert_eq!(nearby.nearest("a/d/other.yaml"), [1, 2, 3]);
        assert_eq!(nearby.nearest("other.yaml"), [0]);
        assert_eq!(nearby.nearest("b/other.yaml"), [0, 1, 2, 3]);
    }
}
