//! Deployments: a root module with what people set from outside when they run it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::installed::Directories;
use super::types::Type;
use crate::syntax::hcl::{Attribute, Expr};

/// One way in which a root module is run.
#[derive(Clone, Debug, Default)]
pub struct Deployment {
    /// Directory of the root module.
    pub root: Arc<str>,
    /// Name of the environment, where the root is run in several.
    pub environment: Option<Arc<str>>,
    /// What variables are set to from outside, by name.
    pub values: BTreeMap<Arc<str>, Given>,
    /// Arguments of provider blocks that the provider reads from variables of the system, by their names.
    pub system: Arc<BTreeMap<Arc<str>, Arc<Attribute>>>,
    /// `terraform.workspace`; nothing where nobody said it.
    pub workspace: Option<Arc<Attribute>>,
    /// Directories of downloaded modules, by the key that `terraform init` gives them: `network.subnets`.
    pub installed: Arc<Directories>,
}

/// What is set for every root.
#[derive(Debug, Default)]
pub struct Settings {
    /// Variables of Terraform that variables of the system set: every file counts more.
    pub before: BTreeMap<Arc<str>, Given>,
    /// Variables that flags set: they count more than every file.
    pub after: BTreeMap<Arc<str>, Given>,
    /// Variables of the system that providers read.
    pub system: Arc<BTreeMap<Arc<str>, Arc<Attribute>>>,
    /// The workspace.
    pub workspace: Option<Arc<Attribute>>,
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
    pub(super) fn argument(&self, constraint: Option<&Type>) -> &Attribute {
        match self {
            Given::Argument(argument) => argument,
            Given::Text { literal, expression } => {
                let is_literal = constraint.is_none_or(Type::is_primitive);
                expression.as_deref().filter(|_| !is_literal).unwrap_or(literal)
            }
        }
    }

    /// The expression that sets it.
    pub fn value(&self) -> &Expr {
        &self.argument(None).value
    }
}
