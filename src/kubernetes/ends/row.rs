//! Rows about ends: what a kind says of its own place, and of the places that its data goes to or comes from.

use crate::catalog::table::{Table, columns};
use crate::catalog::types::{ResourceType, resource_type};
use crate::kubernetes::facts;
use crate::model::{Holds, Purpose};

const ENDS: Table = Table::new(include_str!("../ends.tsv"));
const PROVIDER_WORDS: Table = Table::new(include_str!("../provider-words.tsv"));

/// What is at an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The object itself.
    At,
    /// The object as well: its copies.
    Copy,
    /// What its data goes to.
    Out,
    /// What data comes from.
    In,
    /// What its data may go to.
    Permitted,
    /// What a text says its data goes to.
    Mentioned,
}

/// A row.
#[derive(Clone, Copy)]
pub(super) struct End {
    /// Path to what describes the end.
    pub path: &'static str,
    pub role: Role,
    pub purpose: Purpose,
    /// Class in the words of the catalogue.
    pub class: &'static str,
    pub holds: Holds,
    /// The Terraform type whose place words and defaults it has.
    pub terraform_type: Option<ResourceType>,
    /// Name of a provider, or `=` and the path of a field that names it.
    pub provider: &'static str,
    fields: &'static str,
    /// What holds where no field tells a place.
    pub default: &'static str,
    /// Conditions, all of which hold.
    pub when: &'static str,
}

/// A field that says something about an end.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// Path from what describes the end; from the root of the object where it starts with `/`, from its namespace where
    /// it starts with `^`. `key` is the key of the map that describes the end.
    pub path: &'static str,
    /// How to read it.
    pub reading: Reading,
}

/// A way to read a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A word for a place of the end's provider: a region, a zone, a multi-region.
    Region,
    /// A zone, where nothing tells whose words these are.
    Zone,
    /// Addresses of servers or stores, or an identifier that carries a region.
    Endpoint,
    /// A part of a host name: `{}` stands for the value.
    Host(&'static str),
    /// The name of a bucket or another store.
    Bucket,
    /// An identifier with a place in it, in one of these forms.
    Form(&'static str),
    /// Says, in one of these forms, that there is a copy in the pair of its region.
    Pair(&'static str),
    /// The name of an object of this kind (`group/Kind`).
    Name(&'static str),
    /// The name of a Secret or ConfigMap whose entries describe the end: its kind, perhaps `#` and the one entry.
    Entries(&'static str),
    /// The name of a Service: in the cluster, or an alias of a host.
    Service,
    /// Names the end and says nothing about its place.
    Label,
    /// Says that there is an end and nothing about its place.
    Given,
    /// A map of node labels.
    Selector,
    /// A requirement of node labels, as in `matchExpressions`.
    Requirement,
    /// An `Affinity`.
    Affinity,
    /// A `NodeAffinity`.
    NodeAffinity,
    /// The specification of pods.
    Pod,
    /// The name of a storage class.
    Class,
    /// Settings: texts of programs and scripts, maps, lists of names and values. What they say stands for itself.
    Settings,
}

impl Reading {
    fn parse(word: &'static str) -> Option<Reading> {
        Some(match word {
            "region" => Reading::Region,
            "zone" => Reading::Zone,
            "endpoint" => Reading::Endpoint,
            "bucket" => Reading::Bucket,
            "label" => Reading::Label,
            "given" => Reading::Given,
            "service" => Reading::Service,
            "settings" => Reading::Settings,
            "selector" => Reading::Selector,
            "requirement" => Reading::Requirement,
            "affinity" => Reading::Affinity,
            "node-affinity" => Reading::NodeAffinity,
            "pod" => Reading::Pod,
            "class" => Reading::Class,
            _ => match word.split_once(':')? {
                ("name", kind) => Reading::Name(kind),
                ("host", template) => Reading::Host(template),
                ("form", forms) => Reading::Form(forms),
                ("pair", forms) => Reading::Pair(forms),
                ("entries", kind) => Reading::Entries(kind),
                _ => return None,
            },
        })
    }
}

impl End {
    /// Whether its fields are settings.
    pub fn has_settings(&self) -> bool {
        self.fields().any(|field| field.reading == Reading::Settings)
    }

    /// Its fields, those that decide before others first.
    pub fn fields(&self) -> impl Iterator<Item = Field> + use<> {
        self.fields.split(' ').filter_map(|field| {
            let (path, reading) = field.split_once('=')?;
            Some(Field { path, reading: Reading::parse(reading)? })
        })
    }
}

/// The rows of a kind: its own, and those of a family of groups (`*.example.org/*`) where it has none of the same role.
pub(super) fn rows(group: &str, kind: &str) -> Vec<End> {
    let mut rows: Vec<End> = of_key(&format!("{group}/{kind}")).collect();
    let cloud_kind = facts::cloud_kind(group, kind).and_then(resource_type);
    let mut rest = group;
    while let Some((_, suffix)) = rest.split_once('.') {
        for kind in [kind, "*"] {
            let key = format!("*.{suffix}/{kind}");
            let own: Vec<Role> = rows.iter().map(|row| row.role).collect();
            rows.extend(of_key(&key).filter(|row| !own.contains(&row.role)));
        }
        rest = suffix;
    }
    for row in rows.iter_mut().filter(|row| row.class == OF_CLOUD_KIND) {
        row.terraform_type = cloud_kind;
        row.class = cloud_kind.map_or("", |of_type| of_type.class);
        row.holds = cloud_kind.map_or(Holds::Unknown, |of_type| of_type.holds);
        // What its provider offers no choice for is not where others of its family are.
        if cloud_kind.is_some_and(|of_type| of_type.is_global()) {
            row.fields = "";
        }
    }
    rows
}

/// The kinds that have rows of their own, as `group/Kind`, sorted; one may come more than once.
pub(in crate::kubernetes) fn kinds() -> impl Iterator<Item = &'static str> {
    let keys = ENDS.all().map(|row| columns::<1>(row)[0]);
    keys.filter(|key| !key.starts_with(['(', '*']))
}

/// The rows of a program's configuration.
pub(super) fn rows_of_program(program: &str) -> Vec<End> {
    of_key(&format!("({program})")).collect()
}

/// Stands for the class of the Terraform type that a kind is.
const OF_CLOUD_KIND: &str = "=?";

fn of_key(key: &str) -> impl Iterator<Item = End> {
    ENDS.find(key).filter_map(parse)
}

fn parse(row: &'static str) -> Option<End> {
    let [_, path, role, purpose, class, holds, provider, fields, default, when] = columns(row);
    let terraform_type = class.strip_prefix('=').and_then(resource_type);
    let (class, holds) = match terraform_type {
        Some(of_type) => (of_type.class, of_type.holds),
        None => (class, self::holds(holds)?),
    };
    let role = match role {
        "at" => Role::At,
        "copy" => Role::Copy,
        "out" => Role::Out,
        "in" => Role::In,
        "permitted" => Role::Permitted,
        "mentioned" => Role::Mentioned,
        _ => return None,
    };
    let purpose = Purpose::parse(purpose)?;
    Some(End { path, role, purpose, class, holds, terraform_type, provider, fields, default, when })
}

fn holds(word: &str) -> Option<Holds> {
    Some(match word {
        "at_rest" => Holds::AtRest,
        "processes" => Holds::Processes,
        "in_transit" => Holds::InTransit,
        "none" => Holds::Nothing,
        "unknown" => Holds::Unknown,
        _ => return None,
    })
}

/// The provider that people write as this word; nothing where the word is no provider's alone.
pub(super) fn provider_word(word: &str) -> Option<&'static str> {
    let [_, provider] = columns(PROVIDER_WORDS.find(&word.to_ascii_lowercase()).next()?);
    (!provider.is_empty()).then_some(provider)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{operators, regions};

    #[test]
    fn rows_are_sorted_whole_and_name_what_exists() {
        let mut before = "";
        for row in ENDS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let cells: Vec<&str> = row.split('\t').collect();
            assert_eq!(cells.len(), 12, "{row}");
            assert!(!cells[10].is_empty() && !cells[11].is_empty(), "{row}");
            let end = parse(row).expect(row);
            let is_type = cells[4].starts_with('=') && cells[4] != OF_CLOUD_KIND;
            assert_eq!(is_type, end.terraform_type.is_some(), "{row}");
            assert_eq!(end.fields().count(), end.fields.split_whitespace().count(), "{row}");
            let is_constant = !end.provider.is_empty() && !end.provider.starts_with('=');
            assert!(!is_constant || regions::has_provider(end.provider), "{row}");
        }
    }

    #[test]
    fn words_for_providers_name_providers() {
        let mut before = "";
        for row in PROVIDER_WORDS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let [word, provider, source, confidence] = columns(row);
            assert!(!word.is_empty() && !source.is_empty() && !confidence.is_empty(), "{row}");
            assert!(provider.is_empty() || regions::has_provider(provider), "{row}");
        }
        assert!(operators::operator("aws").is_some());
    }
}
