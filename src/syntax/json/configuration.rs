//! Configuration in JSON as bodies of HCL (Terraform's language documentation, "JSON Configuration
//! Syntax").
//!
//! JSON does not tell a nested block from an argument. Terraform asks the schema of the provider, which is
//! not here; Terraform's own blocks are known by name. Anything else is an argument, whose object or objects
//! those who ask for a block take as well, unless it can only be a block: `dynamic` is inside it or beside it.

use std::borrow::Cow;
use std::collections::HashSet;

use super::expression::{Reading, expr};
use super::{DEEPEST, Entry, Form, Json, parse};
use crate::model::Problem;
use crate::source::FileId;
use crate::syntax::hcl::{Attribute, Block, Body, Parsed};

/// Parses a file of configuration. A block that does not parse is a problem, the rest is read.
pub fn configuration(file: FileId, text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let read = |json: &Json<'_>, parsed: &mut Parsed| match json.form()? {
        Form::Object(entries) => {
            entries.iter().for_each(|entry| top_level(entry, parsed));
            Ok(())
        }
        _ => Err(needs_object(json)),
    };
    let outcome = parse(file, text).and_then(|json| match json.form()? {
        Form::Array(items) => items.iter().try_for_each(|item| read(item, &mut parsed)),
        _ => read(&json, &mut parsed),
    });
    parsed.problems.extend(outcome.err());
    parsed
}

fn needs_object(json: &Json<'_>) -> Problem {
    Problem::at(json.span(), "this does not parse: an object is needed here")
}

/// The blocks of one top-level type.
fn top_level(entry: &Entry<'_>, parsed: &mut Parsed) {
    let Some(labels) = labels_of("", &entry.key) else { return };
    let mut sure = HashSet::new();
    find_dynamic(&entry.value, 0, &mut sure);
    let mut problems = Vec::new();
    let blocks = &mut parsed.body.blocks;
    let mut found = Found { blocks, problems: Some(&mut problems), sure: &sure };
    let outcome = found.add(entry, labels, 0);
    problems.extend(outcome.err());
    parsed.problems.append(&mut problems);
}

/// How many labels a block has that Terraform itself reads in a block of the type `outer`; nothing where
/// it reads none of that type.
fn labels_of(outer: &str, kind: &str) -> Option<usize> {
    Some(match (outer, kind) {
        ("", "resource" | "data" | "ephemeral" | "action") => 2,
        ("", "module" | "provider" | "variable" | "output" | "check") => 1,
        ("", "locals" | "terraform" | "moved" | "import" | "removed") => 0,
        ("terraform", "backend" | "provider_meta") => 1,
        ("terraform", "cloud" | "required_providers" | "encryption") => 0,
        ("cloud", "workspaces") | ("variable", "validation") | ("output", "precondition") => 0,
        ("check", "data") => 2,
        ("check", "assert") | ("action", "config") => 0,
        ("resource" | "data" | "ephemeral", "lifecycle") => 0,
        ("resource" | "removed", "connection") | ("removed", "lifecycle") => 0,
        ("resource" | "removed", "provisioner") => 1,
        ("lifecycle", "precondition" | "postcondition") => 0,
        ("dynamic", "content") => 0,
        (outer, "dynamic") if has_own_blocks(outer) => 1,
        _ => return None,
    })
}

/// Whether a block of this type has blocks that a provider names.
fn has_own_blocks(kind: &str) -> bool {
    !matches!(
        kind,
        "" | "module"
            | "variable"
            | "output"
            | "check"
            | "locals"
            | "terraform"
            | "cloud"
            | "required_providers"
            | "moved"
            | "import"
            | "removed"
            | "lifecycle"
            | "dynamic"
            | "validation"
            | "assert"
    )
}

/// How the strings of an argument are read.
fn reading_of(outer: &str, name: &str) -> Reading {
    match (outer, name) {
        ("variable", "default") => Reading::Literal,
        ("variable", "type")
        | ("moved", "from" | "to")
        | ("removed", "from")
        | ("import", "to" | "provider")
        | ("module", "providers")
        | ("resource" | "data" | "ephemeral" | "action", "provider")
        | ("resource" | "data" | "ephemeral" | "module" | "output", "depends_on")
        | ("lifecycle", "ignore_changes" | "replace_triggered_by")
        | ("dynamic", "iterator") => Reading::Reference,
        ("required_providers", _) => Reading::Requirement,
        _ => Reading::Template,
    }
}

/// Blocks as they are found. At the top level, one that does not parse is told and left out; inside a block,
/// it ends the block.
struct Found<'b> {
    blocks: &'b mut Vec<Block>,
    problems: Option<&'b mut Vec<Problem>>,
    /// Where values start that can only be blocks.
    sure: &'b HashSet<usize>,
}

impl Found<'_> {
    /// The blocks of the type that a property is named by: an object or objects at each level of labels.
    fn add(&mut self, entry: &Entry<'_>, labels: usize, depth: usize) -> Result<(), Problem> {
        self.level(&entry.key, entry, labels, &[], depth)
    }

    fn level(
        &mut self,
        kind: &str,
        entry: &Entry<'_>,
        left: usize,
        labels: &[&str],
        depth: usize,
    ) -> Result<(), Problem> {
        for object in each(&entry.value) {
            let outcome = match object.form() {
                Ok(Form::Null) => Ok(()),
                Ok(Form::Object(entries)) if left > 0 => {
                    entries.iter().filter(|entry| entry.key != "//").try_for_each(|entry| {
                        let labels = [labels, &[&*entry.key]].concat();
                        self.level(kind, entry, left - 1, &labels, depth)
                    })
                }
                Ok(Form::Object(entries)) => body(kind, &entries, depth, self.sure).map(|body| {
                    let labels = labels.iter().map(|label| (*label).into()).collect();
                    let header = entry.name.span();
                    self.blocks.push(Block { kind: kind.into(), labels, body, header });
                }),
                Ok(_) => Err(needs_object(&object)),
                Err(problem) => Err(problem),
            };
            match &mut self.problems {
                Some(problems) => problems.extend(outcome.err()),
                None => outcome?,
            }
        }
        Ok(())
    }
}

/// What is inside a block.
fn body(
    kind: &str,
    entries: &[Entry<'_>],
    depth: usize,
    sure: &HashSet<usize>,
) -> Result<Body, Problem> {
    let mut body = Body::default();
    let dynamic = dynamic_names(kind, entries);
    for entry in entries.iter().filter(|entry| entry.key != "//") {
        if depth > DEEPEST {
            let message = "this does not parse: values are nested too deep";
            return Err(Problem::at(entry.name.span(), message));
        }
        let is_block = || dynamic.contains(&entry.key) || sure.contains(&entry.value.start());
        let by_looks = || (has_own_blocks(kind) && is_block()).then_some(0);
        if let Some(labels) = labels_of(kind, &entry.key).or_else(by_looks) {
            let mut found = Found { blocks: &mut body.blocks, problems: None, sure };
            found.add(entry, labels, depth + 1)?;
            continue;
        }
        let value = expr(&entry.value, reading_of(kind, &entry.key))?;
        let span = entry.name.span().to(value.span);
        body.attributes.push(Attribute { name: (&*entry.key).into(), value, span });
    }
    Ok(body)
}

/// The block types that `dynamic` blocks of a body make.
fn dynamic_names<'t>(kind: &str, entries: &[Entry<'t>]) -> Vec<Cow<'t, str>> {
    if !has_own_blocks(kind) {
        return Vec::new();
    }
    let dynamic = entries.iter().filter(|entry| entry.key == "dynamic");
    dynamic.flat_map(|entry| entries_of_each(&entry.value)).map(|entry| entry.key).collect()
}

/// Notes where values start that hold objects with `dynamic` blocks: such objects are blocks.
fn find_dynamic(json: &Json<'_>, depth: usize, sure: &mut HashSet<usize>) -> bool {
    if depth > DEEPEST || !json.raw().contains("\"dynamic\"") {
        return false;
    }
    let mut found = false;
    for entry in entries_of_each(json) {
        let makes_blocks = || entry.value.raw().contains("\"content\"");
        found |= find_dynamic(&entry.value, depth + 1, sure);
        found |= entry.key == "dynamic" && makes_blocks();
    }
    if found {
        sure.insert(json.start());
    }
    found
}

/// The elements of an array, or the value itself.
fn each<'t>(json: &Json<'t>) -> Vec<Json<'t>> {
    match json.form() {
        Ok(Form::Array(items)) => items,
        _ => vec![*json],
    }
}

/// The entries of an object, or of each object of an array.
fn entries_of_each<'t>(json: &Json<'t>) -> Vec<Entry<'t>> {
    match json.form() {
        Ok(Form::Object(entries)) => entries,
        Ok(Form::Array(items)) => items.iter().flat_map(Json::entries).collect(),
        _ => Vec::new(),
    }
}
