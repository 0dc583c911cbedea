//! Ends: where an object says that it is, what its data goes to and what it comes from, by rows of a table.
//!
//! A kind that nobody knew yet is a row in `ends.tsv`, not code.

mod condition;
mod entries;
mod fields;
mod reference;
mod row;

use std::sync::Arc;

use super::facts::{self, Scale};
use super::manifest::Manifest;
use super::path::{Holder, holders};
use super::site::{Say, Site, Word, any};
use super::workload::in_cluster;
use super::{Context, Edge, Object, custom, settings};
use crate::model::{Because, Direction, Step, Strength, Why};
use crate::source::Span;
use crate::syntax::yaml::Node;
pub(in crate::kubernetes) use condition::is_so;
use fields::{Referred, Said};
use reference::{default_object, referred_site};
pub(in crate::kubernetes) use row::kinds;
use row::{End, Field, Reading, Role};

/// What the rows of a kind read from an object.
#[derive(Default)]
pub(super) struct Ends {
    /// The object, where its kind has a place.
    pub object: Option<Object>,
    /// Where it is as well, wherever it is.
    pub copies: Vec<Say>,
    /// What goes elsewhere, and what comes from there.
    pub edges: Vec<Edge>,
    /// What its rows look at.
    pub seen: Vec<Span>,
    /// The provider in whose cloud the object is, where its kind is of one.
    pub provider: Option<&'static str>,
    /// Whether the kind is known: others are searched for words that name a place.
    pub is_known: bool,
}

/// What rows are read against: a tree, the object that it is or is a part of, and the others.
pub(super) struct Scope<'r, 'm, 'n, 't> {
    /// The root of paths: the object, or a configuration inside of it.
    pub root: &'r Node<'r>,
    /// The object.
    pub manifest: &'r Manifest<'n, 't>,
    /// The others.
    pub context: &'r Context<'m, 'n, 't>,
}

impl<'r> Scope<'r, '_, '_, '_> {
    /// The namespace of the object, where it is among the others.
    fn namespace(&self) -> Option<&'r Node<'r>> {
        let name = self.manifest.namespace.as_deref()?;
        let found = self.context.names.object("/Namespace", None, name, self.manifest.path);
        found.manifests.first().map(|namespace| namespace.node)
    }

    fn cluster(&self) -> &[Say] {
        self.context.cluster(self.manifest.path)
    }
}

/// Reads an object by the rows of its kind.
pub(super) fn read(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Ends {
    let rows = row::rows(&manifest.group, &manifest.kind);
    let scope = Scope { root: manifest.node, manifest, context };
    let edges = edges(&rows, &scope, 0);
    let copies = copies(&rows, &scope);
    let holds_others = facts::contained(&manifest.group, &manifest.kind).next().is_some();
    let is_known = holds_others || !rows.is_empty();
    let object = object(&rows, &scope, 0);
    let mut seen = seen(&rows, &scope);
    let contained = facts::contained(&manifest.group, &manifest.kind);
    seen.extend(contained.flat_map(|path| holders(manifest.node, path).0).map(|h| h.node.span));
    let own = rows.iter().filter(|row| row.role == Role::At);
    let provider = own.map(|row| row.provider).find(|p| !p.is_empty() && !p.starts_with('='));
    Ends { object, copies, edges, seen, provider, is_known }
}

/// Where the values stand that rows look at, whether or not their conditions hold.
fn seen(rows: &[End], scope: &Scope<'_, '_, '_, '_>) -> Vec<Span> {
    let of_holder = |row: &End, holder: Holder<'_, '_>| -> Vec<Span> {
        let values = row.fields().flat_map(|field| fields::values(field.path, &holder, scope));
        values.map(|node| node.span).collect()
    };
    let of_row = |row: &End| -> Vec<Span> {
        let found = holders(scope.root, row.path).0.into_iter();
        found.flat_map(|holder| of_holder(row, holder)).collect()
    };
    rows.iter().flat_map(of_row).collect()
}

/// Reads a configuration inside of an object by the rows of the programs whose configuration it is; nothing where it is
/// that of no program that is known.
pub(super) fn read_configuration(
    root: &Node<'_>,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Option<Vec<Edge>> {
    let scope = Scope { root, manifest, context };
    let programs = facts::programs().filter(|(_, when)| is_so(when, root, None, root));
    let of_program = |(program, _)| edges(&row::rows_of_program(program), &scope, 0);
    let read: Vec<Vec<Edge>> = programs.map(of_program).collect();
    (!read.is_empty()).then(|| read.into_iter().flatten().collect())
}

fn edges(rows: &[End], scope: &Scope<'_, '_, '_, '_>, depth: usize) -> Vec<Edge> {
    let of_row = |row: &End| match row.role {
        Role::At | Role::Copy => of_pods(row, scope),
        _ => edges_of(row, scope, depth),
    };
    rows.iter().flat_map(of_row).collect()
}

/// What the pods that a row finds are told.
fn of_pods(row: &End, scope: &Scope<'_, '_, '_, '_>) -> Vec<Edge> {
    let fields = || row.fields().filter(|field| field.reading == Reading::Pod);
    if fields().next().is_none() {
        return Vec::new();
    }
    let of_holder = |holder: Holder<'_, '_>| -> Vec<Edge> {
        let pods = fields().flat_map(|field| fields::values(field.path, &holder, scope));
        pods.flat_map(|pod| settings::of_pod(pod, scope.manifest, scope.context)).collect()
    };
    described(row, scope).into_iter().flat_map(of_holder).collect()
}

/// The object itself, where rows say that its kind has a place.
fn object(rows: &[End], scope: &Scope<'_, '_, '_, '_>, depth: usize) -> Option<Object> {
    let places = rows.iter().filter(|row| row.role == Role::At);
    let is_so = |row: &&End| !row.path.is_empty() || is_so(row.when, scope.root, None, scope.root);
    let places = places.filter(is_so);
    let first = places.clone().next()?;
    // Of several ways to describe the place, those that are there count.
    let is_there = |row: &&End| row.path.is_empty() || !described(row, scope).is_empty();
    let mut there: Vec<&End> = places.filter(is_there).collect();
    if there.is_empty() {
        there.push(first);
    }
    let sites: Vec<Site> = there.into_iter().map(|row| own_site(row, scope, depth)).collect();
    let silent = sites[0].silent.clone();
    let mut says: Vec<Say> = sites.into_iter().flat_map(|site| site.says).collect();
    says.extend(copies(rows, scope));
    Some(Object::of(scope.manifest, first.class, first.holds, Site { says, silent }))
}

/// What a row says of the object's own place.
fn own_site(row: &End, scope: &Scope<'_, '_, '_, '_>, depth: usize) -> Site {
    let cluster = scope.cluster();
    let found = described(row, scope);
    let said: Vec<Said> = found.iter().map(|holder| fields::read(row, holder, scope)).collect();
    let is_inside = said.iter().any(|said| said.is_inside);
    let lists = said.into_iter().filter(|said| said.is_said).map(|said| {
        let said = or_default(row, said, scope.manifest.span);
        let mut says = if said.is_inside { in_cluster(cluster) } else { Vec::new() };
        says.extend(said.constraints);
        says.extend(first(said.places));
        let referred = said.referred.iter();
        let sites = referred.map(|to| referred_site(to, row.purpose, scope, depth).0);
        says.extend(first_of_lists(sites.collect()));
        says
    });
    let lists: Vec<Vec<Say>> = lists.collect();
    let mut says = if row.default == "cluster" { in_cluster(cluster) } else { Vec::new() };
    match lists.is_empty() {
        true => says.extend(default_place(row, scope.manifest.span)),
        false => says.extend(one_of(lists)),
    }
    let silent = match is_inside || row.default == "cluster" {
        true => Why::Unconstrained,
        false => Why::NoLocation { argument: argument(row) },
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

/// The same of several lists of things said.
fn first_of_lists(mut lists: Vec<Vec<Say>>) -> Vec<Say> {
    match lists.len() {
        0 | 1 => lists.pop().unwrap_or_default(),
        _ => first(lists.into_iter().map(|says| Say::Any(vec![says])).collect()),
    }
}

/// Where rows say that the object is as well.
fn copies(rows: &[End], scope: &Scope<'_, '_, '_, '_>) -> Vec<Say> {
    let mut says = Vec::new();
    for row in rows.iter().filter(|row| row.role == Role::Copy) {
        let mut words: Vec<Word> = Vec::new();
        for holder in described(row, scope) {
            let said = fields::read(row, &holder, scope);
            says.extend(said.copies);
            words.extend(said.places.into_iter().flat_map(|say| match say {
                Say::OneOf(words) => words,
                _ => Vec::new(),
            }));
        }
        says.extend((!words.is_empty()).then_some(Say::Also(words)));
    }
    says
}

/// The parts of an object that describe an end.
fn described<'r>(row: &End, scope: &Scope<'r, '_, '_, '_>) -> Vec<Holder<'r, 'r>> {
    let (mut found, _) = holders(scope.root, row.path);
    found.retain(|holder| is_so(row.when, holder.node, holder.key, scope.root));
    found
}

fn edges_of(row: &End, scope: &Scope<'_, '_, '_, '_>, depth: usize) -> Vec<Edge> {
    let of_holder = |holder: Holder<'_, '_>| {
        let said = fields::read(row, &holder, scope);
        let span = holder.node.span;
        if said.is_said {
            let said = or_default(row, said, span);
            return (!said.is_inside).then(|| edge(row, scope, said, span, depth));
        }
        let says = default_place(row, span);
        let object = row.default.strip_prefix("object:");
        let referred = object.and_then(|rule| default_object(rule, scope, span));
        let referred: Vec<Referred> = referred.into_iter().collect();
        (!says.is_empty() || !referred.is_empty())
            .then(|| edge(row, scope, Said { places: says, referred, ..said }, span, depth))
    };
    let described = described(row, scope);
    if row.has_settings() {
        return described.iter().flat_map(|holder| settings_of(row, holder, scope)).collect();
    }
    described.into_iter().filter_map(of_holder).collect()
}

/// What the settings in the fields of a row say.
fn settings_of(row: &End, holder: &Holder<'_, '_>, scope: &Scope<'_, '_, '_, '_>) -> Vec<Edge> {
    let of_field = |field: Field| {
        let key = field.path.rsplit(['.', '/']).next().unwrap_or_default();
        let values = fields::values(field.path, holder, scope).into_iter();
        values.flat_map(|node| settings::of_node(key, node, scope.manifest, scope.context))
    };
    row.fields().flat_map(of_field).collect()
}

/// The flow to or from an end.
fn edge(row: &End, scope: &Scope<'_, '_, '_, '_>, said: Said, span: Span, depth: usize) -> Edge {
    let mut says = said.constraints;
    says.extend(first(said.places));
    let mut name = said.name.map(|(name, span)| (name, Arc::<str>::from(""), span));
    let mut sites = Vec::new();
    let mut is_found = false;
    for to in &said.referred {
        let (site, object) = referred_site(to, row.purpose, scope, depth);
        sites.push(site);
        if !is_found {
            is_found = object.is_some();
            let (address, type_name) = object.unwrap_or_else(|| (Arc::clone(&to.name), "".into()));
            name = Some((address, type_name, to.span));
        }
    }
    says.extend(first_of_lists(sites));
    let (address, type_name, span) =
        name.unwrap_or_else(|| (row.purpose.as_str().into(), "".into(), span));
    let silent = Why::NoLocation { argument: argument(row) };
    let far = Object {
        resource: address,
        type_name,
        span,
        ..Object::of(scope.manifest, row.class, row.holds, Site { says, silent })
    };
    let (direction, strength) = match row.role {
        Role::In => (Direction::In, Strength::Declared),
        Role::Permitted => (Direction::Permitted, Strength::Declared),
        Role::Mentioned => (Direction::Out, Strength::Mentioned),
        Role::At | Role::Copy | Role::Out => (Direction::Out, Strength::Declared),
    };
    Edge { resource: scope.manifest.address(), direction, purpose: row.purpose, strength, far }
}

/// With the default behind what is said: the name of a bucket alone tells no place.
fn or_default(row: &End, mut said: Said, span: Span) -> Said {
    if !said.is_inside && said.referred.is_empty() {
        said.places.extend(default_place(row, span));
    }
    said
}

/// What holds where no field tells a place: `place:provider/word`, `host:name`, `global:provider`, else what the
/// provider does with a resource of its type.
fn default_place(row: &End, span: Span) -> Vec<Say> {
    let Some((form, value)) = row.default.split_once(':') else {
        let of_type = row.terraform_type.filter(|_| row.default.is_empty());
        let default = |of_type| custom::default_place(span, row.provider, of_type);
        return of_type.and_then(default).into_iter().collect();
    };
    let (scale, provider, word) = match (form, value.split_once('/')) {
        ("place", Some((provider, word))) => (Scale::Region, Some(provider), word),
        ("host", _) => (Scale::Host, None, value),
        ("global", _) => (Scale::Global, Some(row.provider), value),
        _ => return Vec::new(),
    };
    let service = row.terraform_type.and_then(|of_type| of_type.service());
    let because = vec![Because { span, step: Step::Subject }];
    let word = Word { service, because, ..Word::written("", scale, provider, word, span) };
    vec![Say::OneOf(vec![word])]
}

/// The argument that would say the place of an end.
fn argument(row: &End) -> Arc<str> {
    let field = row.fields().map(|field| field.path).next().unwrap_or_default();
    match (row.path, field.strip_prefix('/')) {
        (_, Some(absolute)) => absolute.into(),
        ("", None) => field.into(),
        (path, None) if field == "." => path.into(),
        (path, None) => format!("{path}.{field}").into(),
    }
}
