//! Data classes spread along flows: what receives data of a class holds that class.

use std::collections::VecDeque;

use super::model::DataClass;
use super::selector::Selected;
use super::subject::{Link, Subjects};
use crate::model::{Carried, Flow};
use crate::source::Sources;

/// Which subjects hold one data class, and how it came to those that no selector names.
pub(super) struct Spread<'s> {
    subjects: &'s Subjects<'s>,
    selected: Vec<Selected>,
    /// The link by which it came, and from where.
    came: Vec<Option<(usize, Link<'s>)>>,
}

/// The longest way that is told.
const LONGEST_PATH: usize = 50;

impl<'s> Spread<'s> {
    /// Selects by the class's own selectors, then follows the links to a fixed point. What is certain goes first, so that the
    /// way that is told is the shortest of the surest. What the class certainly exempts does not take it up.
    pub(super) fn of(class: &DataClass, sources: &Sources, subjects: &'s Subjects<'s>) -> Self {
        let path = |at: usize| sources.path(subjects.all[at].placement.span);
        let by_selector = |at: usize| class.held_by(subjects.all[at].placement, path(at));
        let count = subjects.all.len();
        let selected: Vec<Selected> = (0..count).map(by_selector).collect();
        let mut spread = Spread { subjects, selected, came: vec![None; count] };
        for level in [Selected::Yes, Selected::Unknown] {
            let starts = (0..count).filter(|at| spread.selected[*at] == level);
            let mut open: VecDeque<usize> = starts.collect();
            while let Some(from) = open.pop_front() {
                for link in &subjects.links[from] {
                    let is_more = spread.selected[link.to] < level;
                    if is_more && !class.exempts(subjects.all[link.to].placement, path(link.to)) {
                        spread.selected[link.to] = level;
                        spread.came[link.to] = Some((from, *link));
                        open.push_back(link.to);
                    }
                }
            }
        }
        spread
    }

    /// Whether the subject of this index holds the class.
    pub(super) fn selected(&self, at: usize) -> Selected {
        self.selected[at]
    }

    /// The way by which the class came to a subject, from where it started; empty where a selector names it and no flow leads
    /// there.
    pub(super) fn path(&self, at: usize) -> Vec<Carried> {
        let mut path = Vec::new();
        let mut here = at;
        while let Some((from, flow)) = self.before(here) {
            if path.len() == LONGEST_PATH {
                break;
            }
            let (of, to) = (self.subjects.all[from].placement, self.subjects.all[here].placement);
            path.push(Carried {
                from: of.resource.clone(),
                to: to.resource.clone(),
                by: flow.map(|flow| (flow.purpose, flow.resource.clone())),
                span: flow.map_or(of.span, |flow| flow.far.span),
            });
            here = from;
        }
        path.reverse();
        path
    }

    /// Where the class came to a subject from, and by which flow; to a far end it always comes from its near end.
    fn before(&self, at: usize) -> Option<(usize, Option<&'s Flow>)> {
        let subject = &self.subjects.all[at];
        let came = self.came[at].map(|(from, link)| (from, link.flow));
        came.or_else(|| Some((subject.near?, subject.flow)))
    }
}
