//! `templatefile` and `templatestring`: a template from elsewhere, with variables of its own.

use std::sync::Arc;

use super::{Outcome, invalid};
use crate::model::{Kind, Step, Type, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Call, ExprKind, Part, parse_template};
use crate::terraform::Modules;
use crate::terraform::evaluate::{Each, Evaluator, Instance, Scope};
use crate::terraform::module::Module;
use crate::terraform::types::convert;

impl<'m> Evaluator<'m> {
    pub(super) fn template_file(
        &mut self,
        path: &Value,
        vars: &Value,
        span: Span,
        scope: &Scope<'_>,
    ) -> Outcome {
        if scope.template.is_some() {
            return Err(invalid("a template cannot render another one"));
        }
        let key = (self.tree_path(path)?, span);
        let bytes = self.bytes(path)?;
        let parts = match self.templates.get(&key) {
            Some(parts) => Arc::clone(parts),
            None => {
                let text =
                    std::str::from_utf8(&bytes).map_err(|_| invalid("the file is not UTF-8"))?;
                let parts = Arc::new(parse_template(text, span).map_err(|e| invalid(&e))?);
                self.templates.insert(key, Arc::clone(&parts));
                parts
            }
        };
        self.render(&parts, vars, span, scope)
    }

    pub(super) fn template_string(
        &mut self,
        call: &'m Call,
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let [template, vars] = call.args.as_slice() else {
            return self.invalid("`templatestring` takes two arguments", span);
        };
        let is_reference = matches!(template.kind, ExprKind::Variable(_) | ExprKind::Traversal(..));
        if !is_reference || scope.template.is_some() {
            return self.invalid("`templatestring` takes a reference to a template", span);
        }
        let (template, vars) = (self.eval(template, scope), self.eval(vars, scope));
        let origin = template.origin;
        let marks = template.all_marks().and(vars.all_marks());
        let rendered = match &template.kind {
            Kind::String(text) => parse_template(text, span)
                .map_err(|error| invalid(&error))
                .and_then(|parts| self.render(&parts, &vars, span, scope))
                .and_then(|value| convert(&value, &Type::String)),
            _ => Err(template.first_why().unwrap_or_else(|| invalid("a template is a string"))),
        };
        let value = rendered.unwrap_or_else(|why| Value::unknown(why, origin)).marked(marks);
        self.hop(Step::Computation, span, value)
    }

    /// A template sees its variables and nothing else. It is evaluated apart, with what is left of the
    /// budgets and with the same provenance.
    fn render(&mut self, parts: &[Part], vars: &Value, span: Span, outer: &Scope<'_>) -> Outcome {
        let vars = match &vars.kind {
            Kind::Map(vars) => Arc::clone(vars),
            _ => {
                return Err(vars.first_why().unwrap_or_else(|| invalid("variables must be a map")));
            }
        };
        let is_name = |name: &Arc<str>| {
            let mut chars = name.chars();
            chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
                && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        };
        if !vars.keys().all(is_name) {
            return Err(invalid("a variable of a template must have the form of a name"));
        }
        let (modules, module) = (Modules::new(), Module::default());
        let deployment = self.deployment_of(outer.instance);
        let mut inner = Evaluator::new(&modules, self.files, deployment);
        inner.instances.push(Instance::of_template(&deployment.root, &module));
        inner.lend(self);
        let each = Each::None;
        let scope = Scope { template: Some(&vars), ..Scope::of(0, &each) };
        let value = inner.template(parts, span, &scope);
        inner.give_back(self);
        match value.first_why() {
            Some(why @ (Why::Invalid { .. } | Why::NotDeclared { .. })) if value.fails() => {
                Err(why)
            }
            _ if value.is_null() => Err(invalid("the template gives `null`")),
            _ => Ok(value),
        }
    }
}
