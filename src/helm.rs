//! The program `helm`, which renders charts where a flag asks for it: with fixed arguments, without a network.

use std::ffi::OsString;
use std::path::Path;

use crate::program::Program;

/// The most bytes of a rendered chart.
const LARGEST: u64 = 32 << 20;

/// Variables that name what helm and its libraries read besides the chart: there is nothing.
const EMPTIED: [&str; 6] = [
    "HELM_CACHE_HOME",
    "HELM_CONFIG_HOME",
    "HELM_DATA_HOME",
    "HELM_PLUGINS",
    "HELM_REPOSITORY_CONFIG",
    "KUBECONFIG",
];

/// A schema of values may name others by their addresses: nothing listens where these lead.
const PROXIES: [&str; 4] = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];
const NOWHERE: &str = "http://127.0.0.1:9";

/// The program, found.
#[derive(Debug)]
pub struct Helm(Program);

impl Helm {
    /// The one on the `PATH`.
    pub fn find() -> Option<Helm> {
        Program::find("helm").map(Helm)
    }

    /// Renders the chart in a folder of the tree, by its own values and those that are given.
    ///
    /// # Errors
    /// What helm says, or why it was ended.
    pub fn template(
        &self,
        root: &Path,
        chart: &str,
        values: Option<&str>,
    ) -> Result<String, String> {
        // A path that begins with a dot is neither a flag nor the name of a chart elsewhere.
        let chart = if chart.is_empty() { ".".to_owned() } else { format!("./{chart}") };
        let run = self
            .0
            .run_in(root, LARGEST)
            .with(["template", "release-name", &chart, "--namespace", "default", "--skip-tests"])
            .with(values.map(|_| "--values=-"))
            .with_variables(variables());
        let printed = run.prints(values.unwrap_or_default())?;
        String::from_utf8(printed).map_err(|_| "what it prints is not UTF-8".to_owned())
    }
}

fn variables() -> impl Iterator<Item = (&'static str, OsString)> {
    let nowhere = std::env::temp_dir().join("sekisho-reads-nothing-here");
    let emptied = EMPTIED.into_iter().map(move |name| (name, nowhere.clone().into_os_string()));
    emptied.chain(PROXIES.map(|name| (name, NOWHERE.into())))
}
