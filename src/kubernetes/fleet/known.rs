//! The clusters that are known: those that the policy declares, those that the tree registers or makes.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::ends::{self, is_so};
use super::super::facts::{self as kubernetes_facts, Scale};
use super::super::fields::{each, text, text_at};
use super::super::manifest::{self, Manifest};
use super::super::path::holders;
use super::super::selector::label_map;
use super::super::site::{Say, Word};
use super::super::{Context, custom};
use super::facts::{self, ClusterKind};
use super::home::Clusters;
use super::labels::{is_open, selects};
use crate::catalog::endpoints::{self, Whereabouts};
use crate::catalog::{identifiers, regions};
use crate::model::{Because, Cluster, Labels, Step, Why};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// How a cluster is known. What comes first counts before what comes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// The policy declares it, or something that hands objects to it names its server.
    Told,
    /// The tree makes it.
    Made,
}

/// A cluster of which something is known.
pub(super) struct Known {
    /// What it is called.
    pub name: Option<Arc<str>>,
    /// Host of its API server.
    pub server: Option<Arc<str>>,
    /// The address of its server as written.
    pub url: Option<Arc<str>>,
    /// Its labels, and annotations.
    pub labels: Labels,
    pub annotations: Labels,
    /// The kind of object that registers it, for those that select among these only; nothing where it is declared.
    pub kind: Option<Arc<str>>,
    pub source: Source,
    /// What is said about its place; nothing where that is not known.
    says: Vec<Say>,
    why: Option<Why>,
    pub span: Span,
}

/// All of them.
#[derive(Default)]
pub(super) struct Register {
    pub all: Vec<Known>,
    by_name: HashMap<Arc<str>, Vec<usize>>,
    by_server: HashMap<Arc<str>, Vec<usize>>,
    /// Those of the policy.
    declared: Vec<usize>,
    /// Whether the policy names clusters, so that it is known which there are.
    pub is_closed: bool,
}

/// The server that stands for the cluster that asks.
const INSIDE: [&str; 3] =
    ["kubernetes.default.svc", "kubernetes.default", "kubernetes.default.svc.cluster.local"];

/// The most clusters that are known.
const MOST_CLUSTERS: usize = 10_000;

impl Register {
    pub fn new(
        manifests: &[Manifest<'_, '_>],
        context: &Context<'_, '_, '_>,
        clusters: &[Cluster],
    ) -> Register {
        let mut register = Register::default();
        clusters.iter().for_each(|cluster| register.add(of_declaration(cluster)));
        register.is_closed =
            clusters.iter().any(|cluster| cluster.is_declared && cluster.name.is_some());
        for manifest in manifests {
            for kind in facts::cluster_kinds(&manifest.group, &manifest.kind) {
                for known in of_manifest(manifest, kind, context) {
                    register.add(known);
                }
            }
        }
        register
    }

    fn add(&mut self, known: Known) {
        if self.all.len() >= MOST_CLUSTERS {
            self.is_closed = false;
            return;
        }
        let at = self.all.len();
        if let Some(name) = &known.name {
            self.by_name.entry(Arc::clone(name)).or_default().push(at);
        }
        // Where its server is not known, its name stands for that.
        let server =
            known.server.clone().or_else(|| Some(known.name.as_ref()?.to_lowercase().into()));
        if let Some(server) = server {
            self.by_server.entry(server).or_default().push(at);
        }
        if known.kind.is_none() && known.source == Source::Told {
            self.declared.push(at);
        }
        self.all.push(known);
    }

    /// Whether a cluster of this name is known, with or without its place.
    pub fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The cluster of this name.
    pub fn named(&self, name: &str, because: &[Because]) -> Clusters {
        let found = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        let clusters = self.first(found);
        let clusters = match clusters.is_known() {
            true => clusters,
            false => of_identifier(name, because).unwrap_or_else(|| unknown(name)),
        };
        clusters.through(because)
    }

    /// The cluster with this server; nothing for the one that asks.
    pub fn at_server(&self, server: &str, because: &[Because]) -> Option<Clusters> {
        let host = host(server);
        if INSIDE.contains(&&*host) {
            return None;
        }
        let found = self.by_server.get(&*host).map_or(&[][..], Vec::as_slice);
        let clusters = self.first(found);
        let clusters = match clusters.is_known() {
            true => clusters,
            false => of_host(&host, because).map_or_else(|| unknown(server), Clusters::at),
        };
        Some(clusters.through(because))
    }

    /// Clusters at these indices that are one: those that tell most count.
    fn first(&self, found: &[usize]) -> Clusters {
        let mut clusters = Clusters::default();
        for source in [Source::Told, Source::Made] {
            for at in found.iter().filter(|at| self.all[**at].source == source) {
                clusters.join(self.one(*at));
            }
            if clusters.is_known() {
                break;
            }
        }
        clusters
    }

    /// What is known of one: itself, and declarations of its name, server or labels.
    pub fn one(&self, at: usize) -> Clusters {
        let known = &self.all[at];
        let mut clusters = known.clusters();
        if known.kind.is_none() {
            return clusters;
        }
        let declared = self.declared.iter().map(|at| &self.all[*at]).filter(|other| {
            let same =
                |own: &Option<Arc<str>>, others: &Option<Arc<str>>| own.is_some() && own == others;
            same(&other.name, &known.name)
                || same(&other.server, &known.server)
                || other.has_labels_of(known)
        });
        let mut told = Clusters::default();
        declared.for_each(|other| told.join(other.clusters()));
        if told.is_known() {
            told.join(clusters);
            clusters = told;
        }
        clusters
    }

    /// Those that a selector selects among objects of this kind and declared clusters, and whether there may be more.
    pub fn selected(&self, selector: Option<&Node<'_>>, kind: &str) -> (Vec<usize>, bool) {
        let mut is_open = !self.is_closed;
        let mut found = Vec::new();
        for (at, known) in self.all.iter().enumerate() {
            let counts = match &known.kind {
                Some(own) => **own == *kind,
                // A declaration stands for a cluster where it names one that no object registers.
                None => {
                    known.source == Source::Told
                        && known.name.as_ref().is_some_and(|name| {
                            !self.by_name[name]
                                .iter()
                                .any(|other| self.all[*other].kind.as_deref() == Some(kind))
                        })
                }
            };
            if !counts {
                continue;
            }
            match selector.map_or(Some(true), |selector| selects(selector, &known.labels)) {
                Some(true) => found.push(at),
                Some(false) => {}
                None => is_open = true,
            }
        }
        (found, is_open)
    }

    /// The one cluster that the tree makes, where there is exactly one.
    pub fn only(&self) -> Option<&Known> {
        let mut named: Vec<&Known> = Vec::new();
        for known in self.all.iter().filter(|known| known.name.is_some() && !known.says.is_empty())
        {
            if named.iter().all(|other| other.name != known.name) {
                named.push(known);
            }
        }
        match named[..] {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl Known {
    /// What is known of it alone.
    pub fn clusters(&self) -> Clusters {
        if self.says.is_empty() {
            return match &self.name {
                Some(name) => unknown(name),
                None => Clusters::default(),
            };
        }
        let clusters = Clusters::at(self.says.clone());
        match &self.why {
            Some(why) => clusters.or_elsewhere(why.clone()),
            None => clusters,
        }
    }

    fn has_labels_of(&self, other: &Known) -> bool {
        let mut labels = self.labels.known.iter();
        !self.labels.known.is_empty()
            && labels.all(|(key, values)| other.labels.known.get(key) == Some(values))
    }
}

/// A cluster of which only this name or address is known.
pub(super) fn unknown(name: &str) -> Clusters {
    Clusters::unknown(Why::ClusterNotKnown { cluster: name.into() })
}

fn of_declaration(cluster: &Cluster) -> Known {
    let labels = cluster.labels.iter();
    let labels = labels.map(|(key, value)| (Arc::clone(key), vec![Arc::clone(value)])).collect();
    Known {
        name: cluster.name.clone(),
        server: cluster.server.as_deref().map(host),
        url: cluster.server.clone(),
        labels: Labels { known: labels, open: false },
        annotations: Labels::default(),
        kind: None,
        source: if cluster.is_declared { Source::Told } else { Source::Made },
        says: vec![Say::OneOf(cluster.claims.iter().map(Word::declared).collect())],
        why: cluster.why_unknown.clone(),
        span: cluster.span,
    }
}

/// The clusters that an object registers or makes.
fn of_manifest(
    manifest: &Manifest<'_, '_>,
    kind: ClusterKind,
    context: &Context<'_, '_, '_>,
) -> Vec<Known> {
    if !is_so(kind.when, manifest.node, None, manifest.node) {
        return Vec::new();
    }
    let (found, _) = holders(manifest.node, kind.path);
    let one = |node: &Node<'_>| {
        let first = |paths: &str| {
            let mut found = paths.split(' ').flat_map(|path| holders(node, path).0);
            found.find_map(|holder| Some((Arc::<str>::from(text(holder.node)?), holder.node.span)))
        };
        let (name, server) = (first(kind.name), first(kind.server));
        let metadata = (!kind.metadata.is_empty()).then(|| holders(node, kind.metadata).0);
        let metadata = metadata.and_then(|found| found.first().map(|holder| holder.node));
        let of = |key| metadata.map(|node| manifest::labels(&[(node, &[key])]));
        let hop = |span| Because { span, step: Step::Constraint };
        let mut says = Vec::new();
        if let Some((url, span)) = &server {
            says = of_host(&host(url), &[hop(*span)]).unwrap_or_default();
        }
        if let Some((name, span)) = name.as_ref().filter(|_| says.is_empty()) {
            says = region_of_identifier(name, &[hop(*span)]).unwrap_or_default();
        }
        if says.is_empty() && kind.path.is_empty() {
            says = made(manifest, kind, context);
        }
        if let Some(metadata) = metadata.filter(|_| says.is_empty()) {
            says = of_labels(metadata);
        }
        let span = name.as_ref().map_or(manifest.span, |(_, span)| *span);
        Known {
            name: name.map(|(name, _)| name),
            server: server.as_ref().map(|(url, _)| host(url)),
            url: server.map(|(url, _)| url),
            labels: of("labels").unwrap_or_default(),
            annotations: of("annotations").unwrap_or_default(),
            kind: Some(kind.registers.into()),
            source: if kind.registers.is_empty() { Source::Made } else { Source::Told },
            says,
            why: None,
            span,
        }
    };
    found.iter().map(|holder| one(holder.node)).collect()
}

/// Where an object says that the cluster is that it makes: itself, or the objects that it is made of.
fn made(manifest: &Manifest<'_, '_>, kind: ClusterKind, context: &Context<'_, '_, '_>) -> Vec<Say> {
    let own = site(manifest, context);
    if !own.is_empty() {
        return own;
    }
    let mut lists: Vec<Vec<Say>> = Vec::new();
    for path in kind.parts.split(' ').filter(|path| !path.is_empty()) {
        for reference in holders(manifest.node, path).0.iter().map(|holder| holder.node) {
            lists.extend(referred(manifest, reference, context));
        }
    }
    lists.sort_by_key(Vec::is_empty);
    lists.retain(|says| !says.is_empty());
    match lists.len() {
        0 | 1 => lists.pop().unwrap_or_default(),
        _ => vec![Say::Any(lists)],
    }
}

/// What an object reference of any kind leads to.
fn referred(
    manifest: &Manifest<'_, '_>,
    reference: &Node<'_>,
    context: &Context<'_, '_, '_>,
) -> Option<Vec<Say>> {
    let (kind, name) = (text_at(reference, &["kind"])?, text_at(reference, &["name"])?);
    let group = match text_at(reference, &["apiGroup"]) {
        Some(group) => group,
        None => text_at(reference, &["apiVersion"])?.rsplit_once('/')?.0,
    };
    let kind = format!("{group}/{kind}");
    let found = context.names.object(&kind, manifest.namespace.as_deref(), name, manifest.path);
    let [target] = found.manifests[..] else { return None };
    let mut says = site(target, context);
    let hops = [
        Because { span: reference.span, step: Step::Subject },
        Because { span: target.span, step: Step::ObjectReference },
    ];
    says.iter_mut().for_each(|say| say.through(&hops));
    Some(says)
}

/// What an object says about its own place.
fn site(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Vec<Say> {
    let object = match custom::is_managed(manifest) {
        true => custom::read(manifest).0,
        false => ends::read(manifest, context).object,
    };
    object.map(|object| object.site.says).unwrap_or_default()
}

/// What labels of a cluster say about its place: those of nodes, and words under keys that say one.
fn of_labels(metadata: &Node<'_>) -> Vec<Say> {
    let maps = each(metadata, &["labels"]);
    let mut says: Vec<Say> = maps.iter().flat_map(|map| label_map(map, None)).collect();
    if says.iter().any(|say| matches!(say, Say::OneOf(_))) {
        return says;
    }
    says.clear();
    let entries = maps.iter().flat_map(|map| map.entries());
    let words = entries.filter_map(|(key, value)| {
        let scale = kubernetes_facts::place_key(key.as_str()?)?;
        let word = text(value).filter(|word| is_place(word))?;
        let because = vec![Because { span: value.span, step: Step::Constraint }];
        Some(Word {
            key: key.as_str()?.into(),
            scale,
            provider: None,
            service: None,
            word: word.into(),
            because,
            decided_by: value.span,
            declared: true,
        })
    });
    says.extend(words.map(|word| Say::OneOf(vec![word])));
    says
}

/// Whether a provider that has nodes knows this word.
pub(super) fn is_place(word: &str) -> bool {
    !is_open(word)
        && kubernetes_facts::node_providers()
            .any(|provider| regions::place(provider, word, None).is_ok())
}

/// The region in the name of a cluster.
fn of_identifier(name: &str, because: &[Because]) -> Option<Clusters> {
    region_of_identifier(name, because).map(Clusters::at)
}

fn region_of_identifier(name: &str, because: &[Because]) -> Option<Vec<Say>> {
    let (provider, region) = identifiers::region(name)?;
    regions::place(provider, region, None).ok()?;
    Some(vec![Say::OneOf(vec![word(Scale::Region, Some(provider), region, because)?])])
}

/// The place that the name of a host tells.
fn of_host(host: &str, because: &[Because]) -> Option<Vec<Say>> {
    match endpoints::endpoint(host)?.place {
        Whereabouts::Told(_) => {
            Some(vec![Say::OneOf(vec![word(Scale::Host, None, host, because)?])])
        }
        Whereabouts::Usual(_) | Whereabouts::Open(_) => None,
    }
}

/// A word that stands where the last of these hops is.
fn word(scale: Scale, provider: Option<&str>, text: &str, because: &[Because]) -> Option<Word> {
    let last = because.last()?;
    Some(Word {
        key: "".into(),
        scale,
        provider: provider.map(Arc::from),
        service: None,
        word: text.into(),
        because: vec![*last],
        decided_by: last.span,
        declared: true,
    })
}

/// The host of a server's address.
pub(super) fn host(url: &str) -> Arc<str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?']).next().unwrap_or(rest);
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    };
    host.trim_end_matches('.').to_ascii_lowercase().into()
}
