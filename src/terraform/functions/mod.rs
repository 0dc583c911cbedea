//! Built-in functions, one file a family. One that is not here gives an unknown value that names it.
//!
//! What a function does with its arguments before it looks at them is the same for all: as many as it takes,
//! none of them `null` where it takes none, each converted to the type that it takes.

mod convert;
mod csv;
mod datetime;
mod encoding;
pub(super) mod file;
mod flatten;
mod format;
mod hash;
mod json;
pub(super) mod language;
mod list;
mod map;
mod network;
mod numeric;
mod pattern;
pub(super) mod pieces;
mod set;
mod string;
mod template;
mod yaml;

use std::sync::Arc;

use super::evaluate::{Evaluator, Scope, one_of_valid};
use super::types;
use crate::model::{Kind, MOST_ALTERNATIVES, Number, Origin, Step, Type, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::Call;

/// What a function gives: a value, or why there is none.
pub(super) type Outcome = Result<Value, Why>;

/// What a function takes at one place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Param {
    /// A string.
    Text,
    /// A number.
    Number,
    /// Anything but `null`.
    Any,
    /// Anything.
    Nullable,
    /// A list of strings.
    Texts,
    /// A list of truth values.
    Bools,
    /// A list of elements of one type.
    List,
    /// A set.
    Set,
    /// A map of lists of strings.
    Lists,
}

impl Param {
    fn kind(self) -> Type {
        let list = |inner: Type| Type::List(Arc::new(inner));
        match self {
            Param::Text => Type::String,
            Param::Number => Type::Number,
            Param::Any | Param::Nullable => Type::Any,
            Param::Texts => list(Type::String),
            Param::Bools => list(Type::Bool),
            Param::List => list(Type::Any),
            Param::Set => Type::Set(Arc::new(Type::Any)),
            Param::Lists => Type::Map(Arc::new(list(Type::String))),
        }
    }
}

/// How a function takes arguments that are not wholly known.
#[derive(Clone, Copy)]
enum Needs {
    /// All of every argument must be known.
    Everything,
    /// The arguments themselves must be known, not what is inside them.
    Shape,
    /// The arguments themselves, or parts of strings.
    Pieces,
    /// It looks for itself.
    Nothing,
}

/// Which marks of its arguments the result of a function has.
#[derive(Clone, Copy)]
enum Carries {
    /// All of them.
    All,
    /// Those of the arguments themselves; marks inside stay with what they mark.
    Outer,
    /// Those that the function gives it.
    Own,
}

/// A built-in function.
#[derive(Clone, Copy)]
struct Function {
    params: &'static [Param],
    /// What any number of further arguments are.
    rest: Option<Param>,
    needs: Needs,
    marks: Carries,
    body: fn(&[Value]) -> Outcome,
}

impl Function {
    const fn new(
        params: &'static [Param],
        needs: Needs,
        body: fn(&[Value]) -> Outcome,
    ) -> Function {
        Function { params, rest: None, needs, marks: Carries::All, body }
    }

    /// Takes any number of further arguments.
    const fn rest(mut self, rest: Param) -> Function {
        self.rest = Some(rest);
        self
    }

    /// Marks inside the arguments stay with what they mark.
    const fn keeping_marks(mut self) -> Function {
        self.marks = Carries::Outer;
        self
    }

    /// Marks are what it is about.
    const fn giving_marks(mut self) -> Function {
        self.marks = Carries::Own;
        self
    }

    /// The arguments as the function takes them.
    fn prepared(&self, args: &[Value]) -> Result<Vec<Value>, Why> {
        let (given, taken) = (args.len(), self.params.len());
        if given < taken || (given > taken && self.rest.is_none()) {
            return Err(invalid(&format!("the function takes {taken} arguments, not {given}")));
        }
        let params = self.params.iter().copied().map(Some).chain(std::iter::repeat(self.rest));
        args.iter().zip(params).map(|(arg, param)| prepared(arg, param)).collect()
    }
}

fn prepared(arg: &Value, param: Option<Param>) -> Outcome {
    if let Some(why) = arg.first_why().filter(|_| arg.fails()) {
        return Err(why);
    }
    match param {
        None | Some(Param::Nullable) => Ok(arg.clone()),
        Some(_) if arg.is_null() => Err(invalid("an argument must not be null")),
        Some(Param::Any) => Ok(arg.clone()),
        Some(param) => types::convert(arg, &param.kind()),
    }
}

/// The most combinations of alternatives that a call is worked out for.
const MOST_CALLS: usize = MOST_ALTERNATIVES;

fn find(name: &str) -> Option<Function> {
    list::find(name)
        .or_else(|| string::find(name))
        .or_else(|| map::find(name))
        .or_else(|| convert::find(name))
        .or_else(|| format::find(name))
        .or_else(|| numeric::find(name))
        .or_else(|| set::find(name))
        .or_else(|| json::find(name))
        .or_else(|| network::find(name))
        .or_else(|| pattern::find(name))
        .or_else(|| encoding::find(name))
        .or_else(|| hash::find(name))
        .or_else(|| datetime::find(name))
        .or_else(|| yaml::find(name))
        .or_else(|| csv::find(name))
}

impl<'m> Evaluator<'m> {
    pub(super) fn call(&mut self, call: &'m Call, span: Span, scope: &Scope<'_>) -> Value {
        // Terraform 1.8 knows its own functions by a namespace as well.
        let name = call.name.strip_prefix("core::").unwrap_or(&call.name);
        match name {
            "try" => return self.attempt(call, span, scope),
            "can" => return self.can(call, span, scope),
            "templatestring" => return self.template_string(call, span, scope),
            _ => {}
        }
        if self.instances[scope.instance].view.is_some()
            && let Some(value) = self.terragrunt_call(scope.instance, call, span, scope)
        {
            return value;
        }
        let mut args: Vec<Value> = call.args.iter().map(|arg| self.eval(arg, scope)).collect();
        if call.expand
            && let Some(last) = args.pop()
        {
            match last.as_elements() {
                Some(items) => {
                    let marks = last.marks();
                    args.extend(items.iter().map(|item| item.clone().marked(marks)));
                }
                None => {
                    let why = last.first_why().unwrap_or_else(|| invalid("`...` needs a list"));
                    return self.unknown(why, span);
                }
            }
        }
        self.tell_in_call(&args, span);
        // A function may look at all that its arguments hold.
        let combinations = combinations(&args);
        let times = combinations.as_ref().map_or(1, Vec::len);
        if !self.spend(args.iter().map(Value::size).sum::<usize>().saturating_mul(times)) {
            return self.unknown(Why::Budget, span);
        }
        let results: Vec<Value> = match combinations {
            Some(combinations) => {
                combinations.iter().map(|args| self.apply(name, args, span, scope)).collect()
            }
            None => vec![self.apply(name, &args, span, scope)],
        };
        let origin = results.first().map_or(Origin::NONE, |result| result.origin);
        one_of_valid(results, origin)
    }

    fn apply(&mut self, name: &str, args: &[Value], span: Span, scope: &Scope<'_>) -> Value {
        let outcome = match find(name) {
            Some(function) => apply(&function, args),
            None => self.read_file(name, args, span, scope),
        };
        let source = args.iter().map(|arg| arg.origin).find(|origin| *origin != Origin::NONE);
        self.outcome_of_call(outcome, span, source.unwrap_or(Origin::NONE))
    }

    /// What a function gives, with the hop from what it is computed of.
    pub(in crate::terraform) fn outcome_of_call(
        &mut self,
        outcome: Outcome,
        span: Span,
        source: Origin,
    ) -> Value {
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

    /// The first argument that works; unknown values are no errors.
    fn attempt(&mut self, call: &'m Call, span: Span, scope: &Scope<'_>) -> Value {
        let mut possible = Vec::new();
        for arg in &call.args {
            let before = self.open_elements;
            let value = self.eval(arg, scope);
            if value.fails() {
                continue;
            }
            possible.push(value);
            // What may not be there leaves it to the next argument.
            if self.open_elements == before {
                break;
            }
        }
        if possible.is_empty() {
            return self.invalid("no argument of `try` works", span);
        }
        let value = Value::one_of(possible, Origin::NONE);
        self.hop(Step::Computation, span, value)
    }

    /// Whether an expression works: that can hang on what is not known in it.
    fn can(&mut self, call: &'m Call, span: Span, scope: &Scope<'_>) -> Value {
        let [arg] = call.args.as_slice() else {
            return self.invalid("`can` takes one argument", span);
        };
        let before = self.open_elements;
        let value = self.eval(arg, scope);
        match value.first_why() {
            Some(_) if value.fails() => self.literal(Kind::Bool(false), span),
            Some(why) => self.unknown(why, span),
            None if self.open_elements > before => self.unknown(Why::Undecided, span),
            None => self.literal(Kind::Bool(true), span),
        }
    }
}

fn apply(function: &Function, args: &[Value]) -> Outcome {
    let args = function.prepared(args)?;
    let hidden = match function.needs {
        Needs::Everything => args.iter().find_map(Value::first_why),
        Needs::Shape => args.iter().find_map(hidden_shape),
        Needs::Pieces => {
            let is_partial = |arg: &&Value| matches!(arg.kind, Kind::Partial(_));
            args.iter().filter(|arg| !is_partial(arg)).find_map(Value::first_why)
        }
        Needs::Nothing => None,
    };
    if let Some(why) = hidden {
        return Err(why);
    }
    let result = (function.body)(&args)?;
    let marks =
        args.iter().fold(crate::model::Marks::default(), |marks, arg| match function.marks {
            Carries::All => marks.and(arg.all_marks()),
            Carries::Outer => marks.and(arg.marks()),
            Carries::Own => marks,
        });
    Ok(result.marked(marks))
}

/// A value as `jsonencode` writes it.
pub(super) fn json_of(value: &Value) -> Outcome {
    string_of(json::encoded(value)?)
}

/// Every choice of one alternative for each argument; nothing where there are too many or none.
fn combinations(args: &[Value]) -> Option<Vec<Vec<Value>>> {
    let count =
        args.iter().fold(1_usize, |count, arg| count.saturating_mul(arg.alternatives().len()));
    if count <= 1 || count > MOST_CALLS {
        return None;
    }
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    for arg in args {
        let extend = |start: &Vec<Value>| {
            let start = start.clone();
            arg.alternatives().iter().map(move |value| {
                let mut combination = start.clone();
                combination.push(value.clone().marked(arg.marks()));
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

/// A whole number that the machine can count with.
fn whole(value: &Value) -> Result<i64, Why> {
    number(value)?.as_i64().ok_or_else(|| invalid("a whole number is needed here"))
}

fn items(value: &Value) -> Result<&[Value], Why> {
    value
        .as_elements()
        .ok_or_else(|| value.first_why().unwrap_or_else(|| invalid("a list is needed here")))
}

fn arg(args: &[Value], at: usize) -> Result<&Value, Why> {
    args.get(at).ok_or_else(|| invalid("an argument is missing"))
}

/// A string that is not too long.
fn string_of(text: String) -> Outcome {
    if text.len() > super::evaluate::LONGEST_STRING {
        return Err(Why::Budget);
    }
    plain(Kind::String(text.into()))
}
