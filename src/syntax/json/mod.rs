//! JSON as views into its text: one level is read when someone asks for it, and every value has its span.
//!
//! A large document of which little is asked, such as a plan, costs little more than finding its ends.

mod configuration;
mod expression;
mod quoted;
mod variables;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

pub use configuration::configuration;
pub use quoted::quoted;
pub use variables::{variables, variables_of};

use crate::model::{Number, Problem};
use crate::source::{FileId, Span};

/// Deepest value that is read.
const DEEPEST: usize = 64;

/// A value of JSON as it stands in the text of a file.
#[derive(Clone, Copy, Debug)]
pub struct Json<'t> {
    file: FileId,
    /// The text that offsets count in.
    text: &'t str,
    /// The part of it that is this value.
    raw: &'t str,
}

/// What a value of JSON is, one level deep.
#[derive(Clone, Debug)]
pub enum Form<'t> {
    /// `null`
    Null,
    /// `true`
    Bool(bool),
    /// `1`
    Number(Number),
    /// `"a"`, without its escapes
    String(Cow<'t, str>),
    /// `[...]`
    Array(Vec<Json<'t>>),
    /// `{...}`, in the order written, repeated keys included
    Object(Vec<Entry<'t>>),
}

/// `"key": value`
#[derive(Clone, Debug)]
pub struct Entry<'t> {
    /// The key, without its escapes.
    pub key: Cow<'t, str>,
    /// The key as it stands in the text, a string.
    pub name: Json<'t>,
    /// The value.
    pub value: Json<'t>,
}

/// Checks that a whole text is one value of JSON.
///
/// # Errors
/// Where it does not parse.
pub fn parse(file: FileId, text: &str) -> Result<Json<'_>, Problem> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    match serde_json::from_str::<&RawValue>(body) {
        Ok(raw) => Ok(Json { file, text, raw: raw.get() }),
        Err(error) => {
            let at = text.len() - body.len() + offset(body, &error);
            Err(Problem::at(Span::new(file, at..at), said(&error)))
        }
    }
}

/// Where in a text serde stopped.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let line = { lines }.nth(error.line().saturating_sub(1)).unwrap_or(0);
    let mut at = (line + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What serde says about a text, without its place.
fn said(error: &serde_json::Error) -> String {
    let said = error.to_string();
    format!("this does not parse: {}", said.split(" at line ").next().unwrap_or_default())
}

impl<'t> Json<'t> {
    /// A part of `text` that serde has found.
    pub fn of_raw(file: FileId, text: &'t str, raw: &'t RawValue) -> Json<'t> {
        Json { file, text, raw: raw.get() }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        let start = self.start();
        Span::new(self.file, start..start + self.raw.len())
    }

    /// The text of it.
    pub fn raw(&self) -> &'t str {
        self.raw
    }

    fn start(&self) -> usize {
        self.raw.as_ptr().addr() - self.text.as_ptr().addr()
    }

    fn part(&self, raw: &'t RawValue) -> Json<'t> {
        Json { raw: raw.get(), ..*self }
    }

    /// Reads it as a type of serde's.
    ///
    /// # Errors
    /// Where it has another form, at the place in the file.
    pub fn typed<T: Deserialize<'t>>(&self) -> Result<T, Problem> {
        serde_json::from_str(self.raw).map_err(|error| {
            let at = self.start() + offset(self.raw, &error);
            Problem::at(Span::new(self.file, at..at), said(&error))
        })
    }

    /// What it is.
    ///
    /// # Errors
    /// Where a part of it is no value after all: a number without bounds, half of a character.
    pub fn form(&self) -> Result<Form<'t>, Problem> {
        let refuse = |error: &serde_json::Error| Problem::at(self.span(), said(error));
        Ok(match self.raw.as_bytes().first() {
            Some(b'{') => {
                let Entries(entries) = serde_json::from_str(self.raw).map_err(|e| refuse(&e))?;
                let entry = |(key, value): (&'t RawValue, &'t RawValue)| {
                    let name = self.part(key);
                    let key = unescaped(name.raw).map_err(|error| refuse(&error))?;
                    Ok(Entry { key, name, value: self.part(value) })
                };
                Form::Object(entries.into_iter().map(entry).collect::<Result<_, _>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> =
                    serde_json::from_str(self.raw).map_err(|e| refuse(&e))?;
                Form::Array(items.into_iter().map(|item| self.part(item)).collect())
            }
            Some(b'"') => Form::String(unescaped(self.raw).map_err(|error| refuse(&error))?),
            Some(b't') => Form::Bool(true),
            Some(b'f') => Form::Bool(false),
            Some(b'n') | None => Form::Null,
            Some(_) => match Number::parse(self.raw) {
                Some(number) => Form::Number(number),
                None => {
                    let message = "this does not parse: this number is too large";
                    return Err(Problem::at(self.span(), message));
                }
            },
        })
    }

    /// The string, where this is one.
    pub fn as_str(&self) -> Option<Cow<'t, str>> {
        if self.raw.starts_with('"') { unescaped(self.raw).ok() } else { None }
    }

    /// The entries of an object; nothing for other values.
    pub fn entries(&self) -> Vec<Entry<'t>> {
        match self.form() {
            Ok(Form::Object(entries)) => entries,
            _ => Vec::new(),
        }
    }

    /// The elements of an array; nothing for other values.
    pub fn elements(&self) -> Vec<Json<'t>> {
        match self.form() {
            Ok(Form::Array(items)) => items,
            _ => Vec::new(),
        }
    }

    /// The value of a key of an object: the last one.
    pub fn get(&self, key: &str) -> Option<Json<'t>> {
        self.entries().into_iter().rev().find(|entry| entry.key == key).map(|entry| entry.value)
    }
}

/// A string between its quotes, borrowed where it has no escapes.
fn unescaped(raw: &str) -> serde_json::Result<Cow<'_, str>> {
    if raw.contains('\\') {
        return serde_json::from_str(raw).map(Cow::Owned);
    }
    Ok(Cow::Borrowed(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()))
}

/// The pairs of an object, none of them lost.
struct Entries<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Entries<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Entries(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn values_stand_where_they_are_written() {
        let mut sources = Sources::default();
        let text = "\u{feff}{\"a\": [1, \"\\u6771京\", null], \"a\": {\"b\": true}}";
        let file = sources.add("a.json", text);
        let json = parse(file, text).expect("parses");
        let entries = json.entries();
        assert_eq!(entries.len(), 2, "repeated keys are told");
        let items = entries[0].value.elements();
        assert_eq!(items[1].as_str().as_deref(), Some("東京"));
        assert_eq!(sources.slice(items[1].span()), "\"\\u6771京\"");
        assert_eq!(sources.slice(entries[1].name.span()), "\"a\"");
        assert_eq!(json.get("a").and_then(|a| a.get("b")).map(|b| b.raw()), Some("true"));
    }

    #[test]
    fn what_does_not_parse_is_told_at_its_place() {
        let mut sources = Sources::default();
        for (text, line) in [("{\n  \"a\": 1,\n}", 3), ("", 1), ("{\"a\": 1} x", 1), ("[1,\n2", 2)]
        {
            let file = sources.add("a.json", text);
            let problem = parse(file, text).expect_err(text);
            assert_eq!(sources.position(problem.span.expect("a place")).line, line, "{text}");
        }
        let text = "[\"\\ud800\", 1e999999]";
        let file = sources.add("a.json", text);
        let items = parse(file, text).expect("looks whole").elements();
        assert!(items.iter().all(|item| item.form().is_err()));
    }
}
