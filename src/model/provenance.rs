//! How a value was reached: an arena of hops, each with a span and the hops it came from.

use super::Record;
use crate::source::Span;

/// A hop in a [`Provenance`], or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(u32);

impl Origin {
    /// A value that came from nowhere in particular.
    pub const NONE: Origin = Origin(0);
}

/// What happened to a value at a hop. The span under the hop shows the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Written here as a literal.
    Literal,
    /// Read through a reference such as `var.region` or `local.place`.
    Reference,
    /// The default of a variable.
    VariableDefault,
    /// A variable that nothing sets.
    VariableNotSet,
    /// Set in a variables file.
    VariablesFile,
    /// Handed to a module by its call.
    ModuleArgument,
    /// The call of the module that a resource is declared in.
    ModuleCall,
    /// An attribute that another resource sets. The number is that resource's index in the resolution.
    Attribute(u32),
    /// The result of a function, an operator or a template.
    Computation,
    /// The branch of a conditional.
    Condition,
    /// What a `validation` of a variable accepts.
    Validation,
    /// An element of `for_each`, `count` or a `for` expression.
    Element,
    /// The provider block that a resource uses.
    Provider,
    /// A `provider` meta-argument, or an entry of a module's `providers`.
    ProviderChoice,
    /// The argument of a resource that says its place, or the resource itself where nothing does.
    Subject,
    /// A Kubernetes field that constrains where an object runs or rests.
    Constraint,
    /// Another Kubernetes object, found by name.
    ObjectReference,
    /// The declaration of a cluster in the policy file.
    ClusterDeclaration,
    /// What a principal is granted.
    Granted,
    /// What sends an object to a cluster: a field that names it, or the object that applies its folder.
    Destination,
    /// What a plan or state of Terraform says.
    Recorded(Record),
}

/// One hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What happened.
    pub step: Step,
    /// Where.
    pub span: Span,
    /// The hop before it: where the value itself came from.
    pub from: Origin,
    /// A second one: the container it was taken out of, the condition that chose it.
    pub also: Origin,
}

/// The hops of one resolution.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    hops: Vec<Hop>,
}

/// The most hops kept; further ones are dropped and the chain is shorter, the value is the same.
const MOST_HOPS: usize = 8_000_000;

/// The most hops that a chain shows.
const LONGEST_CHAIN: usize = 24;

/// The most hops that are looked at for a chain.
const MOST_SEEN: usize = 256;

impl Provenance {
    /// Records a hop that follows `from`.
    pub fn hop(&mut self, step: Step, span: Span, from: Origin) -> Origin {
        self.join(step, span, from, Origin::NONE)
    }

    /// Records a hop that follows two others: the value's own first.
    pub fn join(&mut self, step: Step, span: Span, from: Origin, also: Origin) -> Origin {
        if self.hops.len() >= MOST_HOPS {
            return from;
        }
        self.hops.push(Hop { step, span, from, also });
        Origin(u32::try_from(self.hops.len()).unwrap_or(0))
    }

    /// The hop behind an origin.
    pub fn get(&self, origin: Origin) -> Option<&Hop> {
        self.hops.get((origin.0 as usize).checked_sub(1)?)
    }

    /// The chain from the value back to where it was written: nearest hop first, each span once.
    pub fn chain(&self, origin: Origin) -> Vec<Hop> {
        let mut chain: Vec<Hop> = Vec::new();
        let mut seen: Vec<Origin> = Vec::new();
        let mut open = vec![origin];
        while let Some(origin) = open.pop() {
            let Some(hop) = self.get(origin).filter(|_| !seen.contains(&origin)) else { continue };
            seen.push(origin);
            // A literal around one that is already told adds nothing.
            let is_told = |told: &Hop| match hop.step {
                Step::Literal => hop.span.contains(told.span),
                _ => hop.span == told.span,
            };
            if !chain.iter().any(is_told) {
                chain.push(*hop);
            }
            if chain.len() == LONGEST_CHAIN || seen.len() == MOST_SEEN {
                break;
            }
            open.push(hop.also);
            open.push(hop.from);
        }
        chain
    }

    /// The hop that decides: the end of the value's own line of descent.
    pub fn decisive(&self, origin: Origin) -> Option<Hop> {
        let mut decisive = self.get(origin)?;
        while let Some(before) = self.get(decisive.from) {
            decisive = before;
        }
        Some(*decisive)
    }

    /// The resources that the value was read through, nearest first: the hops of [`Step::Attribute`] on its
    /// line of descent. A resource behind a computation gave a part of the value, not the value, and is left
    /// out.
    pub fn resources(&self, origin: Origin) -> Vec<u32> {
        let mut resources = Vec::new();
        let mut hop = self.get(origin);
        while let Some(here) = hop {
            match here.step {
                Step::Attribute(resource) => resources.push(resource),
                Step::Computation if !resources.is_empty() => break,
                _ => {}
            }
            hop = self.get(here.from);
        }
        resources
    }
}
