//! The command line: one file a subcommand.

mod catalog;
mod check;
mod diff;
mod explain;
mod graph;
mod inventory;
mod variables;
mod what_if;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::Request;
use crate::discover::read_text;
use crate::guard::{INTERNAL_ERROR, guarded};
use crate::message::Lang;
use crate::model::Date;
use crate::report::Style;

/// Checks where Terraform and Kubernetes configuration puts data, and who operates it there.
#[derive(Debug, Parser)]
#[command(name = "sekisho", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Inventory(inventory::Arguments),
    Catalog(catalog::Arguments),
    Explain(explain::Arguments),
    Diff(diff::Arguments),
    WhatIf(what_if::Arguments),
    Graph(graph::Arguments),
}

/// What every subcommand reads.
#[derive(Debug, Args)]
struct Input {
    /// Directories and files to read; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<String>,
    /// Policy file, or name of a pack [default: sekisho.yaml, found upward]
    #[arg(long, value_name = "FILE|PACK")]
    policy: Option<String>,
    #[command(flatten)]
    settings: variables::Settings,
    /// Workspace of Terraform [default: those that the code tells apart]
    #[arg(long, value_name = "NAME")]
    workspace: Option<String>,
    /// Folder of downloaded modules: one that `terraform init` made, or copies by host and path of their source
    #[arg(long, value_name = "DIR")]
    modules_dir: Option<String>,
    /// The day whose owners of operators count [default: those who own them now, and those who are going to]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Date>,
    /// Render Helm charts by the `helm` program on the PATH: by their own values, and by each further values file
    #[arg(long)]
    helm: bool,
    /// Read TF_VAR_name, TF_WORKSPACE and the regions of providers (AWS_REGION...) from the environment; without
    /// it a result does not depend on who runs the program
    #[arg(long)]
    env: bool,
}

/// How every subcommand writes.
#[derive(Debug, Args)]
struct Output {
    /// When to colour text; NO_COLOR is honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// Language of text; `auto` asks LC_ALL, LC_MESSAGES and LANG
    #[arg(long, value_enum, default_value_t = Language::En, value_name = "LANGUAGE")]
    lang: Language,
    /// Write the report to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<String>,
}

/// Text, or JSON.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    En,
    Ja,
    Auto,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above the threshold.
    Found,
    /// Input, policy or flags that could not be trusted.
    Untrusted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Untrusted => 2,
        })
    }
}

/// Runs the command that the arguments name. Bad arguments end the process with exit code 2.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // What goes wrong inside is told as a problem, not by a trace.
    std::panic::set_hook(Box::new(|_| {}));
    let run = || match &cli.command {
        Command::Check(arguments) => check::run(arguments),
        Command::Inventory(arguments) => inventory::run(arguments),
        Command::Catalog(arguments) => catalog::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::WhatIf(arguments) => what_if::run(arguments),
        Command::Graph(arguments) => graph::run(arguments),
    };
    match guarded(run).unwrap_or_else(|| Err(INTERNAL_ERROR.to_owned())) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            let _ = writeln!(io::stderr(), "sekisho: {failure}");
            Outcome::Untrusted.into()
        }
    }
}

impl Input {
    fn request(&self) -> Result<Request, String> {
        let stdin = if self.paths.iter().any(|path| path == "-") {
            let text = read_text(io::stdin().lock(), 0);
            Some(text.map_err(|error| format!("standard input: {error}"))?)
        } else {
            None
        };
        Ok(Request {
            paths: self.paths.clone(),
            ceiling: None,
            stdin,
            policy: self.policy.clone(),
            settings: self.settings.0.clone(),
            workspace: self.workspace.clone(),
            modules_dir: self.modules_dir.clone(),
            as_of: self.as_of,
            today: Some(today()),
            helm: self.helm,
            system: self.env.then(system),
        })
    }
}

/// The day that the clock of the machine tells.
fn today() -> Date {
    const DAY: u64 = 24 * 60 * 60;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Date::of_days(u32::try_from(since.as_secs() / DAY).unwrap_or(u32::MAX))
}

impl Output {
    /// A terminal gives its width and may be coloured; anything else gets the same bytes everywhere.
    fn style(&self) -> Style {
        let lang = match self.lang {
            Language::En => Lang::En,
            Language::Ja => Lang::Ja,
            Language::Auto => Lang::of_locale(&locale()),
        };
        let terminal = self.is_terminal();
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !is_set("NO_COLOR") && !is("TERM", "dumb"),
        };
        let width = match terminal_size::terminal_size() {
            Some((terminal_size::Width(columns), _)) if terminal => usize::from(columns).max(60),
            _ => Style::WIDTH,
        };
        Style { color, width, lang }
    }

    /// The style of a list: unless it is for a terminal each entry is one line, for programs that look for lines.
    fn style_of_list(&self) -> Style {
        let style = self.style();
        let width = if self.is_terminal() { style.width } else { usize::MAX };
        Style { width, ..style }
    }

    fn is_terminal(&self) -> bool {
        self.output.is_none() && io::stdout().is_terminal()
    }

    /// Writes a report where the flags say.
    fn write(&self, text: &str) -> Result<(), String> {
        match &self.output {
            Some(path) => write_file(path, text),
            None => print(text),
        }
    }
}

fn print(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever read this has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| format!("standard output: {error}")),
    }
}

fn write_file(path: &str, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{path} could not be written: {error}"))
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|()| format!("`{text}` is no day; write it as 2026-07-01"))
}

fn locale() -> String {
    let set =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    { set }.find(|value| !value.is_empty()).unwrap_or_default()
}

/// The variables of the system that are text.
fn system() -> BTreeMap<String, String> {
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

fn is(name: &str, value: &str) -> bool {
    std::env::var_os(name).is_some_and(|set| set == value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
