//! Terragrunt: configuration around root modules.
//!
//! A unit names a module, sets its variables and writes files into it, provider blocks above all. It is resolved as
//! the root that this makes: the module with those files, evaluated with those variables. What a file of Terragrunt
//! says hangs on the unit that reads it, so that each is evaluated as that unit's view of it ([`view`]).

mod assemble;
pub mod config;
mod functions;
mod generate;
pub(super) mod path;
mod remote_state;
mod source;
mod unit;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Resolution;
use super::deployment::Deployment;
use super::evaluate::Evaluator;
use super::remote_state::Neighbours;
use super::variables::VariablesFile;
use crate::files::Files;
use crate::source::directory;

pub(super) use assemble::Assembled;
pub use assemble::Parts;
pub use generate::{Content, Written};
pub(super) use remote_state::RemoteState;
pub use source::Source;
pub use unit::{Look, Unit, Units, look};
pub(super) use view::{Terragrunt, View};

impl<'m> Terragrunt<'m> {
    fn variables_file(&self, path: &str) -> Option<&'m VariablesFile> {
        let files = self.variables?.get(directory(path))?;
        files.iter().find(|file| *file.path == *path)
    }
}

/// Evaluates a unit: its module, with what it sets and writes, and what it needs of the units it depends on.
pub fn resolve(
    configs: &config::Configs,
    units: &Units,
    config: &Arc<str>,
    parts: Parts<'_>,
    files: &dyn Files,
    neighbours: &Neighbours<'_>,
) -> Resolution {
    let folder: Arc<str> = directory(config).into();
    let deployment = Deployment {
        root: Arc::clone(&folder),
        system: Arc::clone(&parts.settings.system),
        workspace: parts.settings.workspace.clone(),
        ..Deployment::default()
    };
    let assembled: BTreeMap<Arc<str>, Assembled<'_>> = assemble::assemble(units, config, parts);
    let mut evaluator = Evaluator::new(parts.modules, files, &deployment);
    evaluator.neighbours = Some(neighbours);
    evaluator.terragrunt = Terragrunt {
        configs: Some(configs),
        system: parts.system,
        units: Some(&assembled),
        variables: Some(parts.variables),
        ..Terragrunt::default()
    };
    if let Some(unit) = assembled.get(config) {
        evaluator.run_unit(unit);
    }
    evaluator.finish(if folder.is_empty() { ".".into() } else { folder })
}
