//! Every folder of `testdata/oracle` is a configuration that real Terraform planned: `oracle.json` beside it says
//! where each instance landed, and ours land there too.
//!
//! Where they knowingly do not, `differs.txt` has a line an instance: its address, how ours differs, and why,
//! with tabs between. `README.md` in that folder says how to plan them again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sekisho::catalog::providers;
use sekisho::catalog::types::resource_type;
use sekisho::model::{Certainty, Placement};
use sekisho::{Request, Setting, Survey};
use serde_json::Value;

#[test]
fn instances_land_where_terraform_planned_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/oracle");
    let entries =
        fs::read_dir(folder).expect("testdata").map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() >= 45, "the cases are gone");
    let mut mistakes = String::new();
    let mut agreeing = 0;
    for case in &cases {
        let truth = fs::read_to_string(case.join("oracle.json")).expect("what Terraform planned");
        let truth: Value = serde_json::from_str(&truth).expect("JSON");
        let compared = compare(&truth, &ours(&truth, case));
        agreeing += compared.values().filter(|(outcome, _)| *outcome == Outcome::Agrees).count();
        hold(case, &compared, &mut mistakes);
    }
    assert!(mistakes.is_empty(), "{agreeing} instances agree, but:\n{mistakes}");
}

/// How what we say of an instance compares with what Terraform planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The same place; or no place that anyone knows.
    Agrees,
    /// One place, and it is another.
    Wrong,
    /// Several places, that one among them.
    Possible,
    /// Several places, and that one is not among them.
    PossibleAndWrong,
    /// Terraform knows, and we do not.
    Unknown,
    /// We know, and Terraform does not before it applies.
    Early,
    /// We do not have the instance.
    Missing,
    /// We have one that Terraform does not.
    Extra,
}

/// The outcome of each address, with both places.
type Compared = BTreeMap<String, (Outcome, String)>;

fn ours(truth: &Value, case: &Path) -> Survey {
    let shown = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let files = truth["var_files"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut settings: Vec<Setting> =
        files.map(|file| Setting::VariablesFile(shown(&case.join(file)))).collect();
    for (name, value) in truth["guessed_variables"].as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        settings.push(Setting::Variable { name: name.clone(), value });
    }
    let workspace = Some("default".to_owned());
    sekisho::survey(&Request {
        paths: vec![shown(case)],
        settings,
        workspace,
        ..Request::default()
    })
}

fn compare(truth: &Value, survey: &Survey) -> Compared {
    let mut placements: BTreeMap<&str, Vec<&Placement>> = BTreeMap::new();
    for placement in &survey.placements {
        placements.entry(&placement.resource).or_default().push(placement);
    }
    // Where the state is kept is no instance.
    placements.retain(|address, _| !address.starts_with("terraform.backend."));
    let mut compared = Compared::new();
    for instance in truth["instances"].as_array().expect("instances") {
        let address = instance["address"].as_str().expect("an address");
        let found = placements.remove(address).unwrap_or_default();
        let theirs = instance["location"].as_str().unwrap_or(text(instance, "location_from"));
        let shown = format!("Terraform {theirs}, ours {}", shown(&found));
        compared.insert(address.to_owned(), (outcome(instance, &found), shown));
    }
    for (address, found) in placements {
        compared.insert(address.to_owned(), (Outcome::Extra, shown(&found)));
    }
    compared
}

fn outcome(instance: &Value, found: &[&Placement]) -> Outcome {
    let [placement] = found else {
        let is_nowhere = !keeps_data(text(instance, "type"));
        return match found {
            [] if is_nowhere => Outcome::Agrees,
            [] => Outcome::Missing,
            _ => Outcome::Extra,
        };
    };
    let certainty = placement.certainty();
    let expected = expected(instance);
    if expected.is_empty() {
        // That a type has no argument for its place, or that a stand-in made it up, says nothing of it.
        let is_silent = matches!(text(instance, "location_from"), "none" | "mock");
        let is_early = !is_silent && certainty == Certainty::Certain;
        return if is_early { Outcome::Early } else { Outcome::Agrees };
    }
    let is_global = instance["regional"] == false;
    let words: BTreeSet<String> = placement.places().map(|place| normal(&place.region)).collect();
    let is_one =
        |word: &String, theirs: &String| names(word, theirs) || is_global && word == "global";
    let of_ours = words.iter().all(|word| expected.iter().any(|theirs| is_one(word, theirs)));
    let of_theirs = expected.iter().all(|theirs| words.iter().any(|word| is_one(word, theirs)));
    let has_all = placement.why_unknown.is_none();
    match (words.len(), of_ours && of_theirs && has_all) {
        (0, _) => Outcome::Unknown,
        (_, true) => Outcome::Agrees,
        (_, false) if certainty == Certainty::Certain => Outcome::Wrong,
        (_, false) if of_theirs => Outcome::Possible,
        (_, false) => Outcome::PossibleAndWrong,
    }
}

/// The words that Terraform planned: those in blocks where the type has its places there, else its location.
fn expected(instance: &Value) -> BTreeSet<String> {
    let kind = resource_type(text(instance, "type"));
    let ways: Vec<&str> =
        kind.iter().flat_map(|kind| kind.location_from()).filter_map(|way| way.path()).collect();
    let blocks = instance["blocks"].as_object().into_iter().flatten();
    let of_type = blocks.filter(|(path, _)| ways.contains(&without_indices(path).as_str()));
    let values =
        of_type.flat_map(|(_, value)| value.as_array().cloned().unwrap_or(vec![value.clone()]));
    let words: BTreeSet<String> = values.filter_map(|value| value.as_str().map(normal)).collect();
    if words.is_empty() {
        instance["location"].as_str().map(normal).into_iter().collect()
    } else {
        words
    }
}

/// `replica[0].region_name` as the catalogue writes it.
fn without_indices(path: &str) -> String {
    path.split('.').map(|part| part.split('[').next().unwrap_or(part)).collect::<Vec<_>>().join(".")
}

/// Azure reads `Japan East` and `japaneast` alike.
fn normal(word: &str) -> String {
    word.to_lowercase().replace(' ', "")
}

/// Whether a region is this place, or this zone is in it.
fn names(region: &str, place: &str) -> bool {
    let Some(rest) = place.strip_prefix(region) else { return false };
    let zone = rest.strip_prefix('-').unwrap_or(rest);
    rest.is_empty() || zone.len() == 1 && zone.chars().all(|c| c.is_ascii_lowercase())
}

fn keeps_data(type_name: &str) -> bool {
    let local = type_name.split('_').next().unwrap_or(type_name);
    providers::provider(local).is_none_or(|facts| facts.keeps_data)
}

fn shown(found: &[&Placement]) -> String {
    let one = |placement: &&Placement| {
        let places: Vec<&str> = placement.places().map(|place| &*place.region).collect();
        let why =
            placement.why_unknown.as_ref().map(|why| format!(" ({why:?})")).unwrap_or_default();
        format!("{} {}{why}", placement.certainty().as_str(), places.join(" or "))
    };
    if found.is_empty() {
        "none".to_owned()
    } else {
        found.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

fn text<'a>(instance: &'a Value, key: &str) -> &'a str {
    instance[key].as_str().unwrap_or_default()
}

/// Holds a case to what its `differs.txt` says, where it has one.
fn hold(case: &Path, compared: &Compared, mistakes: &mut String) {
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    let lines = fs::read_to_string(case.join("differs.txt")).unwrap_or_default();
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for line in lines.lines() {
        let [address, outcome, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{name}: not an address, an outcome and a reason: {line}");
        };
        assert!(!reason.is_empty() && outcome != "Wrong", "{name}: no excuse: {line}");
        known.insert(address, outcome);
    }
    for (address, (outcome, shown)) in compared {
        let word = format!("{outcome:?}");
        let expected = known.remove(&**address).unwrap_or("Agrees");
        if word != expected {
            let _ = writeln!(mistakes, "{name}: {address}: {word}, not {expected}: {shown}");
        }
    }
    for (address, _) in known {
        let _ = writeln!(mistakes, "{name}: {address}: differs.txt has it, the plan has not");
    }
}
