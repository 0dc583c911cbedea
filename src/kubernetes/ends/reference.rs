//! Objects that an end refers to by their names.

use std::sync::Arc;

use super::condition::is_so;
use super::fields::Referred;
use super::row::{End, Role};
use super::{Scope, edges_of, object, row};
use crate::kubernetes::site::{Say, Site, any};
use crate::kubernetes::{custom, storage};
use crate::model::{Because, Purpose, Step, Why};
use crate::source::Span;

/// The most references that are followed from one object to the next.
const MOST_REFERENCES: usize = 4;

/// Address and type of an object.
pub(super) type Named = (Arc<str>, Arc<str>);

/// What is said about the place of an object that is referred to, and who it is. What has no place of its own stands for
/// where its data goes for this purpose.
pub(super) fn referred_site(
    to: &Referred,
    purpose: Purpose,
    scope: &Scope<'_, '_, '_, '_>,
    depth: usize,
) -> (Vec<Say>, Option<Named>) {
    let (manifest, context) = (scope.manifest, scope.context);
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
        let scope = Scope { root: target.node, manifest: target, context };
        let mut says = match object(&rows, &scope, depth + 1) {
            Some(object) => or_silent(object.site, subject),
            None => handed_on(&rows, purpose, &scope, depth + 1)
                .or_else(|| Some(or_silent(storage::of(target, context)?.site, subject)))
                .or_else(|| Some(or_silent(custom::read(target).0?.site, subject)))
                .unwrap_or_else(|| open(Why::NoFact { type_name: target.type_name() })),
        };
        let reference = Because { span: target.span, step: Step::ObjectReference };
        says.iter_mut().for_each(|say| say.through(&[subject, reference]));
        says
    });
    let says = any(lists.collect());
    let named = found.manifests.first().map(|target| (target.address(), target.type_name()));
    (says, named)
}

/// What a site says, else why it says nothing.
fn or_silent(site: Site, because: Because) -> Vec<Say> {
    match site.says.is_empty() {
        true => vec![Say::Open(site.silent, vec![because])],
        false => site.says,
    }
}

/// Where an object's data goes for a purpose.
fn handed_on(
    rows: &[End],
    purpose: Purpose,
    scope: &Scope<'_, '_, '_, '_>,
    depth: usize,
) -> Option<Vec<Say>> {
    let rows = rows.iter().filter(|row| row.role == Role::Out && row.purpose == purpose);
    let edges = rows.flat_map(|row| edges_of(row, scope, depth));
    let lists = edges.map(|edge| {
        let because = Because { span: edge.far.span, step: Step::Subject };
        or_silent(edge.far.site, because)
    });
    let lists: Vec<Vec<Say>> = lists.collect();
    (!lists.is_empty()).then(|| any(lists))
}

/// The object that counts where none is named: `group/Kind?path=value;path=value`, the first condition that one meets;
/// else the one that a condition names.
pub(super) fn default_object(
    rule: &'static str,
    scope: &Scope<'_, '_, '_, '_>,
    span: Span,
) -> Option<Referred> {
    let (kind, conditions) = rule.split_once('?')?;
    let (manifest, names) = (scope.manifest, &scope.context.names);
    let all = names.objects(kind, manifest.namespace.as_deref(), manifest.path);
    let met = conditions.split(';').find_map(|condition| {
        all.iter().find(|object| is_so(condition, object.node, None, object.node))
    });
    let usual = || conditions.split(';').find_map(|c| c.strip_prefix("metadata.name="));
    let name = met.map(|object| Arc::clone(&object.name)).or_else(|| Some(usual()?.into()));
    Some(Referred { kind, name: name?, span })
}
