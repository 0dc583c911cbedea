//! Policy files under `testdata/policy`: `ok/*.yaml` load, `err/*.yaml` say what `err/*.expected` says.
//! `SEKISHO_BLESS=1` writes the expectations anew.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Policy, load, load_pack, pack, pack_names};
use crate::model::Problem;
use crate::source::Sources;
use crate::syntax::yaml::{self, Node, NodeKind};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/policy").join(name)
}

fn files(name: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(name)).expect("a folder of fixtures");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == extension));
    paths.sort();
    assert!(!paths.is_empty(), "no fixtures in {name}");
    paths
}

fn load_file(sources: &mut Sources, path: &Path) -> Result<Policy, Vec<Problem>> {
    let text = fs::read_to_string(path).expect("a fixture");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    let beside = path.parent().expect("a folder").to_owned();
    let mut read = |other: &str| {
        fs::read_to_string(beside.join(other)).map_err(|_| "there is no such file".to_owned())
    };
    load(sources, name, text, &mut read)
}

/// One line for each problem, as an editor would jump to it.
fn shown(sources: &Sources, problems: &[Problem]) -> String {
    let line = |problem: &Problem| match problem.span {
        Some(span) => {
            let at = sources.position(span);
            let path = sources.path(span);
            format!("{path}:{}:{}: {}\n", at.line, at.column, problem.message)
        }
        None => format!("{}: {}\n", problem.path, problem.message),
    };
    problems.iter().map(line).collect()
}

#[test]
fn good_policies_load() {
    for path in files("ok", "yaml") {
        let mut sources = Sources::default();
        if let Err(problems) = load_file(&mut sources, &path) {
            panic!("{}", shown(&sources, &problems));
        }
    }
}

#[test]
fn packs_load_and_have_rules_that_judge_something() {
    for name in pack_names() {
        let mut sources = Sources::default();
        let policy = load_pack(&mut sources, name)
            .unwrap_or_else(|problems| panic!("{}", shown(&sources, &problems)));
        assert_eq!(&*policy.name, name);
        assert!(policy.rules.values().any(|rule| rule.severity.is_some()));
        assert!(policy.rules.values().all(|rule| rule.because.is_some()));
    }
    assert!(load_pack(&mut Sources::default(), "japan-residncy").is_err());
}

#[test]
fn every_mistake_is_said_where_it_is() {
    let bless = std::env::var_os("SEKISHO_BLESS").is_some();
    let mut differing = Vec::new();
    for path in files("err", "yaml") {
        let mut sources = Sources::default();
        let problems = load_file(&mut sources, &path).err().unwrap_or_default();
        let found = shown(&sources, &problems);
        let expected_path = path.with_extension("expected");
        if bless {
            fs::write(&expected_path, &found).expect("a folder that can be written");
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if problems.is_empty() || found != expected {
            differing.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn a_later_file_overrides_rules_key_by_key() {
    let mut sources = Sources::default();
    let policy = load_file(&mut sources, &folder("ok").join("override.yaml")).expect("a policy");
    let rule = &policy.rules["stay-in-japan"];
    assert_eq!(rule.severity, Some(crate::model::Severity::Warning));
    assert_eq!(&*rule.data[0], "jp-user-data");
    assert!(rule.countries.is_some());
    assert_eq!(policy.rules["operators-control"].severity, None);
}

#[test]
fn an_unquoted_no_is_norway() {
    let text = "version: 1\ndata: { d: { held-by: [{ type: x }] } }\n\
                rules: { r: { data: d, countries: { allow: [NO] } } }\n";
    let policy = load_text(text).expect("a policy");
    let allowed = policy.rules["r"].countries.as_ref().expect("countries");
    let norway = "NO".parse().expect("a code");
    assert_eq!(allowed.standing(norway), super::Standing::Inside);
}

fn load_text(text: &str) -> Result<Policy, Vec<Problem>> {
    let mut none = |_: &str| Err("there is no such file".to_owned());
    load(&mut Sources::default(), "sekisho.yaml", text.to_owned(), &mut none)
}

#[test]
fn hostile_policies_are_refused_in_time() {
    let deep = format!("version: 1\nextends: {}", "[".repeat(200_000));
    assert!(load_text(&deep).is_err());
    let closed = format!("version: 1\nextends: {}{}", "[".repeat(5_000), "]".repeat(5_000));
    assert!(load_text(&closed).is_err());

    let list = format!("[{}]", "x, ".repeat(1_000));
    let many = "  - { type: *t }\n".repeat(1_000);
    let aliases = format!("version: 1\ndata:\n a:\n  held-by:\n  - {{ type: &t {list} }}\n{many}");
    let problems = load_text(&aliases).expect_err("too large");
    assert!(problems.iter().any(|p| p.message.contains("too large")));

    let long = format!("version: 1\n{}: 1\n", "k".repeat(1_000_000));
    assert!(load_text(&long).is_err_and(|p| p.iter().all(|p| p.message.len() < 1_000)));
}

#[test]
fn a_cut_policy_never_panics() {
    let text = pack("japan-residency").expect("the pack");
    let start = text.find("version: 1\n\ndata").expect("the policy itself");
    for end in (start..text.len()).filter(|at| text.is_char_boundary(*at)) {
        let _ = load_text(&text[start..end]);
    }
}

/// Values as text, which is all that a policy sees of them.
fn ours(node: &Node) -> serde_json::Value {
    match &node.shared().kind {
        NodeKind::Scalar(text, true) if matches!(&**text, "" | "~" | "null") => {
            serde_json::Value::Null
        }
        NodeKind::Scalar(text, _) => text.to_string().into(),
        NodeKind::Sequence(nodes) => nodes.iter().map(ours).collect(),
        _ => {
            let entry =
                |(key, value): &(Node, Node)| (key.as_str().unwrap_or("").to_owned(), ours(value));
            node.entries().iter().map(entry).collect()
        }
    }
}

fn theirs(value: &serde_yaml::Value) -> serde_json::Value {
    use serde_yaml::Value;
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(truth) => truth.to_string().into(),
        Value::Number(number) => number.to_string().into(),
        Value::String(text) => text.clone().into(),
        Value::Sequence(values) => values.iter().map(theirs).collect(),
        Value::Mapping(entries) => {
            let entry = |(key, value): (&Value, &Value)| {
                (theirs(key).as_str().unwrap_or("").to_owned(), theirs(value))
            };
            entries.iter().map(entry).collect()
        }
        Value::Tagged(tagged) => theirs(&tagged.value),
    }
}

#[test]
fn our_tree_says_what_serde_yaml_says() {
    let fixtures = files("ok", "yaml").into_iter();
    let texts = fixtures.map(|path| fs::read_to_string(path).expect("a fixture"));
    for text in texts.chain(pack_names().filter_map(pack).map(str::to_owned)) {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text.as_str());
        let parsed = yaml::parse(file, sources.file(file).text());
        let value: serde_yaml::Value = serde_yaml::from_str(&text).expect("it parses");
        assert_eq!(ours(&parsed.documents[0].root), theirs(&value));
    }
}
