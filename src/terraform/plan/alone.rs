//! A plan or state without its source: spans are those in its own text.

use std::sync::Arc;

use super::value::Recorder;
use super::{Instance, Plan};
use crate::model::{Origin, Provenance, Resource};
use crate::terraform::Resolution;

/// Most resource instances of one plan.
const MOST_RESOURCES: usize = 200_000;

impl<'t> Plan<'t> {
    /// What it says, as if a root of this name had been evaluated.
    pub fn resolve(&self, root: Arc<str>) -> Resolution {
        let mut provenance = Provenance::default();
        let mut recorder = Recorder::new(self, &mut provenance);
        let managed = self.managed().take(MOST_RESOURCES);
        let mut resources: Vec<Resource> =
            managed.map(|instance| recorder.resource(instance)).collect();
        resources.sort_by(|a, b| a.address.cmp(&b.address));
        Resolution {
            root,
            resources,
            looked_up: Vec::new(),
            provenance,
            referred: Vec::new(),
            unresolved: self.unresolved.clone(),
            workspaces: Default::default(),
            problems: Vec::new(),
        }
    }
}

impl<'t> Recorder<'_, 't> {
    /// An instance as a resource.
    pub(super) fn resource(&mut self, instance: &Instance<'t>) -> Resource {
        Resource {
            address: Arc::clone(&instance.address),
            type_name: Arc::clone(&instance.type_name),
            span: instance.span,
            provider: Some(self.provider(instance)),
            attributes: self.attributes(instance),
            origin: Origin::NONE,
            module: None,
        }
    }
}
