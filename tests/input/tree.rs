//! Trees of their own, outside of this repository, and runs of the program in them.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder that counts as the root of a repository; gone when dropped.
pub struct Tree {
    folder: PathBuf,
}

impl Tree {
    pub fn new(name: &str) -> Tree {
        let own = format!("sekisho-input-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(own);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("tree/.git")).expect("a folder");
        Tree { folder: folder.canonicalize().expect("a folder") }
    }

    /// The checked tree; what is beside it is outside.
    pub fn root(&self) -> PathBuf {
        self.folder.join("tree")
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Tree {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
        self
    }

    pub fn copy(&self, from: &Path) {
        copy(from, &self.root());
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sekisho"));
        command.current_dir(self.root()).env_remove("NO_COLOR").env("RUST_BACKTRACE", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("the program runs")
    }

    /// What was printed, without what differs from machine to machine.
    pub fn normal(&self, bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes)
            .replace(&*self.folder.to_string_lossy(), "<outside>")
            .replace(&format!("\"{}\"", env!("CARGO_PKG_VERSION")), "\"<version>\"")
            .replace("\u{1b}", "<esc>")
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type().expect("a type") {
            kind if kind.is_dir() => copy(&path, &target),
            #[cfg(unix)]
            kind if kind.is_symlink() => {
                let leads = fs::read_link(&path).expect("a link");
                std::os::unix::fs::symlink(leads, target).expect("a link");
            }
            _ => drop(fs::copy(path, target).expect("a file")),
        }
    }
}

/// Runs with a text on standard input.
pub fn run_with(mut command: Command, input: &[u8]) -> Output {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}
