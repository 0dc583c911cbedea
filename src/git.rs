//! The program `git`, which gives the tree of a revision where a flag asks for one: what is committed is read as it stands,
//! without filters, hooks or a network, and written to a folder that is gone when it is dropped.

use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use crate::discover::{LARGEST, POLICY_FILE, file_name, kind_of, said};
use crate::program::Program;

/// The most bytes of what names a revision, and of the list of its files.
const MOST_NAMED: u64 = 64 << 10;
const MOST_LISTED: u64 = 512 << 20;

/// The most bytes of all files of a revision.
const MOST_BYTES: u64 = 2 << 30;

/// About how many bytes of files are read at once.
const AT_ONCE: u64 = 64 << 20;

/// More bytes than git prints about a file besides its content.
const AROUND_FILE: u64 = 256;

const FIXED: [&str; 6] = [
    "-c",
    "protocol.allow=never",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "safe.bareRepository=explicit",
];
const VARIABLES: [(&str, &str); 4] = [
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
];

/// The tree of a revision.
#[derive(Debug)]
pub struct Checkout {
    folder: TempDir,
    repository: PathBuf,
}

/// A file of a revision.
struct Entry {
    path: PathBuf,
    id: String,
    size: u64,
    is_link: bool,
}

impl Checkout {
    /// The tree of a revision of the repository that holds a path.
    ///
    /// # Errors
    /// What git says, or why the tree is not written.
    pub fn of(path: &str, revision: &str) -> Result<Checkout, String> {
        let start = fs::canonicalize(path).map_err(|error| format!("{path}: {}", said(&error)))?;
        let start = if start.is_dir() { &*start } else { start.parent().unwrap_or(&start) };
        let git = Git::in_folder(start)?;
        let top = git.prints(["rev-parse", "--show-toplevel"], "", MOST_NAMED)?;
        let top = String::from_utf8(top).map_err(|_| "the path of the repository is not UTF-8")?;
        let repository = fs::canonicalize(top.trim_end_matches(['\n', '\r']));
        let repository = repository.map_err(|error| said(&error))?;
        let entries = git.entries(&git.tree(revision)?)?;
        let folder = tempfile::Builder::new().prefix("sekisho-").tempdir();
        let folder = folder.map_err(|error| format!("no folder can be made: {error}"))?;
        // It has the shape of a repository: its top is where the tree of a request starts.
        fs::create_dir(folder.path().join(".git")).map_err(|error| said(&error))?;
        git.write(entries, folder.path())?;
        Ok(Checkout { folder, repository })
    }

    /// The folder that holds it.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Where paths of the repository are in it; those that the revision does not have are left out.
    ///
    /// # Errors
    /// Where a path does not exist now, or is of another repository.
    pub fn paths(&self, paths: &[String]) -> Result<Vec<String>, String> {
        paths.iter().filter_map(|path| self.path(path).transpose()).collect()
    }

    fn path(&self, path: &str) -> Result<Option<String>, String> {
        let error = |error: &str| format!("{path}: {error}");
        let absolute = fs::canonicalize(path).map_err(|why| error(&said(&why)))?;
        let inner = absolute.strip_prefix(&self.repository);
        let inner = inner.map_err(|_| error("this is of another repository"))?;
        let there = self.root().join(inner);
        let text = there.to_str().ok_or_else(|| error("this path is not UTF-8"))?;
        Ok(there.exists().then(|| text.to_owned()))
    }
}

struct Git<'a> {
    program: Program,
    folder: &'a Path,
}

impl Git<'_> {
    fn in_folder(folder: &Path) -> Result<Git<'_>, String> {
        let program = Program::find("git");
        let program = program.ok_or("no folder of PATH holds the program `git`; install it")?;
        Ok(Git { program, folder })
    }

    fn prints<const N: usize>(
        &self,
        arguments: [&str; N],
        input: &str,
        most: u64,
    ) -> Result<Vec<u8>, String> {
        let run = self.program.run_in(self.folder, most).with(FIXED).with(arguments);
        let variables = VARIABLES.map(|(name, value)| (name, value.into()));
        run.with_variables(variables).prints(input).map_err(|error| format!("git: {error}"))
    }

    /// The name of the tree of a revision.
    fn tree(&self, revision: &str) -> Result<String, String> {
        if revision.starts_with('-') {
            return Err("a revision does not start with `-`".into());
        }
        let named = format!("{revision}^{{tree}}");
        let printed = self.prints(["rev-parse", "--verify", &named], "", MOST_NAMED);
        let printed = printed.map_err(|error| {
            format!("{error}; this clone may lack the revision: fetch it (`git fetch --unshallow`)")
        })?;
        Ok(String::from_utf8_lossy(&printed).trim().to_owned())
    }

    /// All files of a tree, links last: nothing is written through one.
    fn entries(&self, tree: &str) -> Result<Vec<Entry>, String> {
        let list = ["ls-tree", "-r", "-l", "-z", "--full-tree", tree];
        let printed = self.prints(list, "", MOST_LISTED)?;
        let lines = printed.split(|byte| *byte == 0).filter(|line| !line.is_empty());
        let mut entries = Vec::new();
        for line in lines {
            entries.extend(entry(&String::from_utf8_lossy(line))?);
        }
        let bytes: u64 = entries.iter().map(Entry::bytes).sum();
        if bytes > MOST_BYTES {
            return Err(format!(
                "this revision has more than {} GiB; give a folder that holds it with --before",
                MOST_BYTES >> 30
            ));
        }
        entries.sort_by(|a, b| (a.is_link, &a.path).cmp(&(b.is_link, &b.path)));
        Ok(entries)
    }

    fn write(&self, entries: Vec<Entry>, folder: &Path) -> Result<(), String> {
        let mut open = entries.as_slice();
        while !open.is_empty() {
            let mut bytes = 0;
            let count = open.iter().take_while(|entry| {
                bytes += entry.bytes() + AROUND_FILE;
                bytes < AT_ONCE
            });
            let (batch, rest) = open.split_at(count.count().max(1));
            self.write_batch(batch, folder)?;
            open = rest;
        }
        Ok(())
    }

    fn write_batch(&self, batch: &[Entry], folder: &Path) -> Result<(), String> {
        let is_read = |entry: &&Entry| entry.bytes() == entry.size;
        let ids: String =
            batch.iter().filter(is_read).map(|entry| format!("{}\n", entry.id)).collect();
        let most = batch.iter().map(|entry| entry.bytes() + AROUND_FILE).sum();
        let printed = self.prints(["cat-file", "--batch"], &ids, most)?;
        let mut contents = Contents(&printed);
        for entry in batch {
            let content = if is_read(&entry) { Some(contents.next(entry)?) } else { None };
            let written = entry.write(content, folder);
            written.map_err(|error| format!("{}: {}", entry.path.display(), said(&error)))?;
        }
        Ok(())
    }
}

/// What git says in place of the size of a file whose content the clone lacks.
const LACKING: &str = "BAD";

/// One line of `git ls-tree -l`: mode, kind, name and size, then a path. Nothing for the commit of another repository, and for
/// a file that says nothing of configuration where the clone lacks its content.
fn entry(line: &str) -> Result<Option<Entry>, String> {
    let wrong = || format!("git lists a file in a way that is not understood: {line}");
    let (about, path) = line.split_once('\t').ok_or_else(wrong)?;
    let mut words = about.split_whitespace();
    let mut word = || words.next().ok_or_else(wrong);
    let (mode, kind, id, size) = (word()?, word()?, word()?.to_owned(), word()?);
    if kind != "blob" {
        return Ok(None);
    }
    let path = PathBuf::from(path);
    let is_plain = |part: Component<'_>| match part {
        Component::Normal(name) => !name.eq_ignore_ascii_case(".git"),
        _ => false,
    };
    if !path.components().all(is_plain) {
        return Err(format!("`{}` is no path inside of a repository", path.display()));
    }
    if size == LACKING {
        let text = path.to_string_lossy();
        let name = file_name(&text);
        if name != POLICY_FILE && kind_of(name).is_none() {
            return Ok(None);
        }
        return Err(format!(
            "this clone lacks the content of {text}: fetch it (`git fetch --refetch --no-filter`)"
        ));
    }
    let size = size.parse().map_err(|_| wrong())?;
    Ok(Some(Entry { path, id, size, is_link: mode == "120000" }))
}

impl Entry {
    /// How many bytes of it are read: what nothing reads is written without its content.
    fn bytes(&self) -> u64 {
        if self.size > LARGEST as u64 { 0 } else { self.size }
    }

    fn write(&self, content: Option<&[u8]>, folder: &Path) -> std::io::Result<()> {
        let path = folder.join(&self.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        #[cfg(unix)]
        if let (true, Some(target)) = (self.is_link, content) {
            use std::os::unix::ffi::OsStrExt as _;
            return std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(target), path);
        }
        let mut file = fs::File::create_new(path)?;
        match content {
            Some(content) => file.write_all(content),
            None => file.set_len(self.size),
        }
    }
}

/// What `git cat-file --batch` printed: for each file a line with its name, kind and size, then its bytes and a line feed.
struct Contents<'p>(&'p [u8]);

impl<'p> Contents<'p> {
    fn next(&mut self, entry: &Entry) -> Result<&'p [u8], String> {
        let head = format!("{} blob {}\n", entry.id, entry.size);
        let size = usize::try_from(entry.size).unwrap_or(usize::MAX);
        let rest = self.0.strip_prefix(head.as_bytes());
        let (content, rest) = rest
            .and_then(|rest| rest.split_at_checked(size))
            .ok_or_else(|| format!("git does not print {}", entry.path.display()))?;
        self.0 = rest.strip_prefix(b"\n").unwrap_or(rest);
        Ok(content)
    }
}
