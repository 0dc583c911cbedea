//! The arrows between the rooms of the house: who may use whom, and who names which library.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may use; `lib` is the page with the pipeline on it.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("guard", &[]),
    ("nearest", &[]),
    ("files", &[]),
    ("program", &[]),
    ("helm", &["program"]),
    ("git", &["discover", "program"]),
    ("discover", &["files", "source"]),
    ("model", &["source"]),
    ("catalog", &["model", "nearest", "source", "syntax"]),
    ("syntax", &["model", "source"]),
    ("terraform", &["catalog", "files", "model", "source", "syntax"]),
    ("kubernetes", &["catalog", "model", "source", "syntax"]),
    ("locate", &["catalog", "kubernetes", "model", "source", "syntax", "terraform"]),
    ("reach", &["catalog", "model", "source"]),
    ("compare", &["model", "reach"]),
    ("suppose", &["catalog", "model"]),
    ("policy", &["catalog", "model", "nearest", "reach", "source", "syntax"]),
    ("message", &["catalog", "lookup", "model"]),
    ("lookup", &["catalog", "model", "nearest"]),
    ("report", &["lib", "lookup", "message", "model", "source"]),
    (
        "load",
        &[
            "catalog",
            "discover",
            "files",
            "helm",
            "kubernetes",
            "lib",
            "model",
            "nearest",
            "policy",
            "source",
            "syntax",
            "terraform",
        ],
    ),
    (
        "cli",
        &[
            "discover", "git", "guard", "lib", "lookup", "message", "model", "report", "source",
            "suppose", "survey",
        ],
    ),
    (
        "survey",
        &[
            "discover",
            "guard",
            "kubernetes",
            "load",
            "locate",
            "model",
            "policy",
            "source",
            "syntax",
            "terraform",
        ],
    ),
    (
        "lib",
        &[
            "catalog", "cli", "compare", "discover", "load", "model", "policy", "reach", "suppose",
            "survey",
        ],
    ),
    ("main", &[]),
];

/// Libraries, and parts of the standard one, with the rooms that may name them.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("hcl_edit", &["syntax"]),
    ("granit_parser", &["syntax"]),
    ("miette", &["report"]),
    ("clap", &["cli"]),
    // Policies, what they declare about clusters and environments, and `fileset` match paths.
    ("globset", &["model", "policy", "terraform"]),
    ("strsim", &["nearest"]),
    // JSON is what reports are written in, and what `jsondecode` reads inside a value.
    ("serde_json", &["report", "syntax", "terraform"]),
    ("num_bigint", &["model", "terraform"]),
    ("base64::", &["kubernetes", "terraform"]),
    ("encoding_rs", &["terraform"]),
    ("flate2", &["terraform"]),
    ("jiff::", &["terraform"]),
    ("regex_syntax", &["terraform"]),
    ("unicode_segmentation", &["terraform"]),
    ("rayon", &["lib", "load", "survey"]),
    ("std::fs", &["cli", "discover", "git", "load"]),
    // The tree of a revision, where a flag asks for one.
    ("tempfile", &["git"]),
    ("std::process", &["cli", "main", "program"]),
    ("std::thread", &["program"]),
    // Charts are rendered and revisions given by another program, where a flag asks for it.
    ("process::Command", &["program"]),
    ("Command::new", &["program"]),
    ("TcpStream", &[]),
    ("UdpSocket", &[]),
    ("ToSocketAddrs", &[]),
];

#[test]
fn rooms_use_only_the_rooms_they_may() {
    let mut wrong = Vec::new();
    for (path, room, text) in files() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{path}: the room `{room}` is not in the table"));
            continue;
        };
        for used in used_rooms(&text) {
            if used != room && !allowed.contains(&&*used) {
                wrong.push(format!("{path}: {room} -> {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn libraries_are_named_only_in_their_rooms() {
    let mut wrong = Vec::new();
    for (path, room, text) in files() {
        for (library, rooms) in LIBRARIES {
            if text.contains(library) && !rooms.contains(&&*room) {
                wrong.push(format!("{path}: {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nobody_but_the_command_line_and_the_pipeline_depends_on_reports() {
    for (room, allowed) in ARROWS {
        assert!(*room == "cli" || !allowed.contains(&"report"), "{room}");
    }
    let (_, policy) = ARROWS.iter().find(|(room, _)| *room == "policy").expect("a room");
    assert!(!policy.contains(&"terraform") && !policy.contains(&"kubernetes"));
}

#[test]
fn names_in_every_form_are_found() {
    let text = "use crate::{Checked, model::Place, source};\nuse crate::syntax::hcl;\nlet a = crate::load::x();\n";
    let used: Vec<String> = used_rooms(text).into_iter().collect();
    assert_eq!(used, ["lib", "load", "model", "source", "syntax"]);
}

/// Path, room and code of every file: without comments and unit tests.
fn files() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&src, &mut found);
    let read = |path: PathBuf| {
        let inner = path.strip_prefix(&src).expect("inside").to_string_lossy().replace('\\', "/");
        let room = inner.split(['/', '.']).next().unwrap_or_default().to_owned();
        let text = fs::read_to_string(&path).expect("readable");
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        (inner, room, code.map(|line| format!("{line}\n")).collect())
    };
    let files: Vec<_> = found.into_iter().map(read).collect();
    assert!(files.len() > 50, "the sources are gone");
    files
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, found);
        } else if is_code(&path) {
            found.push(path);
        }
    }
}

/// Whether this is a source that is no file of unit tests.
fn is_code(path: &Path) -> bool {
    let name = path.file_name().map_or_else(Default::default, |name| name.to_string_lossy());
    name.ends_with(".rs") && !name.ends_with("_tests.rs") && name != "fixtures.rs"
}

/// The rooms after `crate::`, alone or in braces.
fn used_rooms(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => names_of_group(group, &mut used),
            None => drop(used.insert(room_of(rest))),
        }
    }
    used
}

fn names_of_group(group: &str, used: &mut BTreeSet<String>) {
    let (mut depth, mut start) = (0, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && c.is_alphabetic() => {
                used.insert(room_of(&group[at..]));
                start = false;
            }
            _ => {}
        }
    }
}

/// The room of a path; what is not one stands in `lib`.
fn room_of(path: &str) -> String {
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
    let name = &path[..end];
    let is_room = ARROWS.iter().any(|(room, _)| *room == name);
    if is_room { name.to_owned() } else { "lib".to_owned() }
}

#[test]
fn every_dependency_has_its_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("readable");
    let reasons = fs::read_to_string(root.join("docs/dependencies.md")).expect("readable");
    let mut section = "";
    let mut count = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]")
            && let Some((name, _)) = line.split_once(" = ")
            && !line.starts_with('#')
        {
            assert!(
                reasons.contains(&format!("| {name} | ")),
                "{name} is not in docs/dependencies.md"
            );
            count += 1;
        }
    }
    assert!(count > 10, "the dependencies are gone");
}
