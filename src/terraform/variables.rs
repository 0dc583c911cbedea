//! Variables files: what they set, and which of them Terraform loads by itself.

use std::sync::Arc;

use crate::source::{directory, file_name};
use crate::syntax::hcl::Attribute;

/// A variables file.
#[derive(Clone, Debug)]
pub struct VariablesFile {
    /// Its path in the checked tree.
    pub path: Arc<str>,
    /// What it sets.
    pub values: Vec<Arc<Attribute>>,
}

impl VariablesFile {
    /// The directory it is in.
    pub fn folder(&self) -> &str {
        directory(&self.path)
    }

    /// Its name without the endings of variables files.
    pub fn stem(&self) -> &str {
        let name = file_name(&self.path);
        let name = name.strip_suffix(".json").unwrap_or(name);
        name.strip_suffix(".tfvars").unwrap_or(name)
    }

    /// The place of a file among those that Terraform loads by itself from the directory of a root: of two that
    /// set a variable, the later one counts (Terraform's language documentation, "Variable Definition
    /// Precedence"). Nothing for files that a flag must name.
    pub fn rank(&self) -> Option<(u8, &str)> {
        let name = file_name(&self.path);
        match name {
            "terraform.tfvars" => Some((0, name)),
            "terraform.tfvars.json" => Some((1, name)),
            _ => self.stem().ends_with(".auto").then_some((2, name)),
        }
    }
}
