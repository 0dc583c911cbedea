//! Flows that resources declare: where their data goes, or comes from, by the rows of the table of movements.

mod far_end;
mod switched;

use std::ops::Not;
use std::sync::Arc;

use super::{Locator, Site};
use crate::catalog::movement::{self, Movement};
use crate::catalog::types::resource_type;
use crate::model::{Direction, Flow, Holds, Labels, Origin, Placement, Purpose, Strength, Why};
use crate::source::Span;
use far_end::End;
use switched::{Switched, direction, unless_off};

/// The most flows of one resource.
const MOST_FLOWS: usize = 1_000;

impl Locator<'_> {
    /// The flows of every resource of the tree.
    pub(super) fn flows(&mut self) -> Vec<Flow> {
        let mut flows = Vec::new();
        for at in 0..self.resolution.resources.len() {
            if self.facts[at].keeps_data {
                self.add_flows(at, &mut flows);
            }
        }
        flows
    }

    fn add_flows(&mut self, at: usize, flows: &mut Vec<Flow>) {
        let type_name = Arc::clone(&self.resource(at).type_name);
        let mut found: Vec<Flow> = Vec::new();
        for row in movement::movements(&type_name) {
            let (Some(purpose), Some(holds)) = (row.kind.purpose(), row.effect.holds()) else {
                continue;
            };
            for (direction, end) in self.ends(at, &row) {
                let flow = self.flow(at, direction, purpose, holds, end);
                if found.len() < MOST_FLOWS && !found.contains(&flow) {
                    found.push(flow);
                }
            }
        }
        settle(&mut found);
        flows.append(&mut found);
    }

    /// The far ends that one row gives, each with its direction.
    fn ends(&mut self, at: usize, row: &Movement) -> Vec<(Direction, End)> {
        let values = match row.argument {
            "" => Vec::new(),
            _ => self.switched_values(at, row),
        };
        let mut ends = Vec::new();
        if values.is_empty() && row.is_default() {
            let direction = unless_off(way(row), self.is_switched_off(at, row));
            if let Some(direction) = direction {
                ends.extend(self.far_ends(at, row, None).into_iter().map(|end| (direction, end)));
            }
        }
        for Switched { value, is_off } in &values {
            for value in value.alternatives() {
                let direction = direction(row, value).and_then(|way| unless_off(way, *is_off));
                let Some(direction) = direction else { continue };
                let value = Some(value).filter(|value| !value.is_null());
                ends.extend(self.far_ends(at, row, value).into_iter().map(|end| (direction, end)));
            }
        }
        ends
    }

    fn flow(
        &self,
        at: usize,
        direction: Direction,
        purpose: Purpose,
        holds: Holds,
        end: End,
    ) -> Flow {
        let resource = self.resource(at);
        let near = self.near(at);
        let site = Site { claims: end.site.claims, why: end.site.why, ..Site::default() };
        let placed = self.placement(at, self.facts[at], site);
        let class = end.type_name.as_deref().and_then(resource_type);
        let far = Placement {
            resource: end.resource,
            type_name: end.type_name.unwrap_or_else(|| "".into()),
            class: class.map_or("", |kind| kind.class).into(),
            span: end.span,
            unknown_because: end.site.because,
            is_closed: end.site.is_closed,
            holds,
            // Where nothing else tells, what comes there is what it was.
            labels: near.first().map_or_else(Labels::default, |near| self.labels(*near)),
            part_of: Vec::new(),
            ..placed
        };
        let root = || Arc::clone(&self.resolution.root);
        let meets = far.type_name.is_empty().not().then(|| (root(), Arc::clone(&far.resource)));
        let near = near.into_iter().map(|at| Arc::clone(&self.resource(at).address)).collect();
        let resource = Arc::clone(&resource.address);
        Flow { resource, near, direction, purpose, strength: Strength::Declared, meets, far }
    }

    /// Whose data it is: that of the resource and of what it is a part of; of the latter alone where it is but a setting.
    fn near(&self, at: usize) -> Vec<usize> {
        let parents = self.parents(at);
        let is_setting = self.facts[at].kind.is_some_and(|kind| kind.holds == Holds::Nothing);
        match is_setting && !parents.is_empty() {
            true => parents,
            false => std::iter::once(at).chain(parents).collect(),
        }
    }

    /// Where a value is said: the hop that is nearest to the argument, or the resource.
    fn span_of(&self, at: usize, origin: Origin) -> Span {
        self.because(origin).first().map_or(self.resource(at).span, |hop| hop.span)
    }
}

fn way(row: &Movement) -> Direction {
    row.direction.direction()
}

/// Leaves out far ends that only say a part of what another one says: an account beside a bucket has no place of its own.
/// Where data goes is none of its sources, though a type may name it as what it belongs to.
fn settle(flows: &mut Vec<Flow>) {
    let is_part = |flow: &Flow| {
        matches!(flow.far.why_unknown, Some(Why::Account { .. } | Why::Elsewhere { .. }))
            && flow.far.claims.is_empty()
    };
    let whole: Vec<(Direction, Purpose)> =
        flows.iter().filter(|flow| !is_part(flow)).map(said).collect();
    flows.retain(|flow| !is_part(flow) || !whole.contains(&said(flow)));
    let goes = flows.iter().filter(|flow| flow.direction == Direction::Out);
    let reached: Vec<Arc<str>> = goes.map(|flow| Arc::clone(&flow.far.resource)).collect();
    for flow in flows {
        let others = |near: &Arc<str>| !reached.contains(near) || *near == flow.resource;
        flow.near.retain(others);
    }
}

fn said(flow: &Flow) -> (Direction, Purpose) {
    (flow.direction, flow.purpose)
}
