//! Resources that others find by a name.

use std::sync::Arc;

use super::{Claim, Why};
use crate::source::Span;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameOf {
    /// A bucket or another store whose name is known to all users of its provider.
    Store,
    /// A cluster.
    Cluster,
}

/// A resource under the name that others know it by, and where it is.
#[derive(Clone, Debug)]
pub struct Named {
    /// What the name is of.
    pub of: NameOf,
    /// The name.
    pub name: Arc<str>,
    /// Its provider, as the tables of regions call it.
    pub provider: Arc<str>,
    /// Address of the resource.
    pub resource: Arc<str>,
    /// Its root.
    pub root: Arc<str>,
    /// Where it is declared.
    pub span: Span,
    /// Its places.
    pub claims: Vec<Claim>,
    /// Why it may be somewhere else besides.
    pub why_unknown: Option<Why>,
}
