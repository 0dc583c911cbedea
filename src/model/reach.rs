//! Reach: which law may be applied to a placement, by which hooks, and how far.

use std::sync::Arc;

use super::words::words;
use super::{Country, Share};
use crate::source::Span;

words! {
    /// Whom or what a hook reaches.
    Test {
        /// The server, the medium, the key store or the line is there.
        Territory = "territory",
        /// The operator is incorporated, or has its head office, there.
        Operator = "operator",
        /// Whoever controls the operator is there.
        Parent = "parent",
        /// The operator offers services there, or has an establishment there.
        Offering = "offering",
        /// People who work there can get at the data, its keys or its controls.
        Personnel = "personnel",
        /// The duty follows nationality. Never inferred, and off unless a policy asks.
        Citizen = "citizen",
    }
}

words! {
    /// How plainly a law has a hook.
    HookStrength {
        /// Seriously argued both ways: a question, never a finding on its own.
        Contested = "contested",
        /// It follows from control or possession by somebody whom the text reaches.
        Derived = "derived",
        /// The text, or settled official guidance, says so.
        Direct = "direct",
    }
}

words! {
    /// How far a law reaches, from not at all to the data itself.
    ReachLevel {
        /// All facts are known, and no hook matches.
        None = "none",
        /// A fact that decides is missing.
        Unknown = "unknown",
        /// Worth knowing: only contested hooks, offerings, or facts from memory.
        Note = "note",
        /// What is about the data, and the power to delete, block or change settings.
        Metadata = "metadata",
        /// The data itself.
        Content = "content",
    }
}

words! {
    /// What somebody could get at without anybody's help.
    Capability {
        /// Nothing.
        Nothing = "none",
        /// What is about the data, and its controls.
        Metadata = "metadata",
        /// The data itself.
        Content = "content",
    }
}

words! {
    /// What must hold so that keys held outside keep content out of reach.
    Condition {
        /// The law reaches none of those who hold the keys.
        HolderNotReached = "holder-not-reached",
        /// The provider cannot use them.
        ProviderCannotUse = "provider-cannot-use",
        /// What runs there never works on plain data.
        NoPlaintext = "no-plaintext",
        /// Whoever is compelled does not control the program that encrypts, where a law can order that it be changed.
        ClientNotControlled = "client-not-controlled",
    }
}

words! {
    /// A change of one fact.
    Change {
        /// The principal is removed.
        PrincipalRemoved = "principal-removed",
        /// Keys are held in Japan, outside of the provider.
        KeysOutside = "keys-outside",
        /// It is moved to Japan.
        Moved = "moved",
        /// An operator of Japan runs it that nobody abroad controls.
        OtherOperator = "other-operator",
    }
}

/// Whether a fact is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truth {
    /// It is.
    Yes,
    /// Nobody can tell.
    Unknown,
    /// It is not.
    No,
}

impl From<bool> for Truth {
    fn from(is_so: bool) -> Truth {
        if is_so { Truth::Yes } else { Truth::No }
    }
}

/// Who or what a hook is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// A place: its country, or nothing where it is not known.
    Place(Option<Country>),
    /// The operator, by its name.
    Operator(Arc<str>),
    /// An owner of the operator, by its name, with the part that it holds in the end where that is known.
    Owner(Arc<str>, Option<Share>),
    /// A principal that gets in, by the name that the policy gives it, else its identifier.
    Principal(Arc<str>),
    /// The key, or whoever holds it.
    Key(Arc<str>),
    /// The operator's own staff.
    Staff(Arc<str>),
}

/// A hook that matches, or may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// Whom or what it reaches.
    pub test: Test,
    /// How plainly the law has it, on these facts.
    pub strength: HookStrength,
    /// Its place in the law's own list.
    pub index: usize,
    /// About whom or what.
    pub reached: Reached,
    /// Whether it matches; `No` is never kept.
    pub is_sure: bool,
    /// What they could get at; nothing where that is not known.
    pub capability: Option<Capability>,
    /// How far that goes.
    pub level: ReachLevel,
    /// Where the fact is written, as far as it is.
    pub span: Option<Span>,
}

/// What goes with a reach, whatever its level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Those who are compelled must keep silent.
    pub silent: bool,
    /// No court looks at it before.
    pub unreviewed: bool,
    /// Data may have to stay, or may not leave.
    pub trapped: bool,
    /// The law has lapsed and still has effects.
    pub residual: bool,
    /// The entry has no source that was read.
    pub from_memory: bool,
}

/// How far one law reaches one placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Id of the law; nothing stands for a state whose laws nobody has recorded.
    pub law: Option<&'static str>,
    /// Whose law it is.
    pub jurisdiction: Country,
    /// How far, by the furthest hook.
    pub level: ReachLevel,
    /// Whether a fact is missing that may take it further.
    pub is_open: bool,
    /// The hooks that match or may, the furthest first.
    pub hooks: Vec<Hook>,
    /// The tests of the law that do not match.
    pub unmatched: Vec<Test>,
    /// Whether keys held outside keep content out of reach: each condition. Empty where there are no such keys.
    pub conditions: Vec<(Condition, Truth)>,
    /// What goes with it.
    pub flags: Flags,
}
