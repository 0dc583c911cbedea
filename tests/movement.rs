//! Every row of the table of movements is met: a configuration is written for each, with the argument and without, and with
//! what is beside it switched off.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use sekisho::catalog::movement::{FarEnd, Movement, all_movements};
use sekisho::catalog::switches::{Switch, switches};
use sekisho::catalog::{providers, regions, types};
use sekisho::model::{Flow, Purpose};
use sekisho::{Request, Survey};

const AROUND: &str = r#"
provider "aws" { region = "ap-northeast-1" }
resource "aws_s3_bucket" "far" { region = "us-west-2" }
resource "azurerm_storage_account" "near" { location = "japaneast" }
"#;

#[test]
fn every_row_is_met_and_nothing_is_said_where_its_argument_is_left_out() {
    let rows: Vec<(Movement, Purpose)> =
        all_movements().filter_map(|row| Some((row, row.kind.purpose()?))).collect();
    assert!(rows.len() > 1_000, "the rows are gone");
    let mut source = AROUND.to_owned();
    for (index, (row, _)) in rows.iter().enumerate() {
        write_resource(&mut source, row, &format!("row{index}"), Written::On);
        write_resource(&mut source, row, &format!("absent{index}"), Written::Absent);
        write_resource(&mut source, row, &format!("off{index}"), Written::Off);
    }
    let survey = survey(&source);
    let mut flows: BTreeMap<&str, Vec<&Flow>> = BTreeMap::new();
    for flow in &survey.flows {
        flows.entry(&flow.resource).or_default().push(flow);
    }
    let mut wrong = String::new();
    for (index, (row, purpose)) in rows.iter().enumerate() {
        let of = |name: &str| {
            let address = format!("{}.{name}{index}", row.resource_type);
            let of_resource = flows.get(&*address).into_iter().flatten();
            let alike = of_resource.filter(|flow| {
                flow.purpose == *purpose && flow.direction == row.direction.direction()
            });
            alike.copied().collect::<Vec<&Flow>>()
        };
        let (with, without) = (of("row"), of("absent"));
        let is_left_on = beside(row).next().is_some() && of("off").len() > without.len();
        let is_right = match row.effect.holds().is_some() && has_far_end(row) {
            true if row.is_default() => with.iter().any(|flow| is_as_told(row, flow)),
            true => with.iter().any(|flow| is_as_told(row, flow)) && with.len() > without.len(),
            false => with.len() == without.len(),
        };
        if !is_right || is_left_on {
            let ends: Vec<_> =
                with.iter().map(|flow| (&flow.far.resource, &flow.far.why_unknown)).collect();
            let without = without.len();
            let _ = writeln!(
                wrong,
                "{} {}: {ends:?}, {without} without it",
                row.resource_type, row.argument
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whether a row has a far end besides the resource itself.
fn has_far_end(row: &Movement) -> bool {
    !matches!(row.far_end, FarEnd::Itself | FarEnd::Provider | FarEnd::Value)
}

/// Whether a flow leads where the sample of its row does.
fn is_as_told(row: &Movement, flow: &Flow) -> bool {
    let countries: Vec<String> = flow.far.countries().iter().map(ToString::to_string).collect();
    match row.far_end {
        FarEnd::Reference => flow.meets.is_some() && countries == ["US"],
        FarEnd::Host => countries == ["IE"],
        FarEnd::Identifier => !countries.is_empty(),
        FarEnd::Edge => countries == ["*"],
        FarEnd::Paired => countries == ["JP"],
        FarEnd::Scope => !countries.is_empty(),
        FarEnd::Region => has_regions(row) != countries.is_empty(),
        _ => flow.far.why_unknown.is_some(),
    }
}

fn catalog(row: &Movement) -> &'static str {
    let of_type = types::resource_type(row.resource_type).map_or("", |kind| kind.provider);
    providers::provider(of_type).map_or("", |provider| provider.catalog)
}

fn has_regions(row: &Movement) -> bool {
    region(row).is_some()
}

/// A region that the words of a row may name.
fn region(row: &Movement) -> Option<&'static str> {
    let kind = types::resource_type(row.resource_type)?;
    let mut all = regions::all().filter(|region| region.provider == catalog(row));
    let word =
        all.find(|region| regions::place(region.provider, region.code, kind.service()).is_ok());
    word.map(|region| region.code)
}

/// What stands for the argument of a row.
fn sample(row: &Movement) -> String {
    let on = row.values.split(',').find(|value| !value.is_empty() && *value != "absent");
    let text = match (row.far_end, on) {
        (_, Some(value)) => value.replace('*', "x"),
        (FarEnd::Reference, _) => return "aws_s3_bucket.far.arn".to_owned(),
        (FarEnd::Region, _) => region(row).unwrap_or("somewhere").to_owned(),
        (FarEnd::Host, _) => "https://s3.eu-west-1.amazonaws.com/members".to_owned(),
        (FarEnd::Identifier, _) => "arn:aws:kms:us-west-2:111122223333:key/a".to_owned(),
        (FarEnd::Account, _) => "444455556666".to_owned(),
        (FarEnd::Email, _) => "ops@contractor.example".to_owned(),
        _ => "members".to_owned(),
    };
    format!("\"{text}\"")
}

/// How the argument of a row is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    On,
    Off,
    Absent,
}

/// The switches in blocks around the argument of a row.
fn beside(row: &Movement) -> impl Iterator<Item = Switch> + '_ {
    switches(row.resource_type).filter(|switch| {
        let inner = row.argument.strip_prefix(switch.block);
        switch.block.is_empty() || inner.is_some_and(|inner| inner.starts_with('.'))
    })
}

/// Writes the switches that stand in a block, on or off.
fn write_switches(source: &mut String, row: &Movement, block: &str, written: Written) {
    for switch in beside(row).filter(|switch| switch.block == block) {
        let off = switch.off.split(',').find(|value| *value != "absent").unwrap_or_default();
        let value = match (written, off) {
            (Written::Off, off) => off,
            (_, "false") => "true",
            (_, "true") => "false",
            _ => "Enabled",
        };
        let _ = writeln!(source, "  {} = \"{value}\"", switch.argument);
    }
}

fn write_resource(source: &mut String, row: &Movement, name: &str, written: Written) {
    let _ = writeln!(source, "resource \"{}\" \"{name}\" {{", row.resource_type);
    if row.resource_type.starts_with("azurerm_") && row.argument != "location" {
        let _ = writeln!(source, "  location = \"japaneast\"");
    }
    let kind = types::resource_type(row.resource_type);
    for path in kind.iter().flat_map(|kind| kind.part_of()).filter(|path| !path.contains('.')) {
        let is_block = row.argument.split('.').next() == Some(path);
        if !is_block {
            let _ = writeln!(source, "  {path} = azurerm_storage_account.near.id");
        }
    }
    if written != Written::Absent && !row.argument.is_empty() {
        let segments: Vec<&str> = row.argument.split('.').collect();
        let (blocks, last) = segments.split_at(segments.len() - 1);
        write_switches(source, row, "", written);
        for (depth, block) in blocks.iter().enumerate() {
            let _ = writeln!(source, "  {block} {{");
            write_switches(source, row, &blocks[..=depth].join("."), written);
        }
        let _ = writeln!(source, "  {} = {}", last[0], sample(row));
        blocks.iter().for_each(|_| source.push_str("  }\n"));
        source.push('\n');
    }
    source.push_str("}\n");
}

fn survey(source: &str) -> Survey {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("movement");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("sekisho.yaml"), "version: 1\n").expect("written");
    std::fs::write(folder.join("main.tf"), source).expect("written");
    let paths = vec![folder.to_str().expect("UTF-8").to_owned()];
    sekisho::survey(&Request { paths, ..Request::default() })
}
