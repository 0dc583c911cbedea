//! Every folder of `testdata/kustomize` is a case: kustomizations, beside those that can be built `kubectl.txt` with
//! what `kubectl kustomize` prints, which must be the same, and `expected.txt`: each leaf of what is built with the
//! line that it came from, and what is refused. `SEKISHO_BLESS=1` writes the expectations anew.

mod cases;
#[path = "../examples/kustomize/objects.rs"]
mod objects;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sekisho::Request;
use sekisho::kubernetes::kustomize;
use sekisho::load;
use sekisho::source::{Sources, directory};
use sekisho::syntax::yaml::{self, Document, Node};

#[test]
fn kustomizations_are_built_as_kubectl_builds_them() {
    cases::hold("testdata/kustomize", 3, built);
}

fn built(case: &Path) -> String {
    let request = Request { paths: vec![case.display().to_string()], ..Request::default() };
    let loaded = load::load(&request);
    let builds = kustomize::build(&loaded.sources);
    let inner = |path: &str| {
        path.split_once(&file_name(case)).map_or(path, |(_, inner)| &inner[1..]).to_owned()
    };
    let mut out = String::new();
    for (path, documents) in &builds.built {
        let _ = writeln!(out, "# {}", inner(path));
        assert_same(documents, &case.join(directory(&inner(path))).join("kubectl.txt"));
        for document in documents {
            describe(&document.root, String::new(), &loaded.sources, &inner, &mut out);
        }
    }
    let mut refused: Vec<String> = builds
        .unresolved
        .iter()
        .map(|told| {
            let at = loaded.sources.position(told.span).line;
            let path = inner(loaded.sources.path(told.span));
            format!("{} | {path}:{at} | {:?}\n", inner(&told.resource), told.why)
        })
        .collect();
    refused.sort();
    out + &refused.concat()
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// What is built in part has nothing to compare with.
fn assert_same(documents: &[Document<'_>], golden: &Path) {
    let Ok(text) = fs::read_to_string(golden) else { return };
    let mut sources = Sources::default();
    let id = sources.add("kubectl.txt", text);
    let parsed = yaml::parse(id, sources.file(id).text());
    let ours = objects::objects(documents.iter().map(|document| &document.root));
    let theirs = objects::objects(parsed.documents.iter().map(|document| &document.root));
    let differences = objects::differences(&ours, &theirs);
    assert!(differences.is_empty(), "{}: {differences:#?}", golden.display());
}

fn describe(
    node: &Node<'_>,
    path: String,
    sources: &Sources,
    inner: &impl Fn(&str) -> String,
    out: &mut String,
) {
    for (key, value) in node.entries() {
        let path = format!("{path}.{}", key.as_str().unwrap_or_default());
        describe(value, path, sources, inner, out);
    }
    for (at, value) in node.elements().iter().enumerate() {
        describe(value, format!("{path}[{at}]"), sources, inner, out);
    }
    if let Some(text) = node.as_str() {
        let (file, line) = (inner(sources.path(node.span)), sources.position(node.span).line);
        let _ = writeln!(out, "{} = {text:?} {file}:{line}", path.trim_start_matches('.'));
    }
}
