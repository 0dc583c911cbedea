//! What the tables of this folder say: which fields name principals, and what roles can do.

use crate::catalog::table::{Table, columns};
use crate::model::{Bearing, Grant, Level, PrincipalKind};

const GRANTS: Table = Table::new(include_str!("grants.tsv"));
const RIGHTS: Table = Table::new(include_str!("rights.tsv"));
const ROLES: Table = Table::new(include_str!("roles.tsv"));

/// A field that names principals.
#[derive(Clone, Copy)]
pub(super) struct GrantRow {
    /// Its path; after `|` that in the tree that its text is, perhaps first that of a list whose elements are to meet
    /// the condition, and after another `|` that in each.
    pub path: &'static str,
    pub principal: PrincipalKind,
    pub grant: Grant,
    pub bearing: Bearing,
    /// Nothing where the groups beside the principal tell.
    pub level: Option<Level>,
    pub when: &'static str,
}

/// The fields of a kind that name principals.
pub(super) fn grants(group: &str, kind: &str) -> impl Iterator<Item = GrantRow> {
    let rows: Vec<_> = GRANTS.find(&format!("{group}/{kind}")).collect();
    rows.into_iter().filter_map(|row| {
        let [_, path, principal, grant, bearing, level, when] = columns(row);
        Some(GrantRow {
            path,
            principal: PrincipalKind::parse(principal)?,
            grant: Grant::parse(grant)?,
            bearing: if bearing == "in" { Bearing::In } else { Bearing::Out },
            level: Level::parse(level),
            when,
        })
    })
}

/// What a role, or a group that is built in, can do; nothing for those that are not.
pub(super) fn role(name: &str) -> Option<Level> {
    Level::parse(columns::<2>(ROLES.find(name).next()?)[1])
}

/// What verbs on a resource amount to.
pub(super) fn right(resource: &str, verb: &str) -> Level {
    let rows = RIGHTS.find(resource).filter_map(|row| {
        let [_, verbs, level] = columns(row);
        verbs.split(' ').any(|known| known == verb).then(|| Level::parse(level))?
    });
    rows.max().unwrap_or(Level::Metadata)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubernetes::facts::assert_whole;

    #[test]
    fn tables_are_whole() {
        assert_whole(&[(GRANTS, 9), (RIGHTS, 5), (ROLES, 4)]);
        for row in GRANTS.all() {
            let [kind] = columns(row);
            let (group, name) = kind.rsplit_once('/').expect("a group");
            let found = grants(group, name).count();
            assert_eq!(found, GRANTS.find(kind).count(), "{row}");
        }
        for table in [RIGHTS, ROLES] {
            let level =
                |row| columns::<5>(row).into_iter().any(|cell| Level::parse(cell).is_some());
            assert!(table.all().all(level));
        }
    }

    #[test]
    fn rights_amount_to_what_they_allow() {
        assert_eq!(right("secrets", "get"), Level::Read);
        assert_eq!(right("*", "*"), Level::Administer);
        assert_eq!(right("events", "list"), Level::Metadata);
    }
}
