//! What a resource is a part or a setting of.

use std::sync::Arc;

use super::Locator;

impl Locator<'_> {
    /// The resources that a resource is a part or a setting of, each once: indices of those that its type names a parent by.
    pub(super) fn parents(&self, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let paths = self.facts[at].kind.into_iter().flat_map(|kind| kind.part_of());
        for path in paths {
            for value in self.values(at, path).unwrap_or_default() {
                let parents =
                    value.alternatives().iter().filter_map(|value| self.parent(at, path, value));
                found.extend(parents.filter(|parent| self.is_declared(*parent)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Their addresses.
    pub(super) fn part_of(&self, at: usize) -> Vec<Arc<str>> {
        self.parents(at).into_iter().map(|at| Arc::clone(&self.resource(at).address)).collect()
    }

    /// Whether it is a resource of the tree, and not one that is only looked up.
    pub(super) fn is_declared(&self, at: usize) -> bool {
        at < self.resolution.resources.len()
    }
}
