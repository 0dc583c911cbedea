//! Each folder of `testdata/input` is a tree with `command.txt`: one command a line, as a shell has it:
//! `[cd FOLDER &&] [NAME=value] sekisho ARGUMENT... [< FILE]`. `expected.txt` has what each prints and
//! how it ends; `links.txt` names symbolic links to make, `PATH -> TARGET`. The tree is copied out of this repository first, so that nothing above it counts.
//!
//! `SEKISHO_BLESS=1` writes the expectations anew.
#![cfg(unix)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::tree::{Tree, run_with};

#[test]
fn what_is_said_and_how_it_ends() {
    crate::cases::hold("testdata/input", 15, transcript);
}

fn transcript(case: &Path) -> String {
    let tree = Tree::new(&case.file_name().expect("a name").to_string_lossy());
    tree.copy(case);
    for line in fs::read_to_string(case.join("links.txt")).unwrap_or_default().lines() {
        let (path, target) = line.split_once(" -> ").expect("PATH -> TARGET");
        let path = tree.root().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::os::unix::fs::symlink(target, path).expect("a link");
    }
    let commands = fs::read_to_string(case.join("command.txt")).expect("command.txt");
    let mut text = String::new();
    for line in commands.lines().filter(|line| !line.is_empty()) {
        let output = run(&tree, line);
        let _ = writeln!(text, "$ {line}");
        text.push_str(&tree.normal(&output.stdout));
        for line in tree.normal(&output.stderr).lines() {
            let _ = writeln!(text, "stderr: {line}");
        }
        let _ = writeln!(text, "exit: {}\n", output.status.code().expect("no signal"));
    }
    text
}

fn run(tree: &Tree, line: &str) -> Output {
    let mut command = tree.command();
    let (line, input) = line.split_once('<').map_or((line, None), |(l, file)| (l, Some(file)));
    let line = match line.split_once("&&") {
        Some((folder, line)) => {
            let folder = folder.trim().strip_prefix("cd ").expect("cd FOLDER &&");
            command.current_dir(tree.root().join(folder));
            line
        }
        None => line,
    };
    let mut words = line.split_whitespace().peekable();
    while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
        command.env(name, value);
        words.next();
    }
    assert_eq!(words.next(), Some("sekisho"), "{line}");
    command.args(words);
    match input {
        Some(file) => {
            let file = tree.root().join(file.trim());
            run_with(command, &fs::read(file).expect("the input"))
        }
        None => command.output().expect("the program runs"),
    }
}
