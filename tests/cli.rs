//! The command line as a user runs it.

use std::process::{Command, Output};

fn sekisho(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sekisho"));
    command.args(arguments).output().expect("the program runs")
}

#[test]
fn bad_flags_end_with_2() {
    for arguments in
        [&["check", "--fail-on", "never"][..], &["check", "--nonsense"], &["chekc"], &[]]
    {
        assert_eq!(sekisho(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn help_and_version_end_with_0() {
    for arguments in
        [&["--version"][..], &["--help"], &["check", "--help"], &["inventory", "--help"]]
    {
        assert_eq!(sekisho(arguments).status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn an_output_that_cannot_be_written_ends_with_2_and_names_it() {
    let output = sekisho(&["check", "-", "--output", "no/such/folder/report"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no/such/folder/report"));
}
