//! Conditions of rows.

use crate::kubernetes::fields;
use crate::kubernetes::path::holders;
use crate::syntax::yaml::Node;

/// Whether conditions hold: `path=word,word`, `path!=word`, `path` for a field that says something, `!path` for one that
/// does not; a `*` at an end of a word stands for any text; `key` stands for the key of the map that describes the end.
pub(in crate::kubernetes) fn is_so(
    conditions: &str,
    node: &Node<'_>,
    key: Option<&Node<'_>>,
    root: &Node<'_>,
) -> bool {
    let text = |node: &Node<'_>| node.as_str().map(str::to_owned);
    let values = |path: &str| -> Vec<String> {
        match (path, path.strip_prefix('/')) {
            ("key", _) => key.and_then(text).into_iter().collect(),
            (_, Some(path)) => holders(root, path).0.iter().filter_map(|h| text(h.node)).collect(),
            (path, None) => holders(node, path).0.iter().filter_map(|h| text(h.node)).collect(),
        }
    };
    let is_there = |path: &str| {
        let found = match path.strip_prefix('/') {
            Some(path) => holders(root, path).0,
            None => holders(node, path).0,
        };
        found.iter().any(|holder| says_something(holder.node))
    };
    let holds = |condition: &str| {
        if let Some((path, words)) = condition.split_once("!=") {
            let values = values(path);
            return !words.split(',').any(|word| values.iter().any(|value| is_word(word, value)));
        }
        if let Some((path, words)) = condition.split_once('=') {
            let words: Vec<String> = match words.strip_prefix('/') {
                Some(_) => values(words),
                None => words.split(',').map(str::to_owned).collect(),
            };
            return values(path).iter().any(|value| words.iter().any(|word| is_word(word, value)));
        }
        match condition.strip_prefix('!') {
            Some(path) => !is_there(path),
            None => is_there(condition),
        }
    };
    conditions.split(' ').filter(|condition| !condition.is_empty()).all(holds)
}

fn is_word(word: &str, value: &str) -> bool {
    match (word.strip_prefix('*'), word.strip_suffix('*')) {
        (Some(_), Some(start)) => value.contains(start.trim_start_matches('*')),
        (Some(end), None) => value.ends_with(end),
        (None, Some(start)) => value.starts_with(start),
        (None, None) => value == word,
    }
}

/// Whether a field is more than null or an empty text.
pub(super) fn says_something(node: &Node<'_>) -> bool {
    node.scalar().is_none() || fields::text(node).is_some()
}
