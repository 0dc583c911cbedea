//! Variables of kustomizations: `$(NAME)` in the fields that may hold them (kustomize, `api/filters/refvar`).

use std::collections::HashMap;

use super::configuration::{Configuration, gvk};
use super::edit::{self, Budget, Tree};
use super::field_spec::{Made, change};
use super::kustomization::{Kustomization, text_of};
use super::location::{find, parts};
use super::refused::{Refused, Result};
use super::resource::{Id, Resources};
use crate::model::Refusal;
use crate::source::Span;
use crate::syntax::yaml::NodeKind;

/// A variable.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub name: String,
    /// The field whose value it has.
    field: String,
    span: Span,
}

/// Notes which objects hold the values of the variables of a kustomization.
pub(super) fn bind(
    from: &Kustomization,
    resources: &mut Resources,
    variables: &mut Vec<Variable>,
) -> Result<()> {
    for node in from.list("vars") {
        let Some((name, span)) = text_of(node, "name") else { continue };
        let object = node.get("objref").ok_or_else(|| Refused::unfit(node.span, "objref"))?;
        let part = |field| text_of(object, field).map_or("", |(text, _)| text);
        let mut gvk = gvk(object);
        if let Some((version, _)) = text_of(object, "apiVersion") {
            gvk = super::field_spec::Gvk::of(version, &gvk.kind);
        }
        let wanted = Id { gvk, name: part("name").into(), namespace: part("namespace").into() };
        let found = resources.were_or_are(&wanted.name, |id| {
            id.name == wanted.name
                && id.gvk == wanted.gvk
                && (wanted.namespace.is_empty() || wanted.is_same(id))
        });
        if let [_, _, ..] = found[..] {
            let target = wanted.shown().into();
            return Err(Refused::new(span, Refusal::SeveralTargets { target }));
        }
        for at in found {
            resources.list[at].variables.push(name.into());
        }
        let field = node.get("fieldref").or_else(|| node.get("fieldRef"));
        let field =
            field.and_then(|field| text_of(field, "fieldPath").or(text_of(field, "fieldpath")));
        let field = field.map_or("metadata.name", |(path, _)| path).to_owned();
        if variables.iter().any(|variable| variable.name == name) {
            return Err(Refused::new(span, Refusal::Twice { object: name.into() }));
        }
        variables.push(Variable { name: name.into(), field, span });
    }
    Ok(())
}

/// Puts the values in place of the variables.
pub(super) fn resolve(
    variables: &[Variable],
    configuration: &Configuration,
    resources: &mut Resources,
    budget: &Budget,
) -> Result<()> {
    if variables.is_empty() {
        return Ok(());
    }
    let mut values: HashMap<&str, Tree> = HashMap::new();
    for variable in variables {
        let holder =
            resources.list.iter().find(|resource| resource.variables.contains(&variable.name));
        let value = holder.and_then(|resource| find(&resource.tree, &parts(&variable.field)));
        let target = || Refusal::NoTarget { target: variable.name.as_str().into() };
        let value = value.ok_or_else(|| Refused::new(variable.span, target()))?;
        values.insert(&variable.name, value.clone());
    }
    for resource in &mut resources.list {
        let gvk = resource.gvk();
        let specs = configuration.of("varReference");
        for spec in specs.filter(|spec| spec.gvk.selects(&gvk)) {
            let span = resource.tree.span;
            change(&mut resource.tree, spec, Made::Nothing, span, &mut |node| {
                fill(node, &values, budget)
            })?;
        }
    }
    Ok(())
}

fn fill(node: &mut Tree, values: &HashMap<&str, Tree>, budget: &Budget) -> Result<()> {
    match &mut node.kind {
        NodeKind::Mapping(entries) => {
            entries.iter_mut().try_for_each(|(_, value)| fill_text(value, values, budget))
        }
        NodeKind::Sequence(nodes) => {
            nodes.iter_mut().try_for_each(|node| fill_text(node, values, budget))
        }
        _ => fill_text(node, values, budget),
    }
}

fn fill_text(node: &mut Tree, values: &HashMap<&str, Tree>, budget: &Budget) -> Result<()> {
    let Some(text) = node.as_str().filter(|text| text.contains("$(") || text.contains("$$")) else {
        return Ok(());
    };
    let whole = text.strip_prefix("$(").and_then(|rest| rest.strip_suffix(')'));
    if let Some(value) = whole.and_then(|name| values.get(name)) {
        budget.take(edit::size(value), node.span)?;
        *node = value.clone();
        return Ok(());
    }
    let (filled, span) = replaced(text, values);
    budget.take(edit::weight(&filled), node.span)?;
    if filled != text {
        *node = edit::text(&filled, span.unwrap_or(node.span));
    }
    Ok(())
}

/// A text with values in it, and where the last of them stands.
fn replaced(text: &str, values: &HashMap<&str, Tree>) -> (String, Option<Span>) {
    let mut out = String::new();
    let mut span = None;
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let name = after.strip_prefix('(').and_then(|inner| inner.split_once(')'));
        rest = match (after.strip_prefix('$'), name) {
            (Some(escaped), _) => {
                out.push('$');
                escaped
            }
            (None, Some((name, further))) => {
                match values.get(name).and_then(|value| Some((value.as_str()?, value.span))) {
                    Some((value, at)) => {
                        out.push_str(value);
                        span = Some(at);
                    }
                    None => {
                        out.push_str("$(");
                        out.push_str(name);
                        out.push(')');
                    }
                }
                further
            }
            (None, None) => {
                out.push('$');
                after
            }
        };
    }
    out.push_str(rest);
    (out, span)
}
