//! Paths into objects: `spec.storages.*.s3`, `spec.mirrors[].source`, `metadata.annotations["a.b/c"]`.
//! `[]` stands for each element of a list, `*` for each key of a map.

use std::collections::HashSet;

use crate::syntax::yaml::Node;

/// A node at the end of a path.
#[derive(Clone, Copy)]
pub(super) struct Holder<'n, 't> {
    /// The node.
    pub node: &'n Node<'t>,
    /// The last key that a `*` stood for.
    pub key: Option<&'n Node<'t>>,
}

/// The most nodes at the end of one path.
const MOST_HOLDERS: usize = 2_000;

/// A part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'p> {
    Key(&'p str),
    EachElement,
    EachKey,
}

/// The nodes at the end of a path, through every value of a repeated key, each once; and whether there are more than
/// are looked at. The empty path and `.` are the node itself.
pub(super) fn holders<'n, 't>(from: &'n Node<'t>, path: &str) -> (Vec<Holder<'n, 't>>, bool) {
    let mut holders = vec![Holder { node: from, key: None }];
    let mut is_cut = false;
    for part in parts(path) {
        let mut seen = HashSet::new();
        let mut next = Vec::new();
        for holder in holders {
            let mut add = |node: &'n Node<'t>, key| {
                if seen.insert(std::ptr::from_ref(node.shared())) {
                    next.push(Holder { node, key });
                }
            };
            match part {
                Part::Key(name) => {
                    holder.node.all(name).into_iter().for_each(|node| add(node, holder.key));
                }
                Part::EachElement => {
                    holder.node.elements().iter().for_each(|node| add(node, holder.key));
                }
                Part::EachKey => {
                    holder.node.entries().iter().for_each(|(key, node)| add(node, Some(key)));
                }
            }
            if next.len() > MOST_HOLDERS {
                break;
            }
        }
        is_cut |= next.len() > MOST_HOLDERS;
        next.truncate(MOST_HOLDERS);
        holders = next;
    }
    (holders, is_cut)
}

fn parts(path: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = path.trim_start_matches('.');
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches('.');
        if let Some(inner) = rest.strip_prefix("[\"") {
            let (name, after) = inner.split_once("\"]")?;
            rest = after;
            return Some(Part::Key(name));
        }
        if let Some(after) = rest.strip_prefix("[]") {
            rest = after;
            return Some(Part::EachElement);
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        rest = after;
        match name {
            "" => None,
            "*" => Some(Part::EachKey),
            name => Some(Part::Key(name)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_part_is_read() {
        let found: Vec<Part<'_>> = parts("spec.a[].b.*[\"x.y/z\"].c").collect();
        let expected = [
            Part::Key("spec"),
            Part::Key("a"),
            Part::EachElement,
            Part::Key("b"),
            Part::EachKey,
            Part::Key("x.y/z"),
            Part::Key("c"),
        ];
        assert_eq!(found, expected);
        assert_eq!(parts(".").count() + parts("").count(), 0);
    }
}
