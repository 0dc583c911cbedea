//! The program `helm`, which renders charts. The only room that starts another program, and it does so only where a
//! flag asks for it: without a shell, with fixed arguments, without a network, with limits of time and size.

use std::ffi::OsString;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// The longest that one rendering may take.
const LONGEST: Duration = Duration::from_secs(60);

/// The most bytes of a rendered chart, and of what helm says besides.
const LARGEST: u64 = 32 << 20;
const MOST_SAID: u64 = 64 << 10;

/// The most characters of what helm says that are passed on.
const LONGEST_SAID: usize = 600;

/// The variables of the system that a program needs to run; those that steer helm are left out.
const KEPT: [&str; 8] =
    ["PATH", "HOME", "USERPROFILE", "SystemRoot", "TEMP", "TMP", "TMPDIR", "LOCALAPPDATA"];

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
pub struct Helm {
    program: PathBuf,
}

impl Helm {
    /// The one that a folder of `PATH` holds. Relative folders do not count: they may be those of the checked tree.
    pub fn find() -> Option<Helm> {
        let path = std::env::var_os("PATH")?;
        let name = format!("helm{}", std::env::consts::EXE_SUFFIX);
        let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
        let program = folders.map(|folder| folder.join(&name)).find(|program| program.is_file())?;
        Some(Helm { program })
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
        let mut command = Command::new(&self.program);
        // A path that begins with a dot is neither a flag nor the name of a chart elsewhere.
        let chart = if chart.is_empty() { ".".to_owned() } else { format!("./{chart}") };
        command.args(["template", "release-name", &chart]);
        command.args(["--namespace", "default", "--skip-tests"]);
        command.args(values.map(|_| "--values=-"));
        command.current_dir(root).env_clear().envs(environment());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().map_err(|error| format!("it does not start: {error}"))?;
        run(child, values.unwrap_or_default())
    }
}

fn environment() -> impl Iterator<Item = (&'static str, OsString)> {
    let kept = KEPT.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
    let nowhere = std::env::temp_dir().join("sekisho-reads-nothing-here");
    let emptied = EMPTIED.into_iter().map(move |name| (name, nowhere.clone().into_os_string()));
    kept.chain(emptied).chain(PROXIES.map(|name| (name, NOWHERE.into())))
}

/// What a child prints when it is given a text.
fn run(mut child: Child, input: &str) -> Result<String, String> {
    let deadline = Instant::now() + LONGEST;
    let printed = child.stdout.take().map(|pipe| read(pipe, LARGEST + 1));
    let said = child.stderr.take().map(|pipe| read(pipe, MOST_SAID));
    if let Some(mut pipe) = child.stdin.take() {
        let input = input.to_owned();
        // A child that does not read all of it says why.
        thread::spawn(move || pipe.write_all(input.as_bytes()));
    }
    let result = printed.zip(said).ok_or("it has no output".to_owned());
    let result = result.and_then(|(printed, said)| finish(&mut child, &printed, &said, deadline));
    // One that has ended is not there to be killed.
    let _ = child.kill();
    let _ = child.wait();
    result
}

fn finish(
    child: &mut Child,
    printed: &Receiver<io::Result<Vec<u8>>>,
    said: &Receiver<io::Result<Vec<u8>>>,
    deadline: Instant,
) -> Result<String, String> {
    let too_long = || format!("it did not end within {} seconds", LONGEST.as_secs());
    let left = || deadline.saturating_duration_since(Instant::now());
    let bytes = printed.recv_timeout(left()).map_err(|_| too_long())?;
    let bytes = bytes.map_err(|error| format!("what it prints cannot be read: {error}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it prints more than {} MiB", LARGEST >> 20));
    }
    let said = said.recv_timeout(left()).map_err(|_| too_long())?.unwrap_or_default();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if left().is_zero() => return Err(too_long()),
            Ok(None) => thread::sleep(Duration::from_millis(2)),
            Err(error) => return Err(format!("it cannot be waited for: {error}")),
        }
    };
    if !status.success() {
        return Err(shortened(&String::from_utf8_lossy(&said)));
    }
    String::from_utf8(bytes).map_err(|_| "what it prints is not UTF-8".to_owned())
}

/// Reads a pipe to its end or a limit, on a thread of its own.
fn read(pipe: impl Read + Send + 'static, most: u64) -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.take(most).read_to_end(&mut bytes);
        // Nobody waits any more where time is over.
        let _ = sender.send(read.map(|_| bytes));
    });
    receiver
}

/// What helm says from its error on, on one line.
fn shortened(said: &str) -> String {
    let from = said.find("Error: ").map_or(0, |at| at + "Error: ".len());
    let words: Vec<&str> = said[from..].split_whitespace().collect();
    let line: String = words.join(" ").chars().take(LONGEST_SAID).collect();
    if line.is_empty() { "it ended without a word".to_owned() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_passed_on_in_one_line() {
        let said = "level=WARN msg=old\nError: INSTALLATION FAILED:\n  no such\tfile\n";
        assert_eq!(shortened(said), "INSTALLATION FAILED: no such file");
        assert_eq!(shortened("\n"), "it ended without a word");
        assert_eq!(shortened(&"x".repeat(9_000)).len(), LONGEST_SAID);
    }
}
