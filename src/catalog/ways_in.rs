//! How a resource type lets others in: arguments that name principals, documents that do, and policies that say what roles reach.

use super::movement::{self, DataEffect, Edge, FarEnd, GrantKind, Named};
use super::table::{Table, columns};
use crate::model::{Grant, Level};

const DOCUMENTS: Table = Table::new(include_str!("policy-documents.tsv"));
const CONDITIONS: Table = Table::new(include_str!("conditions.tsv"));
const ROLE_POLICIES: Table = Table::new(include_str!("role-policies.tsv"));
const POLICIES: Table = Table::new(include_str!("policies.tsv"));

/// An argument that lets others in.
#[derive(Clone, Copy, Debug)]
pub struct WayIn {
    /// Path of the argument; empty where the resource itself does.
    pub argument: &'static str,
    /// How access is given.
    pub grant: Grant,
    /// How those who get in are named.
    pub named: Named,
    /// How much they can do.
    pub level: Level,
    values: &'static str,
}

impl WayIn {
    /// Whether this value switches it on; that the argument is left out where there is none.
    pub fn is_on(&self, value: Option<&str>) -> bool {
        movement::is_on(self.values, self.argument, value)
    }

    /// Values that switch it on, where only some do.
    pub fn sample(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.values.split(',').filter(|value| !value.is_empty())
    }

    /// Whether it is on where the argument is left out.
    pub fn is_default(&self) -> bool {
        movement::is_on(self.values, self.argument, None)
    }
}

/// The ways in of a type: those of the table of grants, and those of the table of movements.
pub fn ways_in(resource_type: &str) -> impl Iterator<Item = WayIn> + '_ {
    let grants = movement::grants(resource_type).filter_map(|row| {
        let (argument, values, grant) = (row.argument, row.values, of_kind(row.kind));
        Some(WayIn { argument, grant, named: row.principal, level: level(row.effect)?, values })
    });
    // What both tables tell is told once.
    let is_told =
        move |argument| movement::grants(resource_type).any(|row| row.argument == argument);
    let movements = movement::movements(resource_type).filter_map(move |row| {
        if is_told(row.argument) {
            return None;
        }
        let grant = match row.kind {
            Edge::AccessGrant => Grant::DataAccess,
            Edge::PublicExposure => Grant::Public,
            // Whoever is given a copy has what is in it.
            _ if matches!(row.far_end, FarEnd::Account | FarEnd::Email | FarEnd::Member) => {
                Grant::Share
            }
            _ => return None,
        };
        let (argument, values) = (row.argument, row.values);
        Some(WayIn {
            argument,
            grant,
            named: named(row.far_end),
            level: level(row.effect)?,
            values,
        })
    });
    grants.chain(movements)
}

/// How a data source writes a document: its arguments, those of its statements by their paths in a statement. Empty where it
/// has no such argument.
#[derive(Clone, Copy, Debug)]
pub struct DocumentForm {
    /// The blocks of which each is a statement.
    pub statement: &'static str,
    /// Whether it allows or denies.
    pub effect: &'static str,
    /// Whom it is about.
    pub principals: &'static str,
    /// Whom it is not about, so that it is about all others.
    pub others: &'static str,
    /// What it is about.
    pub resources: &'static str,
    /// The blocks of which each is a condition.
    pub condition: &'static str,
    /// In a condition, how it compares.
    pub test: &'static str,
    /// In a condition, the key whose value is compared.
    pub variable: &'static str,
    /// In a condition, what the value is compared with.
    pub values: &'static str,
    included: &'static str,
}

impl DocumentForm {
    /// Arguments with other documents whose statements count as well.
    pub fn included(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.included.split(',').filter(|argument| !argument.is_empty())
    }
}

/// How a data source writes a document, if it does.
pub fn document(data_source: &str) -> Option<DocumentForm> {
    let [
        _,
        statement,
        effect,
        principals,
        others,
        resources,
        condition,
        test,
        variable,
        values,
        included,
    ] = columns(DOCUMENTS.find(data_source).next()?);
    Some(DocumentForm {
        statement,
        effect,
        principals,
        others,
        resources,
        condition,
        test,
        variable,
        values,
        included,
    })
}

/// How those are named by whom a condition on this key is met; nothing where anybody may meet it. With it comes how closely
/// they are told: the smallest number first.
pub fn condition(key: &str) -> Option<(&'static str, Named)> {
    let key = key.to_ascii_lowercase();
    let row = CONDITIONS.all().map(columns).find(|[_, of, _]| *of == key)?;
    let [order, _, named]: [&str; 3] = row;
    Some((order, Named::parse(named)?))
}

/// The arguments by which a type gives a role what a document says: of the role, and of the document or of the policy with it.
pub fn role_policy(resource_type: &str) -> Option<[&'static str; 2]> {
    let [_, role, document] = columns(ROLE_POLICIES.find(resource_type).next()?);
    Some([role, document])
}

/// The argument with the document of a policy that roles are given.
pub fn policy(resource_type: &str) -> Option<&'static str> {
    Some(columns::<2>(POLICIES.find(resource_type).next()?)[1])
}

/// The paths of a type that are looked at for access; of a data source with a document, those in it.
pub fn paths(type_name: &str) -> impl Iterator<Item = &'static str> {
    let ways = ways_in(type_name).map(|way| way.argument);
    let documents =
        document(type_name).into_iter().flat_map(|form| form.included().chain([form.statement]));
    let given = role_policy(type_name).into_iter().flatten();
    ways.chain(documents).chain(given).chain(policy(type_name)).filter(|path| !path.is_empty())
}

/// The paths of a type that may hold documents, whose data sources are then looked up.
pub fn document_paths(type_name: &str) -> impl Iterator<Item = &'static str> {
    let holds = |way: &WayIn| matches!(way.named, Named::Policy | Named::Members);
    let ways = ways_in(type_name).filter(holds).map(|way| way.argument);
    let given = role_policy(type_name).map(|[_, document]| document);
    let included = document(type_name).into_iter().flat_map(|form| form.included());
    ways.chain(given).chain(policy(type_name)).chain(included)
}

fn of_kind(kind: GrantKind) -> Grant {
    match kind {
        GrantKind::DataAccess => Grant::DataAccess,
        GrantKind::DataShare | GrantKind::ResourceShare => Grant::Share,
        GrantKind::Delegation => Grant::Delegation,
        GrantKind::IamBinding | GrantKind::KubernetesRbac => Grant::RoleBinding,
        GrantKind::KeyGrant => Grant::KeyGrant,
        GrantKind::NetworkLink | GrantKind::PrivateLink => Grant::NetworkLink,
        GrantKind::NetworkOpen => Grant::NetworkOpen,
        GrantKind::PublicFlag => Grant::Public,
        GrantKind::RemoteSession => Grant::RemoteSession,
        GrantKind::ResourcePolicy => Grant::ResourcePolicy,
        GrantKind::RoleTrust => Grant::Trust,
        GrantKind::SnapshotShare => Grant::SnapshotShare,
    }
}

/// How the far end of a movement names who gets in.
fn named(far_end: FarEnd) -> Named {
    match far_end {
        FarEnd::Account => Named::Account,
        FarEnd::Email => Named::Email,
        FarEnd::Host => Named::Addresses,
        FarEnd::Identifier => Named::Identifier,
        FarEnd::Member => Named::Member,
        FarEnd::Policy => Named::Policy,
        FarEnd::Reference => Named::Reference,
        FarEnd::Region => Named::Region,
        FarEnd::Edge
        | FarEnd::Elsewhere
        | FarEnd::Itself
        | FarEnd::Paired
        | FarEnd::Provider
        | FarEnd::Scope
        | FarEnd::Value => Named::Value,
    }
}

/// How much access gives; nothing where it only limits what others give.
fn level(effect: DataEffect) -> Option<Level> {
    match effect {
        DataEffect::Copy | DataEffect::Read => Some(Level::Read),
        DataEffect::Processing => Some(Level::Change),
        DataEffect::Metadata | DataEffect::Transit => Some(Level::Metadata),
        DataEffect::Limit => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::types::resource_type;

    #[test]
    fn rows_are_sorted_and_of_types_that_are_known() {
        for table in [DOCUMENTS, CONDITIONS, ROLE_POLICIES, POLICIES] {
            assert!(table.all().is_sorted());
        }
        for row in ROLE_POLICIES.all() {
            let [name, role, document, _, source, _] = columns(row);
            assert!(resource_type(name).is_some(), "{row}");
            assert!(!role.is_empty() && !document.is_empty() && !source.is_empty(), "{row}");
        }
        for row in CONDITIONS.all() {
            let [order, key, _, source, confidence]: [&str; 5] = columns(row);
            assert!(!order.is_empty() && !source.is_empty() && !confidence.is_empty(), "{row}");
            assert!(key.contains(':') && key == key.to_ascii_lowercase(), "{row}");
            assert!(condition(key).is_some(), "{row}");
        }
        for row in POLICIES.all() {
            let [name, document, source, _] = columns(row);
            assert!(resource_type(name).is_some() && !document.is_empty(), "{row}");
            assert!(!source.is_empty(), "{row}");
        }
    }
}
