//! Reads mappings, lists and words out of a YAML tree. Every mistake is noted with its place and reading goes on,
//! so that an author sees all of them at once.

use std::sync::Arc;

use crate::model::Problem;
use crate::nearest::nearest;
use crate::source::Span;
use crate::syntax::yaml::{Node, NodeKind};

/// The most nodes that are looked at: aliases of aliases make a short text a long walk.
const MOST_STEPS: usize = 50_000;

/// The longest text that a message quotes, in characters.
const LONGEST_QUOTE: usize = 40;

/// The keys that a mapping may have.
pub(super) struct Keys {
    /// What the mapping is, as messages call it: `a rule`.
    pub(super) what: &'static str,
    /// Keys that are read.
    pub(super) known: &'static [&'static str],
    /// Keys with a meaning that this version does not evaluate. Passing over them would be a silent pass.
    pub(super) later: &'static [&'static str],
}

/// The entries of a mapping whose keys are known: each key once.
pub(super) struct Fields<'n, 't>(Vec<(&'static str, &'n Node<'t>)>);

impl<'n, 't> Fields<'n, 't> {
    /// The value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node<'t>> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }
}

/// A word and where it is written.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// The text of the scalar.
    pub(super) text: Arc<str>,
    /// Where it is.
    pub(super) span: Span,
}

/// Collects what is wrong while a tree is read.
#[derive(Default)]
pub(super) struct Reader {
    /// What is wrong so far.
    pub(super) problems: Vec<Problem>,
    steps: usize,
}

impl Reader {
    /// Notes that something is wrong at `span`.
    pub(super) fn wrong(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::at(span, message));
    }

    /// The entries of a mapping with known keys. Unknown, repeated and unsupported ones are noted and left out.
    pub(super) fn fields<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        keys: &Keys,
    ) -> Option<Fields<'n, 't>> {
        let mut fields: Vec<(&'static str, &'n Node<'t>)> = Vec::new();
        for (key, value) in self.mapping(node, keys.what)? {
            let Some(word) = self.word(key, "a key") else { continue };
            if keys.later.contains(&&*word.text) {
                let message = format!(
                    "`{}` in {} is not supported by this version: remove it, nothing in it would be checked",
                    word.text, keys.what
                );
                self.wrong(word.span, message);
                continue;
            }
            match keys.known.iter().find(|known| **known == &*word.text) {
                None => self.unknown_key(&word, keys),
                Some(known) if fields.iter().any(|(name, _)| name == known) => self.repeated(&word),
                Some(known) => fields.push((known, value)),
            }
        }
        Some(Fields(fields))
    }

    /// The entries of a mapping whose keys are names of the author's own.
    pub(super) fn named<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        what: &str,
    ) -> Vec<(Word, &'n Node<'t>)> {
        let mut entries = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (key, value) in self.mapping(node, what).unwrap_or_default() {
            let Some(word) = self.word(key, "a name") else { continue };
            if seen.insert(Arc::clone(&word.text)) {
                entries.push((word, value));
            } else {
                self.repeated(&word);
            }
        }
        entries
    }

    fn mapping<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        what: &str,
    ) -> Option<&'n [(Node<'t>, Node<'t>)]> {
        if !node.is_mapping() {
            self.wrong_type(node, what, "a mapping of keys to values");
            return None;
        }
        self.spend(node, node.entries().len()).then(|| node.entries())
    }

    /// The elements of a list that has at least one.
    pub(super) fn list<'n, 't>(&mut self, node: &'n Node<'t>, what: &str) -> &'n [Node<'t>] {
        match &node.shared().kind {
            NodeKind::Sequence(elements) if elements.is_empty() => {
                self.wrong(
                    node.span,
                    format!("{what}: this list is empty; name at least one, or remove the key"),
                );
                &[]
            }
            NodeKind::Sequence(elements) if self.spend(node, elements.len()) => elements,
            NodeKind::Sequence(_) => &[],
            _ => {
                self.wrong_type(node, what, "a list");
                &[]
            }
        }
    }

    /// The words of a list, or the one word that stands in its place.
    pub(super) fn words(&mut self, node: &Node, what: &str) -> Vec<Word> {
        if matches!(node.shared().kind, NodeKind::Scalar(..)) {
            return self.word(node, what).into_iter().collect();
        }
        if node.is_mapping() {
            self.wrong_type(node, what, "a word or a list of words");
            return Vec::new();
        }
        let elements = self.list(node, what);
        elements.iter().filter_map(|element| self.word(element, what)).collect()
    }

    /// The text of a scalar as it is written, whatever YAML takes it for: `NO` is Norway. Not empty.
    pub(super) fn word(&mut self, node: &Node, what: &str) -> Option<Word> {
        if !self.spend(node, 1) {
            return None;
        }
        match node.as_str() {
            Some(text) if !text.trim().is_empty() => {
                Some(Word { text: text.into(), span: node.span })
            }
            _ => {
                self.wrong_type(node, what, "text");
                None
            }
        }
    }

    /// One of a few words, with what each stands for.
    pub(super) fn choice<T: Copy>(
        &mut self,
        node: &Node,
        what: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let word = self.word(node, what)?;
        let found = choices.iter().find(|(name, _)| *name == &*word.text).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let message =
                format!("{what} cannot be {}; {}", quote(&word.text), suggest(&word.text, &names));
            self.wrong(word.span, message);
        }
        found
    }

    fn unknown_key(&mut self, word: &Word, keys: &Keys) {
        let message = if &*word.text == "<<" {
            format!("`<<` is not read in a policy; write out the keys of {}", keys.what)
        } else {
            let advice = suggest(&word.text, keys.known);
            format!("{} is not a key of {}; {advice}", quote(&word.text), keys.what)
        };
        self.wrong(word.span, message);
    }

    fn repeated(&mut self, word: &Word) {
        let message =
            format!("{} is written twice in one mapping; keep one of them", quote(&word.text));
        self.wrong(word.span, message);
    }

    fn wrong_type(&mut self, node: &Node, what: &str, wanted: &str) {
        let found = match &node.shared().kind {
            NodeKind::Scalar(text, true) if matches!(&**text, "" | "~" | "null") => {
                "nothing".to_owned()
            }
            NodeKind::Scalar(text, _) => format!("the text {}", quote(text)),
            NodeKind::Sequence(_) => "a list".to_owned(),
            _ => "a mapping".to_owned(),
        };
        self.wrong(node.span, format!("{what} must be {wanted}, but here is {found}"));
    }

    /// Whether `count` more nodes may be looked at. Says so once when they may not.
    fn spend(&mut self, node: &Node, count: usize) -> bool {
        let before = self.steps;
        self.steps = before.saturating_add(count);
        if before <= MOST_STEPS && self.steps > MOST_STEPS {
            let message = "this policy is too large to be read; split it, or use fewer aliases";
            self.wrong(node.span, message);
        }
        self.steps <= MOST_STEPS
    }
}

/// `text` between backquotes, cut where it is long, with nothing in it that a terminal would obey.
pub(super) fn quote(text: &str) -> String {
    let shown = text.chars().take(LONGEST_QUOTE);
    let shown: String = shown.map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let more = if text.chars().nth(LONGEST_QUOTE).is_some() { "…" } else { "" };
    format!("`{shown}{more}`")
}

/// The nearest of `names`, or all of them.
pub(super) fn suggest(text: &str, names: &[&str]) -> String {
    const MOST_NAMES: usize = 20;
    if let Some(near) = near(text, names) {
        return format!("did you mean `{near}`?");
    }
    if names.is_empty() {
        return "there is none to choose from".to_owned();
    }
    let all: Vec<String> = names.iter().take(MOST_NAMES).map(|name| quote(name)).collect();
    let more = if names.len() > MOST_NAMES { " and more" } else { "" };
    format!("choose from {}{more}", all.join(", "))
}

/// The nearest of `names`. Comparing long texts, or many, costs a lot and says nothing.
pub(super) fn near<'a>(text: &str, names: &[&'a str]) -> Option<&'a str> {
    const LONGEST: usize = 100;
    const MOST: usize = 500;
    let short = |name: &&str| name.len() <= LONGEST;
    let few = names.len() <= MOST && short(&text);
    few.then(|| nearest(text, names.iter().copied().filter(short))).flatten()
}
