//! Type constraints of variables (Terraform's language documentation, "Type Constraints"), with the
//! defaults that `optional(...)` gives to attributes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::convert;
use crate::model::{Kind, Map, Origin, Type, Value, Why};
use crate::syntax::hcl::{Expr, ExprKind, Key};

/// A type constraint.
#[derive(Clone, Debug)]
pub(in crate::terraform) struct Constraint {
    kind: Type,
    defaults: Defaults,
}

/// What is filled in before a value is converted.
#[derive(Clone, Debug)]
enum Defaults {
    /// Nothing.
    None,
    /// In each element of a list, a set or a map.
    Elements(Box<Defaults>),
    /// In each element of a tuple.
    Tuple(Vec<Defaults>),
    /// In the attributes of an object, and these themselves where they are optional.
    Object(Vec<Field>),
}

/// An attribute of an object type.
#[derive(Clone, Debug)]
struct Field {
    name: Arc<str>,
    inner: Defaults,
    /// The default of an optional attribute: `null` where it says none.
    default: Option<Value>,
}

/// Deepest type that is read.
const DEEPEST: usize = 64;

impl Constraint {
    /// The type that an expression such as `map(string)` names; any type where it names none.
    pub(in crate::terraform) fn of(expr: &Expr) -> Constraint {
        read(expr, DEEPEST)
    }

    /// Whether this is a string, a number or a truth value.
    pub(in crate::terraform) fn is_primitive(&self) -> bool {
        self.kind.is_primitive()
    }

    /// The value as the constraint has it: invalid where it cannot be converted, unknown where it is.
    pub(in crate::terraform) fn apply(&self, value: Value) -> Value {
        let (origin, marks) = (value.origin, value.all_marks());
        let filled = fill(value, &self.defaults);
        convert(&filled, &self.kind).unwrap_or_else(|why| Value::unknown(why, origin).marked(marks))
    }
}

fn read(expr: &Expr, depth: usize) -> Constraint {
    let any = Constraint { kind: Type::Any, defaults: Defaults::None };
    if depth == 0 {
        return any;
    }
    match &expr.kind {
        ExprKind::Variable(name) | ExprKind::String(name) => {
            Constraint { kind: primitive(name), defaults: Defaults::None }
        }
        ExprKind::Call(call) => {
            let first = call.args.first();
            match (&*call.name, first.map(|arg| &arg.kind)) {
                ("tuple", Some(ExprKind::Tuple(items))) => {
                    let all: Vec<Constraint> =
                        items.iter().map(|item| read(item, depth - 1)).collect();
                    let kind = Type::Tuple(all.iter().map(|one| one.kind.clone()).collect());
                    let defaults = all.into_iter().map(|one| one.defaults).collect();
                    Constraint { kind, defaults: Defaults::Tuple(defaults) }
                }
                ("object", Some(ExprKind::Object(entries))) => object(entries, depth - 1),
                (form @ ("list" | "set" | "map"), _) => {
                    let inner = first.map_or(any, |arg| read(arg, depth - 1));
                    let element = Arc::new(inner.kind);
                    let kind = match form {
                        "list" => Type::List(element),
                        "set" => Type::Set(element),
                        _ => Type::Map(element),
                    };
                    Constraint { kind, defaults: Defaults::Elements(Box::new(inner.defaults)) }
                }
                _ => any,
            }
        }
        _ => any,
    }
}

fn primitive(name: &str) -> Type {
    match name {
        "string" => Type::String,
        "number" => Type::Number,
        "bool" => Type::Bool,
        "list" => Type::List(Arc::new(Type::Any)),
        "set" => Type::Set(Arc::new(Type::Any)),
        "map" => Type::Map(Arc::new(Type::Any)),
        _ => Type::Any,
    }
}

fn object(entries: &[(Key, Expr)], depth: usize) -> Constraint {
    let mut types = BTreeMap::new();
    let mut fields = Vec::new();
    for (key, value) in entries {
        let Some(name) = name_of(key) else { continue };
        let (inner, default) = match &value.kind {
            ExprKind::Call(call) if &*call.name == "optional" => {
                let any = Constraint { kind: Type::Any, defaults: Defaults::None };
                let inner = call.args.first().map_or(any, |arg| read(arg, depth));
                let default = call.args.get(1).map_or_else(
                    || Value::null(Origin::NONE),
                    |default| constant(default).unwrap_or_else(unreadable),
                );
                let default = fill(default, &inner.defaults);
                let default = convert(&default, &inner.kind).unwrap_or(default);
                (inner, Some(default))
            }
            _ => (read(value, depth), None),
        };
        types.insert(Arc::clone(&name), inner.kind);
        fields.push(Field { name, inner: inner.defaults, default });
    }
    Constraint { kind: Type::Object(Arc::new(types)), defaults: Defaults::Object(fields) }
}

fn unreadable() -> Value {
    let message = "a default of `optional` must be written without references".into();
    Value::unknown(Why::Invalid { message }, Origin::NONE)
}

fn name_of(key: &Key) -> Option<Arc<str>> {
    match key {
        Key::Name(name, _) => Some(Arc::clone(name)),
        Key::Expr(Expr { kind: ExprKind::String(name), .. }) => Some(Arc::clone(name)),
        Key::Expr(_) => None,
    }
}

/// A default must be written without references.
fn constant(expr: &Expr) -> Option<Value> {
    let kind = match &expr.kind {
        ExprKind::Null => Kind::Null,
        ExprKind::Bool(value) => Kind::Bool(*value),
        ExprKind::Number(value) => Kind::Number(value.clone()),
        ExprKind::String(text) => Kind::String(Arc::clone(text)),
        ExprKind::Unary(crate::syntax::hcl::Unary::Negate, inner) => match constant(inner)?.kind {
            Kind::Number(number) => Kind::Number(number.negated()),
            _ => return None,
        },
        ExprKind::Tuple(items) => {
            Kind::List(items.iter().map(constant).collect::<Option<Vec<_>>>()?.into())
        }
        ExprKind::Object(entries) => {
            let entry = |(key, value): &(Key, Expr)| Some((name_of(key)?, constant(value)?));
            Kind::Map(Arc::new(entries.iter().map(entry).collect::<Option<Map>>()?))
        }
        _ => return None,
    };
    Some(Value::new(kind, Origin::NONE))
}

/// The value with the defaults of optional attributes that it leaves out or sets to `null`.
fn fill(value: Value, defaults: &Defaults) -> Value {
    let (origin, marks) = (value.origin, value.marks());
    let kind = match (&value.kind, defaults) {
        (_, Defaults::None) => return value,
        (Kind::OneOf(values), _) => {
            let all = values.iter().map(|value| fill(value.clone(), defaults));
            return Value::one_of(all, origin).marked(marks);
        }
        (Kind::List(items), Defaults::Elements(inner)) => {
            Kind::List(items.iter().map(|item| fill(item.clone(), inner)).collect())
        }
        (Kind::Set(items), Defaults::Elements(inner)) => {
            Kind::Set(items.iter().map(|item| fill(item.clone(), inner)).collect())
        }
        (Kind::Map(map), Defaults::Elements(inner)) => Kind::Map(filled(map, inner)),
        (Kind::Open(map, why), Defaults::Elements(inner)) => {
            Kind::Open(filled(map, inner), Arc::clone(why))
        }
        (Kind::Every(element, why), Defaults::Elements(inner)) => {
            Kind::Every(Arc::new(fill((**element).clone(), inner)), Arc::clone(why))
        }
        (Kind::List(items), Defaults::Tuple(all)) if items.len() == all.len() => {
            let each = items.iter().zip(all);
            Kind::List(each.map(|(item, inner)| fill(item.clone(), inner)).collect())
        }
        (Kind::Map(map), Defaults::Object(fields)) => {
            Kind::Map(completed(map, fields, true, origin))
        }
        (Kind::Open(map, why), Defaults::Object(fields)) => {
            Kind::Open(completed(map, fields, false, origin), Arc::clone(why))
        }
        _ => return value,
    };
    Value::new(kind, origin).marked(marks)
}

fn filled(map: &Map, inner: &Defaults) -> Arc<Map> {
    Arc::new(map.iter().map(|(key, value)| (Arc::clone(key), fill(value.clone(), inner))).collect())
}

/// What is left out of a map that may have more than is known is not known to be left out.
fn completed(map: &Map, fields: &[Field], is_whole: bool, origin: Origin) -> Arc<Map> {
    let mut result = map.clone();
    for Field { name, inner, default } in fields {
        match (map.get(name), default) {
            (Some(given), Some(default)) if given.is_null() => {
                result.insert(Arc::clone(name), default.clone().with_origin(origin));
            }
            (Some(given), Some(default)) if given.alternatives().iter().any(Value::is_null) => {
                let or_default = |one: &Value| match one.is_null() {
                    true => default.clone().with_origin(origin),
                    false => fill(one.clone(), inner),
                };
                let all: Vec<Value> = given.alternatives().iter().map(or_default).collect();
                result.insert(Arc::clone(name), Value::one_of(all, given.origin));
            }
            (Some(given), _) => {
                result.insert(Arc::clone(name), fill(given.clone(), inner));
            }
            (None, Some(default)) if is_whole => {
                result.insert(Arc::clone(name), default.clone().with_origin(origin));
            }
            (None, _) => {}
        }
    }
    Arc::new(result)
}
