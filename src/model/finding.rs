//! Findings: rules that placements break.

use std::sync::Arc;

use super::{
    Because, Change, Country, Custody, HookStrength, Operator, Purpose, ReachLevel, Reached, Test,
    Why,
};
use crate::source::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth a look.
    Warning,
    /// Fails the run.
    Error,
}

impl Severity {
    /// The word used in policies and interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What a rule found. Countries are sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Every possible country is outside those allowed.
    Outside {
        /// The countries outside.
        countries: Vec<Country>,
    },
    /// Some possible countries are outside those allowed.
    MayLeave {
        /// The countries outside.
        countries: Vec<Country>,
    },
    /// No place can be told.
    PlaceUnknown {
        /// Why.
        why: Why,
    },
    /// The operator is controlled from a country that the rule denies, or does not allow.
    OperatorControl {
        /// The operator.
        operator: Operator,
        /// The country of control.
        country: Country,
        /// Whether every place that the placements may be at is under such control.
        surely: bool,
    },
    /// Nobody knows who controls the operator.
    OperatorUnknown {
        /// The operator.
        operator: Operator,
    },
    /// Somebody gets in whose people work from countries that the rule denies, or does not allow.
    AccessFrom {
        /// The principal, as the policy names it.
        principal: Arc<str>,
        /// These countries.
        countries: Vec<Country>,
    },
    /// Somebody gets in of whom nobody knows where they work.
    AccessUnknown {
        /// The principal: its name, else its identifier.
        principal: Arc<str>,
    },
    /// Everybody gets in.
    AccessAnyone {
        /// How that is written.
        principal: Arc<str>,
    },
    /// Somebody holds the key whom the rule does not allow to.
    KeyCustody {
        /// Who.
        custody: Custody,
    },
    /// The key is outside the countries allowed.
    KeyOutside {
        /// The countries outside.
        countries: Vec<Country>,
    },
    /// Nobody can tell who holds the key, or where it is.
    KeyUnknown {
        /// Why.
        why: Option<Why>,
    },
    /// Laws reach it further than the rule lets, all of one state and for the same reason.
    Reachable {
        /// Ids of the laws, at least one.
        laws: Vec<&'static str>,
        /// Whose laws they are.
        jurisdiction: Country,
        /// How far.
        level: ReachLevel,
        /// By which test.
        test: Test,
        /// How plainly.
        strength: HookStrength,
        /// About whom or what.
        reached: Reached,
        /// What single changes would bring it to.
        changes: Vec<(Change, ReachLevel)>,
    },
    /// Nobody can tell whether laws reach it.
    ReachUnknown {
        /// Ids of the laws.
        laws: Vec<&'static str>,
        /// By which test.
        test: Test,
        /// About whom or what.
        reached: Reached,
    },
}

impl Verdict {
    /// Whether it tells something of an operator for which no source was checked.
    pub fn is_general_knowledge(&self) -> bool {
        match self {
            Verdict::OperatorControl { operator, country, .. } => {
                operator.countries().get(&Some(*country)) != Some(&true)
            }
            Verdict::OperatorUnknown { operator } => !operator.verified,
            _ => false,
        }
    }

    /// The stable code of this verdict in interfaces.
    pub fn code(&self) -> &'static str {
        match self {
            Verdict::Outside { .. } => "place-outside",
            Verdict::MayLeave { .. } => "place-may-leave",
            Verdict::PlaceUnknown { .. } => "place-unknown",
            Verdict::OperatorControl { .. } => "operator-control",
            Verdict::OperatorUnknown { .. } => "operator-unknown",
            Verdict::AccessFrom { .. } => "access-from",
            Verdict::AccessUnknown { .. } => "access-unknown",
            Verdict::AccessAnyone { .. } => "access-anyone",
            Verdict::KeyCustody { .. } => "key-custody",
            Verdict::KeyOutside { .. } => "key-outside",
            Verdict::KeyUnknown { .. } => "key-unknown",
            Verdict::Reachable { .. } => "reachable",
            Verdict::ReachUnknown { .. } => "reach-unknown",
        }
    }
}

/// A rule that placements break, at the literal that decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// What it found.
    pub verdict: Verdict,
    /// How much it weighs.
    pub severity: Severity,
    /// The data class judged.
    pub data: Arc<str>,
    /// Addresses of the resources it is about: sorted, at least one.
    pub resources: Vec<Arc<str>>,
    /// Where the first of them is declared.
    pub declared: Span,
    /// The literal that decides: what a reader would change.
    pub span: Span,
    /// Provenance of the first resource's place, nearest hop first.
    pub because: Vec<Because>,
    /// Countries the finding is about.
    pub countries: Vec<Country>,
    /// Whether it is open that the placements hold this data class at all: their tags are not known.
    pub may_hold: bool,
    /// The environments that it breaks: sorted, each once; empty where roots are run in one way.
    pub environments: Vec<Arc<str>>,
    /// The way by which data came to the first resource, from where it started; empty where a selector names it.
    pub path: Vec<Carried>,
    /// Resources at the other ends of flows.
    pub related: Vec<Arc<str>>,
    /// Where the rule is written.
    pub rule_span: Option<Span>,
    /// The rule's own reason, as its author wrote it.
    pub reason: Option<Reason>,
}

/// One step of the way that data takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Address of the resource that it comes from.
    pub from: Arc<str>,
    /// Address of the resource, or identifier of the far end, that it comes to.
    pub to: Arc<str>,
    /// What for, and the resource that says so; nothing where one is a part of the other.
    pub by: Option<(Purpose, Arc<str>)>,
    /// Where it is said.
    pub span: Span,
}

/// Why a rule is there, in one language or in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// As written, in English where there are two.
    pub text: Arc<str>,
    /// In Japanese, where that is given apart.
    pub japanese: Option<Arc<str>>,
}
