//! How far placements agree with what Terraform itself planned.
//!
//! ```text
//! cargo run --release --example agreement -- [--list] RESULT.json FOLDER [RESULT.json FOLDER ...]
//! cargo run --release --example agreement -- [--list] --results FOLDER --folders FILE
//! ```
//!
//! A result says where each resource instance of a configuration lands by Terraform's plan; `compare` tells
//! its form and the verdicts. The file given by `--folders` has a line `NAME<TAB>FOLDER` for each
//! configuration; its result is `NAME.json` with `__` in place of `/`. Results of plans that failed are left
//! out and counted. `--list` prints each instance that does not agree.

mod compare;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use compare::{Compared, Truth, Verdict};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let list = arguments.iter().any(|argument| argument == "--list");
    arguments.retain(|argument| argument != "--list");
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut report = Report::default();
    for (result, folder) in pairs(&arguments)? {
        let Ok(text) = fs::read_to_string(&result) else {
            report.without_result += 1;
            continue;
        };
        let truth: Truth = serde_json::from_str(&text)?;
        if !truth.ok {
            report.failed += 1;
            continue;
        }
        let Some(all) = compare::compare(&truth, &folder) else {
            report.no_root += 1;
            continue;
        };
        for compared in all.iter().filter(|compared| list && !compared.verdict.is_fine()) {
            writeln!(out, "{}\t{compared}", truth.config)?;
        }
        report.add(&truth.config, &all);
    }
    report.write(&mut out)?;
    out.flush()?;
    Ok(())
}

/// The results and the folders of their configurations that the arguments name.
fn pairs(arguments: &[String]) -> Result<Vec<(PathBuf, PathBuf)>, Box<dyn std::error::Error>> {
    match arguments {
        [results, folder, folders, file] if results == "--results" && folders == "--folders" => {
            let text = fs::read_to_string(file)?;
            let lines = text.lines().filter_map(|line| line.split_once('\t'));
            let result = |name: &str| PathBuf::from(folder).join(name.replace('/', "__") + ".json");
            Ok(lines.map(|(name, path)| (result(name), path.into())).collect())
        }
        pairs if !pairs.is_empty() && pairs.len() % 2 == 0 => Ok(pairs
            .chunks(2)
            .map(|pair| (pair[0].clone().into(), pair[1].clone().into()))
            .collect()),
        _ => Err("give RESULT.json FOLDER ..., or --results FOLDER --folders FILE".into()),
    }
}

/// Counts over all configurations.
#[derive(Default)]
struct Report {
    /// Results that are not there, and those of plans that failed.
    without_result: usize,
    failed: usize,
    /// Configurations that others of their tree call.
    no_root: usize,
    configurations: BTreeSet<String>,
    /// Configurations with an instance that does not agree.
    differing: BTreeSet<String>,
    verdicts: BTreeMap<Verdict, usize>,
    by_provider: BTreeMap<String, BTreeMap<Verdict, usize>>,
    /// What does not agree, by type and reason.
    groups: BTreeMap<(Verdict, String), usize>,
}

impl Report {
    fn add(&mut self, configuration: &str, all: &[Compared]) {
        self.configurations.insert(configuration.to_owned());
        for compared in all {
            let verdict = compared.verdict;
            *self.verdicts.entry(verdict).or_default() += 1;
            let of_provider = self.by_provider.entry(compared.provider.clone()).or_default();
            *of_provider.entry(verdict).or_default() += 1;
            if !verdict.is_fine() {
                self.differing.insert(configuration.to_owned());
                *self.groups.entry((verdict, compared.group())).or_default() += 1;
            }
        }
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "configurations: {} compared, {} of them differ somewhere; {} are called by others, \
             {} could not be planned, {} have no result",
            self.configurations.len(),
            self.differing.len(),
            self.no_root,
            self.failed,
            self.without_result
        )?;
        let known: usize = counts(&self.verdicts, Verdict::is_known);
        let agree: usize = counts(&self.verdicts, Verdict::agrees);
        writeln!(out, "\ninstances whose place Terraform knows: {known}")?;
        writeln!(out, "agreement: {agree} ({})", percent(agree, known))?;
        for (verdict, count) in &self.verdicts {
            let share = if verdict.is_known() { percent(*count, known) } else { String::new() };
            writeln!(out, "{count:>8} {share:>8}  {}", verdict.as_str())?;
        }
        for (provider, verdicts) in &self.by_provider {
            let (known, agree) =
                (counts(verdicts, Verdict::is_known), counts(verdicts, Verdict::agrees));
            if known > 0 {
                writeln!(
                    out,
                    "\n{provider}: {agree} of {known} agree ({})",
                    percent(agree, known)
                )?;
                for (verdict, count) in verdicts.iter().filter(|(verdict, _)| !verdict.agrees()) {
                    writeln!(out, "{count:>8}  {}", verdict.as_str())?;
                }
            }
        }
        writeln!(out, "\nwhat does not agree:")?;
        let mut groups: Vec<_> = self.groups.iter().collect();
        groups.sort_by_key(|((verdict, group), count)| {
            (*verdict, usize::MAX - **count, group.clone())
        });
        for ((verdict, group), count) in groups {
            writeln!(out, "{count:>8}  {}  {group}", verdict.as_str())?;
        }
        Ok(())
    }
}

fn counts(verdicts: &BTreeMap<Verdict, usize>, of: impl Fn(&Verdict) -> bool) -> usize {
    verdicts.iter().filter(|(verdict, _)| of(verdict)).map(|(_, count)| count).sum()
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn percent(part: usize, whole: usize) -> String {
    format!("{:.2} %", 100.0 * part as f64 / whole.max(1) as f64)
}
