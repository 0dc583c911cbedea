//! What resources are called outside of their configuration.

use std::sync::Arc;

use super::Locator;
use crate::catalog::names;
use crate::model::Named;

impl Locator<'_> {
    /// The stores and clusters whose names are known, and where they are.
    pub(super) fn names(&mut self) -> Vec<Named> {
        let mut found = Vec::new();
        for at in 0..self.resolution.resources.len() {
            let resource = self.resource(at);
            let Some((argument, of)) = names::name(&resource.type_name) else { continue };
            let values = self.values(at, argument).unwrap_or_default();
            let words = values.iter().flat_map(|value| value.alternatives());
            let words: Vec<Arc<str>> =
                words.filter_map(|word| word.as_str().map(Arc::from)).collect();
            if words.is_empty() {
                continue;
            }
            let site = self.site(at);
            let provider: Arc<str> =
                self.facts[at].provider.map_or("", |facts| facts.catalog).into();
            found.extend(words.into_iter().map(|name| Named {
                of,
                name,
                provider: Arc::clone(&provider),
                resource: Arc::clone(&resource.address),
                root: Arc::clone(&self.resolution.root),
                span: resource.span,
                claims: site.claims.clone(),
                why_unknown: site.why.clone(),
            }));
        }
        found
    }
}
