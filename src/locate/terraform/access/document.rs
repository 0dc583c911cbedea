//! Documents that say who may do what with which resources: JSON in a string, known in part perhaps, or a data source that
//! writes it.

use super::conditions::{Condition, met};
use crate::catalog::movement::Named;
use crate::catalog::ways_in::{self, DocumentForm};
use crate::locate::terraform::Locator;
use crate::locate::terraform::parts::step;
use crate::locate::terraform::written::Written;
use crate::model::{Kind, Value};
use crate::syntax::json::{Entry, Form, Json};

/// What is asked of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Who is let in.
    Principals,
    /// What they are let at.
    Resources,
}

/// What a document names.
pub(super) struct Mention {
    pub value: Value,
    /// How it is named, where a condition names it.
    pub by: Option<Named>,
}

/// Keys of the parts in documents of every provider: the grammar of IAM policies (AWS, Alibaba Cloud, Tencent Cloud) and the
/// bindings of Google Cloud.
const PRINCIPALS: [&str; 3] = ["Principal", "principal", "members"];
const RESOURCES: [&str; 2] = ["Resource", "resource"];

/// Whom a statement is not about stands under this key: it is about all others.
const OTHERS: &str = "NotPrincipal";

/// Principals that are services of a provider stand under this key.
const SERVICE: &str = "Service";

/// Stands for everybody.
const EVERYBODY: &str = "*";

/// The deepest that a document is read, the most values of one, and the most documents that one takes in.
const DEEPEST: usize = 24;
const MOST: usize = 2_000;
const MOST_DOCUMENTS: usize = 64;

impl Locator<'_> {
    /// The values that a document names. Of one that cannot be read, the document itself stands for what it may name.
    pub(super) fn named_in(
        &self,
        at: usize,
        path: &str,
        value: &Value,
        part: Part,
    ) -> Vec<Mention> {
        self.named_through(at, path, value, part, &mut Vec::new())
    }

    fn named_through(
        &self,
        at: usize,
        path: &str,
        value: &Value,
        part: Part,
        taken_in: &mut Vec<usize>,
    ) -> Vec<Mention> {
        let itself = || vec![Mention { value: value.clone(), by: None }];
        if taken_in.len() > MOST_DOCUMENTS {
            return itself();
        }
        if let Some(named) = self.in_data_source(at, path, value, part, taken_in) {
            return named;
        }
        // Blocks may be written in place of a document.
        if matches!(value.kind, Kind::Map(_) | Kind::Null) {
            return Vec::new();
        }
        let Some(written) = Written::of(value) else { return itself() };
        let Some(document) = written.document() else { return itself() };
        let mut reading = Reading { part, written: &written, found: Vec::new() };
        reading.walk(&document, 0);
        reading.found
    }

    /// What the blocks of a data source name that writes the document, and the documents that it takes in.
    fn in_data_source(
        &self,
        at: usize,
        path: &str,
        value: &Value,
        part: Part,
        taken_in: &mut Vec<usize>,
    ) -> Option<Vec<Mention>> {
        let source = self.parent(at, path, value)?;
        let form = ways_in::document(&self.resource(source).type_name)?;
        if taken_in.contains(&source) {
            return Some(Vec::new());
        }
        taken_in.push(source);
        let statements = self.values(source, form.statement).unwrap_or_default();
        let mut found: Vec<Mention> =
            statements.iter().flat_map(|statement| in_statement(&form, statement, part)).collect();
        for argument in form.included() {
            for value in self.values(source, argument).unwrap_or_default() {
                found.extend(self.named_through(source, argument, &value, part, taken_in));
            }
        }
        Some(found)
    }
}

/// What one statement of a data source names.
fn in_statement(form: &DocumentForm, statement: &Value, part: Part) -> Vec<Mention> {
    // What may be one thing or another is neither.
    let text = |block: &Value, path| match &within(block, path)[..] {
        [only] => only.as_str().unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    if text(statement, form.effect).eq_ignore_ascii_case("deny") {
        return Vec::new();
    }
    if part == Part::Resources {
        let by = None;
        let named = |value| Mention { value, by };
        return within(statement, form.resources).into_iter().map(named).collect();
    }
    let mut principals = within(statement, form.principals);
    if let Some(others) = within(statement, form.others).first() {
        principals.push(Value::new(Kind::String(EVERYBODY.into()), others.origin));
    }
    let conditions = within(statement, form.condition);
    let condition = |block: &Value| Condition {
        test: text(block, form.test),
        key: text(block, form.variable),
        values: within(block, form.values),
    };
    met(principals, &conditions.iter().map(condition).collect::<Vec<_>>())
}

/// The values at a path in a block, one by one; none where there is no such argument.
fn within(block: &Value, path: &str) -> Vec<Value> {
    if path.is_empty() {
        return Vec::new();
    }
    let inner = path.split('.').fold(vec![block.clone()], |values, segment| {
        values.iter().flat_map(|value| step(value, segment)).collect()
    });
    inner.iter().flat_map(|value| value.alternatives().to_vec()).collect()
}

/// A document in JSON that is being read.
struct Reading<'w> {
    part: Part,
    written: &'w Written,
    found: Vec<Mention>,
}

impl Reading<'_> {
    /// Every object that names somebody or something, at any depth; statements that deny name nobody who gets in.
    fn walk(&mut self, node: &Json<'_>, depth: usize) {
        if depth > DEEPEST || self.found.len() > MOST {
            return;
        }
        match node.form() {
            Ok(Form::Object(entries)) => self.statement(&entries, depth),
            Ok(Form::Array(items)) => items.iter().for_each(|item| self.walk(item, depth + 1)),
            _ => {}
        }
    }

    fn statement(&mut self, entries: &[Entry<'_>], depth: usize) {
        let keys: &[&str] = if self.part == Part::Principals { &PRINCIPALS } else { &RESOURCES };
        let denies = |entry: &Entry<'_>| {
            let effect = entry.value.as_str();
            entry.key.eq_ignore_ascii_case("effect")
                && effect.is_some_and(|word| word.eq_ignore_ascii_case("deny"))
        };
        if entries.iter().any(denies) {
            return;
        }
        let mut named = Vec::new();
        for entry in entries {
            match &*entry.key {
                OTHERS if self.part == Part::Principals => {
                    named.push(self.written.value(EVERYBODY))
                }
                key if keys.contains(&key) => {
                    named.extend(self.written.texts(&entry.value, SERVICE))
                }
                _ => self.walk(&entry.value, depth + 1),
            }
        }
        let conditions = entries.iter().filter(|entry| entry.key.eq_ignore_ascii_case("condition"));
        let conditions: Vec<Condition> =
            conditions.flat_map(|entry| self.conditions(&entry.value)).collect();
        self.found.extend(met(named, &conditions));
    }

    /// `{ test: { key: value or values } }`.
    fn conditions(&self, node: &Json<'_>) -> Vec<Condition> {
        let mut found = Vec::new();
        for test in object(node) {
            for key in object(&test.value) {
                let values = self.written.texts(&key.value, "");
                let (test, key) = (test.key.to_string(), key.key.to_string());
                found.push(Condition { test, key, values });
            }
        }
        found
    }
}

fn object<'s>(node: &Json<'s>) -> Vec<Entry<'s>> {
    match node.form() {
        Ok(Form::Object(entries)) => entries,
        _ => Vec::new(),
    }
}
