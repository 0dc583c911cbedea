//! The same input gives the same bytes, whatever the threads, the order of paths and the working directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const COMMANDS: [&[&str]; 5] = [
    &["check", "--format", "text"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["inventory", "--format", "text", "--because"],
    &["inventory", "--format", "json"],
];

const REPEATS: usize = 20;

#[test]
fn the_example_gives_the_same_bytes() {
    let tree = Copied::new("quickstart");
    let paths = ["deploy", "main.tf", "modules", "variables.tf"];
    tree.gives_the_same(&paths.map(str::to_owned));
}

#[test]
fn many_modules_as_one_tree_give_the_same_bytes() {
    let tree = Copied::new("terraform");
    let mut paths: Vec<String> = fs::read_dir(&tree.folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name != ".git")
        .collect();
    paths.sort();
    assert!(paths.len() > 10, "the cases are gone");
    // Each case has a policy file of its own; as one tree they have none.
    paths
        .iter()
        .for_each(|path| drop(fs::remove_file(tree.folder.join(path).join("sekisho.yaml"))));
    tree.gives_the_same(&paths);
}

/// A folder of `testdata`, copied to where nothing above it counts.
struct Copied {
    folder: PathBuf,
}

impl Copied {
    fn new(name: &str) -> Copied {
        let own = format!("sekisho-same-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(own);
        let _ = fs::remove_dir_all(&folder);
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name), &folder);
        fs::create_dir_all(folder.join(".git")).expect("a folder");
        Copied { folder: folder.canonicalize().expect("a folder") }
    }

    fn gives_the_same(&self, paths: &[String]) {
        for command in COMMANDS {
            let expected = self.run(command, 0, paths);
            assert!(expected.len() > 200, "{command:?}: nothing is said");
            for repeat in 1..=REPEATS {
                let mut paths = paths.to_vec();
                let turn = repeat % paths.len();
                paths.rotate_left(turn);
                if repeat % 2 == 0 {
                    paths.reverse();
                }
                let actual = self.run(command, repeat, &paths);
                assert!(actual == expected, "{command:?}, run {repeat}: other bytes");
            }
        }
    }

    fn run(&self, arguments: &[&str], repeat: usize, paths: &[String]) -> Vec<u8> {
        let elsewhere = repeat % 3 == 1;
        let mut command = Command::new(env!("CARGO_BIN_EXE_sekisho"));
        command.env("RAYON_NUM_THREADS", ["1", "2", "8"][repeat % 3]).args(arguments);
        command.args(["--policy", "japan-residency"]);
        for path in paths {
            match elsewhere {
                true => command.arg(self.folder.join(path)),
                false => command.arg(path),
            };
        }
        command.current_dir(if elsewhere { std::env::temp_dir() } else { self.folder.clone() });
        let output = command.output().expect("the program runs");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut bytes = output.stdout;
        bytes.extend(format!("exit {:?}", output.status.code()).bytes());
        bytes
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}
