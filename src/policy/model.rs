//! A policy as it is judged by: read, extended and checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::{GlobMatcher, GlobSet};

use super::access::Entry;
use super::glob::Addresses;
use super::keys::{DeclaredKey, KeyRule};
use super::principals::DeclaredPrincipal;
use super::reach::ReachRule;
use crate::model::{Cluster, Country, Holds, Operator, Reason, Severity};
use crate::source::Span;

/// A policy with all it extends.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The name it is reported by: the path of its file, or the name of the pack.
    pub name: Arc<str>,
    /// Whether facts that are general knowledge only may weigh as much as those with a source.
    pub accept_unverified: bool,
    /// The data classes, by name.
    pub data: BTreeMap<Arc<str>, DataClass>,
    /// The rules, by name, those that are off included.
    pub rules: BTreeMap<Arc<str>, Rule>,
    /// What manifests cannot say about their clusters: those of extended policies first.
    pub clusters: Vec<Cluster>,
    /// How roots are run, where the tree cannot tell.
    pub environments: Vec<DeclaredEnvironment>,
    /// The tenant as an operator: what `self` means.
    pub organization: Option<Operator>,
    /// Operators that the policy knows better than the catalogue, or that this does not have, by id.
    pub operators: BTreeMap<Arc<str>, Operator>,
    /// Whose principals are.
    pub principals: Vec<DeclaredPrincipal>,
    /// Keys that no configuration shows.
    pub keys: Vec<DeclaredKey>,
    /// Places of one's own, by provider and region.
    pub regions: BTreeMap<RegionId, DeclaredRegion>,
}

/// A kind of data, and how to tell which placements hold it.
#[derive(Clone, Debug)]
pub struct DataClass {
    /// Where its name is written.
    pub span: Span,
    /// A placement that one of these selects holds it,
    pub held_by: Vec<Selector>,
    /// unless one of these certainly selects it.
    pub except: Vec<Selector>,
}

/// Conditions that a placement must meet, all of those that are given.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    /// Its type.
    pub types: Option<GlobSet>,
    /// Class of its type in the catalogue.
    pub classes: Option<GlobSet>,
    /// What it does with data.
    pub holds: Option<Vec<Holds>>,
    /// Its tags and labels: a key, and globs of which one matches the value.
    pub labels: Vec<(Arc<str>, GlobSet)>,
    /// Its Kubernetes namespace.
    pub namespaces: Option<GlobSet>,
    /// Its address.
    pub addresses: Option<Addresses>,
    /// Path of the file that declares it, relative to the tree.
    pub paths: Option<GlobSet>,
    /// Name of its provider.
    pub providers: Option<GlobSet>,
}

/// What must hold for the placements of some data classes.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Where its name is written; in the last file that speaks of it.
    pub span: Span,
    /// Names of the data classes, at least one.
    pub data: Vec<Arc<str>>,
    /// Where bytes may rest.
    pub countries: Option<Countries>,
    /// Who may control the operators.
    pub operators: Option<Operators>,
    /// Where those may work who get in.
    pub access: Option<Entry>,
    /// Who may hold the keys, and where.
    pub keys: Option<KeyRule>,
    /// Which laws may not reach it.
    pub reach: Option<ReachRule>,
    /// Weight of a place that nobody can tell; nothing for off.
    pub unresolved: Option<Severity>,
    /// Weight of everything else; nothing where the rule is off.
    pub severity: Option<Severity>,
    /// The author's reason.
    pub because: Option<Reason>,
}

/// A list of countries that are allowed, or that are denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Countries {
    /// These and no others.
    Allow(Vec<Country>),
    /// All but these.
    Deny(Vec<Country>),
}

/// Countries that may, or may not, control an operator.
#[derive(Clone, Debug)]
pub struct Operators {
    /// Denied ones.
    pub deny: Option<Vec<Country>>,
    /// Allowed ones; no others are.
    pub allow: Option<Vec<Country>>,
    /// Weight of control that nobody can tell; nothing for off.
    pub unknown: Option<Severity>,
}

/// Provider and region: `aws` and `ap-northeast-1`.
pub type RegionId = (Arc<str>, Arc<str>);

/// Where a cluster runs whose manifests do not say it. At least one of its marks is given.
#[derive(Clone, Debug)]
pub struct DeclaredCluster {
    /// Matches the files of its manifests, relative to the tree.
    pub path: Option<GlobMatcher>,
    /// Name of the cluster.
    pub name: Option<Arc<str>>,
    /// Address of its API server.
    pub server: Option<Arc<str>>,
    /// Its labels.
    pub labels: BTreeMap<Arc<str>, Arc<str>>,
    /// Provider and region of each place it may run in: at least one.
    pub regions: Vec<RegionId>,
    /// Where the declaration is written.
    pub span: Span,
}

/// A way in which roots are run.
#[derive(Clone, Debug)]
pub struct DeclaredEnvironment {
    /// Its name.
    pub name: Arc<str>,
    /// Matches the directories of its roots, relative to the tree; nothing for all of them.
    pub root: Option<GlobMatcher>,
    /// Paths of its variables files, relative to the tree; those that count less first.
    pub files: Vec<Text>,
    /// Its workspace.
    pub workspace: Option<Text>,
    /// Variables that it sets besides.
    pub values: Vec<(Arc<str>, Text)>,
    /// What its backend is given: paths of files relative to the tree, or `name=value`.
    pub backend: Vec<Text>,
}

/// A text and where it is written.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub text: Arc<str>,
    /// Where.
    pub span: Span,
}

/// A place that the catalogue does not have.
#[derive(Clone, Debug)]
pub struct DeclaredRegion {
    /// The countries in any of which bytes may rest: sorted, at least one.
    pub countries: Vec<Country>,
    /// Id of the operator in the catalogue, or `self` for the organization.
    pub operator: Arc<str>,
    /// Where the id is written.
    pub span: Span,
}

impl Countries {
    /// Where a placement in `country` stands.
    pub fn standing(&self, country: Country) -> Standing {
        match self {
            Countries::Allow(allowed) => match allowed.contains(&country) {
                true if country != Country::ANYWHERE => Standing::Inside,
                _ => Standing::Outside,
            },
            Countries::Deny(_) if country == Country::ANYWHERE => Standing::Open,
            Countries::Deny(denied) if denied.contains(&country) => Standing::Outside,
            Countries::Deny(_) => Standing::Inside,
        }
    }
}

impl Operators {
    /// Whether control from `country` breaks the rule.
    pub fn refuses(&self, country: Country) -> bool {
        let denied = self.deny.as_ref().is_some_and(|deny| deny.contains(&country));
        denied || self.allow.as_ref().is_some_and(|allow| !allow.contains(&country))
    }
}

/// How a country stands to a list of countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is allowed.
    Inside,
    /// It may be a country that is not.
    Open,
    /// It is not allowed.
    Outside,
}
