//! The roots of a checked tree that keep states, and what names each of these.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::catalog::states::{self, LOCAL, Part, StateArgument};
use crate::syntax::hcl::{Block, Expr, ExprKind};
use crate::syntax::json::Json;
use crate::terraform::Modules;
use crate::terraform::backend::kind_of;
use crate::terraform::deployment::Deployment;
use crate::terraform::module::{Module, object_entry};
use crate::terraform::terragrunt::path;

/// The states and roots of a checked tree whose outputs others read.
#[derive(Default)]
pub struct Neighbours<'n> {
    pub(super) deployments: &'n [Deployment],
    /// What names the states that these keep, in their order.
    pub(super) kept: Vec<Option<Kept>>,
    pub(super) by_name: HashMap<(&'static str, Arc<str>), Vec<usize>>,
    pub(super) by_kind: HashMap<&'static str, Vec<usize>>,
    /// Outputs of the state files in the tree, by path.
    pub(super) files: BTreeMap<&'n str, Json<'n>>,
}

/// What names a state, in the order of the catalogue: nothing for an argument that nobody says.
pub(super) struct Kept {
    pub(super) kind: &'static str,
    pub(super) arguments: Vec<Option<Arc<str>>>,
}

impl<'n> Neighbours<'n> {
    /// The neighbours that these deployments are to one another, with the outputs of the state files of the tree.
    pub fn new(
        modules: &Modules,
        deployments: &'n [Deployment],
        files: BTreeMap<&'n str, Json<'n>>,
    ) -> Neighbours<'n> {
        let kept = |deployment: &Deployment| kept(modules.get(&deployment.root)?, deployment);
        let kept: Vec<Option<Kept>> = deployments.iter().map(kept).collect();
        let mut by_name: HashMap<_, Vec<usize>> = HashMap::new();
        let mut by_kind: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, of_one) in kept.iter().enumerate() {
            let Some((of_one, name)) = of_one.as_ref().and_then(|of| Some((of, of.name()?))) else {
                continue;
            };
            by_name.entry((of_one.kind, name)).or_default().push(at);
            by_kind.entry(of_one.kind).or_default().push(at);
        }
        Neighbours { deployments, kept, by_name, by_kind, files }
    }
}

impl Kept {
    /// The argument that names the state in its store.
    fn name(&self) -> Option<Arc<str>> {
        let (_, arguments) = states::state(self.kind)?;
        let at = arguments.iter().position(|argument| argument.part != Part::Store)?;
        self.arguments.get(at)?.clone()
    }
}

/// What names the state of a deployment: the block of its backend, with what `terraform init` is given.
fn kept(module: &Module, deployment: &Deployment) -> Option<Kept> {
    let backend = module.backend.as_ref();
    let label = backend.map_or(LOCAL, kind_of);
    let (kind, arguments) = states::state(label)?;
    let said = |argument: &StateArgument| {
        let text = match deployment.given_to_backend(argument.path) {
            Some(given) => Some(plain(&given.value)?),
            None => match backend.and_then(|block| written(block, argument.path)) {
                Some(expr) => Some(plain(expr)?),
                None => argument.default.map(Arc::from),
            },
        };
        match argument.part {
            Part::File => path::follow(&deployment.root, &text?).map(Arc::from),
            _ => text,
        }
    };
    Some(Kept { kind, arguments: arguments.iter().map(said).collect() })
}

/// The argument at a path of a block, in nested blocks or objects.
fn written<'b>(block: &'b Block, path: &'static str) -> Option<&'b Expr> {
    let Some((first, rest)) = path.split_once('.') else {
        return Some(&block.body.attribute(path)?.value);
    };
    match block.body.attribute(first) {
        Some(attribute) => object_entry(&attribute.value, rest),
        None => written(block.body.blocks(first).next()?, rest),
    }
}

/// The text of an expression, where it is plain.
pub(super) fn plain(expr: &Expr) -> Option<Arc<str>> {
    match &expr.kind {
        ExprKind::String(text) => Some(Arc::clone(text)),
        _ => None,
    }
}
