//! One module: the blocks of a directory, sorted by what they declare.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::Problem;
use crate::source::{FileId, Span};
use crate::syntax::hcl::{Attribute, Block, Body, Expr, ExprKind, Key};

/// The declarations of one directory.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// `variable` blocks by name.
    pub variables: BTreeMap<Arc<str>, Block>,
    /// Attributes of all `locals` blocks by name.
    pub locals: BTreeMap<Arc<str>, Attribute>,
    /// `output` blocks by name.
    pub outputs: BTreeMap<Arc<str>, Block>,
    /// `provider` blocks.
    pub providers: Vec<Block>,
    /// `resource` and `data` blocks by their address in the module.
    pub resources: BTreeMap<Arc<str>, Block>,
    /// `module` blocks by name.
    pub calls: BTreeMap<Arc<str>, ModuleCall>,
    /// Local names of providers and the type of their source address.
    pub provider_types: BTreeMap<Arc<str>, Arc<str>>,
    /// The `backend` or `cloud` block.
    pub backend: Option<Block>,
    /// Its files by name, as far as they declare something.
    pub files: BTreeMap<Arc<str>, FileId>,
    /// What is wrong with the declarations.
    pub problems: Vec<Problem>,
}

/// A `module` block.
#[derive(Clone, Debug)]
pub struct ModuleCall {
    /// The block.
    pub block: Block,
    /// Directory of its source, where that is a path in the checked tree or in the folder of downloaded modules.
    pub directory: Option<Arc<str>>,
}

impl ModuleCall {
    /// Its `source`, where it is a plain string.
    pub fn source(&self) -> Option<(&Arc<str>, Span)> {
        self.text("source")
    }

    /// Its `version`, where it is a plain string.
    pub fn version(&self) -> Option<&str> {
        self.text("version").map(|(version, _)| &**version)
    }

    fn text(&self, name: &str) -> Option<(&Arc<str>, Span)> {
        let attribute = self.block.body.attribute(name)?;
        match &attribute.value.kind {
            ExprKind::String(text) => Some((text, attribute.span)),
            _ => None,
        }
    }
}

impl Module {
    /// Sorts the blocks of configuration files; override files come last and change what is there
    /// (Terraform's language documentation, "Override Files").
    pub fn new(files: Vec<(String, Body)>) -> Module {
        let mut module = Module::default();
        let files = without_hidden(files);
        let file = |(name, body): &(String, Body)| {
            Some((name.as_str().into(), body.blocks.first()?.header.file))
        };
        module.files = files.iter().filter_map(file).collect();
        let is_override = |name: &str| {
            let extensions = [".json", ".tf", ".tofu"];
            let stem = extensions.iter().fold(name, |n, end| n.strip_suffix(end).unwrap_or(n));
            stem == "override" || stem.ends_with("_override")
        };
        let (overrides, plain): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(name, _)| is_override(name));
        for (_, body) in plain {
            body.blocks.into_iter().for_each(|block| module.declare(block));
        }
        module.refuse_repeated_providers();
        for (_, body) in overrides {
            body.blocks.into_iter().for_each(|block| module.override_with(block));
        }
        module
    }

    /// Whether it says itself where its resources land. A module that configures a provider is meant to be run on
    /// its own.
    pub fn configures_providers(&self) -> bool {
        !self.providers.is_empty()
    }

    /// Writes a file into the module, in place of one of that name unless it `yields` to that.
    pub fn write(&mut self, name: &str, body: Body, yields: bool) {
        if self.files.contains_key(name) && yields {
            return;
        }
        self.remove(name);
        // What is written counts where two would clash: Terraform would refuse to run.
        let mut written = Module::default();
        body.blocks.into_iter().for_each(|block| written.declare(block));
        self.add(&written);
    }

    /// The provider that a local name stands for, by the type of its source address.
    pub fn provider_type<'a>(&'a self, local: &'a Arc<str>) -> &'a Arc<str> {
        self.provider_types.get(local).unwrap_or(local)
    }

    /// Adds the files of another module, in place of those of the same names.
    pub fn add(&mut self, other: &Module) {
        other.files.keys().for_each(|name| self.remove(name));
        let clone = |(name, block): (&Arc<str>, &Block)| (Arc::clone(name), block.clone());
        self.variables.extend(other.variables.iter().map(clone));
        self.outputs.extend(other.outputs.iter().map(clone));
        self.resources.extend(other.resources.iter().map(clone));
        self.locals.extend(other.locals.iter().map(|(name, a)| (Arc::clone(name), a.clone())));
        self.calls.extend(other.calls.iter().map(|(name, call)| (Arc::clone(name), call.clone())));
        self.providers.splice(0..0, other.providers.iter().cloned());
        self.backend = other.backend.clone().or(self.backend.take());
        let types = other.provider_types.iter();
        self.provider_types.extend(types.map(|(name, kind)| (Arc::clone(name), Arc::clone(kind))));
        self.files.extend(other.files.iter().map(|(name, file)| (Arc::clone(name), *file)));
    }

    fn remove(&mut self, name: &str) {
        let Some(file) = self.files.remove(name) else { return };
        let stays = |block: &Block| block.header.file != file;
        self.variables.retain(|_, block| stays(block));
        self.outputs.retain(|_, block| stays(block));
        self.resources.retain(|_, block| stays(block));
        self.locals.retain(|_, local| local.span.file != file);
        self.calls.retain(|_, call| stays(&call.block));
        self.providers.retain(stays);
        self.backend.take_if(|block| !stays(block));
    }

    fn declare(&mut self, block: Block) {
        let labels: Vec<Arc<str>> = block.labels.clone();
        match (&*block.kind, labels.as_slice()) {
            ("variable", [name]) => self.once(|m| &mut m.variables, name, block),
            ("output", [name]) => self.once(|m| &mut m.outputs, name, block),
            ("resource", [kind, name]) => {
                self.once(|m| &mut m.resources, &format!("{kind}.{name}"), block);
            }
            ("data" | "ephemeral", [kind, name]) => {
                let address = format!("{}.{kind}.{name}", block.kind);
                self.once(|m| &mut m.resources, &address, block);
            }
            ("provider", [_]) => self.providers.push(block),
            ("module", [name]) => self.declare_call(name, block),
            ("locals", []) => {
                for attribute in block.body.attributes {
                    self.locals.insert(Arc::clone(&attribute.name), attribute);
                }
            }
            ("terraform", []) => {
                block.body.blocks("required_providers").for_each(|b| self.declare_providers(b));
                let is_backend = |block: &&Block| matches!(&*block.kind, "backend" | "cloud");
                self.backend =
                    block.body.blocks.iter().find(is_backend).cloned().or(self.backend.take());
            }
            _ => {}
        }
    }

    fn once(
        &mut self,
        table: impl Fn(&mut Module) -> &mut BTreeMap<Arc<str>, Block>,
        name: &str,
        block: Block,
    ) {
        if table(self).contains_key(name) {
            let message = format!("`{name}` is declared twice in this module; remove one of them");
            self.problems.push(Problem::at(block.header, message));
            return;
        }
        table(self).insert(name.into(), block);
    }

    /// Of several configurations of one name, the first stays.
    fn refuse_repeated_providers(&mut self) {
        let mut seen = BTreeSet::new();
        let problems = &mut self.problems;
        self.providers.retain(|block| {
            let is_new = seen.insert((block.labels.clone(), alias(block).map(str::to_owned)));
            if !is_new {
                let message = "this configuration is declared twice in this module; remove one of them, \
                               or give it an `alias`";
                problems.push(Problem::at(block.header, message));
            }
            is_new
        });
    }

    fn declare_call(&mut self, name: &Arc<str>, block: Block) {
        self.calls.insert(Arc::clone(name), ModuleCall { block, directory: None });
    }

    fn declare_providers(&mut self, block: &Block) {
        for attribute in &block.body.attributes {
            let source = object_entry(&attribute.value, "source");
            if let Some(ExprKind::String(source)) = source.map(|expr| &expr.kind)
                && let Some(last) = source.rsplit('/').next()
            {
                self.provider_types.insert(Arc::clone(&attribute.name), last.into());
            }
        }
    }

    /// An override's attributes replace those of the block it names; its nested blocks replace all
    /// nested blocks of their type.
    fn override_with(&mut self, block: Block) {
        let labels: Vec<&str> = block.labels.iter().map(|label| &**label).collect();
        let base = match (&*block.kind, labels.as_slice()) {
            ("variable", [name]) => self.variables.get_mut(*name),
            ("output", [name]) => self.outputs.get_mut(*name),
            ("resource", [kind, name]) => self.resources.get_mut(&*format!("{kind}.{name}")),
            (read @ ("data" | "ephemeral"), [kind, name]) => {
                self.resources.get_mut(&*format!("{read}.{kind}.{name}"))
            }
            ("module", [name]) => self.calls.get_mut(*name).map(|call| &mut call.block),
            ("provider", [name]) => {
                let alias = alias(&block);
                let same =
                    |base: &&mut Block| &*base.labels[0] == *name && self::alias(base) == alias;
                self.providers.iter_mut().find(same)
            }
            _ => None,
        };
        let Some(base) = base else { return self.declare(block) };
        for nested in &block.body.blocks {
            base.body.blocks.retain(|old| old.kind != nested.kind);
            // In JSON, blocks may stand as arguments.
            base.body.attributes.retain(|old| old.name != nested.kind);
        }
        base.body.attributes.extend(block.body.attributes);
        base.body.blocks.extend(block.body.blocks);
    }
}

/// The files that count: beside `x.tofu`, OpenTofu does not read `x.tf` (its language documentation, "Files and
/// Directories").
fn without_hidden(mut files: Vec<(String, Body)>) -> Vec<(String, Body)> {
    let is_of_tofu = |name: &&str| name.ends_with(".tofu") || name.ends_with(".tofu.json");
    let names = files.iter().map(|(name, _)| name.as_str());
    let hidden: BTreeSet<String> =
        names.filter(is_of_tofu).map(|name| name.replacen(".tofu", ".tf", 1)).collect();
    files.retain(|(name, _)| !hidden.contains(name));
    files
}

/// Whether a block only reads something that is there.
pub(super) fn is_looked_up(block: &Block) -> bool {
    matches!(&*block.kind, "data" | "ephemeral")
}

/// The `alias` of a provider block.
pub fn alias(block: &Block) -> Option<&str> {
    match &block.body.attribute("alias")?.value.kind {
        ExprKind::String(alias) => Some(alias),
        _ => None,
    }
}

/// The value of a key of an object expression, where both are written plainly.
pub fn object_entry<'e>(object: &'e Expr, name: &str) -> Option<&'e Expr> {
    let ExprKind::Object(entries) = &object.kind else { return None };
    let is_named = |key: &Key| match key {
        Key::Name(text, _) => &**text == name,
        Key::Expr(Expr { kind: ExprKind::String(text), .. }) => &**text == name,
        Key::Expr(_) => false,
    };
    entries.iter().rev().find(|(key, _)| is_named(key)).map(|(_, value)| value)
}
