//! Deployments: a root module with what people set from outside when they run it.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::GlobMatcher;

use super::installed::Directories;
use super::types::Constraint;
use super::variables::VariablesFile;
use crate::source::Span;
use crate::syntax::hcl::{Attribute, Expr, ExprKind};

/// One way in which a root module is run.
#[derive(Clone, Debug, Default)]
pub struct Deployment {
    /// Directory of the root module.
    pub root: Arc<str>,
    /// Name of the environment, where the root is run in several.
    pub environment: Option<Arc<str>>,
    /// Whether that is what Terraform loads by itself, which is no name of a workspace.
    pub is_by_itself: bool,
    /// What variables are set to from outside, by name.
    pub values: BTreeMap<Arc<str>, Given>,
    /// Arguments of provider blocks that the provider reads from variables of the system, by their names.
    pub system: Arc<BTreeMap<Arc<str>, Arc<Attribute>>>,
    /// `terraform.workspace`; nothing where nobody said it.
    pub workspace: Option<Arc<Attribute>>,
    /// Arguments of the backend that `terraform init` is given: of two of one name, the later counts.
    pub backend: Vec<Arc<Attribute>>,
    /// Directories of downloaded modules, by the key that `terraform init` gives them: `network.subnets`.
    pub installed: Arc<Directories>,
}

impl Deployment {
    /// The argument of this name that its backend is given.
    pub(super) fn given_to_backend(&self, name: &str) -> Option<&Attribute> {
        self.backend.iter().rev().find(|given| *given.name == *name).map(Arc::as_ref)
    }

    /// This deployment in each of the workspaces that the code tells apart. Where one of them is called as the
    /// environment is, it is meant.
    pub fn in_workspaces(&self, told: &Workspaces) -> Vec<Deployment> {
        let Some(first) = told.names.values().next() else { return Vec::new() };
        match self.environment.as_ref().filter(|_| !self.is_by_itself) {
            Some(name) if told.names.contains_key(name) || told.has_others() => {
                let span = told.names.get(name).unwrap_or(first);
                return vec![self.in_workspace(name, *span)];
            }
            _ => {}
        }
        let mut names: Vec<(&str, Span)> =
            told.names.iter().map(|(name, span)| (&**name, *span)).collect();
        names.truncate(MOST_WORKSPACES);
        let is_default_told = told.names.contains_key(DEFAULT_WORKSPACE);
        if told.has_others() && !is_default_told {
            names.push((DEFAULT_WORKSPACE, *first));
        }
        let mut all: Vec<Deployment> =
            names.into_iter().map(|(name, span)| self.in_workspace(name, span)).collect();
        // Any other workspace is none of those that are told: nothing is known of it.
        if told.has_others() && is_default_told {
            all.push(Deployment { environment: Some(OTHERS.into()), ..self.clone() });
        }
        all
    }

    fn in_workspace(&self, name: &str, span: Span) -> Deployment {
        let value = Expr { kind: ExprKind::String(name.into()), span };
        let workspace = Attribute { name: "workspace".into(), value, span };
        let environment = match &self.environment {
            Some(environment) if **environment != *name => format!("{environment}/{name}"),
            _ => name.to_owned(),
        };
        Deployment {
            environment: Some(environment.into()),
            workspace: Some(Arc::new(workspace)),
            ..self.clone()
        }
    }
}

/// Most workspaces of one deployment that are told apart.
const MOST_WORKSPACES: usize = 64;

/// The workspace that is there before any other is made.
pub const DEFAULT_WORKSPACE: &str = "default";

/// Stands for the workspaces that the code does not tell apart.
const OTHERS: &str = "*";

/// The workspaces that the code tells apart where nobody said which is meant.
#[derive(Debug, Default)]
pub struct Workspaces {
    /// Their names, and where they are told apart.
    pub names: BTreeMap<Arc<str>, Span>,
    /// Whether the code goes on in a workspace of another name: names are compared, or looked up with a default.
    pub is_open: bool,
    /// Whether the code fails in a workspace of another name: names are looked up.
    pub is_strict: bool,
}

impl Workspaces {
    fn has_others(&self) -> bool {
        self.is_open && !self.is_strict
    }
}

/// An environment that a policy declares.
#[derive(Debug)]
pub struct Declared {
    /// Its name.
    pub name: Arc<str>,
    /// Matches the directories of its roots; nothing for all of them.
    pub root: Option<GlobMatcher>,
    /// Its variables files, those that count less first.
    pub files: Vec<VariablesFile>,
    /// What else it sets.
    pub values: BTreeMap<Arc<str>, Given>,
    /// Its workspace.
    pub workspace: Option<Arc<Attribute>>,
    /// Arguments of its backend.
    pub backend: Vec<Arc<Attribute>>,
}

impl Declared {
    /// Whether it is an environment of the root in this directory.
    pub fn is_about(&self, root: &str) -> bool {
        let root = if root.is_empty() { "." } else { root };
        self.root.as_ref().is_none_or(|glob| glob.is_match(root))
    }
}

/// What is set for every root.
#[derive(Debug, Default)]
pub struct Settings {
    /// Variables of Terraform that variables of the system set: every file counts more.
    pub before: BTreeMap<Arc<str>, Given>,
    /// Variables that flags set: they count more than every file.
    pub after: BTreeMap<Arc<str>, Given>,
    /// Whether a flag names a variables file: that is the environment, then.
    pub has_file: bool,
    /// Variables of the system that providers read.
    pub system: Arc<BTreeMap<Arc<str>, Arc<Attribute>>>,
    /// The workspace.
    pub workspace: Option<Arc<Attribute>>,
    /// Arguments of backends that flags set.
    pub backend: Vec<Arc<Attribute>>,
}

/// What a variable is set to from outside.
#[derive(Clone, Debug)]
pub enum Given {
    /// An argument of a variables file.
    Argument(Arc<Attribute>),
    /// Text of a flag or of a variable of the system.
    Text {
        /// The text as a string.
        literal: Arc<Attribute>,
        /// The text as an expression, where it is one.
        expression: Option<Arc<Attribute>>,
    },
}

impl Given {
    /// The argument in its file. Text is an expression where the variable's type is not primitive
    /// (Terraform's language documentation, "Complex-typed Values").
    pub(super) fn argument(&self, constraint: Option<&Constraint>) -> &Attribute {
        match self {
            Given::Argument(argument) => argument,
            Given::Text { literal, expression } => {
                let is_literal = constraint.is_none_or(Constraint::is_primitive);
                expression.as_deref().filter(|_| !is_literal).unwrap_or(literal)
            }
        }
    }

    /// The expression that sets it.
    pub fn value(&self) -> &Expr {
        &self.argument(None).value
    }
}
