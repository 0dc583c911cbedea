//! `sekisho check`: findings and an exit code.

use clap::{Args, ValueEnum};

use super::{Input, Outcome, Output, write_file};
use crate::Checked;
use crate::model::Severity;
use crate::report::{json, markdown, sarif, text};

/// Check files against a residency policy
///
/// Exit codes: 0 clean; 1 findings at or above the threshold; 2 the result cannot be trusted
/// (unreadable input, bad policy, bad flags).
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The lightest finding that fails the run
    #[arg(long, value_enum, default_value_t = Threshold::Error, value_name = "SEVERITY")]
    fail_on: Threshold,
    #[command(flatten)]
    output: Output,
    /// Also write a summary in Markdown to a file
    #[arg(long, value_name = "FILE")]
    summary: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Threshold {
    Error,
    Warning,
    Note,
}

impl From<Threshold> for Severity {
    fn from(threshold: Threshold) -> Severity {
        match threshold {
            Threshold::Error => Severity::Error,
            Threshold::Warning => Severity::Warning,
            Threshold::Note => Severity::Note,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let checked = crate::check(&arguments.input.request()?);
    let style = arguments.output.style();
    let report = match arguments.format {
        Format::Text => Ok(text::findings(&checked, &style)),
        Format::Json => json::findings(&checked),
        Format::Sarif => sarif::log(&checked),
    };
    arguments.output.write(&report.map_err(|error| error.to_string())?)?;
    if let Some(path) = &arguments.summary {
        write_file(path, &markdown::summary(&checked, style.lang))?;
    }
    Ok(outcome(&checked, arguments.fail_on.into()))
}

/// A result that cannot be trusted outweighs its findings.
fn outcome(checked: &Checked, threshold: Severity) -> Outcome {
    if !checked.survey.problems.is_empty() {
        Outcome::Untrusted
    } else if checked.findings.iter().any(|finding| finding.severity >= threshold) {
        Outcome::Found
    } else {
        Outcome::Clean
    }
}
