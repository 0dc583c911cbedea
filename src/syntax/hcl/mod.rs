//! The HCL native syntax as a tree of our own, every node with its span.
//!
//! The grammar is the one of the HCL native syntax specification
//! (`hclsyntax/spec.md` of hashicorp/hcl).

mod convert;
mod parser;
mod patch;
mod recover;
mod template;

use std::ops::Range;
use std::sync::Arc;

use self::convert::Converter;
use crate::model::{Number, Problem};
use crate::source::{FileId, Span};

/// The attributes and blocks of a file or a block, in the order written.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// `name = expression`
    pub attributes: Vec<Attribute>,
    /// `type "label" { ... }`
    pub blocks: Vec<Block>,
}

impl Body {
    /// The attribute of this name. Terraform refuses a second one; the last is taken here.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().rev().find(|a| &*a.name == name)
    }

    /// The blocks of this type.
    pub fn blocks<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = &'b Block> {
        self.blocks.iter().filter(move |b| &*b.kind == kind)
    }
}

/// `name = expression`
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Left of `=`.
    pub name: Arc<str>,
    /// Right of `=`.
    pub value: Expr,
    /// Both.
    pub span: Span,
}

/// `kind "label" { body }`
#[derive(Clone, Debug)]
pub struct Block {
    /// The block type, such as `resource`.
    pub kind: Arc<str>,
    /// Its labels.
    pub labels: Vec<Arc<str>>,
    /// What is between the braces.
    pub body: Body,
    /// From the type to the last label.
    pub header: Span,
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it is.
    pub span: Span,
}

impl Expr {
    /// Whether both are the same value, written without references or operators.
    pub fn is_same_literal(&self, other: &Expr) -> bool {
        match (&self.kind, &other.kind) {
            (ExprKind::Null, ExprKind::Null) => true,
            (ExprKind::Bool(a), ExprKind::Bool(b)) => a == b,
            (ExprKind::Number(a), ExprKind::Number(b)) => a == b,
            (ExprKind::String(a), ExprKind::String(b)) => a == b,
            (ExprKind::Tuple(a), ExprKind::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same_literal(b))
            }
            (ExprKind::Object(a), ExprKind::Object(b)) => {
                let value_of = |name: &str| {
                    b.iter().rev().find(|(key, _)| key.as_str() == Some(name)).map(|(_, v)| v)
                };
                let is_in_both = |(key, value): &(Key, Expr)| {
                    let other = key.as_str().and_then(value_of);
                    other.is_some_and(|other| value.is_same_literal(other))
                };
                a.len() == b.len() && a.iter().all(is_in_both)
            }
            _ => false,
        }
    }
}

impl Key {
    /// The name, where it is written plainly.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Key::Name(text, _) | Key::Expr(Expr { kind: ExprKind::String(text), .. }) => Some(text),
            Key::Expr(_) => None,
        }
    }
}

/// The forms of an expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`
    Bool(bool),
    /// `1`
    Number(Number),
    /// A quoted string or heredoc without interpolation.
    String(Arc<str>),
    /// A quoted string or heredoc with interpolation or directives.
    Template(Vec<Part>),
    /// `[a, b]`
    Tuple(Vec<Expr>),
    /// `{ a = b }`
    Object(Vec<(Key, Expr)>),
    /// A bare identifier.
    Variable(Arc<str>),
    /// `root.a[b].*.c`
    Traversal(Box<Expr>, Vec<Access>),
    /// `f(a, b...)`
    Call(Box<Call>),
    /// `a ? b : c`
    Conditional(Box<[Expr; 3]>),
    /// `-a`, `!a`
    Unary(Unary, Box<Expr>),
    /// `a + b`
    Binary(Binary, Box<[Expr; 2]>),
    /// `[for a in b : c]`
    For(Box<For>),
    /// An interpolation that another program fills in before Terraform reads the text around it.
    Filled(Box<Expr>),
}

/// A key of an object expression.
#[derive(Clone, Debug)]
pub enum Key {
    /// `name = ...`
    Name(Arc<str>, Span),
    /// `(expression) = ...` or `"template" = ...`
    Expr(Expr),
}

/// A step of a traversal.
#[derive(Clone, Debug)]
pub enum Access {
    /// `.name`, and the old form of an index, `.0`
    Attribute(Arc<str>, Span),
    /// `[key]`
    Index(Expr),
    /// `.*`, which takes the attribute steps that follow into each element
    AttributeSplat(Span),
    /// `[*]`, which takes all steps that follow into each element
    FullSplat(Span),
}

/// A function call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name, with `::` between its parts where it is a provider's.
    pub name: Arc<str>,
    /// The arguments.
    pub args: Vec<Expr>,
    /// Whether the last argument ends with `...`.
    pub expand: bool,
}

/// A `for` expression.
#[derive(Clone, Debug)]
pub struct For {
    /// Name of the key or index, where one is given.
    pub key_name: Option<Arc<str>>,
    /// Name of the value.
    pub value_name: Arc<str>,
    /// What is walked over.
    pub collection: Expr,
    /// The key of the result, where it is an object.
    pub key: Option<Expr>,
    /// The value of the result.
    pub value: Expr,
    /// Whether values of equal keys are grouped into lists.
    pub grouping: bool,
    /// What must hold for an element to be taken.
    pub condition: Option<Expr>,
}

/// One part of a template.
#[derive(Clone, Debug)]
pub enum Part {
    /// Characters.
    Text(Arc<str>),
    /// `${expression}`
    Interpolation(Expr),
    /// `%{if a}...%{else}...%{endif}`
    If(Box<(Expr, Vec<Part>, Vec<Part>)>),
    /// `%{for k, v in a}...%{endfor}`
    For(Box<TemplateFor>),
}

/// A `for` directive of a template.
#[derive(Clone, Debug)]
pub struct TemplateFor {
    /// Name of the key or index, where one is given.
    pub key_name: Option<Arc<str>>,
    /// Name of the value.
    pub value_name: Arc<str>,
    /// What is walked over.
    pub collection: Expr,
    /// What is repeated.
    pub parts: Vec<Part>,
}

/// Operators of one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `-`
    Negate,
    /// `!`
    Not,
}

/// Operators of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Binary {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    And,
    Or,
}

/// A parsed file: what could be read of it, and what could not.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Its attributes and blocks.
    pub body: Body,
    /// One problem for each part that does not parse.
    pub problems: Vec<Problem>,
}

/// Parses a file of the native syntax. A part that does not parse is a problem, the rest is read.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut parsed = Parsed::default();
    match parse_piece(file, text, bom..text.len(), &mut parsed.body) {
        Ok(()) => {}
        Err(problem) => {
            parsed.body = Body::default();
            let pieces = recover::pieces(text, bom);
            if pieces.len() <= 1 {
                parsed.problems.push(problem);
                return parsed;
            }
            for piece in pieces {
                if let Err(problem) = parse_piece(file, text, piece, &mut parsed.body) {
                    parsed.problems.push(problem);
                }
            }
        }
    }
    parsed
}

/// Parses one expression, which stands in this range of `text`.
///
/// # Errors
/// Where it is none.
pub fn parse_expression(file: FileId, text: &str, range: Range<usize>) -> Result<Expr, Problem> {
    let base = range.start;
    match parser::expression(text.get(range).unwrap_or_default()) {
        Ok(expr) => Ok(Converter::new(file, text, base).expr(expr)),
        Err(error) => {
            let at = (base + error.offset).min(text.len());
            let message = format!("this is not an expression: {}", error.message);
            Err(Problem::at(Span::new(file, at..at), message))
        }
    }
}

/// Parses a range of a file in which the interpolations at `holes` (their starts, ascending) are filled in before
/// anyone reads it. Nothing where it does not parse, or where one of them does not stand in a string.
pub fn parse_filled(file: FileId, text: &str, range: Range<usize>, holes: &[u32]) -> Option<Body> {
    let tree = parser::body(text.get(range.clone())?).ok()?;
    let converter = Converter { holes, ..Converter::new(file, text, range.start) };
    let mut body = Body::default();
    converter.body(tree, &mut body);
    (converter.filled.get() == holes.len()).then_some(body)
}

/// Parses text that a configuration makes: every part of it stands at `origin`.
///
/// # Errors
/// Where it does not parse.
pub fn parse_made(origin: Span, text: &str) -> Result<Body, Problem> {
    let tree = parser::body(text).map_err(|error| {
        let message = format!("what this makes does not parse: {}", error.message);
        Problem::at(origin, message)
    })?;
    let mut body = Body::default();
    let start = Converter::new(origin.file, text, 0);
    Converter { stands_for: Some(origin), ..start }.body(tree, &mut body);
    Ok(body)
}

/// Parses one range of `text` onto the end of `body`.
fn parse_piece(
    file: FileId,
    text: &str,
    range: Range<usize>,
    body: &mut Body,
) -> Result<(), Problem> {
    let error = match parser::body(&text[range.clone()]) {
        Ok(tree) => {
            Converter::new(file, text, range.start).body(tree, body);
            return Ok(());
        }
        Err(error) => error,
    };
    let mended = || {
        let piece = &text[range.clone()];
        let mended = patch::mended(piece);
        let read = mended.as_deref().unwrap_or(piece);
        let renamed = || parser::body(&recover::without_repeated_keys(read)?).ok();
        parser::body(read).ok().or_else(renamed)
    };
    if let Some(tree) = (!error.is_refused).then(mended).flatten() {
        Converter::new(file, text, range.start).body(tree, body);
        return Ok(());
    }
    let at = (range.start + error.offset).min(text.len());
    let message = format!("this does not parse: {}", error.message);
    Err(Problem::at(Span::new(file, at..at), message))
}

/// Parses a template that is read while values are worked out; `span` is that of all of it.
///
/// # Errors
/// Where it does not parse.
pub fn parse_template(text: &str, span: Span) -> Result<Vec<Part>, String> {
    let stands_for = Some(span);
    let converter = Converter { stands_for, ..Converter::new(span.file, text, 0) };
    match parser::template(text) {
        Ok(template) => Ok(converter.parts_of(template.into_iter().collect())),
        Err(error) => Err(format!("the template does not parse: {}", error.message)),
    }
}

/// Where a text of the native syntax stands in a file of another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Embedded<'t> {
    /// The file.
    pub file: FileId,
    /// Its whole text.
    pub whole: &'t str,
    /// Where the embedded text starts in it.
    pub base: usize,
    /// For each escape of the file's own syntax: the offset after it in the embedded text, and how many bytes
    /// all escapes up to there take beyond what they stand for.
    pub escapes: &'t [(usize, usize)],
}

/// Parses a template that stands in a string of JSON.
pub(super) fn template(text: &str, at: &Embedded<'_>) -> Result<ExprKind, Problem> {
    let converter = at.converter();
    match parser::template(text) {
        Ok(parsed) => Ok(converter.template(parsed.into_iter().collect(), template::Style::Lines)),
        Err(error) => Err(at.problem(&error)),
    }
}

/// Parses an expression that stands in a string of JSON.
pub(super) fn expression(text: &str, at: &Embedded<'_>) -> Result<Expr, Problem> {
    match parser::expression(text) {
        Ok(expr) => Ok(at.converter().expr(expr)),
        Err(error) => Err(at.problem(&error)),
    }
}

impl<'t> Embedded<'t> {
    fn converter(&self) -> convert::Converter<'t> {
        let Embedded { file, whole, base, escapes } = *self;
        Converter { escapes, ..Converter::new(file, whole, base) }
    }

    fn problem(&self, error: &parser::Failure) -> Problem {
        let offset = error.offset;
        let span = self.converter().span_of(offset..offset);
        Problem::at(span, format!("this does not parse: {}", error.message))
    }
}
