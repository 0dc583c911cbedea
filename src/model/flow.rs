//! Flows: data that goes from one place to another.

use std::sync::Arc;

use super::Placement;

/// Which way data goes, seen from the resource that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// To the far end.
    Out,
    /// From the far end: no transfer out.
    In,
    /// Both ways: what is at one end comes to the other.
    Both,
    /// It may go to the far end; nothing says that it does.
    Permitted,
}

impl Direction {
    /// The word used in interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Out => "out",
            Direction::In => "in",
            Direction::Both => "both",
            Direction::Permitted => "permitted",
        }
    }
}

/// How plainly a flow is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// A field is there to say it.
    Declared,
    /// A text mentions the far end: a setting, an argument, a line of a file.
    Mentioned,
}

impl Strength {
    /// The word used in interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Strength::Declared => "declared",
            Strength::Mentioned => "mentioned",
        }
    }
}

macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What a flow is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Purpose {
            $($(#[$doc])* $name,)*
        }

        impl Purpose {
            /// All of them.
            pub const ALL: &'static [Purpose] = &[$(Purpose::$name),*];

            /// The word used in interfaces and in the tables.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Purpose::$name => $word,)*
                }
            }
        }
    };
}

purposes! {
    /// Notices and incidents.
    Alerts = "alerts",
    /// A name inside that stands for a host outside.
    Alias = "alias",
    /// Copies kept to restore from.
    Backup = "backup",
    /// Copies near those who ask.
    Cache = "cache",
    /// Requests to a service, with what they carry.
    Calls = "calls",
    /// What a program is configured by.
    Configuration = "configuration",
    /// Messages and rows handed on by a connector.
    Connector = "connector",
    /// Data that is written out.
    Export = "export",
    /// Sent on failure of the place it is at.
    Failover = "failover",
    /// Programs that are run.
    Images = "images",
    /// Questions to a model, and its answers.
    Inference = "inference",
    /// Keys that protect data.
    Keys = "keys",
    /// Log lines.
    Logs = "logs",
    /// Measurements.
    Metrics = "metrics",
    /// Data that is brought over.
    Migration = "migration",
    /// A copy of each request.
    Mirror = "mirror",
    /// Networks that are joined.
    Peering = "peering",
    /// Copies kept in step.
    Replication = "replication",
    /// Passwords, keys and tokens.
    Secrets = "secrets",
    /// Images of disks.
    Snapshot = "snapshot",
    /// Data that is written to be kept.
    Storage = "storage",
    /// Events and rows, one after the other.
    Stream = "stream",
    /// Measurements, log lines and spans of requests together.
    Telemetry = "telemetry",
    /// Spans of requests.
    Traces = "traces",
}

impl Purpose {
    /// Whether what moves is data that is kept, and not keys, programs or nothing by itself.
    pub fn carries_content(self) -> bool {
        !matches!(
            self,
            Purpose::Configuration
                | Purpose::Images
                | Purpose::Keys
                | Purpose::Peering
                | Purpose::Secrets
        )
    }

    /// The purpose of this word.
    pub fn parse(word: &str) -> Option<Purpose> {
        Purpose::ALL.iter().copied().find(|purpose| purpose.as_str() == word)
    }
}

/// Data that goes from one place to another, as a configuration says.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Address of the resource that says so.
    pub resource: Arc<str>,
    /// Addresses of the resources whose data goes, or comes: the one that says so, or those that it is a setting of.
    /// At least one.
    pub near: Vec<Arc<str>>,
    /// Which way.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// How plainly it is said.
    pub strength: Strength,
    /// Root and address of the resource of the tree that the far end is, where it is one.
    pub meets: Option<(Arc<str>, Arc<str>)>,
    /// The far end: what its identifier says. Its address is that identifier, or that of a resource of the
    /// tree; its labels, namespace and root are those of the resource at this end. What it holds tells whether bytes come to
    /// rest there.
    pub far: Placement,
}
