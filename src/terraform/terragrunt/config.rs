//! One configuration file of Terragrunt: its blocks, and the text it writes for Terraform.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, RwLock};

use crate::files::{Files, Unread};
use crate::model::Problem;
use crate::source::FileId;
use crate::syntax::hcl::{self, Attribute, Block, Body, Expr, ExprKind, Parsed, Part};
use crate::terraform::module::{Module, alias};

/// Files in HCL that Terragrunt may read, by their paths in the checked tree.
#[derive(Debug, Default)]
pub struct Configs {
    by_path: BTreeMap<Arc<str>, Config>,
    by_file: HashMap<FileId, Arc<str>>,
    /// Whether paths of the tree exist, as far as was asked: units look for the same files.
    exists: RwLock<HashMap<Arc<str>, bool>>,
}

impl Configs {
    /// Adds a file.
    pub fn add(&mut self, config: Config) {
        self.by_file.insert(config.file, Arc::clone(&config.path));
        self.by_path.insert(Arc::clone(&config.path), config);
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&Config> {
        self.by_path.get(path)
    }

    /// The file of this id.
    pub fn of_file(&self, file: FileId) -> Option<&Config> {
        self.by_path.get(self.by_file.get(&file)?)
    }

    /// Whether the checked tree has a file or a folder there.
    pub(super) fn exists(&self, path: &str, files: &dyn Files) -> bool {
        if self.by_path.contains_key(path) {
            return true;
        }
        let known = || self.exists.read().ok()?.get(path).copied();
        known().unwrap_or_else(|| {
            let exists = files.read(path) != Err(Unread::Missing);
            if let Ok(mut asked) = self.exists.write() {
                asked.insert(path.into(), exists);
            }
            exists
        })
    }
}

/// A file in HCL that Terragrunt may read.
#[derive(Debug)]
pub struct Config {
    /// Its path in the checked tree.
    pub path: Arc<str>,
    /// The file.
    pub file: FileId,
    /// What it declares; the attributes of `locals` are in the module.
    pub body: Body,
    /// Its `locals`, as those of a module: they evaluate alike.
    pub module: Module,
    /// Bodies of the `generate` blocks whose text can be read where it stands, by the start of the text.
    written: HashMap<u32, Arc<Body>>,
    /// Parts that do not parse; they are told only where a unit reads the file.
    pub problems: Vec<Problem>,
}

impl Config {
    /// The configuration that a parsed file holds.
    pub fn new(path: &str, file: FileId, text: &str, parsed: Parsed) -> Config {
        let Parsed { body, problems } = parsed;
        let (locals, blocks) = body.blocks.into_iter().partition(|block| &*block.kind == "locals");
        let body = Body { blocks, ..body };
        let module = Module::new(vec![(String::new(), Body { blocks: locals, ..Body::default() })]);
        let texts = body.blocks("generate").filter_map(|block| block.body.attribute("contents"));
        let written = texts.filter_map(|contents| {
            let body = written_here(file, text, &contents.value)?;
            Some((contents.value.span.start, Arc::new(body)))
        });
        let written = written.collect();
        Config { path: path.into(), file, body, module, written, problems }
    }

    /// The body that a `generate` block writes, where its text can be read where it stands.
    pub(super) fn written(&self, contents: &Attribute) -> Option<&Arc<Body>> {
        self.written.get(&contents.value.span.start)
    }

    /// The label of a block; the old form of `include` has none.
    pub(super) fn label(block: &Block) -> Arc<str> {
        block.labels.first().map_or_else(|| "".into(), Arc::clone)
    }
}

/// The body that a heredoc makes: its text is that of a Terraform file but for the interpolations, which Terragrunt
/// fills in first. Nothing where the text must be worked out before it can be read: it has directives or escapes,
/// or interpolations outside of strings or in names.
fn written_here(file: FileId, text: &str, contents: &Expr) -> Option<Body> {
    let raw = text.get(contents.span.range())?;
    let marker = raw.strip_prefix("<<-").or_else(|| raw.strip_prefix("<<"))?;
    let (marker, _) = marker.split_once('\n')?;
    let first = raw.find('\n')? + 1;
    let last = raw.trim_end().rfind('\n')? + 1;
    let end = if raw[last..].trim() == marker.trim() { last } else { raw.len() };
    let inner = raw.get(first..end)?;
    if inner.contains("$${") || inner.contains("%{") {
        return None;
    }
    let holes: Vec<u32> = match &contents.kind {
        ExprKind::String(_) => Vec::new(),
        ExprKind::Template(parts) => parts
            .iter()
            .filter_map(|part| match part {
                Part::Interpolation(expr) => Some(expr.span.start),
                _ => None,
            })
            .collect(),
        _ => return None,
    };
    let start = contents.span.range().start;
    let body = hcl::parse_filled(file, text, start + first..start + end, &holes)?;
    let is_named =
        |block: &Block| block.body.attribute("alias").is_none() || alias(block).is_some();
    body.blocks.iter().all(is_named).then_some(body)
}
