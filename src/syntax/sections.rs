//! Configuration in sections, as a tree of the same nodes as YAML: INI files, TOML, Fluent Bit's classic form, and the
//! tags of Fluentd.
//!
//! It reads what people write into these, not what each grammar allows: a line that is of none of the forms says
//! nothing. Sections whose lines part keys from values by blanks alone are lists, and their names and keys are in small
//! letters: those who read that form take them in any.

use std::borrow::Cow;
use std::collections::HashMap;

use super::spans::Spans;
use super::yaml::{Node, NodeKind};

/// The most sections inside of each other.
const DEEPEST: usize = 32;

/// The most bytes in which a list ends.
const LONGEST_LIST: usize = 1 << 14;

/// How lines part keys from values.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// `key = value`.
    Assigned,
    /// `key value`.
    Blank,
}

/// A line that opens or closes a section.
enum Mark<'t> {
    Header { path: Vec<&'t str>, is_element: bool },
    Open(&'t str),
    Close,
}

/// The entries of a section, and the sections inside of it.
#[derive(Default)]
struct Section<'t> {
    values: Vec<(Node<'t>, Node<'t>)>,
    sections: Vec<Sections<'t>>,
    /// Index of the sections of a name.
    by_name: HashMap<Cow<'t, str>, usize>,
}

/// Sections of one name.
struct Sections<'t> {
    name: Node<'t>,
    is_list: bool,
    elements: Vec<Section<'t>>,
}

/// The tree of a text in sections; nothing where the text has none.
pub fn parse<'t>(spans: &Spans, text: &'t str) -> Option<Node<'t>> {
    let form = form(text)?;
    let mut reader = Reader { spans, text, form, path: Vec::new() };
    let mut root = Section::default();
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |line| at + line + 1);
        at = reader.line(&mut root, at, end);
    }
    Some(reader.tree(root))
}

/// How a text with sections is written: its first line of values after a first section tells.
fn form(text: &str) -> Option<Form> {
    let mut lines = text.lines().map(str::trim).filter(|line| !is_comment(line));
    let mut is_marked = false;
    let of_values = lines.by_ref().find(|line| {
        let is_mark = mark(line).is_some();
        is_marked |= is_mark;
        is_marked && !is_mark
    });
    let is_name = |name: &str| !name.is_empty() && !name.contains(char::is_whitespace);
    let assigned = of_values?.split_once('=').is_some_and(|(name, _)| is_name(name.trim()));
    Some(if assigned { Form::Assigned } else { Form::Blank })
}

fn is_comment(line: &str) -> bool {
    line.is_empty() || line.starts_with(['#', ';', '@', '!'])
}

fn mark(line: &str) -> Option<Mark<'_>> {
    if let Some(inside) = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        return Some(Mark::Header { path: path(inside), is_element: true });
    }
    if let Some(inside) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let is_name = !inside.trim().is_empty() && !inside.contains(['[', ']', ',']);
        return is_name.then(|| Mark::Header { path: path(inside), is_element: false });
    }
    let inside = line.strip_prefix('<')?.strip_suffix('>')?;
    if inside.starts_with('/') {
        return Some(Mark::Close);
    }
    let name = inside.split(char::is_whitespace).next()?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then_some(Mark::Open(name))
}

/// The names of `a.b."c.d"`; one name where blanks stand in it.
fn path(name: &str) -> Vec<&str> {
    let name = name.trim();
    if name.contains(char::is_whitespace) {
        return vec![name];
    }
    let parts = name.split('.').map(|part| part.trim_matches(['"', '\'']));
    parts.take(DEEPEST).collect()
}

struct Reader<'r, 't> {
    spans: &'r Spans,
    text: &'t str,
    form: Form,
    /// The section that lines are in.
    path: Vec<(&'t str, bool)>,
}

impl<'t> Reader<'_, 't> {
    /// Reads what starts in the line from `at` to `end`; where the next one starts.
    fn line(&mut self, root: &mut Section<'t>, at: usize, end: usize) -> usize {
        let text = self.text;
        let line = text[at..end].trim();
        if is_comment(line) && !line.starts_with('@') {
            return end;
        }
        match mark(line) {
            Some(Mark::Header { path, is_element }) => {
                let last = path.len().saturating_sub(1);
                let is_list = |index| index == last && (is_element || self.form == Form::Blank);
                let names = path.into_iter().enumerate();
                self.path = names.map(|(index, name)| (name, is_list(index))).collect();
                self.open(root, at);
            }
            Some(Mark::Open(name)) if self.path.len() < DEEPEST => {
                self.path.push((name, true));
                self.open(root, at);
            }
            Some(Mark::Open(_)) => {}
            Some(Mark::Close) => {
                self.path.pop();
            }
            None => return self.entry(root, at, end),
        }
        end
    }

    /// The section that the path leads to, with a new element where it is a list.
    fn open(&self, root: &mut Section<'t>, at: usize) {
        let Some(((name, is_list), around)) = self.path.split_last() else { return };
        let around = self.section(root, around, at);
        let sections = self.sections(around, name, at);
        sections.is_list |= is_list;
        if *is_list || sections.elements.is_empty() {
            sections.elements.push(Section::default());
        }
    }

    /// The section that a path leads to: the last element of each list.
    fn section<'m>(
        &self,
        root: &'m mut Section<'t>,
        path: &[(&'t str, bool)],
        at: usize,
    ) -> &'m mut Section<'t> {
        let mut section = root;
        for (name, _) in path {
            let elements = &mut self.sections(section, name, at).elements;
            if elements.is_empty() {
                elements.push(Section::default());
            }
            let last = elements.len() - 1;
            section = &mut elements[last];
        }
        section
    }

    /// The sections of a name inside of another.
    fn sections<'m>(
        &self,
        around: &'m mut Section<'t>,
        name: &'t str,
        at: usize,
    ) -> &'m mut Sections<'t> {
        let name = self.name(name);
        let index = *around.by_name.entry(name).or_insert_with_key(|name| {
            let name = self.scalar(name.clone(), at, at);
            around.sections.push(Sections { name, is_list: false, elements: Vec::new() });
            around.sections.len() - 1
        });
        &mut around.sections[index]
    }

    /// A section and what is inside of it as a node. Their depth has a limit.
    fn tree(&self, section: Section<'t>) -> Node<'t> {
        let of_sections = |sections: Sections<'t>| {
            let mut elements: Vec<Node<'t>> =
                sections.elements.into_iter().map(|section| self.tree(section)).collect();
            let span = sections.name.span;
            let value = match elements.pop() {
                Some(only) if !sections.is_list && elements.is_empty() => only,
                last => {
                    elements.extend(last);
                    Node { kind: NodeKind::Sequence(elements), span, tag: None }
                }
            };
            (sections.name, value)
        };
        let mut entries = section.values;
        entries.extend(section.sections.into_iter().map(of_sections));
        let span = entries.first().map_or_else(|| self.spans.span(0, 0), |(key, _)| key.span);
        Node { kind: NodeKind::Mapping(entries), span, tag: None }
    }

    /// A key and its value, which may go on for lines; where the next line starts.
    fn entry(&self, root: &mut Section<'t>, at: usize, end: usize) -> usize {
        let line = &self.text[at..end];
        let start = at + (line.len() - line.trim_start().len());
        let split = match self.form {
            Form::Assigned => line.find('='),
            Form::Blank => line.trim_start().find(char::is_whitespace).map(|to| start - at + to),
        };
        let Some(split) = split.map(|split| at + split).filter(|split| *split >= start) else {
            return end;
        };
        let key = self.text[start..split].trim_end().trim_matches(['"', '\'']);
        let from = match self.form {
            Form::Assigned => split + 1,
            Form::Blank => split,
        };
        if key.is_empty() {
            return end;
        }
        let (value, next) = self.value(from, end);
        let key = self.scalar(self.name(key), start, split);
        self.section(root, &self.path, at).values.push((key, value));
        next
    }

    /// The value from `from` in the line that goes to `end`; where the line after it starts.
    fn value(&self, from: usize, end: usize) -> (Node<'t>, usize) {
        let rest = &self.text[from..end];
        let start = from + (rest.len() - rest.trim_start().len());
        let rest = rest.trim();
        for quotes in ["\"\"\"", "'''"] {
            let Some(inside) = rest.strip_prefix(quotes) else { continue };
            let opened = start + quotes.len();
            let closed = match inside.find(quotes) {
                Some(at) => opened + at,
                None => self.text[opened..].find(quotes).map_or(self.text.len(), |at| opened + at),
            };
            let next = self.line_after(closed);
            return (self.scalar(self.text[opened..closed].into(), opened, closed), next);
        }
        if rest.starts_with('[') && self.form == Form::Assigned {
            let limit = self.text.len().min(start + LONGEST_LIST);
            let found = self.text.as_bytes()[start..limit].iter().position(|byte| *byte == b']');
            let close = found.map_or(end, |at| start + at);
            let elements = self.elements(start + 1, close);
            return (self.node(NodeKind::Sequence(elements), start, close), self.line_after(close));
        }
        if rest.starts_with('{') && self.form == Form::Assigned {
            let close = start + rest.find('}').unwrap_or(rest.len());
            return (self.inline(start + 1, close), end);
        }
        (self.word(start, start + rest.len()), end)
    }

    fn line_after(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |line| at + line + 1)
    }

    /// `"a", "b"`.
    fn elements(&self, from: usize, to: usize) -> Vec<Node<'t>> {
        self.pieces(from, to).map(|(start, end)| self.word(start, end)).collect()
    }

    /// `a = "b", c = "d"`.
    fn inline(&self, from: usize, to: usize) -> Node<'t> {
        let entry = |(start, end): (usize, usize)| {
            let split = start + self.text[start..end].find('=')?;
            let name = self.text[start..split].trim();
            Some((self.scalar(name.into(), start, split), self.word(split + 1, end)))
        };
        let entries = self.pieces(from, to).filter_map(entry).collect();
        self.node(NodeKind::Mapping(entries), from, to)
    }

    /// What commas part.
    fn pieces(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut at = from;
        let pieces = self.text[from..to.max(from)].split(',').map(move |piece| {
            let start = at;
            at += piece.len() + 1;
            (start, start + piece.len())
        });
        pieces.filter(|(start, end)| !self.text[*start..*end].trim().is_empty())
    }

    /// One word: between its quotes, else up to a comment.
    fn word(&self, from: usize, to: usize) -> Node<'t> {
        let raw = &self.text[from..to];
        let start = from + (raw.len() - raw.trim_start().len());
        let raw = raw.trim();
        let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
        if let Some((quote, inside)) = quote.zip(raw.get(1..)) {
            let end = inside.find(quote).unwrap_or(inside.len());
            return self.scalar(inside[..end].into(), start + 1, start + 1 + end);
        }
        let end = [" #", " ;", "\t#"].iter().filter_map(|mark| raw.find(mark)).min();
        let word = raw[..end.unwrap_or(raw.len())].trim_end();
        self.scalar(word.into(), start, start + word.len())
    }

    fn name(&self, name: &'t str) -> Cow<'t, str> {
        let is_small = || !name.contains(|c: char| c.is_ascii_uppercase());
        match self.form {
            Form::Blank if !is_small() => name.to_ascii_lowercase().into(),
            _ => name.into(),
        }
    }

    fn scalar(&self, text: Cow<'t, str>, start: usize, end: usize) -> Node<'t> {
        self.node(NodeKind::Scalar(text, false), start, end)
    }

    fn node(&self, kind: NodeKind<'t>, start: usize, end: usize) -> Node<'t> {
        Node { kind, span: self.spans.span(start, end), tag: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn at(text: &str, path: &[&str]) -> Option<String> {
        let mut sources = Sources::default();
        let id = sources.add("a", text);
        let root = parse(&Spans::File(id), sources.file(id).text())?;
        let mut node = &root;
        for part in path {
            node = match part.parse::<usize>() {
                Ok(index) => node.elements().get(index)?,
                Err(_) => node.get(part)?,
            };
        }
        let text = node.as_str()?.to_owned();
        assert_eq!(sources.slice(node.span), text);
        Some(text)
    }

    #[test]
    fn sections_of_assignments_nest_by_their_names() {
        let text = "# first\ntop = 1\n[s3]\nregion = us-east-1 ; not\n\n[a.b]\nurls = [\n  \"x\", # c\n  \
                    \"y\",\n]\nt = { u = \"v\" }\n[[list]]\nk = 'one'\n[list.inner]\nd = 2\n[[list]]\nk = \
                    \"two\" # c\n";
        assert_eq!(at(text, &["top"]).as_deref(), Some("1"));
        assert_eq!(at(text, &["s3", "region"]).as_deref(), Some("us-east-1"));
        assert_eq!(at(text, &["a", "b", "urls", "0"]).as_deref(), Some("x"));
        assert_eq!(at(text, &["a", "b", "t", "u"]).as_deref(), Some("v"));
        assert_eq!(at(text, &["list", "0", "inner", "d"]).as_deref(), Some("2"));
        assert_eq!(at(text, &["list", "1", "k"]).as_deref(), Some("two"));
    }

    #[test]
    fn sections_of_keys_and_values_are_lists() {
        let text = "[SERVICE]\n    Flush 1\n[OUTPUT]\n    Name  s3\n    Region us-west-2\n[OUTPUT]\n    Name es\n";
        assert_eq!(at(text, &["output", "0", "region"]).as_deref(), Some("us-west-2"));
        assert_eq!(at(text, &["output", "1", "name"]).as_deref(), Some("es"));
    }

    #[test]
    fn tags_close_what_they_open() {
        let text = "<match **>\n  @type copy\n  <store>\n    @type s3\n    s3_region us-east-2\n  </store>\n  <store>\n    \
                    @type es\n  </store>\n</match>\n<source>\n  @type tail\n</source>\n";
        assert_eq!(at(text, &["match", "0", "@type"]).as_deref(), Some("copy"));
        assert_eq!(
            at(text, &["match", "0", "store", "0", "s3_region"]).as_deref(),
            Some("us-east-2")
        );
        assert_eq!(at(text, &["match", "0", "store", "1", "@type"]).as_deref(), Some("es"));
        assert_eq!(at(text, &["source", "0", "@type"]).as_deref(), Some("tail"));
    }

    #[test]
    fn hostile_texts_end() {
        for text in [
            "[",
            "[a]\n=",
            "[a]\nk = [",
            "[a]\nk = \"",
            "</a>\n<b>\nx",
            "[a]\n\"\"\" = \"\"\"",
            "[a]\nk = {",
        ] {
            let _ = at(text, &["a"]);
        }
        let deep = "<a>\n".repeat(10_000) + "k v\n";
        assert!(at(&deep, &["k"]).is_none());
        assert!(at("a = 1\nb = 2\n", &["a"]).is_none(), "there is no section");
    }
}
