//! Hostile input in JSON, held to the same as the rest.

use crate::hostile::{DEEP, survives};

/// A bucket abroad beside a block of another type with this inside.
fn configuration(inside: &str) -> Vec<(&'static str, String)> {
    let bucket = r#""aws_s3_bucket": {"b": {"region": "us-east-1"}}"#;
    let other = format!(r#""aws_sqs_queue": {{"q": {{{inside}}}}}"#);
    vec![("main.tf.json", format!(r#"{{"resource": {{{bucket}, {other}}}}}"#))]
}

#[test]
fn hostile_configuration_in_json_ends_with_a_line_and_the_rest_is_checked() {
    let nested = |open: &str, close: &str| format!("{}1{}", open.repeat(DEEP), close.repeat(DEEP));
    let dynamic = r#"{"a": {"dynamic": {"a": {"for_each": [1], "content": "#;
    for (name, inside) in [
        ("arrays", format!(r#""a": {}"#, nested("[", "]"))),
        ("objects", format!(r#""a": {}"#, nested("{\"a\": ", "}"))),
        ("dynamic", format!(r#""a": {}"#, nested(dynamic, "}}}}"))),
        ("template", format!(r#""a": "${{{}}}""#, nested("(", ")"))),
        ("reference", format!(r#""provider": "{}""#, nested("[", "]"))),
        ("number", r#""a": 1e999999"#.to_owned()),
        ("surrogate", r#""a": "\udc00""#.to_owned()),
    ] {
        let (code, out) = survives(&format!("json-{name}"), &configuration(&inside));
        assert!(code == 2 && out.contains("the United States"), "{name}: {out:.2000}");
    }
    let keys = r#""name": "a", "#.repeat(200_000);
    let escapes = "\\u0061".repeat(500_000);
    let templates = "${1}".repeat(200_000);
    for (name, inside) in [
        ("keys", format!(r#"{keys}"name": "b""#)),
        ("escapes", format!(r#""name": "${{1}}{escapes}""#)),
        ("interpolations", format!(r#""name": "{templates}""#)),
    ] {
        let (code, out) = survives(&format!("json-{name}"), &configuration(&inside));
        assert!(code == 1 && out.contains("the United States"), "{name}: {out:.2000}");
    }
    let file = format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP));
    assert_eq!(survives("json-file", &[("main.tf.json", file)]).0, 2);
}
