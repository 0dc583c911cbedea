//! What somebody could get at without anybody's help.

use super::Facts;
use crate::model::{Access, Capability, Holds, Level, Party, Path, Sees};

/// Of whoever runs a placement, or stands before it: nothing where that is not known.
pub(super) fn of_operator(facts: &Facts<'_>) -> Option<Capability> {
    match facts.placement.holds {
        Holds::AtRest | Holds::Processes | Holds::InTransit => Some(Capability::Content),
        Holds::Nothing => Some(Capability::Metadata),
        Holds::Unknown if facts.receives => Some(Capability::Content),
        Holds::Unknown => None,
    }
}

/// Of a principal that the policy names, by how it gets in, what it sees, and what it is granted.
pub(super) fn of_party(facts: &Facts<'_>, access: &Access, party: &Party) -> Option<Capability> {
    if party.path == Path::Closed {
        return Some(Capability::Nothing);
    }
    let sees = match party.sees {
        Sees::Content => Capability::Content,
        Sees::Ciphertext | Sees::Control => Capability::Metadata,
    };
    let granted = match access.level {
        Level::Unknown => Capability::Content,
        Level::Metadata => Capability::Metadata,
        Level::Read | Level::Change | Level::Administer => Capability::Content,
    };
    Some(sees.min(granted).min(of_operator(facts)?))
}
