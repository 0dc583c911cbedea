//! Access: who gets in, and as whom what is here goes out.

use std::sync::Arc;

use super::words::words;
use super::{Because, Country, Labels};
use crate::source::Span;

/// Which way access goes, seen from the resource that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bearing {
    /// The principal gets in.
    In,
    /// What is here acts as the principal elsewhere.
    Out,
}

impl Bearing {
    /// The word used in interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Bearing::In => "in",
            Bearing::Out => "out",
        }
    }
}

words! {
    /// How much the principal can do, from little to all.
    Level {
        /// Nobody can tell from the files.
        Unknown = "unknown",
        /// Sees names and settings, no content.
        Metadata = "metadata",
        /// Reads content.
        Read = "read",
        /// Reads and changes content.
        Change = "change",
        /// Grants rights, its own among them.
        Administer = "administer",
    }
}

words! {
    /// How access is given.
    Grant {
        /// An entry of a cluster for an identity of its cloud.
        ClusterEntry = "cluster-entry",
        /// Data is opened to somebody as such.
        DataAccess = "data-access",
        /// Management is handed over.
        Delegation = "delegation",
        /// Who vouches for users.
        Issuer = "issuer",
        /// A grant of a key.
        KeyGrant = "key-grant",
        /// Networks are joined, or a private way leads to one service.
        NetworkLink = "network-link",
        /// Addresses may come.
        NetworkOpen = "network-open",
        /// The account, project or tenant that something is made in.
        Owner = "owner",
        /// A switch that opens it to a network that everybody is on.
        Public = "public",
        /// A session on a machine.
        RemoteSession = "remote-session",
        /// A policy on the resource.
        ResourcePolicy = "resource-policy",
        /// A role bound to users or groups.
        RoleBinding = "role-binding",
        /// It is shared with somebody.
        Share = "share",
        /// A copy of a disk or database is shared.
        SnapshotShare = "snapshot-share",
        /// Who may take on a role.
        Trust = "trust",
        /// An identity of a cloud that a workload takes on.
        WorkloadIdentity = "workload-identity",
    }
}

words! {
    /// How a principal gets in. Every way but none is access.
    Path {
        /// By no way that works.
        Closed = "none",
        /// By approval of each request.
        Approval = "approval",
        /// With somebody of the organization who enters what they ask for.
        Escorted = "escorted",
        /// At any time.
        Standing = "standing",
    }
}

words! {
    /// What a principal sees of the data.
    Sees {
        /// Controls only: names, settings, load.
        Control = "control",
        /// Data that is encrypted with keys that they do not have.
        Ciphertext = "ciphertext",
        /// Data as it is.
        Content = "content",
    }
}

words! {
    /// What a principal is.
    PrincipalKind {
        /// An account of a cloud.
        Account = "account",
        /// Whoever asks.
        Anyone = "anyone",
        /// Several people or programs under one name.
        Group = "group",
        /// A server that vouches for others.
        Issuer = "issuer",
        /// A network, by its addresses.
        Network = "network",
        /// A project of a cloud.
        Project = "project",
        /// A role of a cloud, or an identity for programs.
        Role = "role",
        /// A service of a provider, at work for whoever set it up.
        Service = "service",
        /// A tenant of a directory.
        Tenant = "tenant",
        /// A person or program under its own name.
        User = "user",
    }
}

/// Who has access: never more than its identifier says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// What it is.
    pub kind: PrincipalKind,
    /// Its identifier as written.
    pub id: Arc<str>,
    /// The provider whose identifier it is, where that is told.
    pub provider: Option<Arc<str>>,
    /// What it belongs to, as far as its identifier says: an account, a project, a domain.
    pub home: Option<Arc<str>>,
    /// Whose it is, as far as the policy or the tree says.
    pub standing: Standing,
}

impl Principal {
    /// As reports show it: by the name that the policy gives it, else by its identifier.
    pub fn shown(&self) -> Arc<str> {
        match &self.standing {
            Standing::Party(party) => Arc::clone(&party.name),
            Standing::Own | Standing::Unknown => Arc::clone(&self.id),
        }
    }
}

/// Whose a principal is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// The organization's own: declared in the tree, or by the policy.
    Own,
    /// Somebody whom the policy names.
    Party(Party),
    /// Nobody says.
    #[default]
    Unknown,
}

impl Standing {
    /// The word used in interfaces: the name of a party.
    pub fn name(&self) -> &str {
        match self {
            Standing::Own => "own",
            Standing::Party(party) => &party.name,
            Standing::Unknown => "unknown",
        }
    }

    /// Where their people work, as far as that is told.
    pub fn countries(&self) -> &[Country] {
        match self {
            Standing::Party(party) => &party.countries,
            Standing::Own | Standing::Unknown => &[],
        }
    }
}

/// Somebody outside, as a policy describes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Their name.
    pub name: Arc<str>,
    /// The countries that their people work from: sorted, each once; empty where that is not known. Never their nationality.
    pub countries: Vec<Country>,
    /// How they get in.
    pub path: Path,
    /// What they see.
    pub sees: Sees,
    /// Where the policy says so.
    pub span: Span,
}

/// One grant.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// Address of the resource that says so.
    pub resource: Arc<str>,
    /// Addresses of the resources that are reached, each once; empty where that is all of a cluster, a project or an account,
    /// or cannot be told.
    pub reaches: Vec<Arc<str>>,
    /// Its root.
    pub root: Arc<str>,
    /// Its namespace.
    pub namespace: Option<Arc<str>>,
    /// Its labels.
    pub labels: Labels,
    /// Who.
    pub principal: Principal,
    /// Which way.
    pub bearing: Bearing,
    /// How it is given.
    pub grant: Grant,
    /// How much it can do.
    pub level: Level,
    /// The namespace that it reaches; nothing where that is all of the cluster or account.
    pub over: Option<Arc<str>>,
    /// Where the principal is named.
    pub span: Span,
    /// What else decides, nearest first.
    pub because: Vec<Because>,
}
