//! The workspaces that the code tells apart: names that `terraform.workspace` is compared with, and keys that it
//! looks up.

use std::sync::Arc;

use super::Evaluator;
use crate::model::{Kind, Value, Why};
use crate::source::Span;

/// How the workspace is written.
pub(super) const REFERENCE: &str = "terraform.workspace";

/// Whether a value is the workspace, and nobody said which.
fn is_workspace(value: &Value) -> bool {
    let is = |value: &Value| matches!(value.why(), Some(Why::Runtime { reference }) if &**reference == REFERENCE);
    value.alternatives().iter().any(is)
}

impl Evaluator<'_> {
    fn tell(&mut self, name: &Arc<str>, span: Span) {
        self.workspaces.names.entry(Arc::clone(name)).or_insert(span);
    }

    /// Two values that are compared.
    pub(super) fn tell_compared(&mut self, left: &Value, right: &Value, span: Span) {
        for (one, other) in [(left, right), (right, left)] {
            if is_workspace(one)
                && let Kind::String(name) = &other.kind
            {
                self.tell(name, span);
                self.workspaces.is_open = true;
            }
        }
    }

    /// A key that is looked up in a map.
    pub(super) fn tell_looked_up(&mut self, collection: &Value, key: &Value, span: Span) {
        if is_workspace(key) && self.tell_keys(collection, span) {
            self.workspaces.is_strict = true;
        }
    }

    /// Arguments of a function: `lookup` and `contains` have the collection first.
    pub(in crate::terraform) fn tell_in_call(&mut self, arguments: &[Value], span: Span) {
        let Some((collection, rest)) = arguments.split_first() else { return };
        if !rest.first().is_some_and(is_workspace) {
            return;
        }
        let is_map = self.tell_keys(collection, span);
        match is_map && rest.len() == 1 {
            true => self.workspaces.is_strict = true,
            false => self.workspaces.is_open |= self.tell_elements(collection, span) || is_map,
        }
    }

    fn tell_keys(&mut self, collection: &Value, span: Span) -> bool {
        let mut is_map = false;
        for alternative in collection.alternatives() {
            if let Kind::Map(map) | Kind::Open(map, _) = &alternative.kind {
                is_map = true;
                map.keys().for_each(|name| self.tell(name, span));
            }
        }
        is_map
    }

    fn tell_elements(&mut self, collection: &Value, span: Span) -> bool {
        let items = collection.as_elements().unwrap_or_default();
        let mut has_names = false;
        for item in items {
            if let Kind::String(name) = &item.kind {
                has_names = true;
                self.tell(name, span);
            }
        }
        has_names
    }
}
