//! Terraform: modules to resources, by partial evaluation.
//!
//! A root module and everything it calls is evaluated on demand: a value is worked out when something
//! asks for it, once, and carries the hops it came by.

pub mod backend;
mod closed;
pub mod deployment;
pub mod environment;
mod evaluate;
mod expand;
mod functions;
pub mod installed;
pub mod module;
pub mod module_source;
pub mod plan;
mod provider;
pub mod remote_state;
pub mod terragrunt;
mod types;
pub mod variables;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::files::Files;
use crate::model::{Problem, Provenance, Resource, Unresolved};
use deployment::{Deployment, Workspaces};
use evaluate::Evaluator;
use module::Module;
use remote_state::Neighbours;

/// Modules by their directory in the checked tree.
pub type Modules = BTreeMap<Arc<str>, Module>;

/// What evaluating one root gave.
#[derive(Debug)]
pub struct Resolution {
    /// The directory of the root; `.` for the root of the tree.
    pub root: Arc<str>,
    /// Every resource instance, in the order of modules and addresses.
    pub resources: Vec<Resource>,
    /// Data sources through which provider configurations connect to clusters.
    pub looked_up: Vec<Resource>,
    /// How values were reached.
    pub provenance: Provenance,
    /// Addresses of the resources that [`crate::model::Step::Attribute`] hops number.
    pub referred: Vec<Arc<str>>,
    /// Parts that stayed closed: modules that are not on disk, instances that cannot be counted.
    pub unresolved: Vec<Unresolved>,
    /// Configurations that Terraform would refuse.
    pub problems: Vec<Problem>,
    /// Workspaces that the code tells apart, if nobody said which one is meant.
    pub workspaces: Workspaces,
}

/// Evaluates the root module of a deployment with all it calls; file functions read from `files`, data sources the
/// states of `neighbours`.
pub fn resolve(
    modules: &Modules,
    files: &dyn Files,
    neighbours: &Neighbours<'_>,
    deployment: &Deployment,
) -> Resolution {
    let directory = &deployment.root;
    let mut evaluator = Evaluator::new(modules, files, deployment);
    evaluator.neighbours = Some(neighbours);
    if let Some(root) = modules.get(directory) {
        evaluator.run(directory, root);
    }
    evaluator.finish(if directory.is_empty() { ".".into() } else { Arc::clone(directory) })
}
