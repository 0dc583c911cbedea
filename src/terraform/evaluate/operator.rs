//! Operators of one and two operands, over values that may be known in part.

use super::{Evaluator, one_of_valid, truth};
use crate::model::{Kind, Number, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Binary, Unary};
use crate::terraform::functions::pieces::{self, can_be};

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
        one_of_valid(results, operand.origin).marked(operand.marks())
    }

    pub(super) fn binary(
        &mut self,
        operator: Binary,
        left: &Value,
        right: &Value,
        span: Span,
    ) -> Value {
        let mut results = Vec::new();
        let pairs = left.alternatives().len() * right.alternatives().len();
        if !self.spend(left.size().saturating_add(right.size()).saturating_add(pairs)) {
            return self.unknown(Why::Budget, span);
        }
        for left in left.alternatives() {
            for right in right.alternatives() {
                let kind = apply(operator, left, right);
                results.push(self.computed(kind, [left, right], span));
            }
        }
        one_of_valid(results, left.origin).marked(left.marks()).marked(right.marks())
    }

    /// The result of an operation: its kind, unknown with the reason of an operand, or an error.
    fn computed(
        &mut self,
        kind: Result<Option<Kind>, String>,
        operands: [&Value; 2],
        span: Span,
    ) -> Value {
        let [left, right] = operands;
        let marks = left.all_marks().and(right.all_marks());
        let origin = self.provenance.join(Step::Computation, span, left.origin, right.origin);
        match kind {
            Ok(Some(kind)) => Value::new(kind, origin).marked(marks),
            Ok(None) => {
                let why = left.first_why().or_else(|| right.first_why());
                Value::unknown(why.unwrap_or(Why::Undecided), origin).marked(marks)
            }
            Err(message) => Value::unknown(Why::Invalid { message: message.into() }, origin),
        }
    }
}

fn apply(operator: Binary, left: &Value, right: &Value) -> Result<Option<Kind>, String> {
    if let Some(Why::Invalid { message }) =
        [left, right].iter().filter(|value| value.fails()).find_map(|value| value.first_why())
    {
        return Err(message.to_string());
    }
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
        // Terraform has infinities, which we do not know to write.
        Binary::Divide if b.signum() == 0 && a.signum() == 0 => {
            return Err("nothing is divided by nothing".to_owned());
        }
        Binary::Remainder if b.signum() == 0 => Some(a.clone()),
        Binary::Divide => a.over(b),
        Binary::Remainder => a.remainder(b),
        Binary::Less => return Ok(Some(Kind::Bool(a < b))),
        Binary::LessOrEqual => return Ok(Some(Kind::Bool(a <= b))),
        Binary::Greater => return Ok(Some(Kind::Bool(a > b))),
        _ => return Ok(Some(Kind::Bool(a >= b))),
    };
    Ok(result.map(Kind::Number))
}

/// Equality where it can be told. Values of different types are never equal, as in Terraform.
pub(in crate::terraform) fn equal(left: &Value, right: &Value) -> Option<bool> {
    let answer = equal_as_written(left, right);
    let is_open = left.is_of_unknown_type() || right.is_of_unknown_type();
    let differ_in_form = std::mem::discriminant(&left.kind) != std::mem::discriminant(&right.kind)
        || left.as_elements().is_some()
        || left.as_map().is_some();
    // A provider may read another type out of what is written; `null` it leaves as it is.
    let may_change = is_open && differ_in_form && !left.is_null() && !right.is_null();
    if may_change { None } else { answer }
}

fn equal_as_written(left: &Value, right: &Value) -> Option<bool> {
    match (&left.kind, &right.kind) {
        (Kind::OneOf(values), _) => all_alike(values.iter().map(|value| equal(value, right))),
        (_, Kind::OneOf(values)) => all_alike(values.iter().map(|value| equal(left, value))),
        (Kind::Unknown(_), _) | (_, Kind::Unknown(_)) => None,
        // An object or a list, however little is known inside, is not null.
        (Kind::Null, _) | (_, Kind::Null) => Some(left.is_null() && right.is_null()),
        (Kind::Partial(pieces), Kind::String(text))
        | (Kind::String(text), Kind::Partial(pieces)) => {
            if can_be(pieces, text) {
                None
            } else {
                Some(false)
            }
        }
        (Kind::Partial(_), Kind::Partial(_)) => {
            let starts = [pieces::start(left), pieces::start(right)];
            let ends = [pieces::end(left), pieces::end(right)];
            let starts_agree = starts[0].starts_with(starts[1]) || starts[1].starts_with(starts[0]);
            let ends_agree = ends[0].ends_with(ends[1]) || ends[1].ends_with(ends[0]);
            if starts_agree && ends_agree { None } else { Some(false) }
        }
        (Kind::Bool(a), Kind::Bool(b)) => Some(a == b),
        (Kind::Number(a), Kind::Number(b)) => Some(a == b),
        (Kind::String(a), Kind::String(b)) => Some(a == b),
        (Kind::List(a), Kind::List(b)) => {
            let alike = left.is_uniform() == right.is_uniform() && a.len() == b.len();
            let items = a.iter().zip(b.iter()).map(|(a, b)| equal(a, b));
            if alike { same_type(all_equal(items), left, right) } else { Some(false) }
        }
        (Kind::Set(_), Kind::Set(_)) => {
            let known = left.is_wholly_known() && right.is_wholly_known();
            let same = known.then(|| left.same_as(right));
            same_type(same, left, right)
        }
        (Kind::Map(a), Kind::Map(b)) => {
            let alike = left.is_uniform() == right.is_uniform() && a.keys().eq(b.keys());
            let items = a.values().zip(b.values()).map(|(a, b)| equal(a, b));
            if alike { same_type(all_equal(items), left, right) } else { Some(false) }
        }
        (
            Kind::Open(..) | Kind::Every(..) | Kind::Resource(_),
            Kind::Open(..)
            | Kind::Every(..)
            | Kind::Resource(_)
            | Kind::List(_)
            | Kind::Set(_)
            | Kind::Map(_),
        )
        | (
            Kind::List(_) | Kind::Set(_) | Kind::Map(_),
            Kind::Open(..) | Kind::Every(..) | Kind::Resource(_),
        ) => None,
        _ => Some(false),
    }
}

/// The answer that all give.
fn all_alike(mut answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

/// Whether all are equal: one that is not decides, whatever the others are.
fn all_equal(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for answer in answers {
        match answer {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// Empty lists of different types hold the same and are not equal.
fn same_type(answer: Option<bool>, left: &Value, right: &Value) -> Option<bool> {
    if answer != Some(true) {
        return answer;
    }
    let (left, right) = (left.type_of(), right.type_of());
    if left == right {
        return Some(true);
    }
    if left.has_any() || right.has_any() { None } else { Some(false) }
}

/// A number, or a string that reads as one.
pub(in crate::terraform) fn number(value: &Value) -> Result<Option<Number>, String> {
    match &value.kind {
        Kind::Number(number) => Ok(Some(number.clone())),
        Kind::String(text) => {
            let parsed = Number::parse(text).map(Some);
            // The text may be a secret: it is not repeated.
            parsed.ok_or_else(|| "this string is not a number".to_owned())
        }
        Kind::Unknown(_) | Kind::OneOf(_) | Kind::Partial(_) => Ok(None),
        _ => Err("a number is needed here".to_owned()),
    }
}
