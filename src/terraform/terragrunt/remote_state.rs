//! The `remote_state` block of a unit: the backend that its module is given.

use std::sync::Arc;

use super::assemble::Assembled;
use super::unit::entry;
use crate::model::Value;
use crate::source::Span;
use crate::terraform::evaluate::Evaluator;

/// What a unit says of its backend.
pub(in crate::terraform) struct RemoteState {
    /// The type of the backend, such as `s3`.
    pub(in crate::terraform) backend: Arc<str>,
    /// Where the block is.
    pub(in crate::terraform) span: Span,
    config: Value,
}

impl RemoteState {
    /// An argument of the backend.
    pub(in crate::terraform) fn argument(&self, name: &str) -> Option<Value> {
        entry(&self.config, name)
    }
}

impl Evaluator<'_> {
    /// What a unit says of its backend, itself or in a file that it includes.
    pub(in crate::terraform) fn remote_state(
        &mut self,
        assembled: &Assembled<'_>,
    ) -> Option<RemoteState> {
        let view = self.view(&assembled.unit.config, None, None).ok()?;
        let (layer, block) = self.labelled(view, "remote_state").into_values().next()?;
        let backend = self.attribute_of(layer, block.body.attribute("backend")?);
        let config = self.attribute_of(layer, block.body.attribute("config")?);
        let backend: Arc<str> = backend.as_str().unwrap_or("unknown").into();
        Some(RemoteState { backend, span: block.header, config })
    }
}
