//! `for` expressions and `dynamic` blocks; nested blocks as values.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Binding, Evaluator, MOST_ELEMENTS, Scope, key_of, truth};
use crate::model::{Kind, Map, Number, Origin, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Block, Body, Expr, For};

impl<'m> Evaluator<'m> {
    /// `[for k, v in collection : ...]` and its object form.
    pub(super) fn for_expr(&mut self, for_expr: &'m For, span: Span, scope: &Scope<'_>) -> Value {
        let collection = self.eval(&for_expr.collection, scope);
        let results: Vec<Value> = collection
            .alternatives()
            .iter()
            .map(|alternative| match pairs(alternative).or_else(|why| one_pair(alternative, why)) {
                Ok(pairs) => self.for_pairs(for_expr, &pairs, span, scope),
                Err(why) => Value::unknown(why, collection.origin),
            })
            .collect();
        Value::one_of(results, collection.origin)
    }

    fn for_pairs(
        &mut self,
        for_expr: &'m For,
        pairs: &[(Value, Value)],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let mut items = Vec::new();
        let mut map = Map::new();
        let mut groups: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
        for (key, value) in pairs {
            if !self.spend(1) {
                return self.unknown(Why::Budget, span);
            }
            let key_name = for_expr.key_name.as_deref().unwrap_or("");
            let outer = Binding { name: key_name, value: key.clone(), outer: scope.bindings };
            let inner =
                Binding { name: &for_expr.value_name, value: value.clone(), outer: Some(&outer) };
            let scope = scope.bind(&inner);
            match self.taken_by(for_expr.condition.as_ref(), &scope) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(why) => return self.unknown(why, span),
            }
            let result = self.eval(&for_expr.value, &scope);
            let Some(key) = &for_expr.key else {
                items.push(result);
                continue;
            };
            match key_of(&self.eval(key, &scope)) {
                Ok(key) if for_expr.grouping => groups.entry(key).or_default().push(result),
                Ok(key) => drop(map.insert(key, result)),
                Err(why) => return self.unknown(why, span),
            }
        }
        let group = |(key, values): (Arc<str>, Vec<Value>)| {
            (key, Value::new(Kind::List(values.into()), Origin::NONE))
        };
        map.extend(groups.into_iter().map(group));
        let kind = match for_expr.key {
            None => Kind::List(items.into()),
            Some(_) => Kind::Map(Arc::new(map)),
        };
        self.literal(kind, span)
    }

    fn taken_by(&mut self, condition: Option<&'m Expr>, scope: &Scope<'_>) -> Result<bool, Why> {
        let Some(condition) = condition else { return Ok(true) };
        let value = self.eval(condition, scope);
        match truth(&value) {
            Ok(Some(taken)) => Ok(taken),
            Ok(None) => Err(value.first_why().unwrap_or(Why::Undecided)),
            Err(message) => Err(Why::Invalid { message: message.into() }),
        }
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

/// The pair that stands for all of a map whose keys are not known.
fn one_pair(value: &Value, why: Why) -> Result<Vec<(Value, Value)>, Why> {
    match &value.kind {
        Kind::Every(element, why) => {
            Ok(vec![(Value::unknown((**why).clone(), value.origin), (**element).clone())])
        }
        _ => Err(why),
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
