//! Values of a plan or state: known, or known only after apply.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::configuration::{ProviderConfiguration, Referred};
use super::{Instance, Plan, address};
use crate::catalog::{self, identifiers, providers};
use crate::model::{Kind, Map, Origin, Provenance, ProviderUse, Record, Step, Value, Why};
use crate::syntax::json::{Form, Json};

/// Deepest value that is read.
const DEEPEST: usize = 64;

/// Attributes that hold the identifier of their own resource.
const IDENTIFIERS: [&str; 3] = ["arn", "id", "crn"];

/// Reads values of a plan into a provenance.
pub(super) struct Recorder<'p, 't> {
    pub plan: &'p Plan<'t>,
    pub provenance: &'p mut Provenance,
    /// Provider configurations by key.
    known: BTreeMap<Arc<str>, ProviderUse>,
}

impl<'p, 't> Recorder<'p, 't> {
    pub(super) fn new(plan: &'p Plan<'t>, provenance: &'p mut Provenance) -> Recorder<'p, 't> {
        Recorder { plan, provenance, known: BTreeMap::new() }
    }

    /// The attributes of an instance that the catalogue asks for.
    pub(super) fn attributes(&mut self, instance: &Instance<'t>) -> BTreeMap<Arc<str>, Value> {
        let names = catalog::attributes_of_interest(&instance.type_name, &instance.provider);
        let known = instance.values.map(|values| values.entries()).unwrap_or_default();
        let open = instance.unknown.map(|unknown| unknown.entries()).unwrap_or_default();
        let mut attributes = BTreeMap::new();
        for name in names {
            let value = known.iter().rev().find(|e| e.key == name).map(|e| unwrapped(e.value));
            let unknown = open.iter().rev().find(|e| e.key == name).map(|e| e.value);
            let expression = || self.plan.configured.expression(&instance.bare, name);
            let expression = unknown.is_some().then(expression).flatten();
            if let Some(value) = self.merged(instance, name, value, unknown, expression, 0) {
                attributes.insert(Arc::from(name), value);
            }
        }
        attributes
    }

    /// A value with what is only known after apply in it. Nothing where there is neither.
    fn merged(
        &mut self,
        instance: &Instance<'t>,
        path: &str,
        value: Option<Json<'t>>,
        unknown: Option<Json<'t>>,
        expression: Option<Json<'t>>,
        depth: usize,
    ) -> Option<Value> {
        let Some(mask) = unknown.filter(|unknown| unknown.raw() != "false") else {
            return value.map(|value| self.value(&value));
        };
        if mask.raw() == "true" {
            return Some(self.computed(instance, path, expression));
        }
        let holds_unknown = mask.raw().contains("true") && depth < DEEPEST;
        let (Some(value), true) = (value, holds_unknown) else {
            return value.map(|value| self.value(&value));
        };
        let kind = match (value.form(), mask.form()) {
            (Ok(Form::Object(entries)), Ok(Form::Object(masks))) => {
                let mut map = Map::new();
                let names = entries.iter().chain(&masks).map(|entry| &entry.key);
                for name in names.collect::<std::collections::BTreeSet<_>>() {
                    let of = |all: &[crate::syntax::json::Entry<'t>]| {
                        all.iter().rev().find(|e| e.key == *name).map(|e| e.value)
                    };
                    let (inner, mask) = (of(&entries), of(&masks));
                    let expression = expression.and_then(|expression| expression.get(name));
                    let path = format!("{path}.{name}");
                    let part = self.merged(instance, &path, inner, mask, expression, depth + 1);
                    map.extend(part.map(|part| (Arc::from(&**name), part)));
                }
                Kind::Map(Arc::new(map))
            }
            (Ok(Form::Array(items)), Ok(Form::Array(masks))) => {
                let expressions = expression.map(|e| e.elements()).unwrap_or_default();
                let parts = items.iter().enumerate().map(|(at, item)| {
                    let (mask, expression) = (masks.get(at).copied(), expressions.get(at).copied());
                    let path = format!("{path}[{at}]");
                    self.merged(instance, &path, Some(*item), mask, expression, depth + 1)
                });
                Kind::List(parts.map(|part| part.unwrap_or(Value::null(Origin::NONE))).collect())
            }
            _ => return Some(self.value(&value)),
        };
        let origin = self.origin(&value);
        Some(Value::new(kind, origin))
    }

    /// What is known only after apply, linked to the resource that it is taken from, where the plan tells.
    fn computed(
        &mut self,
        instance: &Instance<'t>,
        path: &str,
        expression: Option<Json<'t>>,
    ) -> Value {
        let origin = self.provenance.hop(self.step(), instance.span, Origin::NONE);
        let computed = |resource: &Arc<str>, attribute: &str| {
            let (resource, attribute) = (Arc::clone(resource), attribute.into());
            Value::unknown(Why::Computed { resource, attribute }, origin)
        };
        let module = address::module_and_rest(&instance.address).0;
        match expression.map(|expression| self.plan.referred(&expression, module)) {
            Some(Referred::Resources(resources, attribute)) => Value::one_of(
                resources.iter().map(|resource| computed(resource, &attribute)),
                origin,
            ),
            _ => computed(&instance.address, path),
        }
    }

    /// A value that is wholly known.
    pub(super) fn value(&mut self, json: &Json<'t>) -> Value {
        recorded(json, self.plan.record, self.provenance)
    }

    fn step(&self) -> Step {
        Step::Recorded(self.plan.record)
    }

    fn origin(&mut self, json: &Json<'t>) -> Origin {
        self.provenance.hop(self.step(), json.span(), Origin::NONE)
    }

    /// The provider configuration of an instance. One whose region the plan does not tell for certain is told
    /// by the identifier of the instance, which has its own region.
    pub(super) fn provider(&mut self, instance: &Instance<'t>) -> ProviderUse {
        let plan = self.plan;
        let found = plan.configured.provider(&instance.bare);
        let used = match found {
            Some((key, _)) if self.known.contains_key(key) => self.known[key].clone(),
            Some((key, configuration)) => {
                let used = self.configured(&instance.provider, key, configuration);
                self.known.insert(Arc::clone(key), used.clone());
                used
            }
            None => ProviderUse {
                name: Arc::clone(&instance.provider),
                configuration: instance.configuration.clone().unwrap_or(instance.provider.clone()),
                arguments: Arc::default(),
                origin: Origin::NONE,
                configured: false,
            },
        };
        let facts = providers::provider(&used.name);
        let argument = facts.and_then(|facts| facts.region_arguments().next());
        let Some((facts, argument)) = facts.zip(argument) else { return used };
        let is_told = used.arguments.get(argument).is_some_and(|v| v.as_str().is_some());
        let Some(region) = (!is_told).then(|| self.identified(instance, facts.catalog)).flatten()
        else {
            return used;
        };
        let mut arguments = (*used.arguments).clone();
        arguments.insert(argument.into(), region);
        ProviderUse { arguments: Arc::new(arguments), ..used }
    }

    /// The region in the identifier of an instance.
    fn identified(&mut self, instance: &Instance<'t>, catalog: &str) -> Option<Value> {
        let values = instance.values?.entries();
        let identifiers = values.iter().filter(|entry| IDENTIFIERS.contains(&&*entry.key));
        let (json, region) = { identifiers }.find_map(|entry| {
            let text = entry.value.as_str()?;
            let (provider, region) = identifiers::region(&text)?;
            (provider == catalog).then(|| (entry.value, Arc::<str>::from(region)))
        })?;
        let origin = self.origin(&json);
        Some(Value::string(region, origin))
    }

    fn configured(
        &mut self,
        provider: &Arc<str>,
        key: &Arc<str>,
        configuration: &ProviderConfiguration<'t>,
    ) -> ProviderUse {
        let mut arguments = BTreeMap::new();
        let facts = providers::provider(provider);
        for argument in facts.iter().flat_map(|facts| facts.block_arguments()) {
            let expression = configuration.expressions.and_then(|all| all.get(argument));
            let asked = || facts.as_ref()?.region_arguments().next().filter(|n| *n == argument);
            let value = match expression {
                Some(expression) => {
                    let value = self.expression(&expression, &configuration.module, 0);
                    match value.as_str() {
                        Some(_) => value,
                        None => asked().and_then(|_| self.asked_region(key)).unwrap_or(value),
                    }
                }
                None => match asked().and_then(|_| self.asked_region(key)) {
                    Some(region) => region,
                    None => continue,
                },
            };
            arguments.insert(Arc::from(argument), value);
        }
        ProviderUse {
            name: Arc::clone(provider),
            configuration: Arc::clone(&configuration.name),
            arguments: Arc::new(arguments),
            origin: Origin::NONE,
            configured: true,
        }
    }

    /// The region that a data source of this provider configuration answered when it was asked for it.
    fn asked_region(&mut self, key: &Arc<str>) -> Option<Value> {
        let plan = self.plan;
        let of_key = |instance: &&Instance<'t>| {
            let found = plan.configured.provider(&instance.bare);
            instance.is_data && found.is_some_and(|(other, _)| other == key)
        };
        let json = plan.instances.iter().filter(of_key).find_map(|instance| {
            let values = instance.values?.entries();
            let set = plan.configured.expressions_of(&instance.bare);
            let is_answer = |name: &str| {
                let asked = catalog::computed::region_argument(true, &instance.type_name, name);
                asked.is_some_and(|asked| !set.iter().any(|argument| argument.key == asked))
            };
            let mut answers = values.iter().filter(|entry| is_answer(&entry.key));
            answers.find(|entry| entry.value.as_str().is_some()).map(|entry| entry.value)
        })?;
        Some(self.value(&json))
    }

    /// The value of an expression, as far as a plan tells. What it is made of may be it, or not.
    fn expression(&mut self, expression: &Json<'t>, module: &str, depth: usize) -> Value {
        let origin = self.origin(expression);
        if depth > DEEPEST {
            return Value::unknown(Why::Budget, origin);
        }
        if let Ok(Form::Array(items)) = expression.form() {
            let items = items.iter().map(|item| self.expression(item, module, depth + 1));
            return Value::new(Kind::List(items.collect()), origin);
        }
        let entries = expression.entries();
        let is_one = |name: &str| matches!(name, "constant_value" | "references");
        if !entries.iter().any(|entry| is_one(&entry.key)) {
            let entries = entries.iter().map(|entry| {
                ((&*entry.key).into(), self.expression(&entry.value, module, depth + 1))
            });
            return Value::new(Kind::Map(Arc::new(entries.collect())), origin);
        }
        let open = |reference| Value::unknown(Why::ExpressionNotInPlan { reference }, origin);
        match self.plan.referred(expression, module) {
            Referred::Constant(json) => self.value(&json),
            Referred::Value(json) => {
                let value = self.value(&json);
                let reference = self.first_reference(expression);
                Value::one_of([value, open(reference)], origin)
            }
            Referred::Resources(resources, attribute) => {
                let computed = resources.into_iter().map(|resource| {
                    let attribute = Arc::clone(&attribute);
                    Value::unknown(Why::Computed { resource, attribute }, origin)
                });
                Value::one_of(computed, origin)
            }
            Referred::Open(reference) => open(reference),
        }
    }

    fn first_reference(&self, expression: &Json<'t>) -> Arc<str> {
        let references = expression.get("references").map(|all| all.elements());
        let first = references.and_then(|all| all.first()?.as_str());
        first.map_or_else(|| "".into(), |text| (&*text).into())
    }
}

/// A value as it stands in a plan or a state.
pub fn recorded(json: &Json<'_>, record: Record, provenance: &mut Provenance) -> Value {
    nested(json, Step::Recorded(record), provenance, 0)
}

fn nested(json: &Json<'_>, step: Step, provenance: &mut Provenance, depth: usize) -> Value {
    let origin = provenance.hop(step, json.span(), Origin::NONE);
    if depth > DEEPEST {
        return Value::unknown(Why::Budget, origin);
    }
    let mut inner = |json: &Json<'_>| nested(json, step, provenance, depth + 1);
    let kind = match json.form() {
        Ok(Form::Null) => Kind::Null,
        Ok(Form::Bool(truth)) => Kind::Bool(truth),
        Ok(Form::Number(number)) => Kind::Number(number),
        Ok(Form::String(text)) => Kind::String((&*text).into()),
        Ok(Form::Array(items)) => Kind::List(items.iter().map(inner).collect()),
        Ok(Form::Object(entries)) => {
            let entries = entries.iter().map(|entry| ((&*entry.key).into(), inner(&entry.value)));
            Kind::Map(Arc::new(entries.collect()))
        }
        Err(problem) => {
            let message = problem.message.into();
            return Value::unknown(Why::Invalid { message }, origin);
        }
    };
    Value::new(kind, origin)
}

/// State files have values whose type the schema leaves open together with their type.
fn unwrapped(json: Json<'_>) -> Json<'_> {
    if !json.raw().contains("\"type\"") {
        return json;
    }
    let is_type = |json: &Json<'_>| {
        let simple = |text: &str| matches!(text, "string" | "number" | "bool" | "dynamic");
        let compound = |text: &str| matches!(text, "object" | "tuple" | "list" | "set" | "map");
        match json.elements().first() {
            Some(first) => first.as_str().is_some_and(|text| compound(&text)),
            None => json.as_str().is_some_and(|text| simple(&text)),
        }
    };
    match json.entries().as_slice() {
        [a, b] if a.key == "value" && b.key == "type" && is_type(&b.value) => a.value,
        _ => json,
    }
}
