//! What `helm template` printed: which template each part of it is of.

use std::ops::Range;

/// Stands before the path of a template, in a comment above each document
/// (<https://github.com/helm/helm>, `pkg/action/action.go`).
const SOURCE: &str = "# Source: ";

/// The longest path of a template.
const LONGEST: usize = 1_000;

/// Parts of a text, and the paths of the templates that the comments at the head of their documents name: the name of
/// the chart, then the path in it.
pub fn rendered_parts(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut parts: Vec<(Range<usize>, &str)> = Vec::new();
    if !text.contains(SOURCE) {
        return parts;
    }
    let mut open: Option<(usize, &str)> = None;
    let mut is_head = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_start_matches('\u{feff}').trim_end();
        let named = line.strip_prefix(SOURCE).map(str::trim).filter(|path| is_path(path));
        if is_end(line) || (is_head && named.is_some()) {
            parts.extend(open.take().map(|(from, path)| (from..start, path)));
        }
        match named {
            Some(path) if is_head => open = Some((start, path)),
            _ if is_end(line) => is_head = true,
            _ => is_head &= line.is_empty() || line.starts_with('#'),
        }
    }
    parts.extend(open.map(|(from, path)| (from..text.len(), path)));
    parts
}

/// Whether a line ends a document.
fn is_end(line: &str) -> bool {
    ["---", "..."].iter().any(|end| {
        line.strip_prefix(end).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

/// Whether this can be the path of a template: a folder, and no way out of it.
fn is_path(path: &str) -> bool {
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    path.len() <= LONGEST && path.contains('/') && path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_of_the_template_that_their_head_names() {
        let text = "---\r\n# Source: a/templates/x.yaml\r\nkind: A\r\n---\n# Source: a/templates/y.yaml\n\
                    text: |\n  x\n# Source: a/templates/not.yaml\n---\nkind: C\n";
        let found: Vec<(&str, &str)> =
            rendered_parts(text).into_iter().map(|(range, path)| (&text[range], path)).collect();
        assert_eq!(found.len(), 2);
        assert!(found[0].0.ends_with("kind: A\r\n") && found[0].1 == "a/templates/x.yaml");
        assert!(found[1].0.contains("not.yaml") && found[1].1 == "a/templates/y.yaml");
    }

    #[test]
    fn a_comment_of_ones_own_names_no_template() {
        assert!(rendered_parts("# Source: the internet\nkind: A\n").is_empty());
        assert!(rendered_parts("# Source: a/../../x\nkind: A\n").is_empty());
        assert!(rendered_parts("kind: A\n# Source: a/templates/x.yaml\n").is_empty());
    }
}
