//! From the paths of a request to parsed modules and manifests. The only room that reads files.

mod around;
mod calls;
mod charts;
mod downloaded;
mod kustomizations;
mod plans;
mod settings;
mod units;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::discover::{
    FileKind, FoundFile, POLICY_FILE, Tree, Walk, directory, file_name, is_within, kind_of,
    read_text, said,
};
use crate::files::{Files, NoFiles};
use crate::kubernetes::{is_manifest, is_template};
use crate::model::{Problem, Unresolved, Why};
use crate::nearest::nearest;
use crate::policy::{self, Policy};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{hcl, json, yaml};
use crate::terraform::Modules;
use crate::terraform::backend::BackendFile;
use crate::terraform::deployment::Settings;
use crate::terraform::installed::Directories;
use crate::terraform::module::{Module, ModuleCall};
use crate::terraform::module_source::is_local;
use crate::terraform::plan::looks_like_plan;
use crate::terraform::terragrunt::config::Configs;
use crate::terraform::terragrunt::{Unit, Units};
use crate::terraform::variables::VariablesFile;
use crate::{Request, Setting};
use charts::{Chart, ValuesFile, chart_around, is_named_values, is_values};
use downloaded::Downloaded;
pub use plans::LoadedPlan;
pub use settings::declared;
use values::Home;

/// The input of a run, read and parsed.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The checked tree; nothing where only standard input is read.
    pub tree: Option<Tree>,
    /// Every file that was read.
    pub sources: Sources,
    /// Number of files of the tree, and standard input, among them.
    pub files: usize,
    /// Terraform modules by directory.
    pub modules: Modules,
    /// Directories of root modules, sorted.
    pub roots: Vec<Arc<str>>,
    /// Files that Terragrunt may read.
    pub configs: Configs,
    /// Units of Terragrunt, by their configuration files.
    pub units: Units,
    /// Those of them that are evaluated for their own sake: the others are depended on.
    pub deployed: BTreeSet<Arc<str>>,
    /// Directories of downloaded modules by key, for the roots that have a list of them.
    pub installed: BTreeMap<Arc<str>, Arc<Directories>>,
    /// Variables files, by directory.
    pub variables: BTreeMap<String, Vec<VariablesFile>>,
    /// Files with arguments of backends, by path.
    pub backends: Vec<BackendFile>,
    /// What flags and the system's environment set for every root.
    pub settings: Settings,
    /// Plans and states, in the order they were found.
    pub plans: Vec<LoadedPlan>,
    /// YAML files that are manifests, sorted by path.
    pub yaml: Vec<FileId>,
    /// Helm charts, by directory.
    pub charts: BTreeMap<String, Chart>,
    /// Files with values for charts that are not rendered, sorted by path.
    pub values: Vec<ValuesFile>,
    /// Variables of the system, where a flag lets them count.
    pub system: Option<BTreeMap<String, String>>,
    /// What the user asked about: placements elsewhere are context.
    pub scope: Vec<String>,
    /// Files that say something and are not read.
    pub unresolved: Vec<Unresolved>,
    /// Files that could not be read or parsed.
    pub problems: Vec<Problem>,
}

/// The name under which standard input is reported.
pub const STDIN: &str = "<stdin>";

/// Reads what a request asks about, and what that needs: whole modules, the modules they call and those
/// that call them.
pub fn load(request: &Request) -> Loaded {
    let mut loader = Loader { renders_charts: request.helm, ..Loader::default() };
    loader.loaded.system.clone_from(&request.system);
    if let Some(text) = &request.stdin {
        loader.add_stdin(text);
    }
    let named = || request.paths.iter().map(String::as_str).filter(|path| *path != "-");
    // Standard input alone has the policy of the working directory.
    let alone = named().next().is_none() && request.stdin.is_some();
    let ceiling = request.ceiling.as_deref();
    match Tree::of_all(named().chain(alone.then_some(".")), ceiling) {
        Some(mut tree) => {
            if let Some(path) = &request.modules_dir {
                match Downloaded::open(&mut tree, path) {
                    Ok(downloaded) => loader.downloaded = downloaded,
                    Err(problem) => loader.loaded.problems.push(problem),
                }
            }
            loader.add_tree(&tree, &request.paths);
            loader.find_templates(Some(&tree));
            loader.loaded.tree = Some(tree);
        }
        None => {
            let failed = |path: &str| Some((path.into(), Tree::of(path, ceiling).err()?));
            loader.failed(named().filter_map(failed).collect());
            loader.find_templates(None);
        }
    }
    let mut loaded = loader.finish();
    loaded.files = loaded.sources.len();
    loaded.settings = settings::settings(request, &mut loaded);
    let undeclared = undeclared(request, &loaded);
    loaded.problems.extend(undeclared);
    loaded
}

/// Flags that set a variable which no root has: a mistyped name would be a silent pass.
fn undeclared(request: &Request, loaded: &Loaded) -> Vec<Problem> {
    let of_units = || loaded.units.values().map(Unit::directory);
    let folders = || loaded.roots.iter().map(|root| &**root).chain(of_units());
    let roots = || folders().filter_map(|root| loaded.modules.get(root));
    let is_declared = |name: &str| roots().any(|module| module.variables.contains_key(name));
    let problem = |setting: &Setting| {
        let Setting::Variable { name, .. } = setting else { return None };
        if is_declared(name) {
            return None;
        }
        let known = roots().flat_map(|module| module.variables.keys().map(|name| &**name));
        let advice = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it, or leave the flag out".to_owned(),
        };
        let message = format!("no root module has a variable `{name}`; {advice}");
        Some(Problem::of_path(format!("--var {name}"), message))
    };
    request.settings.iter().filter_map(problem).collect()
}

impl Loaded {
    /// Whether the user asked about this path.
    pub fn in_scope(&self, path: &str) -> bool {
        self.scope.iter().any(|scope| is_within(path, scope))
    }

    /// What file functions read.
    pub fn files(&self) -> &dyn Files {
        match &self.tree {
            Some(tree) => tree,
            None => &NoFiles,
        }
    }

    /// The YAML files that are manifests and none of these, parsed in parallel, with their paths.
    pub fn parse_manifests(&self, used: &HashSet<FileId>) -> Vec<(&str, yaml::Parsed<'_>)> {
        let parse = |id: &FileId| {
            let file = self.sources.file(*id);
            (file.path(), yaml::parse(*id, file.text()))
        };
        self.yaml.par_iter().filter(|id| !used.contains(id)).map(parse).collect()
    }

    /// Parses the values of charts that are not rendered.
    pub fn parse_values(&self) -> Vec<(&ValuesFile, yaml::Parsed<'_>)> {
        let parse = |file: FileId| yaml::parse(file, self.sources.file(file).text());
        self.values.par_iter().map(|values| (values, parse(values.file))).collect()
    }
}

/// The policy of a request: a pack or file that it names, else the policy file of the tree; nothing where
/// there is none. Reading a named file outside the tree is allowed, since the user named it.
pub fn policy(request: &Request, loaded: &mut Loaded) -> Option<Result<Policy, Vec<Problem>>> {
    let sources = &mut loaded.sources;
    if let Some(name) = &request.policy {
        if policy::pack(name).is_some() {
            return Some(policy::load_pack(sources, name));
        }
        let read = |path: &str| {
            let file = std::fs::File::open(path).map_err(|error| said(&error))?;
            read_text(file, 0)
        };
        return Some(match read(name) {
            Ok(text) => policy::load(sources, name, text, &mut { read }),
            Err(error) => {
                let known = match nearest(name, policy::pack_names()) {
                    Some(pack) => format!("did you mean the pack `{pack}`?"),
                    None => {
                        let packs: Vec<&str> = policy::pack_names().collect();
                        format!("the packs are `{}`", packs.join("`, `"))
                    }
                };
                let message = format!("this policy cannot be read: {error}; {known}");
                Err(vec![Problem::of_path(name, message)])
            }
        });
    }
    let tree = loaded.tree.as_ref().filter(|tree| tree.exists(POLICY_FILE))?;
    Some(match tree.read(POLICY_FILE) {
        Ok(text) => policy::load(sources, POLICY_FILE, text, &mut |path| tree.read(path)),
        Err(error) => Err(vec![Problem::of_path(POLICY_FILE, error)]),
    })
}

#[derive(Default)]
struct Loader {
    loaded: Loaded,
    /// Whether the whole tree was walked.
    is_whole: bool,
    /// Whether charts are rendered by the program `helm`.
    renders_charts: bool,
    /// Parsed files of each module directory.
    bodies: BTreeMap<String, Vec<(String, hcl::Body)>>,
    listed: BTreeSet<String>,
    /// Files that Terragrunt may read, those of units that were looked at, and folders of modules that units run.
    configs: BTreeSet<FoundFile>,
    looked: BTreeSet<Arc<str>>,
    sourced: BTreeSet<Arc<str>>,
    downloaded: Downloaded,
}

impl Loader {
    fn add_stdin(&mut self, text: &str) {
        let id = self.loaded.sources.add(STDIN, text);
        self.loaded.scope.push(STDIN.to_owned());
        if looks_like_plan(text) {
            self.loaded.plans.push(LoadedPlan { file: id, root: None });
        } else if is_manifest(text) {
            self.loaded.yaml.push(id);
        } else {
            let parsed = hcl::parse(id, text);
            self.loaded.problems.extend(parsed.problems);
            self.bodies.entry(STDIN.into()).or_default().push((STDIN.into(), parsed.body));
        }
    }

    fn add_tree(&mut self, tree: &Tree, paths: &[String]) {
        let mut files = BTreeSet::new();
        for path in paths.iter().filter(|path| *path != "-") {
            match tree.path_of(path) {
                Ok(inner) => self.add_path(tree, inner, &mut files),
                Err(error) => self.loaded.problems.push(Problem::of_path(path, error)),
            }
        }
        self.read(tree, files);
        if self.renders_charts {
            self.render_charts(tree);
        }
        self.follow_calls(tree);
        self.follow_downloaded(tree);
        self.follow_units(tree);
        self.find_roots_of_plans(tree);
        if !self.is_whole {
            self.add_callers(tree);
            self.add_values_around(tree);
            self.add_kustomizations_around(tree);
        }
        self.follow_kustomizations(tree);
        if !self.is_whole {
            self.add_around(tree);
        }
    }

    /// A directory is walked; a file brings the directory it is in, as its module or its context.
    /// A policy that changed is about the whole tree.
    fn add_path(&mut self, tree: &Tree, path: String, files: &mut BTreeSet<FoundFile>) {
        let is_dir = tree.is_dir(&path);
        let chart = chart_around(tree, &path).filter(|_| !is_dir);
        let folder = match kind_of(file_name(&path)) {
            _ if is_dir => path,
            _ if let Some(chart) = chart => chart.to_owned(),
            _ if path == POLICY_FILE => String::new(),
            // What units share may be about any of them, and a unit about those below it.
            Some(FileKind::Hcl) => String::new(),
            Some(FileKind::Unit) => directory(&path).to_owned(),
            Some(FileKind::Variables | FileKind::Backend) => match Home::of(tree, &path) {
                Home::Module(folder) => return self.add_folder_of_file(tree, folder, files),
                Home::Below(folder) => folder,
            },
            _ => return self.add_file(tree, path, files),
        };
        let walk = tree.walk(&folder);
        let folders = walk.files.iter().map(|file| directory(&file.path).to_owned());
        self.listed.extend(folders);
        self.is_whole |= folder.is_empty();
        self.loaded.scope.push(folder);
        files.extend(walk.files);
        self.failed(walk.failures);
    }

    fn add_file(&mut self, tree: &Tree, path: String, files: &mut BTreeSet<FoundFile>) {
        let folder = directory(&path);
        let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        let is_plan = Loader::is_plan(tree, &path);
        let is_manifest = is_yaml || Loader::starts_manifest(tree, &path);
        if !is_manifest && !is_plan {
            return self.add_folder_of_file(tree, folder.to_owned(), files);
        }
        self.listed.insert(folder.to_owned());
        let mut walk = tree.list(folder);
        walk.files.retain(|file| !is_plan || file.kind != FileKind::Plan);
        self.loaded.scope.push(path.clone());
        walk.files.extend(is_plan.then_some(FoundFile { path, kind: FileKind::Plan }));
        files.extend(walk.files);
        self.failed(walk.failures);
    }

    fn add_folder_of_file(&mut self, tree: &Tree, folder: String, files: &mut BTreeSet<FoundFile>) {
        let walk = tree.list(&folder);
        self.listed.insert(folder.clone());
        self.loaded.scope.push(folder);
        files.extend(walk.files);
        self.failed(walk.failures);
    }

    fn failed(&mut self, failures: Vec<(String, String)>) {
        let problems = failures.into_iter().map(|(path, error)| Problem::of_path(path, error));
        self.loaded.problems.extend(problems);
    }

    /// Reads and parses files, in parallel, into the sources in the order of their paths.
    fn read(&mut self, tree: &Tree, files: BTreeSet<FoundFile>) {
        self.configs.extend(units::configs_of(&files).cloned());
        let is_read = |file: &&FoundFile| match file.kind {
            FileKind::Unit | FileKind::Hcl => false,
            FileKind::Json => Loader::starts_manifest(tree, &file.path),
            _ => true,
        };
        let texts: Vec<(&FoundFile, Result<String, String>)> = files
            .par_iter()
            .filter(is_read)
            .map(|file| match file.kind {
                // Its name is enough.
                FileKind::NotRead(_) | FileKind::Plan => (file, Ok(String::new())),
                _ => (file, tree.read(&file.path)),
            })
            .collect();
        let mut hcl_files = Vec::new();
        let mut yaml_files = Vec::new();
        for (file, text) in texts {
            let text = match text {
                Ok(text) => text,
                // The content of an entry may be no text at all.
                Err(_) if file.kind == FileKind::Content => {
                    self.add_unread(&file.path);
                    continue;
                }
                Err(error) => {
                    self.loaded.problems.push(Problem::of_path(&file.path, error));
                    continue;
                }
            };
            if file.kind == FileKind::Plan {
                self.add_plan(tree, &file.path);
                continue;
            }
            let id = self.loaded.sources.add(&file.path, text);
            match file.kind {
                FileKind::Configuration | FileKind::Variables | FileKind::Backend => {
                    hcl_files.push((id, file));
                }
                FileKind::Yaml | FileKind::Json => yaml_files.push(id),
                FileKind::Chart => {
                    let chart = Chart::read(id, &self.loaded.sources);
                    self.loaded.charts.insert(directory(&file.path).to_owned(), chart);
                }
                FileKind::NotRead(what) => self.loaded.unresolved.push(Unresolved {
                    span: Span::file_start(id),
                    resource: file.path.as_str().into(),
                    why: Why::NotSupported { what: what.into() },
                }),
                FileKind::Unit | FileKind::Hcl | FileKind::Plan | FileKind::Content => {}
            }
        }
        self.add_yaml(yaml_files);
        let sources = &self.loaded.sources;
        let parse = |(id, file): &(FileId, &FoundFile)| {
            let text = sources.file(*id).text();
            match (file.kind, file.path.ends_with(".json")) {
                (FileKind::Configuration, true) => json::configuration(*id, text),
                (FileKind::Configuration, false) => hcl::parse(*id, text),
                _ => settings::parse(*id, &file.path, text),
            }
        };
        let parsed: Vec<hcl::Parsed> = hcl_files.par_iter().map(parse).collect();
        for ((_, file), parsed) in hcl_files.into_iter().zip(parsed) {
            if file.kind == FileKind::Backend {
                self.add_backend_file(&file.path, parsed);
                continue;
            }
            self.loaded.problems.extend(parsed.problems);
            let folder = directory(&file.path).to_owned();
            let name = file_name(&file.path).to_owned();
            match file.kind {
                FileKind::Variables => {
                    let file = settings::file_of(&file.path, parsed.body);
                    self.loaded.variables.entry(folder).or_default().push(file);
                }
                _ => self.bodies.entry(folder).or_default().push((name, parsed.body)),
            }
        }
    }

    /// A file that is named like those of a backend and has blocks, or another syntax, is something else.
    fn add_backend_file(&mut self, path: &str, parsed: hcl::Parsed) {
        let is_for_backend = parsed.problems.is_empty() && parsed.body.blocks.is_empty();
        if path.ends_with(".tfbackend") {
            self.loaded.problems.extend(parsed.problems);
        }
        if is_for_backend {
            let values = parsed.body.attributes.into_iter().map(Arc::new).collect();
            self.loaded.backends.push(BackendFile { path: path.into(), values });
        }
    }

    /// Tells manifests from other YAML, from values of charts, and from templates, which are no YAML until they are
    /// rendered.
    fn add_yaml(&mut self, files: Vec<FileId>) {
        for id in files {
            let file = self.loaded.sources.file(id);
            let (path, text) = (file.path(), file.text());
            let chart = self.innermost_chart(path).map(str::to_owned);
            match chart {
                Some(folder) if is_values(path, &folder) => {
                    let chart = self.loaded.charts.get_mut(&folder);
                    chart.into_iter().for_each(|chart| chart.values.push(id));
                }
                Some(folder) if is_template(text) => self.has_templates(&folder),
                None if is_template(text) => {
                    let (span, resource) = (Span::file_start(id), Arc::<str>::from(path));
                    let why = Why::NotRendered { path: Arc::clone(&resource) };
                    self.loaded.unresolved.push(Unresolved { span, resource, why });
                }
                _ if is_manifest(text) => self.loaded.yaml.push(id),
                None if is_named_values(file_name(path)) => self.add_values(id),
                _ => {}
            }
        }
    }

    /// Reads the modules that local sources lead to, and those that these call, until none is new.
    fn follow_calls(&mut self, tree: &Tree) {
        loop {
            let fresh = std::mem::take(&mut self.bodies);
            if fresh.is_empty() {
                return;
            }
            let mut files = BTreeSet::new();
            for (folder, bodies) in fresh {
                let mut module = Module::new(bodies);
                self.loaded.problems.append(&mut module.problems);
                for call in module.calls.values_mut() {
                    match self.target(tree, &folder, call) {
                        Ok(target) => call.directory = target.map(Arc::from),
                        Err(problem) => self.loaded.problems.push(problem),
                    }
                    let target = call.directory.as_deref().map(str::to_owned);
                    if let Some(target) = target.filter(|target| self.listed.insert(target.clone()))
                    {
                        files.extend(tree.list(&target).files);
                    }
                }
                self.loaded.modules.insert(folder.into(), module);
            }
            files.retain(|file| !file.kind.is_of_cluster());
            self.read(tree, files);
        }
    }

    /// The folder that a call leads to; nothing where it is not on disk.
    fn target(
        &self,
        tree: &Tree,
        folder: &str,
        call: &ModuleCall,
    ) -> Result<Option<String>, Problem> {
        let Some((source, span)) = call.source() else { return Ok(None) };
        if !is_local(source) {
            return Ok(self.downloaded.copy(tree, source, call.version()));
        }
        tree.follow(folder, source).map(Some).ok_or_else(|| {
            let message = format!(
                "the module source `{source}` is not a folder of the checked tree; correct the path, or check \
                 the tree that holds both"
            );
            Problem::at(span, message)
        })
    }

    /// Reads the modules that `terraform init` downloaded for the roots. Those that they call may be roots no
    /// more, so that this ends where none is new.
    fn follow_downloaded(&mut self, tree: &Tree) {
        for root in calls::roots(&self.loaded.modules, &self.downloaded.folders) {
            let list = match self.downloaded.list(tree, &root) {
                Ok(list) => list,
                Err(problem) => {
                    self.loaded.problems.push(problem);
                    continue;
                }
            };
            let fresh = list.values().filter(|folder| self.listed.insert(folder.to_string()));
            let files = fresh.flat_map(|folder| tree.list(folder).files).collect();
            self.read(tree, files);
            if !list.is_empty() {
                self.loaded.installed.insert(root, Arc::new(list));
            }
        }
        self.follow_calls(tree);
    }

    /// A module alone does not say where it lands: those in the tree that call it do.
    fn add_callers(&mut self, tree: &Tree) {
        let is_alone = |folder: &str, module: &Module| {
            self.loaded.in_scope(folder) && !module.configures_providers()
        };
        let alone = self.loaded.modules.iter().filter(|(folder, module)| is_alone(folder, module));
        let wanted: BTreeSet<String> = alone.map(|(folder, _)| folder.to_string()).collect();
        if !wanted.is_empty() {
            self.add_callers_of(tree, wanted, tree.walk(""));
        }
    }

    /// Reads the modules that call these, and those that call them.
    fn add_callers_of(&mut self, tree: &Tree, mut wanted: BTreeSet<String>, everything: Walk) {
        let mut modules = wanted.clone();
        let mut calls: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (caller, target) in calls::local_calls(tree, &everything.files, &self.listed) {
            calls.entry(target).or_default().insert(caller);
        }
        let mut callers = BTreeSet::new();
        while let Some(folder) = wanted.pop_first() {
            for caller in calls.remove(&folder).unwrap_or_default() {
                if callers.insert(caller.clone()) {
                    wanted.insert(caller);
                }
            }
        }
        let is_of_caller = |file: &FoundFile| {
            !file.kind.is_of_cluster() && callers.contains(directory(&file.path))
        };
        let configs = units::configs_of(&everything.files).cloned().collect();
        let files = everything.files.into_iter().filter(is_of_caller).collect();
        modules.extend(callers.iter().cloned());
        self.listed.extend(callers);
        self.read(tree, files);
        self.follow_calls(tree);
        self.follow_downloaded(tree);
        self.add_units_of(tree, configs, &modules);
    }

    fn finish(mut self) -> Loaded {
        self.tell_charts();
        for (folder, bodies) in std::mem::take(&mut self.bodies) {
            let mut module = Module::new(bodies);
            self.loaded.problems.append(&mut module.problems);
            self.loaded.modules.insert(folder.into(), module);
        }
        let mut roots = calls::roots(&self.loaded.modules, &self.downloaded.folders);
        roots.retain(|root| !self.sourced.contains(root));
        self.loaded.roots = roots;
        let sources = &self.loaded.sources;
        let path = |id: &FileId| sources.file(*id).path().to_owned();
        self.loaded.yaml.sort_by_key(path);
        self.loaded.values.sort_by_key(|values| path(&values.file));
        self.loaded
    }
}
