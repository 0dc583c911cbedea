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
pub mod compare;
pub mod discover;
pub mod files;
pub mod git;
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
pub mod program;
pub mod reach;
pub mod report;
pub mod source;
pub mod suppose;
pub mod survey;
pub mod syntax;
pub mod terraform;

use std::collections::BTreeMap;
use std::path::PathBuf;

use discover::POLICY_FILE;
use model::{Change, Date, Difference, Finding, Problem, Reach, ReachLevel};
use policy::Policy;
use reach::{Entries, Terms};
use suppose::Supposed;
pub use survey::Survey;

/// What a user asks for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and directories; `-` stands for standard input.
    pub paths: Vec<String>,
    /// The folder above which no policy file and no repository is looked for.
    pub ceiling: Option<PathBuf>,
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

/// A survey, and what laws do to some of its placements.
#[derive(Debug, Default)]
pub struct Explained {
    /// What was found out.
    pub survey: Survey,
    /// The placements that are asked about.
    pub found: Vec<Whole>,
    /// The day whose laws count.
    pub as_of: Option<Date>,
}

/// Everything that laws do to one placement.
#[derive(Debug)]
pub struct Whole {
    /// Its index among the placements of the survey.
    pub placement: usize,
    /// Indices among the accesses of the survey of those who get at it, or may.
    pub access: Vec<usize>,
    /// How far each law reaches it, the furthest first, with what single changes would bring that to.
    pub reach: Vec<(Reach, Vec<(Change, ReachLevel)>)>,
}

/// Finds the placements of one address, and what laws do to them.
pub fn explain(request: &Request, address: &str) -> Explained {
    in_pool(|| {
        let (survey, policy) = read_and_locate(request, false);
        let as_of = day_of(request);
        let terms = Terms { as_of, accept_unverified: policy.accept_unverified };
        let entries = Entries::of(&survey.access);
        let is_it = |(_, placement): &(usize, &model::Placement)| &*placement.resource == address;
        let whole = |(at, placement): (usize, &model::Placement)| {
            let facts = entries.facts(placement);
            let mut reach: Vec<_> = reach::reaches(&facts, terms)
                .into_iter()
                .map(|one| {
                    let changes = reach::changes(&facts, &one, survey.home, terms);
                    (one, changes)
                })
                .collect();
            reach.sort_by(|(a, _), (b, _)| b.level.cmp(&a.level).then(a.law.cmp(&b.law)));
            let gets_in = |access: &&model::Access| {
                facts.access.iter().any(|(one, _)| std::ptr::eq(*one, *access))
            };
            let access = survey.access.iter().enumerate().filter(|(_, access)| gets_in(access));
            Whole { placement: at, access: access.map(|(at, _)| at).collect(), reach }
        };
        let found = survey.placements.iter().enumerate().filter(is_it).map(whole).collect();
        Explained { found, as_of: Some(as_of), survey }
    })
}

/// Two surveys side by side.
#[derive(Debug, Default)]
pub struct Compared {
    /// What was, or is.
    pub before: Survey,
    /// What is, or would be.
    pub after: Survey,
    /// How they differ. Sorted.
    pub differences: Vec<Difference>,
}

/// Compares what two requests ask about: two trees, or one under two policies or on two days.
pub fn diff(before: &Request, after: &Request) -> Compared {
    in_pool(|| {
        let of = |request| read_and_locate(request, false);
        let ((before_survey, before_policy), (after_survey, after_policy)) =
            (of(before), of(after));
        let differences = compare::compare(
            side(&before_survey, &before_policy, before),
            side(&after_survey, &after_policy, after),
        );
        Compared { before: before_survey, after: after_survey, differences }
    })
}

/// Compares what a request asks about with what it would be if something were so. Nothing where what is supposed is about nothing
/// in it.
pub fn what_if(request: &Request, supposed: &Supposed) -> Option<Compared> {
    in_pool(|| {
        let (before, policy) = read_and_locate(request, false);
        let (mut after, _) = read_and_locate(request, false);
        let changed = supposed.apply(&mut after.placements, &mut after.flows, &mut after.access);
        let differences =
            compare::compare(side(&before, &policy, request), side(&after, &policy, request));
        (changed > 0).then_some(Compared { before, after, differences })
    })
}

fn side<'s>(survey: &'s Survey, policy: &Policy, request: &Request) -> compare::Side<'s> {
    let terms = Terms { as_of: day_of(request), accept_unverified: policy.accept_unverified };
    let Survey { placements, flows, access, .. } = survey;
    // The same root of two folders is one.
    let base = match &survey.scope[..] {
        [folder] => folder,
        _ => "",
    };
    compare::Side { placements, flows, access, base, terms }
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
