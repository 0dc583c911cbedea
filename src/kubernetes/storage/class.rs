//! Classes: where a storage class makes volumes, and where a snapshot class puts copies of them.

use super::facts::{self, Parameter, Says, VolumeSource};
use super::{SOME_VOLUME, Store, mount_options};
use crate::kubernetes::facts::Scale;
use crate::kubernetes::fields::{each, shared_text_at, text};
use crate::kubernetes::forms::{is_of, place_in};
use crate::kubernetes::manifest::Manifest;
use crate::kubernetes::selector::topology_terms;
use crate::kubernetes::site::{Say, Site, Word, constraint, provider};
use crate::kubernetes::workload::in_cluster;
use crate::model::Why;
use crate::syntax::yaml::Node;

/// Where a storage class makes volumes for a user in this cluster.
pub(in crate::kubernetes) fn class(manifest: &Manifest<'_, '_>, cluster: &[Say]) -> Store {
    let provisioner = shared_text_at(manifest.node, &["provisioner"]).unwrap_or_default();
    let source = facts::volume_source(&provisioner);
    let own = source.as_ref().and_then(|source| source.provider);
    let mut said = parameters(manifest.node, &provisioner, source.as_ref());
    said.extend(mount_options(manifest.node, &["mountOptions"], source.as_ref()));
    said.extend(topology_terms(manifest.node));
    let at_node = source.as_ref().is_some_and(|source| source.at_node);
    // A share may be elsewhere than the cluster, but only where its class says so.
    let mut says = if at_node || said.is_empty() { in_cluster(cluster) } else { Vec::new() };
    if let Some(name) = own {
        says.push(provider(name, manifest.node.get("provisioner").unwrap_or(manifest.node)));
    }
    says.extend(said);
    let class = source.map_or(SOME_VOLUME, |source| source.class);
    Store { site: Site { says, silent: Why::Unconstrained }, class, binds: at_node }
}

/// What the parameters of a class say. A repeated one is one of its values.
pub(super) fn parameters(
    class: &Node<'_>,
    driver: &str,
    source: Option<&VolumeSource>,
) -> Vec<Say> {
    let provider = source.and_then(|source| source.provider);
    let driver = source.map_or(driver, |source| source.name);
    let mut says = Vec::new();
    let mut by_name: Vec<(&str, Vec<Word>)> = Vec::new();
    let maps = each(class, &["parameters"]);
    for (key, value) in maps.into_iter().flat_map(|map| map.entries()) {
        let Some(name) = key.as_str() else { continue };
        let Some(parameter) = facts::parameter(driver, name) else { continue };
        let words = match parameter.says {
            Says::Place(scale) => words(name, &parameter, scale, provider, value),
            Says::Pair if text(value).is_some_and(|value| is_of(value, parameter.forms)) => {
                says.push(Say::Pair(constraint(value)));
                continue;
            }
            Says::Pair => continue,
        };
        if words.is_empty() {
            continue;
        }
        match by_name.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, known)) => known.extend(words),
            None => by_name.push((name, words)),
        }
    }
    says.extend(by_name.into_iter().map(|(_, words)| super::place(words)));
    says
}

fn words(
    name: &str,
    parameter: &Parameter,
    scale: Scale,
    provider: Option<&'static str>,
    value: &Node<'_>,
) -> Vec<Word> {
    let values = text(value).unwrap_or_default().split(',').map(str::trim);
    values
        .filter(|value| !value.is_empty())
        .filter_map(|text| {
            let (scale, place) = match parameter.forms {
                "" => (scale, text),
                forms => place_in(text, forms)?,
            };
            let word = Word::written(name, scale, provider, place, value.span);
            Some(Word { service: parameter.service, ..word })
        })
        .collect()
}
