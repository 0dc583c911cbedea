//! Arguments of resource types by which data goes elsewhere, or by which others get at it.

use super::table::{Row, Table, columns};
use crate::model::words::words;
use crate::model::{Direction, Holds, Purpose};

const MOVEMENT: Table = Table::new(include_str!("movement.tsv"));
const GRANTS: Table = Table::new(include_str!("grants.tsv"));

/// An argument by which data moves, or may be reached from elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Movement {
    /// The resource type.
    pub resource_type: &'static str,
    /// Path of the argument, names joined by dots; empty where the resource itself is the edge.
    pub argument: &'static str,
    /// What sort of movement it is.
    pub kind: Edge,
    /// Which way, seen from the resource.
    pub direction: Way,
    /// How the other end is given.
    pub far_end: FarEnd,
    /// The values that switch it on, separated by commas: `absent` where it is left out, a star at the end for any text;
    /// empty where any does but `false`.
    pub values: &'static str,
    /// What comes of it.
    pub effect: DataEffect,
    /// An example, or a remark.
    pub note: &'static str,
    /// Where it was read.
    pub source: &'static str,
    /// How the path was checked: `schema`, `leaf`, `type` or `unverified`.
    pub checked: &'static str,
}

/// An argument that lets others in.
#[derive(Clone, Copy, Debug)]
pub struct TypeGrant {
    /// The resource type.
    pub resource_type: &'static str,
    /// Path of the argument.
    pub argument: &'static str,
    /// How access is given.
    pub kind: GrantKind,
    /// Which way, seen from the resource.
    pub direction: Way,
    /// How those who get in are named.
    pub principal: Named,
    /// The values that switch it on, separated by commas; empty where any does.
    pub values: &'static str,
    /// What comes of it.
    pub effect: DataEffect,
    /// An example, or a remark.
    pub note: &'static str,
    /// Where it was read.
    pub source: &'static str,
    /// How the path was checked.
    pub checked: &'static str,
}

words! {
    /// A sort of movement.
    Edge {
        /// Others are given access.
        AccessGrant = "access_grant",
        /// Backups go there.
        BackupCopy = "backup_copy",
        /// Caches near those who ask.
        CdnCache = "cdn_cache",
        /// Names lead there when the first place fails.
        DnsFailover = "dns_failover",
        /// Data is written out.
        Export = "export",
        /// Copies of a table that take writes.
        GlobalTable = "global_table",
        /// A model runs there.
        InferenceRouting = "inference_routing",
        /// Logs go there.
        LogExport = "log_export",
        /// Data is brought over.
        Migration = "migration",
        /// A key that is in several places.
        MultiRegionKey = "multi_region_key",
        /// Networks are joined.
        Peering = "peering",
        /// Anybody may come.
        PublicExposure = "public_exposure",
        /// Copies kept in step.
        Replication = "replication",
        /// Images of disks go there.
        SnapshotCopy = "snapshot_copy",
        /// Events go there.
        Stream = "stream",
    }
}

words! {
    /// A way of giving access.
    GrantKind {
        /// Data is shared as such.
        DataAccess = "data_access",
        /// A share of a warehouse.
        DataShare = "data_share",
        /// Management is handed over.
        Delegation = "delegation",
        /// A binding of a role.
        IamBinding = "iam_binding",
        /// A binding in a cluster.
        KubernetesRbac = "k8s_rbac",
        /// A grant of a key.
        KeyGrant = "key_grant",
        /// Networks are joined.
        NetworkLink = "network_link",
        /// Addresses may come.
        NetworkOpen = "network_open",
        /// A private way to one service.
        PrivateLink = "private_link",
        /// A switch that makes it public.
        PublicFlag = "public_flag",
        /// A session on a machine.
        RemoteSession = "remote_session",
        /// A policy on the resource.
        ResourcePolicy = "resource_policy",
        /// The resource is shared.
        ResourceShare = "resource_share",
        /// Who may take a role.
        RoleTrust = "role_trust",
        /// A snapshot is shared.
        SnapshotShare = "snapshot_share",
    }
}

words! {
    /// Which way, seen from the resource.
    Way {
        /// Both ways.
        Both = "both",
        /// Towards the resource.
        From = "from",
        /// Away from it.
        To = "to",
    }
}

words! {
    /// How the other end of a movement is given.
    FarEnd {
        /// Id of an account, tenant or project.
        Account = "account",
        /// Places near those who ask, anywhere.
        Edge = "edge",
        /// Somewhere that nothing tells.
        Elsewhere = "elsewhere",
        /// An e-mail address, or a domain.
        Email = "email",
        /// A host, an address.
        Host = "host",
        /// An identifier with a region and an account in it.
        Identifier = "identifier",
        /// None besides the place of the resource, or what other arguments tell.
        Itself = "itself",
        /// `user:`, `group:`, `domain:`, `allUsers`.
        Member = "member",
        /// The region that the provider pairs with that of the resource.
        Paired = "paired",
        /// Principals of a policy in JSON.
        Policy = "policy",
        /// Another configuration of the provider.
        Provider = "provider",
        /// Another resource.
        Reference = "reference",
        /// A region.
        Region = "region",
        /// Some regions that the start of a name stands for.
        Scope = "scope",
        /// The value itself tells.
        Value = "value",
    }
}

words! {
    /// How those who get in are named.
    Named {
        /// Id of an account, tenant or project.
        Account = "account",
        /// Ranges of addresses, hosts.
        Addresses = "addresses",
        /// An e-mail address.
        Email = "email",
        /// An identifier with an account in it.
        Identifier = "identifier",
        /// Whoever holds a key.
        Key = "key",
        /// `user:`, `group:`, `domain:`, `allUsers`.
        Member = "member",
        /// Such members in a policy in JSON.
        Members = "members",
        /// Anybody on a network.
        Network = "network",
        /// Principals of a policy in JSON.
        Policy = "policy",
        /// An id of somebody whose tenant is told elsewhere.
        Principal = "principal",
        /// Another resource.
        Reference = "reference",
        /// A region.
        Region = "region",
        /// The value itself tells.
        Value = "value",
    }
}

words! {
    /// What comes of a movement or of access.
    DataEffect {
        /// Bytes come to rest there.
        Copy = "copy",
        /// Nothing by itself: it widens or narrows what others may do.
        Limit = "limit",
        /// Data about data goes there.
        Metadata = "metadata",
        /// Data is processed there.
        Processing = "processing",
        /// It is read from there.
        Read = "read",
        /// It passes.
        Transit = "transit",
    }
}

impl Edge {
    /// What data moves for; nothing where it does not move, but others may get at it.
    pub fn purpose(self) -> Option<Purpose> {
        Some(match self {
            Edge::AccessGrant | Edge::PublicExposure => return None,
            Edge::BackupCopy => Purpose::Backup,
            Edge::CdnCache => Purpose::Cache,
            Edge::DnsFailover => Purpose::Failover,
            Edge::Export => Purpose::Export,
            Edge::GlobalTable | Edge::Replication => Purpose::Replication,
            Edge::InferenceRouting => Purpose::Inference,
            Edge::LogExport => Purpose::Logs,
            Edge::Migration => Purpose::Migration,
            Edge::MultiRegionKey => Purpose::Keys,
            Edge::Peering => Purpose::Peering,
            Edge::SnapshotCopy => Purpose::Snapshot,
            Edge::Stream => Purpose::Stream,
        })
    }
}

impl Way {
    /// The direction of a flow.
    pub fn direction(self) -> Direction {
        match self {
            Way::Both => Direction::Both,
            Way::From => Direction::In,
            Way::To => Direction::Out,
        }
    }
}

impl DataEffect {
    /// What the far end does with data; nothing where none comes there.
    pub fn holds(self) -> Option<Holds> {
        match self {
            DataEffect::Copy => Some(Holds::AtRest),
            DataEffect::Limit => None,
            DataEffect::Metadata => Some(Holds::Nothing),
            DataEffect::Processing => Some(Holds::Processes),
            DataEffect::Read | DataEffect::Transit => Some(Holds::InTransit),
        }
    }
}

impl Movement {
    /// Whether this value switches it on; that the argument is left out where there is none.
    pub fn is_on(&self, value: Option<&str>) -> bool {
        is_on(self.values, self.argument, value)
    }

    /// Whether it is on where the argument is left out.
    pub fn is_default(&self) -> bool {
        self.is_on(None)
    }
}

/// Whether a value is one of those that switch a row on; whether it is on without its argument where there is none. A star at the
/// end stands for any text.
pub(super) fn is_on(values: &str, argument: &str, value: Option<&str>) -> bool {
    let mut all = values.split(',');
    match value {
        None => argument.is_empty() || all.any(|one| one == ABSENT),
        Some(value) if values.is_empty() => value != "false",
        Some(value) => all.any(|one| match one.strip_suffix('*') {
            Some(start) => value.starts_with(start),
            None => value.eq_ignore_ascii_case(one),
        }),
    }
}

/// Stands for an argument that is left out.
const ABSENT: &str = "absent";

/// The movements of a resource type.
pub fn movements(resource_type: &str) -> impl Iterator<Item = Movement> {
    MOVEMENT.find(resource_type).filter_map(movement)
}

/// All movements.
pub fn all_movements() -> impl Iterator<Item = Movement> {
    MOVEMENT.all().filter_map(movement)
}

/// The ways in which a resource type lets others in.
pub fn grants(resource_type: &str) -> impl Iterator<Item = TypeGrant> {
    GRANTS.find(resource_type).filter_map(grant)
}

/// All ways in which resource types let others in.
pub fn all_grants() -> impl Iterator<Item = TypeGrant> {
    GRANTS.all().filter_map(grant)
}

fn movement(row: Row) -> Option<Movement> {
    let [resource_type, argument, kind, direction, far_end, values, effect, note, source, checked] =
        columns(row);
    Some(Movement {
        resource_type,
        argument,
        kind: Edge::parse(kind)?,
        direction: Way::parse(direction)?,
        far_end: FarEnd::parse(far_end)?,
        values,
        effect: DataEffect::parse(effect)?,
        note,
        source,
        checked,
    })
}

fn grant(row: Row) -> Option<TypeGrant> {
    let [
        resource_type,
        argument,
        kind,
        direction,
        principal,
        values,
        effect,
        note,
        source,
        checked,
    ] = columns(row);
    Some(TypeGrant {
        resource_type,
        argument,
        kind: GrantKind::parse(kind)?,
        direction: Way::parse(direction)?,
        principal: Named::parse(principal)?,
        values,
        effect: DataEffect::parse(effect)?,
        note,
        source,
        checked,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::types::resource_type;

    #[test]
    fn rows_are_sorted_read_whole_and_of_types_that_are_known() {
        for (table, count) in [(MOVEMENT, all_movements().count()), (GRANTS, all_grants().count())]
        {
            let mut before = "";
            let mut rows = 0;
            for row in table.all() {
                assert!(before < row, "not sorted: {row}");
                before = row;
                rows += 1;
                let cells: Vec<&str> = row.split('\t').collect();
                assert_eq!(cells.len(), 10, "{row}");
                assert!(resource_type(cells[0]).is_some(), "{row}");
                assert!(!cells[8].is_empty(), "{row}");
                assert!(matches!(cells[9], "schema" | "leaf" | "type" | "unverified"), "{row}");
            }
            assert_eq!(rows, count, "a word of a row is in no list");
        }
    }

    #[test]
    fn a_type_has_its_rows() {
        assert!(movements("aws_dynamodb_table").any(|row| row.argument == "replica.region_name"));
        assert!(
            grants("google_storage_bucket_iam_member").any(|row| row.principal == Named::Member)
        );
        assert_eq!(movements("aws_nothing").count(), 0);
    }
}
