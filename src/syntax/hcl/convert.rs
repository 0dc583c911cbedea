//! From the parser's tree to ours.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::expr::{
    BinaryOperator, Expression, ForExpr, FuncCall, ObjectKey, TraversalOperator, UnaryOperator,
};
use hcl_edit::structure::{self, Structure};
use hcl_edit::template::{Directive, Element, Strip, Template};

use super::{
    Access, Attribute, Binary, Block, Body, Call, Expr, ExprKind, For, Key, Part, TemplateFor,
    Unary,
};
use crate::model::Number;
use crate::source::{FileId, Span};

/// Carries what spans need: the file, its whole text, and where the parsed piece starts in it.
pub(super) struct Converter<'t> {
    pub file: FileId,
    pub text: &'t str,
    pub base: usize,
    /// Where the piece stands in a string with escapes, how spans shift behind each
    /// ([`super::Embedded::escapes`]).
    pub escapes: &'t [(usize, usize)],
    /// The one span of all nodes, where the text stands in no file.
    pub stands_for: Option<Span>,
    /// Starts of the interpolations that are filled in before this text is read, in ascending order.
    pub holes: &'t [u32],
    /// How many of these were met.
    pub filled: Cell<usize>,
}

impl<'t> Converter<'t> {
    /// The converter of a piece of a file.
    pub fn new(file: FileId, text: &'t str, base: usize) -> Converter<'t> {
        let (stands_for, filled) = (None, Cell::new(0));
        Converter { file, text, base, escapes: &[], stands_for, holes: &[], filled }
    }
}

impl Converter<'_> {
    /// Moves the structures of `tree` onto the end of `body`.
    pub fn body(&self, tree: structure::Body, body: &mut Body) {
        for structure in tree {
            match structure {
                Structure::Attribute(attribute) => body.attributes.push(self.attribute(attribute)),
                Structure::Block(block) => body.blocks.push(self.block(block)),
            }
        }
    }

    fn attribute(&self, attribute: structure::Attribute) -> Attribute {
        let value = self.expr(attribute.value);
        let key = self.span(&attribute.key);
        Attribute { name: attribute.key.as_str().into(), span: key.to(value.span), value }
    }

    fn block(&self, block: structure::Block) -> Block {
        let mut header = self.span(&block.ident);
        let mut labels = Vec::with_capacity(block.labels.len());
        for label in &block.labels {
            header = header.to(self.span(label));
            labels.push(label.as_str().into());
        }
        let mut body = Body::default();
        self.body(block.body, &mut body);
        Block { kind: block.ident.as_str().into(), labels, body, header }
    }

    fn span(&self, node: &impl hcl_edit::Span) -> Span {
        self.span_of(node.span().unwrap_or(0..0))
    }

    pub(super) fn span_of(&self, range: Range<usize>) -> Span {
        self.stands_for.unwrap_or_else(|| Span::new(self.file, self.range_of(range)))
    }

    fn range_of(&self, range: Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let before = self.escapes.partition_point(|(after, _)| *after <= offset);
            let shift = before.checked_sub(1).map_or(0, |last| self.escapes[last].1);
            self.base + offset + shift
        };
        at(range.start)..at(range.end)
    }

    /// The text of a node as it was written: a repeated key was renamed for the parser.
    fn written(&self, node: &impl hcl_edit::Span) -> &str {
        self.text.get(self.range_of(node.span().unwrap_or(0..0))).unwrap_or("")
    }

    pub fn expr(&self, expr: Expression) -> Expr {
        let span = self.span(&expr);
        let kind = match expr {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(value.into_value()),
            Expression::Number(number) => {
                let written = Number::parse(self.written(&number));
                let read = || Number::of_machine(number.value().as_f64()?);
                written.or_else(read).map_or(ExprKind::Null, ExprKind::Number)
            }
            Expression::String(text) => ExprKind::String(text.into_value().into()),
            Expression::Array(array) => {
                ExprKind::Tuple(array.into_iter().map(|item| self.expr(item)).collect())
            }
            Expression::Object(object) => {
                let entry = |(key, value): (ObjectKey, hcl_edit::expr::ObjectValue)| {
                    (self.key(key), self.expr(value.into_expr()))
                };
                ExprKind::Object(object.into_iter().map(entry).collect())
            }
            Expression::StringTemplate(template) => {
                self.template(template.into_iter().collect::<Vec<_>>())
            }
            Expression::HeredocTemplate(heredoc) => {
                self.template(heredoc.template.into_iter().collect::<Vec<_>>())
            }
            Expression::Parenthesis(inner) => {
                return Expr { span, ..self.expr(inner.into_inner()) };
            }
            Expression::Variable(name) => ExprKind::Variable(name.as_str().into()),
            Expression::Conditional(c) => ExprKind::Conditional(Box::new([
                self.expr(c.cond_expr),
                self.expr(c.true_expr),
                self.expr(c.false_expr),
            ])),
            Expression::FuncCall(call) => self.call(*call),
            Expression::Traversal(traversal) => {
                let root = self.expr(traversal.expr);
                let steps = traversal.operators.into_iter();
                let steps = steps.map(|step| self.access(step.into_value())).collect();
                ExprKind::Traversal(Box::new(root), steps)
            }
            Expression::UnaryOp(op) => {
                let operator = match op.operator.value() {
                    UnaryOperator::Neg => Unary::Negate,
                    UnaryOperator::Not => Unary::Not,
                };
                ExprKind::Unary(operator, Box::new(self.expr(op.expr)))
            }
            Expression::BinaryOp(op) => ExprKind::Binary(
                binary(*op.operator.value()),
                Box::new([self.expr(op.lhs_expr), self.expr(op.rhs_expr)]),
            ),
            Expression::ForExpr(for_expr) => self.for_expr(*for_expr),
        };
        Expr { kind, span }
    }

    fn key(&self, key: ObjectKey) -> Key {
        match key {
            ObjectKey::Ident(name) => {
                let span = self.span(&name);
                Key::Name(self.written(&name).into(), span)
            }
            ObjectKey::Expression(Expression::Variable(name)) => {
                let span = self.span(&name);
                Key::Name(self.written(&name).into(), span)
            }
            ObjectKey::Expression(Expression::String(text)) => {
                let span = self.span(&text);
                let written = self.written(&text);
                let inner = written.get(1..written.len().saturating_sub(1)).unwrap_or("");
                let plain = !inner.contains(['\\', '$', '%']);
                let text = if plain { inner.into() } else { text.into_value().into() };
                Key::Expr(Expr { kind: ExprKind::String(text), span })
            }
            ObjectKey::Expression(expr) => Key::Expr(self.expr(expr)),
        }
    }

    fn access(&self, step: TraversalOperator) -> Access {
        match step {
            TraversalOperator::AttrSplat(splat) => Access::AttributeSplat(self.span(&splat)),
            TraversalOperator::FullSplat(splat) => Access::FullSplat(self.span(&splat)),
            TraversalOperator::GetAttr(name) => {
                Access::Attribute(name.as_str().into(), self.span(&name))
            }
            TraversalOperator::Index(expr) => Access::Index(self.expr(expr)),
            TraversalOperator::LegacyIndex(index) => {
                let index_of = usize::try_from(*index.value()).unwrap_or(usize::MAX);
                let kind = ExprKind::Number(Number::of_index(index_of));
                Access::Index(Expr { kind, span: self.span(&index) })
            }
        }
    }

    fn call(&self, call: FuncCall) -> ExprKind {
        let expand = call.args.expand_final();
        let mut name = String::new();
        for part in &call.name.namespace {
            name.push_str(part.as_str());
            name.push_str("::");
        }
        name.push_str(call.name.name.as_str());
        let args = call.args.into_iter().map(|arg| self.expr(arg)).collect();
        ExprKind::Call(Box::new(Call { name: name.into(), args, expand }))
    }

    fn for_expr(&self, for_expr: ForExpr) -> ExprKind {
        ExprKind::For(Box::new(For {
            key_name: for_expr.intro.key_var.map(|name| name.as_str().into()),
            value_name: for_expr.intro.value_var.as_str().into(),
            collection: self.expr(for_expr.intro.collection_expr),
            key: for_expr.key_expr.map(|expr| self.expr(expr)),
            value: self.expr(for_expr.value_expr),
            grouping: for_expr.grouping,
            condition: for_expr.cond.map(|cond| self.expr(cond.expr)),
        }))
    }

    fn interpolated(&self, expr: Expr) -> Expr {
        if self.holes.binary_search(&expr.span.start).is_err() {
            return expr;
        }
        self.filled.set(self.filled.get() + 1);
        Expr { span: expr.span, kind: ExprKind::Filled(Box::new(expr)) }
    }

    /// A template, or a plain string where it has nothing but characters.
    pub(super) fn template(&self, elements: Vec<Element>) -> ExprKind {
        let mut parts = self.parts(elements, false, false);
        match parts.as_mut_slice() {
            [] => ExprKind::String("".into()),
            [Part::Text(text)] => ExprKind::String(text.clone()),
            _ => ExprKind::Template(parts),
        }
    }

    /// The parts of a template. A strip marker eats the white space of the literal beside it;
    /// `trim_start` and `trim_end` are the markers of the directive around.
    fn parts(&self, elements: Vec<Element>, trim_start: bool, trim_end: bool) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::with_capacity(elements.len());
        let mut trim = trim_start;
        for element in elements {
            if let Element::Literal(text) = element {
                let text = text.into_value();
                let text = if trim { text.trim_start() } else { &text };
                trim = false;
                push_text(&mut parts, text);
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
                Element::Directive(directive) => parts.push(self.directive(*directive)),
                Element::Literal(_) => {}
            }
        }
        if trim_end {
            trim_last(&mut parts);
        }
        parts
    }

    fn directive(&self, directive: Directive) -> Part {
        let list = |template: Template| template.into_iter().collect::<Vec<_>>();
        match directive {
            Directive::If(directive) => {
                let condition = self.expr(directive.if_expr.cond_expr);
                let end = directive.endif_expr.strip.strip_start();
                let otherwise = directive.else_expr;
                let then_end = otherwise.as_ref().map_or(end, |e| e.strip.strip_start());
                let then = self.parts(
                    list(directive.if_expr.template),
                    directive.if_expr.strip.strip_end(),
                    then_end,
                );
                let otherwise = otherwise.map_or_else(Vec::new, |e| {
                    self.parts(list(e.template), e.strip.strip_end(), end)
                });
                Part::If(Box::new((condition, then, otherwise)))
            }
            Directive::For(directive) => {
                let intro = directive.for_expr;
                let parts = self.parts(
                    list(intro.template),
                    intro.strip.strip_end(),
                    directive.endfor_expr.strip.strip_start(),
                );
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

fn push_text(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        parts.push(Part::Text(text.into()));
    }
}

fn trim_last(parts: &mut Vec<Part>) {
    if let Some(Part::Text(text)) = parts.last() {
        let trimmed: Arc<str> = text.trim_end().into();
        parts.pop();
        push_text(parts, &trimmed);
    }
}

fn binary(operator: BinaryOperator) -> Binary {
    match operator {
        BinaryOperator::Eq => Binary::Equal,
        BinaryOperator::NotEq => Binary::NotEqual,
        BinaryOperator::LessEq => Binary::LessOrEqual,
        BinaryOperator::GreaterEq => Binary::GreaterOrEqual,
        BinaryOperator::Less => Binary::Less,
        BinaryOperator::Greater => Binary::Greater,
        BinaryOperator::Plus => Binary::Add,
        BinaryOperator::Minus => Binary::Subtract,
        BinaryOperator::Mul => Binary::Multiply,
        BinaryOperator::Div => Binary::Divide,
        BinaryOperator::Mod => Binary::Remainder,
        BinaryOperator::And => Binary::And,
        BinaryOperator::Or => Binary::Or,
    }
}
