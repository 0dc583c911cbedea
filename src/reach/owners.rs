//! Owners looked through: who owns the owners, with which part in the end, and whether they control.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::model::{Control, Country, Date, Owner, Share};

/// An owner at some distance.
pub(super) struct Holder {
    pub name: Arc<str>,
    pub country: Option<Country>,
    /// The part that it holds in the end; nothing where a link has no share.
    pub share: Option<Share>,
    pub control: Held,
    pub verified: bool,
}

/// Whether an owner can direct what it owns, over all links between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Held {
    /// It cannot.
    No,
    /// Nobody knows.
    Unknown,
    /// With another one, at some link.
    Joint,
    /// Alone, at each link.
    Sole,
}

/// The deepest chain of owners, and the most owners that are looked at.
const DEEPEST: usize = 16;
const MOST: usize = 1_000;

/// Everybody who owns on a day, directly or through others.
pub(super) fn holders(owners: &[Owner], as_of: Date) -> Vec<Holder> {
    let mut found = Vec::new();
    add(owners, as_of, (Some(Share::WHOLE), Held::Sole), 0, &mut found);
    found
}

fn add(
    owners: &[Owner],
    as_of: Date,
    (share, held): (Option<Share>, Held),
    depth: usize,
    found: &mut Vec<Holder>,
) {
    for owner in owners.iter().filter(|owner| owner.holds_on(as_of)) {
        if found.len() == MOST || depth == DEEPEST {
            return;
        }
        let control = held.min(control(owner));
        let share = share.zip(owner.share).map(|(above, own)| own.of(above));
        found.push(Holder {
            name: Arc::clone(&owner.name),
            country: owner.country,
            share,
            control,
            verified: owner.verified,
        });
        add(&owner.owners, as_of, (share, control), depth + 1, found);
    }
}

fn control(owner: &Owner) -> Held {
    match (owner.control, owner.share.map(Share::to_half)) {
        (Control::Sole, _) | (Control::ByShare, Some(Ordering::Greater) | None) => Held::Sole,
        (Control::Joint, _) | (Control::ByShare, Some(Ordering::Equal)) => Held::Joint,
        (Control::Unknown, _) => Held::Unknown,
        (Control::None, _) | (Control::ByShare, Some(Ordering::Less)) => Held::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(name: &str, share: &str, owners: Vec<Owner>) -> Owner {
        Owner {
            name: name.into(),
            country: None,
            share: share.parse().ok(),
            from: None,
            until: None,
            control: Control::ByShare,
            owners,
            verified: true,
        }
    }

    /// Half of a holding that has nearly two thirds: a third in the end, and joint control of the holding.
    #[test]
    fn parts_are_multiplied_and_control_is_that_of_the_weakest_link() {
        let half = owner("Kita Group", "50", Vec::new());
        let holding = owner("Hoshi Holdings", "64.4", vec![half]);
        let found = holders(&[holding], "2026-01-01".parse().expect("a day"));
        let told: Vec<_> =
            found.iter().map(|h| (&*h.name, h.share.map(|s| s.to_string()), h.control)).collect();
        assert_eq!(
            told,
            [
                ("Hoshi Holdings", Some("64.4%".to_owned()), Held::Sole),
                ("Kita Group", Some("32.2%".to_owned()), Held::Joint),
            ]
        );
    }

    #[test]
    fn a_minority_does_not_control_what_it_has_a_part_of() {
        let whole = owner("Above", "100", Vec::new());
        let found =
            holders(&[owner("Minor", "20", vec![whole])], "2026-01-01".parse().expect("a day"));
        assert!(found.iter().all(|holder| holder.control == Held::No));
    }
}
