//! Templates: strings whose known parts stay known.

use std::sync::Arc;

use super::{Binding, Evaluator, LONGEST_STRING, Scope, truth};
use crate::model::{Kind, MOST_ALTERNATIVES, Marks, Origin, Piece, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Part, TemplateFor};

/// The most strings that a template is followed into.
const MOST_STRINGS: usize = MOST_ALTERNATIVES;

/// The strings a template can become.
struct Strings {
    all: Vec<Draft>,
    bytes: usize,
    marks: Marks,
}

/// One string a template can become: its pieces, and where the first that is not written in the template
/// came from.
#[derive(Clone)]
struct Draft {
    pieces: Vec<Piece>,
    origin: Origin,
}

impl Draft {
    fn push(&mut self, piece: Piece, origin: Origin) {
        self.pieces.push(piece);
        if self.origin == Origin::NONE {
            self.origin = origin;
        }
    }
}

impl<'m> Evaluator<'m> {
    pub(in crate::terraform) fn template(
        &mut self,
        parts: &'m [Part],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        // A template that is one interpolation has the value of what is inside, whatever its type.
        if let [Part::Interpolation(inner)] = parts {
            return self.eval(inner, scope);
        }
        let empty = Draft { pieces: Vec::new(), origin: Origin::NONE };
        let mut strings = Strings { all: vec![empty], bytes: 0, marks: Marks::default() };
        if let Err(why) = self.parts(parts, scope, &mut strings) {
            return self.unknown(why, span);
        }
        let marks = strings.marks;
        let values = strings.all.into_iter().map(|draft| {
            let origin = self.provenance.hop(Step::Computation, span, draft.origin);
            joined(draft.pieces, origin)
        });
        let values: Vec<Value> = values.collect();
        let origin = values.first().map_or(Origin::NONE, |value| value.origin);
        Value::one_of(values, origin).marked(marks)
    }

    fn parts(
        &mut self,
        parts: &'m [Part],
        scope: &Scope<'_>,
        strings: &mut Strings,
    ) -> Result<(), Why> {
        for part in parts {
            match part {
                Part::Text(text) => strings.push_text(text)?,
                Part::Interpolation(expr) => {
                    let value = self.eval(expr, scope);
                    strings.push(&value)?;
                }
                Part::If(directive) => {
                    let (condition, then, otherwise) = &**directive;
                    let value = self.eval(condition, scope);
                    strings.marks = strings.marks.and(value.marks());
                    match truth(&value) {
                        Ok(Some(true)) => self.parts(then, scope, strings)?,
                        Ok(Some(false)) => self.parts(otherwise, scope, strings)?,
                        Ok(None) if value.fails() => {
                            return Err(value.first_why().unwrap_or(Why::Undecided));
                        }
                        Ok(None) => self.either(then, otherwise, &value, scope, strings)?,
                        Err(message) => return Err(Why::Invalid { message: message.into() }),
                    }
                }
                Part::For(directive) => self.template_for(directive, scope, strings)?,
            }
        }
        Ok(())
    }

    /// Both branches of a directive whose condition is not known, while the strings are few.
    fn either(
        &mut self,
        then: &'m [Part],
        otherwise: &'m [Part],
        condition: &Value,
        scope: &Scope<'_>,
        strings: &mut Strings,
    ) -> Result<(), Why> {
        if strings.all.len() * 2 > MOST_STRINGS {
            let why = condition.first_why().unwrap_or(Why::Undecided);
            return strings.push(&Value::unknown(why, condition.origin));
        }
        let before = strings.all.clone();
        self.parts(then, scope, strings)?;
        let taken = std::mem::replace(&mut strings.all, before);
        self.parts(otherwise, scope, strings)?;
        strings.all.extend(taken);
        Ok(())
    }

    fn template_for(
        &mut self,
        directive: &'m TemplateFor,
        scope: &Scope<'_>,
        strings: &mut Strings,
    ) -> Result<(), Why> {
        let collection = self.eval(&directive.collection, scope);
        strings.marks = strings.marks.and(collection.marks());
        let pairs = match self.for_each_pairs(&collection, directive.collection.span) {
            Ok(pairs) => pairs,
            Err(why @ (Why::Invalid { .. } | Why::NotDeclared { .. })) => return Err(why),
            Err(why) => return strings.push(&Value::unknown(why, collection.origin)),
        };
        for (key, value) in pairs {
            if !self.spend(1) {
                return Err(Why::Budget);
            }
            let key_name = directive.key_name.as_deref().unwrap_or("");
            let outer = Binding { name: key_name, value: key, outer: scope.bindings };
            let inner = Binding { name: &directive.value_name, value, outer: Some(&outer) };
            self.parts(&directive.parts, &scope.bind(&inner), strings)?;
        }
        Ok(())
    }
}

impl Strings {
    fn push_text(&mut self, text: &Arc<str>) -> Result<(), Why> {
        self.grow(text.len())?;
        for draft in &mut self.all {
            draft.push(Piece::Text(Arc::clone(text)), Origin::NONE);
        }
        Ok(())
    }

    /// Appends a value: each of its alternatives to each of the strings, while these are few.
    fn push(&mut self, value: &Value) -> Result<(), Why> {
        if let Some(why) = value.first_why().filter(|_| value.fails()) {
            return Err(why);
        }
        self.grow(value.size())?;
        self.marks = self.marks.and(value.all_marks());
        let mut ends = Vec::new();
        for alternative in value.alternatives() {
            ends.push((piece(alternative)?, alternative.origin));
        }
        if ends.len() * self.all.len() > MOST_STRINGS {
            ends = vec![(Piece::Hole(value.clone()), value.origin)];
        }
        let longest = ends.iter().map(|(piece, _)| match piece {
            Piece::Text(text) => text.len(),
            Piece::Hole(_) => 1,
        });
        self.grow(longest.max().unwrap_or(0))?;
        if let [(piece, origin)] = ends.as_slice() {
            self.all.iter_mut().for_each(|draft| draft.push(piece.clone(), *origin));
            return Ok(());
        }
        let drafts = std::mem::take(&mut self.all);
        for (piece, origin) in ends {
            self.all.extend(drafts.iter().cloned().map(|mut draft| {
                draft.push(piece.clone(), origin);
                draft
            }));
        }
        Ok(())
    }

    fn grow(&mut self, bytes: usize) -> Result<(), Why> {
        self.bytes += bytes;
        if self.bytes > LONGEST_STRING { Err(Why::Budget) } else { Ok(()) }
    }
}

/// What a value adds to a string.
fn piece(value: &Value) -> Result<Piece, Why> {
    Ok(match &value.kind {
        Kind::String(text) => Piece::Text(Arc::clone(text)),
        Kind::Number(number) => Piece::Text(number.to_string().into()),
        Kind::Bool(truth) => Piece::Text(truth.to_string().into()),
        Kind::Unknown(_) | Kind::Partial(_) | Kind::OneOf(_) => Piece::Hole(value.clone()),
        Kind::Null => return Err(Why::Invalid { message: "null in a string".into() }),
        _ => {
            let message = "a collection cannot be put into a string".into();
            return Err(value.first_why().unwrap_or(Why::Invalid { message }));
        }
    })
}

/// Most pieces of a string that is known in part.
const MOST_PIECES: usize = 1_024;

/// Pieces as one value: a string where no part is missing.
pub(in crate::terraform) fn joined(pieces: Vec<Piece>, origin: Origin) -> Value {
    let mut joined: Vec<Piece> = Vec::new();
    let mut text = String::new();
    for piece in pieces.into_iter().flat_map(flattened) {
        if text.len() > LONGEST_STRING || joined.len() > MOST_PIECES {
            return Value::unknown(Why::Budget, origin);
        }
        match piece {
            Piece::Text(more) => text.push_str(&more),
            hole @ Piece::Hole(_) => {
                if !text.is_empty() {
                    joined.push(Piece::Text(std::mem::take(&mut text).into()));
                }
                joined.push(hole);
            }
        }
    }
    if text.len() > LONGEST_STRING {
        return Value::unknown(Why::Budget, origin);
    }
    if joined.is_empty() {
        return Value::string(text, origin);
    }
    if !text.is_empty() {
        joined.push(Piece::Text(text.into()));
    }
    Value::new(Kind::Partial(joined.into()), origin)
}

/// A string known in part, inside another one, gives its pieces.
fn flattened(piece: Piece) -> Vec<Piece> {
    match &piece {
        Piece::Hole(Value { kind: Kind::Partial(inner), .. }) => inner.to_vec(),
        _ => vec![piece],
    }
}
