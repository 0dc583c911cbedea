//! Resource types, and identifiers of resources and principals.

use super::{Entry, Item, Label, Sort, Value};
use crate::catalog::movement::{grants, movements};
use crate::catalog::record::Text;
use crate::catalog::types::{LocationFrom, ResourceType};
use crate::model::Principal;

/// A type in a list.
pub(super) fn type_row(of: &ResourceType) -> Entry {
    Entry::new(Sort::Type, of.name)
        .plain(Label::Name, of.name)
        .plain(Label::Provider, of.provider)
        .with(Label::Class, Value::Word(of.class))
        .with(Label::Holds, Value::Word(of.holds.as_str()))
        .plain(Label::LocationFrom, of.location_words().replace('|', " | "))
}

/// Everything known about a type.
pub(super) fn resource_type(of: &ResourceType) -> Entry {
    let paths = of.location_from().filter_map(LocationFrom::path);
    let defaults = paths.filter_map(|path| Some(format!("{path} = {}", of.default_place(path)?)));
    let remark = |note: &str, values: &str| {
        let on = if values.is_empty() { String::new() } else { format!("[{values}]") };
        let text = [on, note.to_owned()].join(" ").trim().to_owned();
        Text { en: text.clone(), ja: text }
    };
    let movement = movements(of.name).map(|row| Item {
        name: row.argument.to_owned(),
        words: vec![
            row.kind.as_str(),
            row.direction.as_str(),
            row.far_end.as_str(),
            row.effect.as_str(),
        ],
        text: remark(row.note, row.values),
    });
    let access = grants(of.name).map(|row| Item {
        name: row.argument.to_owned(),
        words: vec![
            row.kind.as_str(),
            row.direction.as_str(),
            row.principal.as_str(),
            row.effect.as_str(),
        ],
        text: remark(row.note, row.values),
    });
    Entry::new(Sort::Type, of.name)
        .plain(Label::Provider, of.provider)
        .with(Label::Class, Value::Word(of.class))
        .with(Label::Holds, Value::Word(of.holds.as_str()))
        .plain(Label::LocationFrom, of.location_words().replace('|', " | "))
        .with(Label::Defaults, Value::List(defaults.collect()))
        .with(Label::Movement, Value::Items(movement.collect()))
        .with(Label::Access, Value::Items(access.collect()))
        .plain(Label::Note, of.note)
        .plain(Label::Source, of.source)
}

/// What an identifier of a principal says.
pub(super) fn principal(principal: &Principal) -> Entry {
    Entry::new(Sort::Principal, &*principal.id)
        .with(Label::Kind, Value::Word(principal.kind.as_str()))
        .plain(Label::Provider, principal.provider.as_deref().unwrap_or_default())
        .plain(Label::Home, principal.home.as_deref().unwrap_or_default())
}
