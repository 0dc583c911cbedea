//! Reach: for a placement and each law in force on a day, which hooks match, what the one who is hooked could get at, and what
//! keeps content out of reach. The same for every country; an opinion about the result is the policy's.
//!
//! ```text
//! facts -> in force? -> hooks (place, operator, owners, people, keys) -> capability -> measures -> level
//! ```
//!
//! Three-valued throughout: a fact that is missing gives unknown, never none. The duty that follows nationality is not looked at.

mod capability;
mod change;
mod hooks;
mod in_force;
mod jurisdiction;
mod measures;
mod owners;
mod verdict;

pub use change::changes;
pub use verdict::reaches;

use std::collections::HashMap;

use crate::model::{Access, Bearing, Date, Placement};

/// What decides how laws reach one placement.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// Where it is, who operates it, what it holds, and its keys.
    pub placement: &'a Placement,
    /// Who gets in, with whether it is sure that it is this placement that they get at.
    pub access: Vec<(&'a Access, bool)>,
    /// Whether data comes there by a flow, whatever it does with that.
    pub receives: bool,
}

/// How facts and laws are taken.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The day whose laws and owners count.
    pub as_of: Date,
    /// Whether facts and laws that nobody checked count as much as others.
    pub accept_unverified: bool,
}

/// Which accesses reach which placements.
#[derive(Debug, Default)]
pub struct Entries<'a> {
    by_address: HashMap<(&'a str, &'a str), Vec<&'a Access>>,
    /// What reaches no resource in particular: by root, by the folder of manifests, and by namespace.
    by_root: HashMap<&'a str, Vec<&'a Access>>,
    by_folder: HashMap<&'a str, Vec<&'a Access>>,
    by_namespace: HashMap<&'a str, Vec<&'a Access>>,
}

impl<'a> Entries<'a> {
    /// Sorts accesses by what they reach.
    pub fn of(access: &'a [Access]) -> Entries<'a> {
        let mut entries = Entries::default();
        for one in access.iter().filter(|access| access.bearing == Bearing::In) {
            if one.reaches.is_empty() {
                entries.by_root.entry(&one.root).or_default().push(one);
                entries.by_folder.entry(folder(&one.root)).or_default().push(one);
                let over = one.over.as_deref();
                entries.by_namespace.entry(over.unwrap_or_default()).or_default().push(one);
            }
            for address in &one.reaches {
                entries.by_address.entry((&one.root, address)).or_default().push(one);
            }
        }
        entries
    }

    /// The facts of a placement. What reaches no resource in particular may reach any of its root. In a cluster it reaches what
    /// is in its namespace, or in all of them, surely so where the manifests are in one folder; a namespace of that name in
    /// another folder may be one of another cluster.
    pub fn facts(&self, placement: &'a Placement) -> Facts<'a> {
        let address = (&*placement.root, &*placement.resource);
        let named = self.by_address.get(&address).into_iter().flatten();
        let mut access: Vec<(&Access, bool)> = named.map(|access| (*access, true)).collect();
        match &placement.namespace {
            Some(namespace) => {
                let here = folder(&placement.root);
                let covers =
                    |access: &Access| access.over.as_ref().is_none_or(|over| over == namespace);
                let near = self.by_folder.get(here).into_iter().flatten();
                access.extend(near.filter(|access| covers(access)).map(|access| (*access, true)));
                let same = self.by_namespace.get(&**namespace).into_iter().flatten();
                let elsewhere = same.filter(|access| folder(&access.root) != here);
                access.extend(elsewhere.map(|access| (*access, false)));
            }
            None => {
                let wide = self.by_root.get(&*placement.root).into_iter().flatten();
                access.extend(wide.map(|access| (*access, false)));
            }
        }
        Facts { placement, access, receives: false }
    }
}

/// The folder of a file.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
