//! Who gets in, and as whom workloads go out: bindings of roles, entries for identities of clouds, trust.
//!
//! What a principal is, is what its identifier says; whose it is, a policy tells.

mod facts;
mod roles;

use super::Context;
use super::ends::is_so;
use super::fields::{elements, text, text_at};
use super::manifest::Manifest;
use super::path::holders;
use crate::catalog::principals::principal;
use crate::model::{Access, Bearing, Because, Grant, Level, PrincipalKind};
use crate::source::Span;
use crate::syntax::spans::Spans;
use crate::syntax::yaml::{self, Node};
use facts::GrantRow;

/// The most principals of one object.
const MOST_PRINCIPALS: usize = 2_000;

/// The longest text that holds principals.
const LONGEST_TEXT: usize = 1 << 20;

/// Reads what an object says of access.
pub(super) fn read(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Vec<Access> {
    let mut found = Vec::new();
    if &*manifest.group == roles::GROUP {
        bound(manifest, context, &mut found);
    }
    for row in facts::grants(&manifest.group, &manifest.kind) {
        granted(manifest, row, context, &mut found);
    }
    found.truncate(MOST_PRINCIPALS);
    found
}

/// Users and groups that a role is bound to. Accounts of the cluster itself are no principals from outside.
fn bound(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>, found: &mut Vec<Access>) {
    if !matches!(&*manifest.kind, "RoleBinding" | "ClusterRoleBinding") {
        return;
    }
    let subjects = elements(manifest.node, &["subjects"]);
    let of_outside = subjects.into_iter().filter_map(|subject| {
        let kind = match text_at(subject, &["kind"])? {
            "User" => PrincipalKind::User,
            "Group" => PrincipalKind::Group,
            _ => return None,
        };
        let name = subject.at(&["name"])?;
        let who = principal(text(name)?, kind);
        let is_own = who.id.starts_with("system:") && who.kind != PrincipalKind::Anyone;
        (!is_own).then_some((who, name.span))
    });
    let mut of_outside = of_outside.peekable();
    if of_outside.peek().is_none() {
        return;
    }
    let (level, because) = roles::level(manifest, context);
    for (principal, span) in of_outside {
        found.push(Access {
            principal,
            grant: Grant::RoleBinding,
            bearing: Bearing::In,
            level,
            over: manifest.namespace.clone(),
            because: because.clone(),
            ..of(manifest, span)
        });
    }
}

/// What a row of the table finds.
fn granted(
    manifest: &Manifest<'_, '_>,
    row: GrantRow,
    context: &Context<'_, '_, '_>,
    found: &mut Vec<Access>,
) {
    let Some((outer, inner)) = row.path.split_once('|') else {
        if is_so(row.when, manifest.node, None, manifest.node) {
            let nodes = holders(manifest.node, row.path).0;
            nodes.iter().for_each(|node| named(manifest, row, node.node, manifest.node, found));
        }
        return;
    };
    // A condition is on the elements of a list where the row names one, else on the object.
    let (list, inner, of_each) = match inner.split_once('|') {
        Some((list, inner)) => (list, inner, row.when),
        None if is_so(row.when, manifest.node, None, manifest.node) => ("", inner, ""),
        None => return,
    };
    for holder in holders(manifest.node, outer).0 {
        let Some(source) = text(holder.node).filter(|text| text.len() <= LONGEST_TEXT) else {
            continue;
        };
        let span = holder.node.span;
        let spans = Spans::of_scalar(source, context.sources.slice(span), span);
        for document in &yaml::parse_inside(&spans, source).documents {
            for element in list_of(&document.root, list) {
                if is_so(of_each, element, None, element) {
                    let nodes = holders(element, inner).0;
                    nodes.iter().for_each(|node| named(manifest, row, node.node, element, found));
                }
            }
        }
    }
}

/// The elements of a list; where there may be one or several, one stands without a list.
fn list_of<'n, 't>(root: &'n Node<'t>, path: &str) -> Vec<&'n Node<'t>> {
    let found = holders(root, path).0;
    let found = match (found.is_empty(), path.strip_suffix("[]")) {
        (true, Some(alone)) => holders(root, alone).0,
        _ => found,
    };
    found.into_iter().map(|holder| holder.node).collect()
}

/// The principals that a node names: one, or each of a list.
fn named(
    manifest: &Manifest<'_, '_>,
    row: GrantRow,
    node: &Node<'_>,
    root: &Node<'_>,
    found: &mut Vec<Access>,
) {
    let several = node.elements();
    let nodes = if several.is_empty() { std::slice::from_ref(node) } else { several };
    for node in nodes {
        let Some(id) = text(node).filter(|_| found.len() < MOST_PRINCIPALS) else { continue };
        let level = row.level.unwrap_or_else(|| level_of_groups(root, node));
        found.push(Access {
            principal: principal(id, row.principal),
            grant: row.grant,
            bearing: row.bearing,
            level,
            over: None,
            because: Vec::new(),
            ..of(manifest, node.span)
        });
    }
}

/// What the groups beside an identity can do: those of the entry that holds it.
fn level_of_groups(root: &Node<'_>, identity: &Node<'_>) -> Level {
    let Some(entry) = entry_around(root, identity.span, 0) else { return Level::Unknown };
    let groups = elements(entry, &["groups"]);
    let levels = groups.iter().filter_map(|group| facts::role(group.as_str()?));
    levels.max().unwrap_or(Level::Unknown)
}

/// The innermost mapping with groups around a span.
fn entry_around<'n, 't>(node: &'n Node<'t>, span: Span, depth: usize) -> Option<&'n Node<'t>> {
    const DEEPEST: usize = 8;
    if depth > DEEPEST {
        return None;
    }
    let entries = node.entries().iter().map(|(_, value)| value);
    let inner = node.elements().iter().chain(entries).find(|inner| inner.span.contains(span))?;
    let own = || node.get("groups").map(|_| node);
    entry_around(inner, span, depth + 1).or_else(own)
}

/// What all grants of an object share.
fn of(manifest: &Manifest<'_, '_>, span: Span) -> Access {
    Access {
        resource: manifest.address(),
        reaches: Vec::new(),
        root: manifest.path.into(),
        namespace: manifest.namespace.clone(),
        labels: manifest.labels(),
        principal: principal("", PrincipalKind::User),
        bearing: Bearing::In,
        grant: Grant::Owner,
        level: Level::Unknown,
        over: None,
        span,
        because: Vec::<Because>::new(),
    }
}
