//! `for` expressions and `dynamic` blocks; nested blocks as values.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Binding, Evaluator, MOST_ELEMENTS, Scope, key_of, one_of_valid, truth};
use crate::model::{Kind, Map, Marks, Number, Origin, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Block, Body, For};

impl<'m> Evaluator<'m> {
    /// `[for k, v in collection : ...]` and its object form.
    pub(super) fn for_expr(&mut self, for_expr: &'m For, span: Span, scope: &Scope<'_>) -> Value {
        let collection = self.eval(&for_expr.collection, scope);
        let alternatives = collection.alternatives().to_vec();
        let results: Vec<Value> = alternatives
            .iter()
            .map(|alternative| match (&alternative.kind, pairs(alternative)) {
                (Kind::Every(element, why), _) => {
                    let key = Value::unknown((**why).clone(), alternative.origin);
                    let mut taken = self.element_of(for_expr, key, element, span, scope);
                    taken.open.get_or_insert_with(|| Arc::clone(why));
                    let mut built = Built::default();
                    built.add(for_expr, taken);
                    self.built(for_expr, built, span)
                }
                (_, Ok(pairs)) => self.for_pairs(for_expr, &pairs, span, scope),
                (_, Err(why)) => Value::unknown(why, collection.origin),
            })
            .collect();
        one_of_valid(results, collection.origin).marked(collection.marks())
    }

    fn for_pairs(
        &mut self,
        for_expr: &'m For,
        pairs: &[(Value, Value)],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        // Each element of which nobody knows whether it is taken doubles what the result can be.
        let mut all = vec![Built::default()];
        for (key, value) in pairs {
            if !self.spend(1) {
                return self.unknown(Why::Budget, span);
            }
            let taken = self.element_of(for_expr, key.clone(), value, span, scope);
            if let Some(why) = taken.fails {
                return self.unknown(why, span);
            }
            let without = taken.may_be_left_out && all.len() * 2 <= MOST_RESULTS;
            let others = if without { all.clone() } else { Vec::new() };
            let certain = without || !taken.may_be_left_out;
            for built in &mut all {
                if !certain {
                    built.open.get_or_insert_with(|| Arc::new(Why::Undecided));
                }
                built.add(for_expr, taken.clone());
            }
            all.extend(others);
        }
        let all: Vec<Value> =
            all.into_iter().map(|built| self.built(for_expr, built, span)).collect();
        let origin = all.first().map_or(Origin::NONE, |value| value.origin);
        one_of_valid(all, origin)
    }

    /// What one element gives.
    fn element_of(
        &mut self,
        for_expr: &'m For,
        key: Value,
        value: &Value,
        span: Span,
        scope: &Scope<'_>,
    ) -> Taken {
        let key_name = for_expr.key_name.as_deref().unwrap_or("");
        let outer = Binding { name: key_name, value: key, outer: scope.bindings };
        let inner =
            Binding { name: &for_expr.value_name, value: value.clone(), outer: Some(&outer) };
        let scope = scope.bind(&inner);
        let mut taken = Taken::default();
        if let Some(condition) = &for_expr.condition {
            let condition = self.eval(condition, &scope);
            taken.marks = condition.marks();
            match truth(&condition) {
                Ok(Some(true)) => {}
                Ok(Some(false)) => return taken,
                Ok(None) if condition.fails() => {
                    taken.fails = condition.first_why();
                    return taken;
                }
                Ok(None) => taken.may_be_left_out = true,
                Err(message) => {
                    taken.fails = Some(Why::Invalid { message: message.into() });
                    return taken;
                }
            }
        }
        if let Some(key) = &for_expr.key {
            let key = self.eval(key, &scope);
            taken.marks = taken.marks.and(key.marks());
            match key_of(&key) {
                Ok(key) => taken.key = Some(key),
                Err(why @ (Why::Invalid { .. } | Why::NotDeclared { .. })) => {
                    taken.fails = Some(why);
                    return taken;
                }
                Err(why) => taken.open = Some(Arc::new(why)),
            }
        }
        let result = self.eval(&for_expr.value, &scope);
        // An element that fails where it may be left out is one that is left out.
        match result.first_why().filter(|_| result.fails() && !taken.may_be_left_out) {
            Some(_) => taken.value = Some(self.hop(Step::Element, span, result)),
            None if result.fails() => {}
            None => taken.value = Some(result),
        }
        taken
    }

    fn built(&mut self, for_expr: &'m For, built: Built, span: Span) -> Value {
        let Built { items, mut map, groups, open, marks, fails } = built;
        if let Some(why) = fails {
            return self.unknown(why, span);
        }
        let group = |(key, values): (Arc<str>, Vec<Value>)| {
            (key, Value::new(Kind::List(values.into()), Origin::NONE))
        };
        map.extend(groups.into_iter().map(group));
        // Nothing at all is nothing, however many there might have been.
        let is_empty = items.is_empty() && map.is_empty();
        let kind = match (open.filter(|_| !is_empty), &for_expr.key) {
            (Some(why), _) => {
                let all = items.into_iter().chain(map.into_values());
                Kind::Every(Arc::new(Value::one_of(all, Origin::NONE)), why)
            }
            (None, None) => Kind::List(items.into()),
            (None, Some(_)) => Kind::Map(Arc::new(map)),
        };
        self.literal(kind, span).marked(marks)
    }

    /// The nested blocks of `kind` in a body as a list of objects, `dynamic` ones included; nothing
    /// where there are none.
    pub(in crate::terraform) fn nested(
        &mut self,
        body: &'m Body,
        kind: &str,
        scope: &Scope<'_>,
    ) -> Option<Value> {
        let mut items = Vec::new();
        let mut found = None;
        let mut closed = None;
        for block in &body.blocks {
            let is_dynamic =
                &*block.kind == "dynamic" && block.labels.first().is_some_and(|l| &**l == kind);
            if &*block.kind != kind && !is_dynamic {
                continue;
            }
            found.get_or_insert(block.header);
            if is_dynamic {
                closed = self.dynamic(block, scope, &mut items).or(closed);
            } else {
                items.push(self.body(&block.body, block.header, scope));
            }
        }
        let span = found?;
        let list = self.literal(Kind::List(items.into()), span);
        Some(match closed {
            None => list,
            Some(why) => Value::one_of([list, Value::unknown(why, Origin::NONE)], Origin::NONE),
        })
    }

    /// The blocks that a `dynamic` block makes; the reason where nobody knows how many.
    fn dynamic(
        &mut self,
        block: &'m Block,
        scope: &Scope<'_>,
        items: &mut Vec<Value>,
    ) -> Option<Why> {
        let content = block.body.blocks("content").next()?;
        let collection = self.eval(&block.body.attribute("for_each")?.value, scope);
        let name = match block.body.attribute("iterator").map(|iterator| &iterator.value.kind) {
            Some(crate::syntax::hcl::ExprKind::Variable(name)) => Arc::clone(name),
            _ => Arc::clone(block.labels.first()?),
        };
        let mut closed = None;
        for alternative in collection.alternatives() {
            let pairs = match pairs(alternative) {
                Ok(pairs) => pairs,
                Err(why) => {
                    let unknown = Value::unknown(why.clone(), collection.origin);
                    closed = Some(why);
                    vec![(unknown.clone(), unknown)]
                }
            };
            for (key, value) in pairs {
                let entries = [(Arc::from("key"), key), (Arc::from("value"), value)];
                let each = Kind::Map(Arc::new(Map::from(entries)));
                let value = Value::new(each, collection.origin);
                let binding = Binding { name: &name, value, outer: scope.bindings };
                items.push(self.body(&content.body, block.header, &scope.bind(&binding)));
            }
        }
        closed
    }

    /// A block's body as an object.
    pub(in crate::terraform) fn body(
        &mut self,
        body: &'m Body,
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let mut map = Map::new();
        for attribute in &body.attributes {
            let value = self.eval(&attribute.value, scope);
            map.insert(Arc::clone(&attribute.name), value);
        }
        for block in &body.blocks {
            let kind = match (&*block.kind, block.labels.first()) {
                ("dynamic", Some(kind)) => kind,
                _ => &block.kind,
            };
            if !map.contains_key(kind)
                && let Some(value) = self.nested(body, kind, scope)
            {
                map.insert(Arc::clone(kind), value);
            }
        }
        self.literal(Kind::Map(Arc::new(map)), span)
    }

    /// The pairs that `for_each` of `value` walks over, each with a hop.
    pub(in crate::terraform) fn for_each_pairs(
        &mut self,
        value: &Value,
        span: Span,
    ) -> Result<Vec<(Value, Value)>, Why> {
        let pairs = pairs(value)?;
        Ok(pairs
            .into_iter()
            .map(|(key, value)| (key, self.hop(Step::Element, span, value)))
            .collect())
    }
}

/// The most results that elements which may be left out give one by one.
const MOST_RESULTS: usize = 16;

/// What one element of a `for` expression gives.
#[derive(Clone, Default)]
struct Taken {
    value: Option<Value>,
    key: Option<Arc<str>>,
    /// Nobody knows whether the condition holds.
    may_be_left_out: bool,
    /// Why nobody knows under which key it is.
    open: Option<Arc<Why>>,
    marks: Marks,
    fails: Option<Why>,
}

/// The result of a `for` expression as it grows.
#[derive(Clone, Default)]
struct Built {
    items: Vec<Value>,
    map: Map,
    groups: BTreeMap<Arc<str>, Vec<Value>>,
    /// Why nobody knows how many elements there are, or under which keys.
    open: Option<Arc<Why>>,
    marks: Marks,
    fails: Option<Why>,
}

impl Built {
    fn add(&mut self, for_expr: &For, taken: Taken) {
        self.marks = self.marks.and(taken.marks);
        self.fails = self.fails.take().or(taken.fails);
        if self.open.is_none() {
            self.open = taken.open;
        }
        let Some(value) = taken.value else { return };
        match taken.key {
            Some(key) if for_expr.grouping => self.groups.entry(key).or_default().push(value),
            Some(key) => {
                if self.map.insert(key, value).is_some() {
                    let message = "two elements have the same key".into();
                    self.fails = Some(Why::Invalid { message });
                }
            }
            None => self.items.push(value),
        }
    }
}

/// Keys and values of a collection; the elements of a set are keys too.
fn pairs(value: &Value) -> Result<Vec<(Value, Value)>, Why> {
    let invalid = |message: &str| Why::Invalid { message: message.into() };
    let pairs: Vec<(Value, Value)> = match &value.kind {
        Kind::Map(map) => {
            let pair = |(key, value): (&Arc<str>, &Value)| {
                (Value::string(Arc::clone(key), value.origin), value.clone())
            };
            map.iter().map(pair).collect()
        }
        Kind::Set(items) => items.iter().map(|item| (item.clone(), item.clone())).collect(),
        Kind::List(items) => {
            let key = |at: usize| Kind::Number(Number::of_index(at));
            let pair =
                |(at, item): (usize, &Value)| (Value::new(key(at), item.origin), item.clone());
            items.iter().enumerate().map(pair).collect()
        }
        Kind::Null => return Err(invalid("nothing can be walked over here: the value is null")),
        _ => {
            return Err(value
                .first_why()
                .unwrap_or_else(|| invalid("this is not a collection to walk over")));
        }
    };
    if pairs.len() > MOST_ELEMENTS { Err(Why::Budget) } else { Ok(pairs) }
}
