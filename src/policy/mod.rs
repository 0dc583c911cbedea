//! Policies: loaded, extended, and what breaks them. Here, and nowhere before, anyone's opinion enters.
//!
//! This room sees placements only, never the Terraform or Kubernetes they came from.

mod access;
mod country;
mod environments;
mod glob;
mod judge;
#[cfg(test)]
mod judge_tests;
mod keys;
mod load;
mod model;
mod owners;
mod places;
mod principals;
mod reach;
mod read;
mod reader;
mod selector;
mod spread;
mod subject;

#[cfg(test)]
mod fixtures;

pub use glob::Addresses;
pub use judge::{Estate, judge};
pub use load::{load, load_pack};
pub use model::{
    Countries, DataClass, DeclaredCluster, DeclaredEnvironment, DeclaredRegion, Operators, Policy,
    RegionId, Rule, Selector, Standing, Text,
};
pub use selector::Selected;

/// The packs, by name.
const PACKS: [(&str, &str); 1] =
    [("japan-residency", include_str!("../../policies/japan-residency.yaml"))];

/// The text of the pack of this name.
pub fn pack(name: &str) -> Option<&'static str> {
    PACKS.iter().find(|(pack, _)| *pack == name).map(|(_, text)| *text)
}

/// The names of all packs.
pub fn pack_names() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|(name, _)| *name)
}
