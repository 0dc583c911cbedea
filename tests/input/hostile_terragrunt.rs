//! Terragrunt configuration made to make the program crash, hang or grow.

use crate::hostile::survives;

const MODULE: &str = "variable \"place\" { default = \"\" }\nresource \"aws_s3_bucket\" \"b\" {\n  region = var.place\n}\noutput \"place\" {\n  value = var.place\n}\n";

fn cases(name: &str, files: Vec<(String, String)>) -> (i32, String) {
    let files: Vec<(&str, String)> =
        files.iter().map(|(path, text)| (&**path, text.clone())).collect();
    survives(name, &files)
}

fn unit(inputs: &str) -> String {
    format!("terraform {{\n  source = \"${{get_repo_root()}}/modules/m\"\n}}\n{inputs}")
}

/// Each unit depends on the next, and on a few others: nobody follows them all.
#[test]
fn long_chains_of_units_end() {
    let mut files = vec![("modules/m/main.tf".to_owned(), MODULE.to_owned())];
    for at in 0..1_500_usize {
        let next: String = [1, 2, 3, 7]
            .map(|by| format!("dependency \"d{by}\" {{\n  config_path = \"../u{}\"\n}}\n", at + by))
            .concat();
        let inputs = format!("{next}inputs = {{ place = dependency.d1.outputs.place }}\n");
        files.push((format!("live/u{at}/terragrunt.hcl"), unit(&inputs)));
    }
    let (code, out) = cases("chain-of-units", files);
    assert_eq!(code, 1, "{out:.2000}");
    assert!(out.contains("stopped at a limit"), "{out:.2000}");
}

/// Each file reads the next one; the last has the place.
#[test]
fn long_chains_of_reads_end() {
    let mut files = vec![("modules/m/main.tf".to_owned(), MODULE.to_owned())];
    files.push(("live/terragrunt.hcl".into(), unit("locals {\n  a = read_terragrunt_config(\"c0.hcl\")\n}\ninputs = { place = local.a.locals.place }\n")));
    for at in 0..3_000 {
        let text = format!(
            "locals {{\n  a = read_terragrunt_config(\"c{}.hcl\")\n  b = local.a\n  c = [local.a, local.b]\n  place = local.a.locals.place\n}}\n",
            at + 1
        );
        files.push((format!("live/c{at}.hcl"), text));
    }
    let (code, out) = cases("chain-of-reads", files);
    assert_eq!(code, 1, "{out:.2000}");
    assert!(out.contains("stopped at a limit"), "{out:.2000}");
}

/// What units write is bounded, and kept once where all write the same.
#[test]
fn much_that_is_written_stays_small() {
    let blocks: String = (0..100)
        .map(|at| {
            format!("generate \"g{at}\" {{\n  path = \"g{at}.tf\"\n  contents = local.big\n}}\n")
        })
        .collect();
    let lines = "resource \\\"aws_s3_bucket\\\" \\\"b\\\" {}\\n".repeat(900);
    let root = format!("locals {{\n  big = \"{lines}\"\n}}\n{blocks}");
    let here = format!(
        "generate \"here\" {{\n  path = \"here.tf\"\n  contents = <<EOF\n{}EOF\n}}\n",
        "# nothing\n".repeat(5_000)
    );
    let mut files = vec![
        ("modules/m/main.tf".to_owned(), MODULE.to_owned()),
        ("root.hcl".to_owned(), root + &here),
    ];
    for at in 0..60 {
        let include = "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\n";
        files.push((format!("live/u{at}/terragrunt.hcl"), unit(include)));
    }
    let (code, out) = cases("written-bomb", files);
    assert_eq!(code, 1, "{out:.2000}");
}

/// Folders in one another, each with a unit that looks all the way up.
#[test]
fn deep_folders_are_walked_as_far_as_is_allowed() {
    let mut files = Vec::new();
    let mut path = String::new();
    for at in 0..300 {
        path.push_str(&format!("f{at}/"));
        if at % 20 == 0 {
            let text = unit(
                "inputs = { place = find_in_parent_folders(\"nowhere.hcl\", \"ap-northeast-1\") }\n",
            );
            files.push((format!("{path}terragrunt.hcl"), text));
        }
    }
    files.push(("modules/m/main.tf".to_owned(), MODULE.to_owned()));
    let (code, out) = cases("deep-folders", files);
    assert_eq!(code, 2, "{out:.2000}");
    assert!(out.contains("not complete"), "{out:.2000}");
}
