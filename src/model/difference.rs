//! Differences between two estates, or between one and what it would be.

use std::sync::Arc;

use super::{Country, Direction, Level, Purpose, ReachLevel, Reached};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// A placement is there, is there no more, or is elsewhere or with others.
    Placement {
        /// Its root and address.
        resource: (Arc<str>, Arc<str>),
        /// Where it was; nothing where it is new.
        before: Option<Whereabouts>,
        /// Where it is; nothing where it is gone.
        after: Option<Whereabouts>,
    },
    /// Data goes somewhere, or goes there no more.
    Flow {
        /// Root and address of the resource that says so.
        resource: (Arc<str>, Arc<str>),
        /// Which way.
        direction: Direction,
        /// What for.
        purpose: Purpose,
        /// The far end.
        far: Arc<str>,
        /// Its countries.
        countries: Vec<Country>,
        /// Whether it is new.
        is_new: bool,
    },
    /// Somebody gets in, or gets in no more.
    Access {
        /// Root and address of the resource that says so.
        resource: (Arc<str>, Arc<str>),
        /// Who.
        principal: Arc<str>,
        /// Where their people work, as far as that is told.
        countries: Vec<Country>,
        /// How much they can do.
        level: Level,
        /// Whether it is new.
        is_new: bool,
    },
    /// Laws of one state reach something further, or less far.
    Reach {
        /// Whose laws they are.
        jurisdiction: Country,
        /// How far they reached.
        before: ReachLevel,
        /// How far they reach.
        after: ReachLevel,
        /// About whom or what, where they reach further.
        reached: Reached,
        /// Ids of the laws; none stands for laws that nobody recorded.
        laws: Vec<&'static str>,
        /// Roots and addresses of what they reach.
        resources: Vec<(Arc<str>, Arc<str>)>,
    },
}

impl Difference {
    /// Roots and addresses of the resources that differ.
    #[must_use]
    pub fn resources(&self) -> &[(Arc<str>, Arc<str>)] {
        match self {
            Difference::Placement { resource, .. }
            | Difference::Flow { resource, .. }
            | Difference::Access { resource, .. } => std::slice::from_ref(resource),
            Difference::Reach { resources, .. } => resources,
        }
    }
}

/// Where a placement is and with whom, as far as that is known: sorted, each once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whereabouts {
    /// Providers with regions.
    pub places: Vec<String>,
    /// Countries.
    pub countries: Vec<Country>,
    /// Names of operators, with those who control them.
    pub operators: Vec<String>,
    /// Whether it may be elsewhere too.
    pub is_open: bool,
}
