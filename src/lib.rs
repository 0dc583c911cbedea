//! A data-residency policy linter for Terraform and Kubernetes.
//!
//! ```text
//! discover -> load -> {terraform, kubernetes} -> locate -> policy -> report
//!             syntax        resolve              facts     judge
//! ```
//!
//! Files become resources with values ([`terraform`], [`kubernetes`]), resources become placements by what
//! the [`catalog`] knows ([`locate`]), and a [`policy`] judges placements. Every value and every place
//! carries the hops by which it was reached ([`model`]), and what cannot be told carries the reason.

pub mod catalog;
pub mod cli;
pub mod discover;
pub mod files;
pub mod guard;
pub mod helm;
pub mod kubernetes;
pub mod load;
pub mod locate;
pub mod lookup;
pub mod message;
pub mod model;
pub mod nearest;
pub mod policy;
pub mod reach;
pub mod report;
pub mod source;
pub mod survey;
pub mod syntax;
pub mod terraform;

use std::collections::BTreeMap;

use discover::POLICY_FILE;
use model::{Date, Finding, Problem};
use policy::Policy;
pub use survey::Survey;

/// What a user asks for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and directories; `-` stands for standard input.
    pub paths: Vec<String>,
    /// The text of standard input, where `-` is among the paths.
    pub stdin: Option<String>,
    /// A policy file or the name of a pack, instead of the policy file of the tree.
    pub policy: Option<String>,
    /// What sets variables of Terraform, in the order given: later ones count more.
    pub settings: Vec<Setting>,
    /// The workspace of Terraform.
    pub workspace: Option<String>,
    /// A folder of downloaded modules.
    pub modules_dir: Option<String>,
    /// The day whose owners of operators count; nothing for those who own them now or are going to.
    pub as_of: Option<Date>,
    /// Today, for laws that come into force and lapse where no other day is asked for; nothing for the day of the catalogue.
    pub today: Option<Date>,
    /// Whether charts are rendered by the program `helm`.
    pub helm: bool,
    /// Variables of the system, where the user wants them read.
    pub system: Option<BTreeMap<String, String>>,
}

/// Something that sets variables of Terraform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// One variable.
    Variable {
        /// Its name.
        name: String,
        /// Its value: text, or an expression where its type is not primitive.
        value: String,
    },
    /// Path of a variables file.
    VariablesFile(String),
    /// What `terraform init` gives to a backend: the path of a file, or `name=value`.
    BackendConfig(String),
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

/// Reads, resolves and locates what a request asks about. A policy lends what it declares about clusters
/// and places of one's own; there need not be one.
pub fn survey(request: &Request) -> Survey {
    in_pool(|| read_and_locate(request, false).0)
}

/// Judges what a request asks about by its policy.
pub fn check(request: &Request) -> Checked {
    in_pool(|| {
        let (survey, policy) = read_and_locate(request, true);
        let estate = policy::Estate {
            placements: &survey.placements,
            flows: &survey.flows,
            access: &survey.access,
            as_of: day_of(request),
        };
        let findings = policy::judge(&policy, &survey.sources, &estate);
        Checked { survey, findings, policy: policy.name.to_string() }
    })
}

fn read_and_locate(request: &Request, needs_policy: bool) -> (Survey, Policy) {
    let mut loaded = load::load(request);
    let policy = match load::policy(request, &mut loaded) {
        Some(Ok(policy)) => policy,
        Some(Err(mut problems)) => {
            loaded.problems.append(&mut problems);
            Policy::default()
        }
        None => {
            // Where no path exists, that is what to tell.
            let lacks = needs_policy && loaded.tree.is_some();
            loaded.problems.extend(lacks.then(no_policy));
            Policy::default()
        }
    };
    let declared = load::declared(&policy, &mut loaded);
    let mut survey = Survey::of(loaded, &policy, &declared);
    policy.settle_owners(request.as_of, &mut survey.placements, &mut survey.flows);
    policy.settle_principals(&mut survey.access);
    policy.settle_keys(&survey.sources, &mut survey.placements);
    (survey, policy)
}

/// The day whose laws count: the one that is asked for, else today, else that of the catalogue.
fn day_of(request: &Request) -> Date {
    let of_catalog = || catalog::laws::laws().as_of.unwrap_or(Date::of_days(0));
    request.as_of.or(request.today).unwrap_or_else(of_catalog)
}

fn no_policy() -> Problem {
    let message = format!(
        "there is no policy; write `{POLICY_FILE}` with `version: 1` and `extends: [japan-residency]` at the \
         root of the repository, or give one: `--policy japan-residency`"
    );
    Problem::of_path(POLICY_FILE, message)
}

/// Runs on threads with stacks deep enough for parsers and evaluation, whose depth has a limit.
fn in_pool<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    const STACK: usize = 64 << 20;
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
