//! Type constraints of variables, and conversion to them (Terraform's language documentation, "Type
//! Constraints").

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Kind, Map, Number, Origin, Value, Why};
use crate::syntax::hcl::{Expr, ExprKind, Key};

/// A type constraint.
#[derive(Clone, Debug)]
pub(super) enum Type {
    Any,
    String,
    Number,
    Bool,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Object(Vec<Field>),
}

/// An attribute of an object type.
#[derive(Clone, Debug)]
pub(super) struct Field {
    name: Arc<str>,
    kind: Type,
    optional: bool,
    default: Option<Value>,
}

impl Type {
    /// Whether values of this type are strings, numbers or truth values.
    pub(super) fn is_primitive(&self) -> bool {
        matches!(self, Type::String | Type::Number | Type::Bool)
    }

    /// The type that an expression such as `map(string)` names; [`Type::Any`] where it names none.
    pub(super) fn of(expr: &Expr) -> Type {
        match &expr.kind {
            ExprKind::Variable(name) | ExprKind::String(name) => Type::primitive(name),
            ExprKind::Call(call) => {
                let inner = || Box::new(call.args.first().map_or(Type::Any, Type::of));
                match &*call.name {
                    "list" => Type::List(inner()),
                    "set" => Type::Set(inner()),
                    "map" => Type::Map(inner()),
                    "tuple" => match call.args.first().map(|arg| &arg.kind) {
                        Some(ExprKind::Tuple(items)) => {
                            Type::Tuple(items.iter().map(Type::of).collect())
                        }
                        _ => Type::Any,
                    },
                    "object" => match call.args.first().map(|arg| &arg.kind) {
                        Some(ExprKind::Object(entries)) => {
                            Type::Object(entries.iter().filter_map(field).collect())
                        }
                        _ => Type::Any,
                    },
                    _ => Type::Any,
                }
            }
            _ => Type::Any,
        }
    }

    fn primitive(name: &str) -> Type {
        match name {
            "string" => Type::String,
            "number" => Type::Number,
            "bool" => Type::Bool,
            "list" => Type::List(Box::new(Type::Any)),
            "set" => Type::Set(Box::new(Type::Any)),
            "map" => Type::Map(Box::new(Type::Any)),
            _ => Type::Any,
        }
    }
}

fn field((key, value): &(Key, Expr)) -> Option<Field> {
    let name = match key {
        Key::Name(name, _) => Arc::clone(name),
        Key::Expr(Expr { kind: ExprKind::String(name), .. }) => Arc::clone(name),
        Key::Expr(_) => return None,
    };
    if let ExprKind::Call(call) = &value.kind
        && &*call.name == "optional"
    {
        let kind = call.args.first().map_or(Type::Any, Type::of);
        let default = call.args.get(1).and_then(constant);
        return Some(Field { name, kind, optional: true, default });
    }
    Some(Field { name, kind: Type::of(value), optional: false, default: None })
}

/// A default must be written without references.
fn constant(expr: &Expr) -> Option<Value> {
    let kind = match &expr.kind {
        ExprKind::Null => Kind::Null,
        ExprKind::Bool(value) => Kind::Bool(*value),
        ExprKind::Number(value) => Kind::Number(value.clone()),
        ExprKind::String(text) => Kind::String(Arc::clone(text)),
        ExprKind::Tuple(items) => {
            Kind::List(items.iter().map(constant).collect::<Option<Vec<_>>>()?.into())
        }
        ExprKind::Object(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                let name = match key {
                    Key::Name(name, _) => Arc::clone(name),
                    Key::Expr(Expr { kind: ExprKind::String(name), .. }) => Arc::clone(name),
                    Key::Expr(_) => return None,
                };
                map.insert(name, constant(value)?);
            }
            Kind::Map(Arc::new(map))
        }
        _ => return None,
    };
    Some(Value::new(kind, Origin::NONE))
}

/// The value as the type has it; what cannot be converted is invalid, what is unknown stays so.
pub(super) fn convert(value: Value, to: &Type) -> Value {
    let origin = value.origin;
    match (&value.kind, to) {
        (Kind::Null | Kind::Unknown(_) | Kind::Partial(_) | Kind::Resource(_), _)
        | (_, Type::Any) => value,
        (Kind::OneOf(values), _) => {
            Value::one_of(values.iter().map(|value| convert(value.clone(), to)), origin)
        }
        (_, Type::String) => primitive(&value, "a string", |value| match &value.kind {
            Kind::String(text) => Some(Kind::String(Arc::clone(text))),
            Kind::Number(number) => Some(Kind::String(number.to_string().into())),
            Kind::Bool(truth) => Some(Kind::String(truth.to_string().into())),
            _ => None,
        }),
        (_, Type::Number) => primitive(&value, "a number", |value| match &value.kind {
            Kind::Number(number) => Some(Kind::Number(number.clone())),
            Kind::String(text) => Number::parse(text).map(Kind::Number),
            _ => None,
        }),
        (_, Type::Bool) => primitive(&value, "true or false", |value| match &value.kind {
            Kind::Bool(truth) => Some(Kind::Bool(*truth)),
            Kind::String(text) => text.parse().ok().map(Kind::Bool),
            _ => None,
        }),
        (Kind::List(items) | Kind::Set(items), Type::List(inner)) => {
            let items: Vec<Value> = items.iter().map(|item| convert(item.clone(), inner)).collect();
            Value::new(Kind::List(items.into()), origin)
        }
        (Kind::List(items) | Kind::Set(items), Type::Set(inner)) => {
            let items = items.iter().map(|item| convert(item.clone(), inner)).collect();
            Value::new(Kind::Set(distinct(items).into()), origin)
        }
        (Kind::List(items), Type::Tuple(types)) if items.len() == types.len() => {
            let items: Vec<Value> =
                items.iter().zip(types).map(|(item, to)| convert(item.clone(), to)).collect();
            Value::new(Kind::List(items.into()), origin)
        }
        (Kind::Map(map), Type::Map(inner)) => Value::new(Kind::Map(converted(map, inner)), origin),
        (Kind::Open(map, why), Type::Map(inner)) => {
            Value::new(Kind::Open(converted(map, inner), Arc::clone(why)), origin)
        }
        (Kind::Every(element, why), Type::Map(inner)) => {
            let element = convert((**element).clone(), inner);
            Value::new(Kind::Every(Arc::new(element), Arc::clone(why)), origin)
        }
        (Kind::Map(map), Type::Object(fields)) => object(map, fields, origin),
        (Kind::Open(map, why), Type::Object(_)) => {
            Value::new(Kind::Open(Arc::clone(map), Arc::clone(why)), origin)
        }
        _ => invalid("a value of another type", origin),
    }
}

fn converted(map: &Map, inner: &Type) -> Arc<Map> {
    Arc::new(
        map.iter().map(|(key, value)| (Arc::clone(key), convert(value.clone(), inner))).collect(),
    )
}

/// Attributes that the type does not name are dropped; optional ones get their default.
fn object(map: &Map, fields: &[Field], origin: Origin) -> Value {
    let mut result = Map::new();
    for field in fields {
        let given = map.get(&field.name).filter(|value| !(value.is_null() && field.optional));
        let value = match (given, &field.default) {
            (Some(value), _) => convert(value.clone(), &field.kind),
            (None, Some(default)) => convert(default.clone().with_origin(origin), &field.kind),
            (None, None) if field.optional => Value::null(origin),
            (None, None) => return invalid(&format!("`{}` is missing here", field.name), origin),
        };
        result.insert(Arc::clone(&field.name), value);
    }
    Value::new(Kind::Map(Arc::new(result)), origin)
}

fn primitive(value: &Value, what: &str, convert: impl Fn(&Value) -> Option<Kind>) -> Value {
    match convert(value) {
        Some(kind) => Value::new(kind, value.origin),
        None => invalid(&format!("{what} is needed here"), value.origin),
    }
}

fn invalid(message: &str, origin: Origin) -> Value {
    Value::unknown(Why::Invalid { message: message.into() }, origin)
}

/// Equal elements merged; sets of strings in their order by character, as Terraform has them.
pub(super) fn distinct(items: Vec<Value>) -> Vec<Value> {
    if items.iter().all(|item| matches!(item.kind, Kind::String(_))) {
        let mut items = items;
        items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
        items.dedup_by(|a, b| a.as_str() == b.as_str());
        return items;
    }
    first_of_equals(items)
}

/// Equal elements merged, in the order in which they come.
pub(super) fn first_of_equals(items: Vec<Value>) -> Vec<Value> {
    // Pairs of values that are not wholly known are compared while these are few.
    const MOST_COMPARED: usize = 512;
    let mut seen = HashSet::new();
    let mut open: Vec<Value> = Vec::new();
    let mut distinct: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        let is_new = match item.fingerprint() {
            Some(text) => seen.insert(text),
            None => open.len() >= MOST_COMPARED || !open.iter().any(|o| o.same_as(&item)),
        };
        if !is_new {
            continue;
        }
        if !item.is_wholly_known() {
            open.push(item.clone());
        }
        distinct.push(item);
    }
    distinct
}
