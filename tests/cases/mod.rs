//! Folders of cases with `expected.txt` beside the input. `SEKISHO_BLESS=1` writes the expectations anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Holds every folder below `folder` to what `describe` says of it. Fewer than `least` are a mistake.
pub fn hold(folder: &str, least: usize, describe: impl Fn(&Path) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("testdata");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    assert!(cases.len() > least, "the cases are gone");
    let mut differences = String::new();
    for case in cases {
        let actual = describe(&case);
        let file = case.join("expected.txt");
        if std::env::var_os("SEKISHO_BLESS").is_some() {
            fs::write(&file, &actual).expect("writable");
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if actual != expected {
            let _ =
                write!(differences, "{}\n--- expected\n{expected}--- is\n{actual}", case.display());
        }
    }
    assert!(differences.is_empty(), "{differences}");
}
