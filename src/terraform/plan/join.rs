//! A plan or state joined to its source, resource by resource.
//!
//! Terraform's values count, since Terraform knows more; what it does not tell, the source does. Instances that
//! the source could not count are those of the plan, and what a module holds that is not on disk is as well.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::address::{bare, module_and_rest};
use super::value::Recorder;
use super::{Instance, Plan};
use crate::model::{ProviderUse, Record, Resource, Step, Unresolved, Value, Why};
use crate::terraform::Resolution;

/// A plan or state with the spans of its source.
pub struct Joined {
    /// The resources of both.
    pub resolution: Resolution,
    /// Which of the two the source was joined to.
    pub record: Record,
    /// Address of the resource in the source that each instance was found in, by its address.
    pub found: HashMap<Arc<str>, Found>,
}

/// Where an instance stands in the source.
#[derive(Clone, Debug)]
pub enum Found {
    /// In this resource.
    Resource(Arc<str>),
    /// Somewhere in this module, which is not on disk.
    Module(Arc<str>),
}

/// Joins what evaluating a source gave to the plan or state that was made of it.
pub fn join(source: Resolution, plan: &Plan<'_>) -> Joined {
    let Resolution {
        root,
        resources,
        looked_up,
        mut provenance,
        referred,
        unresolved,
        problems,
        workspaces,
    } = source;
    let index = Index::new(&resources);
    let mut joiner = Joiner {
        recorder: Recorder::new(plan, &mut provenance),
        source: &resources,
        used: HashSet::new(),
        joined: Vec::new(),
        found: HashMap::new(),
        unresolved: plan.unresolved.clone(),
    };
    plan.managed().for_each(|instance| joiner.add(instance, &index));
    let Joiner { used, mut joined, found, unresolved: told, .. } = joiner;
    let seen = Seen::of(plan);
    let mut unresolved: Vec<Unresolved> =
        unresolved.into_iter().filter(|open| !seen.settles(open)).chain(told).collect();
    for (at, resource) in resources.into_iter().enumerate() {
        if used.contains(&at) || seen.stands_for(&resource) {
            continue;
        }
        let (span, address) = (resource.span, Arc::clone(&resource.address));
        let why = Why::OnlyInSource { record: plan.record };
        unresolved.push(Unresolved { span, resource: address, why });
        joined.push(resource);
    }
    joined.sort_by(|a, b| a.address.cmp(&b.address));
    unresolved.sort();
    unresolved.dedup();
    let resources = joined;
    let resolution = Resolution {
        root,
        resources,
        looked_up,
        provenance,
        referred,
        unresolved,
        problems,
        workspaces,
    };
    Joined { resolution, record: plan.record, found }
}

/// The resources of a source by what they are found by.
struct Index {
    by_address: HashMap<Arc<str>, usize>,
    /// The first instance of each block.
    by_block: HashMap<String, usize>,
    /// Modules that are not on disk.
    closed: HashMap<String, usize>,
}

impl Index {
    fn new(resources: &[Resource]) -> Index {
        let (mut by_address, mut by_block) = (HashMap::new(), HashMap::new());
        let mut closed = HashMap::new();
        for (at, resource) in resources.iter().enumerate() {
            let block = bare(&resource.address);
            if resource.module.is_some() {
                closed.entry(block).or_insert(at);
                continue;
            }
            by_address.insert(Arc::clone(&resource.address), at);
            by_block.entry(block).or_insert(at);
        }
        Index { by_address, by_block, closed }
    }

    /// The nearest module around an address that is not on disk.
    fn closed_around(&self, block: &str) -> Option<usize> {
        let mut module = module_and_rest(block).0;
        while !module.is_empty() {
            if let Some(at) = self.closed.get(module) {
                return Some(*at);
            }
            module = module.rfind(".module.").map_or("", |at| &module[..at]);
        }
        None
    }
}

struct Joiner<'j, 'p, 't> {
    recorder: Recorder<'p, 't>,
    source: &'j [Resource],
    used: HashSet<usize>,
    joined: Vec<Resource>,
    found: HashMap<Arc<str>, Found>,
    unresolved: Vec<Unresolved>,
}

impl<'t> Joiner<'_, '_, 't> {
    fn add(&mut self, instance: &Instance<'t>, index: &Index) {
        let mut resource = self.recorder.resource(instance);
        let exact = index.by_address.get(&instance.address);
        let of_block = || index.by_block.get(&*instance.bare);
        let is_counted = |at: &usize| !is_symbolic(&self.source[*at].address);
        if exact.is_none() && of_block().is_none_or(is_counted) {
            self.add_to_module(instance, resource, index);
            return;
        }
        let Some(at) = exact.or_else(of_block).copied() else { return };
        let source = &self.source[at];
        self.used.insert(at);
        let found = Found::Resource(Arc::clone(&source.address));
        self.found.insert(Arc::clone(&instance.address), found);
        self.over(&mut resource, source);
        self.joined.push(resource);
    }

    /// An instance that no block of the source makes: one of a module that is not on disk, or none of the source
    /// at all.
    fn add_to_module(&mut self, instance: &Instance<'t>, mut resource: Resource, index: &Index) {
        if let Some(at) = index.closed_around(&instance.bare) {
            let source = &self.source[at];
            self.used.insert(at);
            let handed = source.module.iter().flat_map(|module| &module.providers);
            let mut same = handed.filter(|handed| is_same(handed, &resource));
            if let Some(handed) = same.next() {
                resource.provider = resource.provider.map(|used| merged_use(used, handed));
            }
            resource.span = source.span;
            let provenance = &mut self.recorder.provenance;
            resource.origin = provenance.hop(Step::ModuleCall, source.span, source.origin);
            let found = Found::Module(Arc::clone(&source.address));
            self.found.insert(Arc::clone(&instance.address), found);
        } else {
            if let Some(at) = index.by_block.get(&*instance.bare) {
                resource.span = self.source[*at].span;
            }
            let (span, address) = (resource.span, Arc::clone(&instance.address));
            let why = Why::NotInSource { record: self.recorder.plan.record };
            self.unresolved.push(Unresolved { span, resource: address, why });
        }
        self.joined.push(resource);
    }

    /// Lays the values of an instance over what its source says.
    fn over(&mut self, resource: &mut Resource, source: &Resource) {
        resource.span = source.span;
        resource.origin = source.origin;
        resource.provider = match (resource.provider.take(), &source.provider) {
            (Some(used), Some(of_source)) => Some(merged_use(used, of_source)),
            (used, of_source) => used.or_else(|| of_source.clone()),
        };
        lay_under(&mut resource.attributes, &source.attributes);
    }
}

/// Whether a configuration that is handed to a module is the one that a resource in it uses.
fn is_same(handed: &ProviderUse, resource: &Resource) -> bool {
    resource.provider.as_ref().is_some_and(|used| used.configuration == handed.configuration)
}

fn merged_use(used: ProviderUse, of_source: &ProviderUse) -> ProviderUse {
    let mut arguments = (*used.arguments).clone();
    lay_under(&mut arguments, &of_source.arguments);
    ProviderUse { arguments: Arc::new(arguments), ..of_source.clone() }
}

/// Takes from the source what Terraform does not tell for certain.
fn lay_under(values: &mut BTreeMap<Arc<str>, Value>, source: &BTreeMap<Arc<str>, Value>) {
    for (name, of_source) in source {
        if values.get(name).is_none_or(|value| !value.is_wholly_known()) {
            values.insert(Arc::clone(name), of_source.clone());
        }
    }
}

/// Whether an address stands for instances that nobody could count.
fn is_symbolic(address: &str) -> bool {
    address.contains("[*]")
}

/// The blocks and modules that a plan tells of.
struct Seen<'p, 't> {
    plan: &'p Plan<'t>,
    blocks: HashSet<Arc<str>>,
    modules: HashSet<String>,
}

impl<'p, 't> Seen<'p, 't> {
    fn of(plan: &'p Plan<'t>) -> Seen<'p, 't> {
        let blocks = plan.managed().map(|instance| Arc::clone(&instance.bare)).collect();
        let mut modules = HashSet::new();
        for instance in plan.managed() {
            let mut module = module_and_rest(&instance.bare).0;
            while !module.is_empty() && modules.insert(module.to_owned()) {
                module = module.rfind(".module.").map_or("", |at| &module[..at]);
            }
        }
        Seen { plan, blocks, modules }
    }

    fn has_module(&self, module: &str) -> bool {
        self.modules.contains(module) || self.plan.configured.has_module(module)
    }

    /// Whether the plan says what a resource of the source stands for.
    fn stands_for(&self, resource: &Resource) -> bool {
        let block = bare(&resource.address);
        match &resource.module {
            Some(_) => self.has_module(&block),
            None => is_symbolic(&resource.address) && self.blocks.contains(&*block),
        }
    }

    /// Whether the plan says what the source left open.
    fn settles(&self, open: &Unresolved) -> bool {
        let block = bare(&open.resource);
        let is_module = || self.has_module(&block);
        match open.why {
            Why::ModuleNotOnDisk { .. } => is_module(),
            _ => is_symbolic(&open.resource) && (self.blocks.contains(&*block) || is_module()),
        }
    }
}
