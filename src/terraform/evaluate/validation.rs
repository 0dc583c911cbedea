//! What the `validation` blocks of a variable leave possible (Terraform's language documentation, "Custom
//! Conditions"): a variable that nothing sets is one of the values that its conditions accept.
//!
//! A condition is read for the values that it names: no other one can pass it. It is then asked about each of
//! them.

use std::sync::Arc;

use super::meet::meet;
use super::{Binding, Each, Evaluator, Scope, truth};
use crate::model::{Kind, MOST_ALTERNATIVES, Map, Number, Origin, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Access, Binary, Block, Call, Expr, ExprKind, For, Part, Unary};
use crate::terraform::functions::language;

/// The most steps of reading the conditions of one variable.
const MOST_STEPS: usize = 100_000;

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
        let mut reader = Reader { evaluator: self, instance, name, why, steps: 0 };
        let mut limited = value.clone();
        for condition in conditions(block) {
            let allowed = reader.allowed(condition, Wanted::True, &Subject::Variable);
            let Some(allowed) = allowed.and_then(|all| one_of_few(all, value.origin)) else {
                continue;
            };
            reader.steps += limited.alternatives().len() * allowed.alternatives().len();
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

/// Values of which the subject must be one; nothing where it may be any.
type Allowed = Option<Vec<Value>>;

/// What an expression has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    True,
    False,
    /// Without an error, as `can` asks.
    Valid,
}

impl Wanted {
    fn of(truth: bool) -> Wanted {
        if truth { Wanted::True } else { Wanted::False }
    }

    fn not(self) -> Wanted {
        match self {
            Wanted::True => Wanted::False,
            Wanted::False => Wanted::True,
            Wanted::Valid => Wanted::Valid,
        }
    }
}

/// What is limited: the variable, or each element of a collection in it, by the name that `for` gives it.
enum Subject<'m> {
    Variable,
    Element(&'m str),
}

/// One step from the subject into what is inside.
enum Inside {
    Attribute(Arc<str>),
    Elements,
}

/// Reads conditions for the values that they name.
struct Reader<'e, 'm> {
    evaluator: &'e mut Evaluator<'m>,
    instance: usize,
    name: &'m str,
    /// Why the variable is not known.
    why: Arc<Why>,
    steps: usize,
}

impl<'m> Reader<'_, 'm> {
    /// The values that make `expr` what is wanted.
    fn allowed(&mut self, expr: &'m Expr, wanted: Wanted, subject: &Subject<'m>) -> Allowed {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return None;
        }
        match (&expr.kind, wanted) {
            (ExprKind::Bool(value), Wanted::True | Wanted::False) => {
                if Wanted::of(*value) == wanted { None } else { Some(Vec::new()) }
            }
            (ExprKind::Template(parts), _) => {
                self.allowed(only_interpolation(parts)?, wanted, subject)
            }
            (ExprKind::Unary(Unary::Not, inner), _) => self.allowed(inner, wanted.not(), subject),
            (ExprKind::Binary(Binary::And, sides), Wanted::True)
            | (ExprKind::Binary(Binary::Or, sides), Wanted::False) => {
                self.all_of(sides.iter(), wanted, subject)
            }
            (ExprKind::Binary(Binary::Or, sides), Wanted::True)
            | (ExprKind::Binary(Binary::And, sides), Wanted::False) => {
                self.any_of(sides.iter(), wanted, subject)
            }
            (ExprKind::Binary(operator, sides), Wanted::True | Wanted::False) => {
                let [left, right] = &**sides;
                let holds = wanted == Wanted::True;
                let one = self.compared(*operator, left, right, holds, subject);
                one.or_else(|| self.compared(mirrored(*operator)?, right, left, holds, subject))
            }
            (ExprKind::Conditional(parts), Wanted::True | Wanted::False) => {
                let [condition, then, otherwise] = &**parts;
                let mut branch = |chosen, result| {
                    let chosen = self.allowed(condition, chosen, subject);
                    let result = self.allowed(result, wanted, subject);
                    self.both(chosen, result)
                };
                let then = branch(Wanted::True, then);
                either(then, branch(Wanted::False, otherwise))
            }
            (ExprKind::Call(call), _) => self.called(call, wanted, expr.span, subject),
            (ExprKind::For(for_expr), Wanted::Valid) => self.each(for_expr, wanted, subject),
            (ExprKind::Traversal(root, steps), Wanted::Valid) => {
                self.looked_up(root, steps, expr.span, subject)
            }
            _ => None,
        }
    }

    fn all_of(
        &mut self,
        all: impl Iterator<Item = &'m Expr>,
        wanted: Wanted,
        subject: &Subject<'m>,
    ) -> Allowed {
        all.fold(None, |before, one| {
            let one = self.allowed(one, wanted, subject);
            self.both(before, one)
        })
    }

    fn any_of(
        &mut self,
        all: impl Iterator<Item = &'m Expr>,
        wanted: Wanted,
        subject: &Subject<'m>,
    ) -> Allowed {
        let mut found = Some(Vec::new());
        for one in all {
            found = either(found, self.allowed(one, wanted, subject));
        }
        found
    }

    fn both(&mut self, one: Allowed, other: Allowed) -> Allowed {
        let (Some(one), Some(other)) = (&one, &other) else { return one.or(other) };
        self.steps += one.len() * other.len();
        let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
        let mut met: Vec<Value> = Vec::new();
        for value in pairs.filter_map(|(a, b)| meet(a, b)) {
            if met.len() <= MOST_ALTERNATIVES && !met.iter().any(|known| known.same_as(&value)) {
                met.push(value);
            }
        }
        Some(met)
    }

    fn called(
        &mut self,
        call: &'m Call,
        wanted: Wanted,
        span: Span,
        subject: &Subject<'m>,
    ) -> Allowed {
        match (&*call.name, call.args.as_slice(), wanted) {
            ("can", [inner], Wanted::True) => self.allowed(inner, Wanted::Valid, subject),
            ("contains", [list, inner], Wanted::True) | ("index", [list, inner], Wanted::Valid) => {
                let inside = self.inside(inner, subject)?;
                let all = self.elements(list)?;
                self.within(&inside, all, span)
            }
            ("regex", [pattern, inner], Wanted::Valid) => {
                let inside = self.inside(inner, subject)?;
                let all = self.words(pattern)?;
                self.within(&inside, all, span)
            }
            ("lookup", [map, key], Wanted::Valid) => {
                let inside = self.inside(key, subject)?;
                let map = self.known(map)?;
                self.within(&inside, keys(&map)?, span)
            }
            ("try", [inner, fallback], Wanted::True | Wanted::False) => {
                let works = self.allowed(inner, wanted, subject);
                match self.allowed(fallback, wanted, subject) {
                    // `contains` fails for `null` and for nothing else.
                    None => either(works, self.null_for(inner, span, subject)),
                    fallback => either(works, fallback),
                }
            }
            ("alltrue", [all], Wanted::True) | ("anytrue", [all], Wanted::False) => {
                match &all.kind {
                    ExprKind::Tuple(items) => self.all_of(items.iter(), wanted, subject),
                    ExprKind::For(for_expr) => self.each(for_expr, wanted, subject),
                    _ => None,
                }
            }
            ("anytrue", [all], Wanted::True) | ("alltrue", [all], Wanted::False) => {
                let ExprKind::Tuple(items) = &all.kind else { return None };
                self.any_of(items.iter(), wanted, subject)
            }
            _ => None,
        }
    }

    fn null_for(&mut self, expr: &'m Expr, span: Span, subject: &Subject<'m>) -> Allowed {
        let ExprKind::Call(call) = &expr.kind else { return None };
        let ("contains", [_, inner]) = (&*call.name, call.args.as_slice()) else { return None };
        let inside = self.inside(inner, subject).filter(Vec::is_empty)?;
        self.within(&inside, vec![Value::null(Origin::NONE)], span)
    }

    /// `left operator right`, with what is limited on the left.
    fn compared(
        &mut self,
        operator: Binary,
        left: &'m Expr,
        right: &'m Expr,
        holds: bool,
        subject: &Subject<'m>,
    ) -> Allowed {
        let is_equal = match operator {
            Binary::Equal => Some(holds),
            Binary::NotEqual => Some(!holds),
            _ => None,
        };
        if is_equal == Some(true)
            && let Some(inside) = self.inside(left, subject)
        {
            let value = self.known(right)?;
            return self.within(&inside, vec![value], right.span);
        }
        if let (Some(is_equal), ExprKind::Bool(value)) = (is_equal, &right.kind) {
            // What is not true may be no truth value at all, but then Terraform refuses it.
            return self.allowed(left, Wanted::of(is_equal == *value), subject);
        }
        if is_equal == Some(true) && is_empty(right) {
            return self.nothing_in(left, subject);
        }
        let ExprKind::Call(call) = &left.kind else { return None };
        let ("length", [all]) = (&*call.name, call.args.as_slice()) else { return None };
        let ExprKind::Number(number) = &right.kind else { return None };
        match counted(operator, number, holds)? {
            Counted::None => self.nothing_in(all, subject),
            Counted::Some => self.something_in(all, subject),
        }
    }

    /// The values for which a list is empty: nothing is left of it, or no element is taken.
    fn nothing_in(&mut self, expr: &'m Expr, subject: &Subject<'m>) -> Allowed {
        match &expr.kind {
            ExprKind::Call(call) => match (&*call.name, call.args.as_slice()) {
                ("setsubtract", [from, list]) => {
                    let mut inside = self.inside(from, subject)?;
                    inside.push(Inside::Elements);
                    let all = self.elements(list)?;
                    self.within(&inside, all, expr.span)
                }
                ("toset" | "tolist" | "distinct", [inner]) => self.nothing_in(inner, subject),
                _ => None,
            },
            ExprKind::For(for_expr) => {
                let taken = for_expr.condition.as_ref()?;
                self.each_where(for_expr, subject, |this, element| {
                    this.allowed(taken, Wanted::False, element)
                })
            }
            _ => None,
        }
    }

    /// The values for which a list has elements.
    fn something_in(&mut self, expr: &'m Expr, subject: &Subject<'m>) -> Allowed {
        let ExprKind::Call(call) = &expr.kind else { return None };
        let ("regexall", [pattern, inner]) = (&*call.name, call.args.as_slice()) else {
            return None;
        };
        let inside = self.inside(inner, subject)?;
        let all = self.words(pattern)?;
        self.within(&inside, all, expr.span)
    }

    /// `[for element in subject : condition]`, where all of the results are what is wanted.
    fn each(&mut self, for_expr: &'m For, wanted: Wanted, subject: &Subject<'m>) -> Allowed {
        self.each_where(for_expr, subject, |this, element| {
            let holds = this.allowed(&for_expr.value, wanted, element);
            match &for_expr.condition {
                Some(taken) => either(holds, this.allowed(taken, Wanted::False, element)),
                None => holds,
            }
        })
    }

    fn each_where(
        &mut self,
        for_expr: &'m For,
        subject: &Subject<'m>,
        limit: impl FnOnce(&mut Self, &Subject<'m>) -> Allowed,
    ) -> Allowed {
        let mut inside = self.inside(&for_expr.collection, subject)?;
        inside.push(Inside::Elements);
        let all = limit(self, &Subject::Element(&for_expr.value_name))?;
        let element = one_of_few(all, Origin::NONE)?;
        Some(vec![self.around(&inside, element)])
    }

    /// `known[subject]` works for the keys that there are.
    fn looked_up(
        &mut self,
        root: &'m Expr,
        steps: &'m [Access],
        span: Span,
        subject: &Subject<'m>,
    ) -> Allowed {
        let (Access::Index(key), before) = steps.split_last()? else { return None };
        let inside = self.inside(key, subject)?;
        let scope = Scope::of(self.instance, &Each::None);
        let map = self.evaluator.reference_or_access(root, before, span, &scope);
        self.within(&inside, keys(&map)?, span)
    }

    /// The way from the subject to what an expression reads of it. Functions that change how it is written
    /// count as reading it: it is taken as the condition writes it.
    fn inside(&self, expr: &Expr, subject: &Subject<'m>) -> Option<Vec<Inside>> {
        let named =
            |expr: &Expr, name: &str| matches!(&expr.kind, ExprKind::Variable(v) if **v == *name);
        match &expr.kind {
            ExprKind::Template(parts) => self.inside(only_interpolation(parts)?, subject),
            ExprKind::Call(call) => match (&*call.name, call.args.as_slice()) {
                ("lower" | "upper" | "trimspace" | "tostring" | "nonsensitive", [inner])
                | ("toset" | "tolist" | "distinct" | "sort" | "values", [inner]) => {
                    self.inside(inner, subject)
                }
                _ => None,
            },
            ExprKind::Variable(_) => match subject {
                Subject::Element(name) => named(expr, name).then(Vec::new),
                Subject::Variable => None,
            },
            ExprKind::Traversal(root, steps) => {
                let steps = match (subject, steps.split_first()?) {
                    (Subject::Variable, (Access::Attribute(first, _), rest)) => {
                        (named(root, "var") && **first == *self.name).then_some(rest)
                    }
                    (Subject::Element(name), _) => named(root, name).then_some(steps.as_slice()),
                    (Subject::Variable, _) => None,
                };
                steps?.iter().map(stepped).collect()
            }
            _ => None,
        }
    }

    /// The value of an expression that does not hang on the subject.
    fn known(&mut self, expr: &'m Expr) -> Option<Value> {
        let value = self.evaluator.eval(expr, &Scope::of(self.instance, &Each::None));
        is_told(&value).then_some(value)
    }

    /// The elements of a list.
    fn elements(&mut self, expr: &'m Expr) -> Option<Vec<Value>> {
        let list = self.evaluator.eval(expr, &Scope::of(self.instance, &Each::None));
        let all = match &list.kind {
            Kind::Every(element, _) => vec![(**element).clone()],
            _ => list.as_elements()?.to_vec(),
        };
        all.iter().all(is_told).then_some(all)
    }

    /// The texts that a pattern matches.
    fn words(&mut self, pattern: &'m Expr) -> Option<Vec<Value>> {
        let pattern = self.known(pattern)?;
        let words = language::words(pattern.as_str()?, MOST_ALTERNATIVES)?;
        Some(words.into_iter().map(|word| Value::string(word, pattern.origin)).collect())
    }

    /// The subject whose inside is one of these values.
    fn within(&mut self, inside: &[Inside], all: Vec<Value>, span: Span) -> Allowed {
        let mut told = |value| self.evaluator.hop(Step::Validation, span, value);
        let all: Vec<Value> = all.into_iter().map(&mut told).collect();
        if inside.is_empty() {
            return Some(all);
        }
        let value = one_of_few(all, Origin::NONE)?;
        Some(vec![self.around(inside, value)])
    }

    fn around(&self, inside: &[Inside], value: Value) -> Value {
        inside.iter().rev().fold(value, |value, step| {
            let (origin, why) = (value.origin, Arc::clone(&self.why));
            let kind = match step {
                Inside::Attribute(name) => {
                    Kind::Open(Arc::new(Map::from([(Arc::clone(name), value)])), why)
                }
                Inside::Elements => Kind::Every(Arc::new(value), why),
            };
            Value::new(kind, origin)
        })
    }
}

/// Whether something is known of a value.
fn is_told(value: &Value) -> bool {
    !matches!(value.kind, Kind::Unknown(_) | Kind::Resource(_))
}

fn either(one: Allowed, other: Allowed) -> Allowed {
    let (Some(mut one), Some(other)) = (one, other) else { return None };
    one.extend(other);
    Some(one)
}

/// One of these; nothing where they are too many, or there are none.
fn one_of_few(all: Vec<Value>, origin: Origin) -> Option<Value> {
    let value = Value::one_of(all, origin);
    is_told(&value).then_some(value)
}

fn keys(map: &Value) -> Option<Vec<Value>> {
    let map = map.as_map()?;
    let key = |(key, value): (&Arc<str>, &Value)| Value::string(Arc::clone(key), value.origin);
    Some(map.iter().map(key).collect())
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
fn only_interpolation(parts: &[Part]) -> Option<&Expr> {
    match parts {
        [Part::Interpolation(inner)] => Some(inner),
        _ => None,
    }
}

/// `[]` and `toset([])`.
fn is_empty(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Tuple(items) => items.is_empty(),
        ExprKind::Call(call) => match (&*call.name, call.args.as_slice()) {
            ("toset" | "tolist", [inner]) => is_empty(inner),
            _ => false,
        },
        _ => false,
    }
}

/// The same comparison with its sides exchanged.
fn mirrored(operator: Binary) -> Option<Binary> {
    Some(match operator {
        Binary::Equal | Binary::NotEqual => operator,
        Binary::Less => Binary::Greater,
        Binary::LessOrEqual => Binary::GreaterOrEqual,
        Binary::Greater => Binary::Less,
        Binary::GreaterOrEqual => Binary::LessOrEqual,
        _ => return None,
    })
}

/// What a comparison says of how many elements there are.
enum Counted {
    None,
    Some,
}

/// What `length(...) operator number` says.
fn counted(operator: Binary, number: &Number, holds: bool) -> Option<Counted> {
    let is_zero = number.signum() == 0;
    let is_one = number.as_index() == Some(1);
    // Whether it holds for an empty list, where it says whether there is something.
    let says = match operator {
        Binary::Equal if is_zero => Counted::None,
        Binary::NotEqual | Binary::Greater if is_zero => Counted::Some,
        Binary::LessOrEqual if is_zero => Counted::None,
        Binary::Equal | Binary::GreaterOrEqual if is_one && holds => Counted::Some,
        Binary::GreaterOrEqual if is_one => Counted::Some,
        Binary::Less if is_one => Counted::None,
        _ => return None,
    };
    Some(match (says, holds) {
        (says, true) => says,
        (Counted::None, false) => Counted::Some,
        (Counted::Some, false) => Counted::None,
    })
}
