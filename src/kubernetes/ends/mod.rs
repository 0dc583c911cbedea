//! Ends: where an object says that it is, what its data goes to and what it comes from, by rows of a table.
//!
//! A kind that nobody knew yet is a row in `ends.tsv`, not code.

mod fields;
mod path;
mod row;

use std::sync::Arc;

use super::facts::Scale;
use super::manifest::Manifest;
use super::site::{Say, Site, Word, any};
use super::workload::in_cluster;
use super::{Context, Edge, Object};
use crate::model::{Because, Direction, Step, Strength, Why};
use crate::source::Span;
use fields::{Referred, Said};
use path::{Holder, holders};
use row::{End, Role};

/// What the rows of a kind read from an object.
#[derive(Default)]
pub(super) struct Ends {
    /// The object, where its kind has a place.
    pub object: Option<Object>,
    /// What goes elsewhere, and what comes from there.
    pub edges: Vec<Edge>,
    /// Whether there are rows of the kind.
    pub is_known: bool,
}

/// The most references that are followed from one object to the next.
const MOST_REFERENCES: usize = 4;

/// Reads an object by the rows of its kind.
pub(super) fn read(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Ends {
    let rows = row::rows(&manifest.group, &manifest.kind);
    let mut edges = Vec::new();
    for row in rows.iter().filter(|row| !matches!(row.role, Role::At | Role::Copy)) {
        edges.extend(edges_of(row, manifest, context));
    }
    let object = object(&rows, manifest, context, 0);
    Ends { object, edges, is_known: !rows.is_empty() }
}

/// The object itself, where rows say that its kind has a place.
fn object(
    rows: &[End],
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
    depth: usize,
) -> Option<Object> {
    let mut places = rows.iter().filter(|row| row.role == Role::At);
    let first = places.clone().find(|row| is_so(row.when, manifest.node, None, manifest))?;
    let mut says = Vec::new();
    let mut silent = None;
    for row in places.by_ref().filter(|row| is_so(row.when, manifest.node, None, manifest)) {
        let site = own_site(row, manifest, context, depth);
        says.extend(site.says);
        silent.get_or_insert(site.silent);
    }
    for row in rows.iter().filter(|row| row.role == Role::Copy) {
        says.extend(copies(row, manifest, context));
    }
    let silent = silent.unwrap_or(Why::Unconstrained);
    Some(Object::of(manifest, first.class, first.holds, Site { says, silent }))
}

/// What a row says of the object's own place.
fn own_site(
    row: &End,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
    depth: usize,
) -> Site {
    let cluster = context.cluster(manifest.path);
    let found = described(row, manifest);
    let said: Vec<Said> =
        found.iter().map(|holder| fields::read(row, holder, manifest, context)).collect();
    let lists = said.into_iter().filter(|said| said.is_said).map(|said| {
        let mut says = said.constraints;
        says.extend(first(said.places));
        says.extend(
            said.referred
                .map(|to| referred_site(&to, manifest, context, depth).0)
                .into_iter()
                .flatten(),
        );
        says
    });
    let lists: Vec<Vec<Say>> = lists.collect();
    let mut says = if row.default == "cluster" { in_cluster(cluster) } else { Vec::new() };
    match lists.is_empty() {
        true => says.extend(default_place(row, manifest.span)),
        false => says.extend(one_of(lists)),
    }
    let silent = match row.default {
        "cluster" => Why::Unconstrained,
        _ => Why::NoLocation { argument: argument(row) },
    };
    Site { says, silent }
}

/// Several lists of words are one list of words; other things said are alternatives.
fn one_of(lists: Vec<Vec<Say>>) -> Vec<Say> {
    let are_words = lists.iter().all(|says| matches!(says[..], [Say::OneOf(_)]));
    if !are_words {
        return any(lists);
    }
    let words = lists.into_iter().flatten().flat_map(|say| match say {
        Say::OneOf(words) => words,
        _ => Vec::new(),
    });
    vec![Say::OneOf(words.collect())]
}

/// Of several things said about one place, the first that can be told decides.
fn first(places: Vec<Say>) -> Vec<Say> {
    if places.len() > 1 { vec![Say::First(places)] } else { places }
}

fn copies(row: &End, manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Vec<Say> {
    let said = described(row, manifest)
        .into_iter()
        .flat_map(|holder| fields::read(row, &holder, manifest, context).places);
    let words = said.flat_map(|say| match say {
        Say::OneOf(words) => words,
        _ => Vec::new(),
    });
    let words: Vec<Word> = words.collect();
    if words.is_empty() { Vec::new() } else { vec![Say::Also(words)] }
}

/// The parts of an object that describe an end.
fn described<'n, 't>(row: &End, manifest: &Manifest<'n, 't>) -> Vec<Holder<'n, 't>> {
    let (mut found, _) = holders(manifest.node, row.path);
    found.retain(|holder| is_so(row.when, holder.node, holder.key, manifest));
    found
}

fn edges_of(row: &End, manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Vec<Edge> {
    let of_holder = |holder: Holder<'_, '_>| {
        let said = fields::read(row, &holder, manifest, context);
        let span = holder.node.span;
        if said.is_said {
            return Some(edge(row, manifest, context, said, span));
        }
        let says = default_place(row, span);
        let object = row.default.strip_prefix("object:");
        let referred = object.and_then(|rule| default_object(rule, manifest, context, span));
        (!says.is_empty() || referred.is_some())
            .then(|| edge(row, manifest, context, Said { places: says, referred, ..said }, span))
    };
    described(row, manifest).into_iter().filter_map(of_holder).collect()
}

/// The flow to or from an end.
fn edge(
    row: &End,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
    said: Said,
    span: Span,
) -> Edge {
    let mut says = said.constraints;
    says.extend(first(said.places));
    let mut name = said.name.map(|(name, span)| (name, Arc::<str>::from(""), span));
    if let Some(to) = &said.referred {
        let (site, object) = referred_site(to, manifest, context, 0);
        says.extend(site);
        let (address, type_name) = object.unwrap_or_else(|| (Arc::clone(&to.name), "".into()));
        name = Some((address, type_name, to.span));
    }
    let (address, type_name, span) =
        name.unwrap_or_else(|| (row.purpose.as_str().into(), "".into(), span));
    let silent = Why::NoLocation { argument: argument(row) };
    let far = Object {
        resource: address,
        type_name,
        span,
        ..Object::of(manifest, row.class, row.holds, Site { says, silent })
    };
    let (direction, strength) = match row.role {
        Role::In => (Direction::In, Strength::Declared),
        Role::Permitted => (Direction::Permitted, Strength::Declared),
        Role::Mentioned => (Direction::Out, Strength::Mentioned),
        Role::At | Role::Copy | Role::Out => (Direction::Out, Strength::Declared),
    };
    Edge { resource: manifest.address(), direction, purpose: row.purpose, strength, far }
}

/// Address and type of an object.
type Named = (Arc<str>, Arc<str>);

/// What is said about the place of an object that is referred to, and who it is.
fn referred_site(
    to: &Referred,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
    depth: usize,
) -> (Vec<Say>, Option<Named>) {
    let subject = Because { span: to.span, step: Step::Subject };
    let found =
        context.names.object(to.kind, manifest.namespace.as_deref(), &to.name, manifest.path);
    let open = |why| vec![Say::Open(why, vec![subject])];
    if found.manifests.is_empty() {
        let kind = to.kind.rsplit('/').next().unwrap_or(to.kind);
        let reference = format!("{kind}/{}", to.name).into();
        return (open(Why::NotFound { reference }), None);
    }
    if depth >= MOST_REFERENCES || found.truncated {
        return (open(Why::Budget), None);
    }
    let lists = found.manifests.iter().map(|target| {
        let rows = row::rows(&target.group, &target.kind);
        let Some(object) = object(&rows, target, context, depth + 1) else {
            return open(Why::NoFact { type_name: target.type_name() });
        };
        let mut says = object.site.says;
        if says.is_empty() {
            says = open(object.site.silent);
        }
        let reference = Because { span: target.span, step: Step::ObjectReference };
        says.iter_mut().for_each(|say| say.through(&[subject, reference]));
        says
    });
    let says = any(lists.collect());
    let named = found.manifests.first().map(|target| (target.address(), target.type_name()));
    (says, named)
}

/// The object that counts where none is named: `group/Kind?path=value;path=value`, the first condition that one meets.
fn default_object(
    rule: &'static str,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
    span: Span,
) -> Option<Referred> {
    let (kind, conditions) = rule.split_once('?')?;
    let all = context.names.objects(kind, manifest.namespace.as_deref(), manifest.path);
    let met = conditions.split(';').find_map(|condition| {
        all.iter().find(|object| is_so(condition, object.node, None, object))
    });
    Some(Referred { kind, name: Arc::clone(&met?.name), span })
}

/// What holds where no field says anything: `place:provider/word` or `global:provider`.
fn default_place(row: &End, span: Span) -> Vec<Say> {
    let Some((form, value)) = row.default.split_once(':') else { return Vec::new() };
    let (scale, provider, word) = match (form, value.split_once('/')) {
        ("place", Some((provider, word))) => (Scale::Region, Some(provider), word),
        ("host", _) => (Scale::Host, None, value),
        ("global", _) => (Scale::Global, None, value),
        _ => return Vec::new(),
    };
    let because = Because { span, step: Step::Subject };
    let word = Word {
        key: "".into(),
        scale,
        provider: provider.map(Arc::from),
        service: row.terraform_type.and_then(|of_type| of_type.service()),
        word: word.into(),
        because: vec![because],
        decided_by: span,
        declared: false,
    };
    vec![Say::OneOf(vec![word])]
}

/// The argument that would say the place of an end.
fn argument(row: &End) -> Arc<str> {
    let field = row.fields().map(|field| field.path).next().unwrap_or_default();
    match (row.path, field.strip_prefix('/')) {
        (_, Some(absolute)) => absolute.into(),
        ("", None) => field.into(),
        (path, None) => format!("{path}.{field}").into(),
    }
}

/// Whether conditions hold: `path=word,word`, `path!=word`, `path` for a field that is there, `!path` for one that is
/// not; `key` stands for the key of the map that describes the end.
fn is_so(
    conditions: &str,
    node: &crate::syntax::yaml::Node<'_>,
    key: Option<&str>,
    manifest: &Manifest<'_, '_>,
) -> bool {
    let values = |path: &str| -> Vec<String> {
        let text = |node: &crate::syntax::yaml::Node<'_>| node.as_str().map(str::to_owned);
        match (path, path.strip_prefix('/')) {
            ("key", _) => key.map(str::to_owned).into_iter().collect(),
            (_, Some(path)) => {
                holders(manifest.node, path).0.iter().filter_map(|h| text(h.node)).collect()
            }
            (path, None) => holders(node, path).0.iter().filter_map(|h| text(h.node)).collect(),
        }
    };
    let is_there = |path: &str| match path.strip_prefix('/') {
        Some(path) => !holders(manifest.node, path).0.is_empty(),
        None => !holders(node, path).0.is_empty(),
    };
    let holds = |condition: &str| {
        if let Some((path, words)) = condition.split_once("!=") {
            return !words.split(',').any(|word| values(path).iter().any(|value| value == word));
        }
        if let Some((path, words)) = condition.split_once('=') {
            let words: Vec<String> = match words.strip_prefix('/') {
                Some(_) => values(words),
                None => words.split(',').map(str::to_owned).collect(),
            };
            return values(path).iter().any(|value| words.contains(value));
        }
        match condition.strip_prefix('!') {
            Some(path) => !is_there(path),
            None => is_there(condition),
        }
    };
    conditions.split(' ').filter(|condition| !condition.is_empty()).all(holds)
}
