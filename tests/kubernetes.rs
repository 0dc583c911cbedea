//! Every folder of `testdata/kubernetes` is a case: manifests, perhaps `clusters.txt` (a line for each
//! declared cluster: a glob or `-`, its regions, and `name=`, `server=` or labels), and `expected.txt`, a line for each placement:
//! `address | certainty | places | countries | why | literals that decide | hops`, and one for each flow:
//! `flow: address | direction purpose strength | far end, as a placement`, and for each grant of access
//! `access: address | bearing grant level | principal | provider and home | over | where | because`.
//! `SEKISHO_BLESS=1` writes the expectations anew.

mod cases;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sekisho::catalog::regions;
use sekisho::kubernetes::{Input, resolve};
use sekisho::locate::Located;
use sekisho::locate::kubernetes::locate;
use sekisho::model::{Access, Because, Claim, Cluster, Placement, Step, Why};
use sekisho::source::{FileId, Sources, Span};
use sekisho::syntax::yaml;

#[test]
fn manifests_are_placed_as_expected() {
    cases::hold("testdata/kubernetes", 10, placed);
}

#[test]
fn every_kind_with_a_row_is_met_with_a_place_without_one_and_as_a_decoy() {
    const READINGS: [&str; 3] = ["positive", "absent", "decoy"];
    let mut met: BTreeMap<String, [bool; 3]> = BTreeMap::new();
    let mut files = Vec::new();
    manifests(Path::new("testdata/kubernetes"), &mut files);
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(reading) = READINGS.iter().position(|reading| name.starts_with(reading)) else {
            continue;
        };
        let mut sources = Sources::default();
        let text = fs::read_to_string(&path).expect("a readable file");
        let id = sources.add(name, text);
        let parsed = yaml::parse(id, sources.file(id).text());
        parsed.documents.iter().for_each(|document| kinds_in(&document.root, reading, &mut met));
    }
    let kinds = sekisho::kubernetes::kinds_with_rows();
    let lacks = kinds.filter(|kind| met.get(*kind).is_none_or(|met| met.contains(&false)));
    let lacks: Vec<&str> = lacks.collect();
    assert!(lacks.is_empty(), "no positive, absent or decoy fixture: {lacks:#?}");
}

/// Notes the kinds of the objects in a tree, those inside of others as well.
fn kinds_in(node: &yaml::Node<'_>, reading: usize, met: &mut BTreeMap<String, [bool; 3]>) {
    let text = |key| node.get(key).and_then(|value| value.as_str());
    if let (Some(version), Some(kind)) = (text("apiVersion"), text("kind")) {
        let group = version.rsplit_once('/').map_or("", |(group, _)| group);
        met.entry(format!("{group}/{kind}")).or_default()[reading] = true;
    }
    node.entries().iter().for_each(|(_, value)| kinds_in(value, reading, met));
    node.elements().iter().for_each(|value| kinds_in(value, reading, met));
}

#[test]
fn labels_of_pod_templates_are_the_workloads_too() {
    let text = "apiVersion: batch/v1\nkind: CronJob\n\
                metadata: { name: a, labels: { team: kyc } }\n\
                spec: { jobTemplate: { spec: { template: { metadata: { labels: { data: pii } } } } } }\n";
    let mut sources = Sources::default();
    let id = sources.add("a.yaml", text);
    let parsed = yaml::parse(id, sources.file(id).text());
    let inputs = [Input { document: &parsed.documents[0], path: "a.yaml" }];
    let resolution = resolve(&inputs, &[], &sources);
    let labels: Vec<&str> =
        resolution.objects[0].labels.known.keys().map(|key| key.as_ref()).collect();
    assert_eq!(labels, ["data", "team"]);
}

fn placed(case: &Path) -> String {
    let mut files = Vec::new();
    manifests(case, &mut files);
    let mut sources = Sources::default();
    let mut clusters = Vec::new();
    for path in files {
        let name = path.strip_prefix(case).expect("inside the case").display().to_string();
        let text = fs::read_to_string(&path).expect("a readable file");
        let id = sources.add(name, text);
        if path.ends_with("clusters.txt") {
            clusters = declarations(id, sources.file(id).text());
        }
    }
    let is_yaml = |path: &str| !path.ends_with(".txt");
    let parsed: Vec<_> = sources
        .iter()
        .filter(|(_, file)| is_yaml(file.path()))
        .map(|(id, file)| (file.path(), yaml::parse(id, file.text())))
        .collect();
    let inputs: Vec<Input> = parsed
        .iter()
        .flat_map(|(path, parsed)| parsed.documents.iter().map(|document| Input { document, path }))
        .collect();
    let Located { placements, flows, access, unresolved, .. } =
        locate(resolve(&inputs, &clusters, &sources), &clusters, &[]);
    let mut lines = String::new();
    for placement in &placements {
        let _ = writeln!(lines, "{}", line(&sources, placement));
    }
    for flow in &flows {
        let (direction, purpose) = (flow.direction.as_str(), flow.purpose.as_str());
        let strength = flow.strength.as_str();
        let far = line(&sources, &flow.far);
        let _ =
            writeln!(lines, "flow: {} | {direction} {purpose} {strength} | {far}", flow.resource);
    }
    for access in &access {
        let _ = writeln!(lines, "access: {}", grant(&sources, access));
    }
    for open in &unresolved {
        let why = why(&open.why);
        let _ = writeln!(lines, "open: {} | {why} | {}", open.resource, at(&sources, open.span));
    }
    lines
}

fn grant(sources: &Sources, access: &Access) -> String {
    let who = &access.principal;
    let or_dash = |word: &Option<Arc<str>>| word.as_deref().unwrap_or("-").to_owned();
    let because = access.because.iter().map(|hop| at(sources, hop.span));
    [
        access.resource.to_string(),
        [access.bearing.as_str(), access.grant.as_str(), access.level.as_str()].join(" "),
        format!("{} {}", who.kind.as_str(), who.id),
        format!("{} {}", or_dash(&who.provider), or_dash(&who.home)),
        or_dash(&access.over),
        at(sources, access.span),
        because.collect::<Vec<_>>().join(","),
    ]
    .join(" | ")
}

fn line(sources: &Sources, placement: &Placement) -> String {
    let joined = |words: Vec<String>| match words.len() {
        0 => "-".to_owned(),
        _ => words.join(","),
    };
    let places = placement.places().map(|p| format!("{}/{}", p.provider, p.region)).collect();
    let countries = placement.countries().iter().map(ToString::to_string).collect();
    let mut decided: Vec<_> =
        placement.claims.iter().map(|claim| at(sources, claim.decided_by)).collect();
    decided.dedup();
    [
        placement.resource.to_string(),
        placement.certainty().as_str().to_owned(),
        joined(places),
        joined(countries),
        placement.why_unknown.as_ref().map_or("-".to_owned(), why),
        joined(decided),
        joined(
            placement
                .because()
                .iter()
                .map(|hop| format!("{:?} {}", hop.step, at(sources, hop.span)))
                .collect(),
        ),
    ]
    .join(" | ")
}

fn why(why: &Why) -> String {
    format!("{why:?}").replace('|', "/")
}

fn at(sources: &Sources, span: Span) -> String {
    format!("{}:{}", sources.path(span), sources.position(span).line)
}

fn declarations(file: FileId, text: &str) -> Vec<Cluster> {
    let mut at = 0;
    let mut declarations = Vec::new();
    for line in text.lines() {
        let span = Span::new(file, at..at + line.len());
        at += line.len() + 1;
        let mut words = line.split_whitespace();
        let Some(glob) = words.next() else { continue };
        let path = (glob != "-").then(|| globset::Glob::new(glob).expect("a glob"));
        let path = path.map(|glob| glob.compile_matcher());
        let region = |word: &str| {
            let (provider, region) = word.split_once('/').expect("provider/region");
            regions::place(provider, region, None).expect("a region of the catalogue")
        };
        let mut cluster = Cluster {
            path,
            name: None,
            server: None,
            labels: BTreeMap::new(),
            claims: Vec::new(),
            why_unknown: None,
            is_declared: true,
            span,
        };
        for word in words {
            match word.split_once('=') {
                Some(("name", name)) => cluster.name = Some(name.into()),
                Some(("server", server)) => cluster.server = Some(server.into()),
                Some((key, value)) => drop(cluster.labels.insert(key.into(), value.into())),
                None => {
                    let because = vec![Because { span, step: Step::ClusterDeclaration }];
                    cluster.claims.push(Claim { place: region(word), because, decided_by: span });
                }
            }
        }
        declarations.push(cluster);
    }
    declarations
}

fn manifests(directory: &Path, files: &mut Vec<PathBuf>) {
    for path in sorted(directory) {
        if path.is_dir() {
            manifests(&path, files);
        } else if !path.ends_with("expected.txt") {
            files.push(path);
        }
    }
}

fn sorted(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a readable folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}
