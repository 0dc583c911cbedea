//! What one run lands, and what the environments of a root land together.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Survey;
use crate::discover::directory;
use crate::load::Loaded;
use crate::locate::Located;
use crate::model::{Access, Flow, Named, Placement, Problem, Unresolved};
use crate::source::Span;
use crate::terraform::Resolution;

/// What running a root in one environment lands. Its values and their provenance are done with.
pub(super) struct Landed {
    pub(super) root: Arc<str>,
    /// Addresses of the resources that were read.
    addresses: Vec<Arc<str>>,
    placements: Vec<Placement>,
    flows: Vec<Flow>,
    access: Vec<Access>,
    pub(super) names: Vec<Named>,
    unresolved: Vec<Unresolved>,
    problems: Vec<Problem>,
}

impl Landed {
    /// That it could not be told.
    pub(super) fn failed(root: Arc<str>, message: &str) -> Landed {
        let problems = vec![Problem::of_path(&*root, message)];
        let (addresses, placements, flows, access, names, unresolved) = Default::default();
        Landed { root, addresses, placements, flows, access, names, unresolved, problems }
    }

    /// What a resolution lands, as far as the user asked about it: all of it where `whole`.
    pub(super) fn of(
        loaded: &Loaded,
        whole: bool,
        environment: Option<&Arc<str>>,
        (resolution, located): (Resolution, Located),
    ) -> Landed {
        let folder = |span: Span| directory(loaded.sources.path(span));
        let keeps = |span: Span| whole || loaded.in_scope(folder(span));
        let read = resolution.resources.iter().filter(|resource| keeps(resource.span));
        let addresses = read.map(|resource| Arc::clone(&resource.address)).collect();
        let mut placements = located.placements;
        placements.retain(|placement| keeps(placement.span));
        for placement in &mut placements {
            placement.environments.extend(environment.cloned());
        }
        let mut flows = located.flows;
        flows.retain(|flow| keeps(flow.far.span));
        for flow in &mut flows {
            flow.far.environments.extend(environment.cloned());
        }
        let mut access = located.access;
        access.retain(|access| keeps(access.span));
        let mut unresolved = located.unresolved;
        unresolved.extend(resolution.unresolved);
        unresolved.retain(|unresolved| keeps(unresolved.span));
        let (root, problems) = (resolution.root, resolution.problems);
        let names = located.names;
        Landed { root, addresses, placements, flows, access, names, unresolved, problems }
    }
}

impl Survey {
    /// Adds what one root lands in its environments: a placement that is the same in several is one.
    pub(super) fn add_root(&mut self, landed: Vec<Landed>) {
        let Some(first) = landed.first() else { return };
        self.roots.push(Arc::clone(&first.root));
        let is_alone = landed.len() == 1;
        let mut addresses = BTreeSet::new();
        let mut placements: Vec<Placement> = Vec::new();
        let mut flows: Vec<Flow> = Vec::new();
        for of_run in landed {
            match is_alone {
                true => self.resources += of_run.addresses.len(),
                false => addresses.extend(of_run.addresses),
            }
            self.problems.extend(of_run.problems);
            self.unresolved.extend(of_run.unresolved);
            placements.extend(of_run.placements);
            flows.extend(of_run.flows);
            self.access.extend(of_run.access);
        }
        self.resources += addresses.len();
        if is_alone {
            self.flows.extend(flows);
            return self.placements.extend(placements);
        }
        self.add_flows(flows);
        placements.sort_by(|a, b| a.resource.cmp(&b.resource));
        let start = self.placements.len();
        for placement in placements {
            let before = self.placements[start..].iter_mut().rev();
            let mut of_resource = before.take_while(|known| known.resource == placement.resource);
            match of_resource.find(|known| known.is_same_as(&placement)) {
                Some(known) => {
                    known.environments.extend(placement.environments);
                    known.environments.sort();
                }
                None => self.placements.push(placement),
            }
        }
    }

    /// Adds the flows of one root: one that is the same in several environments is one.
    fn add_flows(&mut self, mut flows: Vec<Flow>) {
        flows.sort_by(|a, b| a.resource.cmp(&b.resource));
        let start = self.flows.len();
        for flow in flows {
            let before = self.flows[start..].iter_mut().rev();
            let mut of_resource = before.take_while(|known| known.resource == flow.resource);
            let said = |flow: &Flow| (flow.direction, flow.purpose, flow.strength);
            let is_same =
                |known: &&mut Flow| said(known) == said(&flow) && known.far.is_same_as(&flow.far);
            match of_resource.find(is_same) {
                Some(known) => {
                    known.far.environments.extend(flow.far.environments);
                    known.far.environments.sort();
                }
                None => self.flows.push(flow),
            }
        }
    }
}
