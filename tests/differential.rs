//! Our tree of Terraform files and our values against those of `hcl-rs`, which reads the same language.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hcl::eval::{Context, Evaluate};
use sekisho::files::NoFiles;
use sekisho::model::{Kind, Value};
use sekisho::source::Sources;
use sekisho::syntax::hcl as ours;
use sekisho::terraform::remote_state::Neighbours;
use sekisho::terraform::{Modules, deployment::Deployment, module::Module, resolve};

#[test]
fn files_have_the_same_attributes_blocks_and_labels() {
    let (mut compared, mut refused) = (0, Vec::new());
    for path in files() {
        let text = read(&path);
        let mut sources = Sources::default();
        let file = sources.add("a.tf", &*text);
        let parsed = ours::parse(file, &text);
        match hcl::from_str::<hcl::Body>(&text) {
            Ok(theirs) => {
                assert!(parsed.problems.is_empty(), "{}: {:?}", path.display(), parsed.problems);
                let (mut here, mut there) = (Vec::new(), Vec::new());
                outline_of_ours(&parsed.body, 0, &mut here);
                outline_of_theirs(&theirs, 0, &mut there);
                assert_eq!(here, there, "{}", path.display());
                compared += 1;
            }
            Err(_) => refused.push(path),
        }
    }
    assert!(compared > 40, "only {compared} files were compared");
    // Those are broken on purpose, or have what only Terraform allows: an object key twice.
    assert!(refused.len() < compared / 4, "{refused:#?}");
}

/// Blocks and attributes, one a line. `hcl-rs` keeps their order in one list, we keep one list of each.
fn outline_of_ours(body: &ours::Body, depth: usize, out: &mut Vec<String>) {
    for attribute in &body.attributes {
        out.push(format!("{depth} {} = {}", attribute.name, form_of_ours(&attribute.value.kind)));
    }
    for block in &body.blocks {
        out.push(format!("{depth} {} {:?}", block.kind, block.labels));
        outline_of_ours(&block.body, depth + 1, out);
    }
}

fn outline_of_theirs(body: &hcl::Body, depth: usize, out: &mut Vec<String>) {
    for attribute in body.attributes() {
        out.push(format!("{depth} {} = {}", attribute.key(), form_of_theirs(attribute.expr())));
    }
    for block in body.blocks() {
        let labels: Vec<&str> = block.labels().iter().map(hcl::BlockLabel::as_str).collect();
        out.push(format!("{depth} {} {labels:?}", block.identifier()));
        outline_of_theirs(block.body(), depth + 1, out);
    }
}

/// What an expression is, where the two trees cut alike: their templates are texts, ours may be strings.
fn form_of_ours(kind: &ours::ExprKind) -> String {
    use ours::ExprKind as E;
    match kind {
        E::Null => "null".into(),
        E::Bool(value) => value.to_string(),
        E::Number(number) => number.to_string(),
        E::Tuple(items) => format!("tuple of {}", items.len()),
        E::Object(entries) => format!("object of {}", entries.len()),
        E::Variable(name) => format!("name {name}"),
        E::Traversal(_, steps) => format!("{} steps", steps.len()),
        E::Call(call) => format!("{} of {}", call.name, call.args.len()),
        E::Conditional(_) => "conditional".into(),
        E::Unary(..) | E::Binary(..) => "operation".into(),
        E::For(_) => "for".into(),
        E::Filled(inner) => form_of_ours(&inner.kind),
        E::String(_) | E::Template(_) => "text".into(),
    }
}

fn form_of_theirs(expr: &hcl::Expression) -> String {
    use hcl::Expression as E;
    match expr {
        E::Null => "null".into(),
        E::Bool(value) => value.to_string(),
        E::Number(number) => number.to_string(),
        E::Array(items) => format!("tuple of {}", items.len()),
        E::Object(entries) => format!("object of {}", entries.len()),
        E::Variable(name) => format!("name {}", name.as_str()),
        E::Traversal(traversal) => format!("{} steps", traversal.operators.len()),
        E::FuncCall(call) => format!("{} of {}", call.name, call.args.len()),
        E::Conditional(_) => "conditional".into(),
        E::Operation(_) => "operation".into(),
        E::ForExpr(_) => "for".into(),
        E::Parenthesis(inner) => form_of_theirs(inner),
        E::String(_) | E::TemplateExpr(_) => "text".into(),
        _ => "unknown to this test".into(),
    }
}

/// Expressions without references and functions, beside those that `testdata` has.
const CLOSED: &[&str] = &[
    "1 + 2 * 3 - 4 / 2 % 3",
    "(1 + 2) * 3",
    "-(2 - 5)",
    "!true || false && true",
    "1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 4",
    "1 == 1 && \"a\" != \"b\"",
    "true ? \"ap-northeast-1\" : \"us-east-1\"",
    "false ? 1 : 2 == 2 ? 3 : 4",
    "\"${\"ap\"}-${\"northeast\"}-${1}\"",
    "\"a\\tb\\n\\\"c\\\" \\u6771\"",
    "\"$${literal} %%{literal}\"",
    "\"${true ? \"yes\" : \"no\"}\"",
    "\"${\"whole\"}\"",
    "\"%{ if true }a%{ else }b%{ endif }\"",
    "\"%{ for x in [\"a\", \"b\"] }${x},%{ endfor }\"",
    "[1, \"two\", true, null]",
    "{ a = 1, \"b\" = 2, (\"c\") = 3 }",
    "{ a = { b = [10, 20] } }.a.b[1]",
    "[{ a = 1 }, { a = 2 }][*].a",
    "[{ a = 1 }, { a = 2 }].*.a",
    "[for x in [1, 2, 3] : x * 2 if x != 2]",
    "{ for k, v in { a = 1, b = 2 } : v => k }",
    "{ for x in [\"a\", \"b\", \"a\"] : x => 1... }",
    "[for i, x in [\"a\", \"b\"] : \"${i}${x}\"]",
    "<<EOT\none\n  two\nEOT\n",
    "<<-EOT\n    one\n      two\n    EOT\n",
    "1e3",
    "0.5 + 0.25",
];

#[test]
fn closed_expressions_have_the_same_value() {
    let mut expressions: Vec<String> = CLOSED.iter().map(|text| (*text).to_owned()).collect();
    for path in files() {
        let text = read(&path);
        let mut sources = Sources::default();
        let file = sources.add("a.tf", &*text);
        collect(&ours::parse(file, &text).body, &sources, &mut expressions);
    }
    let mut compared = 0;
    for (at, text) in expressions.iter().enumerate() {
        // Theirs drops carriage returns, which Terraform keeps: `testdata/oracle/line-ends`.
        if text.contains('\r') {
            continue;
        }
        let Some(theirs) = value_of_theirs(text) else {
            assert!(at >= CLOSED.len(), "`{text}` is not closed");
            continue;
        };
        assert_eq!(value_of_ours(text), Some(theirs), "`{text}`");
        compared += 1;
    }
    assert!(compared > 200, "only {compared} expressions were compared");
}

fn collect(body: &ours::Body, sources: &Sources, expressions: &mut Vec<String>) {
    for attribute in &body.attributes {
        expressions.push(sources.slice(attribute.value.span).to_owned());
    }
    body.blocks.iter().for_each(|block| collect(&block.body, sources, expressions));
}

/// Nothing where the expression has references or functions, or is cut out badly.
fn value_of_theirs(text: &str) -> Option<serde_json::Value> {
    let body: hcl::Body = hcl::from_str(&format!("a = {text}\n")).ok()?;
    let value = body.attributes().next()?.expr().evaluate(&Context::new()).ok()?;
    Some(plain(serde_json::to_value(value).expect("JSON")))
}

/// Whole numbers have one form.
fn plain(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Number(number) => number.as_f64().into(),
        serde_json::Value::Array(items) => items.into_iter().map(plain).collect(),
        serde_json::Value::Object(map) => map.into_iter().map(|(k, v)| (k, plain(v))).collect(),
        other => other,
    }
}

/// The value of an expression, asked for as an argument of a resource.
fn value_of_ours(text: &str) -> Option<serde_json::Value> {
    let text = format!("resource \"aws_s3_bucket\" \"b\" {{\n  region = {text}\n}}\n");
    let mut sources = Sources::default();
    let file = sources.add("a.tf", &*text);
    let parsed = ours::parse(file, &text);
    assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
    let root: Arc<str> = "".into();
    let module = Module::new(vec![("a.tf".to_owned(), parsed.body)]);
    let modules: Modules = BTreeMap::from([(Arc::clone(&root), module)]);
    let deployment = Deployment { root, ..Deployment::default() };
    let resolution = resolve(&modules, &NoFiles, &Neighbours::default(), &deployment);
    let value = resolution.resources.first()?.attributes.get("region").cloned();
    as_json(&value?)
}

fn as_json(value: &Value) -> Option<serde_json::Value> {
    Some(match &value.kind {
        Kind::Null => serde_json::Value::Null,
        Kind::Bool(value) => (*value).into(),
        Kind::Number(number) => number.to_machine().into(),
        Kind::String(text) => (**text).into(),
        Kind::List(items) | Kind::Set(items) => {
            items.iter().map(as_json).collect::<Option<Vec<_>>>()?.into()
        }
        Kind::Map(map) => {
            let entry = |(k, v): (&Arc<str>, &Value)| Some((k.to_string(), as_json(v)?));
            map.iter().map(entry).collect::<Option<serde_json::Map<_, _>>>()?.into()
        }
        _ => return None,
    })
}

fn read(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("UTF-8");
    text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()
}

/// Every Terraform file under `testdata`.
fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata"), &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "tf" || e == "tfvars") {
            found.push(path);
        }
    }
}
