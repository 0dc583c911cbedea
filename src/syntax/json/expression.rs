//! Values of JSON as expressions (HCL's JSON syntax specification, `json/spec.md` of hashicorp/hcl,
//! "Expressions"; Terraform's language documentation, "JSON Configuration Syntax").

use std::borrow::Cow;

use super::{DEEPEST, Entry, Form, Json};
use crate::model::Problem;
use crate::syntax::hcl::{self, Embedded, Expr, ExprKind, Key};

/// What strings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// What they say.
    Literal,
    /// Templates.
    Template,
    /// Expressions in the native syntax: references, and types.
    Reference,
    /// Templates, but for the names of provider configurations in the requirements of a module.
    Requirement,
}

/// A value as an expression.
pub(super) fn expr(json: &Json<'_>, reading: Reading) -> Result<Expr, Problem> {
    nested(json, reading, 0)
}

fn nested(json: &Json<'_>, reading: Reading, depth: usize) -> Result<Expr, Problem> {
    let span = json.span();
    if depth > DEEPEST {
        return Err(Problem::at(span, "this does not parse: values are nested too deep"));
    }
    let kind = match json.form()? {
        Form::Null => ExprKind::Null,
        Form::Bool(truth) => ExprKind::Bool(truth),
        Form::Number(number) => ExprKind::Number(number),
        Form::String(text) => return string(json, &text, reading),
        Form::Array(items) => {
            let items = items.iter().map(|item| nested(item, reading, depth + 1));
            ExprKind::Tuple(items.collect::<Result<_, _>>()?)
        }
        Form::Object(entries) => {
            let entry = |entry: &Entry<'_>| {
                let reading = match (reading, &*entry.key) {
                    (Reading::Requirement, "configuration_aliases") => Reading::Reference,
                    _ => reading,
                };
                Ok((key(entry, reading)?, nested(&entry.value, reading, depth + 1)?))
            };
            ExprKind::Object(entries.iter().map(entry).collect::<Result<_, _>>()?)
        }
    };
    Ok(Expr { kind, span })
}

/// Keys are strings like any other.
fn key(entry: &Entry<'_>, reading: Reading) -> Result<Key, Problem> {
    let span = entry.name.span();
    let expr = string(&entry.name, &entry.key, reading)?;
    Ok(match expr.kind {
        ExprKind::String(name) => Key::Name(name, span),
        _ => Key::Expr(expr),
    })
}

fn string(json: &Json<'_>, text: &str, reading: Reading) -> Result<Expr, Problem> {
    let span = json.span();
    let is_plain = match reading {
        Reading::Literal => true,
        Reading::Template | Reading::Requirement => !text.contains("${") && !text.contains("%{"),
        Reading::Reference => false,
    };
    if is_plain {
        return Ok(Expr { kind: ExprKind::String(text.into()), span });
    }
    let escapes = escapes(json.raw());
    let embedded =
        Embedded { file: span.file, whole: json.text, base: json.start() + 1, escapes: &escapes };
    let kind = match reading {
        Reading::Reference => hcl::expression(text, &embedded)?.kind,
        _ => hcl::template(text, &embedded)?,
    };
    Ok(Expr { kind, span })
}

/// For each escape of a string: the offset after it without escapes, and how many bytes all escapes up to
/// there take beyond what they stand for.
fn escapes(raw: &str) -> Cow<'static, [(usize, usize)]> {
    if !raw.contains('\\') {
        return Cow::Borrowed(&[]);
    }
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    let (mut escapes, mut at, mut shift) = (Vec::new(), 0, 0);
    while let Some(found) = inner[at..].find('\\') {
        let start = at + found;
        let (long, short) = escape(&inner[start..]);
        at = (start + long).min(inner.len());
        shift += long - short;
        escapes.push((at.saturating_sub(shift), shift));
    }
    Cow::Owned(escapes)
}

/// Bytes of the escape that a text starts with, and of the character it stands for.
fn escape(text: &str) -> (usize, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    match unit(0) {
        None => (2, 1),
        Some(0xD800..=0xDBFF) => (12, 4),
        Some(code) => (6, char::from_u32(code).map_or(1, char::len_utf8)),
    }
}
