//! Built-in functions, one file a family. One that is not here gives an unknown value that names it.

mod collection;
mod convert;
mod encoding;
mod network;
mod numeric;
mod pattern;
mod string;

use std::sync::Arc;

use super::evaluate::{Evaluator, Scope, one_of_valid};
use crate::model::{Kind, Number, Origin, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::Call;

/// What went wrong in a function: an error of the configuration, or something not known.
pub(super) type Outcome = Result<Value, Why>;

/// How a function takes arguments that are not wholly known.
#[derive(Clone, Copy)]
enum Needs {
    /// All of every argument must be known.
    Everything,
    /// The arguments themselves must be known, not what is inside them.
    Shape,
    /// The arguments themselves, or that all of their elements are alike.
    Elements,
    /// It looks for itself.
    Nothing,
}

/// A built-in function.
struct Function {
    needs: Needs,
    body: fn(&[Value]) -> Outcome,
}

/// The most combinations of alternatives that a call is worked out for.
const MOST_CALLS: usize = 16;

fn find(name: &str) -> Option<Function> {
    // Terraform 1.8 knows its own functions by a namespace as well.
    let name = name.strip_prefix("core::").unwrap_or(name);
    let (needs, body) = collection::find(name)
        .or_else(|| string::find(name))
        .or_else(|| convert::find(name))
        .or_else(|| numeric::find(name))
        .or_else(|| encoding::find(name))
        .or_else(|| pattern::find(name))
        .or_else(|| network::find(name))?;
    Some(Function { needs, body })
}

/// What a family of functions gives for a name.
type Found = Option<(Needs, fn(&[Value]) -> Outcome)>;

impl<'m> Evaluator<'m> {
    pub(super) fn call(&mut self, call: &'m Call, span: Span, scope: &Scope<'_>) -> Value {
        match &*call.name {
            "try" | "can" => return self.attempt(call, span, scope),
            _ => {}
        }
        if self.instances[scope.instance].view.is_some()
            && let Some(value) = self.terragrunt_call(scope.instance, call, span, scope)
        {
            return value;
        }
        let Some(function) = find(&call.name) else {
            let name = Arc::clone(&call.name);
            return self.unknown(Why::Function { name }, span);
        };
        let mut args: Vec<Value> = call.args.iter().map(|arg| self.eval(arg, scope)).collect();
        if call.expand
            && let Some(last) = args.pop()
        {
            match last.as_elements() {
                Some(items) => args.extend(items.iter().cloned()),
                None => {
                    let why = last.first_why().unwrap_or_else(|| invalid("`...` needs a list"));
                    return self.unknown(why, span);
                }
            }
        }
        self.tell_in_call(&args, span);
        // A function may look at all that its arguments hold.
        if !self.spend(args.iter().map(Value::size).sum()) {
            return self.unknown(Why::Budget, span);
        }
        let results: Vec<Value> = match combinations(&args) {
            Some(combinations) if !matches!(function.needs, Needs::Nothing) => {
                combinations.iter().map(|args| self.apply(&function, args, span)).collect()
            }
            _ => vec![self.apply(&function, &args, span)],
        };
        let origin = results.first().map_or(Origin::NONE, |result| result.origin);
        one_of_valid(results, origin)
    }

    fn apply(&mut self, function: &Function, args: &[Value], span: Span) -> Value {
        let hidden = match function.needs {
            Needs::Everything => args.iter().find_map(Value::first_why),
            Needs::Shape => args.iter().find_map(hidden_shape),
            Needs::Elements => args
                .iter()
                .filter(|arg| !matches!(arg.kind, Kind::Every(..)))
                .find_map(hidden_shape),
            Needs::Nothing => None,
        };
        let outcome = match hidden {
            Some(why) => Err(why),
            None => (function.body)(args),
        };
        let source = args.iter().map(|arg| arg.origin).find(|origin| *origin != Origin::NONE);
        let source = source.unwrap_or(Origin::NONE);
        match outcome {
            Ok(value) if value.origin == Origin::NONE => {
                let origin = self.provenance.hop(Step::Computation, span, source);
                value.with_origin(origin)
            }
            Ok(value) => self.also(Step::Computation, span, value, source),
            Err(why) => {
                let origin = self.provenance.hop(Step::Computation, span, source);
                Value::unknown(why, origin)
            }
        }
    }

    /// `try` and `can`: errors are answers here, unknown values are not errors.
    fn attempt(&mut self, call: &'m Call, span: Span, scope: &Scope<'_>) -> Value {
        let failed = |value: &Value| {
            matches!(value.why(), Some(Why::Invalid { .. } | Why::NotDeclared { .. }))
        };
        if &*call.name == "can" {
            let value = call.args.first().map(|arg| self.eval(arg, scope));
            return match value.as_ref().and_then(|value| value.first_why()) {
                // Whether an expression works can hang on what is not known in it.
                Some(why) if !value.as_ref().is_some_and(failed) => self.unknown(why, span),
                _ => {
                    let worked = value.as_ref().is_some_and(|value| !failed(value));
                    self.literal(Kind::Bool(worked), span)
                }
            };
        }
        for arg in &call.args {
            let value = self.eval(arg, scope);
            if !failed(&value) {
                return self.hop(Step::Computation, span, value);
            }
        }
        self.invalid("no argument of `try` works", span)
    }
}

/// A value as `jsonencode` writes it.
pub(super) fn json_of(value: &Value) -> Outcome {
    encoding::jsonencode(std::slice::from_ref(value))
}

/// Every choice of one alternative for each argument; nothing where there are too many or none.
fn combinations(args: &[Value]) -> Option<Vec<Vec<Value>>> {
    let count: usize = args.iter().map(|arg| arg.alternatives().len()).product();
    if count <= 1 || count > MOST_CALLS {
        return None;
    }
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    for arg in args {
        let extend = |start: &Vec<Value>| {
            let start = start.clone();
            arg.alternatives().iter().map(move |value| {
                let mut combination = start.clone();
                combination.push(value.clone());
                combination
            })
        };
        all = all.iter().flat_map(extend).collect();
    }
    Some(all)
}

/// Why the shape of a value is not known.
fn hidden_shape(value: &Value) -> Option<Why> {
    match &value.kind {
        Kind::Unknown(_)
        | Kind::OneOf(_)
        | Kind::Resource(_)
        | Kind::Partial(_)
        | Kind::Open(..)
        | Kind::Every(..) => value.first_why(),
        _ => None,
    }
}

fn invalid(message: &str) -> Why {
    Why::Invalid { message: message.into() }
}

/// A result without an origin of its own: the call gives it one.
fn plain(kind: Kind) -> Outcome {
    Ok(Value::new(kind, Origin::NONE))
}

fn text(value: &Value) -> Result<Arc<str>, Why> {
    match &value.kind {
        Kind::String(text) => Ok(Arc::clone(text)),
        Kind::Number(number) => Ok(number.to_string().into()),
        Kind::Bool(truth) => Ok(truth.to_string().into()),
        _ => Err(value.first_why().unwrap_or_else(|| invalid("a string is needed here"))),
    }
}

fn number(value: &Value) -> Result<Number, Why> {
    match super::evaluate::number(value) {
        Ok(Some(number)) => Ok(number),
        Ok(None) => Err(value.first_why().unwrap_or(Why::Undecided)),
        Err(message) => Err(invalid(&message)),
    }
}

fn items(value: &Value) -> Result<&[Value], Why> {
    value
        .as_elements()
        .ok_or_else(|| value.first_why().unwrap_or_else(|| invalid("a list is needed here")))
}

fn arg(args: &[Value], at: usize) -> Result<&Value, Why> {
    args.get(at).ok_or_else(|| invalid("an argument is missing"))
}
