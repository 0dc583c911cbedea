//! Variables files in JSON as bodies of HCL, every value with its span.
//!
//! JSON is read by the reader of YAML, of which it is a part. Strings are what they say: Terraform evaluates
//! no templates in these files.

use std::sync::Arc;

use super::hcl::{Attribute, Body, Expr, ExprKind, Key, Parsed};
use super::yaml::{self, Node, NodeKind};
use crate::model::{Number, Problem};
use crate::source::{FileId, Span};

/// Deepest value that is read.
const DEEPEST: usize = 64;

/// Parses an object whose keys are variables.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let tree = yaml::parse(file, text);
    if !tree.problems.is_empty() {
        return Parsed { body: Body::default(), problems: tree.problems };
    }
    let root = match tree.documents.as_slice() {
        [] => return Parsed::default(),
        [document] => &document.root,
        [_, second, ..] => return refused(second.root.span, "more than one value"),
    };
    let NodeKind::Mapping(entries) = &root.kind else {
        return refused(root.span, "this is not an object");
    };
    let mut body = Body::default();
    for (key, value) in entries {
        match (key.as_str(), expr(value, 0)) {
            (Some(name), Ok(expr)) => {
                let span = key.span.to(value.span);
                body.attributes.push(Attribute { name: name.into(), value: expr, span });
            }
            (None, _) => return refused(key.span, "a key must be a string"),
            (_, Err((span, what))) => return refused(span, what),
        }
    }
    Parsed { body, problems: Vec::new() }
}

fn refused(span: Span, what: &str) -> Parsed {
    let problems = vec![Problem::at(span, format!("this does not parse: {what}"))];
    Parsed { body: Body::default(), problems }
}

fn expr(node: &Node<'_>, depth: usize) -> Result<Expr, (Span, &'static str)> {
    let span = node.span;
    if depth > DEEPEST {
        return Err((span, "values are nested too deep"));
    }
    let kind = match &node.kind {
        NodeKind::Scalar(text, false) => ExprKind::String(Arc::from(&**text)),
        NodeKind::Scalar(text, true) => match &**text {
            "null" => ExprKind::Null,
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            text => match number(text) {
                Some(number) => ExprKind::Number(number),
                None => return Err((span, "this is not a value of JSON")),
            },
        },
        NodeKind::Sequence(items) => {
            let items = items.iter().map(|item| expr(item, depth + 1));
            ExprKind::Tuple(items.collect::<Result<_, _>>()?)
        }
        NodeKind::Mapping(entries) => {
            let entry = |(key, value): &(Node<'_>, Node<'_>)| {
                let name = key.as_str().ok_or((key.span, "a key must be a string"))?;
                Ok((Key::Name(name.into(), key.span), expr(value, depth + 1)?))
            };
            ExprKind::Object(entries.iter().map(entry).collect::<Result<_, _>>()?)
        }
        NodeKind::Shared(_) => return Err((span, "this is not a value of JSON")),
    };
    Ok(Expr { kind, span })
}

fn number(text: &str) -> Option<Number> {
    let starts_well = text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
    Number::parse(text).filter(|_| starts_well)
}
