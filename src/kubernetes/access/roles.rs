//! What bound roles can do (kubernetes.io, "Using RBAC Authorization").

use super::super::Context;
use super::super::fields::{each, elements, text, text_at};
use super::super::manifest::{self, Manifest};
use super::facts;
use crate::model::{Because, Level, Step};
use crate::syntax::yaml::Node;

/// The group of the built-in kinds about rights.
pub(super) const GROUP: &str = "rbac.authorization.k8s.io";

/// How much a role can do, and where that is declared.
pub(super) fn level(
    binding: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> (Level, Vec<Because>) {
    let Some(name) = text_at(binding.node, &["roleRef", "name"]) else {
        return (Level::Unknown, Vec::new());
    };
    let kind = text_at(binding.node, &["roleRef", "kind"]).unwrap_or("ClusterRole");
    let asked = binding.node.at(&["roleRef", "name"]).map_or(binding.span, |node| node.span);
    let mut because = vec![Because { span: asked, step: Step::Granted }];
    let namespace = binding.namespace.as_deref().filter(|_| kind == "Role");
    let found = context.names.object(&format!("{GROUP}/{kind}"), namespace, name, binding.path);
    let declared = found.manifests.iter().map(|role| {
        because.push(Because { span: role.span, step: Step::ObjectReference });
        of_role(role, context)
    });
    // Of several that may be meant the strongest counts.
    let declared = declared.max();
    (declared.or_else(|| facts::role(name)).unwrap_or(Level::Unknown), because)
}

fn of_role(role: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Level {
    let own = of_rules(role.node);
    let selectors = elements(role.node, &["aggregationRule", "clusterRoleSelectors"]);
    if selectors.is_empty() {
        return own;
    }
    // The cluster fills it with the rules of the roles that are selected, of which the files may lack some.
    let roles = context.names.objects(&format!("{GROUP}/ClusterRole"), None, role.path);
    let is_selected = |other: &&&Manifest<'_, '_>| selectors.iter().any(|s| selects(s, other));
    let added = roles.iter().filter(is_selected).map(|other| of_rules(other.node));
    match added.max() {
        Some(added) => added.max(own),
        None if own == Level::Metadata => Level::Unknown,
        None => own,
    }
}

fn selects(selector: &Node<'_>, role: &Manifest<'_, '_>) -> bool {
    let labels = manifest::labels(&[(role.node, &["metadata", "labels"])]);
    let wanted = each(selector, &["matchLabels"]);
    let mut pairs = wanted.iter().flat_map(|map| map.entries()).peekable();
    pairs.peek().is_some()
        && pairs.all(|(key, value)| {
            let known = key.as_str().and_then(|key| labels.known.get(key));
            known.zip(text(value)).is_some_and(|(known, value)| known.iter().any(|v| **v == *value))
        })
}

/// The most rights of one role that are looked at.
const MOST_RIGHTS: usize = 10_000;

fn of_rules(role: &Node<'_>) -> Level {
    let mut level = Level::Metadata;
    let mut left = MOST_RIGHTS;
    for rule in elements(role, &["rules"]) {
        let words = |field: &str| -> Vec<&str> {
            elements(rule, &[field]).into_iter().filter_map(|node| node.as_str()).collect()
        };
        let verbs = words("verbs");
        for resource in words("resources") {
            for verb in &verbs {
                left = left.saturating_sub(1);
                if left == 0 {
                    return Level::Unknown;
                }
                level = level.max(facts::right(resource, verb));
            }
        }
    }
    level
}
