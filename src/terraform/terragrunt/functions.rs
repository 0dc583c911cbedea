//! Terragrunt's own functions (its documentation, "Functions").

use std::sync::Arc;

use super::path;
use super::view::{View, merged};
use crate::model::{Kind, Origin, Value, Why};
use crate::source::{Span, directory};
use crate::syntax::hcl::Call;
use crate::terraform::evaluate::{Each, Evaluator, Scope, one_of_valid};

/// What a function gives.
type Outcome = Result<Value, Why>;

/// How a function is worked out.
#[derive(Clone, Copy)]
enum Function {
    /// From where the configuration stands.
    Path(fn(&View<'_>) -> String),
    /// A list that is always the same.
    Words(&'static [&'static str]),
    /// From its arguments.
    Of(Body),
    /// Only a run knows: it asks a command, an account or the environment.
    AtRunTime,
}

/// What a call is worked out from: the view it stands in and its arguments.
#[derive(Clone, Copy)]
enum Body {
    FindInParentFolders,
    PathRelativeToInclude,
    PathRelativeFromInclude,
    ParentDir,
    ReadConfig,
    ReadVariables,
    Environment,
    Itself,
    DeepMerge,
}

/// The file that `find_in_parent_folders` looks for where it is not told which.
pub(super) const CONFIG: &str = "terragrunt.hcl";

fn find(name: &str) -> Option<Function> {
    Some(match name {
        "get_terragrunt_dir" => Function::Path(|view| path::absolute(view.folder())),
        "get_original_terragrunt_dir" => {
            Function::Path(|view| path::absolute(directory(&view.original)))
        }
        // The checked tree is the repository.
        "get_repo_root" => Function::Path(|_| path::absolute("")),
        "get_path_from_repo_root" => Function::Path(|view| path::relative("", view.folder())),
        "get_path_to_repo_root" => Function::Path(|view| path::relative(view.folder(), "")),
        "get_terraform_commands_that_need_vars" => {
            Function::Words(&["apply", "console", "destroy", "import", "plan", "push", "refresh"])
        }
        "get_terraform_commands_that_need_locking" => Function::Words(&[
            "apply", "destroy", "import", "init", "plan", "refresh", "taint", "untaint",
        ]),
        "get_terraform_commands_that_need_input" => {
            Function::Words(&["apply", "import", "init", "plan", "refresh"])
        }
        "get_terraform_commands_that_need_parallelism" => {
            Function::Words(&["apply", "plan", "destroy"])
        }
        "find_in_parent_folders" => Function::Of(Body::FindInParentFolders),
        "path_relative_to_include" => Function::Of(Body::PathRelativeToInclude),
        "path_relative_from_include" => Function::Of(Body::PathRelativeFromInclude),
        "get_parent_terragrunt_dir" => Function::Of(Body::ParentDir),
        "read_terragrunt_config" => Function::Of(Body::ReadConfig),
        "read_tfvars_file" => Function::Of(Body::ReadVariables),
        "get_env" => Function::Of(Body::Environment),
        "mark_as_read" => Function::Of(Body::Itself),
        "deep_merge" => Function::Of(Body::DeepMerge),
        "run_cmd"
        | "sops_decrypt_file"
        | "get_aws_account_id"
        | "get_aws_account_alias"
        | "get_aws_caller_identity_arn"
        | "get_aws_caller_identity_user_id"
        | "get_platform"
        | "get_terraform_command"
        | "get_terraform_cli_args"
        | "get_terragrunt_source_cli_flag"
        | "get_default_retryable_errors"
        | "get_working_dir"
        | "constraint_check"
        | "mark_glob_as_read" => Function::AtRunTime,
        _ => return None,
    })
}

/// The most combinations of alternatives that a call is worked out for.
const MOST_CALLS: usize = 16;

impl<'m> Evaluator<'m> {
    /// The value of a call of one of Terragrunt's functions; nothing where it is not one.
    pub(in crate::terraform) fn terragrunt_call(
        &mut self,
        view: usize,
        call: &'m Call,
        span: Span,
        scope: &Scope<'_>,
    ) -> Option<Value> {
        let function = find(&call.name)?;
        let seen = self.seen(view)?;
        let text = |this: &mut Self, text| this.literal(Kind::String(text), span);
        let body = match function {
            Function::Path(path) => return Some(text(self, path(&seen).into())),
            Function::Words(words) => {
                let words = words.iter().map(|word| Value::string(*word, Origin::NONE)).collect();
                return Some(self.literal(Kind::List(words), span));
            }
            Function::AtRunTime => {
                let name = Arc::clone(&call.name);
                return Some(self.unknown(Why::Function { name }, span));
            }
            Function::Of(body) => body,
        };
        let args: Vec<Value> = call.args.iter().map(|arg| self.eval(arg, scope)).collect();
        let choices = choices(&args);
        let results: Vec<Value> =
            choices.iter().map(|args| self.worked_out(body, view, args, span)).collect();
        let origin = results.first().map_or(Origin::NONE, |result| result.origin);
        Some(one_of_valid(results, origin))
    }

    fn worked_out(&mut self, body: Body, view: usize, args: &[Value], span: Span) -> Value {
        let source = args.first().map_or(Origin::NONE, |arg| arg.origin);
        let outcome = self.outcome(body, view, args);
        self.outcome_of_call(outcome, span, source)
    }

    fn outcome(&mut self, body: Body, view: usize, args: &[Value]) -> Outcome {
        let seen = self.seen(view).ok_or(Why::Undecided)?;
        match body {
            Body::FindInParentFolders => self.find_in_parent_folders(&seen, args),
            Body::PathRelativeToInclude => {
                let included = self.include_folder(view, &seen, args)?;
                Ok(of(path::relative(&included, seen.folder())))
            }
            Body::PathRelativeFromInclude => {
                let included = self.include_folder(view, &seen, args)?;
                Ok(of(path::relative(seen.folder(), &included)))
            }
            Body::ParentDir => Ok(of(path::absolute(&self.include_folder(view, &seen, args)?))),
            Body::ReadConfig => self.read_config(&seen, args),
            Body::ReadVariables => self.read_variables(&seen, args),
            Body::Environment => match args {
                [name, ..] if self.of_system(name).is_some() => {
                    Ok(of(self.of_system(name).unwrap_or_default().to_owned()))
                }
                [_, default] => Ok(default.clone()),
                [name] => {
                    let reference = format!("get_env(\"{}\")", word(name)?).into();
                    Err(Why::Runtime { reference })
                }
                _ => Err(invalid("`get_env` takes a name and a default")),
            },
            Body::Itself => args.first().cloned().ok_or_else(|| invalid("an argument is missing")),
            Body::DeepMerge => {
                let nothing = Value::null(Origin::NONE);
                Ok(args.iter().fold(nothing, |below, above| merged(&below, above, true)))
            }
        }
    }

    /// A variable of the system, where a flag lets it count.
    fn of_system(&self, name: &Value) -> Option<&'m str> {
        self.terragrunt.system?.get(name.as_str()?).map(String::as_str)
    }

    /// The first folder above the configuration that holds a file or folder of that name.
    fn find_in_parent_folders(&mut self, seen: &View<'m>, args: &[Value]) -> Outcome {
        let name = match args.first() {
            Some(name) => word(name)?,
            None => CONFIG,
        };
        let mut folder = seen.folder();
        while !folder.is_empty() {
            folder = directory(folder);
            let Some(path) = path::follow(folder, name) else { break };
            if !self.spend(1) {
                return Err(Why::Budget);
            }
            if self.exists(&path) {
                return Ok(of(path::absolute(&path)));
            }
        }
        match args.get(1) {
            Some(fallback) => Ok(fallback.clone()),
            None => Err(invalid(&format!("no folder above holds `{name}`"))),
        }
    }

    /// Whether the checked tree has a file or a folder there.
    pub(super) fn exists(&self, path: &str) -> bool {
        self.terragrunt.configs.is_some_and(|configs| configs.exists(path, self.files))
    }

    /// The folder of the included file that a function speaks of: the including one where nothing is included.
    fn include_folder(
        &mut self,
        view: usize,
        seen: &View<'m>,
        args: &[Value],
    ) -> Result<Arc<str>, Why> {
        if seen.is_included() {
            return Ok(directory(&seen.config.path).into());
        }
        let includes = self.includes(view);
        let include = match (&*includes, args.first()) {
            ([], _) => return Ok(seen.folder().into()),
            ([only], _) => only,
            (_, Some(name)) => {
                let name = word(name)?;
                let found = includes.iter().find(|include| &*include.name == name);
                found.ok_or_else(|| invalid(&format!("there is no include `{name}`")))?
            }
            (_, None) => return Err(invalid("the name of an include is needed here")),
        };
        Ok(directory(&include.path).into())
    }

    fn read_config(&mut self, seen: &View<'m>, args: &[Value]) -> Outcome {
        let missing = || invalid("the path of a configuration is needed here");
        let text = word(args.first().ok_or_else(missing)?)?;
        let outside = || Why::NotFound { reference: text.into() };
        let path = self.config_at(seen.folder(), text).ok_or_else(outside)?;
        if self.terragrunt.configs.is_some_and(|configs| configs.get(&path).is_some()) {
            let view = self.view(&path, None, Some(&seen.original))?;
            return Ok(self.config_value(view));
        }
        match args.get(1) {
            Some(default) if !self.exists(&path) => Ok(default.clone()),
            _ if self.exists(&path) => {
                Err(Why::NotSupported { what: format!("{path} as a configuration").into() })
            }
            _ => Err(invalid(&format!("there is no configuration {path}"))),
        }
    }

    /// The configuration file that a path leads to: a folder stands for the file in it.
    pub(super) fn config_at(&self, folder: &str, text: &str) -> Option<Arc<str>> {
        let path = path::follow(folder, text)?;
        let is_config = |path: &str| self.terragrunt.configs.is_some_and(|c| c.get(path).is_some());
        let inner = if path.is_empty() { CONFIG.to_owned() } else { format!("{path}/{CONFIG}") };
        Some(if is_config(&inner) { inner.into() } else { path.into() })
    }

    /// A variables file as the JSON that Terragrunt makes of it.
    fn read_variables(&mut self, seen: &View<'m>, args: &[Value]) -> Outcome {
        let missing = || invalid("the path of a variables file is needed here");
        let text = word(args.first().ok_or_else(missing)?)?;
        let missing = || Why::NotFound { reference: text.into() };
        let path = path::follow(seen.folder(), text).ok_or_else(missing)?;
        let file = self.terragrunt.variables_file(&path).ok_or_else(missing)?;
        let each = Each::None;
        let mut map = crate::model::Map::new();
        for attribute in &file.values {
            let value = self.eval(&attribute.value, &Scope::of(0, &each));
            map.insert(Arc::clone(&attribute.name), value);
        }
        let map = Value::new(Kind::Map(Arc::new(map)), Origin::NONE);
        crate::terraform::functions::json_of(&map)
    }
}

fn of(text: String) -> Value {
    Value::string(text, Origin::NONE)
}

fn invalid(message: &str) -> Why {
    Why::Invalid { message: message.into() }
}

fn word(value: &Value) -> Result<&str, Why> {
    let wrong = || value.first_why().unwrap_or_else(|| invalid("a string is needed here"));
    value.as_str().ok_or_else(wrong)
}

/// Every choice of one alternative for each argument; the arguments themselves where there are too many.
fn choices(args: &[Value]) -> Vec<Vec<Value>> {
    let count: usize = args.iter().map(|arg| arg.alternatives().len()).product();
    if count > MOST_CALLS {
        return vec![args.to_vec()];
    }
    args.iter().fold(vec![Vec::new()], |all, arg| {
        let with = |start: &Vec<Value>, value: &Value| {
            [start.as_slice(), std::slice::from_ref(value)].concat()
        };
        all.iter()
            .flat_map(|start| arg.alternatives().iter().map(move |value| with(start, value)))
            .collect()
    })
}
