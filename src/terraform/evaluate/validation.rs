//! What the `validation` blocks of a variable leave possible (Terraform's language documentation, "Custom
//! Conditions"): a variable that nothing sets is one of the values that its conditions accept.
//!
//! A condition is read for the values that it names: no other one can pass it. It is then asked about each of
//! them.

mod comparison;
mod condition;
mod subject;

use std::sync::Arc;

use self::condition::{Reader, Wanted};
use self::subject::Subject;
use super::meet::meet;
use super::{Binding, Each, Evaluator, Scope, truth};
use crate::model::{Kind, Map, Origin, Value, Why};
use crate::syntax::hcl::{Block, Expr};

impl<'m> Evaluator<'m> {
    /// The value of a variable as far as its conditions accept it. What they do not limit stays as it is, and
    /// so does what they refuse as a whole: Terraform would not run.
    pub(super) fn limited(
        &mut self,
        instance: usize,
        name: &'m str,
        block: &'m Block,
        value: Value,
    ) -> Value {
        let Some(why) = value.first_why().filter(|_| !value.fails()) else { return value };
        let why = Arc::new(why);
        let mut reader = Reader::new(self, instance, name, why);
        let mut limited = value.clone();
        for condition in conditions(block) {
            let allowed = reader.allowed(condition, Wanted::True, &Subject::Variable);
            let Some(allowed) = allowed.and_then(|all| one_of_few(all, value.origin)) else {
                continue;
            };
            if !reader.spend(limited.alternatives().len() * allowed.alternatives().len()) {
                break;
            }
            match meet(&limited, &allowed) {
                Some(both) => limited = both,
                None => return value,
            }
        }
        self.accepted(instance, name, block, limited).unwrap_or(value)
    }

    /// Those of several values that no condition refuses.
    fn accepted(
        &mut self,
        instance: usize,
        name: &'m str,
        block: &'m Block,
        value: Value,
    ) -> Option<Value> {
        let Kind::OneOf(all) = &value.kind else { return Some(value) };
        let why = Arc::new(Why::Undecided);
        let mut accepted = Vec::new();
        for candidate in &**all {
            // The conditions may ask about other variables, of which nothing is said here.
            let variables = Map::from([(Arc::from(name), candidate.clone())]);
            let variables = Kind::Open(Arc::new(variables), Arc::clone(&why));
            let value = Value::new(variables, Origin::NONE);
            let binding = Binding { name: "var", value, outer: None };
            let scope = Scope::of(instance, &Each::None);
            let refused = conditions(block).any(|condition| {
                let answer = self.eval(condition, &scope.bind(&binding));
                // One that fails may be behind an operand that newer versions stop at.
                truth(&answer) == Ok(Some(false))
            });
            let is_left_out = candidate.is_null() && self.refuses_null(instance, block);
            if !refused && !is_left_out {
                accepted.push(candidate.clone());
            }
        }
        let origin = value.origin;
        (!accepted.is_empty()).then(|| Value::one_of(accepted, origin).marked(value.marks()))
    }
}

fn conditions(block: &Block) -> impl Iterator<Item = &Expr> {
    let validations = block.body.blocks("validation");
    validations.filter_map(|validation| Some(&validation.body.attribute("condition")?.value))
}

/// Whether something is known of a value.
fn is_told(value: &Value) -> bool {
    !matches!(value.kind, Kind::Unknown(_) | Kind::Resource(_))
}

/// One of these; nothing where they are too many, or there are none.
fn one_of_few(all: Vec<Value>, origin: Origin) -> Option<Value> {
    let value = Value::one_of(all, origin);
    is_told(&value).then_some(value)
}
