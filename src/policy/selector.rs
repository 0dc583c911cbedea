//! Data classes: read from a policy, and asked which placements hold them.

use std::sync::Arc;

use globset::{Glob, GlobSet};

use super::glob::{Addresses, Over, compile};
use super::model::{DataClass, Selector};
use super::reader::{Keys, Reader, Word, quote};
use crate::model::{Holds, Labels, Placement};
use crate::syntax::yaml::Node;

const DATA_CLASS: Keys = Keys { what: "a data class", known: &["held-by", "except"], later: &[] };
const SELECTOR: Keys = Keys {
    what: "a selector",
    known: &[
        "type",
        "class",
        "holds",
        "tags",
        "labels",
        "namespace",
        "address",
        "path",
        "provider",
    ],
    later: &[],
};
const HOLDS: [(&str, Holds); 3] =
    [("at-rest", Holds::AtRest), ("processes", Holds::Processes), ("in-transit", Holds::InTransit)];

/// Whether a placement is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selected {
    /// It is not.
    No,
    /// Nobody can tell from the files.
    Unknown,
    /// It is.
    Yes,
}

impl From<bool> for Selected {
    fn from(yes: bool) -> Selected {
        if yes { Selected::Yes } else { Selected::No }
    }
}

/// Reads a data class.
pub(super) fn data_class(reader: &mut Reader, name: &Word, node: &Node) -> DataClass {
    let mut class = DataClass { span: name.span, held_by: Vec::new(), except: Vec::new() };
    let Some(fields) = reader.fields(node, &DATA_CLASS) else { return class };
    match fields.get("held-by") {
        Some(node) => class.held_by = selectors(reader, node, "`held-by`"),
        None => {
            let message = format!(
                "data class {} needs `held-by`: a list of selectors, such as `[{{ type: aws_db_instance }}]`",
                quote(&name.text)
            );
            reader.wrong(name.span, message);
        }
    }
    class.except = fields.get("except").map_or(Vec::new(), |n| selectors(reader, n, "`except`"));
    class
}

fn selectors(reader: &mut Reader, node: &Node, what: &str) -> Vec<Selector> {
    let elements = reader.list(node, what);
    elements.iter().filter_map(|element| selector(reader, element)).collect()
}

pub(super) fn selector(reader: &mut Reader, node: &Node) -> Option<Selector> {
    let fields = reader.fields(node, &SELECTOR)?;
    if node.entries().is_empty() {
        let message =
            "this selector has no condition; to select everything write `{ address: \"**\" }`";
        reader.wrong(node.span, message);
    }
    let mut words = |key: &str| {
        let node = fields.get(key)?;
        glob_set(reader, node, &format!("`{key}`"), Over::Words)
    };
    let mut selector = Selector {
        types: words("type"),
        classes: words("class"),
        namespaces: words("namespace"),
        providers: words("provider"),
        ..Selector::default()
    };
    selector.paths =
        fields.get("path").and_then(|node| glob_set(reader, node, "`path`", Over::Paths));
    selector.addresses = fields.get("address").and_then(|node| addresses(reader, node));
    selector.holds = fields.get("holds").map(|node| holds(reader, node));
    for key in ["tags", "labels"] {
        let Some(node) = fields.get(key) else { continue };
        let entries = reader.named(node, &format!("`{key}`"));
        if node.is_mapping() && node.entries().is_empty() {
            reader.wrong(node.span, format!("`{key}` is empty; name a key and its values"));
        }
        for (name, node) in entries {
            let what = format!("`{key}` {}", quote(&name.text));
            let globs = glob_set(reader, node, &what, Over::Words);
            selector.labels.extend(globs.map(|globs| (name.text, globs)));
        }
    }
    Some(selector)
}

fn holds(reader: &mut Reader, node: &Node) -> Vec<Holds> {
    let elements = if node.as_str().is_some() {
        std::slice::from_ref(node)
    } else {
        reader.list(node, "`holds`")
    };
    elements.iter().filter_map(|element| reader.choice(element, "`holds`", &HOLDS)).collect()
}

fn globs(reader: &mut Reader, node: &Node, what: &str, over: Over) -> Vec<(String, Glob)> {
    let mut globs = Vec::new();
    for word in reader.words(node, what) {
        let glob = checked(reader, &word, compile(&word.text, over));
        globs.extend(glob.map(|glob| (word.text.to_string(), glob)));
    }
    globs
}

fn glob_set(reader: &mut Reader, node: &Node, what: &str, over: Over) -> Option<GlobSet> {
    let globs = globs(reader, node, what, over);
    let set = GlobSet::new(globs.into_iter().map(|(_, glob)| glob));
    let word = Word { text: what.into(), span: node.span };
    checked(reader, &word, set.map_err(|error| error.kind().to_string()))
}

fn addresses(reader: &mut Reader, node: &Node) -> Option<Addresses> {
    let globs = globs(reader, node, "`address`", Over::Addresses);
    let word = Word { text: "address".into(), span: node.span };
    checked(reader, &word, Addresses::new(&globs))
}

/// A compiled pattern, or nothing once it is noted what is wrong with `word`.
pub(super) fn checked<T>(
    reader: &mut Reader,
    word: &Word,
    compiled: Result<T, String>,
) -> Option<T> {
    compiled
        .map_err(|error| {
            let message = format!("the pattern {} cannot be used: {error}", quote(&word.text));
            reader.wrong(word.span, message);
        })
        .ok()
}

impl DataClass {
    /// Whether `placement`, declared in the file at `path`, holds this data. An exemption has to be certain: data
    /// whose tags nobody can tell is not exempt.
    pub fn held_by(&self, placement: &Placement, path: &str) -> Selected {
        let most = |selectors: &[Selector]| {
            selectors.iter().map(|s| s.selects(placement, path)).max().unwrap_or(Selected::No)
        };
        match most(&self.held_by) {
            Selected::No => Selected::No,
            _ if self.exempts(placement, path) => Selected::No,
            held => held,
        }
    }

    /// Whether `placement` certainly does not hold this data, whatever comes there.
    pub fn exempts(&self, placement: &Placement, path: &str) -> bool {
        self.except.iter().any(|selector| selector.selects(placement, path) == Selected::Yes)
    }
}

impl Selector {
    /// Whether all conditions hold for `placement`, declared in the file at `path`.
    pub fn selects(&self, placement: &Placement, path: &str) -> Selected {
        let word = |globs: &Option<GlobSet>, word: &str| {
            globs.as_ref().map_or(Selected::Yes, |globs| globs.is_match(word).into())
        };
        // Cheap ones first, and nothing after the first that fails.
        let conditions: [&dyn Fn() -> Selected; 8] = [
            &|| self.by_holds(placement.holds),
            &|| word(&self.types, &placement.type_name),
            &|| self.by_class(&placement.class),
            &|| word(&self.providers, &placement.provider),
            &|| self.by_namespace(placement.namespace.as_ref()),
            &|| self.by_labels(&placement.labels),
            &|| word(&self.paths, path),
            &|| self.by_address(&placement.resource),
        ];
        let mut selected = Selected::Yes;
        for condition in conditions {
            selected = selected.min(condition());
            if selected == Selected::No {
                break;
            }
        }
        selected
    }

    fn by_holds(&self, holds: Holds) -> Selected {
        match &self.holds {
            None => Selected::Yes,
            Some(wanted) if wanted.contains(&holds) => Selected::Yes,
            Some(_) if holds == Holds::Unknown => Selected::Unknown,
            Some(_) => Selected::No,
        }
    }

    fn by_class(&self, class: &str) -> Selected {
        match &self.classes {
            None => Selected::Yes,
            Some(_) if class.is_empty() => Selected::Unknown,
            Some(globs) => globs.is_match(class).into(),
        }
    }

    fn by_namespace(&self, namespace: Option<&Arc<str>>) -> Selected {
        let Some(globs) = &self.namespaces else { return Selected::Yes };
        namespace.is_some_and(|namespace| globs.is_match(&**namespace)).into()
    }

    fn by_address(&self, address: &str) -> Selected {
        self.addresses.as_ref().is_none_or(|addresses| addresses.is_match(address)).into()
    }

    fn by_labels(&self, labels: &Labels) -> Selected {
        let each = |(key, globs): &(Arc<str>, GlobSet)| match labels.known.get(key) {
            None if labels.open => Selected::Unknown,
            None => Selected::No,
            Some(values) => {
                let matching = values.iter().filter(|value| globs.is_match(&***value)).count();
                match (matching, values.len()) {
                    (_, 0) => Selected::Unknown,
                    (0, _) => Selected::No,
                    (some, all) if some == all => Selected::Yes,
                    _ => Selected::Unknown,
                }
            }
        };
        self.labels.iter().map(each).min().unwrap_or(Selected::Yes)
    }
}
