//! `terraform_remote_state`: outputs that one root reads from the state of another.
//!
//! Where the state is a file of the checked tree, it says what they are. Else the root of the tree that keeps its
//! state there does: its outputs are worked out as those of a module would be, only those that are asked for, so
//! that roots may read one another. Which root keeps a state is told by the arguments of its backend.

mod neighbours;

use std::sync::Arc;

pub use neighbours::Neighbours;
use neighbours::{Kept, plain};

use super::deployment::{DEFAULT_WORKSPACE, Deployment};
use super::evaluate::{Evaluator, Instance, Object, Scope, equal, one_of_valid};
use super::expand::MOST_MODULES;
use super::plan::recorded;
use super::terragrunt::path;
use super::types;
use crate::catalog::states::{self, DATA_SOURCE, LOCAL, Part, StateArgument};
use crate::model::{Kind, Map, Marks, Origin, Provenance, Record, Step, Type, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Access, Attribute};
use crate::syntax::json::{Form, Json};

/// The attribute with the outputs.
pub(super) const OUTPUTS: &str = "outputs";

/// The most roots of which one may be the one that keeps a state.
const MOST_KEEPERS: usize = 16;

/// How a root is run whose outputs another one reads.
#[derive(Clone)]
pub(super) struct Keeper<'m> {
    pub(super) deployment: &'m Deployment,
    workspace: Value,
}

/// Where the outputs of a data source come from.
pub(super) enum Found {
    /// A state file.
    File(Value),
    /// Roots: instances of their modules. Whether it is one of these for certain.
    Roots(Vec<usize>, bool),
    /// Nobody knows; what names the state.
    Not(Why),
}

/// What a data source says of the state that it reads.
struct Asked {
    kind: &'static str,
    arguments: Vec<(StateArgument, Option<Value>)>,
    workspace: Value,
}

impl Asked {
    /// The arguments as people read them.
    fn shown(&self) -> Arc<str> {
        let text = |(_, value): &(_, Option<Value>)| {
            value.as_ref().and_then(Value::as_str).unwrap_or("?").to_owned()
        };
        let texts: Vec<String> = self.arguments.iter().map(text).collect();
        format!("{}: {}", self.kind, texts.join(", ")).into()
    }

    /// Whether a root keeps this state: certainly, perhaps where something is not known, or not.
    fn is_of(&self, kept: &Kept) -> Option<bool> {
        let mut is_same = Some(true);
        for ((argument, asked), kept) in self.arguments.iter().zip(&kept.arguments) {
            let answer = match (asked, kept) {
                (Some(asked), Some(kept)) => {
                    equal(asked, &Value::string(Arc::clone(kept), Origin::NONE))
                }
                // Where both leave it out, they take the same.
                (None, None) if argument.default.is_none() && argument.part == Part::Name => {
                    Some(true)
                }
                _ => None,
            };
            match answer {
                Some(true) => {}
                Some(false) => return Some(false),
                None => is_same = None,
            }
        }
        is_same
    }
}

impl<'m> Evaluator<'m> {
    /// The workspace whose state is read, where a module instance is of a root that another one reads.
    pub(super) fn kept_in(&self, instance: usize) -> Option<Value> {
        self.instances[self.root_of(instance)]
            .keeper
            .as_ref()
            .map(|keeper| keeper.workspace.clone())
    }

    /// One output that a data source reads; nothing where this is no such reference.
    pub(super) fn kept_output(
        &mut self,
        address: &Arc<str>,
        outputs: &Access,
        name: &'m Arc<str>,
        span: Span,
    ) -> Option<Value> {
        let is_outputs = matches!(outputs, Access::Attribute(outputs, _) if &**outputs == OUTPUTS);
        let object = self.objects.get(address).filter(|_| is_outputs)?.clone();
        if &*object.block.kind != "data" || **object.block.labels.first()? != *DATA_SOURCE {
            return None;
        }
        let default = self.defaults(&object).and_then(|all| all.as_map()?.get(name).cloned());
        let found = self.found(&object, address);
        let value = match &*found {
            Found::File(all) => match all.as_map().and_then(|all| all.get(name)) {
                Some(value) => value.clone(),
                None => default.unwrap_or_else(|| self.not_there(address, name, span)),
            },
            Found::Roots(roots, is_certain) => {
                let declares =
                    |this: &Self, at: &usize| this.instances[*at].module.outputs.contains_key(name);
                let mut values: Vec<Value> = Vec::new();
                for at in roots {
                    match declares(self, at) {
                        true => values.push(self.output(*at, name)),
                        false => values.extend(default.clone()),
                    }
                }
                if values.is_empty() && *is_certain {
                    values.push(self.not_there(address, name, span));
                }
                if !is_certain {
                    let why = self.why_not(&object, name);
                    values.push(self.unknown(why, span));
                }
                self.one_of_roots(values, span)
            }
            Found::Not(why) => {
                let unknown = self.unknown(of_output(why, name), span);
                Value::one_of(default.into_iter().chain([unknown]), Origin::NONE)
            }
        };
        Some(self.hop(Step::Attribute(object.number), span, value))
    }

    /// All outputs that a data source reads.
    pub(super) fn kept_outputs(&mut self, object: &Object<'m>, address: &Arc<str>) -> Value {
        let found = self.found(object, address);
        let defaults = self.defaults(object);
        let defaults = defaults.as_ref().and_then(Value::as_map).cloned().unwrap_or_default();
        let with_defaults = |all: &Value| {
            let mut map = defaults.clone();
            let own = all.as_map().into_iter().flatten();
            map.extend(own.map(|(name, value)| (Arc::clone(name), value.clone())));
            Value::new(Kind::Map(Arc::new(map)), all.origin)
        };
        match &*found {
            Found::File(all) => with_defaults(all),
            Found::Roots(roots, is_certain) => {
                let mut all = Vec::new();
                for root in roots {
                    let outputs = self.outputs(*root);
                    all.push(with_defaults(&outputs));
                }
                if !is_certain {
                    let why = self.why_not(object, OUTPUTS);
                    all.push(self.unknown(why, object.block.header));
                }
                self.one_of_roots(all, object.block.header)
            }
            Found::Not(why) => self.unknown(of_output(why, OUTPUTS), object.block.header),
        }
    }

    /// What one of several roots gives. Where two give the same, it does not tell which resource it was read from.
    fn one_of_roots(&mut self, values: Vec<Value>, span: Span) -> Value {
        let count = values.len();
        let value = one_of_valid(values, Origin::NONE);
        if value.alternatives().len() == count {
            return value;
        }
        if !self.spend(value.size()) {
            return self.unknown(Why::Budget, span);
        }
        let origin = self.provenance.hop(Step::Reference, span, Origin::NONE);
        read_at(&value, origin)
    }

    /// What a data source gives for outputs that the state does not have.
    fn defaults(&mut self, object: &Object<'m>) -> Option<Value> {
        let attribute = object.block.body.attribute("defaults")?;
        Some(self.eval(&attribute.value, &Scope::of(object.instance, &object.each)))
    }

    fn not_there(&mut self, address: &str, name: &str, span: Span) -> Value {
        self.not_declared(&format!("{address}.{OUTPUTS}.{name}"), span)
    }

    fn why_not(&mut self, object: &Object<'m>, output: &str) -> Why {
        let state = self.asked(object).map_or_else(|_| "?".into(), |asked| asked.shown());
        Why::StateNotRead { state, output: output.into() }
    }

    /// Where the outputs of a data source come from; worked out once.
    fn found(&mut self, object: &Object<'m>, address: &Arc<str>) -> Arc<Found> {
        if let Some(known) = self.states.get(&object.number) {
            return Arc::clone(known);
        }
        self.states.insert(object.number, Arc::new(Found::Not(Why::Cycle)));
        let found = match self.asked(object) {
            Ok(asked) => self.find(object, address, &asked),
            Err(why) => Found::Not(why),
        };
        let found = Arc::new(found);
        self.states.insert(object.number, Arc::clone(&found));
        found
    }

    fn asked(&mut self, object: &Object<'m>) -> Result<Asked, Why> {
        let scope = Scope::of(object.instance, &object.each);
        let body = &object.block.body;
        let missing = |name: &str| Why::NotDeclared { reference: name.into() };
        let of = |this: &mut Self, attribute: &'m Attribute| this.eval(&attribute.value, &scope);
        let backend = body.attribute("backend").ok_or_else(|| missing("backend"))?;
        let backend = of(self, backend);
        let name = backend.as_str();
        let name = name.ok_or_else(|| backend.first_why().unwrap_or(Why::Undecided))?;
        let not_read = || Why::StateNotRead { state: name.into(), output: OUTPUTS.into() };
        let (kind, arguments) = states::state(name).ok_or_else(not_read)?;
        let config = match body.attribute("config") {
            Some(config) => of(self, config),
            // As versions before 0.12 wrote it.
            None => {
                let block = self.nested(body, "config", &scope);
                let first = block.as_ref().and_then(|block| block.as_elements()?.first().cloned());
                first.unwrap_or_else(|| Value::new(Kind::Map(Arc::default()), Origin::NONE))
            }
        };
        let default_workspace = || Value::string(DEFAULT_WORKSPACE, Origin::NONE);
        let workspace = match body.attribute("workspace") {
            Some(workspace) => of(self, workspace),
            None => default_workspace(),
        };
        let workspace = if workspace.is_null() { default_workspace() } else { workspace };
        let directory = self.root_directory(object.instance);
        let said = |argument: StateArgument| {
            let value = at_path(&config, argument.path).filter(|value| !value.is_null());
            let default = || Some(Value::string(argument.default?, config.origin));
            let value = value.or_else(default);
            let value = match (argument.part, value) {
                (Part::File, Some(value)) => Some(in_tree(directory, &value)),
                (_, value) => value,
            };
            (argument, value)
        };
        let mut arguments: Vec<_> = arguments.into_iter().map(said).collect();
        // Of other workspaces, files lie in a folder of their own.
        if kind == LOCAL && !is_default(&workspace) {
            let folder = at_path(&config, "workspace_dir").filter(|folder| !folder.is_null());
            let folder = folder.as_ref().and_then(Value::as_str).unwrap_or("terraform.tfstate.d");
            let file = workspace.as_str().map(|name| format!("{folder}/{name}/terraform.tfstate"));
            let file = file.and_then(|file| path::follow(directory, &file));
            for (_, value) in arguments.iter_mut().filter(|(a, _)| a.part == Part::File) {
                // The root that keeps it is told by where it keeps the others.
                if let Some(file) = file.as_ref().filter(|file| self.has_file(file)) {
                    *value = Some(Value::string(file.as_str(), config.origin));
                }
            }
        }
        Ok(Asked { kind, arguments, workspace })
    }

    fn has_file(&self, path: &str) -> bool {
        self.neighbours.is_some_and(|neighbours| neighbours.files.contains_key(path))
    }

    fn find(&mut self, object: &Object<'m>, address: &Arc<str>, asked: &Asked) -> Found {
        let not = || Found::Not(Why::StateNotRead { state: asked.shown(), output: OUTPUTS.into() });
        let Some(neighbours) = self.neighbours else { return not() };
        let name = asked.arguments.iter().find(|(argument, _)| argument.part != Part::Store);
        let name = name.and_then(|(_, value)| value.as_ref());
        if asked.kind == LOCAL
            && let Some(file) = name.and_then(|name| neighbours.files.get(name.as_str()?))
        {
            return Found::File(self.recorded_outputs(*file));
        }
        let candidates = match name.map(|name| &name.kind) {
            Some(Kind::String(name)) => neighbours.by_name.get(&(asked.kind, Arc::clone(name))),
            Some(Kind::Partial(_) | Kind::OneOf(_)) => neighbours.by_kind.get(asked.kind),
            _ => None,
        };
        let candidates = candidates.map_or(&[][..], Vec::as_slice);
        if !self.spend(candidates.len()) {
            return Found::Not(Why::Budget);
        }
        let is_of = |at: &usize| {
            let answer = asked.is_of(neighbours.kept[*at].as_ref()?);
            (answer != Some(false)).then_some((*at, answer.is_some()))
        };
        let mut keepers: Vec<(usize, bool)> = candidates.iter().filter_map(is_of).collect();
        if keepers.iter().any(|(_, is_certain)| *is_certain) {
            keepers.retain(|(_, is_certain)| *is_certain);
        }
        let is_certain = keepers.iter().all(|(_, is_certain)| *is_certain);
        let keepers = keepers.into_iter().map(|(at, _)| at).collect();
        let keepers = self.of_environment(keepers, neighbours, object, asked);
        if keepers.len() > MOST_KEEPERS {
            return Found::Not(Why::Budget);
        }
        let mut roots = Vec::new();
        for at in &keepers {
            roots.extend(self.keeper(*at, neighbours, address, asked, keepers.len() > 1));
        }
        if roots.is_empty() { not() } else { Found::Roots(roots, is_certain) }
    }

    /// Of several environments of the roots that keep a state, those that are meant, where that can be told: the one
    /// of the workspace that is read, or else the one that the reader itself is in.
    fn of_environment(
        &self,
        keepers: Vec<usize>,
        neighbours: &Neighbours<'m>,
        object: &Object<'m>,
        asked: &Asked,
    ) -> Vec<usize> {
        if keepers.len() < 2 {
            return keepers;
        }
        let own = self.deployment_of(object.instance).environment.as_deref();
        let read = asked.workspace.as_str();
        let named = |name: Option<&str>, of: &dyn Fn(&Deployment) -> bool| -> Vec<usize> {
            let is_it = |at: &&usize| name.is_some() && of(&neighbours.deployments[**at]);
            keepers.iter().filter(is_it).copied().collect()
        };
        let in_workspace = |deployment: &Deployment| {
            let workspace = deployment.workspace.as_ref();
            workspace.and_then(|workspace| plain(&workspace.value)).as_deref() == read
        };
        let ways = [
            named(read, &in_workspace),
            named(read, &|deployment| deployment.environment.as_deref() == read),
            named(own, &|deployment| deployment.environment.as_deref() == own),
        ];
        ways.into_iter().find(|way| !way.is_empty()).unwrap_or(keepers)
    }

    /// The module instance of a root that keeps a state.
    fn keeper(
        &mut self,
        at: usize,
        neighbours: &'m Neighbours<'m>,
        address: &Arc<str>,
        asked: &Asked,
        is_one_of_several: bool,
    ) -> Option<usize> {
        let key = (at, asked.workspace.as_str().map(Arc::from));
        if let Some(known) = self.kept.get(&key) {
            return Some(*known);
        }
        let deployment = &neighbours.deployments[at];
        let module = self.modules.get(&deployment.root)?;
        if self.instances.len() > MOST_MODULES {
            return None;
        }
        let path = match is_one_of_several {
            true => format!("{address}({at})").into(),
            false => Arc::clone(address),
        };
        let mut instance = Instance::new(&deployment.root, module, path, None, Origin::NONE);
        let workspace = asked.workspace.clone();
        instance.keeper = Some(Keeper { deployment, workspace });
        self.instances.push(instance);
        self.kept.insert(key, self.instances.len() - 1);
        Some(self.instances.len() - 1)
    }

    /// The outputs that a state file has, in the types that it says.
    fn recorded_outputs(&mut self, outputs: Json<'_>) -> Value {
        let mut all = Map::new();
        for entry in outputs.entries() {
            if !self.spend(1 + entry.value.raw().len() / 64) {
                break;
            }
            if let Some(value) = output_of(&entry.value, &mut self.provenance) {
                all.insert((&*entry.key).into(), value);
            }
        }
        let origin =
            self.provenance.hop(Step::Recorded(Record::State), outputs.span(), Origin::NONE);
        Value::new(Kind::Map(Arc::new(all)), origin)
    }
}

/// The value as one that comes from here and from nowhere before.
fn read_at(value: &Value, origin: Origin) -> Value {
    let all = |values: &[Value]| values.iter().map(|value| read_at(value, origin)).collect();
    let kind = match &value.kind {
        Kind::List(values) => Kind::List(all(values)),
        Kind::Set(values) => Kind::Set(all(values)),
        Kind::OneOf(values) => Kind::OneOf(all(values)),
        Kind::Map(map) => {
            let entries = map.iter().map(|(key, value)| (Arc::clone(key), read_at(value, origin)));
            Kind::Map(Arc::new(entries.collect()))
        }
        kind => kind.clone(),
    };
    let typed = value.type_of();
    Value::new(kind, origin).of_type(typed).marked(value.marks())
}

/// The reason that names an output.
fn of_output(why: &Why, name: &str) -> Why {
    match why {
        Why::StateNotRead { state, .. } => {
            Why::StateNotRead { state: Arc::clone(state), output: name.into() }
        }
        other => other.clone(),
    }
}

fn is_default(workspace: &Value) -> bool {
    workspace.as_str() == Some(DEFAULT_WORKSPACE)
}

fn at_path(value: &Value, path: &str) -> Option<Value> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
    let found = match &value.kind {
        Kind::Map(map) | Kind::Open(map, _) => map.get(first).cloned(),
        Kind::List(items) if items.len() == 1 => at_path(&items[0], first),
        Kind::Unknown(_) | Kind::OneOf(_) => Some(Value::unknown(Why::Undecided, value.origin)),
        _ => None,
    };
    match (found?, rest) {
        (found, None) => Some(found),
        (found, Some(rest)) => at_path(&found, rest),
    }
}

/// A path from the directory of a root as one of the tree.
fn in_tree(directory: &str, value: &Value) -> Value {
    let paths = value.alternatives().iter().map(|value| {
        let inner = value.as_str().and_then(|text| path::follow(directory, text));
        match inner {
            Some(inner) => Value::string(inner, value.origin),
            None => Value::unknown(value.first_why().unwrap_or(Why::Undecided), value.origin),
        }
    });
    Value::one_of(paths, value.origin)
}

/// An output of a state: its value in the type that stands beside it.
fn output_of(output: &Json<'_>, provenance: &mut Provenance) -> Option<Value> {
    let value = recorded(&output.get("value")?, Record::State, provenance);
    let is_sensitive = output.get("sensitive").is_some_and(|flag| flag.raw() == "true");
    let marks = Marks { sensitive: is_sensitive, ..Marks::default() };
    let typed = output.get("type").map(|json| type_of(&json, 0));
    let value = match typed.and_then(|typed| types::convert(&value, &typed).ok()) {
        Some(converted) => converted,
        None => value,
    };
    Some(value.marked(marks))
}

/// A type as states write it: `"string"`, `["set", "string"]`, `["object", {"a": "number"}]`.
fn type_of(json: &Json<'_>, depth: usize) -> Type {
    const DEEPEST: usize = 64;
    if depth > DEEPEST {
        return Type::Any;
    }
    let inner = |json: &Json<'_>| type_of(json, depth + 1);
    match json.form() {
        Ok(Form::String(name)) => match &*name {
            "string" => Type::String,
            "number" => Type::Number,
            "bool" => Type::Bool,
            _ => Type::Any,
        },
        Ok(Form::Array(items)) => match (items.first().and_then(Json::as_str), items.get(1)) {
            (Some(name), Some(of)) => match &*name {
                "list" => Type::List(Arc::new(inner(of))),
                "set" => Type::Set(Arc::new(inner(of))),
                "map" => Type::Map(Arc::new(inner(of))),
                "tuple" => Type::Tuple(of.elements().iter().map(inner).collect()),
                "object" => {
                    let entries = of.entries();
                    let fields = entries.iter().map(|e| ((&*e.key).into(), inner(&e.value)));
                    Type::Object(Arc::new(fields.collect()))
                }
                _ => Type::Any,
            },
            _ => Type::Any,
        },
        _ => Type::Any,
    }
}
