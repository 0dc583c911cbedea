//! Expressions to values.

mod access;
mod collection;
mod meet;
mod operator;
mod reference;
mod template;
mod validation;
mod workspace;

pub(super) use access::one_of_valid;
pub(super) use operator::{equal, number};
pub(super) use template::joined;

use std::collections::HashMap;
use std::sync::Arc;

use super::deployment::{Deployment, Workspaces};
use super::expand::Expansion;
use super::module::{Module, ModuleCall};
use super::remote_state::{Found, Keeper, Neighbours};
use super::terragrunt::{Assembled, Terragrunt, View};
use super::{Modules, Resolution, types};
use crate::files::{Files, Unread};
use crate::model::{
    Kind, Map, Marks, Origin, Problem, Provenance, ProviderUse, Resource, Step, Type, Unresolved,
    Value, Why,
};
use crate::source::Span;
use crate::syntax::hcl::{Binary, Block, Expr, ExprKind, Key, Part};

/// Names of attributes.
pub(super) type Names = Arc<[&'static str]>;

/// Evaluation of one root. Every limit ends in [`Why::Budget`], never in a crash.
pub(super) struct Evaluator<'m> {
    pub(super) modules: &'m Modules,
    pub(super) deployment: &'m Deployment,
    pub(super) files: &'m dyn Files,
    pub(super) terragrunt: Terragrunt<'m>,
    /// States and roots whose outputs data sources read, and what was found of them by number of the data source.
    pub(super) neighbours: Option<&'m Neighbours<'m>>,
    pub(super) states: HashMap<u32, Arc<Found>>,
    pub(super) kept: HashMap<(usize, Option<Arc<str>>), usize>,
    /// What was read of them, and how many bytes that are.
    pub(super) read: HashMap<String, Result<Arc<[u8]>, Unread>>,
    pub(super) bytes_read: usize,
    /// The folder from which the function at hand takes paths, and whether absolute ones are of the tree.
    pub(super) files_from: (String, bool),
    /// Templates by their file and the call that renders them.
    pub(super) templates: HashMap<(String, Span), Arc<Vec<Part>>>,
    pub(super) instances: Vec<Instance<'m>>,
    pub(super) provenance: Provenance,
    /// Resource instances that values refer to, by address.
    pub(super) objects: HashMap<Arc<str>, Object<'m>>,
    /// Their addresses in the order of [`Step::Attribute`] numbers.
    pub(super) numbered: Vec<Arc<str>>,
    /// Provider configurations, by module instance, block and key of its `for_each`.
    pub(super) providers: HashMap<(usize, usize, Arc<str>), ProviderUse>,
    /// Provider configurations that resources use without naming one, by module instance and local name.
    pub(super) defaults: HashMap<(usize, Arc<str>), ProviderUse>,
    /// Instances of resource blocks, by module instance and block.
    pub(super) expansions: HashMap<(usize, usize), Arc<Expansion>>,
    /// Names of the attributes that are asked for, by resource type and provider.
    pub(super) interests: HashMap<(Arc<str>, Arc<str>), Names>,
    /// Attributes of resource instances, by number and name.
    attributes: HashMap<(u32, Arc<str>), Memo>,
    /// How often an element was taken of instances that nobody can count: it may not be there.
    pub(super) open_elements: usize,
    pub(super) resources: Vec<Resource>,
    /// Data sources through which provider configurations connect to clusters.
    pub(super) looked_up: Vec<Resource>,
    pub(super) unresolved: Vec<Unresolved>,
    pub(super) problems: Vec<Problem>,
    /// Workspaces that the code tells apart, and where.
    workspaces: Workspaces,
    depth: usize,
    steps: usize,
}

/// Deepest chain of expressions that is followed.
const DEEPEST: usize = 400;
/// Most steps for one root: expressions worked out, and what functions look at.
const MOST_STEPS: usize = 10_000_000;
/// Most elements of a collection.
pub(super) const MOST_ELEMENTS: usize = 65_536;
/// Longest string, in bytes.
pub(super) const LONGEST_STRING: usize = 1 << 20;

/// One instance of a module.
pub(super) struct Instance<'m> {
    pub(super) module: &'m Module,
    pub(super) directory: Arc<str>,
    /// Address such as `module.a[0].module.b`; empty for the root.
    pub(super) path: Arc<str>,
    /// The instance whose call made this one, with the call and its instance key.
    pub(super) parent: Option<(usize, &'m ModuleCall, Each)>,
    pub(super) origin: Origin,
    /// The view of a file of Terragrunt, where this is no module but such a file.
    pub(super) view: Option<Arc<View<'m>>>,
    /// The unit of Terragrunt whose module this is.
    pub(super) unit: Option<&'m Assembled<'m>>,
    /// How its root is run, where that is another one than is evaluated.
    pub(super) keeper: Option<Keeper<'m>>,
    pub(super) variables: HashMap<&'m str, Memo>,
    pub(super) locals: HashMap<&'m str, Memo>,
    pub(super) outputs: HashMap<&'m str, Memo>,
    pub(super) calls: HashMap<&'m str, Arc<Calls>>,
}

impl<'m> Instance<'m> {
    pub(super) fn new(
        directory: &Arc<str>,
        module: &'m Module,
        path: Arc<str>,
        parent: Option<(usize, &'m ModuleCall, Each)>,
        origin: Origin,
    ) -> Instance<'m> {
        Instance {
            module,
            directory: Arc::clone(directory),
            path,
            parent,
            origin,
            view: None,
            unit: None,
            keeper: None,
            variables: HashMap::new(),
            locals: HashMap::new(),
            outputs: HashMap::new(),
            calls: HashMap::new(),
        }
    }
}

impl<'m> Instance<'m> {
    /// What a template is evaluated in: no module at all.
    pub(super) fn of_template(directory: &str, module: &'m Module) -> Instance<'m> {
        Instance::new(&Arc::from(directory), module, "".into(), None, Origin::NONE)
    }
}

/// The instances that a module call makes.
pub(super) enum Calls {
    /// One, without a key.
    One(usize),
    /// One for each number.
    Count(Vec<usize>),
    /// One for each key.
    Keys(Vec<(Arc<str>, usize)>),
    /// Nobody knows how many: one stands for all.
    Symbolic(usize),
    /// Not on disk, or not readable.
    Closed(Why),
}

/// A value being worked out, or done.
#[derive(Clone)]
pub(super) enum Memo {
    Busy,
    Done(Value),
}

/// What `each` and `count` mean in a block.
#[derive(Clone, Default)]
pub(super) enum Each {
    /// Nothing.
    #[default]
    None,
    /// `count.index`.
    Count(Value),
    /// `each.key` and `each.value`.
    Key(Value, Value),
}

/// A resource instance that references lead to.
#[derive(Clone)]
pub(super) struct Object<'m> {
    pub(super) number: u32,
    pub(super) instance: usize,
    pub(super) block: &'m Block,
    pub(super) each: Each,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    pub(super) instance: usize,
    pub(super) each: &'s Each,
    pub(super) bindings: Option<&'s Binding<'s>>,
    /// The variables of a template that is rendered by a function: it sees nothing else.
    pub(super) template: Option<&'s Map>,
}

/// A name that a `for` expression or a `dynamic` block binds.
pub(super) struct Binding<'s> {
    pub(super) name: &'s str,
    pub(super) value: Value,
    pub(super) outer: Option<&'s Binding<'s>>,
}

impl<'s> Scope<'s> {
    pub(super) fn of(instance: usize, each: &'s Each) -> Scope<'s> {
        Scope { instance, each, bindings: None, template: None }
    }

    pub(super) fn bind(&self, binding: &'s Binding<'s>) -> Scope<'s> {
        Scope { bindings: Some(binding), ..*self }
    }
}

impl<'m> Evaluator<'m> {
    pub(super) fn new(
        modules: &'m Modules,
        files: &'m dyn Files,
        deployment: &'m Deployment,
    ) -> Evaluator<'m> {
        Evaluator {
            modules,
            files,
            terragrunt: Terragrunt::default(),
            neighbours: None,
            states: HashMap::new(),
            kept: HashMap::new(),
            read: HashMap::new(),
            bytes_read: 0,
            files_from: (String::new(), false),
            templates: HashMap::new(),
            deployment,
            instances: Vec::new(),
            provenance: Provenance::default(),
            objects: HashMap::new(),
            numbered: Vec::new(),
            providers: HashMap::new(),
            defaults: HashMap::new(),
            expansions: HashMap::new(),
            interests: HashMap::new(),
            attributes: HashMap::new(),
            open_elements: 0,
            resources: Vec::new(),
            looked_up: Vec::new(),
            unresolved: Vec::new(),
            problems: Vec::new(),
            workspaces: Workspaces::default(),
            depth: 0,
            steps: 0,
        }
    }

    /// Takes over the budgets, the files and the provenance of another evaluation.
    pub(super) fn lend(&mut self, outer: &mut Evaluator<'_>) {
        (self.steps, self.depth) = (outer.steps, outer.depth);
        self.provenance = std::mem::take(&mut outer.provenance);
        self.read = std::mem::take(&mut outer.read);
        self.bytes_read = outer.bytes_read;
    }

    /// Gives them back.
    pub(super) fn give_back(self, outer: &mut Evaluator<'_>) {
        outer.steps = self.steps;
        outer.provenance = self.provenance;
        outer.read = self.read;
        outer.bytes_read = self.bytes_read;
    }

    /// The instance of the root that a module instance is of.
    pub(super) fn root_of(&self, mut instance: usize) -> usize {
        while let Some((parent, ..)) = &self.instances[instance].parent {
            instance = *parent;
        }
        instance
    }

    /// How the root of a module instance is run.
    pub(super) fn deployment_of(&self, instance: usize) -> &'m Deployment {
        let keeper = self
            .instances
            .get(instance)
            .and_then(|_| self.instances[self.root_of(instance)].keeper.as_ref());
        keeper.map_or(self.deployment, |keeper| keeper.deployment)
    }

    /// The directory that Terraform is run in for a module instance.
    pub(super) fn root_directory(&self, instance: usize) -> &'m str {
        &self.deployment_of(instance).root
    }

    /// The result.
    pub(super) fn finish(mut self, root: Arc<str>) -> Resolution {
        self.unresolved.sort();
        self.unresolved.dedup();
        self.problems.sort();
        self.problems.dedup();
        Resolution {
            root,
            resources: self.resources,
            looked_up: self.looked_up,
            provenance: self.provenance,
            referred: self.numbered,
            unresolved: self.unresolved,
            problems: self.problems,
            workspaces: self.workspaces,
        }
    }

    pub(super) fn eval(&mut self, expr: &'m Expr, scope: &Scope<'_>) -> Value {
        if self.depth >= DEEPEST || !self.spend(1) {
            return self.unknown(Why::Budget, expr.span);
        }
        self.depth += 1;
        let value = self.eval_kind(expr, scope);
        self.depth -= 1;
        value
    }

    /// Counts steps; whether they may be taken.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        self.steps = self.steps.saturating_add(steps);
        self.steps <= MOST_STEPS
    }

    fn eval_kind(&mut self, expr: &'m Expr, scope: &Scope<'_>) -> Value {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Null => self.literal(Kind::Null, span),
            ExprKind::Bool(value) => self.literal(Kind::Bool(*value), span),
            ExprKind::Number(value) => self.literal(Kind::Number(value.clone()), span),
            ExprKind::String(text) => self.literal(Kind::String(Arc::clone(text)), span),
            ExprKind::Template(parts) => self.template(parts, span, scope),
            ExprKind::Tuple(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.eval(item, scope)).collect();
                self.literal(Kind::List(items.into()), span)
            }
            ExprKind::Object(entries) => self.object(entries, span, scope),
            ExprKind::Variable(_) => self.reference(expr, &[], scope),
            ExprKind::Traversal(root, steps) => self.reference_or_access(root, steps, span, scope),
            ExprKind::Call(call) => self.call(call, span, scope),
            ExprKind::Conditional(parts) => {
                let [condition, then, otherwise] = &**parts;
                self.conditional(condition, then, otherwise, scope)
            }
            ExprKind::Unary(operator, operand) => {
                let operand = self.eval(operand, scope);
                self.unary(*operator, &operand, span)
            }
            ExprKind::Binary(operator, operands) => {
                let [left, right] = &**operands;
                let left = self.eval(left, scope);
                let right = self.eval(right, scope);
                if matches!(operator, Binary::Equal | Binary::NotEqual) {
                    self.tell_compared(&left, &right, span);
                }
                self.binary(*operator, &left, &right, span)
            }
            ExprKind::For(for_expr) => self.for_expr(for_expr, span, scope),
            ExprKind::Filled(inner) => self.filled(scope.instance, inner),
        }
    }

    fn object(&mut self, entries: &'m [(Key, Expr)], span: Span, scope: &Scope<'_>) -> Value {
        let mut map = Map::new();
        let mut hidden: Option<Why> = None;
        let mut marks = Marks::default();
        for (key, value) in entries {
            let value = self.eval(value, scope);
            let key = match key {
                Key::Name(name, _) => {
                    map.insert(Arc::clone(name), value);
                    continue;
                }
                Key::Expr(expr) => self.eval(expr, scope),
            };
            marks = marks.and(key.marks());
            match key_of(&key) {
                Ok(key) => drop(map.insert(key, value)),
                Err(why @ Why::Invalid { .. }) => return self.unknown(why, span),
                Err(why) => {
                    // It may be one of those that are there.
                    for (name, before) in &mut map {
                        if equal(&key, &Value::string(Arc::clone(name), key.origin)) != Some(false)
                        {
                            let origin = before.origin;
                            *before = Value::one_of([before.clone(), value.clone()], origin);
                        }
                    }
                    hidden = Some(why);
                }
            }
        }
        let map = Arc::new(map);
        match hidden {
            None => self.literal(Kind::Map(map), span).marked(marks),
            Some(why) => self.literal(Kind::Open(map, Arc::new(why)), span).marked(marks),
        }
    }

    /// Both branches where the condition is not known: each of them may be the value. Both have one type.
    fn conditional(
        &mut self,
        condition: &'m Expr,
        then: &'m Expr,
        otherwise: &'m Expr,
        scope: &Scope<'_>,
    ) -> Value {
        let chosen = self.eval(condition, scope);
        let truth = match truth(&chosen) {
            Ok(truth) => truth,
            Err(message) => return self.invalid(&message, condition.span),
        };
        let branches = [self.eval(then, scope), self.eval(otherwise, scope)];
        if !self.spend(branches[0].size() + branches[1].size()) {
            return self.unknown(Why::Budget, condition.span);
        }
        let marks = chosen.marks().and(branches[0].marks()).and(branches[1].marks());
        let [then, otherwise] = match brought_together(branches) {
            Ok(branches) => branches,
            Err(why) => return self.unknown(why, condition.span),
        };
        let value = match truth {
            Some(true) => then,
            Some(false) => otherwise,
            None => {
                let values = [then, otherwise]
                    .map(|value| self.also(Step::Condition, condition.span, value, chosen.origin));
                return one_of_valid(values.to_vec(), chosen.origin).marked(marks);
            }
        };
        self.also(Step::Condition, condition.span, value, chosen.origin).marked(marks)
    }

    /// A value written at `span`.
    pub(super) fn literal(&mut self, kind: Kind, span: Span) -> Value {
        let origin = self.provenance.hop(Step::Literal, span, Origin::NONE);
        Value::new(kind, origin)
    }

    /// The value after one more hop.
    pub(super) fn hop(&mut self, step: Step, span: Span, value: Value) -> Value {
        let origin = self.provenance.hop(step, span, value.origin);
        value.with_origin(origin)
    }

    /// The value after a hop in which another one had a say.
    pub(super) fn also(&mut self, step: Step, span: Span, value: Value, other: Origin) -> Value {
        let origin = self.provenance.join(step, span, value.origin, other);
        value.with_origin(origin)
    }

    pub(super) fn unknown(&mut self, why: Why, span: Span) -> Value {
        let origin = self.provenance.hop(Step::Computation, span, Origin::NONE);
        Value::unknown(why, origin)
    }

    pub(super) fn invalid(&mut self, message: &str, span: Span) -> Value {
        self.unknown(Why::Invalid { message: message.into() }, span)
    }
}

/// Both branches of a conditional as values of one type.
fn brought_together(branches: [Value; 2]) -> Result<[Value; 2], Why> {
    let [then, otherwise] = &branches;
    let (a, b) = (then.type_of(), otherwise.type_of());
    let is_bare_null = |value: &Value, kind: &Type| value.is_null() && *kind == Type::Any;
    let unified = if a == b || then.fails() || otherwise.fails() {
        None
    } else if is_bare_null(then, &a) {
        Some(b)
    } else if is_bare_null(otherwise, &b) {
        Some(a)
    } else if a == Type::Any || b == Type::Any {
        None
    } else {
        match types::unify([&a, &b]) {
            Some(kind) => Some(kind),
            // A type that only a provider knows may be the one in common.
            None if a.has_any() || b.has_any() => None,
            None => {
                let message = "both results of a conditional must have one type".into();
                return Err(Why::Invalid { message });
            }
        }
    };
    let Some(kind) = unified else { return Ok(branches) };
    // Only the one that is chosen must convert.
    Ok(branches.map(|value| match types::convert(&value, &kind) {
        Ok(converted) => converted,
        Err(why) => Value::unknown(why, value.origin),
    }))
}

/// A truth value: known, not known, or not one.
pub(super) fn truth(value: &Value) -> Result<Option<bool>, String> {
    match &value.kind {
        Kind::Bool(value) => Ok(Some(*value)),
        Kind::String(text) if matches!(&**text, "true" | "1") => Ok(Some(true)),
        Kind::String(text) if matches!(&**text, "false" | "0") => Ok(Some(false)),
        Kind::Unknown(_) | Kind::OneOf(_) | Kind::Partial(_) => Ok(None),
        Kind::Null => Err("a condition must not be null".to_owned()),
        _ => Err("a condition must be true or false".to_owned()),
    }
}

/// The key that a value makes in an object.
pub(super) fn key_of(value: &Value) -> Result<Arc<str>, Why> {
    match &value.kind {
        Kind::String(text) => Ok(Arc::clone(text)),
        Kind::Number(number) => Ok(number.to_string().into()),
        Kind::Bool(value) => Ok(value.to_string().into()),
        _ => Err(value
            .first_why()
            .unwrap_or_else(|| Why::Invalid { message: "a key must be a string".into() })),
    }
}
