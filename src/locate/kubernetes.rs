//! What Kubernetes objects say about their place, to placements.
//!
//! Each thing said narrows what is possible so far: at first anywhere, then the regions of the declared
//! cluster, then what the constraints leave of them.

mod gazetteer;
mod narrow;

use std::sync::Arc;

use super::Located;
use crate::kubernetes::{Edge, Object, Resolution};
use crate::model::{
    Because, Claim, Cluster, Direction, Flow, Holds, NameOf, Named, Place, Placement, Step,
    Strength, Unresolved, Why,
};
use gazetteer::Gazetteer;
use narrow::Possible;

/// The placements of the objects, sorted by root and resource, their flows, and what stayed open: what could not
/// be read first, then placements without any place, and far ends that data is said to go to.
pub fn locate(resolution: Resolution, clusters: &[Cluster], names: &[Named]) -> Located {
    let mut gazetteer = Gazetteer::of(clusters, names);
    let mut unresolved = resolution.unresolved;
    // Stores first: others are where these are that they name.
    let (stores, others): (Vec<Object>, Vec<Object>) =
        resolution.objects.into_iter().partition(|object| object.store.is_some());
    let mut placements: Vec<Placement> =
        stores.into_iter().map(|store| store_placement(store, &mut gazetteer)).collect();
    placements.extend(others.into_iter().map(|object| placement(object, &mut gazetteer)));
    placements.sort_by(|a, b| (&a.root, &a.resource, a.span).cmp(&(&b.root, &b.resource, b.span)));
    let mut flows: Vec<Flow> =
        resolution.edges.into_iter().map(|edge| flow(edge, &mut gazetteer)).collect();
    flows.sort_by(|a, b| {
        (&a.far.root, &a.resource, a.far.span).cmp(&(&b.far.root, &b.resource, b.far.span))
    });
    flows.dedup();
    unresolved.extend(placements.iter().filter_map(open_place));
    unresolved.extend(flows.iter().filter_map(open_end));
    unresolved.sort();
    unresolved.dedup();
    let access = resolution.access;
    Located { placements, flows, access, unresolved, names: Vec::new() }
}

fn flow(edge: Edge, gazetteer: &mut Gazetteer) -> Flow {
    let far = placement(edge.far, gazetteer);
    let (resource, direction) = (edge.resource, edge.direction);
    let near = vec![Arc::clone(&resource)];
    let (purpose, strength) = (edge.purpose, edge.strength);
    Flow { resource, near, direction, purpose, strength, meets: None, far }
}

/// A far end without a place is a loss where data is plainly said to go there.
pub fn open_end(flow: &Flow) -> Option<Unresolved> {
    let is_told = flow.direction == Direction::Out && flow.strength == Strength::Declared;
    let why = flow.far.why_unknown.clone().filter(|_| is_told)?;
    Some(Unresolved { span: flow.far.span, resource: flow.resource.clone(), why })
}

/// Settings and names without a place are no loss to report.
pub(super) fn open_place(placement: &Placement) -> Option<Unresolved> {
    let why = placement.why_unknown.clone().filter(|_| placement.holds != Holds::Nothing)?;
    Some(Unresolved { span: placement.span, resource: placement.resource.clone(), why })
}

fn store_placement(object: Object, gazetteer: &mut Gazetteer) -> Placement {
    let store = object.store.clone();
    let placement = placement(object, gazetteer);
    if let Some(store) = store {
        gazetteer.learn(Named {
            of: NameOf::Store,
            name: store.name,
            provider: store.provider.into(),
            resource: Arc::clone(&placement.resource),
            root: Arc::clone(&placement.root),
            span: placement.span,
            claims: placement.claims.clone(),
            why_unknown: placement.why_unknown.clone(),
        });
    }
    placement
}

fn placement(object: Object, gazetteer: &mut Gazetteer) -> Placement {
    let subject = Because { span: object.span, step: Step::Subject };
    let mut possible = Possible::anywhere();
    possible.narrow(&object.site.says, gazetteer);
    possible.add(&object.site.says, gazetteer);
    let open = possible.why_open(&object.site.silent, subject);
    let claims = possible.into_claims(subject);
    let (why_unknown, unknown_because) = match open {
        Some((why, because)) => (Some(why), because),
        None => (None, Vec::new()),
    };
    Placement {
        resource: object.resource,
        type_name: object.type_name,
        class: object.class.into(),
        root: object.root,
        environments: Vec::new(),
        span: object.span,
        provider: provider(&claims).into(),
        claims,
        is_closed: false,
        why_unknown,
        unknown_because,
        holds: object.holds,
        labels: object.labels,
        namespace: object.namespace,
        keys: Vec::new(),
        part_of: Vec::new(),
    }
}

/// The provider that all its places share.
fn provider(claims: &[Claim]) -> String {
    let mut providers = claims.iter().map(|claim| &claim.place.provider);
    match providers.next() {
        Some(first) if providers.all(|other| other == first) => first.to_string(),
        _ => "kubernetes".to_owned(),
    }
}

/// What is known of a word: its places, and why it may be another one.
#[derive(Clone)]
struct Known {
    places: Vec<Place>,
    /// How these were reached from the word, where that is the name of something declared; else none.
    through: Vec<Claim>,
    why: Option<Why>,
}

impl Known {
    fn at(place: Place) -> Known {
        Known { places: vec![place], through: Vec::new(), why: None }
    }

    fn nothing(why: Why) -> Known {
        Known { places: Vec::new(), through: Vec::new(), why: Some(why) }
    }
}
