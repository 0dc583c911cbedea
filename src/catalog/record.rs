//! Entries of the catalogue's files in YAML.

use crate::model::Date;
use crate::source::Sources;
use crate::syntax::yaml::{self, Node};

/// A text in English and in Japanese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: String,
    /// Japanese.
    pub ja: String,
}

#[cfg(test)]
impl Text {
    /// Whether both are there, and the Japanese is Japanese or nothing needs a translation, as in a date or a number.
    pub fn is_in_both_languages(&self) -> bool {
        let is_japanese = self.ja.chars().any(|c| c >= '\u{3000}');
        let is_number =
            self.en.contains(|c: char| c.is_ascii_digit()) && !self.en.contains(char::is_lowercase);
        !self.en.is_empty() && (is_japanese || (is_number && self.en == self.ja))
    }

    /// The same where it says something.
    pub fn if_told(&self) -> Option<&Text> {
        (*self != Text::default()).then_some(self)
    }
}

/// The roots of an embedded file, which the tests hold to parse.
pub(super) fn root(text: &'static str) -> Option<Node<'static>> {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    yaml::parse(id, text).documents.into_iter().next().map(|document| document.root)
}

/// A mapping whose entries are read by their names.
#[derive(Clone, Copy)]
pub(super) struct Record<'n>(pub &'n Node<'static>);

impl<'n> Record<'n> {
    pub fn get(self, key: &str) -> Option<Record<'n>> {
        self.0.get(key).map(Record)
    }

    /// The text of an entry; empty where there is none.
    pub fn text(self, key: &str) -> &'n str {
        self.0.get(key).and_then(|node| node.as_str()).unwrap_or_default()
    }

    pub fn string(self, key: &str) -> String {
        self.text(key).to_owned()
    }

    /// A text in both languages; empty where there is none.
    pub fn both(self, key: &str) -> Text {
        self.get(key).map(Record::as_both).unwrap_or_default()
    }

    /// This as a text in both languages; a text that is no mapping, such as a date, is the same in both.
    fn as_both(self) -> Text {
        match self.0.as_str() {
            Some(text) => Text { en: text.to_owned(), ja: text.to_owned() },
            None => Text { en: self.string("en"), ja: self.string("ja") },
        }
    }

    pub fn date(self, key: &str) -> Option<Date> {
        self.text(key).parse().ok()
    }

    /// The elements of a list.
    pub fn list(self, key: &str) -> impl Iterator<Item = Record<'n>> {
        self.0.get(key).map_or(&[][..], |node| node.elements()).iter().map(Record)
    }

    /// The texts of a list.
    pub fn texts(self, key: &str) -> Vec<String> {
        self.list(key).filter_map(|record| Some(record.0.as_str()?.to_owned())).collect()
    }

    /// The texts of a list, in both languages.
    pub fn texts_in_both(self, key: &str) -> Vec<Text> {
        self.list(key).map(Record::as_both).collect()
    }

    /// The elements of a list that are one of these words.
    pub fn words<T>(self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        self.list(key).filter_map(|record| parse(record.0.as_str()?)).collect()
    }

    /// The entries of a mapping.
    pub fn entries(self, key: &str) -> impl Iterator<Item = (&'n str, Record<'n>)> {
        let entries = self.0.get(key).map_or(&[][..], |node| node.entries());
        entries.iter().filter_map(|(key, value)| Some((key.as_str()?, Record(value))))
    }
}
