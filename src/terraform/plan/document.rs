//! The documents as Terraform writes them (Terraform's documentation, "JSON Output Format"; the state file as
//! `statefile/version4.go` of hashicorp/terraform has it). OpenTofu writes the same.
//!
//! Only what is asked for is taken out; values stay where they are in the text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

pub(super) type Text<'t> = Cow<'t, str>;

/// What stands at the top of a document, whichever it is.
#[derive(Deserialize)]
pub(super) struct Head<'t> {
    /// Of a plan or a state that `terraform show -json` printed.
    #[serde(borrow)]
    pub format_version: Option<&'t RawValue>,
    pub planned_values: Option<&'t RawValue>,
    pub resource_changes: Option<&'t RawValue>,
    pub prior_state: Option<&'t RawValue>,
    pub configuration: Option<&'t RawValue>,
    pub variables: Option<&'t RawValue>,
    pub values: Option<&'t RawValue>,
    pub complete: Option<&'t RawValue>,
    pub errored: Option<&'t RawValue>,
    /// Of a state file.
    pub version: Option<&'t RawValue>,
    pub resources: Option<&'t RawValue>,
    pub outputs: Option<&'t RawValue>,
    pub encrypted_data: Option<&'t RawValue>,
}

/// The state that a plan started from.
#[derive(Deserialize)]
pub(super) struct PriorState<'t> {
    #[serde(borrow)]
    pub values: Option<Values<'t>>,
}

/// Resources with their values.
#[derive(Deserialize)]
pub(super) struct Values<'t> {
    #[serde(borrow)]
    pub outputs: Option<&'t RawValue>,
    pub root_module: Option<ValuesModule<'t>>,
}

#[derive(Deserialize)]
pub(super) struct ValuesModule<'t> {
    #[serde(borrow)]
    pub resources: Option<Vec<ValuesResource<'t>>>,
    pub child_modules: Option<Vec<ValuesModule<'t>>>,
}

#[derive(Deserialize)]
pub(super) struct ValuesResource<'t> {
    #[serde(borrow)]
    pub address: &'t RawValue,
    pub mode: Text<'t>,
    #[serde(rename = "type")]
    pub type_name: Text<'t>,
    pub provider_name: Option<Text<'t>>,
    pub values: Option<&'t RawValue>,
    pub deposed_key: Option<Text<'t>>,
}

/// What a plan does to one resource.
#[derive(Deserialize)]
pub(super) struct ResourceChange<'t> {
    #[serde(borrow)]
    pub address: Text<'t>,
    pub deposed: Option<Text<'t>>,
    pub change: Change<'t>,
}

#[derive(Deserialize)]
pub(super) struct Change<'t> {
    #[serde(borrow)]
    pub after_unknown: Option<&'t RawValue>,
}

/// The configuration that a plan was made of.
#[derive(Default, Deserialize)]
pub(super) struct Configuration<'t> {
    #[serde(borrow)]
    pub provider_config: Option<BTreeMap<Text<'t>, ProviderConfig<'t>>>,
    pub root_module: Option<ConfigModule<'t>>,
}

#[derive(Deserialize)]
pub(super) struct ProviderConfig<'t> {
    #[serde(borrow)]
    pub name: Text<'t>,
    pub alias: Option<Text<'t>>,
    pub module_address: Option<Text<'t>>,
    pub expressions: Option<&'t RawValue>,
}

#[derive(Default, Deserialize)]
pub(super) struct ConfigModule<'t> {
    #[serde(borrow)]
    pub resources: Option<Vec<ConfigResource<'t>>>,
    pub module_calls: Option<BTreeMap<Text<'t>, ConfigCall<'t>>>,
    pub outputs: Option<BTreeMap<Text<'t>, ConfigOutput<'t>>>,
    pub variables: Option<BTreeMap<Text<'t>, ConfigVariable<'t>>>,
}

#[derive(Deserialize)]
pub(super) struct ConfigResource<'t> {
    #[serde(borrow)]
    pub address: Text<'t>,
    pub provider_config_key: Option<Text<'t>>,
    pub expressions: Option<&'t RawValue>,
}

#[derive(Deserialize)]
pub(super) struct ConfigCall<'t> {
    #[serde(borrow)]
    pub expressions: Option<&'t RawValue>,
    pub module: Option<ConfigModule<'t>>,
}

#[derive(Deserialize)]
pub(super) struct ConfigOutput<'t> {
    #[serde(borrow)]
    pub expression: Option<&'t RawValue>,
}

#[derive(Deserialize)]
pub(super) struct ConfigVariable<'t> {
    #[serde(borrow)]
    pub default: Option<&'t RawValue>,
}

/// A resource of a state file, with all its instances.
#[derive(Deserialize)]
pub(super) struct StateResource<'t> {
    #[serde(borrow)]
    pub module: Option<Text<'t>>,
    pub mode: Text<'t>,
    #[serde(rename = "type")]
    pub type_name: Text<'t>,
    pub name: &'t RawValue,
    pub provider: Text<'t>,
    pub instances: Option<Vec<StateInstance<'t>>>,
}

#[derive(Deserialize)]
pub(super) struct StateInstance<'t> {
    #[serde(borrow)]
    pub index_key: Option<&'t RawValue>,
    pub attributes: Option<&'t RawValue>,
    pub deposed: Option<Text<'t>>,
}
