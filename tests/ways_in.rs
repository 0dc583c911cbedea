//! Every row about access is met: a configuration is written for each, with the argument and without.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use sekisho::catalog::movement::{Named, all_grants, all_movements};
use sekisho::catalog::types;
use sekisho::catalog::ways_in::{WayIn, ways_in};
use sekisho::model::Access;
use sekisho::{Request, Survey};

#[test]
fn every_row_is_met_and_nobody_gets_in_where_its_argument_is_left_out() {
    let of_grants = all_grants().map(|row| row.resource_type);
    let moving = all_movements().filter(|row| row.kind.purpose().is_none());
    let mut names: Vec<&str> = of_grants.chain(moving.map(|row| row.resource_type)).collect();
    names.sort_unstable();
    names.dedup();
    let rows: Vec<(&str, WayIn)> =
        names.iter().flat_map(|name| ways_in(name).map(move |way| (*name, way))).collect();
    assert!(rows.len() > 1_200, "the rows are gone");
    let mut source = String::from("resource \"aws_s3_bucket\" \"far\" { bucket = \"far\" }\n");
    for (index, (name, way)) in rows.iter().enumerate() {
        write_resource(&mut source, name, way, &format!("row{index}"), true);
        write_resource(&mut source, name, way, &format!("absent{index}"), false);
    }
    let survey = survey(&source);
    let mut found: BTreeMap<&str, Vec<&Access>> = BTreeMap::new();
    for access in &survey.access {
        found.entry(&access.resource).or_default().push(access);
    }
    let mut wrong = String::new();
    for (index, (name, way)) in rows.iter().enumerate() {
        let of = |of: &str| {
            let all = found.get(&*format!("{name}.{of}{index}")).into_iter().flatten();
            all.filter(|access| access.grant == way.grant).count()
        };
        let (with, without) = (of("row"), of("absent"));
        let is_right = if way.is_default() { with > 0 } else { with > without };
        if !is_right {
            let _ = writeln!(
                wrong,
                "{name} {} {:?}: {with} with, {without} without",
                way.argument, way.named
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What stands for the argument of a row.
fn sample(name: &str, way: &WayIn) -> String {
    let on = ["true", "Enabled", "public-read"]
        .into_iter()
        .chain(way.sample())
        .find(|value| way.is_on(Some(value)));
    match way.named {
        Named::Account => "444455556666",
        Named::Addresses => "203.0.113.0/24",
        Named::Email => "kim@contractor.example",
        Named::Identifier | Named::Principal => "arn:aws:iam::444455556666:role/a",
        Named::Member => "user:kim@contractor.example",
        Named::Members | Named::Policy => {
            return "jsonencode({ Statement = [{ Effect = \"Allow\", Principal = { AWS = \"444455556666\" } }], bindings = [{ members = [\"user:kim@contractor.example\"] }] })".to_owned();
        }
        Named::Reference => return "aws_s3_bucket.far.id".to_owned(),
        Named::Region => "somewhere",
        Named::Key | Named::Network | Named::Value => on.unwrap_or_else(|| panic!("{name} {}: nothing switches it on", way.argument)),
    }
    .to_owned()
}

fn write_resource(source: &mut String, type_name: &str, way: &WayIn, name: &str, is_there: bool) {
    let _ = writeln!(source, "resource \"{type_name}\" \"{name}\" {{");
    let kind = types::resource_type(type_name);
    let first = way.argument.split('.').next();
    for path in kind.iter().flat_map(|kind| kind.part_of()).filter(|path| !path.contains('.')) {
        if first != Some(path) {
            let _ = writeln!(source, "  {path} = aws_s3_bucket.far.id");
        }
    }
    if is_there && !way.argument.is_empty() {
        let segments: Vec<&str> = way.argument.split('.').collect();
        let (blocks, last) = segments.split_at(segments.len() - 1);
        for block in blocks {
            let _ = writeln!(source, "  {block} {{");
        }
        let sample = sample(type_name, way);
        let is_expression = sample.starts_with("jsonencode") || sample.starts_with("aws_s3");
        let value = if is_expression { sample } else { format!("\"{sample}\"") };
        let _ = writeln!(source, "  {} = {value}", last[0]);
        blocks.iter().for_each(|_| source.push_str("  }\n"));
    }
    source.push_str("}\n");
}

fn survey(source: &str) -> Survey {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ways-in");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("sekisho.yaml"), "version: 1\n").expect("written");
    std::fs::write(folder.join("main.tf"), source).expect("written");
    let paths = vec![folder.to_str().expect("UTF-8").to_owned()];
    sekisho::survey(&Request { paths, ..Request::default() })
}
