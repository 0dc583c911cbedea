//! Plans and states beside their source: where both say the same place, the lines of the source tell it; where
//! they do not, that is told.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{Surroundings, locate};
use crate::locate::Located;
use crate::model::{Claim, Place, Placement, Record, Unresolved, Why};
use crate::terraform::plan::{Found, Joined};

/// Locates a plan or state that is joined to its source; `of_source` is what the source gives alone.
pub fn locate_joined(of_source: &Located, joined: &Joined, around: Surroundings<'_>) -> Located {
    let mut located = locate(&joined.resolution, around);
    let by_address: HashMap<&str, &Placement> =
        of_source.placements.iter().map(|p| (&*p.resource, p)).collect();
    for placement in &mut located.placements {
        let Some(found) = joined.found.get(&placement.resource) else { continue };
        let (address, is_certain) = match found {
            Found::Resource(address) => (address, true),
            // What a closed module holds may be elsewhere than its provider.
            Found::Module(address) => (address, false),
        };
        let Some(source) = by_address.get(&**address) else { continue };
        let told = settle(placement, source, joined.record, is_certain);
        located.unresolved.extend(told.map(|why| Unresolved {
            span: source.span,
            resource: Arc::clone(&placement.resource),
            why,
        }));
    }
    located
}

/// Takes the hops of the source where it says the place too. What they differ in, where they do.
fn settle(
    placement: &mut Placement,
    source: &Placement,
    record: Record,
    is_certain: bool,
) -> Option<Why> {
    let of_source: Vec<&Place> = source.places().collect();
    if placement.claims.is_empty() {
        return None;
    }
    if placement.places().all(|place| of_source.contains(&place)) {
        let places: Vec<Place> = placement.places().cloned().collect();
        let shared = source.claims.iter().filter(|claim| places.contains(&claim.place));
        placement.claims = shared.cloned().collect();
        return None;
    }
    let differs = is_certain && !of_source.is_empty() && source.why_unknown.is_none();
    if !differs {
        placement.claims.iter_mut().for_each(|claim| lead_to_source(claim, source));
        return None;
    }
    let why = Why::PlacesDiffer {
        record,
        recorded: words(&placement.claims),
        source: words(&source.claims),
    };
    if record == Record::State {
        placement.claims.extend(source.claims.iter().cloned());
    }
    Some(why)
}

/// The source does not tell the place, but which line leaves it open.
fn lead_to_source(claim: &mut Claim, source: &Placement) {
    let hops = source.unknown_because.iter().filter(|hop| !claim.because.contains(hop));
    let hops: Vec<_> = hops.copied().collect();
    claim.decided_by = hops.last().map_or(source.span, |hop| hop.span);
    claim.because.extend(hops);
}

/// The places of claims as people read them.
fn words(claims: &[Claim]) -> Arc<str> {
    let word = |claim: &Claim| format!("{}/{}", claim.place.provider, claim.place.region);
    let words: BTreeSet<String> = claims.iter().map(word).collect();
    words.into_iter().collect::<Vec<_>>().join(", ").into()
}
