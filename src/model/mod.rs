//! The words of the project as types: values with their provenance, resources, places, placements and
//! findings. Plain data, without input, output or sentences.

mod access;
mod date;
mod decimal;
mod difference;
mod finding;
mod flow;
mod keys;
mod named;
mod number;
mod operator;
mod place;
mod placement;
mod provenance;
mod reach;
mod refusal;
mod resource;
mod types;
mod unknown;
mod value;
pub(crate) mod words;

pub use access::{
    Access, Bearing, Grant, Level, Party, Path, Principal, PrincipalKind, Sees, Standing,
};
pub use date::Date;
pub use difference::{Difference, Whereabouts};
pub use finding::{Carried, Finding, Reason, Severity, Verdict};
pub use flow::{Direction, Flow, Purpose, Strength};
pub use keys::{Custody, Key};
pub use named::{NameOf, Named};
pub use number::Number;
pub use operator::{Control, Operator, Owner, Share};
pub use place::{Cluster, Country, Place, RegionKind};
pub use placement::{Because, Certainty, Claim, Holds, Labels, Placement};
pub use provenance::{Hop, Origin, Provenance, Step};
pub use reach::{
    Capability, Change, Condition, Flags, Hook, HookStrength, Reach, ReachLevel, Reached, Test,
    Truth,
};
pub use refusal::Refusal;
pub use resource::{ClosedModule, Problem, ProviderUse, Resource, Unresolved};
pub use types::Type;
pub use unknown::{ModuleSource, Record, Why};
pub use value::{Kind, MOST_ALTERNATIVES, Map, Marks, Piece, Value};
