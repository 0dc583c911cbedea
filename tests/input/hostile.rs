//! Input made to make the program crash, hang or grow. Each must end by itself within a time that only a
//! blow-up exceeds, with an exit code of its own and without a trace of a panic.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::tree::Tree;

/// Generous: the slowest takes two seconds in a debug build on a quiet machine.
const LONGEST: Duration = Duration::from_secs(60);
/// Address space, in KiB: threads reserve their stacks in it.
const MEMORY: u64 = 6 << 20;

/// Checks a tree of these files; gives the exit code and what was printed.
pub fn survives(name: &str, files: &[(&str, String)]) -> (i32, String) {
    let tree = Tree::new(name);
    for (path, text) in files {
        tree.write(path, text);
    }
    let start = Instant::now();
    let program = env!("CARGO_BIN_EXE_sekisho");
    let mut command = tree.command();
    if cfg!(unix) {
        let limited = format!("ulimit -v {MEMORY} && exec '{program}' \"$@\"");
        let mut shell = Command::new("sh");
        shell.current_dir(tree.root()).args(["-c", &limited, "sh"]);
        shell.stdin(std::process::Stdio::null()).env("RAYON_NUM_THREADS", "2");
        command = shell;
    }
    command.args(["check", "."]);
    if files.iter().all(|(path, _)| *path != "sekisho.yaml") {
        command.args(["--policy", "japan-residency"]);
    }
    let output = command.output().expect("the program runs");
    let took = start.elapsed();
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let code = output.status.code();
    assert!(matches!(code, Some(0..=2)), "{name}: {:?} {err}", output.status);
    assert!(!out.contains("internal error") && err.is_empty(), "{name}: {out:.2000} {err}");
    assert!(took < LONGEST, "{name} took {took:?}");
    (code.unwrap_or_default(), out.into_owned())
}

/// A bucket in the place that `place` gives, after `head`.
fn bucket(head: &str, place: &str) -> Vec<(&'static str, String)> {
    let text = format!("{head}\nresource \"aws_s3_bucket\" \"b\" {{\n  region = {place}\n}}\n");
    vec![("main.tf", text)]
}

pub const DEEP: usize = 50_000;

#[test]
fn deep_terraform_does_not_parse_and_the_rest_is_checked() {
    let cases = [
        ("parentheses", "(", "1", ")"),
        ("lists", "[", "1", "]"),
        ("objects", "{a=", "1", "}"),
        ("negations", "!", "true", ""),
        ("calls", "upper(", "\"a\"", ")"),
        ("conditionals", "true ? 1 : ", "1", ""),
        ("sums", "1 + ", "1", ""),
        ("templates", "\"${", "1", "}\""),
        ("indexes", "x[", "x", "]"),
        ("unclosed", "[", "", ""),
    ];
    for (name, open, inner, close) in cases {
        let value = format!("{}{inner}{}", open.repeat(DEEP), close.repeat(DEEP));
        let files = bucket(&format!("locals {{\n  a = {value}\n}}\n"), "\"us-east-1\"");
        let (code, out) = survives(&format!("deep-{name}"), &files);
        assert_eq!(code, 2, "{name}: {out:.2000}");
        assert!(out.contains("the United States"), "{name}: {out:.2000}");
    }
    let blocks = format!("{}{}", "a {\n".repeat(DEEP), "}\n".repeat(DEEP));
    let (code, out) = survives("deep-blocks", &bucket(&blocks, "\"us-east-1\""));
    assert!(code == 2 && out.contains("the United States"), "{out:.2000}");
    survives("unclosed-blocks", &bucket(&"a {\n".repeat(DEEP), "\"us-east-1\""));
}

#[test]
fn long_chains_of_steps_are_followed() {
    let steps = format!("locals {{\n  a = x{}\n}}\n", ".x".repeat(DEEP));
    survives("traversal", &bucket(&steps, "local.a"));
    let mut chain = "locals {\n  l0 = \"us-east-1\"\n".to_owned();
    for n in 1..=5_000 {
        let _ = writeln!(chain, "  l{n} = local.l{}", n - 1);
    }
    let (code, out) = survives("chain", &bucket(&format!("{chain}}}\n"), "local.l5000"));
    assert!(code == 1 && out.contains("limit of size or steps"), "{out:.2000}");
}

#[test]
fn values_that_double_end_at_a_limit() {
    let cases = [
        ("template", "\"${local.l@}${local.l@}\""),
        ("format", "format(\"%s%s\", local.l@, local.l@)"),
        ("join", "join(\"\", [local.l@, local.l@])"),
        ("list", "[local.l@, local.l@]"),
        ("json", "jsonencode([local.l@, local.l@])"),
        ("flatten", "flatten([local.l@, local.l@])"),
        ("object", "{ a = local.l@, b = local.l@ }"),
        ("choice", "var.u ? [local.l@] : [local.l@, \"x\"]"),
        ("hole", "\"${var.u}${local.l@}${local.l@}\""),
        ("equal", "[local.l@ == local.l@, [local.l@], [local.l@]]"),
        ("replace", "replace(local.l@, \"a\", local.l@)"),
    ];
    for (name, form) in cases {
        let mut head = "variable \"u\" {}\nlocals {\n  l0 = \"aaaaaaaaaaaaaaaa\"\n".to_owned();
        for n in 1..=40 {
            let _ = writeln!(head, "  l{n} = {}", form.replace('@', &(n - 1).to_string()));
        }
        let place =
            if matches!(name, "list" | "object") { "jsonencode(local.l40)" } else { "local.l40" };
        let (code, out) =
            survives(&format!("double-{name}"), &bucket(&format!("{head}}}\n"), place));
        assert_eq!(code, 1, "{name}: {out:.2000}");
        assert!(out.contains("it is not known where"), "{name}: {out:.2000}");
    }
}

#[test]
fn many_elements_cost_little_or_end_at_a_limit() {
    let list: String = (0..100_000).map(|n| format!("\"r{n}\",")).collect();
    survives("long-list", &bucket(&format!("locals {{\n  a = [{list}]\n}}\n"), "local.a[99999]"));
    survives(
        "long-set",
        &bucket(&format!("locals {{\n  a = toset([{list}])\n}}\n"), "tolist(local.a)[5]"),
    );
    let sets = "locals {\n  a = [for i in range(60000) : i]\n  b = setsubtract(local.a, reverse(local.a))\n  \
                c = distinct(local.a)\n  d = setintersection(local.a, local.c)\n  \
                e = [for i in local.a : contains(local.a, -1)]\n}\n";
    survives("sets", &bucket(sets, "\"${length(local.b)}${length(local.d)}${local.e[0]}\""));
    let loops = "locals {\n  a = range(60000)\n}\n";
    survives(
        "nested-loops",
        &bucket(loops, "[for i in local.a : [for j in local.a : [for k in local.a : i]]][0]"),
    );
    for (name, range) in [
        ("large", "range(1e9)"),
        ("small-step", "range(0, 1, 1e-300)"),
        ("lost-step", "range(1e17, 1e17 + 100, 1)"),
        ("no-step", "range(0, 1, 0)"),
        ("endless", "range(0, pow(10, 400))"),
    ] {
        survives(&format!("range-{name}"), &bucket("", &format!("{range}[5]")));
    }
    let instances = "resource \"aws_s3_bucket\" \"b\" {\n  for_each = toset([for i in range(60000) : tostring(i)])\n}\n\
                     resource \"aws_s3_bucket\" \"c\" {\n  count = 1000000000\n}\n";
    let (code, _) = survives("instances", &[("main.tf", instances.to_owned())]);
    assert_eq!(code, 1);
}

#[test]
fn many_modules_end_at_a_limit() {
    let store = "resource \"aws_s3_bucket\" \"b\" {\n  region = \"ap-northeast-1\"\n}\n";
    let calls: String =
        (0..10_000).map(|n| format!("module \"m{n}\" {{\n  source = \"./m\"\n}}\n")).collect();
    let (code, out) = survives("modules", &[("main.tf", calls), ("m/main.tf", store.to_owned())]);
    assert!(code == 0 && out.contains("10000 placements"), "{out:.2000}");
    let call =
        |name: usize, source: &str| format!("module \"m{name}\" {{\n  source = \"{source}\"\n}}\n");
    let mut files = vec![("main.tf".to_owned(), (0..4).map(|n| call(n, "./m0")).collect())];
    for level in 0..12 {
        let inner: String = (0..4).map(|n| call(n, &format!("../m{}", level + 1))).collect();
        files.push((format!("m{level}/main.tf"), format!("{store}{inner}")));
    }
    files.push(("m12/main.tf".to_owned(), store.to_owned()));
    let files: Vec<(&str, String)> = files.iter().map(|(p, t)| (&**p, t.clone())).collect();
    let (_, out) = survives("module-tree", &files);
    assert!(out.contains("limit"), "{out:.2000}");
    let counted =
        |inner: &str| format!("module \"m\" {{\n  count  = 4000\n  source = \"{inner}\"\n}}\n");
    survives(
        "counted-modules",
        &[
            ("main.tf", counted("./m")),
            ("m/main.tf", counted("./n")),
            ("m/n/main.tf", store.to_owned()),
        ],
    );
}

#[test]
fn odd_bytes_and_repetitions_are_reported() {
    let long = "x".repeat(10_000_000);
    let (code, out) = survives(
        "long-line",
        &bucket(&format!("locals {{\n  a = \"{long}\"\n  b = \n}}\n"), "\"us-east-1\""),
    );
    assert!(code == 2 && out.len() < 10_000, "{out:.2000}");
    let (code, out) =
        survives("nul", &bucket("locals {\n  a = \"\0\"\n  \0\n}\n", "\"us\0-east-1\""));
    assert!(code == 2 && out.contains("main.tf:3"), "{out:.2000}");
    let twice = bucket("", "\"us-east-1\"")[0].1.repeat(3_000);
    assert_eq!(survives("duplicate-blocks", &[("main.tf", twice)]).0, 2);
    let keys = format!("locals {{\n  a = {{\n{}  }}\n}}\n", "    k = 1\n".repeat(5_000));
    survives("duplicate-keys", &bucket(&keys, "\"us-east-1\""));
    survives("broken-blocks", &bucket(&"locals {\n  a = = 1\n}\n".repeat(20_000), "\"us-east-1\""));
}

/// A manifest with this after its head.
fn manifest(rest: &str) -> Vec<(&'static str, String)> {
    vec![("a.yaml", format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\n{rest}"))]
}

/// Forty anchors, each a list of nine aliases of the one before.
fn aliases(open: &str, close: &str) -> String {
    let mut text = format!("a0: &a0 {open}x: y{close}\n");
    for n in 1..40 {
        let names = vec![format!("*a{}", n - 1); 9].join(", ");
        let _ = writeln!(text, "a{n}: &a{n} {open}<<: [{names}]{close}");
    }
    text
}

#[test]
fn hostile_yaml_ends_with_a_line() {
    let blocks: String = (1..5_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    for (name, rest) in [
        ("sequences", format!("data: {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP))),
        ("mappings", format!("data: {}1{}\n", "{a: ".repeat(DEEP), "}".repeat(DEEP))),
        ("dashes", format!("data:\n {}a\n", "- ".repeat(DEEP))),
        ("blocks", format!("data:\n{blocks}")),
        ("unclosed", format!("data: {}\n", "[".repeat(DEEP))),
        ("nul", "data: {a: \0}\n".to_owned()),
        ("long-line", format!("data: {{a: {}}}\nb: [\n", "x".repeat(10_000_000))),
        ("documents", "---\napiVersion: v1\nkind: Pod\na: [\n".repeat(20_000)),
    ] {
        let (code, out) = survives(&format!("yaml-{name}"), &manifest(&rest));
        assert!(code == 2 && out.contains("a.yaml:"), "{name}: {out:.2000}");
    }
    let merges = format!("{}metadata: {{<<: *a39}}\nspec: {{<<: *a39}}\n", aliases("{", "}"));
    survives("yaml-merges", &manifest(&merges));
    let lists = aliases("[", "]").replace("<<: ", "");
    survives("yaml-aliases", &manifest(&format!("{lists}data: *a39\n")));
    survives("yaml-keys", &manifest(&format!("data:\n{}", "  k: 1\n".repeat(100_000))));
    let policy = format!("version: 1\n{lists}rules: *a39\n");
    assert_eq!(survives("policy-aliases", &[("sekisho.yaml", policy)]).0, 2);
    let policy = format!("version: 1\nrules: {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP));
    assert_eq!(survives("policy-deep", &[("sekisho.yaml", policy)]).0, 2);
}

#[test]
fn objects_of_many_keys_are_refused_and_the_rest_is_read() {
    let keys = |count: usize| {
        (0..count).fold(String::new(), |mut keys, at| {
            let _ = writeln!(keys, "    k{at} = 1");
            keys
        })
    };
    let many = keys(300_000);
    let rest = "resource \"aws_s3_bucket\" \"rest\" {\n  region = \"us-east-1\"\n}\n";
    for (name, place) in [
        ("written", format!("{{\n{many}  }}")),
        ("in-string", format!("\"${{ {{\n{many}  }} }}\"")),
        ("repeated", format!("{{\n{}    k0 = 2\n  }}", keys(10_000))),
    ] {
        let (code, out) = survives(&format!("keys-{name}"), &bucket(rest, &place));
        assert!(code != 0 && out.contains("the United States"), "{name}: {out:.2000}");
        assert_eq!(code == 2, name != "repeated", "{name}: {out:.2000}");
    }
}

#[test]
fn circles_of_strings_known_in_part_do_not_grow() {
    let mut locals = "locals {\n".to_owned();
    for at in 0..2_000 {
        let (next, far) = ((at + 1) % 2_000, at * 7 % 2_000);
        let _ = writeln!(locals, "  l{at} = \"${{local.l{next}}}${{local.l{far}}}\"");
    }
    locals.push_str("}\n");
    let (code, out) = survives("circle-of-locals", &bucket(&locals, "local.l0"));
    assert!(code == 1 && out.contains("it is not known where"), "{out:.2000}");
}

#[test]
fn many_configurations_of_one_provider_are_told_apart_in_time() {
    let mut providers = String::new();
    for at in 0..60_000 {
        let _ = writeln!(providers, "provider \"aws\" {{\n  alias = \"a{at}\"\n}}");
    }
    let (code, out) = survives("many-providers", &bucket(&providers, "\"us-east-1\""));
    assert!(code == 1 && out.contains("the United States"), "{out:.2000}");
}
