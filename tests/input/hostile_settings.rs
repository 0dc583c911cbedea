//! Settings made to make the program crash, hang or grow: what is left out is said.

use crate::hostile::survives;

/// A ConfigMap with this text, and a Pod.
fn config_map(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: a }}\ndata:\n  x.conf: |\n{}\n",
        lines.join("\n")
    )
}

fn repeated(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn sections_of_any_number_and_depth_end() {
    for (name, text) in [
        ("sections", repeated(50_000, |at| format!("[s{at}]\nk = v"))),
        ("tags", repeated(100_000, |_| "<a>".to_owned()) + "\nkey value\n"),
        ("lists", "[a]\n".to_owned() + &repeated(100_000, |at| format!("k{at} = [ \"x\""))),
        ("names", format!("[{}]\nk = v\n", "a.".repeat(100_000))),
        ("quotes", "[a]\n".to_owned() + &"k = \"\"\"\n".repeat(50_000)),
    ] {
        let (code, out) = survives(&format!("settings-{name}"), &[("a.yaml", config_map(&text))]);
        assert_eq!(code, 0, "{name}: {out:.2000}");
    }
}

#[test]
fn settings_beyond_a_limit_are_told() {
    let region = |at: usize| format!("k{at}_region = us-east-1");
    let text = config_map(&repeated(60_000, region));
    let (_, out) = survives("settings-many", &[("a.yaml", text)]);
    assert!(out.contains("stopped at a limit"), "{out:.2000}");
}
