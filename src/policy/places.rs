//! Places that a policy declares: clusters, and regions of one's own.

use std::collections::BTreeMap;

use super::glob;
use super::model::Policy;
use super::model::{DeclaredCluster, DeclaredRegion, RegionId};
use super::read::country_list;
use super::reader::{Keys, Reader, Word, quote};
use crate::catalog::regions;
use crate::model::{Because, Claim, Cluster, Place, RegionKind, Step, Why};
use crate::syntax::yaml::Node;

const CLUSTER: Keys = Keys { what: "a cluster", known: &["match", "region"], later: &[] };
const MATCH: Keys =
    Keys { what: "`match`", known: &["path", "name", "server", "labels"], later: &[] };
const REGION: Keys =
    Keys { what: "a declared region", known: &["id", "country", "operator"], later: &[] };

/// Reads one entry of `clusters`.
pub(super) fn cluster(reader: &mut Reader, node: &Node) -> Option<DeclaredCluster> {
    let fields = reader.fields(node, &CLUSTER)?;
    let matched = fields.get("match").and_then(|node| reader.fields(node, &MATCH));
    let mut cluster = DeclaredCluster {
        path: None,
        name: None,
        server: None,
        labels: BTreeMap::new(),
        regions: Vec::new(),
        span: node.span,
    };
    if let Some(matched) = &matched {
        if let Some(word) = matched.get("path").and_then(|node| reader.word(node, "`path`")) {
            cluster.path = super::selector::checked(reader, &word, glob::path_matcher(&word.text));
        }
        let mut word = |key: &str| {
            let node = matched.get(key)?;
            reader.word(node, &format!("`{key}`")).map(|word| word.text)
        };
        cluster.name = word("name");
        cluster.server = word("server");
        if let Some(node) = matched.get("labels") {
            let labels = reader.named(node, "`labels`").into_iter();
            let label = |(key, node): (Word, &Node)| {
                Some((key.text, reader.word(node, "the value of a label")?.text))
            };
            cluster.labels = labels.filter_map(label).collect();
        }
        if MATCH.known.iter().all(|key| matched.get(key).is_none()) {
            let message =
                "`match` needs `path`, `name`, `server` or `labels`: which manifests this is about";
            reader.wrong(node.span, message);
        }
    }
    if fields.get("match").is_none() {
        reader.wrong(
            node.span,
            "a cluster needs `match`, such as `match: { path: \"clusters/tokyo/**\" }`",
        );
    }
    let Some(region) = fields.get("region") else {
        reader.wrong(node.span, "a cluster needs `region`, such as `region: aws/ap-northeast-1`");
        return None;
    };
    let words = reader.words(region, "`region`");
    cluster.regions = words.iter().filter_map(|word| region_id(reader, word)).collect();
    let is_matched = cluster.path.is_some()
        || cluster.name.is_some()
        || cluster.server.is_some()
        || !cluster.labels.is_empty();
    (is_matched && !cluster.regions.is_empty()).then_some(cluster)
}

/// Provider and region of `aws/ap-northeast-1`.
fn region_id(reader: &mut Reader, word: &Word) -> Option<RegionId> {
    match word.text.split_once('/') {
        Some((provider, region)) if !provider.is_empty() && !region.is_empty() => {
            Some((provider.into(), region.into()))
        }
        _ => {
            let message = format!(
                "{} does not name a region; write the provider, `/` and the region, such as `aws/ap-northeast-1`",
                quote(&word.text)
            );
            reader.wrong(word.span, message);
            None
        }
    }
}

/// Reads one entry of `catalog.regions`, with the provider and region that its id names.
pub(super) fn declared_region(
    reader: &mut Reader,
    node: &Node,
) -> Option<(RegionId, DeclaredRegion)> {
    let fields = reader.fields(node, &REGION)?;
    for key in REGION.known {
        if fields.get(key).is_none() {
            reader.wrong(node.span, format!("a declared region needs `{key}`"));
        }
    }
    let countries = fields.get("country").map(|node| country_list(reader, node, "`country`"));
    let operator = fields.get("operator").and_then(|node| reader.word(node, "`operator`"));
    let word = reader.word(fields.get("id")?, "`id`")?;
    let id = region_id(reader, &word)?;
    let countries = countries.filter(|countries| !countries.is_empty())?;
    Some((id, DeclaredRegion { countries, operator: operator?.text, span: word.span }))
}

/// A declared cluster with its regions looked up: those that the policy declares, then the catalogue's.
pub(super) fn located(
    reader: &mut Reader,
    policy: &Policy,
    cluster: DeclaredCluster,
) -> Option<Cluster> {
    let mut places = Vec::with_capacity(cluster.regions.len());
    for id in &cluster.regions {
        match place(policy, id) {
            Ok(place) => places.push(place),
            Err(why) => {
                let nearest = match why {
                    Why::UnknownRegion { nearest: Some(nearest), .. } => {
                        format!("; did you mean `{}/{nearest}`?", id.0)
                    }
                    _ => "; declare it under `catalog.regions`, or correct it".to_owned(),
                };
                let known = format!(
                    "the region {} is not known{nearest}",
                    quote(&format!("{}/{}", id.0, id.1))
                );
                reader.wrong(cluster.span, known);
            }
        }
    }
    let DeclaredCluster { path, name, server, labels, span, .. } = cluster;
    let claim = |place| {
        let because = vec![Because { span, step: Step::ClusterDeclaration }];
        Claim { place, because, decided_by: span }
    };
    let claims: Vec<Claim> = places.into_iter().map(claim).collect();
    (!claims.is_empty()).then_some(Cluster {
        path,
        name,
        server,
        labels,
        claims,
        why_unknown: None,
        is_declared: true,
        span,
    })
}

/// The place of a region id: declared in the policy, or of the catalogue.
fn place(policy: &Policy, id: &RegionId) -> Result<Place, Why> {
    let Some(region) = policy.regions.get(id) else {
        return regions::place(&id.0, &id.1, None);
    };
    let operator = policy.operator(&region.operator);
    Ok(Place {
        provider: id.0.clone(),
        region: id.1.clone(),
        kind: RegionKind::Declared,
        countries: region.countries.clone(),
        operator: operator.ok_or(Why::NotFound { reference: region.operator.clone() })?,
    })
}
