//! Names to objects: the nearest of those that carry a name.

use std::collections::HashMap;
use std::sync::Arc;

use super::fields::{any_is, text_at};
use super::manifest::Manifest;

/// Storage classes and volumes by name, and by what else finds them.
pub(super) struct Names<'m, 'n, 't> {
    manifests: &'m [Manifest<'n, 't>],
    classes: HashMap<Arc<str>, Vec<usize>>,
    default_classes: Vec<usize>,
    volumes: HashMap<Arc<str>, Vec<usize>>,
    volumes_of_class: HashMap<String, Vec<usize>>,
    volumes_of_claim: HashMap<(String, String), Vec<usize>>,
}

/// The objects found, nearest only.
pub(super) struct Found<'m, 'n, 't> {
    /// One, or several that are equally near: any of them may be meant.
    pub manifests: Vec<&'m Manifest<'n, 't>>,
    /// Whether there are more than are looked at.
    pub truncated: bool,
}

/// The most definitions of one name that are looked at together.
const MOST_CANDIDATES: usize = 32;

const DEFAULT_CLASS: [&str; 2] = [
    "storageclass.kubernetes.io/is-default-class",
    "storageclass.beta.kubernetes.io/is-default-class",
];

impl<'m, 'n, 't> Names<'m, 'n, 't> {
    pub fn new(manifests: &'m [Manifest<'n, 't>]) -> Names<'m, 'n, 't> {
        let mut names = Names {
            manifests,
            classes: HashMap::new(),
            default_classes: Vec::new(),
            volumes: HashMap::new(),
            volumes_of_class: HashMap::new(),
            volumes_of_claim: HashMap::new(),
        };
        for (at, manifest) in manifests.iter().enumerate() {
            if manifest.is("storage.k8s.io", "StorageClass") {
                names.classes.entry(Arc::clone(&manifest.name)).or_default().push(at);
                if DEFAULT_CLASS.iter().any(|key| manifest.is_annotated(key)) {
                    names.default_classes.push(at);
                }
            } else if manifest.is("", "PersistentVolume") {
                names.add_volume(at, manifest);
            }
        }
        names
    }

    fn add_volume(&mut self, at: usize, volume: &Manifest<'n, 't>) {
        self.volumes.entry(Arc::clone(&volume.name)).or_default().push(at);
        let text = |path: &[&str]| text_at(volume.node, path).map(str::to_owned);
        let class = text(&["spec", "storageClassName"]).unwrap_or_default();
        self.volumes_of_class.entry(class).or_default().push(at);
        if let Some(name) = text(&["spec", "claimRef", "name"]) {
            let namespace = text(&["spec", "claimRef", "namespace"]);
            let claim = (namespace.unwrap_or_else(|| "default".into()), name);
            self.volumes_of_claim.entry(claim).or_default().push(at);
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

    /// Volumes that a claim of this class may be bound to.
    pub fn volumes_of_class(&self, class: &str, from: &str) -> Found<'m, 'n, 't> {
        self.nearest(self.volumes_of_class.get(class), from)
    }

    /// Volumes that are kept for this claim.
    pub fn volumes_of_claim(&self, namespace: &str, name: &str, from: &str) -> Found<'m, 'n, 't> {
        self.nearest(self.volumes_of_claim.get(&(namespace.to_owned(), name.to_owned())), from)
    }

    /// Those in the same directory, else those with the deepest directory in common.
    fn nearest(&self, candidates: Option<&Vec<usize>>, from: &str) -> Found<'m, 'n, 't> {
        let candidates = candidates.map_or(&[][..], Vec::as_slice);
        let rank = |at: usize| nearness(self.manifests[at].path, from);
        let best = candidates.iter().map(|at| rank(*at)).max();
        let mut nearest = candidates.iter().filter(|at| Some(rank(**at)) == best);
        let manifests = nearest.by_ref().take(MOST_CANDIDATES).map(|at| &self.manifests[*at]);
        Found { manifests: manifests.collect(), truncated: nearest.next().is_some() }
    }
}

/// Number of directories two files have in common, and whether it is all of them.
fn nearness(path: &str, from: &str) -> (bool, usize) {
    let directories = |path| -> Vec<&str> {
        let mut parts: Vec<&str> = str::split(path, '/').collect();
        parts.pop();
        parts
    };
    let (path, from) = (directories(path), directories(from));
    let common = path.iter().zip(&from).take_while(|(a, b)| a == b).count();
    (path == from, common)
}

/// Whether a storage class waits for the pod before it makes a volume.
pub(super) fn follows_pod(class: &Manifest<'_, '_>) -> bool {
    any_is(class.node, &["volumeBindingMode"], "WaitForFirstConsumer")
}
