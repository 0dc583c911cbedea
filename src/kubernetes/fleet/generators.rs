//! Generators of sets of applications: each gives sets of parameters.

use super::super::fields::{elements, text, text_at};
use super::Surroundings;
use super::labels::{is_open, selects};
use super::parameters::Parameters;
use super::tree::matches;
use crate::model::{Labels, Why};
use crate::source::{Span, file_name};
use crate::syntax::yaml::Node;

/// What generators give.
#[derive(Default)]
pub(super) struct Generated {
    pub sets: Vec<Parameters>,
    /// Why there may be more of them, and where that is written.
    pub open: Option<(Why, Span)>,
}

/// The most sets of parameters of one object, and the most values of one generator.
const MOST_SETS: usize = 2_000;
const MOST_VALUES: usize = 20_000;

/// The deepest nesting of generators in one another.
const DEEPEST: usize = 4;

impl Generated {
    fn open(why: Why, span: Span) -> Generated {
        Generated { sets: Vec::new(), open: Some((why, span)) }
    }

    fn extend(&mut self, other: Generated, span: Span) {
        self.sets.extend(other.sets);
        if self.sets.len() > MOST_SETS {
            self.sets.truncate(MOST_SETS);
            self.open = Some((Why::Budget, span));
        }
        if self.open.is_none() {
            self.open = other.open;
        }
    }
}

/// A reader of generators.
pub(super) struct Generators<'r, 'm, 'n, 't> {
    pub around: &'r Surroundings<'m, 'n, 't>,
    /// The name under which clusters are registered for these generators.
    pub registers: &'static str,
    /// Values that may still be looked at.
    pub budget: usize,
}

impl<'r, 'm, 'n, 't> Generators<'r, 'm, 'n, 't> {
    pub fn new(
        around: &'r Surroundings<'m, 'n, 't>,
        registers: &'static str,
    ) -> Generators<'r, 'm, 'n, 't> {
        Generators { around, registers, budget: MOST_VALUES }
    }

    /// All that these generators give, one after the other; `given` is what is known before.
    pub fn all(&mut self, generators: &[&Node<'_>], given: &Parameters, depth: usize) -> Generated {
        let mut all = Generated::default();
        for generator in generators {
            let one = self.one(generator, given, depth);
            all.extend(one, generator.span);
        }
        all
    }

    fn one(&mut self, generator: &Node<'_>, given: &Parameters, depth: usize) -> Generated {
        if depth > DEEPEST {
            return Generated::open(Why::Budget, generator.span);
        }
        let mut found = Generated::default();
        for (key, node) in generator.entries() {
            let name = key.as_str().unwrap_or_default();
            let given_here = match name {
                "list" => self.list(node, given),
                "clusters" => self.clusters(node, given),
                "git" => self.git(node, given),
                "matrix" => self.matrix(node, given, depth),
                "merge" => self.merge(node, given, depth),
                "selector" => continue,
                other => {
                    let what = format!("generator `{other}`").into();
                    Generated::open(Why::NotSupported { what }, key.span)
                }
            };
            if node.get("template").is_some_and(|template| template.get("spec").is_some()) {
                let what = "`template` of a generator".into();
                found.open = Some((Why::NotSupported { what }, key.span));
            }
            found.extend(given_here, key.span);
        }
        if let Some(selector) = generator.get("selector") {
            found.sets.retain(|set| selects(selector, &labels_of(set)) != Some(false));
        }
        found
    }

    fn list(&mut self, node: &Node<'_>, given: &Parameters) -> Generated {
        let mut found = Generated::default();
        for element in elements(node, &["elements"]) {
            let mut set = given.clone();
            self.add(&mut set, "", element, given);
            found.sets.push(set);
            if found.sets.len() > MOST_SETS {
                break;
            }
        }
        if let Some(made) = node.get("elementsYaml") {
            found.open = Some((Why::NotSupported { what: "`elementsYaml`".into() }, made.span));
        }
        found
    }

    /// Adds values of the author's, in which earlier parameters may be filled.
    fn add(&mut self, set: &mut Parameters, path: &str, node: &Node<'_>, given: &Parameters) {
        let mut own = Parameters::default();
        own.add(path, node, &mut self.budget);
        for (key, parameter) in own.known {
            let text = given.fill_text(&parameter.text);
            set.set(&key, &text, parameter.span);
        }
    }

    fn clusters(&mut self, node: &Node<'_>, given: &Parameters) -> Generated {
        let selector = node.get("selector");
        let (selected, is_open) = self.around.register.selected(selector, self.registers);
        let mut found = Generated::default();
        // A cluster that nobody registered has no labels to be selected by.
        let is_for_all =
            selector.is_none_or(|selector| selects(selector, &Labels::default()) == Some(true));
        if is_for_all {
            let mut set = given.clone();
            set.set("name", "in-cluster", node.span);
            set.set("nameNormalized", "in-cluster", node.span);
            set.set("server", "https://kubernetes.default.svc", node.span);
            found.sets.push(set);
        }
        for at in selected {
            let known = &self.around.register.all[at];
            let mut set = given.clone();
            let name = known.name.as_deref().unwrap_or_default();
            set.set("name", name, known.span);
            set.set("nameNormalized", &name.to_lowercase().replace(['_', '.'], "-"), known.span);
            let server =
                known.url.as_deref().map_or_else(|| format!("cluster://{name}"), str::to_owned);
            set.set("server", &server, known.span);
            for (map, labels) in [("labels", &known.labels), ("annotations", &known.annotations)] {
                for (key, values) in &labels.known {
                    if let [value] = &values[..] {
                        set.set(&format!("metadata.{map}.{key}"), value, known.span);
                    }
                }
            }
            found.sets.push(set);
        }
        if let Some(values) = node.get("values") {
            for set in &mut found.sets {
                let given = set.clone();
                self.add(set, "values", values, &given);
            }
        }
        if is_open {
            found.open = Some((Why::ClustersNotListed, node.span));
        }
        found
    }

    /// Folders of this tree that match; which repository is meant cannot be told from its address.
    fn git(&mut self, node: &Node<'_>, given: &Parameters) -> Generated {
        let mut found = Generated::default();
        if let Some(files) = node.get("files") {
            let what = "`files` of a generator".into();
            found.open = Some((Why::NotSupported { what }, files.span));
        }
        let patterns: Vec<(String, bool, Span)> = elements(node, &["directories"])
            .into_iter()
            .filter_map(|element| {
                let path = element.get("path")?;
                let is_excluded = text_at(element, &["exclude"]) == Some("true");
                Some((given.fill_text(text(path)?), is_excluded, path.span))
            })
            .collect();
        if let Some((_, _, span)) = patterns.iter().find(|(pattern, ..)| is_open(pattern)) {
            found.open = Some((Why::Undecided, *span));
        }
        let mut folders: Vec<&str> = self.around.tree.folders.iter().copied().collect();
        folders.sort_unstable();
        for folder in folders.into_iter().filter(|folder| !folder.is_empty()) {
            self.budget = self.budget.saturating_sub(patterns.len());
            if self.budget == 0 || found.sets.len() > MOST_SETS {
                found.open = Some((Why::Budget, node.span));
                break;
            }
            let mut matching = patterns.iter().filter(|(pattern, ..)| matches(pattern, folder));
            let Some((_, _, span)) = matching.clone().find(|(_, is_excluded, _)| !is_excluded)
            else {
                continue;
            };
            if matching.any(|(_, is_excluded, _)| *is_excluded) {
                continue;
            }
            let mut set = given.clone();
            set_path(&mut set, folder, *span);
            found.sets.push(set);
        }
        if let Some(values) = node.get("values") {
            for set in &mut found.sets {
                let given = set.clone();
                self.add(set, "values", values, &given);
            }
        }
        found
    }

    /// Every set of the first with every set of the second, which may use those of the first.
    fn matrix(&mut self, node: &Node<'_>, given: &Parameters, depth: usize) -> Generated {
        let generators = elements(node, &["generators"]);
        let mut found = Generated { sets: vec![given.clone()], open: None };
        for generator in generators {
            let mut next = Generated::default();
            for set in &found.sets {
                let of_set = self.one(generator, set, depth + 1);
                next.extend(of_set, generator.span);
                if next.sets.len() >= MOST_SETS {
                    break;
                }
            }
            next.open = next.open.or(found.open);
            found = next;
        }
        found
    }

    /// The sets of the first, with what sets of the others say that have the same values under the keys.
    fn merge(&mut self, node: &Node<'_>, given: &Parameters, depth: usize) -> Generated {
        let generators = elements(node, &["generators"]);
        let Some((first, others)) = generators.split_first() else { return Generated::default() };
        let keys: Vec<&str> = elements(node, &["mergeKeys"]).into_iter().filter_map(text).collect();
        let mut found = self.one(first, given, depth + 1);
        for other in others {
            let other = self.one(other, given, depth + 1);
            if found.sets.len().saturating_mul(other.sets.len()) > MOST_SETS * 100 {
                found.open = Some((Why::Budget, node.span));
                break;
            }
            for set in &mut found.sets {
                let value = |set: &Parameters, key: &str| {
                    set.known.get(key).map(|parameter| parameter.text.clone())
                };
                let same = other.sets.iter().find(|other| {
                    keys.iter().all(|key| {
                        value(set, key).is_some() && value(set, key) == value(other, key)
                    })
                });
                if let Some(same) = same {
                    set.known.extend(same.known.clone());
                }
            }
            found.open = found.open.or(other.open);
        }
        found
    }
}

/// Parameters as labels: for what selects among sets of them.
fn labels_of(set: &Parameters) -> Labels {
    let known = set.known.iter();
    let known = known.map(|(key, parameter)| (key.as_str().into(), vec![parameter.text.clone()]));
    Labels { known: known.collect(), open: false }
}

/// The parameters of a folder, under the names that both forms of templates have for them.
fn set_path(set: &mut Parameters, folder: &str, span: Span) {
    let name = file_name(folder);
    let normalized = name.to_lowercase().replace(['_', '.'], "-");
    for (key, text) in [
        ("path", folder),
        ("path.path", folder),
        ("path.basename", name),
        ("path.basenameNormalized", &normalized),
    ] {
        set.set(key, text, span);
    }
    for (at, part) in folder.split('/').enumerate() {
        set.set(&format!("path[{at}]"), part, span);
        set.set(&format!("path.segments.{at}"), part, span);
    }
}
