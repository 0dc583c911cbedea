//! A data-residency policy linter for Terraform and Kubernetes.

pub mod cli;
pub mod message;
pub mod model;
pub mod nearest;
pub mod report;
pub mod source;
pub mod syntax;

use std::sync::Arc;

use model::{Finding, Placement, Problem, Unresolved};
use source::Sources;

/// What a run found out about a tree, before any policy.
#[derive(Debug, Default)]
pub struct Survey {
    /// Every file that was read.
    pub sources: Sources,
    /// The roots: directories of Terraform root modules, and files with manifests. Sorted.
    pub roots: Vec<Arc<str>>,
    /// Every placement, sorted by root, then resource.
    pub placements: Vec<Placement>,
    /// What could not be resolved or located. Sorted.
    pub unresolved: Vec<Unresolved>,
    /// Input that could not be trusted: the run ends with exit code 2. Sorted.
    pub problems: Vec<Problem>,
    /// Number of resources read, placements or not.
    pub resources: usize,
}

/// A survey judged by a policy.
#[derive(Debug, Default)]
pub struct Checked {
    /// What was found out.
    pub survey: Survey,
    /// What breaks the policy. Sorted by file, span, rule.
    pub findings: Vec<Finding>,
    /// Path of the policy file, or the name of the pack.
    pub policy: String,
}

/// What to read, and which policy judges it.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Directories and files, as given; `-` is standard input.
    pub paths: Vec<String>,
    /// The text of standard input, where a path is `-`.
    pub stdin: Option<String>,
    /// A policy file, or the name of a pack; otherwise `sekisho.yaml` is looked for upward.
    pub policy: Option<String>,
}

/// Finds out what is where.
#[must_use]
pub fn survey(_request: &Request) -> Survey {
    Survey::default()
}

/// Finds out what is where, and judges it.
#[must_use]
pub fn check(request: &Request) -> Checked {
    Checked { survey: survey(request), ..Checked::default() }
}
