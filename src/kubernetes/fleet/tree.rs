//! The folders of the tree, and which repository the tree is.

use std::collections::{HashMap, HashSet};

use crate::source::{directory, file_name};

/// What of a folder is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// The files in it.
    Here,
    /// Those below it as well.
    Below,
}

/// A folder of a repository.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// What names the repository, in one spelling.
    pub repository: String,
    /// Its path in there.
    pub path: String,
    pub depth: Depth,
}

/// Files that build what is in their folder.
const BUILT: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The folders that hold manifests, directly or below.
#[derive(Default)]
pub(super) struct Tree<'n> {
    pub folders: HashSet<&'n str>,
    built: HashSet<&'n str>,
}

impl<'n> Tree<'n> {
    pub fn new(paths: impl Iterator<Item = &'n str>) -> Tree<'n> {
        let mut tree = Tree::default();
        for path in paths {
            let mut folder = directory(path);
            if BUILT.contains(&file_name(path)) {
                tree.built.insert(folder);
            }
            while tree.folders.insert(folder) && !folder.is_empty() {
                folder = directory(folder);
            }
        }
        tree
    }

    /// Whether a file says what is built of a folder.
    pub fn is_built(&self, folder: &str) -> bool {
        self.built.contains(folder)
    }

    /// The repository that the tree is: the one most of whose folders are in the tree. Nobody says which it is, and
    /// folders of the same name are in many.
    pub fn repository<'f>(&self, folders: impl Iterator<Item = &'f Folder>) -> Option<String> {
        let mut counts: HashMap<&str, (isize, isize)> = HashMap::new();
        let mut seen = HashSet::new();
        for folder in folders.filter(|folder| !folder.path.is_empty()) {
            if !seen.insert((&folder.repository, &folder.path)) {
                continue;
            }
            let count = counts.entry(&folder.repository).or_default();
            match self.folders.contains(&*folder.path) {
                true => count.0 += 1,
                false => count.1 -= 1,
            }
        }
        let best = counts.values().max().copied().filter(|best| best.0 > 0)?;
        let mut of_best = counts.iter().filter(|(_, count)| **count == best);
        match (of_best.next(), of_best.next()) {
            (Some((repository, _)), None) => Some((*repository).to_owned()),
            _ => None,
        }
    }
}

/// One spelling of a repository's address: without scheme, user, port and ending.
pub(super) fn repository(url: &str) -> String {
    let url = url.trim().to_ascii_lowercase();
    let rest = url.split_once("://").map_or(&*url, |(_, rest)| rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let rest = rest.trim_end_matches('/');
    rest.strip_suffix(".git").unwrap_or(rest).replacen(':', "/", 1)
}

/// A folder as the tree has it; nothing for one that climbs out.
pub(super) fn path_of(written: &str) -> Option<String> {
    let parts = written.split('/').filter(|part| !matches!(*part, "" | "."));
    let parts: Vec<&str> = parts.collect();
    (!parts.contains(&"..")).then(|| parts.join("/"))
}

/// Whether a path matches a pattern: `*` and `?` stay within one part, `**` crosses them.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let path: Vec<&str> = path.split('/').collect();
    wild(
        &pattern,
        &path,
        |part| *part == "**",
        |a, b| {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            wild(&a, &b, |c| *c == '*', |a, b| a == b || *a == '?')
        },
    )
}

/// Whether a text matches a pattern in which some parts stand for any number of others. Goes back to the last of these
/// only, so that it takes at most the product of both lengths.
fn wild<T, U>(
    pattern: &[T],
    text: &[U],
    is_any: impl Fn(&T) -> bool,
    is_one: impl Fn(&T, &U) -> bool,
) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(part) if is_any(part) => {
                back = Some((p, t));
                p += 1;
            }
            Some(part) if is_one(part, &text[t]) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((any, from)) = back else { return false };
                back = Some((any, from + 1));
                p = any + 1;
                t = from + 1;
            }
        }
    }
    pattern[p..].iter().all(is_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_repository_has_many_spellings() {
        for url in [
            "https://git.example.org/Team/Apps.git",
            "git@git.example.org:team/apps.git",
            "ssh://git@git.example.org/team/apps",
            "https://user:token@git.example.org/team/apps/",
        ] {
            assert_eq!(repository(url), "git.example.org/team/apps", "{url}");
        }
    }

    #[test]
    fn patterns_stay_within_their_parts() {
        assert!(matches("apps/*", "apps/web") && !matches("apps/*", "apps/web/x"));
        assert!(matches("apps/**/overlay", "apps/a/b/overlay") && matches("**", "a/b"));
        assert!(matches("a/x-?", "a/x-1") && !matches("a/x-?", "a/x-"));
        assert!(!matches(&"*a".repeat(40), &"a".repeat(39)));
    }

    #[test]
    fn the_tree_is_the_repository_of_most_of_its_folders() {
        let tree = Tree::new(["apps/a/x.yaml", "apps/b/x.yaml"].into_iter());
        let folder = |repository: &str, path: &str| Folder {
            repository: repository.into(),
            path: path.into(),
            depth: Depth::Here,
        };
        let ours = [folder("us", "apps/a"), folder("us", "apps/b"), folder("them", "apps/a")];
        assert_eq!(tree.repository(ours.iter()), Some("us".to_owned()));
        let nobody = [folder("us", "apps/a"), folder("them", "apps/b")];
        assert_eq!(tree.repository(nobody.iter()), None);
        assert_eq!(tree.repository([folder("them", "chart"), folder("them", "")].iter()), None);
    }
}
