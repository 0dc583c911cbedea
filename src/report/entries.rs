//! What was looked up in the catalogue: as a table, one below the other, or as JSON.

use serde_json::{Map, Value as Json, json};

use super::table::Table;
use super::width::{columns, pad, wrap};
use super::{Style, visible};
use crate::lookup::{Entry, Item, Text, Value};
use crate::message::{self, Lang, country, word};

/// Entries of one subject, a line each.
#[must_use]
pub fn table(entries: &[Entry], style: &Style) -> String {
    let mut out = String::new();
    let mut labels = Vec::new();
    for (label, _) in entries.iter().flat_map(|entry| &entry.facts) {
        if !labels.contains(label) {
            labels.push(*label);
        }
    }
    // In the order of the enumeration an entry that lacks a fact would move the others.
    if let Some(longest) = entries.iter().max_by_key(|entry| entry.facts.len()) {
        labels.sort_by_key(|label| longest.facts.iter().position(|(of, _)| of == label));
    }
    let head = labels.iter().map(|label| word(style.lang, label.as_str()).to_owned()).collect();
    let mut table = Table::new(head);
    for entry in entries {
        let fact = |label| entry.facts.iter().find(|(of, _)| of == label);
        let cell =
            |label| fact(label).map_or_else(String::new, |(_, value)| line(value, style.lang));
        table.row(labels.iter().map(cell).collect(), Vec::new());
    }
    if entries.is_empty() {
        return format!("{}\n", word(style.lang, "nothing"));
    }
    table.render(&mut out, 0, style.width, style.color);
    out
}

/// Entries with all their facts.
#[must_use]
pub fn text(entries: &[Entry], style: &Style) -> String {
    let (bold, plain) = if style.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut out = String::new();
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let sort = word(style.lang, entry.sort.as_str());
        out.push_str(&format!("{sort} {bold}{}{plain}\n", visible(&entry.name)));
        let labels = entry.facts.iter().map(|(label, _)| columns(word(style.lang, label.as_str())));
        let width = labels.max().unwrap_or(0);
        for (label, value) in &entry.facts {
            fact(&mut out, word(style.lang, label.as_str()), value, width, style);
        }
    }
    out
}

fn fact(out: &mut String, label: &str, value: &Value, width: usize, style: &Style) {
    let room = style.width.saturating_sub(width + 4).max(20);
    let lines: Vec<String> = match value {
        Value::Items(items) => {
            items.iter().flat_map(|item| of_item(item, style.lang, room)).collect()
        }
        Value::List(texts) => texts.iter().flat_map(|text| hanging(text, room)).collect(),
        Value::Texts(texts) => {
            texts.iter().flat_map(|text| hanging(message::text(style.lang, text), room)).collect()
        }
        other => wrap(&line(other, style.lang), room),
    };
    for (at, line) in lines.iter().enumerate() {
        let label = if at == 0 { label } else { "" };
        out.push_str(format!("  {}  {}", pad(label, width), visible(line)).trim_end());
        out.push('\n');
    }
}

fn of_item(item: &Item, lang: Lang, room: usize) -> Vec<String> {
    let words: Vec<&str> = item.words.iter().map(|of| word(lang, of)).collect();
    let head = [item.name.as_str(), &words.join(if lang == Lang::Ja { "、" } else { ", " })];
    let head: Vec<&str> = head.into_iter().filter(|part| !part.is_empty()).collect();
    let said = message::text(lang, &item.text);
    let colon = if lang == Lang::Ja { "： " } else { ": " };
    let whole = match said.is_empty() {
        true => head.join("  "),
        false => format!("{}{colon}{said}", head.join("  ")),
    };
    hanging(&whole, room)
}

/// Lines of which the second and later ones are set in.
fn hanging(text: &str, room: usize) -> Vec<String> {
    let mut lines = wrap(text, room.saturating_sub(2));
    lines.iter_mut().skip(1).for_each(|line| line.insert_str(0, "  "));
    lines
}

fn line(value: &Value, lang: Lang) -> String {
    let comma = if lang == Lang::Ja { "、" } else { ", " };
    match value {
        Value::Plain(text) => visible(text).into_owned(),
        Value::Word(of) => word(lang, of).to_owned(),
        Value::Words(words) => {
            words.iter().map(|of| word(lang, of)).collect::<Vec<_>>().join(comma)
        }
        Value::Both(text) => message::text(lang, text).to_owned(),
        Value::Countries(all) => {
            all.iter().map(|one| country(lang, *one)).collect::<Vec<_>>().join(comma)
        }
        Value::List(texts) => texts.join(comma),
        Value::Texts(texts) => {
            texts.iter().map(|of| message::text(lang, of)).collect::<Vec<_>>().join(comma)
        }
        Value::Items(items) => items.iter().map(|item| &*item.name).collect::<Vec<_>>().join(comma),
    }
}

/// The interface `sekisho/catalog/1`: for each entry its sort and name, and its facts by their labels.
///
/// # Errors
/// Where a value cannot be written as JSON.
pub fn json(entries: &[Entry]) -> serde_json::Result<String> {
    let of_entry = |entry: &Entry| {
        let mut object = Map::new();
        object.insert("sort".to_owned(), json!(entry.sort.as_str()));
        object.insert("id".to_owned(), json!(entry.name));
        for (label, value) in &entry.facts {
            object.insert(label.as_str().to_owned(), json_of(value));
        }
        Json::Object(object)
    };
    let entries: Vec<Json> = entries.iter().map(of_entry).collect();
    let report = json!({ "schema": "sekisho/catalog/1", "entries": entries });
    super::json::pretty(&report)
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Plain(text) => json!(text),
        Value::Word(of) => json!(of),
        Value::Words(words) => json!(words),
        Value::Both(text) => both(text),
        Value::Countries(all) => json!(all.iter().map(|one| one.as_str()).collect::<Vec<_>>()),
        Value::List(texts) => json!(texts),
        Value::Texts(texts) => json!(texts.iter().map(both).collect::<Vec<_>>()),
        Value::Items(items) => {
            let of_item = |item: &Item| json!({ "name": item.name, "words": item.words, "text": both(&item.text) });
            json!(items.iter().map(of_item).collect::<Vec<_>>())
        }
    }
}

fn both(text: &Text) -> Json {
    json!({ "en": text.en, "ja": text.ja })
}
