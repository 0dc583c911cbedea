//! Environments that a policy declares: how the roots of a tree are run, where the tree cannot tell.

use super::glob;
use super::model::{DeclaredEnvironment, Text};
use super::reader::{Keys, Reader, Word};
use crate::syntax::yaml::Node;

const ENVIRONMENT: Keys = Keys {
    what: "an environment",
    known: &["name", "root", "var-files", "workspace", "variables", "backend-config"],
    later: &[],
};

/// Reads one entry of `environments`.
pub(super) fn environment(reader: &mut Reader, node: &Node) -> Option<DeclaredEnvironment> {
    let fields = reader.fields(node, &ENVIRONMENT)?;
    let Some(name) = fields.get("name") else {
        reader.wrong(node.span, "an environment needs `name`, such as `name: prod`");
        return None;
    };
    let name = reader.word(name, "`name`")?;
    let root = fields.get("root").and_then(|node| reader.word(node, "`root`"));
    let root =
        root.map(|word| super::selector::checked(reader, &word, glob::path_matcher(&word.text)));
    let files = fields.get("var-files").map(|node| reader.words(node, "`var-files`"));
    let backend = fields.get("backend-config").map(|node| reader.words(node, "`backend-config`"));
    let workspace = fields.get("workspace").and_then(|node| reader.word(node, "`workspace`"));
    let variables = fields.get("variables").map(|node| reader.named(node, "`variables`"));
    let mut values = Vec::new();
    for (name, node) in variables.into_iter().flatten() {
        let value = reader.word(node, "the value of a variable")?;
        values.push((name.text, Text::from(value)));
    }
    // A glob that cannot be read is no glob for all roots.
    let root = match root {
        Some(None) => return None,
        Some(Some(glob)) => Some(glob),
        None => None,
    };
    Some(DeclaredEnvironment {
        name: name.text,
        root,
        files: files.unwrap_or_default().into_iter().map(Text::from).collect(),
        workspace: workspace.map(Text::from),
        backend: backend.unwrap_or_default().into_iter().map(Text::from).collect(),
        values,
    })
}

impl From<Word> for Text {
    fn from(word: Word) -> Text {
        Text { text: word.text, span: word.span }
    }
}
