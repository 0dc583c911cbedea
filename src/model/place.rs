//! Places and those who operate them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use globset::GlobMatcher;

use super::{Claim, Operator, Why};
use crate::source::Span;

/// An ISO 3166-1 alpha-2 code, or `*` for a place that may be anywhere: no allow-list contains that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// A place of its own: nobody promises a country.
    pub const ANYWHERE: Country = Country([b'*', b' ']);

    /// The code, or `*`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("*").trim_end()
    }
}

impl Default for Country {
    /// Anywhere.
    fn default() -> Country {
        Country::ANYWHERE
    }
}

impl FromStr for Country {
    type Err = ();

    /// Reads two upper-case letters or `*`. Whether the code is assigned is the catalogue's to say.
    fn from_str(text: &str) -> Result<Country, ()> {
        match text.as_bytes() {
            b"*" => Ok(Country::ANYWHERE),
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Country([*a, *b])),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What sort of place a region word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegionKind {
    /// One region.
    Region,
    /// Several regions that the provider chooses among, or copies between.
    MultiRegion,
    /// Two regions that each hold a copy.
    DualRegion,
    /// A zone away from its parent region.
    LocalZone,
    /// A point of presence.
    Edge,
    /// An area, up to the whole world.
    Geography,
    /// Declared in the policy file.
    Declared,
}

/// One place where bytes may rest.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Catalogue name of the provider whose word it is: `aws`, `azure`, `gcp`, or of a declared cluster.
    pub provider: Arc<str>,
    /// The region word, as the catalogue spells it.
    pub region: Arc<str>,
    /// What sort of place it is.
    pub kind: RegionKind,
    /// The countries in any of which bytes may rest: sorted, at least one.
    pub countries: Vec<Country>,
    /// Who operates it.
    pub operator: Operator,
}

/// A cluster that manifests may go to: declared in the policy file, or found outside of them.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Files whose objects go to it; all files where nothing else tells it either.
    pub path: Option<GlobMatcher>,
    /// Its name, for what names its cluster itself.
    pub name: Option<Arc<str>>,
    /// Host of its API server.
    pub server: Option<Arc<str>>,
    /// Its labels, for what selects clusters by them.
    pub labels: BTreeMap<Arc<str>, Arc<str>>,
    /// The places it may run in.
    pub claims: Vec<Claim>,
    /// Why it may be somewhere else besides.
    pub why_unknown: Option<Why>,
    /// Whether the policy file declares it.
    pub is_declared: bool,
    /// Where it is declared.
    pub span: Span,
}
