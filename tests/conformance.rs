//! Expressions of `testdata/conformance` against what real Terraform printed for them.
//!
//! `make.py` beside them writes what Terraform prints. What is an error there must be one here.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use sekisho::discover::Tree;
use sekisho::model::{Kind, Type, Value, Why};
use sekisho::source::Sources;
use sekisho::syntax::hcl;
use sekisho::terraform::deployment::Deployment;
use sekisho::terraform::remote_state::Neighbours;
use sekisho::terraform::{Modules, module::Module, resolve};

/// An expression and what Terraform printed; nothing for an error.
struct Case {
    expression: String,
    printed: Option<String>,
    calls_nothing: bool,
}

#[test]
fn expressions_have_the_values_that_terraform_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/conformance");
    let tree = folder.join("tree");
    let tree = Tree::of(tree.to_str().expect("UTF-8"), None).expect("a tree");
    let (mut total, mut wrong) = (0, Vec::new());
    for path in files(&folder) {
        let family = path.file_stem().expect("a name").to_string_lossy().into_owned();
        for case in cases(&fs::read_to_string(&path).expect("UTF-8")) {
            total += 1;
            let ours = evaluated(&case.expression, &tree);
            let differs = !agree(&ours, &case);
            if differs != DIFFERENT.iter().any(|(expression, _)| *expression == case.expression) {
                let Case { expression, printed, .. } = &case;
                wrong.push(format!("{family}: {expression}\n  ours {ours:?}\n  true {printed:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {total} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(total >= 1_500, "only {total} expressions are compared");
}

/// Where we say something else on purpose, and why.
const DIFFERENT: &[(&str, &str)] = &[
    ("[1, [2, 3]].1.0", "Terraform reads a number there; who writes this means the element"),
    ("signum(\"Inf\")", "infinities are not known here"),
    ("cidrsubnet(\"10.0.0.0/16\", -1, 0)", "a block larger than the one that it is cut out of"),
    ("cidrsubnet(\"10.0.0.0/16\", 8, -1)", "a block outside the one that it is cut out of"),
];

/// What Terraform says of a function that does not exist.
const UNKNOWN_FUNCTION: &[&str] = &["! Call to unknown function", "! Unknown provider function"];

/// What we make of an expression.
#[derive(Debug)]
enum Ours {
    Value(String),
    Fails,
    /// With the name of the function that is not evaluated, where that is why.
    Unknown(Option<String>),
}

/// Whether we say what Terraform printed. Infinities are not known here, and a function that does not exist is
/// one that nobody taught us.
fn agree(ours: &Ours, case: &Case) -> bool {
    match (ours, case.printed.as_deref()) {
        (Ours::Value(ours), Some(printed)) => ours == printed,
        (Ours::Fails, None) => true,
        (Ours::Unknown(_), Some(printed)) => {
            printed == "(known after apply)" || printed.contains("Inf")
        }
        (Ours::Unknown(Some(_)), None) => case.calls_nothing,
        _ => false,
    }
}

/// Every function of Terraform 1.11, by `terraform metadata functions -json`.
const FUNCTIONS: &str = "\
    abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 \
    basename bcrypt can ceil chomp chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets \
    coalesce coalescelist compact concat contains csvdecode dirname distinct element endswith \
    ephemeralasnull file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset \
    filesha1 filesha256 filesha512 flatten floor format formatdate formatlist indent index \
    issensitive join jsondecode jsonencode keys length log lookup lower matchkeys max md5 merge \
    min nonsensitive one parseint pathexpand plantimestamp pow range regex regexall replace \
    reverse rsadecrypt sensitive setintersection setproduct setsubtract setunion sha1 sha256 \
    sha512 signum slice sort split startswith strcontains strrev substr sum templatefile \
    templatestring textdecodebase64 textencodebase64 timeadd timecmp timestamp title tobool \
    tolist tomap tonumber toset tostring transpose trim trimprefix trimspace trimsuffix try \
    upper urlencode uuid uuidv5 values yamldecode yamlencode zipmap \
";

/// Those that OpenTofu 1.10 has besides.
const OF_OPENTOFU: &str = "base64gunzip cidrcontains urldecode";

/// Those that need time, chance or a private key, or whose bytes depend on the library of a release.
const NOT_EVALUATED: &str = "base64gzip bcrypt plantimestamp rsadecrypt timestamp uuid";

/// A function without its arguments fails, or gives what it gives; one that nobody taught us is named.
#[test]
fn every_function_is_evaluated_or_named() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/conformance/tree");
    let tree = Tree::of(folder.to_str().expect("UTF-8"), None).expect("a tree");
    let all: Vec<&str> = FUNCTIONS.split(' ').chain(OF_OPENTOFU.split(' ')).collect();
    let named: Vec<&str> = all
        .iter()
        .copied()
        .filter(|name| !name.is_empty())
        .filter(|name| {
            let plain = evaluated(&format!("{name}()"), &tree);
            let core = evaluated(&format!("core::{name}()"), &tree);
            let is_named = |ours: &Ours| matches!(ours, Ours::Unknown(Some(why)) if why == name);
            assert_eq!(is_named(&plain), is_named(&core), "{name}");
            is_named(&plain)
        })
        .collect();
    assert_eq!(named.join(" "), NOT_EVALUATED);
    assert_eq!(all.iter().filter(|name| !name.is_empty()).count(), 121);
    let provider = evaluated("provider::aws::arn_parse(\"arn\").region", &tree);
    assert!(matches!(provider, Ours::Unknown(Some(name)) if name == "provider::aws::arn_parse"));
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    files.sort();
    files
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let (mut expression, mut result): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for line in text.split('\n').chain([""]) {
        match line.split_at(line.len().min(2)) {
            ("> " | ">", rest) => expression.push(rest),
            ("= " | "! " | "=", _) => result.push(line),
            _ if !expression.is_empty() => {
                let calls_nothing =
                    result.first().is_some_and(|line| UNKNOWN_FUNCTION.contains(line));
                let failed = result.first().is_none_or(|line| line.starts_with('!'));
                let lines: Vec<&str> =
                    result.drain(..).map(|line| line.get(2..).unwrap_or("")).collect();
                let expression = std::mem::take(&mut expression).join("\n");
                cases.push(Case {
                    expression,
                    printed: (!failed).then(|| lines.join("\n")),
                    calls_nothing,
                });
            }
            _ => {}
        }
    }
    cases
}

/// What our value is printed as; an error where the expression fails.
fn evaluated(expression: &str, tree: &Tree) -> Ours {
    let text = format!("resource \"aws_s3_bucket\" \"b\" {{\n  region = {expression}\n}}\n");
    let mut sources = Sources::default();
    let file = sources.add("a.tf", &*text);
    let parsed = hcl::parse(file, &text);
    if !parsed.problems.is_empty() {
        return Ours::Fails;
    }
    let module = Module::new(vec![("a.tf".to_owned(), parsed.body)]);
    let root: Arc<str> = "".into();
    let modules: Modules = BTreeMap::from([(Arc::clone(&root), module)]);
    let deployment = Deployment { root, ..Deployment::default() };
    let resolution = resolve(&modules, tree, &Neighbours::default(), &deployment);
    let value = resolution.resources.first().and_then(|r| r.attributes.get("region").cloned());
    let value = value.expect("the argument is asked for");
    match value.why() {
        _ if value.fails() => Ours::Fails,
        Some(Why::Function { name }) => Ours::Unknown(Some(name.to_string())),
        Some(_) => Ours::Unknown(None),
        None => Ours::Value(printed(&value, 0)),
    }
}

/// As the console prints a value.
fn printed(value: &Value, indent: usize) -> String {
    let kind = value.type_of();
    if value.marks().sensitive {
        return "(sensitive value)".to_owned();
    }
    if value.marks().ephemeral {
        return "(ephemeral value)".to_owned();
    }
    match &value.kind {
        Kind::Null => match &kind {
            Type::Any => "null".to_owned(),
            Type::String => "tostring(null)".to_owned(),
            Type::Number => "tonumber(null)".to_owned(),
            Type::Bool => "tobool(null)".to_owned(),
            Type::List(inner) => format!("tolist(null) /* of {inner} */"),
            Type::Set(inner) => format!("toset(null) /* of {inner} */"),
            Type::Map(inner) => format!("tomap(null) /* of {inner} */"),
            other => format!("null /* {other} */"),
        },
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) if text.contains('\n') => heredoc(text, indent),
        Kind::String(text) => quoted(text),
        Kind::List(items) | Kind::Set(items) => {
            let mut text = "[".to_owned();
            for item in &**items {
                text.push_str(&format!("\n{:indent$}  {},", "", printed(item, indent + 2)));
            }
            close(text, !items.is_empty(), indent, ']', &kind)
        }
        Kind::Map(map) => {
            let mut text = "{".to_owned();
            for (key, value) in &**map {
                let key = printed(&Value::string(Arc::clone(key), value.origin), indent + 2);
                text.push_str(&format!("\n{:indent$}  {key} = {}", "", printed(value, indent + 2)));
            }
            close(text, !map.is_empty(), indent, '}', &kind)
        }
        other => format!("not known: {other:?}"),
    }
}

fn close(mut text: String, has_lines: bool, indent: usize, bracket: char, kind: &Type) -> String {
    if has_lines {
        text.push_str(&format!("\n{:indent$}", ""));
    }
    text.push(bracket);
    match kind {
        Type::List(_) => format!("tolist({text})"),
        Type::Set(_) => format!("toset({text})"),
        Type::Map(_) => format!("tomap({text})"),
        _ => text,
    }
}

fn heredoc(text: &str, indent: usize) -> String {
    let mut marker = "EOT".to_owned();
    while text.split('\n').any(|line| line.trim() == marker) {
        marker.push('_');
    }
    let operator = if indent > 0 { "<<-" } else { "<<" };
    let mut out = format!("{operator}{marker}");
    for line in text.split('\n').chain([&*marker]) {
        out.push_str(&format!("\n{:indent$}{line}", ""));
    }
    out
}

/// A string as Go quotes it.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            '\0'..='\u{1f}' | '\u{7f}' => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            '\u{80}'..='\u{a0}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{3000}'
            | '\u{feff}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
