//! The types that Terraform gives to values. They decide more than they seem to: a list never equals a tuple,
//! and both branches of a conditional have one type.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Not known yet, or that of a bare `null`.
    Any,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A list, all of whose elements have this type.
    List(Arc<Type>),
    /// A set, all of whose elements have this type.
    Set(Arc<Type>),
    /// A map, all of whose elements have this type.
    Map(Arc<Type>),
    /// A tuple: each element has a type of its own.
    Tuple(Arc<[Type]>),
    /// An object: each attribute has a type of its own.
    Object(Arc<BTreeMap<Arc<str>, Type>>),
}

impl Type {
    /// Whether this is a string, a number or a truth value.
    pub fn is_primitive(&self) -> bool {
        matches!(self, Type::String | Type::Number | Type::Bool)
    }

    /// Whether something in it is not known yet.
    pub fn has_any(&self) -> bool {
        match self {
            Type::Any => true,
            Type::String | Type::Number | Type::Bool => false,
            Type::List(inner) | Type::Set(inner) | Type::Map(inner) => inner.has_any(),
            Type::Tuple(types) => types.iter().any(Type::has_any),
            Type::Object(types) => types.values().any(Type::has_any),
        }
    }

    /// The type of all elements of a list, a set or a map.
    pub fn element(&self) -> Option<&Type> {
        match self {
            Type::List(inner) | Type::Set(inner) | Type::Map(inner) => Some(inner),
            _ => None,
        }
    }
}

/// As Terraform's messages name it.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Any => f.write_str("dynamic"),
            Type::String => f.write_str("string"),
            Type::Number => f.write_str("number"),
            Type::Bool => f.write_str("bool"),
            Type::List(inner) => write!(f, "list of {inner}"),
            Type::Set(inner) => write!(f, "set of {inner}"),
            Type::Map(inner) => write!(f, "map of {inner}"),
            Type::Tuple(_) => f.write_str("tuple"),
            Type::Object(_) => f.write_str("object"),
        }
    }
}
