//! What is resolved one by one: deployments of roots, alone or with their plan or state, plans whose source is not
//! there, and units of Terragrunt.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Survey;
use super::landed::Landed;
use crate::discover::directory;
use crate::guard::{INTERNAL_ERROR, guarded};
use crate::load::{Loaded, LoadedPlan};
use crate::locate::Located;
use crate::locate::terraform::{Surroundings, locate, locate_joined};
use crate::model::{Problem, Record, Unresolved, Why};
use crate::syntax::json::Json;
use crate::terraform::deployment::{Deployment, Given};
use crate::terraform::module::Module;
use crate::terraform::plan::{Plan, Unread, join};
use crate::terraform::remote_state::Neighbours;
use crate::terraform::terragrunt::{self, Parts};
use crate::terraform::{Resolution, resolve};

/// A plan or state, and the directory of the root that it was made of.
pub(super) struct Planned<'t> {
    plan: Plan<'t>,
    root: Option<Arc<str>>,
    /// Whether the root has others, so that its name does not tell them apart.
    has_siblings: bool,
}

/// One of what is resolved.
pub(super) enum Run<'t> {
    /// A root, evaluated.
    Source(Deployment),
    /// A root with its plan or state.
    Joined(Deployment, Planned<'t>),
    /// A plan or state alone.
    Plan(Planned<'t>),
    /// A unit of Terragrunt, by its configuration.
    Unit(&'t Arc<str>),
}

/// Reads the plans and states among the files. One of a form that is not read is wrong where the user names it; where
/// it lies in the tree, it is told.
pub(super) fn plans<'t>(loaded: &'t Loaded, survey: &mut Survey) -> Vec<Planned<'t>> {
    let read = |plan: &LoadedPlan| {
        let text = loaded.sources.file(plan.file).text();
        Ok(Planned {
            plan: Plan::read(plan.file, text)?,
            root: plan.root.clone(),
            has_siblings: false,
        })
    };
    let read: Vec<Result<Planned<'t>, Unread>> = loaded.plans.par_iter().map(read).collect();
    let mut plans = Vec::new();
    for planned in read {
        match planned {
            Ok(planned) => plans.push(planned),
            Err(Unread::Broken(problem)) => survey.problems.push(problem),
            Err(Unread::NotSupported(span, what)) => {
                let path = loaded.sources.path(span);
                if loaded.scope.iter().any(|scope| scope == path) {
                    let advice = "give what `terraform show -json` of version 1 prints";
                    let message = format!("{what} is not read by this version; {advice}");
                    survey.problems.push(Problem::at(span, message));
                } else {
                    let (resource, why) = (path.into(), Why::NotSupported { what });
                    survey.unresolved.push(Unresolved { span, resource, why });
                }
            }
        }
    }
    plans
}

/// The outputs of the states among them, by path.
pub(super) fn outputs<'t>(
    loaded: &'t Loaded,
    plans: &[Planned<'t>],
) -> BTreeMap<&'t str, Json<'t>> {
    let states = plans.iter().filter(|planned| planned.plan.record == Record::State);
    let outputs = |planned: &Planned<'t>| Some((planned.path(loaded), planned.plan.outputs()?));
    states.filter_map(outputs).collect()
}

/// The runs of a root with these deployments: each of its plans and states takes the one that it was made of, and
/// what is left of either is a run of its own.
pub(super) fn of_root<'t>(
    loaded: &Loaded,
    deployments: &[Deployment],
    plans: &mut Vec<Planned<'t>>,
) -> Vec<Run<'t>> {
    let Some(root) = deployments.first().map(|deployment| &deployment.root) else {
        return Vec::new();
    };
    let module = loaded.modules.get(root);
    let is_of_root = |planned: &mut Planned<'t>| planned.root.as_ref() == Some(root);
    let planned: Vec<Planned<'t>> = plans.extract_if(.., is_of_root).collect();
    let mut taken = vec![false; deployments.len()];
    let mut runs = Vec::new();
    let has_siblings = planned.len() > 1;
    for planned in planned {
        let planned = Planned { has_siblings, ..planned };
        let Some(at) = nearest(deployments, &planned.plan) else { continue };
        taken[at] = true;
        let deployment = with_variables(&deployments[at], &planned.plan, module);
        runs.push(Run::Joined(deployment, planned));
    }
    let left = deployments.iter().zip(taken).filter(|(_, taken)| !taken);
    runs.extend(left.map(|(deployment, _)| Run::Source(deployment.clone())));
    runs
}

/// The deployment that sets most variables to what the plan has for them.
fn nearest(deployments: &[Deployment], plan: &Plan<'_>) -> Option<usize> {
    let agreeing = |deployment: &Deployment| {
        let same = plan.variables.iter().filter(|variable| {
            let given = deployment.values.get(&variable.name);
            given.is_some_and(|given| given.value().is_same_literal(&variable.value))
        });
        same.count()
    };
    let all = deployments.iter().enumerate();
    all.max_by_key(|(at, deployment)| (agreeing(deployment), usize::MAX - at)).map(|(at, _)| at)
}

/// A deployment in which the variables are what the plan has for them. Those that the source sets to that stay as
/// they are: they tell the line that does.
fn with_variables(deployment: &Deployment, plan: &Plan<'_>, module: Option<&Module>) -> Deployment {
    let mut deployment = deployment.clone();
    for variable in &plan.variables {
        let given = deployment.values.get(&variable.name).map(Given::value);
        let declared = module.and_then(|module| module.variables.get(&variable.name));
        let default = declared.and_then(|block| block.body.attribute("default"));
        let set = given.or(default.map(|default| &default.value));
        if set.is_none_or(|set| !set.is_same_literal(&variable.value)) {
            let given = Given::Argument(Arc::clone(variable));
            deployment.values.insert(Arc::clone(&variable.name), given);
        }
    }
    deployment
}

impl Run<'_> {
    /// The name of what is run, in reports: the directory of the root, or the file of a plan.
    pub(super) fn root(&self, loaded: &Loaded) -> Arc<str> {
        match self {
            Run::Joined(_, planned) if planned.has_siblings => planned.path(loaded).into(),
            Run::Source(deployment) | Run::Joined(deployment, _) => Arc::clone(&deployment.root),
            Run::Plan(planned) => planned.path(loaded).into(),
            Run::Unit(unit) => directory(unit).into(),
        }
    }

    /// Whether all of it was asked for.
    pub(super) fn is_asked_for(&self, loaded: &Loaded) -> bool {
        match self {
            Run::Source(deployment) => loaded.in_scope(&deployment.root),
            Run::Unit(unit) => loaded.in_scope(directory(unit)),
            Run::Joined(deployment, planned) => {
                loaded.in_scope(&deployment.root) || loaded.in_scope(planned.path(loaded))
            }
            Run::Plan(planned) => loaded.in_scope(planned.path(loaded)),
        }
    }

    /// What it lands, or that it could not be told: the others are still checked. A root whose code tells
    /// workspaces apart lands in each of them on its own.
    pub(super) fn land(
        &self,
        loaded: &Loaded,
        neighbours: &Neighbours<'_>,
        around: Surroundings<'_>,
    ) -> Vec<Landed> {
        let whole = self.is_asked_for(loaded);
        let land = || match self {
            Run::Source(deployment) => {
                let located = self.locate(loaded, neighbours, around);
                let in_workspaces = deployment.in_workspaces(&located.0.workspaces);
                if in_workspaces.is_empty() {
                    let environment = deployment.environment.as_ref();
                    return vec![Landed::of(loaded, whole, environment, located)];
                }
                let runs = in_workspaces.into_iter().map(|deployment| {
                    let environment = deployment.environment.clone();
                    let located = Run::Source(deployment).locate(loaded, neighbours, around);
                    Landed::of(loaded, whole, environment.as_ref(), located)
                });
                runs.collect()
            }
            Run::Joined(deployment, _) => {
                let located = self.locate(loaded, neighbours, around);
                vec![Landed::of(loaded, whole, deployment.environment.as_ref(), located)]
            }
            Run::Plan(_) | Run::Unit(_) => {
                vec![Landed::of(loaded, whole, None, self.locate(loaded, neighbours, around))]
            }
        };
        guarded(land).unwrap_or_else(|| vec![Landed::failed(self.root(loaded), INTERNAL_ERROR)])
    }

    /// What it gives, and where that is.
    fn locate(
        &self,
        loaded: &Loaded,
        neighbours: &Neighbours<'_>,
        around: Surroundings<'_>,
    ) -> (Resolution, Located) {
        let files = loaded.files();
        let evaluate = |deployment| resolve(&loaded.modules, files, neighbours, deployment);
        match self {
            Run::Source(deployment) => {
                let resolution = evaluate(deployment);
                let located = locate(&resolution, around);
                (resolution, located)
            }
            Run::Joined(deployment, planned) => {
                let mut source = evaluate(deployment);
                if planned.has_siblings {
                    source.root = self.root(loaded);
                }
                let of_source = locate(&source, around);
                let joined = join(source, &planned.plan);
                let located = locate_joined(&of_source, &joined, around);
                (joined.resolution, located)
            }
            Run::Unit(unit) => {
                let parts = Parts {
                    modules: &loaded.modules,
                    variables: &loaded.variables,
                    settings: &loaded.settings,
                    system: loaded.system.as_ref(),
                };
                let (configs, units) = (&loaded.configs, &loaded.units);
                let resolution =
                    terragrunt::resolve(configs, units, unit, parts, files, neighbours);
                let located = locate(&resolution, around);
                (resolution, located)
            }
            Run::Plan(planned) => {
                let resolution = planned.plan.resolve(self.root(loaded));
                let located = locate(&resolution, around);
                (resolution, located)
            }
        }
    }
}

impl Planned<'_> {
    fn path<'l>(&self, loaded: &'l Loaded) -> &'l str {
        loaded.sources.file(self.plan.file()).path()
    }
}
