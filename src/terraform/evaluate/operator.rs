//! Operators of one and two operands, over values that may be known in part.

use super::{Evaluator, truth};
use crate::model::{Kind, Number, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Binary, Unary};

impl Evaluator<'_> {
    pub(super) fn unary(&mut self, operator: Unary, operand: &Value, span: Span) -> Value {
        let results: Vec<Value> = operand
            .alternatives()
            .iter()
            .map(|operand| {
                let kind = match operator {
                    Unary::Not => truth(operand).map(|truth| truth.map(|truth| Kind::Bool(!truth))),
                    Unary::Negate => number(operand).map(|n| n.map(|n| Kind::Number(n.negated()))),
                };
                self.computed(kind, [operand, operand], span)
            })
            .collect();
        Value::one_of(results, operand.origin)
    }

    pub(super) fn binary(
        &mut self,
        operator: Binary,
        left: &Value,
        right: &Value,
        span: Span,
    ) -> Value {
        let mut results = Vec::new();
        if !self.spend(left.size().saturating_add(right.size())) {
            return self.unknown(Why::Budget, span);
        }
        for left in left.alternatives() {
            for right in right.alternatives() {
                let kind = apply(operator, left, right);
                results.push(self.computed(kind, [left, right], span));
            }
        }
        Value::one_of(results, left.origin)
    }

    /// The result of an operation: its kind, unknown with the reason of an operand, or an error.
    fn computed(
        &mut self,
        kind: Result<Option<Kind>, String>,
        operands: [&Value; 2],
        span: Span,
    ) -> Value {
        let [left, right] = operands;
        let origin = self.provenance.join(Step::Computation, span, left.origin, right.origin);
        match kind {
            Ok(Some(kind)) => Value::new(kind, origin),
            Ok(None) => {
                let why = left.first_why().or_else(|| right.first_why());
                Value::unknown(why.unwrap_or(Why::Undecided), origin)
            }
            Err(message) => Value::unknown(Why::Invalid { message: message.into() }, origin),
        }
    }
}

fn apply(operator: Binary, left: &Value, right: &Value) -> Result<Option<Kind>, String> {
    match operator {
        Binary::Equal => Ok(equal(left, right).map(Kind::Bool)),
        Binary::NotEqual => Ok(equal(left, right).map(|equal| Kind::Bool(!equal))),
        Binary::And => logic(left, right, false),
        Binary::Or => logic(left, right, true),
        _ => {
            let (Some(a), Some(b)) = (number(left)?, number(right)?) else { return Ok(None) };
            arithmetic(operator, &a, &b)
        }
    }
}

/// `deciding` settles the result whatever the other operand is.
fn logic(left: &Value, right: &Value, deciding: bool) -> Result<Option<Kind>, String> {
    Ok(match (truth(left)?, truth(right)?) {
        (Some(a), _) | (_, Some(a)) if a == deciding => Some(Kind::Bool(deciding)),
        (Some(_), Some(_)) => Some(Kind::Bool(!deciding)),
        _ => None,
    })
}

/// Nothing where the result is too large to be worked with.
fn arithmetic(operator: Binary, a: &Number, b: &Number) -> Result<Option<Kind>, String> {
    let result = match operator {
        Binary::Add => a.plus(b),
        Binary::Subtract => a.minus(b),
        Binary::Multiply => a.times(b),
        Binary::Divide | Binary::Remainder if b.signum() == 0 => {
            return Err("division by zero".to_owned());
        }
        Binary::Divide => a.over(b),
        Binary::Remainder => a.remainder(b),
        Binary::Less => return Ok(Some(Kind::Bool(a < b))),
        Binary::LessOrEqual => return Ok(Some(Kind::Bool(a <= b))),
        Binary::Greater => return Ok(Some(Kind::Bool(a > b))),
        _ => return Ok(Some(Kind::Bool(a >= b))),
    };
    Ok(result.map(Kind::Number))
}

/// Equality where it can be told. A number and a string are never equal, as in Terraform.
fn equal(left: &Value, right: &Value) -> Option<bool> {
    if left.is_wholly_known() && right.is_wholly_known() {
        return Some(left.same_as(right));
    }
    let settled =
        |value: &Value| !matches!(value.kind, Kind::Unknown(_) | Kind::Partial(_) | Kind::OneOf(_));
    // An object or a list, however little is known inside, is not null.
    (settled(left) && settled(right) && left.is_null() != right.is_null()).then_some(false)
}

/// A number, or a string that reads as one.
pub(in crate::terraform) fn number(value: &Value) -> Result<Option<Number>, String> {
    match &value.kind {
        Kind::Number(number) => Ok(Some(number.clone())),
        Kind::String(text) => {
            let parsed = Number::parse(text).map(Some);
            parsed.ok_or_else(|| format!("`{text}` is not a number"))
        }
        Kind::Unknown(_) | Kind::OneOf(_) | Kind::Partial(_) => Ok(None),
        _ => Err("a number is needed here".to_owned()),
    }
}
