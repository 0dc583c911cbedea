//! Resources, and what went wrong or stayed open while they were read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ModuleSource, Origin, Value, Why};
use crate::source::Span;

/// One thing a configuration declares: a Terraform resource instance or a Kubernetes object.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Terraform address with module path and instance key, or `Kind/namespace/name`.
    pub address: Arc<str>,
    /// Terraform type, or `Kind.group` of a Kubernetes object (the kind alone in the core group).
    pub type_name: Arc<str>,
    /// Where it is declared: the block's header, or the object's name.
    pub span: Span,
    /// The provider configuration it uses. Kubernetes objects have none.
    pub provider: Option<ProviderUse>,
    /// The attributes that the catalogue asks for, by name.
    pub attributes: BTreeMap<Arc<str>, Value>,
    /// Hops of the resource itself, such as the module call that made it.
    pub origin: Origin,
    /// Where it stands for all that a module holds which is not on disk: what was handed to that.
    pub module: Option<ClosedModule>,
}

/// A module that is not on disk.
#[derive(Clone, Debug)]
pub struct ClosedModule {
    /// Its source.
    pub source: ModuleSource,
    /// The provider configurations that it may use.
    pub providers: Vec<ProviderUse>,
}

/// The provider configuration that a resource uses.
#[derive(Clone, Debug)]
pub struct ProviderUse {
    /// Name of the provider, such as `aws`: the type of its source address.
    pub name: Arc<str>,
    /// As the root module names it: `aws` or `aws.tokyo`.
    pub configuration: Arc<str>,
    /// Arguments of its block that the catalogue asks for; empty where there is no block.
    pub arguments: Arc<BTreeMap<Arc<str>, Value>>,
    /// How the resource came to use it.
    pub origin: Origin,
    /// Whether a block configures it.
    pub configured: bool,
}

/// Something that could not be resolved or located. Counted and shown, never passed over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unresolved {
    /// Where.
    pub span: Span,
    /// What: an address, or a path.
    pub resource: Arc<str>,
    /// Why.
    pub why: Why,
}

/// Input that could not be trusted: the run ends with exit code 2.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where; nothing for a path that could not be read at all.
    pub span: Option<Span>,
    /// The path, where there is no span.
    pub path: String,
    /// What is wrong and what to do next.
    pub message: String,
}

impl Problem {
    /// A problem at a place in a file that was read.
    pub fn at(span: Span, message: impl Into<String>) -> Problem {
        Problem { span: Some(span), path: String::new(), message: message.into() }
    }

    /// A problem with a path that was not read.
    pub fn of_path(path: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { span: None, path: path.into(), message: message.into() }
    }
}
