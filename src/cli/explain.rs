//! `sekisho explain`: everything that is known about one thing.

use clap::Args;

use super::{Format, Outcome, Output, day, today};
use crate::Request;
use crate::lookup;
use crate::model::Date;
use crate::report::{entries, whole};

/// Tell everything known about a region, operator, resource type, law, rule, state, host or identifier; or, with PATHs, about
/// one placement there: how its place was found, who operates it, where copies go, who gets in, and every law that reaches it
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to explain: `ap-northeast-1`, `aws/ap-northeast-1`, `cn-nil-2017`, `aws_s3_bucket`, a host, an ARN; or the address
    /// of a resource, such as `aws_s3_bucket.members` or `StatefulSet/ledger/ledger`
    #[arg(value_name = "THING")]
    thing: String,
    /// Directories and files in which the resource is [default: the current directory, where the catalogue has no such thing]
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// Policy file, or name of a pack [default: sekisho.yaml, found upward]
    #[arg(long, value_name = "FILE|PACK")]
    policy: Option<String>,
    /// The day whose laws and owners count [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Date>,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, String> {
    if !arguments.paths.is_empty() {
        return placement(arguments, &arguments.paths);
    }
    let found = match lookup::explain(&arguments.thing) {
        Ok(found) => found,
        // What looks like an address is one of a resource here.
        Err(_) if arguments.thing.contains(['.', '/']) => {
            return placement(arguments, &[".".to_owned()]);
        }
        Err(unfound) => {
            let nearest = unfound.nearest.map(|name| format!("; did you mean `{name}`?"));
            let nearest = nearest.unwrap_or_default();
            return Err(format!("the catalogue has no `{}`{nearest}", arguments.thing));
        }
    };
    let report = match arguments.format {
        Format::Text => Ok(entries::text(&found, &arguments.output.style())),
        Format::Json => entries::json(&found),
    };
    arguments.output.write(&report.map_err(|error| error.to_string())?)?;
    Ok(Outcome::Clean)
}

/// One placement of a tree.
fn placement(arguments: &Arguments, paths: &[String]) -> Result<Outcome, String> {
    let request = Request {
        paths: paths.to_vec(),
        policy: arguments.policy.clone(),
        as_of: arguments.as_of,
        today: Some(today()),
        ..Request::default()
    };
    let explained = crate::explain(&request, &arguments.thing);
    if explained.found.is_empty() {
        let thing = &arguments.thing;
        return Err(format!(
            "neither the catalogue nor {} has `{thing}`; `sekisho inventory` lists the addresses",
            paths.join(", ")
        ));
    }
    let report = match arguments.format {
        Format::Text => Ok(whole::text(&explained, &arguments.output.style())),
        Format::Json => whole::json(&explained),
    };
    arguments.output.write(&report.map_err(|error| error.to_string())?)?;
    Ok(if explained.survey.problems.is_empty() { Outcome::Clean } else { Outcome::Untrusted })
}
