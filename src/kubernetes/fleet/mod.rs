//! The fleet: which clusters objects go to, and where those are.
//!
//! What hands objects to clusters is read first: it applies folders of the tree, or places single objects. Clusters are
//! known by name, by server and by label from the policy and from what registers or makes them. What nobody names stays
//! open: an object is never said to be in a cluster for sure that only might be its own.

mod applier;
mod facts;
mod generators;
mod home;
mod known;
mod labels;
mod parameters;
mod placement;
mod tree;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

pub use home::Home;

use super::fields::text_at;
use super::manifest::Manifest;
use super::path::holders;
use super::site::{Say, Word};
use super::{Context, Object};
use crate::model::{Because, Cluster, Holds, Step, Unresolved, Why};
use crate::source::directory;
use crate::syntax::yaml::Node;
use applier::Applier;
use generators::Generators;
use home::Clusters;
use known::Register;
use parameters::Parameters;
use tree::{Depth, Tree};

/// The places of the clusters that the policy declares for a file.
pub fn declared_places(path: &str, clusters: &[Cluster]) -> Vec<Word> {
    let is_named =
        |cluster: &&Cluster| cluster.path.as_ref().is_some_and(|glob| glob.is_match(path));
    let mut matching: Vec<&Cluster> = clusters.iter().filter(is_named).collect();
    if matching.is_empty() {
        let is_for_all = |cluster: &&Cluster| {
            cluster.path.is_none()
                && cluster.name.is_none()
                && cluster.server.is_none()
                && cluster.labels.is_empty()
        };
        matching = clusters.iter().filter(is_for_all).collect();
    }
    matching.iter().flat_map(|cluster| cluster.claims.iter().map(Word::declared)).collect()
}

/// API groups and kinds of objects that say where others are.
static TELLING: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<&str> =
        facts::groups().chain(["storage.k8s.io", "PersistentVolume"]).collect();
    words.sort_unstable();
    words.dedup();
    words
});

/// Whether a text may hold an object that says where others are: a cluster, what hands objects to it, a volume, its
/// class.
pub fn tells_places(text: &str) -> bool {
    TELLING.iter().any(|word| text.contains(word))
}

/// Whether this is a kind that hands objects to clusters, or tells of clusters.
pub(super) fn knows(group: &str, kind: &str) -> bool {
    facts::applied_by(group, kind).is_some()
        || facts::placed_by(group, kind).is_some()
        || !facts::cluster_kinds(group, kind).is_empty()
}

/// The clusters of all objects.
#[derive(Default)]
pub(super) struct Fleet<'n> {
    paths: HashMap<&'n str, Home>,
    /// Objects that are placed one by one.
    objects: HashMap<usize, Home>,
    /// What an object reaches that hands others to clusters.
    reaches: HashMap<usize, Home>,
    nobody: Home,
    /// What could not be read.
    pub unresolved: Vec<Unresolved>,
}

/// What clusters are looked up in.
struct Surroundings<'m, 'n, 't> {
    manifests: &'m [Manifest<'n, 't>],
    register: Register,
    tree: Tree<'n>,
    by_kind: HashMap<Arc<str>, Vec<usize>>,
    /// Steps that may still be spent.
    steps: Cell<usize>,
}

impl Surroundings<'_, '_, '_> {
    /// Spends steps; false where there are none left.
    fn spend(&self, steps: usize) -> bool {
        self.steps.set(self.steps.get().saturating_sub(steps));
        self.steps.get() > 0
    }

    /// The clusters that a selector selects.
    fn selected(
        &self,
        selector: Option<&Node<'_>>,
        registers: &str,
        because: &[Because],
    ) -> Clusters {
        let (selected, is_open) = self.register.selected(selector, registers);
        let mut clusters = Clusters::default();
        for at in selected {
            clusters.join(self.register.one(at).through(because));
        }
        if is_open { clusters.or_elsewhere(Why::ClustersNotListed) } else { clusters }
    }
}

/// The most sets of folders that are applied.
const MOST_APPLIERS: usize = 50_000;

impl<'n> Fleet<'n> {
    /// One in which the clusters of files are told.
    pub fn told(paths: HashMap<&'n str, Vec<Word>>) -> Fleet<'n> {
        let home = |words: Vec<Word>| match words.is_empty() {
            true => Home::default(),
            false => Home { says: vec![Say::OneOf(words)], why: None },
        };
        let paths = paths.into_iter().map(|(path, words)| (path, home(words))).collect();
        Fleet { paths, ..Fleet::default() }
    }

    /// The clusters of these objects.
    pub fn new(
        manifests: &[Manifest<'n, '_>],
        context: &Context<'_, 'n, '_>,
        clusters: &[Cluster],
    ) -> Fleet<'n> {
        let mut by_kind: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        for (at, manifest) in manifests.iter().enumerate() {
            by_kind.entry(Arc::clone(&manifest.kind)).or_default().push(at);
        }
        let around = Surroundings {
            manifests,
            register: Register::new(manifests, context, clusters),
            tree: Tree::new(manifests.iter().map(|manifest| manifest.path)),
            by_kind,
            steps: Cell::new(MOST_STEPS),
        };
        let mut fleet = Fleet::default();
        let appliers = fleet.appliers(&around);
        let ways = Ways::new(&appliers, &around, clusters);
        for manifest in manifests {
            if !fleet.paths.contains_key(manifest.path) {
                fleet.paths.insert(manifest.path, ways.home(manifest.path).home());
            }
        }
        fleet.add_reaches(&appliers, &ways, &around);
        fleet.add_placed(&around);
        fleet
    }

    /// What a file's objects are told by their clusters.
    pub fn home(&self, reading: Option<usize>, path: &str) -> &Home {
        let own = reading.and_then(|at| self.objects.get(&at));
        own.or_else(|| self.paths.get(path)).unwrap_or(&self.nobody)
    }

    /// An object that hands others to clusters, at the places of these.
    pub fn object(&self, at: usize, manifest: &Manifest<'_, '_>) -> Option<Object> {
        let home = self.reaches.get(&at)?;
        let silent = home.why.clone().unwrap_or(Why::Unconstrained);
        let site = super::Site { says: home.says.clone(), silent };
        Some(Object::of(manifest, "config_only", Holds::Nothing, site))
    }

    fn appliers(&mut self, around: &Surroundings<'_, 'n, '_>) -> Vec<Applier> {
        let mut appliers = Vec::new();
        for (at, manifest) in around.manifests.iter().enumerate() {
            let Some(kind) = facts::applied_by(&manifest.group, &manifest.kind) else { continue };
            let mut sets = vec![Parameters::default()];
            let mut open = None;
            if !kind.generators.is_empty() {
                let generators = holders(manifest.node, kind.generators).0;
                let nodes: Vec<&Node<'_>> = generators.iter().map(|holder| holder.node).collect();
                let mut reader = Generators::new(around, kind.registers);
                let generated = reader.all(&nodes, &Parameters::default(), 0);
                (sets, open) = (generated.sets, generated.open);
                let patch = text_at(manifest.node, &["spec", "templatePatch"]);
                if patch.is_some_and(|patch| patch.contains("destination")) {
                    let what = "`templatePatch` with a destination".into();
                    open.get_or_insert((Why::NotSupported { what }, manifest.span));
                }
                if open.is_some() {
                    // What they all say is true of those that nobody knows.
                    sets.push(Parameters::default());
                }
            }
            if let Some((why, span)) = open {
                let resource = manifest.address();
                self.unresolved.push(Unresolved { span, resource, why });
            }
            for set in sets {
                if appliers.len() == MOST_APPLIERS {
                    let (span, resource) = (manifest.span, manifest.address());
                    self.unresolved.push(Unresolved { span, resource, why: Why::Budget });
                    return appliers;
                }
                appliers.push(applier::read(at, manifest.node, kind, &set, around));
            }
        }
        appliers
    }

    /// The clusters that appliers reach, and those of them that are named and not known.
    fn add_reaches(
        &mut self,
        appliers: &[Applier],
        ways: &Ways<'_, '_, '_, '_>,
        around: &Surroundings<'_, '_, '_>,
    ) {
        for of_object in appliers.chunk_by(|a, b| a.at == b.at) {
            let at = of_object[0].at;
            let manifest = &around.manifests[at];
            let mut clusters = Clusters::default();
            for applier in of_object {
                clusters.join(applier.clusters.clone());
                if applier.is_own {
                    clusters.join(ways.home(manifest.path));
                }
            }
            if let Some(why @ Why::ClusterNotKnown { .. }) = clusters.elsewhere() {
                let (span, resource, why) = (manifest.span, manifest.address(), why.clone());
                self.unresolved.push(Unresolved { span, resource, why });
            }
            self.reaches.insert(at, clusters.home());
        }
    }

    fn add_placed(&mut self, around: &Surroundings<'_, 'n, '_>) {
        let mut placed: HashMap<usize, Clusters> = HashMap::new();
        for (at, manifest) in around.manifests.iter().enumerate() {
            let Some(kind) = facts::placed_by(&manifest.group, &manifest.kind) else { continue };
            let policy = placement::read(at, kind, around);
            for object in policy.objects {
                placed.entry(object).or_default().join(policy.clusters.clone());
            }
            self.reaches.insert(policy.at, policy.clusters.home());
        }
        self.objects.extend(placed.into_iter().map(|(at, clusters)| (at, clusters.home())));
    }
}

/// The ways from files to clusters.
struct Ways<'a, 'm, 'n, 't> {
    appliers: &'a [Applier],
    around: &'a Surroundings<'m, 'n, 't>,
    clusters: &'a [Cluster],
    here: HashMap<&'a str, Vec<usize>>,
    below: HashMap<&'a str, Vec<usize>>,
    /// The cluster that is the only one, which objects may go to.
    only: Option<Clusters>,
}

/// The longest way from a file over what applies it, and what applies that.
const LONGEST_WAY: usize = 24;

/// The most appliers on the ways from one file.
const MOST_ON_WAY: usize = 4_000;

/// The most steps that one run spends on ways and choices.
const MOST_STEPS: usize = 5_000_000;

impl<'a, 'm, 'n, 't> Ways<'a, 'm, 'n, 't> {
    fn new(
        appliers: &'a [Applier],
        around: &'a Surroundings<'m, 'n, 't>,
        clusters: &'a [Cluster],
    ) -> Ways<'a, 'm, 'n, 't> {
        let folders = || appliers.iter().flat_map(|applier| &applier.folders);
        let ours = around.tree.repository(folders());
        let mut here: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut below: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, applier) in appliers.iter().enumerate() {
            let is_ours = |repository: &String| Some(repository) == ours.as_ref();
            for folder in applier.folders.iter().filter(|folder| is_ours(&folder.repository)) {
                let index = if folder.depth == Depth::Here { &mut here } else { &mut below };
                let of_folder = index.entry(&folder.path).or_default();
                if of_folder.last() != Some(&at) {
                    of_folder.push(at);
                }
            }
        }
        let only = around.register.only().map(|known| {
            let name = known.name.clone().unwrap_or_default();
            known.clusters().or_elsewhere(Why::ClusterNotNamed { cluster: name })
        });
        Ways { appliers, around, clusters, here, below, only }
    }

    /// The clusters that the objects of a file go to.
    fn home(&self, path: &str) -> Clusters {
        let clusters = self.told(path, &mut HashSet::new(), 0);
        match &self.only {
            Some(only) if !clusters.is_known() && clusters.is_unconstrained() => only.clone(),
            _ => clusters,
        }
    }

    /// What the policy says of a file, what applies it, and what its path names.
    fn told(&self, path: &str, seen: &mut HashSet<usize>, depth: usize) -> Clusters {
        let declared = declared_places(path, self.clusters);
        let applied = self.applied(directory(path), seen, depth);
        if !declared.is_empty() {
            let mut clusters = Clusters::at(vec![Say::OneOf(declared)]);
            // Where both tell a place, either may be mistaken.
            if applied.is_known() && applied.elsewhere().is_none() {
                clusters.join(applied);
            }
            return clusters;
        }
        let by_path =
            if applied.is_unconstrained() { self.by_path(path) } else { Clusters::default() };
        if by_path.is_known() { by_path } else { applied }
    }

    /// What applies a folder. What was asked on the way here is not asked again: it adds nothing.
    fn applied(&self, folder: &str, seen: &mut HashSet<usize>, depth: usize) -> Clusters {
        let mut found: Vec<usize> = self.here.get(folder).cloned().unwrap_or_default();
        let mut outer = Some(folder);
        while let Some(folder) = outer {
            found.extend(self.below.get(folder).into_iter().flatten());
            outer = (!folder.is_empty()).then(|| directory(folder));
        }
        let mut clusters = Clusters::default();
        for at in found {
            if !seen.insert(at) {
                continue;
            }
            if depth > LONGEST_WAY || seen.len() > MOST_ON_WAY || !self.around.spend(1) {
                clusters.join(Clusters::unknown(Why::Budget));
                break;
            }
            let applier = &self.appliers[at];
            let manifest = &self.around.manifests[applier.at];
            let hop = [Because { span: manifest.span, step: Step::Destination }];
            clusters.join(applier.clusters.clone().through(&hop));
            if applier.is_own {
                let own = self.told(manifest.path, seen, depth + 1);
                clusters.join(match own.is_empty() {
                    true => Clusters::unknown(Why::Unconstrained),
                    false => own.through(&hop),
                });
            }
        }
        clusters
    }

    /// The cluster whose name stands after a folder for clusters.
    fn by_path(&self, path: &str) -> Clusters {
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            let Some(name) = parts.peek().filter(|_| part == CLUSTERS) else { continue };
            let is_folder = path.rsplit_once('/').is_some_and(|(folder, _)| folder.contains(*name));
            if is_folder && self.around.register.has(name) {
                let clusters = self.around.register.named(name, &[]);
                if clusters.is_known() {
                    return clusters;
                }
            }
        }
        Clusters::default()
    }
}

/// The folder in which people have one for each cluster.
const CLUSTERS: &str = "clusters";
