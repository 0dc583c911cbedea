//! Flags that set variables of Terraform. Their order counts, as it does for Terraform.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

use crate::Setting;

const VARIABLE: &str = "var";
const FILE: &str = "var-file";
const BACKEND: &str = "backend-config";

/// `--var`, `--var-file` and `--backend-config` in the order given.
#[derive(Debug)]
pub(super) struct Settings(pub(super) Vec<Setting>);

impl Args for Settings {
    fn augment_args(command: Command) -> Command {
        let variable = Arg::new(VARIABLE)
            .long(VARIABLE)
            .value_name("NAME=VALUE")
            .value_parser(assignment)
            .action(ArgAction::Append)
            .help("Set a variable of Terraform's root modules");
        let file = Arg::new(FILE)
            .long(FILE)
            .value_name("FILE")
            .action(ArgAction::Append)
            .help("Set variables from a file; of several flags, the later counts");
        let backend = Arg::new(BACKEND)
            .long(BACKEND)
            .value_name("FILE|NAME=VALUE")
            .action(ArgAction::Append)
            .help("Set arguments of the backends that keep the state, as `terraform init` does");
        command.arg(variable).arg(file).arg(backend)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Settings {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Settings, Error> {
        let mut settings: Vec<(usize, Setting)> = Vec::new();
        let variables = matches.get_many::<Setting>(VARIABLE).into_iter().flatten().cloned();
        settings.extend(matches.indices_of(VARIABLE).into_iter().flatten().zip(variables));
        settings.extend(named(matches, FILE, Setting::VariablesFile));
        settings.extend(named(matches, BACKEND, Setting::BackendConfig));
        settings.sort_by_key(|(index, _)| *index);
        Ok(Settings(settings.into_iter().map(|(_, setting)| setting).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Settings::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The settings of one flag, with their places on the command line.
fn named(
    matches: &ArgMatches,
    flag: &str,
    setting: fn(String) -> Setting,
) -> Vec<(usize, Setting)> {
    let values = matches.get_many::<String>(flag).into_iter().flatten().cloned();
    matches.indices_of(flag).into_iter().flatten().zip(values.map(setting)).collect()
}

fn assignment(text: &str) -> Result<Setting, String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok(Setting::Variable { name: name.trim().into(), value: value.into() })
        }
        _ => Err("write it as name=value".into()),
    }
}
