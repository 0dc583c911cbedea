//! Input that cannot be kept in a repository, and what needs a pipe.

use std::io::{BufRead, BufReader};

use crate::tree::{Tree, run_with};

const POLICY: &str = "version: 1\nextends: [japan-residency]\n";
const ABROAD: &str = "resource \"aws_s3_bucket\" \"a\" {\n  region = \"us-east-1\"\n}\n";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_file_that_is_not_utf_8_is_named_with_its_line_and_the_rest_is_checked() {
    let tree = Tree::new("not-utf-8");
    tree.write("sekisho.yaml", POLICY).write("main.tf", ABROAD);
    tree.write("old.tf", b"locals {\n  a = \"\x93\x8c\x8b\x9e\"\n}\n");
    tree.write("deploy/old.yaml", b"apiVersion: v1\nkind: \xff\n");
    let output = tree.run(&["check", "."]);
    let out = text(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{out}");
    assert!(out.contains("old.tf: this is not UTF-8 (line 2)"), "{out}");
    assert!(out.contains("deploy/old.yaml: this is not UTF-8 (line 2)"), "{out}");
    assert!(out.contains("1 error"), "{out}");
}

#[test]
fn a_policy_and_standard_input_that_are_not_utf_8_end_with_2() {
    let tree = Tree::new("policy-not-utf-8");
    tree.write("sekisho.yaml", b"version: 1\nextends: [\"\xff\"]\n").write("main.tf", ABROAD);
    let output = tree.run(&["check", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("sekisho.yaml: this is not UTF-8 (line 2)"));
    let mut command = tree.command();
    command.args(["check", "-"]);
    let output = run_with(command, b"a\n\xff");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("standard input: this is not UTF-8 (line 2)"));
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_not_read_to_its_end() {
    let tree = Tree::new("endless");
    tree.write("main.tf", ABROAD);
    let output = tree.run(&["check", ".", "--policy", "/dev/zero"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("MiB; it is not read"), "{}", text(&output.stdout));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let tree = Tree::new("pipe");
    let many: String = (0..2_000).map(|n| ABROAD.replace("\"a\"", &format!("\"a{n}\""))).collect();
    tree.write("sekisho.yaml", POLICY).write("main.tf", many);
    let mut child = tree.command().args(["check", "."]).spawn().expect("the program runs");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut first = String::new();
    lines.read_line(&mut first).expect("a line");
    drop(lines);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(1), "{first}");
    assert_eq!(text(&output.stderr), "");
}
