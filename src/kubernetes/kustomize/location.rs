//! Paths of fields in replacements: `spec.containers.[name=ledger].image`, `data.a\.b`, `list.*.host`
//! (kustomize, `kyaml/yaml/match.go`, `kyaml/utils/pathsplitter.go`).

use regex::RegexBuilder;

use super::edit::{self, Tree};
use super::field_spec::split;
use super::refused::{Refused, Result};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// Parts of a path; brackets around a key keep the dots in it.
pub(super) fn parts(path: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open: Option<String> = None;
    for part in split(path, '.') {
        let (text, goes_on) = match open.take() {
            Some(before) => (format!("{before}.{part}"), !part.ends_with(']')),
            None => (part.clone(), part.starts_with('[') && !part.ends_with(']')),
        };
        if goes_on {
            open = Some(text);
        } else {
            found.push(unbracketed(text));
        }
    }
    found.extend(open.map(unbracketed));
    found.retain(|part| !part.trim().is_empty());
    found
}

/// A key without its brackets; a condition on elements keeps them.
fn unbracketed(text: String) -> String {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match inner {
        Some(inner) if !text.contains('=') && text.contains('.') => inner.to_owned(),
        _ => text,
    }
}

/// The one node at a path.
pub(super) fn find<'n>(root: &'n Tree, path: &[String]) -> Option<&'n Tree> {
    path.iter().try_fold(root, |node, part| match condition(part) {
        Some((key, value)) => node.elements().iter().find(|element| is_called(element, key, value)),
        None => match part.parse::<usize>() {
            Ok(at) if edit::is_sequence(node) => node.elements().get(at),
            _ if part == "-" => node.elements().last(),
            _ => node.get(part),
        },
    })
}

fn is_called(element: &Node<'_>, key: &str, value: &str) -> bool {
    let text =
        if key.is_empty() { element.as_str() } else { element.get(key).and_then(|v| v.as_str()) };
    text == Some(value)
}

/// Key and value of a condition in brackets.
fn condition(part: &str) -> Option<(&str, &str)> {
    part.strip_prefix('[')?.strip_suffix(']')?.split_once('=')
}

/// How paths are followed to fields that are changed.
pub(super) struct Follow<'f> {
    /// Whether what is missing is made, and whether its end is a mapping.
    pub makes: Option<bool>,
    pub span: Span,
    pub change: &'f mut dyn FnMut(&mut Tree) -> Result<()>,
}

impl Follow<'_> {
    /// Changes every node at the end of a path; how many there are.
    pub fn walk(&mut self, node: &mut Tree, path: &[String]) -> Result<usize> {
        let Some((first, rest)) = path.split_first() else {
            (self.change)(node)?;
            return Ok(1);
        };
        if first == "*" {
            let nodes = edit::nodes_mut(node).map(Vec::as_mut_slice).unwrap_or_default();
            return nodes.iter_mut().try_fold(0, |sum, node| Ok(sum + self.walk(node, rest)?));
        }
        if let Some((key, value)) = condition(first) {
            return self.elements(node, key, value, rest);
        }
        match first.parse::<usize>() {
            Ok(at) => self.element(node, at, rest),
            Err(_) => self.field(node, first, rest),
        }
    }

    fn field(&mut self, node: &mut Tree, key: &str, rest: &[String]) -> Result<usize> {
        if self.makes.is_some() && node.get(key).is_none() {
            let made = self.made(rest);
            edit::set(node, key, made);
        }
        match edit::get_mut(node, key) {
            Some(value) => self.walk(value, rest),
            None => Ok(0),
        }
    }

    fn element(&mut self, node: &mut Tree, at: usize, rest: &[String]) -> Result<usize> {
        let made = self.makes.map(|_| self.made(rest));
        let missing = || Refused::unfit(self.span, &at.to_string());
        let nodes = edit::nodes_mut(node).ok_or_else(missing)?;
        if at == nodes.len() {
            nodes.extend(made);
        }
        let found = nodes.get_mut(at).ok_or_else(missing)?;
        self.walk(found, rest)
    }

    /// Elements of which a field fits a pattern.
    fn elements(
        &mut self,
        node: &mut Tree,
        key: &str,
        value: &str,
        rest: &[String],
    ) -> Result<usize> {
        let pattern = RegexBuilder::new(value).size_limit(1 << 20).build();
        let pattern = pattern.map_err(|_| Refused::unfit(self.span, value))?;
        let Some(nodes) = edit::nodes_mut(node) else { return Ok(0) };
        let fits = |element: &Tree| {
            let text = match key {
                "" => element.as_str(),
                key => element.get(key).and_then(|value| value.as_str()),
            };
            text.is_some_and(|text| pattern.is_match(text))
        };
        if self.makes.is_some() && !nodes.iter().any(fits) {
            let text = edit::text(value, self.span);
            nodes.push(match key {
                "" => text,
                key => edit::mapping(vec![(edit::text(key, self.span), text)], self.span),
            });
        }
        let mut found = nodes.iter_mut().filter(|element| fits(element));
        found.try_fold(0, |sum, element| Ok(sum + self.walk(element, rest)?))
    }

    /// What is made at a part of a path whose rest is this.
    fn made(&self, rest: &[String]) -> Tree {
        let is_list = |part: &String| condition(part).is_some() || part.parse::<usize>().is_ok();
        match rest.first() {
            Some(next) if is_list(next) => edit::sequence(Vec::new(), self.span),
            None if self.makes != Some(true) => edit::text("", self.span),
            _ => edit::mapping(Vec::new(), self.span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_parts() {
        let path = "spec.containers.[name=a.b].env.0.value";
        assert_eq!(parts(path), ["spec", "containers", "[name=a.b]", "env", "0", "value"]);
        assert_eq!(
            parts("metadata.annotations.[a.example/b]"),
            ["metadata", "annotations", "a.example/b"]
        );
        assert_eq!(parts("data.app\\.yaml"), ["data", "app.yaml"]);
    }
}
