//! Who gets in, as resources say: by arguments that name principals, and by documents that do.

mod chains;
mod conditions;
mod document;
mod principals;

use std::sync::Arc;

use super::Locator;
use crate::catalog::ways_in::{self, WayIn};
use crate::model::{Access, Bearing, Because, Holds, Kind, Level, Origin, Principal, Value};
use crate::source::Span;
use principals::Found;

/// The most principals of one resource.
const MOST: usize = 2_000;

/// One access, and the resource of the tree that its principal is, where it is one.
struct Entry {
    access: Access,
    principal: Option<usize>,
}

impl Locator<'_> {
    /// Everybody who gets in by what resources of the tree say, through roles that they may take as well.
    pub(super) fn access(&mut self) -> Vec<Access> {
        let mut entries = Vec::new();
        for at in 0..self.resolution.resources.len() {
            if self.facts[at].keeps_data {
                self.add_entries(at, &mut entries);
            }
        }
        let through = self.through_roles(&entries);
        entries.into_iter().map(|entry| entry.access).chain(through).collect()
    }

    fn add_entries(&mut self, at: usize, entries: &mut Vec<Entry>) {
        let type_name = Arc::clone(&self.resource(at).type_name);
        let start = entries.len();
        for way in ways_in::ways_in(&type_name) {
            for found in self.found(at, &way) {
                if entries.len() - start == MOST {
                    return;
                }
                let entry = self.entry(at, &way, found);
                let is_same = |other: &Entry| other.access == entry.access;
                if !entries[start..].iter().any(is_same) {
                    entries.push(entry);
                }
            }
        }
    }

    /// Those whom one way lets in.
    fn found(&self, at: usize, way: &WayIn) -> Vec<Found> {
        let values = match way.argument {
            "" => Vec::new(),
            path => self.values(at, path).unwrap_or_default(),
        };
        if values.is_empty() {
            return if way.is_default() { self.principals(at, way, None) } else { Vec::new() };
        }
        let alternatives = values.iter().flat_map(Value::alternatives);
        let on = alternatives.filter(|value| is_on(way, value));
        on.flat_map(|value| self.principals(at, way, Some(value))).collect()
    }

    fn entry(&self, at: usize, way: &WayIn, found: Found) -> Entry {
        let resource = self.resource(at);
        let because = self.because(found.origin).to_vec();
        let access = Access {
            resource: Arc::clone(&resource.address),
            reaches: self.reached_by(at),
            root: Arc::clone(&self.resolution.root),
            namespace: None,
            labels: self.labels(at),
            principal: found.principal,
            bearing: Bearing::In,
            grant: way.grant,
            level: way.level,
            over: None,
            span: first_span(&because).unwrap_or(resource.span),
            because,
        };
        Entry { access, principal: found.resource }
    }

    /// What a way in of a resource leads to: the resource, and what it is a part of; the latter alone where it is but a setting.
    fn reached_by(&self, at: usize) -> Vec<Arc<str>> {
        let parents = self.parents(at);
        let is_setting = self.facts[at].kind.is_some_and(|kind| kind.holds == Holds::Nothing);
        let own = (!is_setting || parents.is_empty()).then_some(at);
        let all = own.into_iter().chain(parents);
        all.map(|at| Arc::clone(&self.resource(at).address)).collect()
    }
}

/// Whether a value lets somebody in. One that is not known may.
fn is_on(way: &WayIn, value: &Value) -> bool {
    match &value.kind {
        Kind::Null => way.is_default(),
        Kind::String(text) => !text.is_empty() && way.is_on(Some(text)),
        Kind::Bool(truth) => way.is_on(Some(&truth.to_string())),
        Kind::Number(number) => way.is_on(Some(&number.to_string())),
        _ => true,
    }
}

fn first_span(because: &[Because]) -> Option<Span> {
    because.first().map(|hop| hop.span)
}

/// An access through roles: whose, and how it came to be.
fn through(
    of: &Access,
    principal: Principal,
    reaches: Vec<Arc<str>>,
    because: Vec<Because>,
) -> Access {
    Access { principal, reaches, because, level: Level::Unknown, ..of.clone() }
}

/// Stands for a value that came from nowhere in particular.
const NOWHERE: Origin = Origin::NONE;
