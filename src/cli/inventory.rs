//! `sekisho inventory`: every placement with its place.

use clap::Args;

use super::{Format, Input, Outcome, Output};
use crate::report::{inventory, json};

/// List every placement: where it is, who operates it, and how that is known
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show resources that hold no data too (JSON always has them)
    #[arg(long)]
    all: bool,
    /// Show how each place is known (JSON always does)
    #[arg(long)]
    because: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let survey = crate::survey(&arguments.input.request()?);
    let options = inventory::Options { all: arguments.all, because: arguments.because };
    let report = match arguments.format {
        Format::Text => Ok(inventory::table(&survey, &arguments.output.style(), options)),
        Format::Json => json::inventory(&survey),
    };
    arguments.output.write(&report.map_err(|error| error.to_string())?)?;
    Ok(if survey.problems.is_empty() { Outcome::Clean } else { Outcome::Untrusted })
}
