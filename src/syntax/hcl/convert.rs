//! From the parser's tree to ours.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::expr::{
    BinaryOperator, Expression, ForExpr, FuncCall, ObjectKey, TraversalOperator, UnaryOperator,
};
use hcl_edit::structure::{self, Structure};

use super::template::Style;
use super::{Access, Attribute, Binary, Block, Body, Call, Expr, ExprKind, For, Key, Unary};
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

    /// The text of a node as it was written, without so many characters at each end: a repeated key was
    /// renamed for the parser.
    pub(super) fn name(&self, node: &impl hcl_edit::Span, inset: usize) -> Arc<str> {
        let Range { start, end } = self.range_of(node.span().unwrap_or(0..0));
        self.text.get(start + inset..end.saturating_sub(inset)).unwrap_or("").into()
    }

    pub fn expr(&self, expr: Expression) -> Expr {
        let span = self.span(&expr);
        let kind = match expr {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(value.into_value()),
            Expression::Number(number) => {
                let written = Number::parse(&self.name(&number, 0));
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
                self.template(template.into_iter().collect(), Style::Quoted)
            }
            Expression::HeredocTemplate(heredoc) => {
                let written = self.name(&heredoc, 0);
                let style = match written.starts_with("<<-") {
                    true => Style::Flush,
                    false => Style::Lines,
                };
                self.template(heredoc.template.into_iter().collect(), style)
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
            ObjectKey::Ident(name) => Key::Name(self.name(&name, 0), self.span(&name)),
            ObjectKey::Expression(Expression::Variable(name)) => {
                Key::Name(self.name(&name, 0), self.span(&name))
            }
            ObjectKey::Expression(Expression::Null(word)) => {
                Key::Name("null".into(), self.span(&word))
            }
            ObjectKey::Expression(Expression::String(text)) => {
                let span = self.span(&text);
                let written = self.name(&text, 1);
                let plain = !written.contains(['\\', '$', '%']);
                let text = if plain { written } else { text.into_value().into() };
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
            // An old index belongs to an attribute splat as attributes do.
            TraversalOperator::LegacyIndex(index) => {
                Access::Attribute(index.value().to_string().into(), self.span(&index))
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

    pub(super) fn interpolated(&self, expr: Expr) -> Expr {
        if self.holes.binary_search(&expr.span.start).is_err() {
            return expr;
        }
        self.filled.set(self.filled.get() + 1);
        Expr { span: expr.span, kind: ExprKind::Filled(Box::new(expr)) }
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
