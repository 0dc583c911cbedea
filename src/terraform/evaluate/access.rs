//! Attributes, indexes and splats.

use std::sync::Arc;

use super::{Evaluator, MOST_ELEMENTS, Scope, equal};
use crate::model::{Kind, Number, Origin, Step, Type, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::Access;
use crate::terraform::types::unify;

impl<'m> Evaluator<'m> {
    /// Takes the steps of a traversal into `value` one by one.
    pub(in crate::terraform) fn walk(
        &mut self,
        mut value: Value,
        steps: &'m [Access],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        for (at, step) in steps.iter().enumerate() {
            if let Kind::Resource(address) = &value.kind
                && let [outputs, Access::Attribute(name, _), rest @ ..] = &steps[at..]
                && let Some(output) = self.kept_output(address, outputs, name, span)
            {
                return self.walk(output, rest, span, scope);
            }
            value = match step {
                Access::Attribute(name, _) => self.attribute(&value, name, span),
                Access::Index(key) => {
                    let key = self.eval(key, scope);
                    self.index(&value, &key, span)
                }
                Access::AttributeSplat(_) => {
                    let rest = &steps[at + 1..];
                    let attributes = rest
                        .iter()
                        .take_while(|step| matches!(step, Access::Attribute(..)))
                        .count();
                    let (inner, outer) = rest.split_at(attributes);
                    let all = self.splat(&value, inner, span, scope);
                    return self.walk(all, outer, span, scope);
                }
                Access::FullSplat(_) => return self.splat(&value, &steps[at + 1..], span, scope),
            };
        }
        value
    }

    /// `value.name`
    pub(super) fn attribute(&mut self, value: &Value, name: &Arc<str>, span: Span) -> Value {
        let found = match &value.kind {
            Kind::Map(map) => match map.get(name) {
                Some(found) => self.taken(found, value.origin, span),
                None => self.invalid(&format!("there is no attribute `{name}` here"), span),
            },
            Kind::Open(map, why) => match map.get(name) {
                Some(found) => self.taken(found, value.origin, span),
                None => Value::unknown((**why).clone(), value.origin),
            },
            Kind::Every(element, _) => self.taken(element, value.origin, span),
            Kind::Resource(address) => self.resource_attribute(address, name, span),
            Kind::OneOf(values) => {
                let values: Vec<Value> =
                    values.iter().map(|value| self.attribute(value, name, span)).collect();
                one_of_valid(values, value.origin)
            }
            Kind::Unknown(why) => Value::unknown(deeper(why, name), value.origin),
            Kind::List(_) if name.parse::<usize>().is_ok() => {
                let key = Value::string(Arc::clone(name), value.origin);
                self.index(value, &key, span)
            }
            Kind::Null => self.invalid(&format!("`.{name}` is taken of `null`"), span),
            _ => self.invalid(&format!("`.{name}` is taken of something without attributes"), span),
        };
        found.marked(value.marks())
    }

    /// `value[key]`. A key that is not known may be any of the keys.
    pub(super) fn index(&mut self, value: &Value, key: &Value, span: Span) -> Value {
        self.tell_looked_up(value, key, span);
        if let Some(why) = key.first_why().filter(|_| key.fails()) {
            return self.unknown(why, span);
        }
        self.indexed(value, key, span).marked(value.marks()).marked(key.marks())
    }

    fn indexed(&mut self, value: &Value, key: &Value, span: Span) -> Value {
        if let Kind::OneOf(keys) = &key.kind {
            let found: Vec<Value> = keys.iter().map(|key| self.index(value, key, span)).collect();
            return one_of_valid(found, key.origin);
        }
        if let Kind::OneOf(values) = &value.kind {
            let found: Vec<Value> =
                values.iter().map(|value| self.index(value, key, span)).collect();
            return one_of_valid(found, value.origin);
        }
        if let Kind::Every(element, _) = &value.kind {
            return self.taken(element, key.origin, span);
        }
        if let (Kind::Unknown(_) | Kind::Partial(_), Some(all)) = (&key.kind, possible(value, key))
        {
            let all: Vec<Value> =
                all.iter().map(|element| self.taken(element, key.origin, span)).collect();
            return Value::one_of(all, key.origin);
        }
        match (&value.kind, &key.kind) {
            (Kind::Map(_) | Kind::Open(..), Kind::String(_) | Kind::Number(_) | Kind::Bool(_)) => {
                let name = match &key.kind {
                    Kind::String(name) => Arc::clone(name),
                    Kind::Number(number) => number.to_string().into(),
                    kind => (if *kind == Kind::Bool(true) { "true" } else { "false" }).into(),
                };
                self.attribute(value, &name, span)
            }
            (Kind::Open(_, why), _) => Value::unknown((**why).clone(), value.origin),
            (Kind::List(items), _) => match position(key).and_then(|at| items.get(at)) {
                Some(found) => self.also(Step::Element, span, found.clone(), key.origin),
                None => self.invalid("this index is outside the list", span),
            },
            (Kind::Resource(address), Kind::String(name)) => {
                let (address, name) = (Arc::clone(address), Arc::clone(name));
                self.resource_attribute(&address, &name, span)
            }
            (Kind::Unknown(why), _) => {
                let key = key.as_str().map_or_else(|| "[]".to_owned(), |key| format!("[{key}]"));
                Value::unknown(deeper(why, &key), value.origin)
            }
            _ => self.invalid("this cannot be indexed", span),
        }
    }

    /// `value[*]...`: the steps taken into each element. A list or a set gives a list, anything else a
    /// tuple.
    fn splat(
        &mut self,
        value: &Value,
        steps: &'m [Access],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let items: Vec<Value> = match &value.kind {
            Kind::Null
                if matches!(value.type_of(), Type::List(_) | Type::Set(_) | Type::Tuple(_)) =>
            {
                return self.invalid("a splat is taken of a list that is `null`", span);
            }
            Kind::Null => Vec::new(),
            Kind::List(items) | Kind::Set(items) => items.to_vec(),
            Kind::Every(element, why) => {
                let element = self.walk((**element).clone(), steps, span, scope);
                let every = Kind::Every(Arc::new(element), Arc::clone(why));
                return Value::new(every, value.origin).marked(value.marks());
            }
            Kind::Unknown(_) | Kind::OneOf(_) => {
                let each: Vec<Value> = value.alternatives().to_vec();
                let each = each.into_iter().map(|value| match &value.kind {
                    Kind::Unknown(_) => self.walk(value, steps, span, scope),
                    _ => self.splat(&value, steps, span, scope),
                });
                let each: Vec<Value> = each.collect();
                return one_of_valid(each, value.origin).marked(value.marks());
            }
            _ => vec![value.clone()],
        };
        if !self.spend(items.len()) {
            return self.unknown(Why::Budget, span);
        }
        let items: Vec<Value> =
            items.into_iter().map(|item| self.walk(item, steps, span, scope)).collect();
        let is_list = value.is_uniform() && !matches!(value.kind, Kind::Map(_));
        let element = is_list.then(|| unify(&items.iter().map(Value::type_of).collect::<Vec<_>>()));
        let all = Value::new(Kind::List(items.into()), value.origin).marked(value.marks());
        match element {
            None => all,
            Some(Some(element)) => all.of_type(Type::List(Arc::new(element))),
            Some(None) => {
                let element = stepped(value.type_of().element(), steps).unwrap_or(Type::Any);
                all.of_type(Type::List(Arc::new(element)))
            }
        }
    }

    /// An element taken out of a container: it keeps its own descent, the container has a say.
    fn taken(&mut self, element: &Value, container: Origin, span: Span) -> Value {
        self.also(Step::Reference, span, element.clone(), container)
    }
}

/// The type at the end of attribute steps.
fn stepped(kind: Option<&Type>, steps: &[Access]) -> Option<Type> {
    steps.iter().try_fold(kind?.clone(), |kind, step| match (kind, step) {
        (Type::Object(fields), Access::Attribute(name, _)) => fields.get(name).cloned(),
        (Type::Map(inner), Access::Attribute(..)) => Some((*inner).clone()),
        (Type::List(inner), Access::Index(_)) => Some((*inner).clone()),
        _ => None,
    })
}

/// The reason of an attribute of something unknown: the path into the resource grows.
fn deeper(why: &Arc<Why>, name: &str) -> Why {
    const LONGEST_PATH: usize = 256;
    let join = |path: &Arc<str>| -> Arc<str> {
        if path.len() > LONGEST_PATH {
            return Arc::clone(path);
        }
        let separator = if path.is_empty() || name.starts_with('[') { "" } else { "." };
        format!("{path}{separator}{name}").into()
    };
    match &**why {
        Why::Computed { resource, attribute } => {
            Why::Computed { resource: Arc::clone(resource), attribute: join(attribute) }
        }
        Why::DataSource { resource, attribute } => {
            Why::DataSource { resource: Arc::clone(resource), attribute: join(attribute) }
        }
        other => other.clone(),
    }
}

/// The position that a number, or a string of one, names.
fn position(key: &Value) -> Option<usize> {
    match &key.kind {
        Kind::Number(number) => number.as_index(),
        Kind::String(text) => Number::parse(text)?.as_index(),
        _ => None,
    }
}

/// The elements of a known collection that a key can name, where they are few enough to be alternatives.
fn possible(value: &Value, key: &Value) -> Option<Vec<Value>> {
    let elements: Vec<Value> = match &value.kind {
        Kind::List(items) => items.to_vec(),
        Kind::Map(map) => {
            let can_be = |name: &Arc<str>| {
                equal(key, &Value::string(Arc::clone(name), key.origin)) != Some(false)
            };
            map.iter().filter(|(name, _)| can_be(name)).map(|(_, value)| value.clone()).collect()
        }
        _ => return None,
    };
    (elements.len() < MOST_ELEMENTS && !elements.is_empty()).then_some(elements)
}

/// One of these, without those that would be an error: only a valid one can come about.
pub(in crate::terraform) fn one_of_valid(values: Vec<Value>, origin: Origin) -> Value {
    let is_valid = |value: &Value| !value.fails();
    if values.iter().any(is_valid) {
        Value::one_of(values.into_iter().filter(is_valid), origin)
    } else {
        Value::one_of(values, origin)
    }
}
