//! A policy file with all it extends to a [`Policy`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::keys;
use super::model::{Policy, Rule};
use super::places;
use super::read::{self, Draft, RuleDraft};
use super::reader::{Reader, Word, near, quote, suggest};
use super::{pack, pack_names};
use crate::catalog::operators;
use crate::model::{Problem, Severity};
use crate::source::{Sources, Span};
use crate::syntax::yaml;

/// The longest chain of policies that extend one another.
const LONGEST_CHAIN: usize = 16;

/// The most files that one policy draws in.
const MOST_FILES: usize = 100;

/// Loads the policy file at `path`, and what it extends: packs by name, other files through `read`, which is given a
/// path beside `path` and answers with the text or with the reason why there is none. What comes later counts: a
/// file overrides what it extends, a data class as a whole and a rule key by key.
///
/// # Errors
///
/// All that is wrong, sorted by file and place.
pub fn load(
    sources: &mut Sources,
    path: &str,
    text: String,
    read: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<Policy, Vec<Problem>> {
    let mut loader = Loader {
        sources,
        read,
        problems: Vec::new(),
        chain: Vec::new(),
        done: Vec::new(),
        drafts: Vec::new(),
        complete: true,
    };
    loader.file(path, text);
    let Loader { sources, mut problems, drafts, complete, .. } = loader;
    let mut reader = Reader::default();
    let policy = merge(&mut reader, path, drafts, complete);
    problems.append(&mut reader.problems);
    if problems.is_empty() && policy.rules.is_empty() {
        let message = "this policy has no rule, so nothing would be judged; add `rules`, or extend a pack: \
                       `extends: [japan-residency]`";
        problems.push(Problem::of_path(path, message));
    }
    if problems.is_empty() {
        return Ok(policy);
    }
    let place = |p: &Problem| p.span.map(|span| (sources.path(span).to_owned(), span));
    problems.sort_by_cached_key(|problem| (place(problem), problem.message.clone()));
    problems.dedup();
    Err(problems)
}

/// Loads the pack of this name.
///
/// # Errors
///
/// That there is no such pack.
pub fn load_pack(sources: &mut Sources, name: &str) -> Result<Policy, Vec<Problem>> {
    let Some(text) = pack(name) else {
        let names: Vec<&str> = pack_names().collect();
        let message = format!("there is no pack {}; {}", quote(name), suggest(name, &names));
        return Err(vec![Problem::of_path(name, message)]);
    };
    let mut none = |_: &str| Err("a pack extends packs only".to_owned());
    load(sources, &pack_path(name), text.to_owned(), &mut none)
}

/// What a pack is called among the files of a run.
fn pack_path(name: &str) -> String {
    format!("pack:{name}")
}

struct Loader<'l> {
    sources: &'l mut Sources,
    read: &'l mut dyn FnMut(&str) -> Result<String, String>,
    problems: Vec<Problem>,
    /// The files being read, each extended by the one before it.
    chain: Vec<String>,
    /// The files that were read.
    done: Vec<String>,
    /// What they say: extended ones before those that extend them.
    drafts: Vec<Draft>,
    /// Whether everything was found: otherwise a missing name may be in what was not.
    complete: bool,
}

impl Loader<'_> {
    fn file(&mut self, path: &str, text: String) {
        let file = self.sources.add(path, text);
        let mut reader = Reader::default();
        let parsed = yaml::parse(file, self.sources.file(file).text());
        self.complete &= parsed.problems.is_empty();
        self.problems.extend(parsed.problems);
        let draft = match &parsed.documents[..] {
            [document] => read::policy(&mut reader, &document.root),
            [] if self.complete => {
                let start = Span::file_start(file);
                reader.wrong(start, "this policy is empty; start it with `version: 1`");
                Draft::default()
            }
            [] => Draft::default(),
            [_, second, ..] => {
                let message = "a policy is one document; remove the line `---` before this one";
                reader.wrong(second.root.span, message);
                Draft::default()
            }
        };
        self.problems.append(&mut reader.problems);
        self.chain.push(path.to_owned());
        for word in &draft.extends {
            if let Err(message) = self.extend(path, word) {
                self.complete = false;
                self.problems.push(Problem::at(word.span, message));
            }
        }
        self.chain.pop();
        self.done.push(path.to_owned());
        self.drafts.push(draft);
    }

    fn extend(&mut self, from: &str, word: &Word) -> Result<(), String> {
        let (path, is_pack) = self.target(from, &word.text)?;
        if let Some(start) = self.chain.iter().position(|open| *open == path) {
            let open = self.chain[start..].iter().chain([&path]);
            let circle: Vec<String> = open.map(|path| quote(path)).collect();
            let circle = circle.join(" -> ");
            return Err(format!(
                "policies extend one another in a circle: {circle}; remove one of these"
            ));
        }
        if self.done.contains(&path) {
            return Ok(());
        }
        if self.chain.len() >= LONGEST_CHAIN || self.done.len() >= MOST_FILES {
            return Err("too many policies extend one another; join some of them".to_owned());
        }
        let text = match pack(&word.text).filter(|_| is_pack) {
            Some(text) => text.to_owned(),
            None => (self.read)(&path)
                .map_err(|why| format!("{} cannot be read: {why}", quote(&path)))?,
        };
        self.file(&path, text);
        Ok(())
    }

    /// The file that `extends` means, and whether it is a pack.
    fn target(&self, from: &str, text: &str) -> Result<(String, bool), String> {
        if pack(text).is_some() {
            return Ok((pack_path(text), true));
        }
        let is_file = text.contains('/') || text.ends_with(".yaml") || text.ends_with(".yml");
        if !is_file {
            let names: Vec<&str> = pack_names().collect();
            return Err(format!(
                "there is no pack {}; {} (a file of your own is named by a path, such as `./base.yaml`)",
                quote(text),
                suggest(text, &names)
            ));
        }
        beside(from, text).map(|path| (path, false))
    }
}

/// The path that `text` means in the file at `from`.
fn beside(from: &str, text: &str) -> Result<String, String> {
    let outside =
        || format!("{} is outside the checked tree; keep policies inside it", quote(text));
    if text.starts_with('/') || from.starts_with("pack:") {
        return Err(outside());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.pop() {
                None | Some("" | "." | "..") => return Err(outside()),
                Some(_) => {}
            },
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// Joins drafts, later ones over earlier ones, and checks what only the whole can tell.
fn merge(reader: &mut Reader, name: &str, drafts: Vec<Draft>, complete: bool) -> Policy {
    let mut policy = Policy {
        name: name.strip_prefix("pack:").unwrap_or(name).into(),
        accept_unverified: false,
        data: BTreeMap::new(),
        rules: BTreeMap::new(),
        clusters: Vec::new(),
        environments: Vec::new(),
        organization: None,
        operators: BTreeMap::new(),
        principals: Vec::new(),
        keys: Vec::new(),
        regions: BTreeMap::new(),
    };
    let mut rules: BTreeMap<Arc<str>, (Span, RuleDraft)> = BTreeMap::new();
    let has_organization = drafts.iter().any(|draft| draft.has_organization);
    let mut clusters = Vec::new();
    for draft in drafts {
        policy.accept_unverified = draft.accept_unverified.unwrap_or(policy.accept_unverified);
        policy.data.extend(draft.data.into_iter().map(|(word, class)| (word.text, class)));
        clusters.extend(draft.clusters);
        policy.environments.extend(draft.environments);
        policy.organization = draft.organization.or(policy.organization);
        let operators = draft.operators.into_iter();
        policy.operators.extend(operators.map(|operator| (Arc::clone(&operator.id), operator)));
        policy.regions.extend(draft.regions);
        // What extends another policy counts before it.
        policy.principals.splice(0..0, draft.principals);
        policy.keys.extend(draft.keys);
        for (word, rule) in draft.rules {
            let (span, whole) = rules.entry(word.text).or_insert((word.span, RuleDraft::default()));
            *span = word.span;
            whole.override_with(rule);
        }
    }
    if !complete {
        return policy;
    }
    let names: Vec<Arc<str>> = rules.keys().cloned().collect();
    for (name, (span, draft)) in rules {
        let rule = rule(reader, &policy, &name, span, draft, &names);
        policy.rules.extend(rule.map(|rule| (name, rule)));
    }
    for region in policy.regions.values() {
        if &*region.operator == "self" {
            if !has_organization {
                let message = "`self` is the organization, and this policy has none; add `organization` with its name";
                reader.wrong(region.span, message);
            }
        } else if policy.operator(&region.operator).is_none() {
            let ids = operators::facts().map(|facts| facts.id);
            let ids: Vec<&str> = ids.chain(policy.operators.keys().map(|id| &**id)).collect();
            let operator = &region.operator;
            let message = format!(
                "the catalogue has no operator {}; {}",
                quote(operator),
                suggest(operator, &ids)
            );
            reader.wrong(region.span, message);
        }
    }
    keys::check(reader, &policy);
    let located =
        clusters.into_iter().filter_map(|cluster| places::located(reader, &policy, cluster));
    policy.clusters = located.collect();
    policy
}

impl RuleDraft {
    /// Takes over the keys that `later` has.
    fn override_with(&mut self, later: RuleDraft) {
        self.data = later.data.or(self.data.take());
        self.countries = later.countries.or(self.countries.take());
        self.operators = later.operators.or(self.operators.take());
        self.access = later.access.or(self.access.take());
        self.keys = later.keys.or(self.keys.take());
        self.reach = later.reach.or(self.reach.take());
        self.unresolved = later.unresolved.or(self.unresolved);
        self.severity = later.severity.or(self.severity);
        self.because = later.because.or(self.because.take());
        self.flawed |= later.flawed;
    }
}

fn rule(
    reader: &mut Reader,
    policy: &Policy,
    name: &str,
    span: Span,
    draft: RuleDraft,
    names: &[Arc<str>],
) -> Option<Rule> {
    let before = reader.problems.len();
    let data = draft.data.unwrap_or_default();
    for word in data.iter().filter(|word| !policy.data.contains_key(&word.text)) {
        let classes: Vec<&str> = policy.data.keys().map(|name| &**name).collect();
        let advice = suggest(&word.text, &classes);
        reader.wrong(word.span, format!("there is no data class {}; {advice}", quote(&word.text)));
    }
    let of_places = draft.countries.is_some() || draft.operators.is_some();
    let judges =
        of_places || draft.access.is_some() || draft.keys.is_some() || draft.reach.is_some();
    if !draft.flawed && (data.is_empty() || !judges) {
        let missing = if data.is_empty() {
            "names no data class; add `data`"
        } else {
            "asks for nothing; add `countries`, `operators`, `access`, `keys` or `reach`"
        };
        let others = names.iter().map(|other| &**other).filter(|other| *other != name);
        let others: Vec<&str> = others.collect();
        let hint = near(name, &others).map_or(String::new(), |near| {
            format!("; to change the rule `{near}`, write its name exactly")
        });
        reader.wrong(span, format!("rule {} {missing}{hint}", quote(name)));
    }
    (reader.problems.len() == before && !draft.flawed).then(|| Rule {
        span,
        data: data.into_iter().map(|word| word.text).collect(),
        countries: draft.countries,
        operators: draft.operators,
        access: draft.access,
        keys: draft.keys,
        reach: draft.reach,
        // Rules that ask for no place leave it to others to tell that one is missing.
        unresolved: draft.unresolved.unwrap_or(of_places.then_some(Severity::Error)),
        severity: draft.severity.unwrap_or(Some(Severity::Error)),
        because: draft.because,
    })
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn paths_are_beside_the_file_that_names_them_and_inside_the_tree() {
        assert_eq!(beside("sekisho.yaml", "./base.yaml").as_deref(), Ok("base.yaml"));
        assert_eq!(beside("a/b/sekisho.yaml", "../base.yaml").as_deref(), Ok("a/base.yaml"));
        assert_eq!(beside("/r/sekisho.yaml", "x/../base.yaml").as_deref(), Ok("/r/base.yaml"));
        for (from, text) in [
            ("sekisho.yaml", "../base.yaml"),
            ("a/sekisho.yaml", "../../base.yaml"),
            ("../sekisho.yaml", "../base.yaml"),
            ("sekisho.yaml", "/etc/base.yaml"),
            ("pack:x", "./base.yaml"),
        ] {
            assert!(beside(from, text).is_err(), "{from} {text}");
        }
    }
}
