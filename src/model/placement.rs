//! Placements: data at rest or in use, and where.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Country, Key, Operator, Place, Step, Why};
use crate::source::Span;

/// How sure the place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// It is this place.
    Certain,
    /// It is one of these places, or may be this one.
    Possible,
    /// Nobody can tell from the files.
    Unknown,
}

impl Certainty {
    /// The word used in interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Certain => "certain",
            Certainty::Possible => "possible",
            Certainty::Unknown => "unknown",
        }
    }
}

/// What a resource does with data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holds {
    /// Stores it.
    AtRest,
    /// Computes on it; local disks go with it.
    Processes,
    /// Passes it on.
    InTransit,
    /// Settings, rights and names.
    Nothing,
    /// Not known.
    Unknown,
}

impl Holds {
    /// The word used in interfaces and in policies.
    pub fn as_str(self) -> &'static str {
        match self {
            Holds::AtRest => "at_rest",
            Holds::Processes => "processes",
            Holds::InTransit => "in_transit",
            Holds::Nothing => "none",
            Holds::Unknown => "unknown",
        }
    }
}

/// One hop of a provenance as reports show it: a span and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Because {
    /// Where.
    pub span: Span,
    /// What happened there.
    pub step: Step,
}

/// One candidate place with its own provenance.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The place.
    pub place: Place,
    /// Nearest hop first; the last but for asides is the literal that decides.
    pub because: Vec<Because>,
    /// The literal that decides: what a reader would change.
    pub decided_by: Span,
}

/// Tags or labels, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels {
    /// Key to the values it may have; an empty list is a key whose value is unknown.
    pub known: BTreeMap<Arc<str>, Vec<Arc<str>>>,
    /// Whether there may be more than these.
    pub open: bool,
}

/// Where a resource and the data it holds land.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// Address of the resource.
    pub resource: Arc<str>,
    /// Its type.
    pub type_name: Arc<str>,
    /// Class of its type in the catalogue, such as `relational_db`; empty where unknown.
    pub class: Arc<str>,
    /// The root it belongs to: a directory, or a file for manifests.
    pub root: Arc<str>,
    /// The environments of the root in which it is there; empty where the root is run in one way.
    pub environments: Vec<Arc<str>>,
    /// Where the resource is declared.
    pub span: Span,
    /// Name of the provider: Terraform's, or the catalogue's for Kubernetes.
    pub provider: Arc<str>,
    /// Its possible places. Empty means that no place can be told at all.
    pub claims: Vec<Claim>,
    /// Whether it stands for a module that was not read: what is inside may be elsewhere.
    pub is_closed: bool,
    /// Why a place is missing. With claims as well: it may be somewhere else besides.
    pub why_unknown: Option<Why>,
    /// Hops that lead to the missing value, or to the declaration of what has no place.
    pub unknown_because: Vec<Because>,
    /// What it does with data.
    pub holds: Holds,
    /// Its tags and labels.
    pub labels: Labels,
    /// Kubernetes namespace.
    pub namespace: Option<Arc<str>>,
    /// The keys that protect it, as far as the configuration says: several where it names one of a few. Empty where it is silent,
    /// or where nothing rests.
    pub keys: Vec<Key>,
    /// Addresses of the resources that it is a part or a setting of, in the same root.
    pub part_of: Vec<Arc<str>>,
}

impl Placement {
    /// Certain with one claim and nothing open, possible with any claim, else unknown.
    pub fn certainty(&self) -> Certainty {
        match (self.claims.len(), &self.why_unknown) {
            (0, _) => Certainty::Unknown,
            (1, None) if !self.is_closed => Certainty::Certain,
            _ => Certainty::Possible,
        }
    }

    /// Whether it is the same placement, in whatever environments, reached by whatever hops.
    pub fn is_same_as(&self, other: &Placement) -> bool {
        let claims = |placement: &Placement| {
            let claims =
                placement.claims.iter().map(|claim| (claim.place.clone(), claim.decided_by));
            claims.collect::<Vec<_>>()
        };
        (&self.resource, self.span, self.is_closed)
            == (&other.resource, other.span, other.is_closed)
            && (&self.why_unknown, &self.labels) == (&other.why_unknown, &other.labels)
            && claims(self) == claims(other)
    }

    /// All countries its bytes may rest in: sorted, each once.
    pub fn countries(&self) -> Vec<Country> {
        let mut all: Vec<Country> =
            self.places().flat_map(|p| p.countries.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Its possible places.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.claims.iter().map(|claim| &claim.place)
    }

    /// Its possible operators: sorted, each once.
    pub fn operators(&self) -> Vec<&Operator> {
        let mut all: Vec<&Operator> = self.places().map(|p| &p.operator).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Every hop that says something about its place: those of its claims, else those of what is missing.
    pub fn because(&self) -> Vec<Because> {
        let mut all: Vec<Because> = Vec::new();
        let of_claims = self.claims.iter().flat_map(|claim| &claim.because);
        for hop in of_claims.chain(&self.unknown_because) {
            if !all.contains(hop) {
                all.push(*hop);
            }
        }
        all
    }
}
