//! What a run finds out about a tree, before any policy judges it.

use std::sync::Arc;

use rayon::prelude::*;

use crate::discover::directory;
use crate::guard::{INTERNAL_ERROR, guarded};
use crate::load::Loaded;
use crate::locate::terraform::Surroundings;
use crate::locate::{self, Located};
use crate::model::{Cluster, Placement, Problem, Unresolved, Why};
use crate::policy::Policy;
use crate::source::{Sources, Span};
use crate::terraform::Resolution;
use crate::terraform::deployment::Deployment;
use crate::terraform::environment::deployments;
use crate::terraform::terragrunt::{self, Parts};
use crate::{kubernetes, terraform};

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

impl Survey {
    /// Resolves and locates what was loaded.
    pub(crate) fn of(loaded: Loaded, policy: &Policy) -> Survey {
        let mut survey = Survey { files: loaded.files, ..Survey::default() };
        survey.add_terraform(&loaded, &policy.clusters);
        survey.add_kubernetes(&loaded, policy);
        survey.finish(loaded);
        survey
    }

    /// Root modules are resolved and located side by side; each has its own provenance.
    fn add_terraform(&mut self, loaded: &Loaded, clusters: &[Cluster]) {
        let deployments: Vec<Deployment> = loaded
            .roots
            .iter()
            .flat_map(|root| {
                let installed = loaded.installed.get(root);
                deployments(root, &loaded.variables, &loaded.settings, installed)
            })
            .collect();
        let units: Vec<&Arc<str>> = loaded.deployed.iter().collect();
        let of_units = units.par_iter().map(|unit| guarded_unit(loaded, clusters, unit));
        let of_root = |deployment: &Deployment| guarded_root(loaded, clusters, deployment);
        let of_roots = deployments.par_iter().map(of_root);
        let resolved: Vec<Survey> = of_units.chain(of_roots).collect();
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

/// What one unit of Terragrunt lands, or that it could not be told.
fn guarded_unit(loaded: &Loaded, clusters: &[Cluster], unit: &Arc<str>) -> Survey {
    let parts = Parts {
        modules: &loaded.modules,
        variables: &loaded.variables,
        settings: &loaded.settings,
    };
    let files = loaded.files();
    let resolve = || terragrunt::resolve(&loaded.configs, &loaded.units, unit, parts, files);
    located(loaded, clusters, directory(unit), resolve)
}

/// What one root module lands, or that it could not be told: the other roots are still checked.
fn guarded_root(loaded: &Loaded, clusters: &[Cluster], deployment: &Deployment) -> Survey {
    let resolve = || terraform::resolve(&loaded.modules, loaded.files(), deployment);
    located(loaded, clusters, &deployment.root, resolve)
}

fn located(
    loaded: &Loaded,
    clusters: &[Cluster],
    root: &str,
    resolve: impl Fn() -> Resolution,
) -> Survey {
    guarded(|| of_root(loaded, clusters, root, resolve())).unwrap_or_else(|| Survey {
        roots: vec![root.into()],
        problems: vec![Problem::of_path(root, INTERNAL_ERROR)],
        ..Survey::default()
    })
}

/// What one root lands. Its values and their provenance are done with here.
fn of_root(loaded: &Loaded, clusters: &[Cluster], root: &str, resolution: Resolution) -> Survey {
    let whole = loaded.in_scope(root);
    let folder = |span: Span| directory(loaded.sources.path(span));
    let keeps = |span: Span| whole || loaded.in_scope(folder(span));
    let around = Surroundings { clusters, sources: &loaded.sources };
    let located = locate::terraform::locate(&resolution, around);
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
