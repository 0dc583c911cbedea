//! Documents in JSON that values write, perhaps known in part.

use std::sync::Arc;

use crate::model::{Kind, Origin, Piece, Value};
use crate::source::FileId;
use crate::syntax::json::{self, Form, Json};

/// Marks around the number of a hole: characters for private use.
const MARK: char = '\u{E000}';

/// The deepest that texts are looked for, and the most of them.
const DEEPEST: usize = 24;
const MOST: usize = 2_000;

/// A text that may be a document, with marks in place of what is not known.
pub(super) struct Written {
    text: String,
    holes: Vec<Value>,
    origin: Origin,
}

impl Written {
    /// What a value writes; nothing where it is no text.
    pub(super) fn of(value: &Value) -> Option<Written> {
        let pieces = match &value.kind {
            Kind::String(text) => vec![Piece::Text(Arc::clone(text))],
            Kind::Partial(pieces) => pieces.to_vec(),
            _ => return None,
        };
        let (text, holes) = with_marks(&pieces);
        Some(Written { text, holes, origin: value.origin })
    }

    /// The document, where the text is one.
    pub(super) fn document(&self) -> Option<Json<'_>> {
        json::parse(FileId::NONE, &self.text).ok()
    }

    /// The texts below a node of the document, but for those under one key.
    pub(super) fn texts(&self, node: &Json<'_>, but: &str) -> Vec<Value> {
        let mut found = Vec::new();
        self.add_texts(node, but, 0, &mut found);
        found
    }

    fn add_texts(&self, node: &Json<'_>, but: &str, depth: usize, into: &mut Vec<Value>) {
        if depth > DEEPEST || into.len() > MOST {
            return;
        }
        match node.form() {
            Ok(Form::Object(entries)) => {
                let others = entries.iter().filter(|entry| entry.key != but);
                others.for_each(|entry| self.add_texts(&entry.value, but, depth + 1, into));
            }
            Ok(Form::Array(items)) => {
                items.iter().for_each(|item| self.add_texts(item, but, depth + 1, into));
            }
            _ => into.extend(node.as_str().map(|text| self.value(&text))),
        }
    }

    /// The value of a text, with what is not known in it.
    pub(super) fn value(&self, text: &str) -> Value {
        let mut origin = None;
        let mut pieces = Vec::new();
        // Between marks stand numbers of holes.
        for (at, part) in text.split(MARK).enumerate() {
            let hole = (at % 2 == 1).then(|| self.holes.get(part.parse::<usize>().ok()?)).flatten();
            match hole {
                Some(hole) => {
                    origin.get_or_insert(hole.origin);
                    pieces.push(Piece::Hole(hole.clone()));
                }
                None if part.is_empty() => {}
                None => pieces.push(Piece::Text(part.into())),
            }
        }
        let origin = origin.unwrap_or(self.origin);
        match &pieces[..] {
            [Piece::Hole(hole)] => hole.clone(),
            [] => Value::new(Kind::String("".into()), origin),
            [Piece::Text(text)] => Value::new(Kind::String(Arc::clone(text)), origin),
            _ => Value::new(Kind::Partial(pieces.into()), origin),
        }
    }
}

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
