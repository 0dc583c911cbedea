//! Helm charts of the tree, their values files, and what rendering them gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Loader, STDIN};
use crate::discover::{FileKind, Tree, directory, file_name};
use crate::helm::Helm;
use crate::kubernetes::{is_manifest, rendered_parts};
use crate::model::{Problem, Unresolved, Why};
use crate::source::{FileId, MadeOf, Sources, Span};
use crate::syntax::yaml;

/// Name of the description of a chart.
pub(super) const DESCRIPTION: &str = "Chart.yaml";

/// A chart.
#[derive(Debug)]
pub struct Chart {
    /// Its name.
    name: Arc<str>,
    /// Where it is named.
    span: Span,
    /// Whether it only lends parts to others.
    is_library: bool,
    /// Whether other charts, which may be elsewhere, are parts of it.
    has_dependencies: bool,
    /// Whether any of its templates says something only when it is rendered.
    pub(super) has_templates: bool,
    /// Its values files: its own first.
    pub(super) values: Vec<FileId>,
    is_rendered: bool,
}

/// A file with values for a chart that is not rendered.
#[derive(Clone, Debug)]
pub struct ValuesFile {
    /// The file.
    pub file: FileId,
    /// Name of the chart; where it is not known, of the folder.
    pub chart: Arc<str>,
    /// What is not rendered: the folder of the chart, or the file where its chart is not known.
    pub path: Arc<str>,
    /// Where the chart is named, or the file.
    pub span: Span,
}

/// The most renderings of one run.
const MOST_RENDERINGS: usize = 2_000;

impl Chart {
    pub(super) fn read(file: FileId, sources: &Sources) -> Chart {
        let source = sources.file(file);
        let parsed = yaml::parse(file, source.text());
        let root = parsed.documents.first().map(|document| &document.root);
        let get = |key: &str| root.and_then(|root| root.get(key));
        let name = get("name").and_then(|name| Some((name.as_str()?, name.span)));
        let (name, span) =
            name.unwrap_or((file_name(directory(source.path())), Span::file_start(file)));
        Chart {
            name: name.into(),
            span,
            is_library: get("type").and_then(|kind| kind.as_str()) == Some("library"),
            has_dependencies: get("dependencies").is_some_and(|list| !list.elements().is_empty()),
            has_templates: false,
            values: Vec::new(),
            is_rendered: false,
        }
    }
}

/// The folder of the chart that a path is in: of charts in the `charts` folders of one another the outermost.
pub(super) fn chart_of(path: &str, is_chart: impl Fn(&str) -> bool) -> Option<&str> {
    let mut found: Option<&str> = None;
    let mut folder = path;
    loop {
        if is_chart(folder) {
            let is_part = |inner: &str| inside(inner, folder).is_some_and(is_part_of_chart);
            match found {
                Some(inner) if !is_part(inner) => return found,
                _ => found = Some(folder),
            }
        }
        if folder.is_empty() {
            return found;
        }
        folder = directory(folder);
    }
}

fn is_part_of_chart(inner: &str) -> bool {
    inner.starts_with("charts/")
}

/// The path of what is in a folder, from there.
fn inside<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() {
        return Some(path);
    }
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// Whether a file of a chart is one of values: its own, and those that people keep beside it for each environment.
pub(super) fn is_values(path: &str, chart: &str) -> bool {
    inside(path, chart).is_some_and(|inner| match inner.split_once('/') {
        None => is_named_values(inner),
        Some((folder, name)) => folder == "values" && stem(name).is_some() && !name.contains('/'),
    })
}

/// Whether a file is named as values files are.
pub(super) fn is_named_values(name: &str) -> bool {
    let rest = stem(name).and_then(|stem| stem.strip_prefix("values"));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.', '_']))
}

fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))
}

/// Whether a file of a chart counts only together with the others.
fn is_of_whole(inner: &str) -> bool {
    ["templates/", "charts/", "crds/"].iter().any(|folder| inner.starts_with(folder))
}

/// The folder of the chart that a file is a part of, where the file alone says little.
pub(super) fn chart_around<'p>(tree: &Tree, path: &'p str) -> Option<&'p str> {
    let exists = |folder: &str| tree.exists(&joined(folder, DESCRIPTION));
    let chart = chart_of(directory(path), exists)?;
    let is_part = is_values(path, chart)
        || inside(path, chart).is_some_and(|inner| inner == DESCRIPTION || is_of_whole(inner));
    is_part.then_some(chart)
}

fn joined(folder: &str, inner: &str) -> String {
    if folder.is_empty() { inner.to_owned() } else { format!("{folder}/{inner}") }
}

impl Loader {
    /// The folder of the chart that a file is in, of charts inside of one another the innermost.
    pub(super) fn innermost_chart<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut folder = path;
        while !folder.is_empty() {
            folder = directory(folder);
            if self.is_chart(folder) {
                return Some(folder);
            }
        }
        None
    }

    /// Notes that a template of a chart is not rendered.
    pub(super) fn has_templates(&mut self, folder: &str) {
        let whole = chart_of(folder, |folder| self.is_chart(folder)).unwrap_or(folder).to_owned();
        if let Some(chart) = self.loaded.charts.get_mut(&whole) {
            chart.has_templates = true;
        }
    }

    /// Notes a values file whose chart is not known.
    pub(super) fn add_values(&mut self, file: FileId) {
        let path: Arc<str> = self.loaded.sources.file(file).path().into();
        let chart = file_name(directory(&path)).into();
        self.loaded.values.push(ValuesFile { file, chart, path, span: Span::file_start(file) });
    }

    fn is_chart(&self, folder: &str) -> bool {
        self.loaded.charts.contains_key(folder)
    }

    /// Folders of charts that are no parts of others and make objects.
    fn whole_charts(&self) -> Vec<String> {
        let whole = self.loaded.charts.iter().filter(|(folder, chart)| {
            !chart.is_library && chart_of(folder, |folder| self.is_chart(folder)) == Some(folder)
        });
        whole.map(|(folder, _)| folder.clone()).collect()
    }

    /// Renders every chart by its own values, and by each of its further values files besides.
    pub(super) fn render_charts(&mut self, tree: &Tree) {
        let charts = self.whole_charts();
        if charts.is_empty() {
            return;
        }
        let Some(helm) = Helm::find() else {
            let message =
                "no folder of PATH holds the program `helm`; install it, or leave the flag out";
            self.loaded.problems.push(Problem::of_path("--helm", message));
            return;
        };
        let mut jobs: Vec<(&str, Option<FileId>)> = Vec::new();
        for folder in &charts {
            let Some(chart) = self.loaded.charts.get(folder) else { continue };
            if tree.leads_out(folder) {
                let message = "a link in this chart leads out of the checked tree, and helm would follow it; \
                               the chart is not rendered";
                self.loaded.problems.push(Problem::at(chart.span, message));
                continue;
            }
            jobs.push((folder, None));
            let further = chart.values.iter().copied().filter(|id| !self.is_own(*id));
            jobs.extend(further.map(|id| (&**folder, Some(id))));
        }
        if jobs.len() > MOST_RENDERINGS {
            let message = format!("more than {MOST_RENDERINGS} renderings are needed; give a path");
            self.loaded.problems.push(Problem::of_path("--helm", message));
            jobs.truncate(MOST_RENDERINGS);
        }
        let sources = &self.loaded.sources;
        let render = |(folder, values): &(&str, Option<FileId>)| {
            let text = values.map(|id| sources.file(id).text());
            helm.template(tree.root(), folder, text)
        };
        let results: Vec<Result<String, String>> = jobs.par_iter().map(render).collect();
        let mut of_chart: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for ((folder, values), result) in jobs.into_iter().zip(results) {
            of_chart.entry(folder).or_default().push((values, result));
        }
        for (folder, results) in of_chart {
            self.add_rendered(tree, folder, results);
        }
    }

    /// Whether a values file is the chart's own, which counts in every rendering.
    fn is_own(&self, id: FileId) -> bool {
        stem(file_name(self.loaded.sources.file(id).path())) == Some("values")
    }

    fn add_rendered(
        &mut self,
        tree: &Tree,
        folder: &str,
        results: Vec<(Option<FileId>, Result<String, String>)>,
    ) {
        let is_rendered = results.iter().any(|(_, result)| result.is_ok());
        let Some(chart) = self.loaded.charts.get_mut(folder) else { return };
        chart.is_rendered = is_rendered;
        let span = chart.span;
        for (values, result) in results {
            match (result, values) {
                (Ok(text), _) => self.add_rendering(tree, folder, values, text),
                // Values of their own that lack something are meant to be used with further ones.
                (Err(message), None) if is_rendered => {
                    let (resource, chart) = (shown(folder).into(), shown(folder).into());
                    let why = Why::ChartLacksValues { chart, message: message.into() };
                    self.loaded.unresolved.push(Unresolved { span, resource, why });
                }
                (Err(message), _) => {
                    let span = values.map_or(span, Span::file_start);
                    let message = format!("helm does not render this: {message}");
                    self.loaded.problems.push(Problem::at(span, message));
                }
            }
        }
        if is_rendered {
            // What is rendered is what counts, not the same as written.
            let sources = &self.loaded.sources;
            self.loaded.yaml.retain(|id| {
                let file = sources.file(*id);
                !file.made_of().is_empty() || !inside(file.path(), folder).is_some_and(is_of_whole)
            });
        }
    }

    /// Adds a rendering, in a folder of its own: its objects are meant for one another.
    fn add_rendering(&mut self, tree: &Tree, folder: &str, values: Option<FileId>, text: String) {
        if !is_manifest(&text) {
            return;
        }
        let path = values.map(|id| self.loaded.sources.file(id).path());
        let values = path.and_then(|path| inside(path, folder));
        let made_by = values.map_or("<helm>".to_owned(), |values| format!("<helm {values}>"));
        let path = joined(folder, &format!("{made_by}/rendered.yaml"));
        let id = self.loaded.sources.add(path, text);
        let in_tree = |template: &str| {
            let (_, inner) = template.split_once('/')?;
            Some(joined(folder, inner)).filter(|path| tree.exists(path))
        };
        self.set_made_of(id, in_tree);
        self.loaded.yaml.push(id);
    }

    /// Says of rendered files of the tree, and of standard input, which templates they are made of.
    pub(super) fn find_templates(&mut self, tree: Option<&Tree>) {
        let sources = &self.loaded.sources;
        let is_open = |id: &FileId| {
            let file = sources.file(*id);
            file.made_of().is_empty() && !rendered_parts(file.text()).is_empty()
        };
        let rendered: Vec<FileId> = self.loaded.yaml.iter().copied().filter(is_open).collect();
        if rendered.is_empty() {
            return;
        }
        let charts = self.names_of_charts(tree, &rendered);
        let in_tree = |template: &str| {
            let (name, inner) = template.split_once('/')?;
            let folders = charts.get(name).into_iter().flatten();
            let paths = folders.map(|folder| joined(folder, inner));
            let mut paths = paths.filter(|path| tree.is_some_and(|tree| tree.exists(path)));
            // Of several charts that are called alike nobody knows which.
            paths.next().filter(|_| paths.next().is_none())
        };
        for id in rendered {
            self.set_made_of(id, in_tree);
        }
    }

    /// Folders of charts by name: those of the tree for standard input, which says nothing of its folder.
    fn names_of_charts(
        &self,
        tree: Option<&Tree>,
        rendered: &[FileId],
    ) -> BTreeMap<Arc<str>, Vec<String>> {
        let mut names: BTreeMap<Arc<str>, Vec<String>> = BTreeMap::new();
        for (folder, chart) in &self.loaded.charts {
            names.entry(Arc::clone(&chart.name)).or_default().push(folder.clone());
        }
        let is_stdin = |id: &FileId| self.loaded.sources.file(*id).path() == STDIN;
        let Some(tree) = tree.filter(|_| rendered.iter().any(is_stdin) && !self.is_whole) else {
            return names;
        };
        for file in tree.walk("").files {
            let folder = directory(&file.path);
            if file.kind != FileKind::Chart || self.is_chart(folder) {
                continue;
            }
            let mut sources = Sources::default();
            let id = sources.add(file.path.as_str(), tree.read(&file.path).unwrap_or_default());
            names.entry(Chart::read(id, &sources).name).or_default().push(folder.to_owned());
        }
        names
    }

    fn set_made_of(&mut self, id: FileId, in_tree: impl Fn(&str) -> Option<String>) {
        let found = rendered_parts(self.loaded.sources.file(id).text()).into_iter();
        let part = |(range, template): (_, &str)| MadeOf {
            range,
            template: in_tree(template).unwrap_or_else(|| template.to_owned()),
        };
        let parts = found.map(part).collect();
        self.loaded.sources.set_made_of(id, parts);
    }

    /// Says which charts are not rendered, and gathers their values files, which may name places all the same.
    pub(super) fn tell_charts(&mut self) {
        let loaded = &self.loaded;
        let is_chart = |folder: &str| self.is_chart(folder);
        let mut values = Vec::new();
        for (folder, chart) in &loaded.charts {
            let whole = chart_of(folder, is_chart).unwrap_or(folder);
            let Some(outer) =
                loaded.charts.get(whole).filter(|chart| !chart.is_rendered && !chart.is_library)
            else {
                continue;
            };
            let file = |file: &FileId| ValuesFile {
                file: *file,
                chart: Arc::clone(&outer.name),
                path: shown(whole).into(),
                span: outer.span,
            };
            values.extend(chart.values.iter().map(file));
        }
        let not_rendered = |folder: String| {
            let chart = loaded.charts.get(&folder)?;
            let says_little = chart.has_templates || chart.has_dependencies;
            let path: Arc<str> = shown(&folder).into();
            let why = Why::ChartNotRendered { path: Arc::clone(&path) };
            let is_open = says_little && !chart.is_rendered;
            is_open.then_some(Unresolved { span: chart.span, resource: path, why })
        };
        let unresolved: Vec<Unresolved> =
            self.whole_charts().into_iter().filter_map(not_rendered).collect();
        self.loaded.unresolved.extend(unresolved);
        self.loaded.values.extend(values);
    }
}

/// The folder of a chart as people write it.
fn shown(folder: &str) -> &str {
    if folder.is_empty() { "." } else { folder }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_chart_are_of_the_outermost() {
        let is_chart =
            |folder: &str| ["a", "a/charts/b", "a/charts/b/charts/c", "a/other"].contains(&folder);
        assert_eq!(chart_of("a/charts/b/charts/c/values.yaml", is_chart), Some("a"));
        assert_eq!(chart_of("a/templates/x.yaml", is_chart), Some("a"));
        assert_eq!(chart_of("a/other/templates/x.yaml", is_chart), Some("a/other"));
        assert_eq!(chart_of("x.yaml", is_chart), None);
        assert_eq!(chart_of("charts/x/templates/y.yaml", |folder| folder.is_empty()), Some(""));
    }

    #[test]
    fn values_files_are_told_by_their_names() {
        for path in [
            "values.yaml",
            "values-prod.yml",
            "values.prod.yaml",
            "values_prod.yaml",
            "values/prod.yaml",
        ] {
            assert!(is_values(&format!("a/{path}"), "a") && is_values(path, ""), "{path}");
        }
        for path in [
            "valuesx.yaml",
            "ci/values.yaml",
            "values.schema.json",
            "values/a/b.yaml",
            "my-values.yaml",
        ] {
            assert!(!is_values(&format!("a/{path}"), "a"), "{path}");
        }
        assert!(!is_values("ab/values.yaml", "a"));
    }
}
