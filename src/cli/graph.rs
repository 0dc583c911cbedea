//! `sekisho graph`: a picture of placements and flows.

use clap::{Args, ValueEnum};

use super::{Input, Outcome, Output};
use crate::report::graph;

/// Draw placements and flows; ends outside of the home country are marked
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Form of the picture: for Graphviz, for Mermaid (as Markdown shows it), or JSON
    #[arg(long, value_enum, default_value_t = Form::Mermaid)]
    format: Form,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    Dot,
    Mermaid,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let survey = crate::survey(&arguments.input.request()?);
    let graph = graph::graph(&survey, survey.home, arguments.output.style().lang);
    let report = match arguments.format {
        Form::Dot => Ok(graph.dot()),
        Form::Mermaid => Ok(graph.mermaid()),
        Form::Json => graph.json(),
    };
    arguments.output.write(&report.map_err(|error| error.to_string())?)?;
    Ok(if survey.problems.is_empty() { Outcome::Clean } else { Outcome::Untrusted })
}
