//! What a policy judges: placements, and the far ends of flows.

use std::collections::HashMap;

use crate::model::{Direction, Flow, Placement, Severity, Strength};

/// Something that is judged.
pub(super) struct Subject<'p> {
    /// Where data is.
    pub(super) placement: &'p Placement,
    /// The flow that it is the far end of.
    pub(super) flow: Option<&'p Flow>,
    /// Where the data of the flow comes from.
    pub(super) near: Vec<&'p Placement>,
    /// The most that a finding about it may weigh.
    pub(super) most: Severity,
}

impl Subject<'_> {
    /// Whether a text only mentions it.
    pub(super) fn is_mentioned(&self) -> bool {
        self.flow.is_some_and(|flow| flow.strength == Strength::Mentioned)
    }

    /// Whether a text mentions a word for a place that several providers have: it says nothing of whose it is.
    pub(super) fn is_anyones_word(&self) -> bool {
        let providers = || self.placement.claims.iter().map(|claim| &claim.place.provider);
        self.is_mentioned() && providers().zip(providers().skip(1)).any(|(one, next)| one != next)
    }
}

/// Placements and the far ends of flows. What comes in is no transfer out.
pub(super) fn subjects<'p>(placements: &'p [Placement], flows: &'p [Flow]) -> Vec<Subject<'p>> {
    let mut by_address: HashMap<(&str, &str), Vec<&Placement>> = HashMap::new();
    if !flows.is_empty() {
        for placement in placements {
            let address = (&*placement.root, &*placement.resource);
            by_address.entry(address).or_default().push(placement);
        }
    }
    let itself =
        |placement| Subject { placement, flow: None, near: Vec::new(), most: Severity::Error };
    let far_end = |flow: &'p Flow| {
        let address = (&*flow.far.root, &*flow.resource);
        let near = by_address.get(&address).cloned().unwrap_or_default();
        Some(Subject { placement: &flow.far, flow: Some(flow), near, most: most(flow)? })
    };
    placements.iter().map(itself).chain(flows.iter().filter_map(far_end)).collect()
}

/// A text that mentions a far end may do so for another reason, and a permission moves nothing.
fn most(flow: &Flow) -> Option<Severity> {
    match (flow.direction, flow.strength) {
        (Direction::In, _) => None,
        (Direction::Permitted, _) => Some(Severity::Note),
        (Direction::Out | Direction::Both, Strength::Mentioned) => Some(Severity::Warning),
        (Direction::Out | Direction::Both, Strength::Declared) => Some(Severity::Error),
    }
}
