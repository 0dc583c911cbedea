//! Expressions made to make evaluation crash, hang or grow. Each ends at a limit or is an error, with its line,
//! and the rest is still resolved.

use std::fmt::Write as _;

use crate::hostile::survives;

/// A bucket in the place that `place` gives, and one in a place that is known.
fn two_buckets(head: &str, place: &str) -> Vec<(&'static str, String)> {
    let text = format!(
        "{head}\nresource \"aws_s3_bucket\" \"b\" {{\n  region = {place}\n}}\n\
         resource \"aws_s3_bucket\" \"known\" {{\n  region = \"us-east-1\"\n}}\n"
    );
    vec![("main.tf", text)]
}

#[test]
fn functions_that_make_much_of_little_end_at_a_limit() {
    let json = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let digits = "9".repeat(100_000);
    for (name, place) in [
        ("width", "format(\"%1000000000d\", 1)".to_owned()),
        ("precision", "format(\"%.1000000000f\", 1)".to_owned()),
        ("argument", "format(\"%[1000000000]s\", \"a\")".to_owned()),
        ("endless-width", "format(\"%99999999999999999999999d\", 1)".to_owned()),
        ("lists", "formatlist(\"%1000s\", [for i in range(1000) : i])[0]".to_owned()),
        ("more-lists", "formatlist(\"%1000000s\", range(1000))[0]".to_owned()),
        ("join", "join(format(\"%1000000s\", \"\"), range(1000))".to_owned()),
        ("indent", "indent(1000000000, \"a\\nb\")".to_owned()),
        ("product", "setproduct(range(1000), range(1000), range(1000))[0][0]".to_owned()),
        ("chunks", "chunklist([for i in range(1000) : range(1000)], 1)[0][0][0]".to_owned()),
        ("replace", "replace(format(\"%100000s\", \"\"), \" \", format(\"%100000s\", \"\"))".to_owned()),
        ("groups", "replace(format(\"%30000s\", \"\"), \"/( )/\", \"$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1\")".to_owned()),
        ("pattern", "regex(\"((a{1000}){1000}){1000}\", \"a\")".to_owned()),
        ("backtracking", format!("regex(\"^(((a|aa)+)+)+b$\", \"{}\")", "a".repeat(20_000))),
        ("power", "pow(9, 999999999999)".to_owned()),
        ("digits", format!("parseint(\"{digits}\", 10)")),
        ("number", format!("tonumber(\"{digits}e{digits}\")")),
        ("json", format!("jsondecode(\"{json}\")")),
        ("yaml", format!("yamldecode(\"{json}\")")),
        ("urlencode", "urlencode(format(\"%1000000s\", \"\"))".to_owned()),
        ("no-function", "nonexistent(1)".to_owned()),
        ("provider-function", "provider::aws::arn_parse(\"arn\").region".to_owned()),
        ("types", "upper({ a = [] })".to_owned()),
        ("time", "formatdate(\"YYYY\", timestamp())".to_owned()),
    ] {
        let (code, out) = survives(&format!("function-{name}"), &two_buckets("", &place));
        assert_eq!(code, 1, "{name}: {out:.2000}");
        assert!(out.contains("main.tf:3") || out.contains("main.tf:2"), "{name}: {out:.3000}");
        assert!(out.contains("the United States"), "{name}: {out:.2000}");
    }
}

#[test]
fn values_that_square_and_aliases_of_aliases_end_at_a_limit() {
    for (name, form) in [
        ("numbers", "local.l@ * local.l@"),
        ("fractions", "local.l@ / 3 * local.l@"),
        ("products", "flatten(setproduct(local.l@, local.l@))"),
        ("merged", "merge(local.l@, { \"${join(\"\", keys(local.l@))}@\" = local.l@ })"),
        ("quoted", "jsonencode(local.l@)"),
        ("choices", "var.u ? concat(local.l@, [\"a@\"]) : concat(local.l@, [\"b@\"])"),
        ("left-out", "[for x in concat(local.l@, [\"@\"]) : x if var.u == x]"),
        ("branches", "var.u == \"@\" ? \"${local.l@}a\" : \"${local.l@}b\""),
    ] {
        let start = match name {
            "numbers" | "fractions" => "123456789.123",
            "products" | "choices" | "left-out" => "[\"a\", \"b\"]",
            "merged" => "{ a = 1 }",
            _ => "\"\\\"\"",
        };
        let mut head = format!("variable \"u\" {{}}\nlocals {{\n  l0 = {start}\n");
        for n in 1..=40 {
            let _ = writeln!(head, "  l{n} = {}", form.replace('@', &(n - 1).to_string()));
        }
        let (_, out) = survives(
            &format!("square-{name}"),
            &two_buckets(&format!("{head}}}\n"), "jsonencode(local.l40)"),
        );
        assert!(out.contains("the United States"), "{name}: {out:.2000}");
    }
    let mut aliases = "a0: &a0 [x]\\n".to_owned();
    for n in 1..40 {
        let names = vec![format!("*a{}", n - 1); 9].join(", ");
        let _ = write!(aliases, "a{n}: &a{n} [{names}]\\n");
    }
    let place = format!("jsonencode(yamldecode(\"{aliases}\"))");
    let (code, out) = survives("function-aliases", &two_buckets("", &place));
    assert!(code == 1 && out.contains("the United States"), "{out:.2000}");
}

#[test]
fn templates_that_render_themselves_are_errors() {
    let mut files = two_buckets("", "templatefile(\"a.tftpl\", { n = 1 })");
    files.push(("a.tftpl", "${templatefile(\"a.tftpl\", { n = n + 1 })}".to_owned()));
    let (code, out) = survives("template-recursion", &files);
    assert!(code == 1 && out.contains("the United States"), "{out:.2000}");
    let deep = format!("{}x{}", "%{ if true }".repeat(20_000), "%{ endif }".repeat(20_000));
    let mut files = two_buckets("", "templatefile(\"a.tftpl\", {})");
    files.push(("a.tftpl", deep));
    survives("template-depth", &files);
    let mut files = two_buckets("", "file(\"../../../../etc/hostname\")");
    files.push(("a.txt", "x".repeat(3 << 20)));
    let (code, out) = survives("file-outside", &files);
    assert!(code == 1 && out.contains("outside the checked tree"), "{out:.2000}");
    survives(
        "file-large",
        &[
            ("main.tf", two_buckets("", "file(\"a.txt\")")[0].1.clone()),
            ("a.txt", "x".repeat(3 << 20)),
        ],
    );
}
