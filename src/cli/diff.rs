//! `sekisho diff`: what differs between two trees, two revisions, two policies or two days.

use clap::Args;

use super::{Format, Input, Outcome, Output, day};
use crate::git::Checkout;
use crate::model::Date;
use crate::report::differences;
use crate::{Compared, Request};

/// Compare two trees, two revisions, two policies or two days: what moved, which copies and accesses came or went, which
/// laws reach more or less
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The tree before; the same one as after where only one PATH is given
    #[arg(long, value_name = "PATH")]
    before: Option<String>,
    /// The side before is that of a revision, as `git` names it; its own policy counts, where --policy names none
    #[arg(long, value_name = "REV", conflicts_with = "before")]
    base: Option<String>,
    /// The side after is that of a revision [default: what is on disk]
    #[arg(long, value_name = "REV", requires = "base")]
    head: Option<String>,
    #[command(flatten)]
    input: Input,
    /// Policy of the side before [default: the same]
    #[arg(long, value_name = "FILE|PACK")]
    before_policy: Option<String>,
    /// The day of the side before [default: the same]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    before_as_of: Option<Date>,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 where there is a difference
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let mut after = arguments.input.request()?;
    let mut before = after.clone();
    // `diff BEFORE AFTER`
    if let (None, None, [first, second]) = (&arguments.before, &arguments.base, &after.paths[..]) {
        before.paths = vec![first.clone()];
        after.paths = vec![second.clone()];
    }
    if let Some(path) = &arguments.before {
        before.paths = vec![path.clone()];
    }
    before.policy = arguments.before_policy.clone().or(before.policy);
    before.as_of = arguments.before_as_of.or(before.as_of);
    let _base = move_to(&mut before, arguments.base.as_deref())?;
    let _head = move_to(&mut after, arguments.head.as_deref())?;
    let compared = crate::diff(&before, &after);
    write(&compared, arguments.format, &arguments.output)?;
    Ok(outcome(&compared, arguments.exit_code))
}

/// Lets a request ask about a revision. Its tree is gone with what is returned.
fn move_to(request: &mut Request, revision: Option<&str>) -> Result<Option<Checkout>, String> {
    let (Some(revision), Some(first)) = (revision, request.paths.first()) else {
        return Ok(None);
    };
    let failed = |error| format!("{revision}: {error}");
    let checkout = Checkout::of(first, revision).map_err(failed)?;
    request.paths = checkout.paths(&request.paths).map_err(failed)?;
    request.ceiling = Some(checkout.root().to_owned());
    Ok(Some(checkout))
}

pub(super) fn write(compared: &Compared, format: Format, output: &Output) -> Result<(), String> {
    let report = match format {
        Format::Text => Ok(differences::text(compared, &output.style())),
        Format::Json => differences::json(compared),
    };
    output.write(&report.map_err(|error| error.to_string())?)
}

/// A result that cannot be trusted outweighs its differences.
pub(super) fn outcome(compared: &Compared, exit_code: bool) -> Outcome {
    let is_whole = compared.before.problems.is_empty() && compared.after.problems.is_empty();
    match (is_whole, exit_code && !compared.differences.is_empty()) {
        (false, _) => Outcome::Untrusted,
        (true, true) => Outcome::Found,
        (true, false) => Outcome::Clean,
    }
}
