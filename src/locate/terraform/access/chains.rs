//! Roles that somebody may take, and what these reach in turn: by policies that they are given, by what lets them in, and by
//! roles that they may take themselves.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::document::Part;
use super::{Entry, through};
use crate::catalog::ways_in;
use crate::locate::terraform::Locator;
use crate::model::{Access, Because, Grant, Standing, Step, Value};

/// The most roles that one way leads through.
const MOST_ROLES: usize = 1_000;

/// The most that is told of all ways together; what others lead to is then left open.
const MOST_FOUND: usize = 100_000;

/// What a role reaches by one policy.
struct Power {
    /// Addresses of resources; nothing where that cannot be told, which may be everything.
    reaches: Vec<Arc<str>>,
    is_open: bool,
    because: Vec<Because>,
}

impl Locator<'_> {
    /// What those from outside reach by taking roles of the tree.
    pub(super) fn through_roles(&self, entries: &[Entry]) -> Vec<Access> {
        let by_address: BTreeMap<&str, usize> =
            self.resources.iter().enumerate().map(|(at, r)| (&*r.address, at)).collect();
        let powers = self.powers(entries);
        let mut takes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.access.grant == Grant::Trust) {
            let roles =
                entry.access.reaches.iter().filter_map(|address| by_address.get(&**address));
            if let Some(by) = entry.principal {
                takes.entry(by).or_default().extend(roles);
            }
        }
        let outside = |entry: &&Entry| {
            entry.access.grant == Grant::Trust && entry.access.principal.standing != Standing::Own
        };
        let mut found = Vec::new();
        for entry in entries.iter().filter(outside) {
            if found.len() >= MOST_FOUND {
                let (of, hops) = (&entry.access, entry.access.because.clone());
                found.push(through(of, of.principal.clone(), Vec::new(), hops));
                continue;
            }
            let roles =
                entry.access.reaches.iter().filter_map(|address| by_address.get(&**address));
            self.follow(entry, roles.copied().collect(), &powers, &takes, &mut found);
        }
        found
    }

    /// Walks from the roles that one principal may take to all that they reach.
    fn follow(
        &self,
        entry: &Entry,
        roles: Vec<usize>,
        powers: &BTreeMap<usize, Vec<Power>>,
        takes: &BTreeMap<usize, Vec<usize>>,
        found: &mut Vec<Access>,
    ) {
        let mut open: VecDeque<(usize, Vec<Because>)> =
            roles.into_iter().map(|role| (role, entry.access.because.clone())).collect();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        while let Some((role, way)) = open.pop_front() {
            if seen.len() == MOST_ROLES || !seen.insert(role) {
                continue;
            }
            let subject = Because { span: self.resource(role).span, step: Step::ObjectReference };
            for power in powers.get(&role).into_iter().flatten() {
                let hops: Vec<Because> =
                    way.iter().chain([&subject]).chain(&power.because).copied().collect();
                let principal = || entry.access.principal.clone();
                if !power.reaches.is_empty() {
                    found.push(through(
                        &entry.access,
                        principal(),
                        power.reaches.clone(),
                        hops.clone(),
                    ));
                }
                if power.is_open {
                    found.push(through(&entry.access, principal(), Vec::new(), hops));
                }
            }
            let further = takes.get(&role).into_iter().flatten();
            open.extend(
                further.map(|next| (*next, way.iter().chain([&subject]).copied().collect())),
            );
        }
    }

    /// What each role of the tree reaches: by policies, and by what lets it in.
    fn powers(&self, entries: &[Entry]) -> BTreeMap<usize, Vec<Power>> {
        let mut powers: BTreeMap<usize, Vec<Power>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.access.grant != Grant::Trust) {
            let Some(role) = entry.principal else { continue };
            let (reaches, because) = (entry.access.reaches.clone(), entry.access.because.clone());
            powers.entry(role).or_default().push(Power { reaches, is_open: false, because });
        }
        for at in 0..self.resolution.resources.len() {
            let Some([role, document]) = ways_in::role_policy(&self.resource(at).type_name) else {
                continue;
            };
            let roles = self.values(at, role).unwrap_or_default();
            let roles: Vec<usize> = roles
                .iter()
                .flat_map(Value::alternatives)
                .filter_map(|v| self.parent(at, role, v))
                .collect();
            for value in self.values(at, document).unwrap_or_default() {
                let (reaches, is_open) = self.named_resources(at, document, &value);
                for role in &roles {
                    let because =
                        vec![Because { span: self.resource(at).span, step: Step::Granted }];
                    let reaches = reaches.clone();
                    powers.entry(*role).or_default().push(Power { reaches, is_open, because });
                }
            }
        }
        powers
    }

    /// The resources of the tree that a document names, or the policy that holds it; and whether it may name others.
    fn named_resources(&self, at: usize, path: &str, value: &Value) -> (Vec<Arc<str>>, bool) {
        let policy = self.parent(at, path, value).filter(|policy| *policy != at);
        let argument = policy.and_then(|policy| ways_in::policy(&self.resource(policy).type_name));
        if let (Some(policy), Some(argument)) = (policy, argument) {
            let documents = self.values(policy, argument).unwrap_or_default();
            let mut all = (Vec::new(), documents.is_empty());
            for document in &documents {
                let (reaches, is_open) = self.resources_in(policy, argument, document);
                all.0.extend(reaches);
                all.1 |= is_open;
            }
            return all;
        }
        self.resources_in(at, path, value)
    }

    fn resources_in(&self, at: usize, path: &str, value: &Value) -> (Vec<Arc<str>>, bool) {
        let (mut reaches, mut is_open) = (Vec::new(), false);
        let named = self.named_in(at, path, value, Part::Resources);
        is_open |= named.is_empty();
        for found in &named {
            match self.meant(at, path, &found.value) {
                Some(resource) => reaches.push(Arc::clone(&self.resource(resource).address)),
                None => is_open = true,
            }
        }
        reaches.sort();
        reaches.dedup();
        (reaches, is_open)
    }

    /// The resource that a value of a document is: the one it refers to, or the store that it names.
    fn meant(&self, at: usize, path: &str, value: &Value) -> Option<usize> {
        let declared = |found: &usize| self.is_declared(*found);
        let text = value.as_str().and_then(crate::catalog::identifiers::store);
        let by_name = || self.by_name.get(text?.1)?.first().copied();
        self.parent(at, path, value).filter(declared).or_else(by_name)
    }
}
