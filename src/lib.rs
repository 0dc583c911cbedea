//! A data-residency policy linter for Terraform and Kubernetes.
//!
//! ```text
//! discover -> load -> {terraform, kubernetes} -> locate -> policy -> report
//!             syntax        resolve              facts     judge
//! ```
//!
//! Files become resources with values ([`terraform`], [`kubernetes`]), resources become placements by what
//! the [`catalog`] knows ([`locate`]), and a [`policy`] judges placements. Every value and every place
//! carries the hops by which it was reached ([`model`]), and what cannot be told carries the reason.

pub mod catalog;
pub mod cli;
pub mod discover;
pub mod guard;
pub mod kubernetes;
pub mod load;
pub mod locate;
pub mod message;
pub mod model;
pub mod nearest;
pub mod policy;
pub mod report;
pub mod source;
pub mod syntax;
pub mod terraform;

use std::sync::Arc;

use rayon::prelude::*;

use discover::{POLICY_FILE, directory};
use guard::{INTERNAL_ERROR, guarded};
use load::Loaded;
use locate::Located;
use model::{Finding, Placement, Problem, Unresolved, Why};
use policy::Policy;
use source::{Sources, Span};

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
    /// Number of files read, without those of the policy.
    pub files: usize,
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

/// Reads, resolves and locates what a request asks about. A policy lends what it declares about clusters
/// and places of one's own; there need not be one.
pub fn survey(request: &Request) -> Survey {
    in_pool(|| read_and_locate(request, false).0)
}

/// Judges what a request asks about by its policy.
pub fn check(request: &Request) -> Checked {
    in_pool(|| {
        let (survey, policy) = read_and_locate(request, true);
        let findings = policy::judge(&policy, &survey.sources, &survey.placements);
        Checked { survey, findings, policy: policy.name.to_string() }
    })
}

fn read_and_locate(request: &Request, needs_policy: bool) -> (Survey, Policy) {
    let mut loaded = load::load(request);
    let files = loaded.sources.len();
    let policy = match load::policy(request, &mut loaded) {
        Some(Ok(policy)) => policy,
        Some(Err(mut problems)) => {
            loaded.problems.append(&mut problems);
            Policy::default()
        }
        None => {
            // Where no path exists, that is what to tell.
            let lacks = needs_policy && loaded.tree.is_some();
            loaded.problems.extend(lacks.then(no_policy));
            Policy::default()
        }
    };
    let mut survey = Survey { files, ..Survey::default() };
    survey.add_terraform(&loaded);
    survey.add_kubernetes(&loaded, &policy);
    survey.finish(loaded);
    (survey, policy)
}

fn no_policy() -> Problem {
    let message = format!(
        "there is no policy; write `{POLICY_FILE}` with `version: 1` and `extends: [japan-residency]` at the \
         root of the repository, or give one: `--policy japan-residency`"
    );
    Problem::of_path(POLICY_FILE, message)
}

impl Survey {
    /// Root modules are resolved and located side by side; each has its own provenance.
    fn add_terraform(&mut self, loaded: &Loaded) {
        let resolved: Vec<Survey> =
            loaded.roots.par_iter().map(|root| guarded_root(loaded, root)).collect();
        for mut of_root in resolved {
            self.resources += of_root.resources;
            self.roots.append(&mut of_root.roots);
            self.problems.append(&mut of_root.problems);
            self.unresolved.append(&mut of_root.unresolved);
            self.placements.append(&mut of_root.placements);
        }
    }

    /// Manifests name one another across files, so that all are read together.
    fn add_kubernetes(&mut self, loaded: &Loaded, policy: &Policy) {
        let parsed: Vec<_> = loaded.parse_manifests();
        let inputs: Vec<_> = parsed
            .iter()
            .flat_map(|(path, parsed)| {
                parsed.documents.iter().map(|document| kubernetes::Input { document, path })
            })
            .collect();
        let resolution = kubernetes::resolve(&inputs, &policy.clusters);
        let keeps = |span: Span| loaded.in_scope(loaded.sources.path(span));
        self.resources += resolution.count;
        self.add(locate::kubernetes::locate(resolution, &policy.clusters), keeps);
        let roots = inputs.iter().map(|input| input.path).filter(|path| loaded.in_scope(path));
        self.roots.extend(roots.map(Arc::<str>::from));
        for (path, parsed) in parsed {
            let problem = parsed.problems.first();
            let span = problem.and_then(|problem| problem.span);
            match span.filter(|span| is_unfilled(loaded, *span)) {
                Some(span) => {
                    let (resource, path) = (Arc::from(path), Arc::from(path));
                    let why = Why::NotRendered { path };
                    self.unresolved.push(Unresolved { span, resource, why });
                }
                None => self.problems.extend(parsed.problems),
            }
        }
    }

    fn add(&mut self, located: Located, keeps: impl Fn(Span) -> bool) {
        self.placements.extend(located.placements.into_iter().filter(|p| keeps(p.span)));
        self.unresolved.extend(located.unresolved.into_iter().filter(|u| keeps(u.span)));
    }

    fn finish(&mut self, mut loaded: Loaded) {
        self.sources = loaded.sources;
        self.unresolved.append(&mut loaded.unresolved);
        self.problems.append(&mut loaded.problems);
        self.roots.sort();
        self.roots.dedup();
        self.unresolved.sort();
        self.unresolved.dedup();
        self.problems.sort();
        self.problems.dedup();
        self.placements.sort_by(|a, b| (&a.root, &a.resource).cmp(&(&b.root, &b.resource)));
    }
}

/// Whether a manifest that does not parse is a template: then that is what to tell.
fn is_unfilled(loaded: &Loaded, span: Span) -> bool {
    kubernetes::has_bare_action(loaded.sources.file(span.file).text())
}

/// What one root module lands, or that it could not be told: the other roots are still checked.
fn guarded_root(loaded: &Loaded, root: &Arc<str>) -> Survey {
    guarded(|| of_root(loaded, root)).unwrap_or_else(|| Survey {
        roots: vec![Arc::clone(root)],
        problems: vec![Problem::of_path(&**root, INTERNAL_ERROR)],
        ..Survey::default()
    })
}

/// What one root module lands. Its values and their provenance are done with here.
fn of_root(loaded: &Loaded, root: &Arc<str>) -> Survey {
    let whole = loaded.in_scope(root);
    let folder = |span: Span| directory(loaded.sources.path(span));
    let keeps = |span: Span| whole || loaded.in_scope(folder(span));
    let resolution = terraform::resolve(&loaded.modules, root);
    let located = locate::terraform::locate(&resolution);
    let mut survey = Survey {
        roots: vec![resolution.root],
        problems: resolution.problems,
        resources: resolution.resources.iter().filter(|r| keeps(r.span)).count(),
        ..Survey::default()
    };
    survey.add(located, keeps);
    survey.unresolved.extend(resolution.unresolved.into_iter().filter(|u| keeps(u.span)));
    survey
}

/// Runs on threads with stacks deep enough for parsers and evaluation, whose depth has a limit.
fn in_pool<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    const STACK: usize = 64 << 20;
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
