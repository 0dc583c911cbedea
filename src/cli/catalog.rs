//! `sekisho catalog`: what the catalogue has.

use clap::{Args, ValueEnum};

use super::{Format, Outcome, Output, day, today};
use crate::lookup::{self, Subject};
use crate::model::Date;
use crate::report::entries;

/// List what the catalogue knows: regions, operators, resource types, hosts, laws
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to list
    #[arg(value_enum, value_name = "SUBJECT", required_unless_present = "stale")]
    subject: Option<Listed>,
    /// A part of what is shown, in any letters; `*` stands for any text
    #[arg(value_name = "PATTERN")]
    pattern: Option<String>,
    /// List what was checked longer ago than is good, and exit with 1 where there is any
    #[arg(long, conflicts_with_all = ["subject", "pattern"])]
    stale: bool,
    /// The day that `--stale` is about [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "stale", value_parser = day)]
    as_of: Option<Date>,
    /// Format of the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Listed {
    Regions,
    Operators,
    Types,
    Endpoints,
    Laws,
    Rules,
    Jurisdictions,
}

impl From<Listed> for Subject {
    fn from(listed: Listed) -> Subject {
        match listed {
            Listed::Regions => Subject::Regions,
            Listed::Operators => Subject::Operators,
            Listed::Types => Subject::Types,
            Listed::Endpoints => Subject::Endpoints,
            Listed::Laws => Subject::Laws,
            Listed::Rules => Subject::Rules,
            Listed::Jurisdictions => Subject::Jurisdictions,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let found = match arguments.subject {
        Some(subject) => lookup::list(subject.into(), arguments.pattern.as_deref()),
        None => lookup::stale(arguments.as_of.unwrap_or_else(today)),
    };
    let report = match arguments.format {
        Format::Text => Ok(entries::table(&found, &arguments.output.style_of_list())),
        Format::Json => entries::json(&found),
    };
    arguments.output.write(&report.map_err(|error| error.to_string())?)?;
    Ok(if arguments.stale && !found.is_empty() { Outcome::Found } else { Outcome::Clean })
}
