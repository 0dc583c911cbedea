//! Parameters and texts with gaps that they fill.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::fields::text;
use crate::model::{Because, Step};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// The value of a parameter, and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parameter {
    pub text: Arc<str>,
    pub span: Span,
}

/// Parameters by their paths, such as `metadata.labels.region`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parameters {
    pub known: BTreeMap<String, Parameter>,
}

/// A text whose gaps are filled as far as that is possible: others stay as they are.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    pub text: String,
    /// Where the text is written, then what filled it.
    pub because: Vec<Because>,
}

/// The longest text that is made.
const LONGEST: usize = 10_000;

impl Parameters {
    /// The text of a scalar; nothing for other nodes and for an empty one.
    pub fn fill(&self, node: &Node<'_>) -> Option<Filled> {
        let template = text(node)?;
        let mut because = vec![Because { span: node.span, step: Step::Destination }];
        let text = self.filled(template, &mut because);
        (!text.is_empty()).then_some(Filled { text, because })
    }

    /// A text with what is known filled in.
    pub fn fill_text(&self, template: &str) -> String {
        self.filled(template, &mut Vec::new())
    }

    fn filled(&self, template: &str, because: &mut Vec<Because>) -> String {
        if self.known.is_empty() {
            return template.to_owned();
        }
        let mut made = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((action, after)) = after.split_once("}}").filter(|_| made.len() < LONGEST)
            else {
                break;
            };
            made.push_str(before);
            match self.value(action) {
                Some((value, span)) => {
                    made.push_str(&value);
                    let hop = span.map(|span| Because { span, step: Step::Element });
                    because.extend(hop.filter(|hop| !because.contains(hop)));
                }
                None => made.extend(["{{", action, "}}"]),
            }
            rest = after;
        }
        made.push_str(rest);
        made
    }

    /// What an action gives: a parameter with its dots, an element of a map by its key, and the few functions that
    /// names are made with.
    fn value(&self, action: &str) -> Option<(String, Option<Span>)> {
        let action = action.trim().trim_matches('-').trim();
        let mut stages = action.split('|').map(str::trim);
        let mut value = self.term(stages.next()?);
        for stage in stages {
            value =
                match stage.split_once(' ').map_or((stage, ""), |(name, rest)| (name, rest.trim()))
                {
                    ("lower", "") => value.map(|(text, span)| (text.to_lowercase(), span)),
                    ("upper", "") => value.map(|(text, span)| (text.to_uppercase(), span)),
                    ("trim" | "quote" | "toString", "") => value,
                    ("default", other) => value.or_else(|| Some((quoted(other)?.to_owned(), None))),
                    _ => return None,
                };
        }
        value
    }

    fn term(&self, term: &str) -> Option<(String, Option<Span>)> {
        let path = match term.strip_prefix("index ") {
            Some(rest) => {
                let mut words = rest.split_whitespace();
                let mut path = words.next()?.trim_start_matches('.').to_owned();
                for word in words {
                    path.push('.');
                    path.push_str(quoted(word).unwrap_or(word));
                }
                path
            }
            None => term.trim_start_matches('.').to_owned(),
        };
        let parameter = self.known.get(&path)?;
        Some((parameter.text.to_string(), Some(parameter.span)))
    }

    /// Adds a value under its path, and what is inside of it under theirs.
    pub fn add(&mut self, path: &str, node: &Node<'_>, budget: &mut usize) {
        if *budget == 0 {
            return;
        }
        *budget -= 1;
        if let Some(text) = node.as_str() {
            let parameter = Parameter { text: text.into(), span: node.span };
            self.known.insert(path.to_owned(), parameter);
        }
        let inside =
            |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        for (key, value) in node.entries() {
            let Some(key) = key.as_str() else { continue };
            self.add(&inside(key), value, budget);
        }
        for (at, value) in node.elements().iter().enumerate() {
            self.add(&inside(&at.to_string()), value, budget);
        }
    }

    /// Adds a text under a path.
    pub fn set(&mut self, path: &str, text: &str, span: Span) {
        self.known.insert(path.to_owned(), Parameter { text: text.into(), span });
    }
}

fn quoted(word: &str) -> Option<&str> {
    let inner = |quote: char| word.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('`')).or_else(|| inner('\''))
}
