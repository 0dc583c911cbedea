//! Templates to parts: strip markers and flush heredocs, line by line as HCL has them.
//!
//! HCL reads the characters of a template as one literal a line. A strip marker eats the white space of the
//! literal beside it and nothing beyond; a flush heredoc loses the indent that all its lines share
//! (`hclsyntax/spec.md` of hashicorp/hcl, "Template Literals").

use std::sync::Arc;

use hcl_edit::template::{Directive, Element, Strip, Template};

use super::convert::Converter;
use super::{ExprKind, Part, TemplateFor};

/// How the characters of a template are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Between quotes, with escapes.
    Quoted,
    /// As they are, line by line.
    Lines,
    /// Line by line, without the indent that all lines share.
    Flush,
}

impl Converter<'_> {
    /// The parts of a whole template that stands by itself.
    pub(super) fn parts_of(&self, elements: Vec<Element>) -> Vec<Part> {
        tidied(self.parts(elements, Style::Lines, 0, [false, false]))
    }

    /// A template, or a plain string where it has nothing but characters.
    pub(super) fn template(&self, elements: Vec<Element>, style: Style) -> ExprKind {
        let mut parts = self.parts(elements, style, 0, [false, false]);
        if style == Style::Flush {
            flush(&mut parts);
        }
        let mut parts = tidied(parts);
        match parts.as_mut_slice() {
            [] => ExprKind::String("".into()),
            [Part::Text(text)] => ExprKind::String(text.clone()),
            _ => ExprKind::Template(parts),
        }
    }

    /// The parts of a template, one text a line. A strip marker eats the white space of the literal beside
    /// it; `trim` are the markers of the directive around, before and after.
    fn parts(
        &self,
        elements: Vec<Element>,
        style: Style,
        depth: usize,
        trim: [bool; 2],
    ) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::with_capacity(elements.len());
        let [mut trim, trim_end] = trim;
        for element in elements {
            if let Element::Literal(text) = element {
                let text = self.characters(text, style, depth);
                for line in lines(&text, style) {
                    let line = if std::mem::take(&mut trim) { line.trim_start() } else { line };
                    parts.push(Part::Text(line.into()));
                }
                continue;
            }
            let (before, after) = outer_strip(&element);
            if before {
                trim_last(&mut parts);
            }
            trim = after;
            match element {
                Element::Interpolation(i) => {
                    parts.push(Part::Interpolation(self.interpolated(self.expr(i.expr))));
                }
                Element::Directive(directive) => {
                    parts.push(self.directive(*directive, style, depth + 1));
                }
                Element::Literal(_) => {}
            }
        }
        if trim_end {
            trim_last(&mut parts);
        }
        parts
    }

    /// What a literal stands for, from the text of the file: the parser takes the indent of flush heredocs
    /// away before the lines are known, and leaves what stands in directives as it is written.
    fn characters(&self, text: hcl_edit::Spanned<String>, style: Style, depth: usize) -> Arc<str> {
        if !self.escapes.is_empty() || (depth == 0 && style == Style::Quoted) {
            return text.into_value().into();
        }
        let written = self.name(&text, 0);
        let written =
            if style == Style::Quoted { unescaped(&written) } else { written.to_string() };
        written.replace("$${", "${").replace("%%{", "%{").into()
    }

    fn directive(&self, directive: Directive, style: Style, depth: usize) -> Part {
        let list = |template: Template| template.into_iter().collect::<Vec<_>>();
        match directive {
            Directive::If(directive) => {
                let condition = self.expr(directive.if_expr.cond_expr);
                let end = directive.endif_expr.strip.strip_start();
                let otherwise = directive.else_expr;
                let then_end = otherwise.as_ref().map_or(end, |e| e.strip.strip_start());
                let trim = [directive.if_expr.strip.strip_end(), then_end];
                let then = self.parts(list(directive.if_expr.template), style, depth, trim);
                let otherwise = otherwise.map_or_else(Vec::new, |e| {
                    self.parts(list(e.template), style, depth, [e.strip.strip_end(), end])
                });
                Part::If(Box::new((condition, then, otherwise)))
            }
            Directive::For(directive) => {
                let intro = directive.for_expr;
                let trim = [intro.strip.strip_end(), directive.endfor_expr.strip.strip_start()];
                let parts = self.parts(list(intro.template), style, depth, trim);
                Part::For(Box::new(TemplateFor {
                    key_name: intro.key_var.map(|name| name.as_str().into()),
                    value_name: intro.value_var.as_str().into(),
                    collection: self.expr(intro.collection_expr),
                    parts,
                }))
            }
        }
    }
}

/// The literals that HCL makes of characters.
fn lines(text: &str, style: Style) -> Vec<&str> {
    match style {
        Style::Quoted => vec![text],
        Style::Lines | Style::Flush => text.split_inclusive('\n').collect(),
    }
}

/// A quoted text without its escapes.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let code = |digits: usize, chars: &mut std::str::Chars<'_>| {
            let text: String = chars.by_ref().take(digits).collect();
            u32::from_str_radix(&text, 16).ok().and_then(char::from_u32)
        };
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => out.extend(code(4, &mut chars)),
            Some('U') => out.extend(code(8, &mut chars)),
            other => out.extend(other),
        }
    }
    out
}

/// Whether an element eats the white space before and after it.
fn outer_strip(element: &Element) -> (bool, bool) {
    let (first, last) = match element {
        Element::Interpolation(interpolation) => (interpolation.strip, interpolation.strip),
        Element::Directive(directive) => match &**directive {
            Directive::If(d) => (d.if_expr.strip, d.endif_expr.strip),
            Directive::For(d) => (d.for_expr.strip, d.endfor_expr.strip),
        },
        Element::Literal(_) => (Strip::None, Strip::None),
    };
    (first.strip_start(), last.strip_end())
}

fn trim_last(parts: &mut [Part]) {
    if let Some(Part::Text(text)) = parts.last_mut() {
        *text = text.trim_end().into();
    }
}

/// Takes away the indent that all lines share. A line that starts with anything but characters has none.
fn flush(parts: &mut [Part]) {
    let mut shared = usize::MAX;
    let mut at_start = true;
    each_token(parts, &mut |token| {
        if std::mem::take(&mut at_start) {
            let spaces = match &token {
                Some(text) if text.trim_start().is_empty() && text.ends_with('\n') => usize::MAX,
                Some(text) => indent(text).chars().count(),
                None => 0,
            };
            shared = shared.min(spaces);
        }
        at_start = token.is_some_and(|text| text.ends_with('\n'));
    });
    let mut at_start = true;
    each_token(parts, &mut |token| {
        let starts = std::mem::take(&mut at_start);
        let Some(text) = token else { return };
        at_start = text.ends_with('\n');
        let is_blank = text.trim_start().is_empty() && at_start;
        if starts && !is_blank {
            let cut = text.char_indices().nth(shared).map_or(text.len(), |(at, _)| at);
            *text = text[cut..].into();
        }
    });
}

fn indent(text: &str) -> &str {
    &text[..text.len() - text.trim_start().len()]
}

/// Walks over the literals of a template in the order written, and over what stands between them.
fn each_token(parts: &mut [Part], f: &mut impl FnMut(Option<&mut Arc<str>>)) {
    for part in parts {
        match part {
            Part::Text(text) => f(Some(text)),
            Part::Interpolation(_) => f(None),
            Part::If(directive) => {
                let (_, then, otherwise) = &mut **directive;
                f(None);
                each_token(then, f);
                if !otherwise.is_empty() {
                    f(None);
                    each_token(otherwise, f);
                }
                f(None);
            }
            Part::For(directive) => {
                f(None);
                each_token(&mut directive.parts, f);
                f(None);
            }
        }
    }
}

/// Texts side by side as one, empty ones left out.
fn tidied(parts: Vec<Part>) -> Vec<Part> {
    let mut tidy: Vec<Part> = Vec::with_capacity(parts.len());
    let mut text = String::new();
    let push = |text: &mut String, tidy: &mut Vec<Part>| {
        if !text.is_empty() {
            tidy.push(Part::Text(std::mem::take(text).into()));
        }
    };
    for part in parts {
        match part {
            Part::Text(more) => text.push_str(&more),
            Part::Interpolation(expr) => {
                push(&mut text, &mut tidy);
                tidy.push(Part::Interpolation(expr));
            }
            Part::If(directive) => {
                push(&mut text, &mut tidy);
                let (condition, then, otherwise) = *directive;
                tidy.push(Part::If(Box::new((condition, tidied(then), tidied(otherwise)))));
            }
            Part::For(mut directive) => {
                push(&mut text, &mut tidy);
                directive.parts = tidied(directive.parts);
                tidy.push(Part::For(directive));
            }
        }
    }
    push(&mut text, &mut tidy);
    tidy
}
