//! What a run finds out about a tree, before any policy judges it.

mod landed;
mod runs;

use std::sync::Arc;

use rayon::prelude::*;

use crate::kubernetes;
use crate::load::Loaded;
use crate::locate::terraform::Surroundings;
use crate::locate::{self, Located};
use crate::model::{Cluster, Flow, Placement, Problem, Unresolved, Why};
use crate::policy::Policy;
use crate::source::{Sources, Span};
use crate::terraform::deployment::Declared;
use crate::terraform::environment::Environments;
use crate::terraform::remote_state::Neighbours;
use landed::Landed;
use runs::Run;

/// What a run found out about a tree, before any policy.
#[derive(Debug, Default)]
pub struct Survey {
    /// Every file that was read.
    pub sources: Sources,
    /// The roots: directories of Terraform root modules, and files with manifests. Sorted.
    pub roots: Vec<Arc<str>>,
    /// Every placement, sorted by root, then resource.
    pub placements: Vec<Placement>,
    /// What goes elsewhere, and what comes from there. Sorted by root, resource and far end.
    pub flows: Vec<Flow>,
    /// What could not be resolved or located. Sorted.
    pub unresolved: Vec<Unresolved>,
    /// Input that could not be trusted: the run ends with exit code 2. Sorted.
    pub problems: Vec<Problem>,
    /// Number of resources read, placements or not.
    pub resources: usize,
    /// Number of files read, without those of the policy.
    pub files: usize,
}

impl Survey {
    /// Resolves and locates what was loaded.
    pub(crate) fn of(loaded: Loaded, policy: &Policy, declared: &[Declared]) -> Survey {
        let mut survey = Survey { files: loaded.files, ..Survey::default() };
        survey.add_terraform(&loaded, &policy.clusters, declared);
        survey.add_kubernetes(&loaded, policy);
        survey.finish(loaded);
        survey
    }

    /// Root modules are resolved and located side by side; each has its own provenance.
    fn add_terraform(&mut self, loaded: &Loaded, clusters: &[Cluster], declared: &[Declared]) {
        let environments = Environments {
            files: &loaded.variables,
            backends: &loaded.backends,
            settings: &loaded.settings,
            installed: &loaded.installed,
            declared,
        };
        let mut plans = runs::plans(loaded, self);
        let deployments = environments.deployments(&loaded.modules, &loaded.roots);
        let states = runs::outputs(loaded, &plans);
        let neighbours = Neighbours::new(&loaded.modules, &deployments, states);
        let mut runs: Vec<Run<'_>> = Vec::new();
        for deployments in deployments.chunk_by(|a, b| a.root == b.root) {
            runs.extend(runs::of_root(loaded, deployments, &mut plans));
        }
        runs.extend(loaded.deployed.iter().map(Run::Unit));
        runs.extend(plans.into_iter().map(Run::Plan));
        let around = Surroundings { clusters, sources: &loaded.sources };
        let land = |run: &Run<'_>| run.land(loaded, &neighbours, around);
        let landed: Vec<Vec<Landed>> = runs.par_iter().map(land).collect();
        let mut landed = landed.into_iter().flatten().peekable();
        while let Some(first) = landed.next() {
            let root = Arc::clone(&first.root);
            let mut of_root = vec![first];
            of_root.extend(std::iter::from_fn(|| landed.next_if(|next| next.root == root)));
            self.add_root(of_root);
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
        let resolution = kubernetes::resolve(&inputs, &policy.clusters, &loaded.sources);
        let keeps = |span: Span| loaded.in_scope(loaded.sources.path(span));
        self.resources += resolution.count;
        self.add(locate::kubernetes::locate(resolution, &policy.clusters), keeps);
        let roots = inputs.iter().map(|input| input.path).filter(|path| loaded.in_scope(path));
        self.roots.extend(roots.map(Arc::<str>::from));
        for (path, mut parsed) in parsed {
            parsed.problems.retain(|problem| is_of_object(loaded, problem));
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
        self.flows.extend(located.flows.into_iter().filter(|flow| keeps(flow.far.span)));
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
        self.flows.sort_by(|a, b| order(a).cmp(&order(b)));
    }
}

/// What flows are sorted by.
fn order(flow: &Flow) -> (&Arc<str>, &Arc<str>, &Arc<str>, Span) {
    (&flow.far.root, &flow.resource, &flow.far.resource, flow.far.span)
}

/// Whether what does not parse may be an object: other documents of the file are none of ours.
fn is_of_object(loaded: &Loaded, problem: &Problem) -> bool {
    problem.span.is_none_or(|span| {
        let text = loaded.sources.file(span.file).text();
        kubernetes::is_in_manifest(text, span.range().start)
    })
}

/// Whether a manifest that does not parse is a template: then that is what to tell.
fn is_unfilled(loaded: &Loaded, span: Span) -> bool {
    kubernetes::has_bare_action(loaded.sources.file(span.file).text())
}
