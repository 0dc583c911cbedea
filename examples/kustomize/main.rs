//! Compares what kustomizations are built to with what `kubectl kustomize` prints: every one in these folders that no
//! other takes in, as parsed objects. White space inside of texts does not count: how `kubectl` writes folded texts
//! changes it.
//!
//! `cargo run --release --example kustomize -- FOLDER...`

#![expect(clippy::print_stdout, reason = "a tool for developers")]

mod objects;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use objects::{Objects, differences, objects};
use sekisho::Request;
use sekisho::kubernetes::kustomize;
use sekisho::load;
use sekisho::model::Why;
use sekisho::source::{Sources, directory};
use sekisho::syntax::yaml;

#[derive(Default)]
struct Counts {
    equal: usize,
    both_refuse: usize,
    left_out: usize,
    differ: usize,
}

fn main() -> ExitCode {
    let mut counts = Counts::default();
    for folder in std::env::args().skip(1) {
        compare(Path::new(&folder), &mut counts);
    }
    let Counts { equal, both_refuse, left_out, differ } = counts;
    println!(
        "{equal} equal, {both_refuse} refused by both, {left_out} with parts elsewhere, {differ} differ"
    );
    if differ == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn compare(folder: &Path, counts: &mut Counts) {
    let request = Request { paths: vec![folder.display().to_string()], ..Request::default() };
    let loaded = load::load(&request);
    let builds = kustomize::build(&loaded.sources);
    let partial: BTreeSet<&str> = builds
        .unresolved
        .iter()
        .filter(|told| matches!(&told.why, Why::NotBuilt { .. }))
        .map(|told| &*told.resource)
        .collect();
    let paths: BTreeSet<&str> =
        builds.built.keys().map(String::as_str).chain(partial.iter().copied()).collect();
    let root = loaded.tree.as_ref().map_or_else(PathBuf::new, |tree| tree.root().to_path_buf());
    for path in paths {
        let said = kubectl(&root.join(directory(path)));
        match (builds.built.get(path), said) {
            _ if builds.built.contains_key(path) && partial.contains(path) => counts.left_out += 1,
            (None, Err(_)) => counts.both_refuse += 1,
            (Some(documents), Ok(said)) => {
                let ours = objects(documents.iter().map(|document| &document.root));
                let differences = differences(&ours, &said);
                if differences.is_empty() {
                    counts.equal += 1;
                } else {
                    counts.differ += 1;
                    println!(
                        "DIFFERS {}: {} differences",
                        root.join(path).display(),
                        differences.len()
                    );
                    differences.iter().take(4).for_each(|line| println!("    {line}"));
                }
            }
            (Some(_), Err(message)) => {
                counts.differ += 1;
                println!("ONLY WE BUILD {}: {message}", root.join(path).display());
            }
            (None, Ok(_)) => {
                counts.differ += 1;
                let of_path = |told: &&sekisho::model::Unresolved| &*told.resource == path;
                let why = builds.unresolved.iter().find(of_path).map(|told| &told.why);
                println!("WE REFUSE {}: {why:?}", root.join(path).display());
            }
        }
    }
}

fn kubectl(folder: &Path) -> Result<Objects, String> {
    let output = Command::new("kubectl")
        .args(["kustomize", "--load-restrictor", "LoadRestrictionsNone"])
        .arg(folder)
        .env("HTTPS_PROXY", "http://127.0.0.1:9")
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(said.lines().last().unwrap_or_default().chars().take(300).collect());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let mut sources = Sources::default();
    let id = sources.add("kubectl", text.as_ref());
    let parsed = yaml::parse(id, sources.file(id).text());
    Ok(objects(parsed.documents.iter().map(|document| &document.root)))
}
