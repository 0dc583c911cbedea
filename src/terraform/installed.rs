//! The list of downloaded modules that `terraform init` keeps.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::module_source::{ModuleAddress, is_local};

/// Where the list is, from the directory of a root.
pub const LIST: &str = ".terraform/modules/modules.json";

/// A module that was downloaded.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Installed {
    /// Names of the calls that lead to it, joined by dots.
    pub key: String,
    /// The `source` of the call, with the host of its registry.
    pub source: String,
    /// Its version, where it is from a registry.
    #[serde(default)]
    pub version: Option<String>,
    /// Its directory, relative to that of the root.
    pub dir: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct List {
    modules: Vec<Installed>,
}

/// The modules of a list that are not in the tree by a path of their own.
///
/// # Errors
/// Where the text is no such list.
pub fn parse(text: &str) -> Result<Vec<Installed>, String> {
    let list: List = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let is_downloaded = |module: &Installed| !module.key.is_empty() && !is_local(&module.source);
    Ok(list.modules.into_iter().filter(is_downloaded).collect())
}

/// The one of these that a call of this source and version means: the version exactly, else any.
pub fn find<'i>(
    list: &'i [Installed],
    address: &ModuleAddress,
    version: Option<&str>,
) -> Option<&'i Installed> {
    let is_same = |module: &&Installed| ModuleAddress::of(&module.source).is_same_as(address);
    let exact = |module: &&Installed| version.is_some() && module.version.as_deref() == version;
    let candidates = || list.iter().filter(is_same);
    candidates().find(exact).or_else(|| candidates().next())
}

/// Directories by key.
pub type Directories = BTreeMap<Arc<str>, Arc<str>>;
