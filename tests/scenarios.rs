//! Cases of `testdata/scenarios`, from files to what a reader sees. `scenario.txt` beside the files tells what happens and what must
//! be seen: a command after `$`, then lines of which each starts with `has`, `lacks` or `exits`. Any white space in the report
//! is one space.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

#[test]
fn every_case_is_seen_and_controls_stay_silent() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/scenarios");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .expect("scenarios")
        .map(|entry| entry.expect("a case").path())
        .collect();
    cases.sort();
    assert!(cases.len() > 20, "the cases are gone");
    let mut wrong = String::new();
    for case in cases {
        let text = fs::read_to_string(case.join("scenario.txt")).expect("scenario.txt");
        let mut output: Option<Output> = None;
        let mut asked = 0;
        for line in
            text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            if let Some(command) = line.strip_prefix("$ sekisho ") {
                output = Some(run(&case, command));
                continue;
            }
            let output = output.as_ref().expect("a command first");
            let shown = String::from_utf8_lossy(&output.stdout);
            let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            let (verb, what) = line.split_once(' ').expect("VERB TEXT");
            let holds = match verb {
                "has" => flat.contains(what),
                "lacks" => !flat.contains(what),
                "exits" => {
                    output.status.code().map(|code| code.to_string()).as_deref() == Some(what)
                }
                _ => panic!("{}: {line}", case.display()),
            };
            asked += 1;
            if !holds {
                let said = String::from_utf8_lossy(&output.stderr);
                let _ = writeln!(wrong, "{}: {line}\n{shown}{said}", case.display());
            }
        }
        assert!(asked > 1, "{} asks for nothing", case.display());
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn run(case: &Path, command: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sekisho"));
    program.current_dir(case).args(command.split_whitespace()).output().expect("the program runs")
}
