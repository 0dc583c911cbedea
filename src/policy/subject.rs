//! What a policy judges: placements, and the far ends of flows that are none of the tree; and by which ways data comes from
//! one to another.

use std::collections::HashMap;

use crate::model::{Direction, Flow, Holds, Placement, Severity, Strength};

/// Something that is judged.
pub(super) struct Subject<'p> {
    /// Where data is.
    pub(super) placement: &'p Placement,
    /// The flow that it is the far end of.
    pub(super) flow: Option<&'p Flow>,
    /// The subject that the data of the flow comes from.
    pub(super) near: Option<usize>,
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

/// A way by which data comes from one subject to another.
#[derive(Clone, Copy)]
pub(super) struct Link<'p> {
    /// Index of the subject that it comes to.
    pub(super) to: usize,
    /// The flow; nothing where one is a part of the other.
    pub(super) flow: Option<&'p Flow>,
}

/// Subjects, and the links from each.
#[derive(Default)]
pub(super) struct Subjects<'p> {
    pub(super) all: Vec<Subject<'p>>,
    pub(super) links: Vec<Vec<Link<'p>>>,
}

/// Placements, and far ends that are elsewhere. What comes in from elsewhere is no transfer out.
pub(super) fn subjects<'p>(placements: &'p [Placement], flows: &'p [Flow]) -> Subjects<'p> {
    let itself = |placement| Subject { placement, flow: None, near: None, most: Severity::Error };
    let mut subjects = Subjects {
        all: placements.iter().map(itself).collect(),
        links: vec![Vec::new(); placements.len()],
    };
    let mut by_address: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, placement) in placements.iter().enumerate() {
        by_address.entry((&placement.root, &placement.resource)).or_default().push(at);
    }
    let find = |root: &'p str, address: &'p str| match by_address.get(&(root, address)) {
        Some(found) => found.as_slice(),
        None => &[],
    };
    for flow in flows {
        let near = flow.near.iter().flat_map(|address| find(&flow.far.root, address)).copied();
        let met = flow.meets.iter().flat_map(|(root, address)| find(root, address)).copied();
        let (near, met): (Vec<usize>, Vec<usize>) = (near.collect(), met.collect());
        subjects.follow(flow, &near, &met);
    }
    for (at, placement) in placements.iter().enumerate().filter(|(_, part)| has_data(part)) {
        let wholes = placement.part_of.iter().flat_map(|address| find(&placement.root, address));
        for whole in wholes.copied().filter(|whole| *whole != at && has_data(&placements[*whole])) {
            subjects.links[at].push(Link { to: whole, flow: None });
        }
    }
    subjects
}

impl<'p> Subjects<'p> {
    /// Adds what one flow says: links between what is of the tree, or its far end where that is elsewhere. A permission moves
    /// nothing, and is judged as what it permits.
    fn follow(&mut self, flow: &'p Flow, near: &[usize], met: &[usize]) {
        if met.is_empty() || flow.direction == Direction::Permitted {
            return self.far_end(flow, near);
        }
        if !flow.purpose.carries_content() || flow.far.holds == Holds::Nothing {
            return;
        }
        for (near, far) in near.iter().flat_map(|near| met.iter().map(move |far| (*near, *far))) {
            if flow.direction != Direction::In {
                self.link(near, far, flow);
            }
            if flow.direction != Direction::Out {
                self.link(far, near, flow);
            }
        }
    }

    fn far_end(&mut self, flow: &'p Flow, near: &[usize]) {
        let Some(most) = weight(flow) else { return };
        let subject =
            Subject { placement: &flow.far, flow: Some(flow), near: near.first().copied(), most };
        let at = self.all.len();
        self.all.push(subject);
        self.links.push(Vec::new());
        near.iter().for_each(|from| self.link(*from, at, flow));
    }

    fn link(&mut self, from: usize, to: usize, flow: &'p Flow) {
        if from != to {
            self.links[from].push(Link { to, flow: Some(flow) });
        }
    }
}

fn has_data(placement: &Placement) -> bool {
    matches!(placement.holds, Holds::AtRest | Holds::Processes)
}

/// A text that mentions a far end may do so for another reason, a permission moves nothing, and what passes through does not
/// stay. Nothing for what comes in.
fn weight(flow: &Flow) -> Option<Severity> {
    let most = match (flow.direction, flow.strength) {
        (Direction::In, _) => return None,
        (Direction::Permitted, _) => Severity::Note,
        (Direction::Out | Direction::Both, Strength::Mentioned) => Severity::Warning,
        (Direction::Out | Direction::Both, Strength::Declared) => Severity::Error,
    };
    Some(most.min(match flow.far.holds {
        Holds::AtRest | Holds::Processes | Holds::Unknown => Severity::Error,
        Holds::InTransit => Severity::Warning,
        Holds::Nothing => Severity::Note,
    }))
}
