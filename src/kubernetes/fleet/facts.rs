//! What the tables of this folder say: which kinds know clusters, and which hand objects to them.

use crate::catalog::table::{Table, columns};

const CLUSTERS: Table = Table::new(include_str!("clusters.tsv"));
const APPLIERS: Table = Table::new(include_str!("appliers.tsv"));
const PLACERS: Table = Table::new(include_str!("placers.tsv"));

/// API groups whose objects know clusters or hand others to them: a file without one of them does neither.
pub(super) fn groups() -> impl Iterator<Item = &'static str> {
    let rows = [CLUSTERS, APPLIERS, PLACERS].into_iter().flat_map(Table::all);
    rows.filter_map(|row| columns::<1>(row)[0].split_once('/').map(|(group, _)| group))
        .filter(|group| !group.is_empty())
}

/// A kind of object that registers clusters, or makes one.
#[derive(Clone, Copy)]
pub(super) struct ClusterKind {
    /// Path to what describes one cluster.
    pub path: &'static str,
    /// Condition under which it does.
    pub when: &'static str,
    /// Paths of its name: the first that is there counts.
    pub name: &'static str,
    /// Paths of the address of its API server.
    pub server: &'static str,
    /// Path of the metadata whose labels are its own.
    pub metadata: &'static str,
    /// Paths of references to the objects that it is made of.
    pub parts: &'static str,
    /// The tool that it registers clusters with; empty where it makes one.
    pub registers: &'static str,
}

/// The ways in which a kind knows clusters.
pub(super) fn cluster_kinds(group: &str, kind: &str) -> Vec<ClusterKind> {
    let parse = |row| {
        let [_, path, when, name, server, metadata, parts, registers] = columns(row);
        ClusterKind { path, when, name, server, metadata, parts, registers }
    };
    CLUSTERS.find(&format!("{group}/{kind}")).map(parse).collect()
}

/// A kind of object that applies folders of a repository.
#[derive(Clone, Copy)]
pub(super) struct AppliedBy {
    /// Paths to what describes a source.
    pub sources: &'static str,
    /// Path from there of the repository: an address, or a reference to an object that has it.
    pub repository: &'static str,
    /// Path from there of the folder.
    pub folder: &'static str,
    /// When the folders below are applied as well: `always`, `unless-built`, or a field with its value.
    pub below: &'static str,
    /// Path of the name of the cluster.
    pub name: &'static str,
    /// Path of the address of its API server.
    pub server: &'static str,
    /// Path of the name of a secret with its credentials.
    pub secret: &'static str,
    /// Path of what selects clusters.
    pub targets: &'static str,
    /// Path of the generators that make several of it.
    pub generators: &'static str,
    /// The tool with which the clusters are registered.
    pub registers: &'static str,
}

/// How a kind applies folders.
pub(super) fn applied_by(group: &str, kind: &str) -> Option<AppliedBy> {
    let row = APPLIERS.find(&format!("{group}/{kind}")).next()?;
    let [
        _,
        sources,
        repository,
        folder,
        below,
        name,
        server,
        secret,
        targets,
        generators,
        registers,
    ] = columns(row);
    Some(AppliedBy {
        sources,
        repository,
        folder,
        below,
        name,
        server,
        secret,
        targets,
        generators,
        registers,
    })
}

/// A kind of object that places others on clusters, one by one.
#[derive(Clone, Copy)]
pub(super) struct PlacedBy {
    /// Path of what chooses them; empty where it holds them.
    pub objects: &'static str,
    /// Paths of what selects clusters.
    pub affinities: &'static str,
    /// Paths from there of names of clusters.
    pub names: &'static str,
    /// Fields there that select by facts about clusters.
    pub facts: &'static str,
    /// Fields there that select by their labels.
    pub labels: &'static str,
    /// Whether the namespace is the name of the cluster.
    pub by_namespace: bool,
    /// The tool with which the clusters are registered.
    pub registers: &'static str,
}

/// How a kind places objects; `group/*` stands for all kinds of a group.
pub(super) fn placed_by(group: &str, kind: &str) -> Option<PlacedBy> {
    let own = PLACERS.find(&format!("{group}/{kind}")).next();
    let row = own.or_else(|| PLACERS.find(&format!("{group}/*")).next())?;
    let [_, objects, affinities, names, facts, labels, namespace, registers] = columns(row);
    let by_namespace = namespace == "cluster";
    Some(PlacedBy { objects, affinities, names, facts, labels, by_namespace, registers })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_whole() {
        for (table, width) in [(CLUSTERS, 10), (APPLIERS, 13), (PLACERS, 10)] {
            let mut before = "";
            for row in table.all() {
                assert!(before < row, "not sorted: {row}");
                before = row;
                let cells: Vec<&str> = row.split('\t').collect();
                assert_eq!(cells.len(), width, "{row}");
                assert!(cells[width - 2..].iter().all(|cell| !cell.is_empty()), "{row}");
            }
        }
    }

    #[test]
    fn every_tool_that_selects_clusters_has_a_kind_that_registers_them() {
        let registered: Vec<&str> = CLUSTERS
            .all()
            .map(|row| columns::<8>(row)[7])
            .filter(|tool| !tool.is_empty())
            .collect();
        let of_appliers = APPLIERS.all().map(|row| columns::<11>(row)[10]);
        let of_placers = PLACERS.all().map(|row| columns::<8>(row)[7]);
        for tool in of_appliers.chain(of_placers).filter(|tool| !tool.is_empty()) {
            assert!(registered.contains(&tool), "{tool}");
        }
    }
}
