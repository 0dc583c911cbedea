//! `sekisho explain`: everything that is known about one thing.

use clap::Args;

use super::{Format, Outcome, Output};
use crate::lookup;
use crate::report::entries;

/// Tell everything known about a region, operator, resource type, law, rule, state, host or identifier
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to explain: `ap-northeast-1`, `aws/ap-northeast-1`, `cn-nil-2017`, `aws_s3_bucket`, a host, an ARN
    #[arg(value_name = "THING")]
    thing: String,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let found = lookup::explain(&arguments.thing).map_err(|unfound| {
        let nearest = unfound.nearest.map(|name| format!("; did you mean `{name}`?"));
        format!("the catalogue has no `{}`{}", arguments.thing, nearest.unwrap_or_default())
    })?;
    let report = match arguments.format {
        Format::Text => Ok(entries::text(&found, &arguments.output.style())),
        Format::Json => entries::json(&found),
    };
    arguments.output.write(&report.map_err(|error| error.to_string())?)?;
    Ok(Outcome::Clean)
}
