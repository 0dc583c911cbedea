//! One kustomization and all that it takes in, built in the order of kustomize
//! (`api/internal/target/kusttarget.go`).

use std::collections::{HashMap, HashSet};

use super::configuration::Configuration;
use super::edit::{self, Budget};
use super::generate;
use super::kustomization::{Kustomization, names};
use super::name_hash;
use super::objects;
use super::patch::Patches;
use super::reference;
use super::refused::{Refused, Result};
use super::replacement;
use super::resource::{Behavior, Resource, Resources};
use super::texts::{Texts, is_elsewhere, joined};
use super::transform::{self, Affix};
use super::variable::{self, Variable};
use crate::model::Refusal;
use crate::source::{FileId, Span};

/// Fields that are told and not done, each with what it stands for.
const NOT_DONE: [&str; 7] = [
    "crds",
    "generators",
    "helmChartInflationGenerator",
    "helmCharts",
    "openapi",
    "transformers",
    "validators",
];

/// The deepest kustomizations in one another.
const DEEPEST: usize = 64;

/// A build under way.
pub(super) struct Build<'b> {
    texts: &'b Texts<'b>,
    budget: &'b Budget,
    /// Kustomizations that were read, by their files.
    read: &'b HashMap<FileId, Kustomization>,
    /// Those that are open, the outermost first.
    open: Vec<FileId>,
    /// What is left out, and why.
    pub left_out: Vec<Refused>,
    /// Files with objects that were taken in.
    pub taken: HashSet<FileId>,
}

/// What a kustomization has gathered.
#[derive(Default)]
struct Gathered {
    resources: Resources,
    configuration: Configuration,
    variables: Vec<Variable>,
}

impl<'b> Build<'b> {
    pub fn new(
        texts: &'b Texts<'b>,
        budget: &'b Budget,
        read: &'b HashMap<FileId, Kustomization>,
    ) -> Build<'b> {
        Build { texts, budget, read, open: Vec::new(), left_out: Vec::new(), taken: HashSet::new() }
    }

    /// Builds a kustomization: its objects, under the names that a cluster sees.
    pub fn run(&mut self, root: FileId) -> Result<Vec<Resource>> {
        let mut gathered = self.gather(root, Gathered::default(), Span::file_start(root))?;
        for resource in &mut gathered.resources.list {
            if resource.needs_hash {
                resource.remember();
                let name = format!("{}-{}", resource.name(), name_hash::of(resource));
                let span = resource.tree.at(&["metadata", "name"]).unwrap_or(&resource.tree).span;
                resource.set_metadata("name", &name, span);
            }
        }
        gathered.resources.recount()?;
        let Gathered { mut resources, configuration, variables } = gathered;
        reference::mend(&configuration, &mut resources)?;
        if !self.is_partial() {
            variable::resolve(&variables, &configuration, &mut resources, self.budget)?;
        }
        resources.list.retain(|resource| !resource.is_local());
        Ok(resources.list)
    }

    /// Whether something of it is not here, so that what is changed may be missing.
    fn is_partial(&self) -> bool {
        !self.left_out.is_empty()
    }

    /// Adds what a kustomization says to what was gathered before.
    fn gather(&mut self, file: FileId, before: Gathered, span: Span) -> Result<Gathered> {
        if self.open.contains(&file) {
            return Err(Refused::new(span, Refusal::Cycle));
        }
        if self.open.len() >= DEEPEST {
            return Err(Refused::new(span, Refusal::Budget));
        }
        let Some(from) = self.read.get(&file) else {
            let path = self.texts.path(file).into();
            return Err(Refused::new(span, Refusal::NoObjects { path }));
        };
        self.open.push(file);
        let gathered = self.gather_from(from, before);
        self.open.pop();
        gathered
    }

    fn gather_from(&mut self, from: &Kustomization, mut all: Gathered) -> Result<Gathered> {
        self.tell_not_done(from);
        for (path, span) in from.texts("resources")?.into_iter().chain(from.texts("bases")?) {
            self.take_resource(from, path, span, &mut all)?;
        }
        self.configure(from, &mut all.configuration)?;
        for mut made in generate::all(from, self.texts, self.budget)? {
            absorb(&mut made, &mut all.resources, self.is_partial())?;
        }
        for (path, span) in from.texts("components")? {
            all = self.take_component(from, path, span, all)?;
        }
        self.transform(from, &mut all)?;
        variable::bind(from, &mut all.resources, &mut all.variables)?;
        Ok(all)
    }

    fn tell_not_done(&mut self, from: &Kustomization) {
        for field in NOT_DONE {
            let Some(value) = from.root.get(field).filter(|value| !edit::is_null(value)) else {
                continue;
            };
            let refusal = Refusal::NotSupported { field: field.into() };
            self.left_out.push(Refused::new(value.span, refusal));
        }
    }

    fn take_resource(
        &mut self,
        from: &Kustomization,
        path: &str,
        span: Span,
        all: &mut Gathered,
    ) -> Result<()> {
        let inner = joined(&from.folder, path);
        if let Some(file) = inner.as_deref().and_then(|inner| self.texts.file(inner)) {
            self.taken.insert(file);
            let objects = objects::read(file, self.texts, self.budget)?;
            return objects.into_iter().try_for_each(|object| all.resources.add(object));
        }
        let base = inner.as_deref().and_then(|inner| self.texts.kustomization(inner));
        let Some(base) = base else { return self.leave_out(path, span, inner.as_deref()) };
        if self.read.get(&base).is_some_and(|base| base.is_component) {
            return Err(Refused::unfit(span, "resources"));
        }
        let gathered = self.gather(base, Gathered::default(), span)?;
        all.configuration.merge(&gathered.configuration);
        all.variables.extend(gathered.variables);
        gathered.resources.list.into_iter().try_for_each(|object| all.resources.add(object))
    }

    /// What is not here: elsewhere, or a mistake.
    fn leave_out(&mut self, path: &str, span: Span, inner: Option<&str>) -> Result<()> {
        if is_elsewhere(path) && !inner.is_some_and(|inner| self.texts.is_folder(inner)) {
            let refusal = Refusal::Elsewhere { address: path.into() };
            self.left_out.push(Refused::new(span, refusal));
            return Ok(());
        }
        Err(Refused::new(span, Refusal::Missing { path: path.into() }))
    }

    /// A component goes on with what its user has gathered.
    fn take_component(
        &mut self,
        from: &Kustomization,
        path: &str,
        span: Span,
        all: Gathered,
    ) -> Result<Gathered> {
        let inner = joined(&from.folder, path);
        let file = inner.as_deref().and_then(|inner| self.texts.kustomization(inner));
        let Some(file) = file else {
            self.leave_out(path, span, inner.as_deref())?;
            return Ok(all);
        };
        if self.read.get(&file).is_some_and(|read| !read.is_component) {
            return Err(Refused::unfit(span, "components"));
        }
        self.gather(file, all, span)
    }

    fn configure(&self, from: &Kustomization, configuration: &mut Configuration) -> Result<()> {
        for (path, span) in from.texts("configurations")? {
            let file = joined(&from.folder, path).and_then(|path| self.texts.file(&path));
            let missing = || Refused::new(span, Refusal::Missing { path: path.into() });
            for tree in objects::trees(file.ok_or_else(missing)?, self.texts, self.budget)? {
                configuration.read(&tree)?;
            }
        }
        Ok(())
    }

    /// Pays for what a kustomization does with every object, and for the text that it puts into each.
    fn pay_for_changes(&self, from: &Kustomization, objects: usize) -> Result<()> {
        let span = from.root.span;
        let names = ["namePrefix", "nameSuffix", "namespace"].map(|field| from.text(field));
        let texts: usize = names.iter().flatten().map(|(text, _)| edit::weight(text)).sum();
        let of_all = FOR_ALL.iter().filter_map(|field| from.root.get(field));
        let changes: usize = of_all.clone().map(|value| edit::size(value) / 2).sum();
        let long: usize = of_all.map(|value| edit::size(value) / 64).sum();
        self.budget.step(objects.saturating_mul(1 + changes), span)?;
        self.budget.take(objects.saturating_mul(texts + long), span)
    }

    /// Changes what was gathered, in the order that kustomize has for its transformers.
    fn transform(&mut self, from: &Kustomization, all: &mut Gathered) -> Result<()> {
        let Gathered { resources, configuration, .. } = all;
        self.pay_for_changes(from, resources.list.len())?;
        let is_partial = self.is_partial();
        let patches = Patches { from, texts: self.texts, budget: self.budget, is_partial };
        patches.strategic(resources)?;
        patches.patches(resources)?;
        transform::namespace(from, configuration, resources)?;
        transform::affix(from, Affix::Prefix, configuration, resources)?;
        transform::affix(from, Affix::Suffix, configuration, resources)?;
        transform::labels(from, configuration, resources)?;
        transform::annotations(from, configuration, resources)?;
        patches.json(resources)?;
        tolerant(transform::replicas(from, configuration, resources), is_partial)?;
        transform::images(from, configuration, resources)?;
        tolerant(replacement::run(from, self.texts, self.budget, resources), is_partial)
    }
}

/// Fields whose elements each change every object.
const FOR_ALL: [&str; 6] =
    ["commonAnnotations", "commonLabels", "images", "imageTags", "labels", "replicas"];

/// Where parts of a kustomization are not here, what it changes may be among them.
fn tolerant(result: Result<()>, is_partial: bool) -> Result<()> {
    match result {
        Err(Refused { refusal: Refusal::NoTarget { .. }, .. }) if is_partial => Ok(()),
        result => result,
    }
}

/// Adds what was generated, over what is called the same.
fn absorb(made: &mut Resource, resources: &mut Resources, is_partial: bool) -> Result<()> {
    let id = made.id();
    let span = made.tree.span;
    let found = resources.were_or_are(&id.name, |other| other.is_same(&id));
    let object = || id.shown().into();
    match (found[..].len(), made.behavior) {
        (0, Behavior::Create) => resources.add(made.clone()),
        // It is to be laid over something that is elsewhere.
        (0, _) if is_partial => resources.add(made.clone()),
        (0, _) => Err(Refused::new(span, Refusal::NoTarget { target: object() })),
        (1, Behavior::Create) => Err(Refused::new(span, Refusal::Twice { object: object() })),
        (1, _) => {
            generate::absorb(made, &resources.list[found[0]]);
            resources.list[found[0]] = made.clone();
            resources.recount()
        }
        _ => Err(Refused::new(span, Refusal::SeveralTargets { target: object() })),
    }
}

/// Other kustomizations that one takes in, by their files.
pub(super) fn uses(from: &Kustomization, texts: &Texts<'_>) -> Vec<FileId> {
    let folders =
        names(&from.root).into_iter().filter_map(|(_, path, _)| joined(&from.folder, path));
    folders.filter_map(|folder| texts.kustomization(&folder)).collect()
}
