//! Keys: what protects a placement, who holds it, and where.

use std::sync::Arc;

use super::{Because, Claim, Why};
use crate::source::Span;

/// Who holds a key, as far as a configuration shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Custody {
    /// The provider, who makes and uses it as it sees fit.
    Provider,
    /// The provider's key service, under the customer's settings: the provider can use it.
    Customer,
    /// A store outside of the provider, which asks it for each use.
    External,
    /// The customer, who encrypts before anything reaches the provider.
    Client,
    /// Nobody can tell.
    Unknown,
}

impl Custody {
    /// The word used in interfaces and in policies.
    pub fn as_str(self) -> &'static str {
        match self {
            Custody::Provider => "provider",
            Custody::Customer => "customer",
            Custody::External => "external",
            Custody::Client => "client",
            Custody::Unknown => "unknown",
        }
    }

    /// The one of this word.
    pub fn parse(word: &str) -> Option<Custody> {
        use Custody::{Client, Customer, External, Provider, Unknown};
        let all = [Provider, Customer, External, Client, Unknown];
        all.into_iter().find(|custody| custody.as_str() == word)
    }
}

/// The key that protects a placement.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Who holds it.
    pub custody: Custody,
    /// Address of the resource that it is, or its identifier; nothing where the provider makes one.
    pub resource: Option<Arc<str>>,
    /// The places that it may be in, with their operators: those of the store outside where it is there.
    pub claims: Vec<Claim>,
    /// Why a place is missing.
    pub why_unknown: Option<Why>,
    /// Where the placement says so; nothing where it is silent.
    pub span: Option<Span>,
    /// What leads there, nearest first.
    pub because: Vec<Because>,
}
