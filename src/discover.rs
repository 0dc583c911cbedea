//! Which tree is checked, and which of its files say something. The only room that walks directories.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::files::{Files, Unread};

pub use crate::source::{directory, file_name, is_within};

/// Name of the policy file.
pub const POLICY_FILE: &str = "sekisho.yaml";

/// The checked tree: nothing outside it is read, but for a folder of downloaded modules that a flag names.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    /// The folder of downloaded modules, where it is outside.
    modules: Option<PathBuf>,
}

/// Where the folder of downloaded modules is in the tree, where it is outside.
const MODULES: &str = "<modules>";

/// A file that says something, by its path in the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundFile {
    /// Path relative to the root of the tree, with `/` between its parts.
    pub path: String,
    /// What kind of file its name says it is.
    pub kind: FileKind,
}

/// What a file's name says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// Terraform configuration, in the native syntax or in JSON.
    Configuration,
    /// Values of variables, in the native syntax or in JSON.
    Variables,
    /// Arguments of a backend; Terragrunt may read it as well.
    Backend,
    /// YAML, which may be a manifest.
    Yaml,
    /// JSON, which may be a manifest: how it starts tells.
    Json,
    /// A configuration of Terragrunt: a unit, or what units share.
    Unit,
    /// Another file in HCL, which a configuration of Terragrunt may read.
    Hcl,
    /// Perhaps a plan or a state of Terraform: how it starts tells.
    Plan,
    /// The description of a Helm chart.
    Chart,
    /// What a kustomization reads besides objects: the content of an entry.
    Content,
    /// Something that matters and is not read by this version; the text says what.
    NotRead(&'static str),
}

impl FileKind {
    /// Whether it speaks of objects of a cluster, not of Terraform.
    pub fn is_of_cluster(self) -> bool {
        matches!(self, FileKind::Yaml | FileKind::Json | FileKind::Chart | FileKind::Content)
    }
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files, sorted by path.
    pub files: BTreeSet<FoundFile>,
    /// Paths that could not be read, and why.
    pub failures: Vec<(String, String)>,
}

/// Directories that hold nothing of the author's, or what other programs downloaded.
const LEFT_OUT: [&str; 4] = [".git", ".terraform", ".terragrunt-cache", "node_modules"];

/// Most entries of a walk.
const MOST_ENTRIES: usize = 2_000_000;

/// Deepest directory of a walk.
const DEEPEST: usize = 128;

impl Tree {
    /// The tree that holds `path`: the folder of the policy file found upward, else the root of the
    /// repository, else the path itself or the folder of the file it names. Nothing is looked for above the ceiling.
    ///
    /// # Errors
    /// Where `path` does not exist.
    pub fn of(path: &str, ceiling: Option<&Path>) -> Result<Tree, String> {
        let ceiling = ceiling.and_then(|ceiling| fs::canonicalize(ceiling).ok());
        let start = fs::canonicalize(path).map_err(|error| said(&error))?;
        let start = if start.is_dir() { start } else { parent(&start) };
        let is_below = |folder: &&Path| ceiling.as_ref().is_none_or(|top| folder.starts_with(top));
        let holds = |name: &'static str| {
            let mut folders = start.ancestors().take_while(is_below);
            folders.find(|folder| folder.join(name).exists()).map(Path::to_path_buf)
        };
        let root = holds(POLICY_FILE).or_else(|| holds(".git")).unwrap_or(start);
        Ok(Tree { root, modules: None })
    }

    /// Trees with a policy come first, then repositories, then others; the outermost of each.
    fn rank(&self) -> (bool, bool, &Path) {
        (!self.exists(POLICY_FILE), !self.exists(".git"), &self.root)
    }

    /// The tree of a request: of those that hold its paths the same one, whatever their order. Nothing
    /// where none of the paths exists.
    pub fn of_all<'p>(
        paths: impl Iterator<Item = &'p str>,
        ceiling: Option<&Path>,
    ) -> Option<Tree> {
        let trees = paths.filter_map(|path| Tree::of(path, ceiling).ok());
        trees.min_by(|a, b| a.rank().cmp(&b.rank()))
    }

    /// A path given by a user, as a path in the tree; empty for the root itself.
    ///
    /// # Errors
    /// Where it does not exist or is outside the tree.
    pub fn path_of(&self, path: &str) -> Result<String, String> {
        let absolute = fs::canonicalize(path).map_err(|error| said(&error))?;
        self.relative(&absolute).ok_or_else(|| {
            "this is outside the checked tree of the other paths; check it in a run of its own"
                .into()
        })
    }

    /// Lets modules be read from a folder that may be outside. Its path in the tree.
    ///
    /// # Errors
    /// Where it is no folder.
    pub fn open_modules(&mut self, path: &str) -> Result<String, String> {
        let absolute = fs::canonicalize(path).map_err(|error| said(&error))?;
        if !absolute.is_dir() {
            return Err("this is not a folder".into());
        }
        Ok(self.relative(&absolute).unwrap_or_else(|| {
            self.modules = Some(absolute);
            MODULES.to_owned()
        }))
    }

    /// A path in the tree as the system has it.
    fn absolute(&self, path: &str) -> PathBuf {
        let of_modules = self.modules.as_ref().filter(|_| is_within(path, MODULES));
        match of_modules {
            Some(modules) => modules.join(path[MODULES.len()..].trim_start_matches('/')),
            None => self.root.join(path),
        }
    }

    /// The root of the tree, for a program that is started there.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether a path in the tree is a directory.
    pub fn is_dir(&self, path: &str) -> bool {
        self.absolute(path).is_dir()
    }

    /// Whether a path in the tree exists.
    pub fn exists(&self, path: &str) -> bool {
        self.absolute(path).exists()
    }

    /// The text of a file in the tree.
    ///
    /// # Errors
    /// A sentence that says why it could not be read: too large, not UTF-8, outside the tree.
    pub fn read(&self, path: &str) -> Result<String, String> {
        let mut absolute = self.absolute(path);
        let mut metadata = fs::symlink_metadata(&absolute).map_err(|error| said(&error))?;
        if metadata.is_symlink() {
            absolute = self.inside(path).ok_or("this link leads outside the checked tree")?;
            metadata = fs::metadata(&absolute).map_err(|error| said(&error))?;
        }
        if !metadata.is_file() {
            return Err("this is not a regular file".into());
        }
        let size = usize::try_from(metadata.len()).unwrap_or_default();
        read_text(fs::File::open(&absolute).map_err(|error| said(&error))?, size)
    }

    /// The first bytes of a file in the tree; none where it cannot be read.
    pub fn start(&self, path: &str) -> Vec<u8> {
        const LENGTH: u64 = 4_096;
        let mut start = Vec::new();
        if let Some(file) = self.inside(path).and_then(|absolute| fs::File::open(absolute).ok())
            && file.metadata().is_ok_and(|metadata| metadata.is_file())
        {
            // What cannot be read is told when all of it is.
            let _ = file.take(LENGTH).read_to_end(&mut start);
        }
        start
    }

    /// The directory that `source` leads to from the directory `from`; nothing where it is not a
    /// directory of the tree.
    pub fn follow(&self, from: &str, source: &str) -> Option<String> {
        let absolute = fs::canonicalize(self.absolute(from).join(source)).ok()?;
        absolute.is_dir().then(|| self.relative(&absolute)).flatten()
    }

    /// Whether a link in a folder of the tree leads out of it, so that programs that follow links read elsewhere. More
    /// than can be looked at counts as one that does.
    pub fn leads_out(&self, folder: &str) -> bool {
        let Some(first) = self.inside(folder) else { return true };
        let mut seen = BTreeSet::from([first.clone()]);
        let mut open = vec![first];
        while let Some(folder) = open.pop() {
            let Ok(listing) = fs::read_dir(&folder) else { return true };
            for entry in listing.flatten() {
                let Ok(kind) = entry.file_type() else { return true };
                if !kind.is_dir() && !kind.is_symlink() {
                    continue;
                }
                let Ok(absolute) = fs::canonicalize(entry.path()) else { return true };
                let is_out = self.relative(&absolute).is_none() || seen.len() > MOST_LISTED;
                if is_out {
                    return true;
                }
                if absolute.is_dir() && seen.insert(absolute.clone()) {
                    open.push(absolute);
                }
            }
        }
        false
    }

    /// Walks a path of the tree; a file is found by itself.
    pub fn walk(&self, path: &str) -> Walk {
        if self.is_dir(path) {
            return self.walk_levels(path, usize::MAX);
        }
        let mut walk = Walk::default();
        walk.add(path);
        walk
    }

    /// The files directly in a directory of the tree.
    pub fn list(&self, path: &str) -> Walk {
        self.walk_levels(path, 0)
    }

    /// The files in a directory of the tree, and in its directories down to so many levels.
    pub fn walk_levels(&self, path: &str, levels: usize) -> Walk {
        let mut walk = Walk::default();
        self.walk_folder(&self.absolute(path), path, levels, 0, &mut 0, &mut walk);
        walk
    }

    fn walk_folder(
        &self,
        folder: &Path,
        path: &str,
        levels: usize,
        depth: usize,
        entries: &mut usize,
        walk: &mut Walk,
    ) {
        let listing = match fs::read_dir(folder) {
            Ok(listing) => listing,
            Err(error) => return walk.failures.push((path.into(), error.to_string())),
        };
        for entry in listing.flatten() {
            *entries += 1;
            if *entries > MOST_ENTRIES || depth > DEEPEST {
                walk.failures.push((path.into(), "too many files or folders; give a path".into()));
                return;
            }
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                walk.failures.push((path.into(), "a file name here is not UTF-8".into()));
                continue;
            };
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            if kind.is_dir() {
                if depth < levels && !LEFT_OUT.contains(&name) {
                    self.walk_folder(&entry.path(), &inner, levels, depth + 1, entries, walk);
                }
            } else if kind.is_file() {
                walk.add(&inner);
            } else if kind.is_symlink() {
                self.add_link(&inner, walk);
            }
        }
    }

    /// A link to a file of the tree is that file. Linked folders of the tree are walked where they are;
    /// what is outside is not read, and that is said.
    fn add_link(&self, path: &str, walk: &mut Walk) {
        match self.inside(path) {
            Some(absolute) if absolute.is_file() => walk.add(path),
            Some(_) => {}
            None if may_matter(file_name(path)) || self.absolute(path).is_dir() => {
                let kind = FileKind::NotRead("a link that leads nowhere in the checked tree");
                walk.files.insert(FoundFile { path: path.to_owned(), kind });
            }
            None => {}
        }
    }

    fn inside(&self, path: &str) -> Option<PathBuf> {
        let absolute = fs::canonicalize(self.absolute(path)).ok()?;
        self.relative(&absolute).is_some().then_some(absolute)
    }

    fn relative(&self, absolute: &Path) -> Option<String> {
        let mut parts = Vec::new();
        let inner = match (absolute.strip_prefix(&self.root), &self.modules) {
            (Ok(inner), _) => inner,
            (Err(_), Some(modules)) => {
                parts.push(MODULES);
                absolute.strip_prefix(modules).ok()?
            }
            (Err(_), None) => return None,
        };
        for part in inner.components() {
            match part {
                Component::Normal(part) => parts.push(part.to_str()?),
                _ => return None,
            }
        }
        Some(parts.join("/"))
    }
}

/// Configurations read files of the checked tree, as long as these are of its own.
impl Files for Tree {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Unread> {
        if !is_plain(path) {
            return Err(Unread::Outside);
        }
        let absolute = fs::canonicalize(self.root.join(path)).map_err(|error| unread(&error))?;
        if !absolute.starts_with(&self.root) {
            return Err(Unread::Outside);
        }
        let metadata = fs::metadata(&absolute).map_err(|error| unread(&error))?;
        if !metadata.is_file() {
            return Err(Unread::NotAFile);
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(&absolute).map_err(|error| unread(&error))?;
        file.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(|error| unread(&error))?;
        if bytes.len() > LARGEST { Err(Unread::TooLarge) } else { Ok(bytes.into()) }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Unread> {
        if !is_plain(folder) {
            return Err(Unread::Outside);
        }
        let mut found = Vec::new();
        let mut open = vec![(self.root.join(folder), String::new(), 0)];
        let mut entries = 0;
        while let Some((absolute, prefix, depth)) = open.pop() {
            for entry in fs::read_dir(&absolute).map_err(|error| unread(&error))?.flatten() {
                entries += 1;
                if entries > MOST_LISTED || depth > DEEPEST {
                    return Err(Unread::TooLarge);
                }
                let (Ok(kind), name) = (entry.file_type(), entry.file_name()) else { continue };
                let Some(name) = name.to_str() else { continue };
                let inner = format!("{prefix}{name}");
                if kind.is_dir() {
                    open.push((entry.path(), format!("{inner}/"), depth + 1));
                } else if entry.path().is_file() {
                    found.push(inner);
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// The most entries of a folder that a configuration lists.
const MOST_LISTED: usize = 100_000;

/// Whether a path stays below the root of the tree by what it says.
fn is_plain(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn unread(error: &io::Error) -> Unread {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unread::Missing,
        _ => Unread::Outside,
    }
}

impl Walk {
    fn add(&mut self, path: &str) {
        if let Some(kind) = kind_of(file_name(path)) {
            self.files.insert(FoundFile { path: path.to_owned(), kind });
        }
    }
}

/// The first bytes of an archive, which plans are in Terraform's own form.
pub const ARCHIVE: &[u8] = b"PK\x03\x04";

/// Most bytes of a file.
pub const LARGEST: usize = 32 << 20;

/// Reads a text of a file or of standard input; `size` is how large it is thought to be.
///
/// # Errors
/// A sentence that says why it could not be read: too large, not UTF-8.
pub fn read_text(input: impl io::Read, size: usize) -> Result<String, String> {
    let too_large = || format!("this has more than {} MiB; it is not read", LARGEST >> 20);
    if size > LARGEST {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(size + 1);
    input.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(|error| said(&error))?;
    if bytes.len() > LARGEST {
        return Err(too_large());
    }
    if bytes.starts_with(ARCHIVE) {
        return Err(
            "this is an archive, as plans are that only Terraform reads; of a plan, give what \
                    `terraform show -json` prints"
                .into(),
        );
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at].iter().filter(|b| **b == b'\n').count();
        format!("this is not UTF-8 (line {line}); save it as UTF-8")
    })
}

/// An error of the system in words of our own, the same everywhere.
pub fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "this may not be read: permission denied".into(),
        io::ErrorKind::IsADirectory => "this is a folder, not a file".into(),
        _ => error.to_string(),
    }
}

fn parent(path: &Path) -> PathBuf {
    path.parent().map_or_else(|| path.to_path_buf(), Path::to_path_buf)
}

/// What a file's name says it is; nothing for files that say nothing here.
pub fn kind_of(name: &str) -> Option<FileKind> {
    let ends = |end: &str| name.ends_with(end);
    Some(match name {
        POLICY_FILE => return None,
        "Chart.yaml" => FileKind::Chart,
        // The one name of a kustomization that does not say that it is YAML.
        "Kustomization" => FileKind::Yaml,
        "terragrunt.hcl" => FileKind::Unit,
        "terragrunt.stack.hcl" => FileKind::NotRead("a stack of Terragrunt"),
        _ if [".tfstack.hcl", ".tfcomponent.hcl", ".tfdeploy.hcl"].iter().any(|end| ends(end)) => {
            FileKind::NotRead("a stack of Terraform")
        }
        "terragrunt.hcl.json" => FileKind::NotRead("Terragrunt configuration in JSON"),
        // What editors leave behind: Terraform does not read hidden files.
        _ if name.starts_with('.') && !ends(".yaml") && !ends(".yml") => return None,
        _ if ends(".tf") || ends(".tofu") => FileKind::Configuration,
        _ if ends(".tf.json") || ends(".tofu.json") => FileKind::Configuration,
        _ if is_backend_file(name) => FileKind::Backend,
        _ if ends(".tfvars") || ends(".tfvars.json") => FileKind::Variables,
        _ if ends(".yaml") || ends(".yml") => FileKind::Yaml,
        _ if ends(".hcl") && !of_others(name) => FileKind::Hcl,
        _ if may_be_plan(name) => FileKind::Plan,
        _ if ends(".json") => FileKind::Json,
        _ => return None,
    })
}

/// Whether a file of this name is worth a word where it cannot be read: most files in JSON say nothing here.
fn may_matter(name: &str) -> bool {
    kind_of(name).is_some_and(|kind| kind != FileKind::Json)
}

/// Whether the name of a file in HCL says that it is another program's, or deploys nothing that lasts: a test, a query.
fn of_others(name: &str) -> bool {
    const ENDS: [&str; 8] = [
        ".pkr.hcl",
        ".pkrvars.hcl",
        ".nomad.hcl",
        ".tfmock.hcl",
        ".tfmigrate.hcl",
        ".tfquery.hcl",
        ".tftest.hcl",
        ".tofutest.hcl",
    ];
    ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether a file is named as those are that `terraform init -backend-config` takes.
fn is_backend_file(name: &str) -> bool {
    const ENDS: [&str; 5] = [".hcl", ".tfvars", ".conf", ".config", ".cfg"];
    let is_named = |stem: &str| {
        stem.split(['.', '-', '_']).any(|word| matches!(word, "backend" | "tfbackend"))
    };
    name.ends_with(".tfbackend")
        || ENDS.iter().any(|end| name.strip_suffix(end).is_some_and(is_named))
}

/// Whether people give such names to plans and states.
fn may_be_plan(name: &str) -> bool {
    const STEMS: [&str; 5] = ["plan", "tfplan", "state", "tfstate", "show"];
    match name.strip_suffix(".json") {
        Some(stem) => stem.split(['.', '-', '_']).any(|word| STEMS.contains(&word)),
        None => name == "tfplan" || name.ends_with(".tfplan") || name.ends_with(".tfstate"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_kinds_apart() {
        assert_eq!(kind_of("main.tf"), Some(FileKind::Configuration));
        assert_eq!(kind_of("prod.tfvars"), Some(FileKind::Variables));
        assert_eq!(kind_of("prod.auto.tfvars"), Some(FileKind::Variables));
        assert_eq!(kind_of("main.tf.json"), Some(FileKind::Configuration));
        assert_eq!(kind_of("terragrunt.hcl"), Some(FileKind::Unit));
        assert_eq!(kind_of("region.hcl"), Some(FileKind::Hcl));
        assert_eq!(kind_of(".terraform.lock.hcl"), None);
        assert_eq!(kind_of("image.pkr.hcl"), None);
        for name in
            ["tfplan.json", "prod.tfplan.json", "plan-prod.json", "terraform.tfstate", "tfplan"]
        {
            assert_eq!(kind_of(name), Some(FileKind::Plan), "{name}");
        }
        assert_eq!(kind_of("planets.json"), Some(FileKind::Json));
        assert_eq!(kind_of("terraform.tfstate.backup"), None);
        assert_eq!(kind_of("README.md"), None);
        assert_eq!(kind_of(".#main.tf"), None);
    }
}
