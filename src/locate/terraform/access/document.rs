//! Documents that say who may do what with which resources: JSON in a string, known in part perhaps, or a data source that
//! writes it.

use std::sync::Arc;

use crate::catalog::ways_in;
use crate::locate::terraform::Locator;
use crate::model::{Kind, Piece, Value};
use crate::source::FileId;
use crate::syntax::json::{self, Form, Json};

/// What is asked of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Who is let in.
    Principals,
    /// What they are let at.
    Resources,
}

/// Keys of the parts in documents of every provider: the grammar of IAM policies (AWS, Alibaba Cloud, Tencent Cloud) and the
/// bindings of Google Cloud.
const PRINCIPALS: [&str; 4] = ["Principal", "principal", "members", "Federated"];
const RESOURCES: [&str; 2] = ["Resource", "resource"];

/// Principals that are services of a provider stand under this key.
const SERVICE: &str = "Service";

/// The deepest that a document is read, and the most values of one.
const DEEPEST: usize = 24;
const MOST: usize = 2_000;

impl Locator<'_> {
    /// The values that a document names. Of one that cannot be read, the document itself stands for what it may name.
    pub(super) fn named_in(&self, at: usize, path: &str, value: &Value, part: Part) -> Vec<Value> {
        if let Some(named) = self.in_data_source(at, path, value, part) {
            return named;
        }
        let pieces: Vec<Piece> = match &value.kind {
            Kind::String(text) => vec![Piece::Text(Arc::clone(text))],
            Kind::Partial(pieces) => pieces.to_vec(),
            // Blocks may be written in place of a document.
            Kind::Map(_) | Kind::Null => return Vec::new(),
            _ => return vec![value.clone()],
        };
        let (text, holes) = with_marks(&pieces);
        let Ok(document) = json::parse(FileId::NONE, &text) else {
            return vec![value.clone()];
        };
        let mut found = Vec::new();
        let keys: &[&str] = if part == Part::Principals { &PRINCIPALS } else { &RESOURCES };
        walk(&document, keys, false, 0, &mut |text| {
            if found.len() < MOST {
                found.push(unmarked(text, &holes, value));
            }
        });
        found
    }

    /// What the blocks of a data source name that writes the document.
    fn in_data_source(
        &self,
        at: usize,
        path: &str,
        value: &Value,
        part: Part,
    ) -> Option<Vec<Value>> {
        let source = self.parent(at, path, value)?;
        let [principals, resources] = ways_in::document(&self.resource(source).type_name)?;
        let path = if part == Part::Principals { principals } else { resources };
        let values = self.values(source, path).unwrap_or_default();
        Some(values.iter().flat_map(|value| value.alternatives().to_vec()).collect())
    }
}

/// Marks around the number of a hole: characters for private use.
const MARK: char = '\u{E000}';

/// The text of pieces with a mark for each hole: inside of a string as it is, elsewhere as a string of its own.
fn with_marks(pieces: &[Piece]) -> (String, Vec<Value>) {
    let (mut text, mut holes) = (String::new(), Vec::new());
    let mut in_string = false;
    for piece in pieces {
        match piece {
            Piece::Text(part) => {
                let mut is_escaped = false;
                for character in part.chars().filter(|character| *character != MARK) {
                    in_string ^= character == '"' && !is_escaped;
                    is_escaped = character == '\\' && !is_escaped;
                    text.push(character);
                }
            }
            Piece::Hole(value) => {
                let quote = if in_string { "" } else { "\"" };
                text.push_str(&format!("{quote}{MARK}{}{MARK}{quote}", holes.len()));
                holes.push(value.clone());
            }
        }
    }
    (text, holes)
}

/// The value of a text: the hole in it, which leads to its resource, or the text.
fn unmarked(text: &str, holes: &[Value], document: &Value) -> Value {
    let hole = text.split(MARK).nth(1).and_then(|number| holes.get(number.parse::<usize>().ok()?));
    match hole {
        Some(hole) => hole.clone(),
        None => Value::new(Kind::String(text.into()), document.origin),
    }
}

/// The texts under some keys of a document, at any depth; statements that deny name nobody who gets in.
fn walk(node: &Json<'_>, keys: &[&str], is_named: bool, depth: usize, note: &mut dyn FnMut(&str)) {
    if depth > DEEPEST {
        return;
    }
    match node.form() {
        Ok(Form::Object(entries)) => {
            let denies = |key: &str, value: &Json<'_>| {
                key.eq_ignore_ascii_case("effect")
                    && value.as_str().is_some_and(|word| word.eq_ignore_ascii_case("deny"))
            };
            if entries.iter().any(|entry| denies(&entry.key, &entry.value)) {
                return;
            }
            for entry in &entries {
                let is_named = (is_named && entry.key != SERVICE) || keys.contains(&&*entry.key);
                walk(&entry.value, keys, is_named, depth + 1, note);
            }
        }
        Ok(Form::Array(items)) => {
            items.iter().for_each(|item| walk(item, keys, is_named, depth + 1, note));
        }
        _ if is_named => {
            if let Some(text) = node.as_str() {
                note(&text);
            }
        }
        _ => {}
    }
}
