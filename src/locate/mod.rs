//! Resources and facts to placements.

pub mod kubernetes;
pub mod stores;
pub mod terraform;

use crate::model::{Access, Because, Flow, Hop, Named, Origin, Placement, Provenance, Unresolved};

/// What locating the resources of one resolution gave.
#[derive(Debug, Default)]
pub struct Located {
    /// Every resource that has a place, or would have one if it could be told.
    pub placements: Vec<Placement>,
    /// What goes elsewhere, and what comes from there.
    pub flows: Vec<Flow>,
    /// Who gets in, and as whom what is here goes out.
    pub access: Vec<Access>,
    /// Stores and clusters, by the names that others know them by.
    pub names: Vec<Named>,
    /// Those whose place cannot be told, and types that the catalogue does not have.
    pub unresolved: Vec<Unresolved>,
}

/// The hops of a value as reports show them.
fn because(provenance: &Provenance, origin: Origin) -> impl Iterator<Item = Because> {
    let show = |hop: Hop| Because { span: hop.span, step: hop.step };
    provenance.chain(origin).into_iter().map(show)
}
