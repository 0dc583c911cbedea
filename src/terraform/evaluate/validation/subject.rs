//! What a condition is about: the variable, or an element of a collection in it.

use std::sync::Arc;

use crate::model::{Kind, Map, Value, Why};
use crate::syntax::hcl::{Access, Expr, ExprKind, Part};

/// What is limited: the variable, or each element of a collection in it, by the name that `for` gives it.
pub(super) enum Subject<'m> {
    Variable,
    Element(&'m str),
}

/// One step from the subject into what is inside.
pub(super) enum Inside {
    Attribute(Arc<str>),
    Elements,
}

impl Subject<'_> {
    /// The way from the subject to what an expression reads of it. Functions that change how it is written
    /// count as reading it: it is taken as the condition writes it.
    pub(super) fn way_to(&self, expr: &Expr, variable: &str) -> Option<Vec<Inside>> {
        let named =
            |expr: &Expr, name: &str| matches!(&expr.kind, ExprKind::Variable(v) if **v == *name);
        match &expr.kind {
            ExprKind::Template(parts) => self.way_to(only_interpolation(parts)?, variable),
            ExprKind::Call(call) => match (&*call.name, call.args.as_slice()) {
                ("lower" | "upper" | "trimspace" | "tostring" | "nonsensitive", [inner])
                | ("toset" | "tolist" | "distinct" | "sort" | "values", [inner]) => {
                    self.way_to(inner, variable)
                }
                _ => None,
            },
            ExprKind::Variable(_) => match self {
                Subject::Element(name) => named(expr, name).then(Vec::new),
                Subject::Variable => None,
            },
            ExprKind::Traversal(root, steps) => {
                let steps = match (self, steps.split_first()?) {
                    (Subject::Variable, (Access::Attribute(first, _), rest)) => {
                        (named(root, "var") && **first == *variable).then_some(rest)
                    }
                    (Subject::Element(name), _) => named(root, name).then_some(steps.as_slice()),
                    (Subject::Variable, _) => None,
                };
                steps?.iter().map(stepped).collect()
            }
            _ => None,
        }
    }
}

/// A value that has this one inside; the rest is unknown, because of this.
pub(super) fn around(inside: &[Inside], why: &Arc<Why>, value: Value) -> Value {
    inside.iter().rev().fold(value, |value, step| {
        let (origin, why) = (value.origin, Arc::clone(why));
        let kind = match step {
            Inside::Attribute(name) => {
                Kind::Open(Arc::new(Map::from([(Arc::clone(name), value)])), why)
            }
            Inside::Elements => Kind::Every(Arc::new(value), why),
        };
        Value::new(kind, origin)
    })
}

fn stepped(step: &Access) -> Option<Inside> {
    match step {
        Access::Attribute(name, _) => Some(Inside::Attribute(Arc::clone(name))),
        Access::Index(Expr { kind: ExprKind::String(name), .. }) => {
            Some(Inside::Attribute(Arc::clone(name)))
        }
        Access::Index(_) => None,
        Access::AttributeSplat(_) | Access::FullSplat(_) => Some(Inside::Elements),
    }
}

/// `"${expression}"` and nothing else.
pub(super) fn only_interpolation(parts: &[Part]) -> Option<&Expr> {
    match parts {
        [Part::Interpolation(inner)] => Some(inner),
        _ => None,
    }
}
