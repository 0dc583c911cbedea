//! Conditions read for the values that they name.

use std::sync::Arc;

use super::super::meet::meet;
use super::super::{Each, Evaluator, Scope};
use super::comparison::{Counted, counted, is_empty, mirrored};
use super::subject::{Inside, Subject, around, only_interpolation};
use super::{is_told, one_of_few};
use crate::model::{Kind, MOST_ALTERNATIVES, Origin, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Access, Binary, Call, Expr, ExprKind, For, Unary};
use crate::terraform::functions::language;

/// The most steps of reading the conditions of one variable.
const MOST_STEPS: usize = 100_000;

/// Values of which the subject must be one; nothing where it may be any.
pub(super) type Allowed = Option<Vec<Value>>;

/// What an expression has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
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

/// Reads conditions for the values that they name.
pub(super) struct Reader<'e, 'm> {
    evaluator: &'e mut Evaluator<'m>,
    instance: usize,
    name: &'m str,
    /// Why the variable is not known.
    why: Arc<Why>,
    steps: usize,
}

impl<'e, 'm> Reader<'e, 'm> {
    pub(super) fn new(
        evaluator: &'e mut Evaluator<'m>,
        instance: usize,
        name: &'m str,
        why: Arc<Why>,
    ) -> Reader<'e, 'm> {
        Reader { evaluator, instance, name, why, steps: 0 }
    }

    /// Counts steps; whether they may be taken.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        self.steps = self.steps.saturating_add(steps);
        self.steps <= MOST_STEPS
    }

    /// The values that make `expr` what is wanted.
    pub(super) fn allowed(
        &mut self,
        expr: &'m Expr,
        wanted: Wanted,
        subject: &Subject<'m>,
    ) -> Allowed {
        if !self.spend(1) {
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
        if !self.spend(one.len() * other.len()) {
            return None;
        }
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
                let inside = subject.way_to(inner, self.name)?;
                let all = self.elements(list)?;
                self.within(&inside, all, span)
            }
            ("regex", [pattern, inner], Wanted::Valid) => {
                let inside = subject.way_to(inner, self.name)?;
                let all = self.words(pattern)?;
                self.within(&inside, all, span)
            }
            ("lookup", [map, key], Wanted::Valid) => {
                let inside = subject.way_to(key, self.name)?;
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
        let inside = subject.way_to(inner, self.name).filter(Vec::is_empty)?;
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
            && let Some(inside) = subject.way_to(left, self.name)
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
                    let mut inside = subject.way_to(from, self.name)?;
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
        let inside = subject.way_to(inner, self.name)?;
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
        let mut inside = subject.way_to(&for_expr.collection, self.name)?;
        inside.push(Inside::Elements);
        let all = limit(self, &Subject::Element(&for_expr.value_name))?;
        let element = one_of_few(all, Origin::NONE)?;
        Some(vec![around(&inside, &self.why, element)])
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
        let inside = subject.way_to(key, self.name)?;
        let scope = Scope::of(self.instance, &Each::None);
        let map = self.evaluator.reference_or_access(root, before, span, &scope);
        self.within(&inside, keys(&map)?, span)
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
        Some(vec![around(inside, &self.why, value)])
    }
}

fn either(one: Allowed, other: Allowed) -> Allowed {
    let (Some(mut one), Some(other)) = (one, other) else { return None };
    one.extend(other);
    Some(one)
}

fn keys(map: &Value) -> Option<Vec<Value>> {
    let map = map.as_map()?;
    let key = |(key, value): (&Arc<str>, &Value)| Value::string(Arc::clone(key), value.origin);
    Some(map.iter().map(key).collect())
}
