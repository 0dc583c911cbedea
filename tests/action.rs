//! The steps of the action as the shell scripts they are, with a stand-in for the program.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Notes its arguments, writes what it is told to, and ends as the test asks.
const STAND_IN: &str = r#"#!/usr/bin/env bash
printf '%s\n' "$@" > arguments
while (($#)); do
  case $1 in
    --output) echo '{}' > "$2" ;;
    --summary) echo '## one finding' > "$2" ;;
  esac
  shift
done
exit "$STAND_IN_CODE"
"#;

/// A folder of its own with the stand-in on the PATH.
struct Job {
    folder: PathBuf,
}

impl Job {
    fn new(name: &str) -> Job {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("action").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("bin")).expect("a folder");
        let program = folder.join("bin/sekisho");
        fs::write(&program, STAND_IN).expect("the stand-in");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("permissions");
        Job { folder }
    }

    fn step(&self, script: &str, variables: &[(&str, &str)]) -> Output {
        let inherited = std::env::var("PATH").unwrap_or_default();
        let path = format!("{}:{inherited}", self.folder.join("bin").display());
        Command::new("bash")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("action").join(script))
            .current_dir(&self.folder)
            .env("PATH", path)
            .env("GITHUB_OUTPUT", self.folder.join("output"))
            .env("GITHUB_STEP_SUMMARY", self.folder.join("summary"))
            .envs(variables.iter().copied())
            .output()
            .expect("bash runs")
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }
}

#[test]
fn findings_fail_the_step_and_are_summed_up() {
    let job = Job::new("findings");
    fs::write(job.folder.join("summary"), "of another step\n").expect("a summary");
    let paths = "infra/a b\n$(touch pwned)\n--help\n";
    let variables =
        [("STAND_IN_CODE", "1"), ("SEKISHO_PATHS", paths), ("SEKISHO_POLICY", "p.yaml")];
    let output = job.step("run.sh", &variables);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(job.read("output"), "exit-code=1\nsarif=sekisho.sarif\n");
    assert_eq!(job.read("summary"), "of another step\n## one finding\n");
    let arguments = job.read("arguments");
    assert!(arguments.starts_with("check\n--format\nsarif\n"), "{arguments}");
    assert!(arguments.contains("--policy\np.yaml\n"), "{arguments}");
    assert!(arguments.ends_with("--\ninfra/a b\n$(touch pwned)\n--help\n"), "{arguments}");
    assert!(!job.folder.join("pwned").exists());
}

#[test]
fn the_input_fail_decides_about_the_step() {
    let cases = [
        ("always", "0", 0),
        ("always", "2", 2),
        ("untrusted", "1", 0),
        ("untrusted", "2", 2),
        ("never", "2", 0),
        ("sometimes", "0", 2),
    ];
    for (fail, code, expected) in cases {
        let job = Job::new(&format!("{fail}-{code}"));
        let output = job.step("run.sh", &[("STAND_IN_CODE", code), ("SEKISHO_FAIL", fail)]);
        assert_eq!(output.status.code(), Some(expected), "fail: {fail}, sekisho: {code}");
    }
}

#[test]
fn a_program_on_the_path_is_not_built_again() {
    let job = Job::new("install");
    let output = job.step("install.sh", &[("STAND_IN_CODE", "0"), ("SEKISHO_PROGRAM", "")]);
    assert_eq!(output.status.code(), Some(0));
    let program = job.folder.join("bin/sekisho");
    assert_eq!(job.read("output"), format!("program={}\n", program.display()));
}
