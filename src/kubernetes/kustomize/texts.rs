//! The files that builds read: those of the run, by their paths in the tree.

use std::collections::{HashMap, HashSet};

use crate::source::{FileId, Sources, directory};

/// Names of the file that describes a kustomization.
pub const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Files by path.
pub(super) struct Texts<'s> {
    pub sources: &'s Sources,
    files: HashMap<&'s str, FileId>,
    folders: HashSet<&'s str>,
}

impl<'s> Texts<'s> {
    pub fn new(sources: &'s Sources) -> Texts<'s> {
        let files: HashMap<&str, FileId> =
            sources.iter().map(|(id, file)| (file.path(), id)).collect();
        let mut folders = HashSet::new();
        for path in files.keys() {
            let mut folder = directory(path);
            while folders.insert(folder) && !folder.is_empty() {
                folder = directory(folder);
            }
        }
        Texts { sources, files, folders }
    }

    pub fn file(&self, path: &str) -> Option<FileId> {
        self.files.get(path).copied()
    }

    pub fn text(&self, id: FileId) -> &'s str {
        self.sources.file(id).text()
    }

    pub fn path(&self, id: FileId) -> &'s str {
        self.sources.file(id).path()
    }

    /// Whether any file that was read lies in a folder or below it.
    pub fn is_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// The file that describes the kustomization of a folder.
    pub fn kustomization(&self, folder: &str) -> Option<FileId> {
        NAMES.iter().find_map(|name| self.file(&joined(folder, name)?))
    }
}

/// A path from a folder of the tree; nothing where it leads out of the tree.
pub fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    if path.starts_with('/') {
        return None;
    }
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether a text names something that is kept elsewhere: a repository or an address
/// (kustomize, `api/internal/git/repospec.go`).
pub fn is_elsewhere(path: &str) -> bool {
    let has_host = || {
        let host = path.split('/').next().unwrap_or_default();
        path.contains('/')
            && host.contains('.')
            && !host.starts_with('.')
            && host.parse::<f64>().is_err()
    };
    path.contains("://")
        || path.starts_with("git@")
        || path.starts_with("git::")
        || path.contains("?ref=")
        || path.contains("//") && has_host()
        || ["github.com/", "gitlab.com/", "bitbucket.org/"]
            .iter()
            .any(|host| path.starts_with(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_tree() {
        assert_eq!(joined("overlays/tokyo", "../../base").as_deref(), Some("base"));
        assert_eq!(joined("a", "./b//c.yaml").as_deref(), Some("a/b/c.yaml"));
        assert_eq!(joined("a", "../..").as_deref(), None);
        assert_eq!(joined("a", "/etc/passwd").as_deref(), None);
    }

    #[test]
    fn addresses_are_elsewhere_and_paths_are_not() {
        for address in [
            "https://example.jp/base.yaml",
            "github.com/example/base",
            "git@example.jp:team/base.git",
            "git.example.jp/team/base//deploy",
            "../base?ref=v1",
        ] {
            assert!(is_elsewhere(address), "{address}");
        }
        for path in ["../base", "base.yaml", "a//b", "v1.2/base", "./x.d/y"] {
            assert!(!is_elsewhere(path), "{path}");
        }
    }
}
