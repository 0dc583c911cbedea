//! A data-residency policy linter for Terraform and Kubernetes.

pub mod catalog;
pub mod discover;
pub mod load;
pub mod locate;
pub mod model;
pub mod nearest;
pub mod policy;
pub mod source;
pub mod syntax;
pub mod terraform;

use std::sync::Arc;

use rayon::prelude::*;

use discover::is_within;
use load::Loaded;
use locate::Located;
use model::{Finding, Placement, Problem, Unresolved};
use source::Sources;

/// What a user asks for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and directories; `-` stands for standard input.
    pub paths: Vec<String>,
    /// The text of standard input, where `-` is among the paths.
    pub stdin: Option<String>,
    /// A policy file or the name of a pack, instead of the policy file of the tree.
    pub policy: Option<String>,
}

/// What a run found out about a tree, before any policy.
#[derive(Debug, Default)]
pub struct Survey {
    /// Every file that was read.
    pub sources: Sources,
    /// The roots: directories of Terraform root modules, and files with manifests. Sorted.
    pub roots: Vec<Arc<str>>,
    /// Every placement, sorted by root, then resource.
    pub placements: Vec<Placement>,
    /// What could not be resolved or located. Sorted.
    pub unresolved: Vec<Unresolved>,
    /// Input that could not be trusted: the run ends with exit code 2. Sorted.
    pub problems: Vec<Problem>,
    /// Number of resources read, placements or not.
    pub resources: usize,
}

/// A survey judged by a policy.
#[derive(Debug, Default)]
pub struct Checked {
    /// What was found out.
    pub survey: Survey,
    /// What breaks the policy. Sorted by file, span, rule.
    pub findings: Vec<Finding>,
    /// Path of the policy file, or the name of the pack.
    pub policy: String,
}

/// Reads, resolves and locates what a request asks about.
pub fn survey(request: &Request) -> Survey {
    in_pool(|| {
        let mut loaded = load::load(request);
        let mut survey = Survey::default();
        survey.add_terraform(&loaded);
        survey.take(&mut loaded);
        survey
    })
}

impl Survey {
    fn add_terraform(&mut self, loaded: &Loaded) {
        let resolved: Vec<_> = loaded
            .roots
            .par_iter()
            .map(|root| {
                let resolution = terraform::resolve(&loaded.modules, root);
                (locate::terraform::locate(&resolution), resolution)
            })
            .collect();
        for (located, resolution) in resolved {
            let in_scope = |path: &str| loaded.scope.iter().any(|scope| is_within(path, scope));
            let whole = in_scope(&resolution.root);
            let keeps = |span| whole || in_scope(discover::directory(loaded.sources.path(span)));
            self.resources += resolution.resources.iter().filter(|r| keeps(r.span)).count();
            self.roots.push(resolution.root);
            self.problems.extend(resolution.problems);
            self.unresolved.extend(resolution.unresolved.into_iter().filter(|u| keeps(u.span)));
            self.add(located, keeps);
        }
    }

    fn add(&mut self, located: Located, keeps: impl Fn(source::Span) -> bool) {
        self.placements.extend(located.placements.into_iter().filter(|p| keeps(p.span)));
        self.unresolved.extend(located.unresolved.into_iter().filter(|u| keeps(u.span)));
    }

    fn take(&mut self, loaded: &mut Loaded) {
        self.sources = std::mem::take(&mut loaded.sources);
        self.unresolved.append(&mut loaded.unresolved);
        self.problems.append(&mut loaded.problems);
        self.unresolved.sort();
        self.unresolved.dedup();
        self.problems.sort();
        self.problems.dedup();
        self.placements.sort_by(|a, b| (&a.root, &a.resource).cmp(&(&b.root, &b.resource)));
    }
}

/// Runs on threads with stacks deep enough for parsers and evaluation, whose depth has a limit.
fn in_pool<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    const STACK: usize = 64 << 20;
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
