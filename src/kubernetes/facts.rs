//! What the tables in this folder say. A name of a provider, driver or label is a row there, never code.

use crate::catalog::regions;
use crate::catalog::table::{Table, columns};

const KINDS: Table = Table::new(include_str!("kinds.tsv"));
const LABELS: Table = Table::new(include_str!("topology-labels.tsv"));
const PLACE_KEYS: Table = Table::new(include_str!("place-keys.tsv"));
const GROUPS: Table = Table::new(include_str!("crossplane-groups.tsv"));
const MANAGED: Table = Table::new(include_str!("crossplane-kinds.tsv"));
const CLOUD_KINDS: Table = Table::new(include_str!("cloud-kinds.tsv"));
const CONTAINERS: Table = Table::new(include_str!("containers.tsv"));
const PROGRAMS: Table = Table::new(include_str!("programs.tsv"));
const PROSE_KEYS: Table = Table::new(include_str!("prose-keys.tsv"));
const FALSE_FRIENDS: Table = Table::new(include_str!("false-friends.tsv"));
const TERRAFORM_KINDS: Table = Table::new(include_str!("terraform-kinds.tsv"));
const TERRAFORM_FIELDS: Table = Table::new(include_str!("terraform-fields.tsv"));
const STORE_NAMES: Table = Table::new(include_str!("store-names.tsv"));
const NODE_POOLS: Table = Table::new(include_str!("node-pools.tsv"));
const PODS: Table = Table::new(include_str!("pods.tsv"));
const PROVIDER_IDS: Table = Table::new(include_str!("provider-ids.tsv"));
const NODE_PROVIDERS: Table = Table::new(include_str!("node-providers.tsv"));

/// What a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scale {
    /// A region.
    Region,
    /// A zone.
    Zone,
    /// Everywhere: the word is the name of a Terraform provider, who offers no choice.
    Global,
    /// A host name.
    Host,
    /// A bucket or another store, by the name that others know it by.
    Bucket,
}

/// What a table says that a word names.
pub(super) fn scale(word: &str) -> Option<Scale> {
    match word {
        "region" => Some(Scale::Region),
        "zone" => Some(Scale::Zone),
        "host" => Some(Scale::Host),
        "bucket" => Some(Scale::Bucket),
        _ => None,
    }
}

/// A cell that is not empty.
pub(super) fn some(cell: &'static str) -> Option<&'static str> {
    (!cell.is_empty()).then_some(cell)
}

/// API version and kind of the objects that a Terraform type declares. Types of one kind differ in the version that
/// ends their name.
pub(super) fn terraform_kind(type_name: &str) -> Option<(&'static str, &'static str)> {
    let version =
        type_name.rsplit_once("_v").filter(|(_, v)| v.starts_with(|c: char| c.is_ascii_digit()));
    let row = TERRAFORM_KINDS.find(version.map_or(type_name, |(name, _)| name)).next()?;
    let [_, version, kind] = columns(row);
    Some((version, kind))
}

/// How blocks of a Terraform resource stand in the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As a field with an object.
    One,
    /// As a field with a list of objects.
    List,
    /// As what is around them.
    Inline,
}

/// The name that an object has for an argument of a Terraform resource, where that is not the same in other letters.
pub(super) fn terraform_field(name: &str) -> Option<(&'static str, Form)> {
    let [_, name, form] = columns(TERRAFORM_FIELDS.find(name).next()?);
    let form = match form {
        "list" => Form::List,
        "inline" => Form::Inline,
        _ => Form::One,
    };
    Some((name, form))
}

/// Whether a built-in kind lives in a namespace; nothing for kinds that are not built in.
pub(super) fn is_namespaced(group: &str, kind: &str) -> Option<bool> {
    let row = KINDS.find(&format!("{group}/{kind}")).next()?;
    Some(columns::<2>(row)[1] == "namespaced")
}

/// The Terraform type that is the same thing in a provider's cloud as this kind of object.
pub(super) fn cloud_kind(group: &str, kind: &str) -> Option<&'static str> {
    Some(columns::<2>(CLOUD_KINDS.find(&format!("{group}/{}", kind.to_lowercase())).next()?)[1])
}

/// The provider of the buckets that objects of this kind make, and the fields that name them, the first that is there
/// before others.
pub(super) fn store_name(group: &str, kind: &str) -> Option<(&'static str, &'static str)> {
    let [_, provider, names] = columns(STORE_NAMES.find(&format!("{group}/{kind}")).next()?);
    Some((provider, names))
}

/// Whether what stands under this key asks for no place: it is for people to read, selects others, or lists what is
/// allowed or forbidden. A `*` at an end of a key of the table stands for any text.
pub(super) fn is_prose(key: &str) -> bool {
    let matches = |pattern: &str| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => key.ends_with(end),
        (None, Some(start)) => key.starts_with(start),
        (None, None) => key == pattern,
    };
    PROSE_KEYS.all().any(|row| matches(columns::<1>(row)[0]))
}

/// Programs, and the conditions by which their configurations are told.
pub(super) fn programs() -> impl Iterator<Item = (&'static str, &'static str)> {
    PROGRAMS.all().map(|row| {
        let [program, when] = columns(row);
        (program, when)
    })
}

/// Paths to the manifests that objects of a kind hold.
pub(super) fn contained(group: &str, kind: &str) -> impl Iterator<Item = &'static str> {
    let rows: Vec<&'static str> = CONTAINERS.find(&format!("{group}/{kind}")).collect();
    rows.into_iter().map(|row| columns::<2>(row)[1])
}

/// What stands at a path of pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PodForm {
    /// Their specification.
    Spec,
    /// Their template: metadata and specification.
    Template,
}

/// Where objects of a kind have their pods.
pub(super) fn pod_templates(
    group: &str,
    kind: &str,
) -> impl Iterator<Item = (&'static str, PodForm)> {
    let rows: Vec<&'static str> = PODS.find(&format!("{group}/{kind}")).collect();
    rows.into_iter().map(|row| {
        let [_, path, form] = columns(row);
        (path, if form == "spec" { PodForm::Spec } else { PodForm::Template })
    })
}

/// The kind of the pools of nodes that a label names, and the path of what these ask of their nodes.
pub(super) fn node_pool(label: &str) -> Option<(&'static str, &'static str)> {
    let [_, kind, path] = columns(NODE_POOLS.find(label).next()?);
    Some((kind, path))
}

/// Forms of the identifiers that providers give nodes, and whose they are.
pub(super) fn provider_ids() -> impl Iterator<Item = (&'static str, &'static str)> {
    PROVIDER_IDS.all().map(|row| {
        let [form, provider] = columns(row);
        (form, provider)
    })
}

/// A label of nodes and volumes that tells something about their place.
pub(super) struct TopologyLabel {
    /// What its values name; nothing where the key alone tells the provider.
    pub scale: Option<Scale>,
    /// The provider whose label it is.
    pub provider: Option<&'static str>,
}

pub(super) fn topology_label(key: &str) -> Option<TopologyLabel> {
    // All of them have a prefix; most keys of most objects have none.
    if !key.contains('/') {
        return None;
    }
    let row = LABELS.find(key).next()?;
    let [_, says, provider] = columns(row);
    Some(TopologyLabel { scale: scale(says), provider: some(provider) })
}

/// What fields of this name say in custom resources; nothing where that is no place.
pub(super) fn place_key(key: &str) -> Option<Scale> {
    scale(columns::<2>(PLACE_KEYS.find(key).next()?)[1])
}

/// Whether a name speaks of a place at its end, however it is spelled: `awsRegion`, `AWS_REGION`, `storage.s3.region`.
pub(super) fn speaks_of_place(name: &str) -> bool {
    const WORDS: [&str; 3] = ["region", "zone", "location"];
    let name = name.trim_end_matches(['s', 'S']).to_ascii_lowercase();
    WORDS.iter().any(|word| name.ends_with(word))
}

/// The longest word that is looked up.
const LONGEST_WORD: usize = 40;

/// What a word names that is the word of a provider whose nodes there may be; nothing for any other.
pub(super) fn place_word(word: &str) -> Option<Scale> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if word.len() > LONGEST_WORD || !word.chars().all(is_word) {
        return None;
    }
    if node_providers().any(|provider| regions::has_region(provider, word)) {
        return Some(Scale::Region);
    }
    node_providers().any(|provider| regions::has_zone(provider, word)).then_some(Scale::Zone)
}

/// Whether a key of this kind only looks as if it said a place: `*` stands for all keys or kinds.
pub(super) fn is_false_friend(group: &str, kind: &str, key: &str) -> bool {
    let of_kind = [format!("{group}/{kind}"), format!("{group}/*")];
    let mut rows = of_kind.iter().flat_map(|kind| FALSE_FRIENDS.find(kind));
    rows.any(|row| matches!(columns::<2>(row)[1], found if found == "*" || found == key))
}

/// An API group of Crossplane's managed resources.
pub(super) struct ManagedGroup {
    /// The provider in the catalogue.
    pub provider: &'static str,
    /// Whether none of its kinds has a place.
    pub is_global: bool,
    /// The group as the table of kinds has it.
    pub group: String,
}

pub(super) fn managed_group(group: &str) -> Option<ManagedGroup> {
    let mut suffix = group;
    loop {
        if let Some(row) = GROUPS.find(suffix).next() {
            let [_, provider, family, scope] = columns(row);
            let is_global = scope == "global";
            let service = group[..group.len() - suffix.len()].to_owned();
            return Some(ManagedGroup { provider, is_global, group: service + family });
        }
        suffix = suffix.split_once('.')?.1;
    }
}

/// A kind of Crossplane's managed resources.
pub(super) struct ManagedKind {
    /// The Terraform type it is made from.
    pub terraform_type: Option<&'static str>,
    /// The fields of `forProvider` that say its place.
    pub places: &'static str,
}

pub(super) fn managed_kind(group: &str, kind: &str) -> Option<ManagedKind> {
    let row = MANAGED.find(&format!("{group}/{}", kind.to_lowercase())).next()?;
    let [_, terraform_type, places] = columns(row);
    Some(ManagedKind { terraform_type: some(terraform_type), places })
}

/// The providers that nodes may belong to.
pub fn node_providers() -> impl Iterator<Item = &'static str> {
    NODE_PROVIDERS.all().map(|row| columns::<1>(row)[0])
}

/// The region in a zone label of a provider that writes `<region><suffix>`, such as `japaneast-1`.
pub fn region_of_zone_label<'z>(provider: &str, zone: &'z str) -> Option<&'z str> {
    let [_, suffix] = columns(NODE_PROVIDERS.find(provider).next()?);
    let without_number = zone.trim_end_matches(|c: char| c.is_ascii_digit());
    let suffix = some(suffix)?.strip_suffix('#')?;
    without_number.strip_suffix(suffix).filter(|_| without_number.len() < zone.len())
}

/// Holds tables to their order and width, and rows to a source and a confidence.
#[cfg(test)]
pub(super) fn assert_whole(tables: &[(Table, usize)]) {
    for (table, width) in tables {
        let mut before = "";
        for row in table.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let cells: Vec<&str> = row.split('\t').collect();
            assert_eq!(cells.len(), *width, "{row}");
            assert!(cells[width - 2..].iter().all(|cell| !cell.is_empty()), "{row}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::types;

    #[test]
    fn rows_are_sorted_and_carry_a_source_and_a_confidence() {
        let tables = [
            (CLOUD_KINDS, 4),
            (CONTAINERS, 4),
            (PROGRAMS, 4),
            (PROSE_KEYS, 3),
            (KINDS, 4),
            (LABELS, 5),
            (PLACE_KEYS, 4),
            (GROUPS, 6),
            (MANAGED, 5),
            (NODE_POOLS, 5),
            (NODE_PROVIDERS, 4),
            (PODS, 5),
            (PROVIDER_IDS, 4),
            (STORE_NAMES, 5),
            (FALSE_FRIENDS, 4),
        ];
        assert_whole(&tables);
    }

    #[test]
    fn rows_name_what_the_catalogue_has() {
        for provider in node_providers() {
            assert!(regions::has_provider(provider), "{provider}");
        }
        for row in CLOUD_KINDS.all() {
            assert!(types::resource_type(columns::<2>(row)[1]).is_some(), "{row}");
        }
        for row in STORE_NAMES.all() {
            assert!(regions::has_provider(columns::<2>(row)[1]), "{row}");
        }
        for row in MANAGED.all() {
            let [_, name] = columns(row);
            assert!(name.is_empty() || types::resource_type(name).is_some(), "{row}");
        }
    }

    #[test]
    fn a_namespaced_twin_has_the_kinds_of_its_family() {
        let group = managed_group("rds.aws.m.upbound.io").expect("a group");
        assert_eq!((group.provider, &*group.group), ("aws", "rds.aws.upbound.io"));
        let kind = managed_kind(&group.group, "Instance").expect("a kind");
        assert_eq!(kind.terraform_type, Some("aws_db_instance"));
        assert!(managed_group("example.org").is_none());
    }

    #[test]
    fn a_zone_label_may_carry_its_region() {
        assert_eq!(region_of_zone_label("azure", "japaneast-1"), Some("japaneast"));
        assert_eq!(region_of_zone_label("oci", "AP-TOKYO-1-AD-1"), Some("AP-TOKYO-1"));
        assert_eq!(region_of_zone_label("azure", "japaneast"), None);
        assert_eq!(region_of_zone_label("aws", "ap-northeast-1"), None);
    }
}
