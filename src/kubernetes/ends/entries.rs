//! Objects that describe an end by their own fields: Secrets and ConfigMaps by their entries, Services by their alias.

use super::fields::{Reader, Said};
use crate::catalog::table::{Table, columns};
use crate::kubernetes::fields::{any_is, each, text};
use crate::kubernetes::settings::{self, Part};
use crate::kubernetes::site::{Say, Word};
use crate::model::{Because, Step, Why};
use crate::syntax::yaml::Node;

const KEYS: Table = Table::new(include_str!("../entry-keys.tsv"));

/// What the entries of a Secret or ConfigMap of this name say of an end: an address decides before a region, a region
/// before the name of a bucket. `what` is its kind, and after `#` the one entry that counts.
pub(super) fn read(
    reader: &Reader<'_, '_, '_, '_, '_>,
    what: &'static str,
    node: &Node<'_>,
    said: &mut Said,
) {
    let Some(name) = text(node) else { return };
    let (kind, only) = what.split_once('#').map_or((what, None), |(kind, key)| (kind, Some(key)));
    let part_of = |key: &str| part_of(key).filter(|_| only.is_none_or(|only| only == key));
    let (manifest, context) = (reader.scope.manifest, reader.scope.context);
    let found = context.names.object(kind, manifest.namespace.as_deref(), name, manifest.path);
    let is_found = !found.manifests.is_empty();
    let subject = Because { span: node.span, step: Step::Subject };
    let mut parts: Vec<(Part, Word)> = Vec::new();
    for object in found.manifests {
        let reference = Because { span: object.span, step: Step::ObjectReference };
        let described = settings::described(object, context, reader.provider, &part_of);
        said.is_inside |= described.is_inside;
        for (part, mut word) in described.words {
            word.because.splice(0..0, [subject, reference]);
            parts.push((part, word));
        }
    }
    if said.is_inside {
        return;
    }
    if parts.is_empty() {
        let handle = format!("{}/{name}", kind.trim_start_matches('/')).into();
        let why = match is_found {
            true => Why::OpaqueHandle { handle },
            false => Why::NotFound { reference: handle },
        };
        said.places.push(Say::Open(why, vec![subject]));
        said.name.get_or_insert((name.into(), node.span));
    }
    for part in [Part::Endpoint, Part::Region, Part::Bucket] {
        let words: Vec<Word> =
            parts.iter().filter(|(of, _)| *of == part).map(|(_, word)| word.clone()).collect();
        if let Some(word) = words.first() {
            said.name.get_or_insert((word.word.clone(), word.decided_by));
            said.places.push(Say::OneOf(words));
        }
    }
}

/// What an entry of this key says of the end: keys are compared without case and marks.
fn part_of(key: &str) -> Option<Part> {
    let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    Some(match columns::<2>(KEYS.find(&key.to_ascii_lowercase()).next()?)[1] {
        "endpoint" => Part::Endpoint,
        "region" => Part::Region,
        _ => Part::Bucket,
    })
}

/// A Service is in the cluster, unless it is an alias of a host.
pub(super) fn read_service(reader: &Reader<'_, '_, '_, '_, '_>, node: &Node<'_>, said: &mut Said) {
    let Some(name) = text(node) else { return };
    let (manifest, context) = (reader.scope.manifest, reader.scope.context);
    let found =
        context.names.object("/Service", manifest.namespace.as_deref(), name, manifest.path);
    said.is_inside = true;
    for service in found.manifests {
        if any_is(service.node, &["spec", "type"], "ExternalName") {
            said.is_inside = false;
            let hosts = each(service.node, &["spec", "externalName"]);
            hosts.into_iter().for_each(|host| reader.endpoint(host, said));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::facts::assert_whole;

    #[test]
    fn keys_of_entries_are_compared_without_case_and_marks() {
        assert_whole(&[(KEYS, 4)]);
        assert_eq!(part_of("RESTIC_REPOSITORY"), Some(Part::Endpoint));
        assert_eq!(part_of("bucket-names"), Some(Part::Bucket));
        assert_eq!(part_of("password"), None);
    }
}
