//! Hostile plans and states, held to the same as the rest.

use std::fmt::Write as _;

use crate::hostile::{DEEP, survives};

const HEAD: &str = r#""format_version": "1.2", "terraform_version": "1.11.4""#;

/// A bucket abroad that Terraform itself would print.
const BUCKET: &str = r#"{"address": "aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "name": "b",
    "provider_name": "registry.example.org/example/aws", "values": {"region": "us-east-1"}}"#;

fn plan(root_module: &str, rest: &str) -> String {
    format!(r#"{{{HEAD}, "planned_values": {{"root_module": {root_module}}}{rest}}}"#)
}

fn checked(name: &str, text: String) -> (i32, String) {
    survives(&format!("plan-{name}"), &[("tfplan.json", text)])
}

#[test]
fn a_plan_alone_is_judged() {
    let whole = plan(&format!(r#"{{"resources": [{BUCKET}]}}"#), "");
    let (code, out) = checked("whole", whole.clone());
    assert!(code == 1 && out.contains("the United States"), "{out:.2000}");
    let repeated = BUCKET.replace('}', r#", "region": "us-east-1"}"#);
    let repeated = repeated.replacen(r#"{"region""#, r#"{"region": "ap-northeast-1", "region""#, 1);
    let (code, out) = checked("repeated", plan(&format!(r#"{{"resources": [{repeated}]}}"#), ""));
    assert_ne!(code, 0, "{out:.2000}");
    let (code, out) = checked("mark", format!("\u{feff}{whole}"));
    assert!(code == 1 && out.contains("the United States"), "{out:.2000}");
}

#[test]
fn plans_that_lie_about_their_form_end_with_a_line() {
    let bucket = |from: &str, to: &str| {
        plan(&format!(r#"{{"resources": [{}]}}"#, BUCKET.replace(from, to)), "")
    };
    let half = plan(&format!(r#"{{"resources": [{BUCKET}]}}"#), "");
    for (name, text) in [
        ("address", bucket(r#""aws_s3_bucket.b""#, "{}")),
        ("type", bucket(r#""type": "aws_s3_bucket""#, r#""type": 7"#)),
        ("mode", bucket(r#""mode": "managed","#, "")),
        ("module", plan("[]", "")),
        ("changes", plan("{}", r#", "resource_changes": {"a": 1}"#)),
        ("twice", plan("{}", r#", "planned_values": {}"#)),
        ("cut", half[..half.len() / 2].to_owned()),
        ("tail", format!("{half}]")),
        ("configuration", plan("{}", r#", "configuration": {"root_module": {"resources": 1}}"#)),
    ] {
        let (code, out) = checked(name, text);
        assert!(code == 2 && out.contains("tfplan.json:"), "{name}: {out:.2000}");
    }
    let tells = [
        ("version", half.replace("1.2", "7.0"), "the format `7.0`"),
        ("number", half.replace(r#""1.2""#, "2"), "the format `2`"),
        (
            "state",
            r#"{"version": 3, "serial": 1, "lineage": "a"}"#.to_owned(),
            "version 3 of state",
        ),
        (
            "sealed",
            r#"{"encrypted_data": "a", "encryption_version": "v0"}"#.to_owned(),
            "encrypted",
        ),
    ];
    for (name, text, told) in tells {
        let (code, out) = checked(name, text);
        assert!(code == 0 && out.contains(told), "{name}: {out:.2000}");
    }
}

#[test]
fn deep_and_large_plans_end_at_a_limit() {
    let modules = format!("{}{{}}{}", r#"{"child_modules": ["#.repeat(DEEP), "]}".repeat(DEEP));
    let (code, out) = checked("deep-modules", plan(&modules, ""));
    assert!(code == 2 && out.contains("recursion"), "{out:.2000}");
    let deep = format!("{}1{}", r#"{"a": ["#.repeat(DEEP), "]}".repeat(DEEP));
    let values = BUCKET.replace(r#""us-east-1""#, &deep);
    let unknown = format!(
        r#", "resource_changes": [{{"address": "aws_s3_bucket.b", "change": {{"after_unknown": {{"region": {}}}}}}}]"#,
        deep.replace('1', "true")
    );
    let text = plan(&format!(r#"{{"resources": [{values}]}}"#), &unknown);
    let (code, out) = checked("deep-values", text);
    assert!(code == 1 && out.contains("it is not known where"), "{out:.2000}");
    // Circles of references, and a chain of calls that is long.
    let mut calls = r#"{"outputs": {"o": {"expression": {"references": ["var.v"]}}}}"#.to_owned();
    for _ in 0..30 {
        calls = format!(
            r#"{{"outputs": {{"o": {{"expression": {{"references": ["module.m.o", "module.m"]}}}}}},
                "module_calls": {{"m": {{"expressions": {{"v": {{"references": ["module.m.o", "module.m"]}}}},
                "module": {calls}}}}}}}"#
        );
    }
    let provider = r#""provider_config": {"aws": {"name": "aws", "expressions":
        {"region": {"references": ["module.m.o", "module.m"]}}}}"#;
    let text = plan("{}", &format!(r#", "configuration": {{{provider}, "root_module": {calls}}}"#));
    assert_eq!(checked("circle", text).0, 0);
    let mut many = String::new();
    for n in 0..20_000 {
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(many, "{comma}{}", BUCKET.replace("bucket.b", &format!("bucket.b{n}")));
    }
    let (code, out) = checked("many", plan(&format!(r#"{{"resources": [{many}]}}"#), ""));
    assert!(code == 1 && out.contains("20000 placements"), "{out:.2000}");
}
