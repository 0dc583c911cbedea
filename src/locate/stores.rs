//! Stores that flows name and other roots of the tree declare.

use std::collections::HashMap;

use crate::catalog::addresses::{Address, addresses};
use crate::model::{Because, Claim, Flow, NameOf, Named, Step, Why};
use crate::source::Span;

/// Finds the stores by whose names far ends are given, among those of the tree. Several of one name are one, declared for
/// several environments.
pub fn settle(flows: &mut [Flow], names: &[Named]) {
    let mut stores: HashMap<(&str, &str), Vec<&Named>> = HashMap::new();
    for named in names.iter().filter(|named| named.of == NameOf::Store) {
        stores.entry((&named.provider, &named.name)).or_default().push(named);
    }
    let is_open = |flow: &&mut Flow| matches!(flow.far.why_unknown, Some(Why::NotFound { .. }));
    for flow in flows.iter_mut().filter(is_open) {
        let text = flow.far.resource.clone();
        let key = addresses(&text).into_iter().find_map(|address| match address {
            Address::Bucket(provider, name) => Some((provider, name)),
            _ => None,
        });
        if let Some(found) = key.and_then(|key| stores.get(&key)) {
            meet(flow, found);
        }
    }
}

/// Links far ends whose places were found through a store of the tree to that store: what they receive is there.
pub fn link(flows: &mut [Flow], names: &[Named]) {
    let stores = names.iter().filter(|named| named.of == NameOf::Store);
    let by_span: HashMap<Span, &Named> = stores.map(|store| (store.span, store)).collect();
    for flow in flows.iter_mut().filter(|flow| flow.meets.is_none()) {
        let mut hops = flow.far.claims.iter().flat_map(|claim| &claim.because);
        if let Some(store) = hops.find_map(|hop| by_span.get(&hop.span)) {
            flow.meets = Some((store.root.clone(), store.resource.clone()));
        }
    }
}

/// Makes these stores the far end.
fn meet(flow: &mut Flow, stores: &[&Named]) {
    let Some(first) = stores.first() else { return };
    let through = Because { span: first.span, step: Step::ObjectReference };
    let mut claims: Vec<Claim> = Vec::new();
    for claim in stores.iter().flat_map(|store| &store.claims) {
        if claims.iter().all(|known| known.place != claim.place) {
            let mut claim = claim.clone();
            claim.because.insert(0, through);
            claims.push(claim);
        }
    }
    flow.far.claims = claims;
    flow.far.why_unknown = stores.iter().find_map(|store| store.why_unknown.clone());
    flow.far.resource = first.resource.clone();
    flow.meets = Some((first.root.clone(), first.resource.clone()));
}
