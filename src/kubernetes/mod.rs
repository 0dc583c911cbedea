//! Kubernetes: documents to objects with what they say about their place.
//!
//! Nothing here looks a region up: what is said stays a [`Say`], and `locate` turns it into places.

mod access;
mod custom;
mod detect;
mod ends;
mod facts;
mod fields;
mod fleet;
mod forms;
mod guesses;
mod images;
pub mod kustomize;
mod manifest;
mod mounts;
mod names;
mod nodes;
mod path;
mod rendered;
mod selector;
mod settings;
mod site;
mod storage;
mod terraform;
pub mod values;
mod wording;
mod workload;

use std::collections::HashMap;
use std::sync::Arc;

pub use detect::{has_bare_action, is_in_manifest, is_manifest, is_manifest_start, is_template};
pub use facts::{Scale, node_providers, region_of_zone_label};
pub use fleet::{Home, declared_places, tells_places};
pub use rendered::rendered_parts;
pub use site::{Say, Site, Word};
pub use terraform::{Builder, documents, with_gaps};

pub use crate::syntax::yaml::Document;
use crate::syntax::yaml::Node;

use crate::model::{Access, Cluster, Direction, Holds, Labels, Purpose, Strength, Unresolved, Why};
use crate::source::{Sources, Span};
use fleet::Fleet;
use manifest::Manifest;
use names::Names;

/// A parsed document and the file it is in.
#[derive(Clone, Copy, Debug)]
pub struct Input<'n, 't> {
    /// The document.
    pub document: &'n Document<'t>,
    /// Path relative to the checked tree, `/` between its parts.
    pub path: &'n str,
}

/// What the objects of a tree say.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// Objects that keep, compute on or pass on data, in the order read.
    pub objects: Vec<Object>,
    /// What they say of data that goes elsewhere, or comes from there.
    pub edges: Vec<Edge>,
    /// What they say of who gets in, and as whom they go out.
    pub access: Vec<Access>,
    /// What could not be read.
    pub unresolved: Vec<Unresolved>,
    /// Number of objects read, of every kind.
    pub count: usize,
}

/// An object that has a place.
#[derive(Clone, Debug)]
pub struct Object {
    /// `Kind/namespace/name`.
    pub resource: Arc<str>,
    /// `Kind.group`, the kind alone in the core group.
    pub type_name: Arc<str>,
    /// Class in the words of the catalogue.
    pub class: &'static str,
    /// Path of its file.
    pub root: Arc<str>,
    /// Its name as written.
    pub span: Span,
    /// Its namespace.
    pub namespace: Option<Arc<str>>,
    /// Its labels.
    pub labels: Labels,
    /// What it does with data.
    pub holds: Holds,
    /// What is said about its place.
    pub site: Site,
    /// What others know it by, where it makes a bucket or another store.
    pub store: Option<StoreName>,
}

/// The name of a bucket or another store in its provider's cloud.
#[derive(Clone, Debug)]
pub struct StoreName {
    /// The provider, as the tables of regions call it.
    pub provider: &'static str,
    /// The name.
    pub name: Arc<str>,
}

/// A flow that an object says.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Address of the object that says it.
    pub resource: Arc<str>,
    /// Which way the data goes.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// How plainly it is said.
    pub strength: Strength,
    /// The far end, with the root, namespace and labels of the object that says it.
    pub far: Object,
}

impl Object {
    fn of(manifest: &Manifest<'_, '_>, class: &'static str, holds: Holds, site: Site) -> Object {
        Object {
            resource: manifest.address(),
            type_name: manifest.type_name(),
            class,
            root: manifest.path.into(),
            span: manifest.span,
            namespace: manifest.namespace.clone(),
            labels: manifest.labels(),
            holds,
            site,
            store: None,
        }
    }
}

/// The kinds that a table has rows of, as `group/Kind`: custom resources, and what objects of built-in kinds say of
/// ends elsewhere.
pub fn kinds_with_rows() -> impl Iterator<Item = &'static str> {
    ends::kinds()
}

/// The name of the store that an object makes.
fn store_name(manifest: &Manifest<'_, '_>) -> Option<StoreName> {
    let (provider, paths) = facts::store_name(&manifest.group, &manifest.kind)?;
    let named =
        |path| path::holders(manifest.node, path).0.first().and_then(|h| fields::text(h.node));
    let name = paths.split(' ').find_map(named)?.into();
    Some(StoreName { provider, name })
}

/// What objects are read against: the others by name, and their clusters.
struct Context<'m, 'n, 't> {
    names: Names<'m, 'n, 't>,
    fleet: Fleet<'n>,
    /// Index of the object that is read.
    reading: Option<usize>,
    sources: &'m Sources,
}

impl Context<'_, '_, '_> {
    /// What the clusters say that the objects of a file go to.
    fn cluster(&self, path: &str) -> &[Say] {
        &self.fleet.home(self.reading, path).says
    }
}

/// Reads the objects of these documents. Their order decides nothing but the order of the result.
pub fn resolve(inputs: &[Input<'_, '_>], clusters: &[Cluster], sources: &Sources) -> Resolution {
    resolve_with(inputs, sources, |manifests, context| Fleet::new(manifests, context, clusters))
}

/// Reads the objects of these documents, whose clusters are known by their paths.
pub fn resolve_in<'n>(
    inputs: &[Input<'n, '_>],
    clusters: HashMap<&'n str, Vec<Word>>,
    sources: &Sources,
) -> Resolution {
    resolve_with(inputs, sources, |_, _| Fleet::told(clusters))
}

fn resolve_with<'n, 't>(
    inputs: &[Input<'n, 't>],
    sources: &Sources,
    fleet: impl FnOnce(&[Manifest<'n, 't>], &Context<'_, 'n, 't>) -> Fleet<'n>,
) -> Resolution {
    let mut resolution = Resolution::default();
    let mut manifests = Vec::new();
    for input in inputs {
        let before = manifests.len();
        manifest::read(input, &mut manifests, &mut resolution);
        resolution.unresolved.extend(wording::remarks(input.document, &manifests[before..]));
    }
    resolution.count = manifests.len();
    let (names, nowhere) = (Names::new(&manifests), Fleet::default());
    let mut context = Context { names, fleet: nowhere, reading: None, sources };
    context.fleet = fleet(&manifests, &context);
    resolution.unresolved.append(&mut context.fleet.unresolved);
    for (at, manifest) in manifests.iter().enumerate() {
        context.reading = Some(at);
        let (objects, edges) = (resolution.objects.len(), resolution.edges.len());
        read(manifest, &context, &mut resolution);
        resolution.access.extend(access::read(manifest, &context));
        if let Some(object) = resolution.objects.get_mut(objects) {
            object.store = store_name(manifest);
        }
        let sites = resolution.objects[objects..].iter_mut().map(|object| &mut object.site);
        let far = resolution.edges[edges..].iter_mut().map(|edge| &mut edge.far.site);
        let Some(why) = &context.fleet.home(Some(at), manifest.path).why else { continue };
        // Why nothing binds it: what its cluster is called, or that others are like it.
        sites.chain(far).filter(|site| site.silent == Why::Unconstrained).for_each(|site| {
            site.silent = why.clone();
        });
    }
    resolution
}

fn read(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>, resolution: &mut Resolution) {
    let pods = workload::pods(manifest);
    let ends = ends::read(manifest, context);
    let mut edges = ends.edges;
    edges.extend(settings::read(manifest, context));
    if custom::is_custom(manifest) && !custom::is_managed(manifest) {
        let is_known =
            ends.is_known || !pods.is_empty() || fleet::knows(&manifest.group, &manifest.kind);
        let read =
            guesses::Read { seen: is_known.then_some(&ends.seen[..]), provider: ends.provider };
        edges.extend(guesses::read(manifest, &read, context));
    }
    settings::finish(&mut edges, context.sources);
    edges.extend(images::read(manifest, &pods));
    resolution.edges.extend(edges);
    let reach = context.reading.and_then(|at| context.fleet.object(at, manifest));
    if let Some(object) = reach {
        resolution.objects.push(object);
        return;
    }
    // What a kind says of its own place counts before where its pods run.
    if !pods.is_empty() && ends.object.is_none() {
        let mut site = workload::site(manifest, &pods, context);
        site.says.extend(mounts::says(manifest, &pods, context));
        let mut object = Object::of(manifest, "compute", Holds::Processes, site);
        object.labels = workload::labels(manifest, &pods);
        resolution.objects.push(object);
        resolution.objects.extend(templates(manifest, &pods, context));
        return;
    }
    if custom::is_custom(manifest) {
        if ends.is_known && !custom::is_managed(manifest) {
            resolution.objects.extend(ends.object);
            return;
        }
        let (object, unresolved) = custom::read(manifest);
        resolution.objects.extend(object.map(|mut object| match ends.object {
            Some(own) => Object { labels: object.labels, ..own },
            None => {
                object.site.says.extend(ends.copies);
                object
            }
        }));
        resolution.unresolved.extend(unresolved);
        return;
    }
    if let Some(store) = storage::of(manifest, context) {
        let holds = if &*manifest.kind == "StorageClass" { Holds::Nothing } else { Holds::AtRest };
        resolution.objects.push(Object::of(manifest, store.class, holds, store.site));
        return;
    }
    let cluster = context.cluster(manifest.path);
    let own = ends.object;
    let here = |class, holds| {
        let site = Site { says: workload::in_cluster(cluster), silent: Why::Unconstrained };
        Object::of(manifest, class, holds, site)
    };
    let object = match (&*manifest.group, &*manifest.kind) {
        ("", "Secret") => Some(here("secret", Holds::AtRest)),
        ("", "ConfigMap") => Some(here("config_only", Holds::Nothing)),
        ("", "Service") => service(manifest).map(|class| match own {
            Some(own) => Object { class, ..own },
            None => here(class, Holds::InTransit),
        }),
        _ => own,
    };
    resolution.objects.extend(object);
}

/// Class of a Service; nothing for a mere alias of a host elsewhere.
fn service(manifest: &Manifest<'_, '_>) -> Option<&'static str> {
    let is = |kind| fields::any_is(manifest.node, &["spec", "type"], kind);
    match () {
        () if is("LoadBalancer") => Some("load_balancer"),
        () if is("ExternalName") => None,
        () => Some("network"),
    }
}

/// The claims that a StatefulSet makes for its pods, and those that are made for one pod and go with it.
fn templates(
    set: &Manifest<'_, '_>,
    pods: &[workload::Pods<'_, '_>],
    context: &Context<'_, '_, '_>,
) -> Vec<Object> {
    let mut of_pods = Vec::new();
    if &*set.kind == "StatefulSet" {
        of_pods.extend(manifest::claim_templates(set.node).into_iter().map(|node| (node, None)));
    }
    for volume in pods.iter().flat_map(|pods| fields::elements(pods.spec, &["volumes"])) {
        let template = volume.at(&["ephemeral", "volumeClaimTemplate"]);
        of_pods.extend(template.map(|template| (template, Some(volume))));
    }
    if of_pods.is_empty() {
        return Vec::new();
    }
    let asked = workload::constraints(set, pods, context);
    let object = |(template, volume): (&Node<'_>, Option<&Node<'_>>)| {
        let own = match volume {
            Some(volume) => volume.get("name"),
            None => template.at(&["metadata", "name"]),
        };
        let name = own.and_then(fields::text).unwrap_or("?");
        let name = match volume {
            Some(_) => format!("{}-{name}", set.name),
            None => format!("{name}-{}", set.name),
        };
        let name_node = own.unwrap_or(template);
        let claim = storage::Claim {
            node: template,
            path: set.path,
            namespace: set.namespace.as_deref().unwrap_or_default(),
            name: &name,
            span: name_node.span,
            pod: asked.clone(),
        };
        let store = storage::claim(&claim, context);
        let kind = "PersistentVolumeClaim";
        // The set's controller puts the labels it selects by on the claims it makes.
        let labels = manifest::labels(&[
            (template, &["metadata", "labels"]),
            (set.node, &["spec", "selector", "matchLabels"]),
        ]);
        Object {
            resource: manifest::address(kind, set.namespace.as_deref(), &name),
            type_name: kind.into(),
            span: name_node.span,
            labels,
            ..Object::of(set, store.class, Holds::AtRest, store.site)
        }
    };
    of_pods.into_iter().map(object).collect()
}
