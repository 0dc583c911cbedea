//! Plans and states: what Terraform itself worked out for a root.
//!
//! A plan says what will be, a state what is. Both become resources as if their source had been evaluated;
//! where the source is in the checked tree, they are joined to it ([`join`]), so that what is said points at
//! the lines that people change.

mod address;
mod alone;
mod configuration;
mod declared;
mod document;
mod join;
mod value;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::value::RawValue;

pub use declared::{Declared, declared_by, likeness};
pub use join::{Found, Joined, join};
pub(super) use value::recorded;

use super::expand::quoted;
use crate::model::{Problem, Record, Unresolved, Why};
use crate::source::{FileId, Span};
use crate::syntax::hcl::Attribute;
use crate::syntax::json::{self, Json};
use address::bare;
use configuration::Configured;
use document::{Head, PriorState, ResourceChange, StateResource, Values, ValuesModule};

/// A plan or a state, as far as it says where things are.
pub struct Plan<'t> {
    file: FileId,
    /// Which of the two it is.
    pub record: Record,
    /// Every resource instance, data sources included.
    instances: Vec<Instance<'t>>,
    /// Their indexes by address without keys.
    blocks: HashMap<Arc<str>, Vec<usize>>,
    /// Values of the root's variables as they stand in the text.
    given: Option<Json<'t>>,
    configured: Configured<'t>,
    /// What the variables of the root are set to.
    pub variables: Vec<Arc<Attribute>>,
    /// Outputs of the root, by name: objects with a `value`.
    outputs: Option<Json<'t>>,
    /// What is missing in it.
    pub unresolved: Vec<Unresolved>,
}

/// A resource instance of a plan or state.
struct Instance<'t> {
    address: Arc<str>,
    /// The address without keys.
    bare: Arc<str>,
    span: Span,
    is_data: bool,
    type_name: Arc<str>,
    /// Type of the provider, such as `aws`.
    provider: Arc<str>,
    /// Its provider configuration as a state file names it.
    configuration: Option<Arc<str>>,
    values: Option<Json<'t>>,
    /// `true` for each part that is known only after apply.
    unknown: Option<Json<'t>>,
}

/// Whether the first part of a text looks like a plan or a state.
pub fn looks_like_plan(text: &str) -> bool {
    const LOOKED_AT: usize = 4_096;
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = &text[..end];
    let has = |key: &str| start.contains(key);
    let is_shown = has("\"format_version\"")
        && (has("\"terraform_version\"") || has("\"planned_values\"") || has("\"values\""));
    let is_file = has("\"version\"") && has("\"serial\"") && has("\"lineage\"");
    let is_encrypted = has("\"encrypted_data\"") && has("\"encryption_version\"");
    start.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && (is_shown || is_file || is_encrypted)
}

/// Why a plan or state was not read.
pub enum Unread {
    /// It does not parse.
    Broken(Problem),
    /// It has a form that nobody taught us: where that is said, and what it is.
    NotSupported(Span, Arc<str>),
}

impl From<Problem> for Unread {
    fn from(problem: Problem) -> Unread {
        Unread::Broken(problem)
    }
}

impl<'t> Plan<'t> {
    /// Reads a plan or state that `terraform show -json` printed, or a state file.
    ///
    /// # Errors
    /// Where it does not parse, or has a form that nobody taught us.
    pub fn read(file: FileId, text: &'t str) -> Result<Plan<'t>, Unread> {
        let whole = json::parse(file, text)?;
        let head: Head<'t> = whole.typed()?;
        let reader = Reader { file, text };
        if let Some(version) = head.format_version {
            let version = reader.json(version);
            let text = version.as_str().unwrap_or(version.raw().into());
            if !matches!(text.split('.').next(), Some("0" | "1")) {
                let what = format!("the format `{text}` of plans and states").into();
                return Err(Unread::NotSupported(version.span(), what));
            }
            let is_plan = head.planned_values.is_some() || head.configuration.is_some();
            return Ok(if is_plan { reader.plan(&head)? } else { reader.state(&head)? });
        }
        let refused = |what: String| Err(Unread::NotSupported(whole.span(), what.into()));
        match head.version.map(RawValue::get) {
            _ if head.encrypted_data.is_some() => refused("an encrypted state".to_owned()),
            Some("4") => Ok(reader.state_file(&head)?),
            Some(version) => refused(format!("version {version} of state files")),
            None => refused("this document".to_owned()),
        }
    }

    /// The resource instances that Terraform manages.
    fn managed(&self) -> impl Iterator<Item = &Instance<'t>> {
        self.instances.iter().filter(|instance| !instance.is_data)
    }

    /// The outputs of the root, where it has any.
    pub fn outputs(&self) -> Option<Json<'t>> {
        self.outputs
    }

    /// The value of an output of the root.
    pub fn output(&self, name: &str) -> Option<Json<'t>> {
        self.outputs?.get(name)?.get("value")
    }

    /// The instances of a block.
    fn of_block(&self, bare: &str) -> impl Iterator<Item = &Instance<'t>> {
        let indexes = self.blocks.get(bare).into_iter().flatten();
        indexes.map(|at| &self.instances[*at])
    }

    /// The file it stands in.
    pub fn file(&self) -> FileId {
        self.file
    }
}

#[derive(Clone, Copy)]
struct Reader<'t> {
    file: FileId,
    text: &'t str,
}

impl<'t> Reader<'t> {
    fn json(self, raw: &'t RawValue) -> Json<'t> {
        Json::of_raw(self.file, self.text, raw)
    }

    fn part<T: serde::Deserialize<'t>>(
        self,
        raw: Option<&'t RawValue>,
    ) -> Result<Option<T>, Problem> {
        raw.filter(|raw| raw.get() != "null").map(|raw| self.json(raw).typed()).transpose()
    }

    fn plan(self, head: &Head<'t>) -> Result<Plan<'t>, Problem> {
        let changes: Vec<ResourceChange<'t>> =
            self.part(head.resource_changes)?.unwrap_or_default();
        let unknown: HashMap<Cow<'t, str>, &'t RawValue> = changes
            .into_iter()
            .filter(|change| change.deposed.is_none())
            .filter_map(|change| Some((change.address, change.change.after_unknown?)))
            .collect();
        let mut instances = Vec::new();
        let planned: Option<Values<'t>> = self.part(head.planned_values)?;
        let outputs = planned.as_ref().and_then(|values| values.outputs).map(|raw| self.json(raw));
        self.instances(planned, &unknown, &mut instances)?;
        // Data sources were read before: they stand in the state that the plan starts from.
        let prior: Option<PriorState<'t>> = self.part(head.prior_state)?;
        let mut before = Vec::new();
        self.instances(prior.and_then(|prior| prior.values), &HashMap::new(), &mut before)?;
        let known: HashSet<_> =
            instances.iter().map(|instance| Arc::clone(&instance.address)).collect();
        before.retain(|instance| instance.is_data && !known.contains(&instance.address));
        instances.append(&mut before);
        let configuration = self.part(head.configuration)?.unwrap_or_default();
        let variables = head.variables.map(|raw| json::variables_of(&self.json(raw)));
        let says = |raw: Option<&RawValue>, word| raw.is_some_and(|raw| raw.get() == word);
        let is_part = says(head.complete, "false") || says(head.errored, "true");
        let unresolved = is_part.then(|| Unresolved {
            span: Span::file_start(self.file),
            resource: "".into(),
            why: Why::PlanIncomplete,
        });
        Ok(Plan {
            file: self.file,
            record: Record::Plan,
            blocks: blocks(&instances),
            instances,
            given: head.variables.map(|raw| self.json(raw)),
            configured: Configured::new(self.file, self.text, configuration),
            variables: variables.into_iter().flatten().map(Arc::new).collect(),
            outputs,
            unresolved: unresolved.into_iter().collect(),
        })
    }

    fn state(self, head: &Head<'t>) -> Result<Plan<'t>, Problem> {
        let values: Option<Values<'t>> = self.part(head.values)?;
        let outputs = values.as_ref().and_then(|values| values.outputs).map(|raw| self.json(raw));
        let mut instances = Vec::new();
        self.instances(values, &HashMap::new(), &mut instances)?;
        Ok(self.state_of(instances, outputs))
    }

    fn state_file(self, head: &Head<'t>) -> Result<Plan<'t>, Problem> {
        let resources: Vec<StateResource<'t>> = self.part(head.resources)?.unwrap_or_default();
        let instances = resources.iter().flat_map(|resource| self.instances_of_state(resource));
        Ok(self.state_of(instances.collect(), head.outputs.map(|raw| self.json(raw))))
    }

    fn state_of(self, instances: Vec<Instance<'t>>, outputs: Option<Json<'t>>) -> Plan<'t> {
        Plan {
            file: self.file,
            record: Record::State,
            blocks: blocks(&instances),
            instances,
            given: None,
            configured: Configured::default(),
            variables: Vec::new(),
            outputs,
            unresolved: Vec::new(),
        }
    }

    fn instances(
        self,
        values: Option<Values<'t>>,
        unknown: &HashMap<Cow<'t, str>, &'t RawValue>,
        instances: &mut Vec<Instance<'t>>,
    ) -> Result<(), Problem> {
        let mut open: Vec<ValuesModule<'t>> =
            values.and_then(|v| v.root_module).into_iter().collect();
        while let Some(module) = open.pop() {
            open.extend(module.child_modules.into_iter().flatten());
            for resource in module.resources.into_iter().flatten() {
                let json = self.json(resource.address);
                let written = json.as_str().ok_or_else(|| {
                    let message = "this does not parse: an address must be a string";
                    Problem::at(json.span(), message)
                })?;
                let unknown = unknown.get(&written).map(|raw| self.json(raw));
                let provider = resource.provider_name.as_deref().unwrap_or_default();
                let provider = provider.rsplit('/').next().unwrap_or_default();
                instances.push(Instance {
                    address: address(&written, resource.deposed_key.as_deref()),
                    bare: bare(&written).into(),
                    span: json.span(),
                    is_data: resource.mode == "data",
                    type_name: (&*resource.type_name).into(),
                    provider: provider.into(),
                    configuration: None,
                    values: resource.values.map(|raw| self.json(raw)),
                    unknown,
                });
            }
        }
        Ok(())
    }

    fn instances_of_state(self, resource: &StateResource<'t>) -> Vec<Instance<'t>> {
        let json = self.json(resource.name);
        let name = json.as_str().unwrap_or_default();
        let is_data = resource.mode == "data";
        let data = if is_data { "data." } else { "" };
        let module = resource.module.as_deref().map(|m| format!("{m}.")).unwrap_or_default();
        let block = format!("{module}{data}{}.{name}", resource.type_name);
        let (provider, alias) = provider_of(&resource.provider);
        let configuration: Arc<str> = match alias {
            Some(alias) => format!("{provider}.{alias}").into(),
            None => provider.into(),
        };
        let instance = |instance: &document::StateInstance<'t>| Instance {
            address: address(
                &format!("{block}{}", self.key(instance)),
                instance.deposed.as_deref(),
            ),
            bare: bare(&block).into(),
            span: json.span(),
            is_data,
            type_name: (&*resource.type_name).into(),
            provider: provider.into(),
            configuration: Some(Arc::clone(&configuration)),
            values: instance.attributes.map(|raw| self.json(raw)),
            unknown: None,
        };
        resource.instances.iter().flatten().map(instance).collect()
    }

    fn key(self, instance: &document::StateInstance<'t>) -> String {
        let Some(raw) = instance.index_key.filter(|raw| raw.get() != "null") else {
            return String::new();
        };
        match self.json(raw).as_str() {
            Some(key) => quoted(&key),
            None => format!("[{}]", raw.get()),
        }
    }
}

fn blocks(instances: &[Instance<'_>]) -> HashMap<Arc<str>, Vec<usize>> {
    let mut blocks: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
    for (at, instance) in instances.iter().enumerate() {
        blocks.entry(Arc::clone(&instance.bare)).or_default().push(at);
    }
    blocks
}

/// An object that is to be destroyed lies beside the one that replaced it.
fn address(address: &str, deposed: Option<&str>) -> Arc<str> {
    match deposed.filter(|key| !key.is_empty()) {
        Some(key) => format!("{address} (deposed {key})").into(),
        None => address.into(),
    }
}

/// Type and alias in `module.a.provider["registry.example/namespace/type"].alias`.
fn provider_of(text: &str) -> (&str, Option<&str>) {
    let Some((_, rest)) = text.split_once("provider[\"") else {
        // As older versions wrote it: `provider.aws.alias`.
        let rest = text.rsplit_once("provider.").map_or(text, |(_, rest)| rest);
        return match rest.split_once('.') {
            Some((name, alias)) => (name, Some(alias)),
            None => (rest, None),
        };
    };
    let (source, after) = rest.split_once("\"]").unwrap_or((rest, ""));
    (source.rsplit('/').next().unwrap_or(source), after.strip_prefix('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_of_state_files_are_taken_apart() {
        let here = "provider[\"registry.example.org/hashicorp/aws\"]";
        assert_eq!(provider_of(here), ("aws", None));
        assert_eq!(provider_of(&format!("module.a.{here}.tokyo")), ("aws", Some("tokyo")));
        assert_eq!(provider_of("module.a.provider.aws.tokyo"), ("aws", Some("tokyo")));
        assert_eq!(provider_of("provider.aws"), ("aws", None));
    }

    #[test]
    fn plans_are_told_from_other_documents_by_how_they_start() {
        assert!(looks_like_plan("{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\""));
        assert!(looks_like_plan("{\n  \"version\": 4,\n  \"serial\": 1,\n  \"lineage\": \"a\"\n"));
        assert!(!looks_like_plan("{\"name\": \"plan\", \"version\": \"1.0.0\"}"));
        assert!(!looks_like_plan("apiVersion: v1"));
    }
}
