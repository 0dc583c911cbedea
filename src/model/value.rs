//! Values: known, one of a few, known in part, or unknown with the reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Number, Origin, Type, Why};

/// Keys and values of an object or a map, in Terraform's iteration order (by key).
pub type Map = BTreeMap<Arc<str>, Value>;

/// A value of a configuration and where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What is known of it.
    pub kind: Kind,
    /// The chain of hops by which it was reached.
    pub origin: Origin,
    /// How many values it is nested: walks over values recurse.
    depth: u16,
    /// How much a walk over it sees: parts are shared, so that a small text can make a huge value.
    size: u32,
    /// What Terraform would rather not show.
    marks: Marks,
    /// The marks of all that is inside.
    inner: Marks,
    /// Whether an expression in it fails.
    fails: bool,
    /// Its type, where the kind does not say all of it: a list and not a tuple, a `null` of a type.
    typed: Option<Arc<Type>>,
}

/// What Terraform would rather not show of a value; whatever is computed from it carries it on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// `sensitive`
    pub sensitive: bool,
    /// `ephemeral`
    pub ephemeral: bool,
}

impl Marks {
    /// The marks of either.
    #[must_use]
    pub fn and(self, other: Marks) -> Marks {
        Marks {
            sensitive: self.sensitive || other.sensitive,
            ephemeral: self.ephemeral || other.ephemeral,
        }
    }
}

/// What is known of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`: the argument counts as left out.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(Arc<str>),
    /// A list or tuple.
    List(Arc<[Value]>),
    /// A set: distinct elements without an order of their own.
    Set(Arc<[Value]>),
    /// A map or object.
    Map(Arc<Map>),
    /// A map or object of which these entries are known; there may be others, because of this.
    Open(Arc<Map>, Arc<Why>),
    /// A map whose keys are not known, because of this; each of its elements is as this one.
    Every(Arc<Value>, Arc<Why>),
    /// A string of which some parts are known.
    Partial(Arc<[Piece]>),
    /// One of these, and nobody can tell which. At least two, none of them `OneOf` itself.
    OneOf(Arc<[Value]>),
    /// A whole resource or data source; its attributes are looked up when asked for.
    Resource(Arc<str>),
    /// Unknown, and why.
    Unknown(Arc<Why>),
}

/// One part of a string that is known in part.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// These characters.
    Text(Arc<str>),
    /// Characters that cannot be told, or one of a few.
    Hole(Value),
}

/// The most values nested in one another; deeper ones are unknown with [`Why::Budget`].
const DEEPEST: u16 = 128;

/// The most a walk over one value may see; larger values are unknown with [`Why::Budget`].
const LARGEST: u32 = 1 << 20;

/// As many bytes of a string weigh as much as a value.
const BYTES_OF_A_VALUE: usize = 64;

/// The most alternatives that [`Kind::OneOf`] carries; more are unknown with [`Why::Budget`].
pub const MOST_ALTERNATIVES: usize = 64;

impl Value {
    /// A value of this kind and origin.
    pub fn new(kind: Kind, origin: Origin) -> Value {
        let Measure { depth, size, marks: inner, fails } = measure(&kind);
        if depth > DEEPEST || size > LARGEST {
            return Value::unknown(Why::Budget, origin);
        }
        Value { kind, origin, depth, size, marks: Marks::default(), inner, fails, typed: None }
    }

    /// The value as one of this type. The type must be one that its kind can have.
    #[must_use]
    pub fn of_type(mut self, typed: Type) -> Value {
        self.typed = match (&typed, &self.kind) {
            (Type::Any, _) => None,
            (Type::String, Kind::String(_) | Kind::Partial(_)) => None,
            (Type::Number, Kind::Number(_)) | (Type::Bool, Kind::Bool(_)) => None,
            (Type::Tuple(_), Kind::List(_)) | (Type::Object(_), Kind::Map(_)) => None,
            _ => Some(Arc::new(typed)),
        };
        self
    }

    /// The value as one whose type only a provider knows: what is written as a string may be a number there,
    /// and a tuple a list.
    #[must_use]
    pub fn of_unknown_type(mut self) -> Value {
        self.typed = Some(Arc::new(Type::Any));
        self
    }

    /// Whether only a provider knows its type.
    pub fn is_of_unknown_type(&self) -> bool {
        self.typed.as_deref() == Some(&Type::Any)
    }

    /// Its type as far as it is known.
    pub fn type_of(&self) -> Type {
        if let Some(typed) = &self.typed {
            return (**typed).clone();
        }
        match &self.kind {
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::String(_) | Kind::Partial(_) => Type::String,
            Kind::List(items) => Type::Tuple(items.iter().map(Value::type_of).collect()),
            Kind::Set(items) => {
                Type::Set(Arc::new(items.first().map_or(Type::Any, Value::type_of)))
            }
            Kind::Map(map) => {
                let typed = |(key, value): (&Arc<str>, &Value)| (Arc::clone(key), value.type_of());
                Type::Object(Arc::new(map.iter().map(typed).collect()))
            }
            Kind::OneOf(values) => {
                let mut types = values.iter().map(Value::type_of);
                let first = types.next().unwrap_or(Type::Any);
                if types.all(|kind| kind == first) { first } else { Type::Any }
            }
            Kind::Null
            | Kind::Open(..)
            | Kind::Every(..)
            | Kind::Resource(_)
            | Kind::Unknown(_) => Type::Any,
        }
    }

    /// Whether all of its elements have one type: a list, a set or a map, and no tuple or object.
    pub fn is_uniform(&self) -> bool {
        matches!(self.typed.as_deref(), Some(Type::List(_) | Type::Set(_) | Type::Map(_)))
            || matches!(self.kind, Kind::Set(_))
    }

    /// The marks of the value itself, not of what is inside.
    pub fn marks(&self) -> Marks {
        self.marks
    }

    /// The marks of the value and of all that is inside.
    pub fn all_marks(&self) -> Marks {
        self.marks.and(self.inner)
    }

    /// The value with these marks beside its own.
    #[must_use]
    pub fn marked(mut self, marks: Marks) -> Value {
        self.marks = self.marks.and(marks);
        self
    }

    /// The value with these marks instead of its own.
    #[must_use]
    pub fn with_marks(mut self, marks: Marks) -> Value {
        self.marks = marks;
        self
    }

    /// How much a walk over this value sees.
    pub fn size(&self) -> usize {
        self.size as usize
    }

    /// Whether an expression inside fails, so that Terraform refuses the whole.
    pub fn fails(&self) -> bool {
        self.fails
    }

    /// A list of elements that all have this type.
    pub fn list_of(items: Vec<Value>, element: Type, origin: Origin) -> Value {
        Value::new(Kind::List(items.into()), origin).of_type(Type::List(Arc::new(element)))
    }

    /// A known string.
    pub fn string(text: impl Into<Arc<str>>, origin: Origin) -> Value {
        Value::new(Kind::String(text.into()), origin)
    }

    /// An unknown value.
    pub fn unknown(why: Why, origin: Origin) -> Value {
        Value::new(Kind::Unknown(Arc::new(why)), origin)
    }

    /// `null`.
    pub fn null(origin: Origin) -> Value {
        Value::new(Kind::Null, origin)
    }

    /// A value that is one of `candidates`: flattened, equal ones merged, and a lone one returned as itself.
    pub fn one_of(candidates: impl IntoIterator<Item = Value>, origin: Origin) -> Value {
        let mut distinct: Vec<Value> = Vec::new();
        for candidate in candidates {
            for alternative in candidate.alternatives() {
                if !distinct.iter().any(|d| d.same_as(alternative)) {
                    distinct.push(alternative.clone().marked(candidate.marks));
                }
                if distinct.len() > MOST_ALTERNATIVES {
                    return Value::unknown(Why::Budget, origin);
                }
            }
        }
        match distinct.len() {
            0 => Value::unknown(Why::Empty, origin),
            1 => distinct.swap_remove(0),
            _ => Value::new(Kind::OneOf(distinct.into()), origin),
        }
    }

    /// The values this one can be: its alternatives, or itself.
    pub fn alternatives(&self) -> &[Value] {
        match &self.kind {
            Kind::OneOf(values) => values,
            _ => std::slice::from_ref(self),
        }
    }

    /// Equal in what is known, wherever it came from.
    pub fn same_as(&self, other: &Value) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::List(a), Kind::List(b))
            | (Kind::Set(a), Kind::Set(b))
            | (Kind::OneOf(a), Kind::OneOf(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.same_as(b))
            }
            (Kind::Open(_, a), Kind::Open(_, b)) if a != b => false,
            (Kind::Map(a), Kind::Map(b)) | (Kind::Open(a, _), Kind::Open(b, _)) => {
                a.len() == b.len()
                    && a.keys().eq(b.keys())
                    && a.values().zip(b.values()).all(|(a, b)| a.same_as(b))
            }
            (Kind::Every(a, why), Kind::Every(b, other)) => why == other && a.same_as(b),
            (Kind::Partial(a), Kind::Partial(b)) => {
                let same = |(a, b): (&Piece, &Piece)| match (a, b) {
                    (Piece::Text(a), Piece::Text(b)) => a == b,
                    (Piece::Hole(a), Piece::Hole(b)) => a.same_as(b),
                    _ => false,
                };
                a.len() == b.len() && a.iter().zip(b.iter()).all(same)
            }
            (a, b) => a == b,
        }
    }

    /// A text that equal values share and others do not: sets of many values are compared by it. Nothing
    /// where something inside is not known.
    pub fn fingerprint(&self) -> Option<String> {
        let mut text = String::new();
        self.write_fingerprint(&mut text).then_some(text)
    }

    fn write_fingerprint(&self, out: &mut String) -> bool {
        let all = |out: &mut String, open: char, values: &[Value]| {
            out.push(open);
            values.iter().all(|value| value.write_fingerprint(out)) && {
                out.push(')');
                true
            }
        };
        match &self.kind {
            Kind::Null => out.push('0'),
            Kind::Bool(truth) => out.push(if *truth { 't' } else { 'f' }),
            // Nothing has two signs and is one value.
            Kind::Number(number) if number.signum() == 0 => out.push_str("n0;"),
            Kind::Number(number) => out.push_str(&format!("n{number};")),
            Kind::String(text) => out.push_str(&format!("s{}:{text}", text.len())),
            Kind::List(values) => return all(out, '(', values),
            Kind::Set(values) => return all(out, '{', values),
            Kind::Map(map) => {
                out.push('<');
                for (key, value) in &**map {
                    out.push_str(&format!("{}:{key}", key.len()));
                    if !value.write_fingerprint(out) {
                        return false;
                    }
                }
                out.push('>');
            }
            _ => return false,
        }
        true
    }

    /// The string, where this is exactly one known string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The map, where this is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The elements of a list or set.
    pub fn as_elements(&self) -> Option<&[Value]> {
        match &self.kind {
            Kind::List(values) | Kind::Set(values) => Some(values),
            _ => None,
        }
    }

    /// Why this is unknown, where it is wholly unknown.
    pub fn why(&self) -> Option<&Why> {
        match &self.kind {
            Kind::Unknown(why) => Some(why),
            _ => None,
        }
    }

    /// The first reason why something in this value is unknown; nothing where all of it is known.
    pub fn first_why(&self) -> Option<Why> {
        let of_all = |values: &[Value]| values.iter().find_map(Value::first_why);
        match &self.kind {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => None,
            Kind::List(values) | Kind::Set(values) => of_all(values),
            Kind::Map(map) => map.values().find_map(Value::first_why),
            Kind::Open(_, why) | Kind::Every(_, why) | Kind::Unknown(why) => Some((**why).clone()),
            Kind::Partial(pieces) => pieces.iter().find_map(|piece| match piece {
                Piece::Hole(value) => Some(value.first_why().unwrap_or(Why::Undecided)),
                Piece::Text(_) => None,
            }),
            Kind::OneOf(values) => Some(of_all(values).unwrap_or(Why::Undecided)),
            Kind::Resource(resource) => {
                Some(Why::Computed { resource: Arc::clone(resource), attribute: "".into() })
            }
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// Whether nothing inside is unknown, linked or one of a few.
    pub fn is_wholly_known(&self) -> bool {
        match &self.kind {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => true,
            Kind::List(values) | Kind::Set(values) => values.iter().all(Value::is_wholly_known),
            Kind::Map(map) => map.values().all(Value::is_wholly_known),
            Kind::Open(..)
            | Kind::Every(..)
            | Kind::Partial(_)
            | Kind::OneOf(_)
            | Kind::Resource(_)
            | Kind::Unknown(_) => false,
        }
    }

    /// The same value reached by one more hop.
    #[must_use]
    pub fn with_origin(mut self, origin: Origin) -> Value {
        self.origin = origin;
        self
    }
}

/// How deep and how large something is, what in it is marked, and whether something in it fails.
#[derive(Default)]
struct Measure {
    depth: u16,
    size: u32,
    marks: Marks,
    fails: bool,
}

fn measure(kind: &Kind) -> Measure {
    match kind {
        Kind::List(values) | Kind::Set(values) => measured(values.iter()),
        // What fails cannot come about; the others can.
        Kind::OneOf(values) => {
            Measure { fails: values.iter().all(Value::fails), ..measured(values.iter()) }
        }
        Kind::Map(map) | Kind::Open(map, _) => measured(map.values()),
        Kind::Every(element, _) => measured(std::iter::once(&**element)),
        Kind::Partial(pieces) => {
            let holes = pieces.iter().filter_map(|piece| match piece {
                Piece::Hole(value) => Some(value),
                Piece::Text(_) => None,
            });
            let texts = pieces.iter().map(|piece| match piece {
                Piece::Text(text) => weight(text),
                Piece::Hole(_) => 0,
            });
            let measure = measured(holes);
            Measure { size: texts.fold(measure.size, u32::saturating_add), ..measure }
        }
        Kind::String(text) => Measure { size: weight(text), ..Measure::default() },
        Kind::Unknown(why) => {
            let fails = matches!(**why, Why::Invalid { .. } | Why::NotDeclared { .. });
            Measure { size: 1, fails, ..Measure::default() }
        }
        _ => Measure { size: 1, ..Measure::default() },
    }
}

/// Something that holds these values.
fn measured<'v>(values: impl Iterator<Item = &'v Value>) -> Measure {
    let whole = values.fold(Measure { size: 1, ..Measure::default() }, |whole, value| Measure {
        depth: whole.depth.max(value.depth),
        size: whole.size.saturating_add(value.size),
        marks: whole.marks.and(value.all_marks()),
        fails: whole.fails || value.fails,
    });
    Measure { depth: whole.depth + 1, ..whole }
}

fn weight(text: &str) -> u32 {
    u32::try_from(1 + text.len() / BYTES_OF_A_VALUE).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_merges_equal_values_and_keeps_the_rest() {
        let s = |t: &str| Value::string(t, Origin::NONE);
        assert_eq!(Value::one_of([s("a"), s("a")], Origin::NONE), s("a"));
        let two = Value::one_of([s("a"), s("b"), s("a")], Origin::NONE);
        assert_eq!(two.alternatives().len(), 2);
        let three = Value::one_of([two, s("c")], Origin::NONE);
        assert_eq!(three.alternatives().len(), 3);
    }

    #[test]
    fn too_many_alternatives_are_unknown_not_dropped() {
        let number = |n| Value::new(Kind::Number(Number::of_index(n)), Origin::NONE);
        let several = Value::one_of((0..MOST_ALTERNATIVES).map(number), Origin::NONE);
        assert_eq!(several.alternatives().len(), MOST_ALTERNATIVES);
        let many = Value::one_of((0..=MOST_ALTERNATIVES).map(number), Origin::NONE);
        assert_eq!(many.why(), Some(&Why::Budget));
    }
}
