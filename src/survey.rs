//! What a run finds out about a tree, before any policy judges it.

mod landed;
mod runs;

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::kubernetes::kustomize::{self, Builds};
use crate::kubernetes::values::{self, Values};
use crate::kubernetes::{self, Edge};
use crate::load::Loaded;
use crate::locate;
use crate::locate::terraform::Surroundings;
use crate::model::{
    Access, Cluster, Country, Flow, NameOf, Named, Placement, Problem, Unresolved, Why,
};
use crate::policy::Policy;
use crate::source::{FileId, Sources, Span};
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
    /// The files and folders that the user asked about, by their paths in the tree; empty for the tree itself.
    pub scope: Vec<String>,
    /// The roots: directories of Terraform root modules, and files with manifests. Sorted.
    pub roots: Vec<Arc<str>>,
    /// Every placement, sorted by root, then resource.
    pub placements: Vec<Placement>,
    /// What goes elsewhere, and what comes from there. Sorted by root, resource and far end.
    pub flows: Vec<Flow>,
    /// Who gets in, and as whom what is here goes out. Sorted by root, resource and principal.
    pub access: Vec<Access>,
    /// What could not be resolved or located. Sorted.
    pub unresolved: Vec<Unresolved>,
    /// Input that could not be trusted: the run ends with exit code 2. Sorted.
    pub problems: Vec<Problem>,
    /// The country of the organization, whose users' data this is about.
    pub home: Country,
    /// Number of resources read, placements or not.
    pub resources: usize,
    /// Number of files read, without those of the policy.
    pub files: usize,
}

impl Survey {
    /// Resolves and locates what was loaded.
    pub(crate) fn of(loaded: Loaded, policy: &Policy, declared: &[Declared]) -> Survey {
        let (files, home) = (loaded.files, policy.home());
        let mut survey = Survey { files, home, ..Survey::default() };
        let names = survey.add_terraform(&loaded, &policy.clusters, declared);
        let used = survey.add_kubernetes(&loaded, policy, &names);
        survey.finish(loaded, &used);
        survey
    }

    /// Root modules are resolved and located side by side; each has its own provenance. The names by which others find
    /// what they declare.
    fn add_terraform(
        &mut self,
        loaded: &Loaded,
        clusters: &[Cluster],
        declared: &[Declared],
    ) -> Vec<Named> {
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
        let mut names = Vec::new();
        while let Some(first) = landed.next() {
            let root = Arc::clone(&first.root);
            let mut of_root = vec![first];
            of_root.extend(std::iter::from_fn(|| landed.next_if(|next| next.root == root)));
            names.extend(of_root.iter_mut().flat_map(|landed| landed.names.drain(..)));
            self.add_root(of_root);
        }
        locate::stores::settle(&mut self.flows, &names);
        self.unresolved.extend(self.flows.iter().filter_map(locate::kubernetes::open_end));
        names
    }

    /// Manifests name one another across files, so that all are read together. Which files count only as parts of
    /// what kustomizations are built to.
    fn add_kubernetes(
        &mut self,
        loaded: &Loaded,
        policy: &Policy,
        names: &[Named],
    ) -> HashSet<FileId> {
        let Builds { built, used, unresolved } = kustomize::build(&loaded.sources);
        let parsed: Vec<_> = loaded.parse_manifests(&used);
        let as_written = parsed.iter().map(|(path, parsed)| (*path, &parsed.documents));
        let as_built = built.iter().map(|(path, documents)| (&**path, documents));
        let inputs: Vec<_> = as_written
            .chain(as_built)
            .flat_map(|(path, documents)| {
                documents.iter().map(move |document| kubernetes::Input { document, path })
            })
            .collect();
        let mut clusters = policy.clusters.clone();
        clusters.extend(names.iter().filter_map(cluster));
        let mut resolution = kubernetes::resolve(&inputs, &clusters, &loaded.sources);
        resolution.edges.extend(of_values(loaded));
        self.resources += resolution.count;
        let located = locate::kubernetes::locate(resolution, &policy.clusters, names);
        let is_asked = |span: Span, root: &str| {
            loaded.in_scope(loaded.sources.path(span)) || loaded.in_scope(root)
        };
        self.placements
            .extend(located.placements.into_iter().filter(|p| is_asked(p.span, &p.root)));
        let mut flows = located.flows;
        locate::stores::link(&mut flows, names);
        let flows = flows.into_iter();
        self.flows.extend(flows.filter(|flow| is_asked(flow.far.span, &flow.far.root)));
        let access = located.access.into_iter();
        self.access.extend(access.filter(|access| is_asked(access.span, &access.root)));
        let of_scope = |told: &Unresolved| {
            used.contains(&told.span.file) || is_asked(told.span, &told.resource)
        };
        let unresolved = located.unresolved.into_iter().chain(unresolved);
        self.unresolved.extend(unresolved.filter(of_scope));
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
        used
    }

    fn finish(&mut self, mut loaded: Loaded, used: &HashSet<FileId>) {
        // What only looks like a template is the content of an entry there.
        let is_told = |told: &Unresolved| {
            !matches!(told.why, Why::NotRendered { .. }) || !used.contains(&told.span.file)
        };
        loaded.unresolved.retain(is_told);
        self.sources = loaded.sources;
        self.scope = loaded.scope;
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
        let by = |access: &Access| {
            let id = Arc::clone(&access.principal.id);
            (Arc::clone(&access.root), Arc::clone(&access.resource), id, access.span)
        };
        self.access.sort_by_cached_key(by);
        self.access.dedup();
    }
}

/// A cluster that Terraform declares, for the manifests that go to it. The policy's declarations count before it.
fn cluster(named: &Named) -> Option<Cluster> {
    (named.of == NameOf::Cluster && !named.claims.is_empty()).then(|| Cluster {
        path: None,
        name: Some(Arc::clone(&named.name)),
        server: None,
        labels: Default::default(),
        claims: named.claims.clone(),
        why_unknown: named.why_unknown.clone(),
        is_declared: false,
        span: named.span,
    })
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

/// What the values of charts that are not rendered may say.
fn of_values(loaded: &Loaded) -> Vec<Edge> {
    let parsed = loaded.parse_values();
    let values: Vec<Values<'_, '_>> = parsed
        .iter()
        .flat_map(|(file, parsed)| {
            parsed.documents.iter().map(|document| Values {
                document,
                path: loaded.sources.file(file.file).path(),
                chart: &file.chart,
                not_rendered: &file.path,
                span: file.span,
            })
        })
        .collect();
    values::edges(&values, &loaded.sources)
}
