//! Entries of the catalogue's files in YAML.

use crate::model::Date;
use crate::source::Sources;
use crate::syntax::yaml::{self, Node};

/// A text in English and in Japanese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: String,
    /// Japanese; the English where nobody has translated it.
    pub ja: String,
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

    /// A text in both languages.
    pub fn both(self, key: &str) -> Text {
        let Some(record) = self.get(key) else { return Text::default() };
        let (en, ja) = (record.string("en"), record.string("ja"));
        Text { ja: if ja.is_empty() { en.clone() } else { ja }, en }
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
