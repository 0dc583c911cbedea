//! References: variables, locals, outputs, resources and what blocks bind.

use std::sync::Arc;

use super::workspace::REFERENCE;
use super::{Binding, Calls, Each, Evaluator, Memo, Object, Scope};
use crate::catalog::computed;
use crate::catalog::states::DATA_SOURCE;
use crate::model::{Kind, Map, Marks, Origin, Piece, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Access, Expr, ExprKind};
use crate::terraform::expand::{Expansion, quoted};
use crate::terraform::module::is_looked_up;
use crate::terraform::remote_state::OUTPUTS;
use crate::terraform::terragrunt::path;
use crate::terraform::types;

impl<'m> Evaluator<'m> {
    pub(super) fn reference_or_access(
        &mut self,
        root: &'m Expr,
        steps: &'m [Access],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        if let ExprKind::Variable(name) = &root.kind {
            return self.named(name, steps, span, scope);
        }
        let value = self.eval(root, scope);
        self.walk(value, steps, span, scope)
    }

    pub(super) fn reference(
        &mut self,
        root: &'m Expr,
        steps: &'m [Access],
        scope: &Scope<'_>,
    ) -> Value {
        self.reference_or_access(root, steps, root.span, scope)
    }

    /// A traversal that starts with a name.
    fn named(
        &mut self,
        name: &'m str,
        steps: &'m [Access],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let mut binding = scope.bindings;
        while let Some(Binding { name: bound, value, outer }) = binding {
            if *bound == name {
                let value = self.hop(Step::Reference, span, value.clone());
                return self.walk(value, steps, span, scope);
            }
            binding = *outer;
        }
        if let Some(variables) = scope.template {
            let Some(value) = variables.get(name) else {
                return self.invalid(&format!("the template has no variable `{name}`"), span);
            };
            return self.walk(value.clone(), steps, span, scope);
        }
        if self.instances[scope.instance].view.is_some()
            && let Some(value) = self.terragrunt_reference(scope.instance, name, steps, span, scope)
        {
            return value;
        }
        let Some((Access::Attribute(first, _), rest)) = steps.split_first() else {
            return self.not_declared(name, span);
        };
        let value = match name {
            "var" => self.variable(scope.instance, first),
            "local" => self.local(scope.instance, first),
            "module" => return self.module(scope, first, rest, span),
            "each" | "count" => match self.each(scope.each, name, first) {
                Some(value) => value,
                None => return self.not_declared(&format!("{name}.{first}"), span),
            },
            "path" if matches!(&**first, "module" | "root") => {
                let root = self.root_directory(scope.instance);
                let path = match &**first {
                    "module" => path::relative(root, &self.instances[scope.instance].directory),
                    _ => ".".to_owned(),
                };
                self.literal(Kind::String(path.into()), span)
            }
            "terraform" if &**first == "workspace" => self.workspace(scope.instance, span),
            "path" | "terraform" | "self" => {
                let reference = format!("{name}.{first}").into();
                self.unknown(Why::Runtime { reference }, span)
            }
            "data" | "ephemeral" => {
                let Some((Access::Attribute(second, _), rest)) = rest.split_first() else {
                    return self.not_declared(&format!("{name}.{first}"), span);
                };
                let address = format!("{name}.{first}.{second}");
                return self.resource(scope, &address, rest, span);
            }
            _ => return self.resource(scope, &format!("{name}.{first}"), rest, span),
        };
        let value = self.hop(Step::Reference, span, value);
        self.walk(value, rest, span, scope)
    }

    /// `terraform.workspace`
    fn workspace(&mut self, instance: usize, span: Span) -> Value {
        if let Some(workspace) = self.kept_in(instance) {
            return self.hop(Step::Reference, span, workspace);
        }
        let Some(workspace) = &self.deployment.workspace else {
            return self.unknown(Why::Runtime { reference: REFERENCE.into() }, span);
        };
        let each = Each::None;
        self.eval(&workspace.value, &Scope::of(0, &each))
    }

    pub(in crate::terraform) fn not_declared(&mut self, reference: &str, span: Span) -> Value {
        self.unknown(Why::NotDeclared { reference: reference.into() }, span)
    }

    fn each(&mut self, each: &Each, name: &str, attribute: &str) -> Option<Value> {
        match (each, name, attribute) {
            (Each::Count(index), "count", "index") => Some(index.clone()),
            (Each::Key(key, _), "each", "key") => Some(key.clone()),
            (Each::Key(_, value), "each", "value") => Some(value.clone()),
            _ => None,
        }
    }

    /// `var.name`
    pub(super) fn variable(&mut self, instance: usize, name: &'m str) -> Value {
        if let Some(memo) = self.instances[instance].variables.get(name) {
            return done(memo);
        }
        let Some(block) = self.instances[instance].module.variables.get(name) else {
            let reference = format!("var.{name}").into();
            return Value::unknown(Why::NotDeclared { reference }, Origin::NONE);
        };
        self.instances[instance].variables.insert(name, Memo::Busy);
        let attribute = |name| block.body.attribute(name);
        let constraint = attribute("type").map(|a| types::Constraint::of(&a.value));
        let given = self.given(instance, name, constraint.as_ref());
        let value = match given {
            Some(value) if !(value.is_null() && self.refuses_null(instance, block)) => value,
            _ => match attribute("default") {
                Some(default) => {
                    let each = Each::None;
                    let value = self.eval(&default.value, &Scope::of(instance, &each));
                    self.hop(Step::VariableDefault, default.span, value)
                }
                None => {
                    let why = Why::VariableNotSet { name: name.into() };
                    let origin =
                        self.provenance.hop(Step::VariableNotSet, block.header, Origin::NONE);
                    Value::unknown(why, origin)
                }
            },
        };
        let typed = |value| match &constraint {
            Some(constraint) => constraint.apply(value),
            None => value,
        };
        let mut value = typed(value);
        if !value.is_wholly_known() {
            // What conditions refer to may read the variable itself.
            self.instances[instance].variables.insert(name, Memo::Done(value.clone()));
            value = typed(self.limited(instance, name, block, value));
        }
        let value = value.marked(declared_marks(block));
        self.instances[instance].variables.insert(name, Memo::Done(value.clone()));
        value
    }

    /// What a caller or the deployment sets a variable to.
    fn given(
        &mut self,
        instance: usize,
        name: &str,
        constraint: Option<&types::Constraint>,
    ) -> Option<Value> {
        let Some((parent, call, each)) = self.instances[instance].parent.clone() else {
            let unit = self.instances[instance].unit;
            let of_root = &self.deployment_of(instance).values;
            let values = unit.map_or(of_root, |unit| unit.values());
            let Some(given) = values.get(name) else {
                return unit.and_then(|unit| self.unit_input(unit, name));
            };
            let attribute = given.argument(constraint);
            let each = Each::None;
            let value = self.eval(&attribute.value, &Scope::of(instance, &each));
            return Some(self.hop(Step::VariablesFile, attribute.span, value));
        };
        let argument = call.block.body.attribute(name)?;
        let value = self.eval(&argument.value, &Scope::of(parent, &each));
        Some(self.hop(Step::ModuleArgument, argument.span, value))
    }

    /// Whether `null` counts as left out.
    pub(super) fn refuses_null(
        &mut self,
        instance: usize,
        block: &'m crate::syntax::hcl::Block,
    ) -> bool {
        let Some(nullable) = block.body.attribute("nullable") else { return false };
        let each = Each::None;
        let nullable = self.eval(&nullable.value, &Scope::of(instance, &each));
        matches!(nullable.kind, Kind::Bool(false))
    }

    /// `local.name`
    pub(in crate::terraform) fn local(&mut self, instance: usize, name: &'m str) -> Value {
        if let Some(memo) = self.instances[instance].locals.get(name) {
            return done(memo);
        }
        let Some(attribute) = self.instances[instance].module.locals.get(name) else {
            let reference = format!("local.{name}").into();
            return Value::unknown(Why::NotDeclared { reference }, Origin::NONE);
        };
        self.instances[instance].locals.insert(name, Memo::Busy);
        let each = Each::None;
        let value = self.eval(&attribute.value, &Scope::of(instance, &each));
        self.instances[instance].locals.insert(name, Memo::Done(value.clone()));
        value
    }

    /// `module.name...`
    fn module(
        &mut self,
        scope: &Scope<'_>,
        name: &'m str,
        steps: &'m [Access],
        span: Span,
    ) -> Value {
        let Some(calls) = self.calls(scope.instance, name) else {
            return self.not_declared(&format!("module.{name}"), span);
        };
        let (value, rest) = match (&*calls, steps.split_first()) {
            (Calls::Closed(why), _) => return self.unknown(why.clone(), span),
            (Calls::One(instance), Some((Access::Attribute(output, _), rest))) => {
                (self.output(*instance, output), rest)
            }
            (Calls::Symbolic(instance), Some((Access::Index(_), rest))) => {
                self.open_elements += 1;
                match rest.split_first() {
                    Some((Access::Attribute(output, _), rest)) => {
                        (self.output(*instance, output), rest)
                    }
                    _ => (self.outputs(*instance), rest),
                }
            }
            _ => (self.all_outputs(&calls), steps),
        };
        let value = self.hop(Step::Reference, span, value);
        self.walk(value, rest, span, scope)
    }

    fn all_outputs(&mut self, calls: &Calls) -> Value {
        let kind = match calls {
            Calls::Closed(why) => return Value::unknown(why.clone(), Origin::NONE),
            Calls::One(instance) => return self.outputs(*instance),
            Calls::Symbolic(instance) => {
                let each = self.instances[*instance].parent.as_ref().map(|(.., each)| each.clone());
                let outputs = self.outputs(*instance);
                one_for_all(&each.unwrap_or_default(), outputs)
            }
            Calls::Count(instances) => {
                Kind::List(instances.iter().map(|instance| self.outputs(*instance)).collect())
            }
            Calls::Keys(keys) => {
                let outputs = keys.iter().map(|(key, at)| (Arc::clone(key), self.outputs(*at)));
                Kind::Map(Arc::new(outputs.collect()))
            }
        };
        Value::new(kind, Origin::NONE)
    }

    pub(in crate::terraform) fn outputs(&mut self, instance: usize) -> Value {
        let module = self.instances[instance].module;
        let outputs: Map = module
            .outputs
            .keys()
            .map(|name| (Arc::clone(name), self.output(instance, name)))
            .collect();
        Value::new(Kind::Map(Arc::new(outputs)), self.instances[instance].origin)
    }

    pub(in crate::terraform) fn output(&mut self, instance: usize, name: &'m str) -> Value {
        if let Some(memo) = self.instances[instance].outputs.get(name) {
            return done(memo);
        }
        let module = self.instances[instance].module;
        let declared = module.outputs.get(name).and_then(|block| block.body.attribute("value"));
        let Some(attribute) = declared else {
            let reference = format!("{}.{name}", self.instances[instance].path).into();
            return Value::unknown(Why::NotDeclared { reference }, Origin::NONE);
        };
        self.instances[instance].outputs.insert(name, Memo::Busy);
        let each = Each::None;
        let value = self.eval(&attribute.value, &Scope::of(instance, &each));
        let value = value.marked(module.outputs.get(name).map(declared_marks).unwrap_or_default());
        let value = self.hop(Step::Reference, attribute.span, value);
        self.instances[instance].outputs.insert(name, Memo::Done(value.clone()));
        value
    }

    /// `type.name...` and `data.type.name...`
    fn resource(
        &mut self,
        scope: &Scope<'_>,
        address: &str,
        steps: &'m [Access],
        span: Span,
    ) -> Value {
        let Some((declared, block)) =
            self.instances[scope.instance].module.resources.get_key_value(address)
        else {
            return self.not_declared(address, span);
        };
        let expansion = self.expansion(scope.instance, block);
        let whole = |this: &mut Self, key: &str, each: Each| {
            let address = this.address(scope.instance, declared, key);
            this.object_at(&address, scope.instance, block, each);
            Value::new(Kind::Resource(address), Origin::NONE)
        };
        let (value, rest) = match &*expansion {
            Expansion::One => (whole(self, "", Each::None), steps),
            Expansion::Symbolic(each, _) => {
                let one = whole(self, "[*]", each.clone());
                match steps.split_first() {
                    Some((Access::Index(_), rest)) => {
                        self.open_elements += 1;
                        (one, rest)
                    }
                    _ => (Value::new(one_for_all(each, one), Origin::NONE), steps),
                }
            }
            Expansion::Count(indexes) => {
                let all = indexes
                    .iter()
                    .enumerate()
                    .map(|(at, index)| whole(self, &format!("[{at}]"), Each::Count(index.clone())));
                (Value::new(Kind::List(all.collect()), Origin::NONE), steps)
            }
            Expansion::Keys(pairs) => {
                let all = pairs
                    .iter()
                    .map(|(key, each)| (Arc::clone(key), whole(self, &quoted(key), each.clone())));
                (Value::new(Kind::Map(Arc::new(all.collect())), Origin::NONE), steps)
            }
        };
        self.walk(value, rest, span, scope)
    }

    /// Registers a resource instance that a value refers to.
    fn object_at(
        &mut self,
        address: &Arc<str>,
        instance: usize,
        block: &'m crate::syntax::hcl::Block,
        each: Each,
    ) {
        if self.objects.contains_key(address) {
            return;
        }
        let number = u32::try_from(self.numbered.len()).unwrap_or(u32::MAX);
        self.numbered.push(Arc::clone(address));
        self.objects.insert(Arc::clone(address), Object { number, instance, block, each });
    }

    /// An attribute of a resource: what its block sets, what the catalogue knows the provider fills in
    /// from its configuration, or unknown and linked to the resource.
    pub(super) fn resource_attribute(
        &mut self,
        address: &Arc<str>,
        name: &Arc<str>,
        span: Span,
    ) -> Value {
        let Some(object) = self.objects.get(address).cloned() else {
            return self.not_declared(address, span);
        };
        let key = (object.number, Arc::clone(name));
        if let Some(memo) = self.attributes.get(&key) {
            let value = done(memo);
            return self.hop(Step::Attribute(object.number), span, value);
        }
        self.attributes.insert(key.clone(), Memo::Busy);
        let value = self.object_attribute(&object, address, name);
        self.attributes.insert(key, Memo::Done(value.clone()));
        self.hop(Step::Attribute(object.number), span, value)
    }

    fn object_attribute(
        &mut self,
        object: &Object<'m>,
        address: &Arc<str>,
        name: &Arc<str>,
    ) -> Value {
        let scope = Scope::of(object.instance, &object.each);
        let body = &object.block.body;
        if let Some(attribute) = body.attribute(name) {
            let value = self.eval(&attribute.value, &scope);
            if !value.is_null() {
                return value.of_unknown_type();
            }
        } else if let Some(value) = self.nested(body, name, &scope) {
            return with_computed(value, address, name);
        }
        let is_data = is_looked_up(object.block);
        let type_name = object.block.labels.first().map_or("", |label| label);
        if let Some(argument) = computed::region_argument(is_data, type_name, name) {
            return self.region_asked_for(object, argument);
        }
        if is_data && type_name == DATA_SOURCE && &**name == OUTPUTS {
            return self.kept_outputs(object, address);
        }
        let (resource, attribute) = (Arc::clone(address), Arc::clone(name));
        if is_data && let Some(argument) = computed::zones_of_region(type_name, name) {
            let region = self.region_asked_for(object, argument);
            let zones = zones_in(&region, Why::DataSource { resource, attribute });
            return Value::new(zones, region.origin);
        }
        let why = if is_data {
            Why::DataSource { resource, attribute }
        } else {
            Why::Computed { resource, attribute }
        };
        let origin = self.provenance.hop(Step::Subject, object.block.header, Origin::NONE);
        Value::unknown(why, origin)
    }

    /// The region that a resource or data source asks for by an argument, else that of its provider configuration.
    fn region_asked_for(&mut self, object: &Object<'m>, argument: &str) -> Value {
        let (block, scope) = (object.block, Scope::of(object.instance, &object.each));
        let asked = block.body.attribute(argument).map(|asked| self.eval(&asked.value, &scope));
        asked.filter(|value| !value.is_null()).unwrap_or_else(|| {
            let provider = self.provider_of(object.instance, block, &object.each);
            self.provider_region(&provider, block.header)
        })
    }
}

/// What the declaration of a variable or an output says of showing it.
fn declared_marks(block: &crate::syntax::hcl::Block) -> Marks {
    let is_set = |name| {
        let attribute = block.body.attribute(name);
        attribute.is_some_and(|attribute| matches!(attribute.value.kind, ExprKind::Bool(true)))
    };
    Marks { sensitive: is_set("sensitive"), ephemeral: is_set("ephemeral") }
}

/// Nested blocks as a reference sees them: the provider adds attributes to what the configuration says.
fn with_computed(value: Value, address: &Arc<str>, name: &Arc<str>) -> Value {
    let Kind::List(items) = &value.kind else { return value };
    let (resource, attribute) = (Arc::clone(address), Arc::clone(name));
    let why = Arc::new(Why::Computed { resource, attribute });
    let opened = items.iter().map(|item| match &item.kind {
        Kind::Map(map) => Value::new(Kind::Open(Arc::clone(map), Arc::clone(&why)), item.origin),
        _ => item.clone(),
    });
    Value::new(Kind::List(opened.collect()), value.origin)
}

/// Zones that a data source lists: of each only its region is known.
fn zones_in(region: &Value, why: Why) -> Kind {
    let Kind::String(word) = &region.kind else {
        return Kind::Unknown(Arc::new(region.first_why().unwrap_or(why)));
    };
    let rest = Piece::Hole(Value::unknown(why.clone(), region.origin));
    let pieces = [Piece::Text(format!("{word}-").into()), rest];
    let zone = Value::new(Kind::Partial(pieces.into()), region.origin);
    Kind::Every(Arc::new(zone), Arc::new(why))
}

/// The instances of a block that nobody can count: the one that stands for all of them, with the keys that
/// `for_each` gives, or the indexes that `count` gives.
fn one_for_all(each: &Each, one: Value) -> Kind {
    match each {
        Each::Key(key, _) | Each::Count(key) => {
            let why = key.first_why().unwrap_or(Why::Undecided);
            Kind::Every(Arc::new(one), Arc::new(why))
        }
        Each::None => Kind::List([one].into()),
    }
}

/// What a memo holds; a value still being worked out depends on itself.
fn done(memo: &Memo) -> Value {
    match memo {
        Memo::Done(value) => value.clone(),
        Memo::Busy => Value::unknown(Why::Cycle, Origin::NONE),
    }
}
