//! Compares placements with what Terraform planned, instance by instance.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use sekisho::catalog::types::{LocationFrom, resource_type};
use sekisho::catalog::{providers, regions};
use sekisho::discover::Tree;
use sekisho::model::{Certainty, Placement, Why};
use sekisho::terraform::deployment::DEFAULT_WORKSPACE;
use sekisho::{Request, Setting};
use serde::Deserialize;

/// What Terraform planned of a configuration.
#[derive(Debug, Deserialize)]
pub struct Truth {
    /// Name of the configuration.
    pub config: String,
    /// Whether there is a plan.
    #[serde(default)]
    pub ok: bool,
    /// Resource instances of the plan.
    #[serde(default)]
    pub resources: Vec<Instance>,
    /// Variables that were set, by name.
    #[serde(default)]
    pub guessed_variables: BTreeMap<String, serde_json::Value>,
    /// Variables files that were given, relative to the configuration.
    #[serde(default)]
    pub var_files: Vec<String>,
    /// The workspace of the plan.
    #[serde(default = "default_workspace")]
    pub workspace: String,
}

fn default_workspace() -> String {
    DEFAULT_WORKSPACE.to_owned()
}

/// A resource instance of a plan.
#[derive(Debug, Deserialize)]
pub struct Instance {
    /// Its address.
    pub address: String,
    /// `managed` or `data`.
    pub mode: String,
    /// Its type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Source address of its provider, without the host.
    #[serde(default)]
    pub provider: Option<String>,
    /// The region word where it lands.
    #[serde(default)]
    pub location: Option<String>,
    /// Where the word comes from, or why there is none: `unset`, `unknown`, `mock`, `none`.
    #[serde(default)]
    pub location_from: String,
    /// Whether the type is of a regional service; nothing where that is not known.
    #[serde(default)]
    pub regional: Option<bool>,
}

/// What comes out of comparing one instance. The order is that of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The same place, certain.
    Agree,
    /// The same place among others.
    AgreeAmongOthers,
    /// Terraform's word is no region, and that is told.
    NoSuchRegion,
    /// Another place, certain.
    CertainAndWrong,
    /// Other places, possible.
    PossibleAndWrong,
    /// Terraform knows, and the placement is unknown.
    Unknown,
    /// Terraform knows, and there is no placement.
    Missing,
    /// Terraform's word is only the region of the provider, and the catalogue says that the type is elsewhere: a
    /// service without regions, an argument of its own, a default.
    OnlyProvider,
    /// Neither knows.
    BothUnknown,
    /// Terraform does not know, and the placement is possible.
    PossibleWhereUnknown,
    /// Terraform does not know, and the placement is certain.
    CertainWhereUnknown,
    /// The plan gives the instance no place to compare.
    NotCompared,
    /// There is no placement of an instance which the plan gives no place.
    MissingWithoutPlace,
    /// A placement that stands for instances whose keys are not known, where the plan has none.
    ExtraSymbolic,
    /// A placement that the plan does not have.
    Extra,
}

impl Verdict {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Agree => "agree",
            Verdict::AgreeAmongOthers => "agree, one of several places",
            Verdict::NoSuchRegion => "told to be no region",
            Verdict::CertainAndWrong => "CERTAIN AND WRONG",
            Verdict::PossibleAndWrong => "possible and wrong",
            Verdict::Unknown => "unknown",
            Verdict::Missing => "missing",
            Verdict::OnlyProvider => "the provider's region, which is not where the type is",
            Verdict::BothUnknown => "neither knows",
            Verdict::PossibleWhereUnknown => "possible where Terraform does not know",
            Verdict::CertainWhereUnknown => "certain where Terraform does not know",
            Verdict::NotCompared => "without a place in the plan",
            Verdict::MissingWithoutPlace => "missing, without a place in the plan",
            Verdict::ExtraSymbolic => "for instances with unknown keys, not in the plan",
            Verdict::Extra => "extra",
        }
    }

    /// Whether Terraform knows the place.
    pub fn is_known(&self) -> bool {
        *self <= Verdict::Missing
    }

    /// Whether the placement says what Terraform says.
    pub fn agrees(&self) -> bool {
        *self <= Verdict::NoSuchRegion
    }

    /// Whether there is nothing to look at.
    pub fn is_fine(self) -> bool {
        self.agrees()
            || matches!(self, Verdict::OnlyProvider | Verdict::BothUnknown | Verdict::NotCompared)
    }
}

/// An instance with its verdict.
#[derive(Debug)]
pub struct Compared {
    /// Its address.
    pub address: String,
    /// Its type.
    pub type_name: String,
    /// Name of its provider.
    pub provider: String,
    /// What comes out.
    pub verdict: Verdict,
    /// Terraform's word, or why there is none.
    pub truth: String,
    /// The places of the placement, or why there are none.
    pub said: String,
}

impl Compared {
    /// What it has in common with others: its type, and why a place is missing.
    pub fn group(&self) -> String {
        let reason = match self.verdict {
            Verdict::Unknown | Verdict::PossibleWhereUnknown | Verdict::CertainWhereUnknown => {
                let end = self.said.find([' ', '(', '{']).unwrap_or(self.said.len());
                &self.said[..end]
            }
            _ => "",
        };
        format!("{} {reason}", self.type_name).trim_end().to_owned()
    }
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Compared { address, verdict, truth, said, .. } = self;
        write!(f, "{}\t{address}\tTerraform: {truth}\there: {said}", verdict.as_str())
    }
}

/// Compares each instance of a plan with the placements of the configuration in `folder`, by address. Nothing where
/// other configurations of its tree call it: then it is no root by itself.
pub fn compare(truth: &Truth, folder: &Path) -> Option<Vec<Compared>> {
    let placements = placements(truth, folder)?;
    let mut by_address: BTreeMap<&str, Vec<&Placement>> = BTreeMap::new();
    for placement in placements.iter().filter(|placement| is_compared(placement)) {
        by_address.entry(&placement.resource).or_default().push(placement);
    }
    let symbolic: Vec<&str> =
        by_address.keys().copied().filter(|address| address.contains(ANY)).collect();
    let mut met = BTreeSet::new();
    let mut all = Vec::new();
    for instance in truth.resources.iter().filter(|instance| is_placed(instance)) {
        let address = &*instance.address;
        let standing = || symbolic.iter().copied().find(|symbolic| stands_for(symbolic, address));
        let found =
            by_address.get_key_value(address).map(|(address, _)| *address).or_else(standing);
        met.extend(found);
        let found: &[&Placement] = found.map_or(&[], |address| &by_address[address]);
        let said = described(found);
        all.push(Compared {
            address: address.to_owned(),
            type_name: instance.type_name.clone(),
            provider: local_name(instance).to_owned(),
            verdict: verdict(instance, found),
            truth: instance.location.as_deref().unwrap_or(&instance.location_from).to_owned(),
            said,
        });
    }
    for (address, found) in by_address.iter().filter(|(address, _)| !met.contains(*address)) {
        let verdict = if address.contains(ANY) { Verdict::ExtraSymbolic } else { Verdict::Extra };
        all.push(Compared {
            address: (*address).to_owned(),
            type_name: found[0].type_name.to_string(),
            provider: found[0].provider.to_string(),
            verdict,
            truth: "no instance".to_owned(),
            said: described(found),
        });
    }
    all.sort_by(|a, b| a.address.cmp(&b.address));
    Some(all)
}

/// The key of an instance that stands for all whose keys are not known.
const ANY: &str = "[*]";

/// The placements of a root with what the plan was given; nothing where it is a module of others.
fn placements(truth: &Truth, folder: &Path) -> Option<Vec<Placement>> {
    let path = folder.to_string_lossy().into_owned();
    let files = truth.var_files.iter().map(|file| variables_file(folder, file));
    let variables = truth.guessed_variables.iter().map(|(name, value)| {
        let value = match value {
            serde_json::Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        Setting::Variable { name: name.clone(), value }
    });
    let settings = files.map(Setting::VariablesFile).chain(variables).collect();
    let root = match Tree::of(&path, None).and_then(|tree| tree.path_of(&path)) {
        Ok(inside) if !inside.is_empty() => inside,
        _ => ".".to_owned(),
    };
    let workspace = Some(truth.workspace.clone());
    let request = Request { paths: vec![path], settings, workspace, ..Request::default() };
    let mut survey = sekisho::survey(&request);
    survey.placements.retain(|placement| *placement.root == *root);
    survey.roots.iter().any(|known| **known == *root).then_some(survey.placements)
}

/// Path of a variables file that the plan was given. An example, whose name Terraform does not take, was given as
/// a copy.
fn variables_file(folder: &Path, file: &str) -> String {
    let given = folder.join(file);
    let examples = ["terraform.tfvars.example", "terraform.tfvars.sample"];
    let mut examples = examples.iter().map(|name| folder.join(name)).filter(|path| path.exists());
    let path = if given.exists() { given } else { examples.next().unwrap_or(given) };
    path.to_string_lossy().into_owned()
}

/// Whether a placement is of something that plans list as a resource.
fn is_compared(placement: &Placement) -> bool {
    !placement.type_name.starts_with("terraform.")
}

/// Whether an instance is managed by a provider whose resources keep data.
fn is_placed(instance: &Instance) -> bool {
    instance.mode == "managed"
        && providers::provider(local_name(instance)).is_none_or(|facts| facts.keeps_data)
}

fn local_name(instance: &Instance) -> &str {
    let source = instance.provider.as_deref().unwrap_or_default();
    source.rsplit('/').next().unwrap_or_default()
}

/// Whether a symbolic address stands for another: `module.m[*].t.n` for `module.m["k"].t.n`.
fn stands_for(symbolic: &str, mut address: &str) -> bool {
    let mut parts = symbolic.split(ANY);
    let first = parts.next().unwrap_or_default();
    let Some(rest) = address.strip_prefix(first) else { return false };
    address = rest;
    for part in parts {
        let Some(rest) = after_key(address).and_then(|rest| rest.strip_prefix(part)) else {
            return false;
        };
        address = rest;
    }
    address.is_empty()
}

/// What follows the instance key at the start of `text`.
fn after_key(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let Some(quoted) = inner.strip_prefix('"') else {
        return inner.split_once(']').map(|(_, rest)| rest);
    };
    let mut escaped = false;
    let end = quoted.find(|c| {
        let is_end = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        is_end
    })?;
    quoted[end + 1..].strip_prefix(']')
}

fn verdict(instance: &Instance, found: &[&Placement]) -> Verdict {
    let certain = matches!(found, [only] if only.certainty() == Certainty::Certain);
    let is_none = found.iter().all(|placement| placement.claims.is_empty());
    let regions = || found.iter().flat_map(|placement| placement.places());
    let Some(word) = &instance.location else {
        return match &*instance.location_from {
            "unset" | "unknown" => match () {
                () if found.is_empty() => Verdict::MissingWithoutPlace,
                () if is_none => Verdict::BothUnknown,
                () if regions().all(|place| &*place.region == "global") => Verdict::BothUnknown,
                () if certain => Verdict::CertainWhereUnknown,
                () => Verdict::PossibleWhereUnknown,
            },
            _ if found.is_empty() => Verdict::MissingWithoutPlace,
            _ => Verdict::NotCompared,
        };
    };
    if found.is_empty() {
        return Verdict::Missing;
    }
    if is_none {
        let is_word =
            |why: &Why| matches!(why, Why::UnknownRegion { word: told, .. } if **told == **word);
        let told = found.iter().filter_map(|placement| placement.why_unknown.as_ref());
        return if { told }.any(is_word) { Verdict::NoSuchRegion } else { Verdict::Unknown };
    }
    if regions().any(|place| is_at(instance, &place.provider, &place.region, word)) {
        return if certain { Verdict::Agree } else { Verdict::AgreeAmongOthers };
    }
    if instance.location_from == "provider" && is_elsewhere(instance) {
        return Verdict::OnlyProvider;
    }
    if certain { Verdict::CertainAndWrong } else { Verdict::PossibleAndWrong }
}

/// Whether the region of the provider is not where a type is: what stands in for providers knows neither services
/// without regions nor defaults, and of arguments that name a place only `region`, `location` and `zone`.
fn is_elsewhere(instance: &Instance) -> bool {
    let Some(kind) = resource_type(&instance.type_name) else { return false };
    let is_regional = instance.regional == Some(true);
    kind.location_from().any(|way| match way {
        LocationFrom::Global => !is_regional,
        LocationFrom::Region(path) if matches!(path, "region" | "location" | "zone") => {
            kind.default_place(path).is_some()
        }
        LocationFrom::Region(_) => !is_regional,
        _ => false,
    })
}

/// Whether a region is the one that Terraform's word names: a region, a zone of it, or another spelling.
fn is_at(instance: &Instance, provider: &str, region: &str, word: &str) -> bool {
    let service = resource_type(&instance.type_name).and_then(|kind| kind.service());
    let named = regions::place(provider, word, service);
    region.eq_ignore_ascii_case(word) || named.is_ok_and(|place| *place.region == *region)
}

/// The places of placements as one line, or why there are none.
fn described(found: &[&Placement]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for placement in found {
        parts.extend(placement.places().map(|place| place.region.to_string()));
        parts.extend(placement.why_unknown.as_ref().map(|why| format!("{why:?}")));
    }
    parts.dedup();
    if found.is_empty() { "no placement".to_owned() } else { parts.join(", ") }
}
