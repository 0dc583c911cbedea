//! Other programs, where a flag asks for one: without a shell, with few variables of the system, with limits of time and size.

use std::ffi::OsString;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// The longest that one run may take.
const LONGEST: Duration = Duration::from_secs(60);

/// The most bytes of what a program says besides what it prints.
const MOST_SAID: u64 = 64 << 10;

/// The most characters of what a program says that are passed on.
const LONGEST_SAID: usize = 600;

/// The variables of the system that a program needs to run; those that steer it are left out.
const KEPT: [&str; 8] =
    ["PATH", "HOME", "USERPROFILE", "SystemRoot", "TEMP", "TMP", "TMPDIR", "LOCALAPPDATA"];

/// A program, found.
#[derive(Debug)]
pub struct Program(PathBuf);

/// One run of a program.
#[derive(Debug)]
pub struct Run {
    command: Command,
    /// The most bytes that it may print.
    most: u64,
}

impl Program {
    /// The one that a folder of `PATH` holds. Relative folders do not count: they may be those of the checked tree.
    pub fn find(name: &str) -> Option<Program> {
        let path = std::env::var_os("PATH")?;
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
        { folders }.map(|folder| folder.join(&name)).find(|program| program.is_file()).map(Program)
    }

    /// A run in a folder that prints no more than so many bytes.
    pub fn run_in(&self, folder: &Path, most: u64) -> Run {
        let mut command = Command::new(&self.0);
        command.current_dir(folder).env_clear();
        command.envs(KEPT.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Run { command, most }
    }
}

impl Run {
    /// The same with more arguments.
    #[must_use]
    pub fn with<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        self.command.args(arguments);
        self
    }

    /// The same with more variables of the system.
    #[must_use]
    pub fn with_variables(
        mut self,
        variables: impl IntoIterator<Item = (&'static str, OsString)>,
    ) -> Run {
        self.command.envs(variables);
        self
    }

    /// What the program prints when it is given a text.
    ///
    /// # Errors
    /// What it says where it fails, or why it was ended.
    pub fn prints(mut self, input: &str) -> Result<Vec<u8>, String> {
        let child = self.command.spawn();
        let mut child = child.map_err(|error| format!("it does not start: {error}"))?;
        let result = finish(&mut child, input, self.most);
        // One that has ended is not there to be killed.
        let _ = child.kill();
        let _ = child.wait();
        result
    }
}

fn finish(child: &mut Child, input: &str, most: u64) -> Result<Vec<u8>, String> {
    let deadline = Instant::now() + LONGEST;
    let too_long = || format!("it did not end within {} seconds", LONGEST.as_secs());
    let left = || deadline.saturating_duration_since(Instant::now());
    let printed = child.stdout.take().map(|pipe| read(pipe, most + 1));
    let said = child.stderr.take().map(|pipe| read(pipe, MOST_SAID));
    let (printed, said) = printed.zip(said).ok_or("it has no output")?;
    if let Some(mut pipe) = child.stdin.take() {
        let input = input.to_owned();
        // A child that does not read all of it says why.
        thread::spawn(move || pipe.write_all(input.as_bytes()));
    }
    let bytes = printed.recv_timeout(left()).map_err(|_| too_long())?;
    let bytes = bytes.map_err(|error| format!("what it prints cannot be read: {error}"))?;
    if bytes.len() as u64 > most {
        return Err(format!("it prints more than {} MiB", most >> 20));
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
    if status.success() { Ok(bytes) } else { Err(shortened(&String::from_utf8_lossy(&said))) }
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

/// What a program says from its error on, on one line.
fn shortened(said: &str) -> String {
    let after = |mark: &str| said.find(mark).map(|at| at + mark.len());
    let from = after("Error: ").or_else(|| after("fatal: ")).unwrap_or_default();
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
        assert_eq!(shortened("fatal: Needed a single revision\n"), "Needed a single revision");
        assert_eq!(shortened("\n"), "it ended without a word");
        assert_eq!(shortened(&"x".repeat(9_000)).len(), LONGEST_SAID);
    }
}
