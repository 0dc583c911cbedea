//! Resources in a Kubernetes cluster: they are where their cluster is, and what they say themselves narrows that.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Locator, Site, parts};
use crate::catalog::{identifiers, providers, regions};
use crate::kubernetes::{self, Document, Word};
use crate::locate::kubernetes as objects;
use crate::model::{
    Access, Cluster, Flow, Holds, Kind, Named, Piece, Placement, ProviderUse, Unresolved, Value,
    Why,
};
use crate::source::{Sources, Span};

/// What is known of clusters besides the configuration.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// Clusters that the policy declares.
    pub clusters: &'a [Cluster],
    /// Every file that was read.
    pub sources: &'a Sources,
}

/// What the objects give that resources declare.
#[derive(Default)]
pub(super) struct Objects {
    /// Placements by the index of the resource.
    pub placements: HashMap<usize, Vec<Placement>>,
    /// What goes elsewhere, and what comes from there.
    pub flows: Vec<Flow>,
    /// Who gets in, and as whom they go out.
    pub access: Vec<Access>,
}

/// An object, and the resource that declares it.
struct Declared<'n> {
    at: usize,
    path: String,
    documents: Vec<Document<'n>>,
}

impl Locator<'_> {
    /// Where the cluster is that a provider configuration connects to.
    pub(super) fn cluster(
        &mut self,
        at: usize,
        used: &ProviderUse,
        facts: providers::Provider,
    ) -> Site {
        let mut why = Why::Unconstrained;
        for path in facts.cluster_arguments() {
            let mut segments = path.split('.');
            let first = segments.next().and_then(|name| used.arguments.get(name));
            let mut values = first.map(parts::flat).unwrap_or_default();
            for segment in segments {
                values = values.iter().flat_map(|value| parts::step(value, segment)).collect();
            }
            let Some(value) = values.into_iter().find(|value| !value.is_null()) else { continue };
            let mut site = Site::default();
            for alternative in value.alternatives() {
                match self.connected(at, path, alternative) {
                    Ok(found) => site.add(found),
                    Err(reason) => site.add(self.missing(at, reason)),
                }
            }
            if !site.claims.is_empty() {
                return site;
            }
            why = site.why.unwrap_or(why);
        }
        self.missing(at, why)
    }

    /// Where the cluster is that one value leads to: a resource's attribute, or a name that holds a region.
    fn connected(&mut self, at: usize, path: &'static str, value: &Value) -> Result<Site, Why> {
        let holes = match &value.kind {
            Kind::Partial(pieces) => pieces.as_ref(),
            _ => &[],
        };
        let holes = holes.iter().filter_map(|piece| match piece {
            Piece::Hole(value) => Some(value),
            Piece::Text(_) => None,
        });
        let mut values = std::iter::once(value).chain(holes);
        if let Some(parent) = values.find_map(|value| self.parent(at, path, value)) {
            let mut site = self.site_of_parent(at, parent, value.origin);
            if site.claims.is_empty()
                && let Some(meant) = self.looked_up(parent)
            {
                site = self.site_of_parent(at, meant, value.origin);
            }
            return match value.first_why().filter(|_| site.claims.is_empty()) {
                Some(why) => {
                    Err(site.why.filter(|_| self.facts[parent].kind.is_some()).unwrap_or(why))
                }
                None => Ok(site),
            };
        }
        let named = value.as_str().and_then(identifiers::region);
        let place =
            named.and_then(|(provider, region)| regions::place(provider, region, None).ok());
        match place {
            Some(place) => {
                let claims = vec![self.claim(at, place, value.origin, &[])];
                Ok(Site { claims, ..Site::default() })
            }
            None => Err(value.first_why().unwrap_or(Why::Unconstrained)),
        }
    }

    /// The resource that a data source looks up by its name, where both are in the configuration.
    fn looked_up(&self, data: usize) -> Option<usize> {
        let names = self.values(data, "name")?;
        let is_same = |other: &usize| {
            self.resource(*other).type_name == self.resource(data).type_name && *other != data
        };
        { names }.iter().find_map(|name| self.parent(data, "name", name).filter(is_same))
    }

    /// What resources declare that are objects, read as such.
    pub(super) fn objects(&mut self, around: Surroundings<'_>, names: &[Named]) -> Objects {
        let origins = self.resolution;
        let place = |origin| origins.provenance.decisive(origin).map(|hop| hop.span);
        let builder = kubernetes::Builder { place: &place };
        let mut texts: Vec<(usize, String, Span)> = Vec::new();
        let mut declared: Vec<Declared<'_>> = Vec::new();
        for (at, resource) in origins.resources.iter().enumerate() {
            let facts = self.facts[at].provider;
            if facts.is_none_or(|facts| facts.cluster_arguments().next().is_none()) {
                continue;
            }
            if let Some(body) = resource.attributes.get("yaml_body") {
                let text = match &body.kind {
                    Kind::String(text) => text.to_string(),
                    Kind::Partial(pieces) => kubernetes::with_gaps(pieces),
                    _ => continue,
                };
                texts.push((at, text, place(body.origin).unwrap_or(resource.span)));
                continue;
            }
            let object = builder.object(&resource.type_name, &resource.attributes, resource.span);
            declared.extend(object.map(|object| Declared {
                at,
                path: path_of(at),
                documents: vec![object],
            }));
        }
        for (at, text, span) in &texts {
            let documents = kubernetes::documents(*span, text);
            declared.push(Declared { at: *at, path: path_of(*at), documents });
        }
        if declared.is_empty() {
            return Objects::default();
        }
        self.read_objects(&declared, around, names)
    }

    fn read_objects(
        &mut self,
        declared: &[Declared<'_>],
        around: Surroundings<'_>,
        names: &[Named],
    ) -> Objects {
        let mut sites: HashMap<usize, Site> = HashMap::new();
        let mut words: HashMap<&str, Vec<Word>> = HashMap::new();
        let mut by_path: HashMap<&str, usize> = HashMap::new();
        for object in declared {
            let site = self.site_of_cluster(object.at);
            let mut of_cluster: Vec<Word> = site.claims.iter().map(Word::declared).collect();
            if of_cluster.is_empty() {
                let file = around.sources.path(self.resource(object.at).span);
                of_cluster = kubernetes::declared_places(file, around.clusters);
            }
            words.insert(&object.path, of_cluster);
            by_path.insert(&object.path, object.at);
            sites.insert(object.at, site);
        }
        let inputs: Vec<kubernetes::Input<'_, '_>> = declared
            .iter()
            .flat_map(|object| {
                object
                    .documents
                    .iter()
                    .map(|document| kubernetes::Input { document, path: &object.path })
            })
            .collect();
        let resolution = kubernetes::resolve_in(&inputs, words, around.sources);
        let located = objects::locate(resolution, around.clusters, names);
        let mut placements: HashMap<usize, Vec<Placement>> = HashMap::new();
        for placement in located.placements {
            if let Some(at) = by_path.get(&*placement.root) {
                placements.entry(*at).or_default().push(placement);
            }
        }
        for (at, of_resource) in &mut placements {
            let is_lone = of_resource.len() == 1;
            for placement in of_resource {
                // What a set makes besides itself are claims.
                let is_made = !is_lone && &*placement.type_name == CLAIM;
                self.settle(*at, placement, is_made, sites.get(at));
            }
        }
        let mut flows = located.flows;
        flows.retain_mut(|flow| {
            let Some(at) = by_path.get(&*flow.far.root) else { return false };
            flow.resource = Arc::clone(&self.resource(*at).address);
            flow.far.root = Arc::clone(&self.resolution.root);
            true
        });
        let mut access = located.access;
        access.retain_mut(|access| {
            let Some(at) = by_path.get(&*access.root) else { return false };
            access.resource = Arc::clone(&self.resource(*at).address);
            access.root = Arc::clone(&self.resolution.root);
            true
        });
        Objects { placements, flows, access }
    }

    /// Why the object that a resource declares cannot be read: it is not known, or it is a chart.
    pub(super) fn unread_object(&self, at: usize) -> Option<Why> {
        let facts = self.facts[at].provider?;
        facts.cluster_arguments().next()?;
        let attributes = &self.resource(at).attributes;
        let body = attributes.get("manifest").or(attributes.get("yaml_body"));
        if let Some(chart) = attributes.get("chart") {
            let path = chart.as_str().unwrap_or("...").into();
            return Some(Why::NotRendered { path });
        }
        body?.why().cloned()
    }

    /// The placement of a resource whose objects cannot be read: they may be in its cluster.
    pub(super) fn unread(&mut self, at: usize, why: Why) -> Placement {
        let site = Site { is_closed: true, ..self.site_of_cluster(at) };
        let mut placement = self.placement(at, self.facts[at], site);
        placement.holds = Holds::Unknown;
        if placement.claims.is_empty() {
            placement.why_unknown.get_or_insert(why);
        }
        placement
    }

    fn site_of_cluster(&mut self, at: usize) -> Site {
        let (facts, used) = (self.facts[at].provider, self.resource(at).provider.clone());
        match (facts, used) {
            (Some(facts), Some(used)) => self.cluster(at, &used, facts),
            _ => self.missing(at, Why::Unconstrained),
        }
    }

    /// Makes the placement of an object that of the resource which declares it.
    fn settle(&self, at: usize, placement: &mut Placement, is_made: bool, cluster: Option<&Site>) {
        let resource = self.resource(at);
        placement.root = Arc::clone(&self.resolution.root);
        if is_made {
            placement.resource = format!("{}/{}", resource.address, placement.resource).into();
        } else {
            placement.resource = Arc::clone(&resource.address);
            placement.type_name = Arc::clone(&resource.type_name);
            placement.span = resource.span;
        }
        let Some(cluster) = cluster else { return };
        placement.is_closed |= cluster.is_closed;
        if placement.why_unknown == Some(Why::Unconstrained)
            && let Some(why) = &cluster.why
        {
            placement.why_unknown = Some(why.clone());
            placement.unknown_because.clone_from(&cluster.because);
        }
    }
}

/// The type of the objects that a set makes for its pods.
const CLAIM: &str = "PersistentVolumeClaim";

/// What stands for the path of a file: all objects of a root are equally near.
fn path_of(at: usize) -> String {
    format!("#{at}")
}

/// What stays open of a far end.
pub(super) fn open_end(flow: &Flow) -> Option<Unresolved> {
    objects::open_end(flow)
}

/// What stays open of an object.
pub(super) fn open(placement: &Placement) -> Option<Unresolved> {
    objects::open_place(placement)
}
