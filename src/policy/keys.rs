//! The verb `keys`: who holds the keys, and where. And keys that no configuration shows, as a policy declares them.

use super::judge::{Case, Fact};
use super::model::{Countries, Policy, Selector, Standing};
use super::read::{WEIGHTS, countries, country_list};
use super::reader::{Keys, Reader, quote, suggest};
use super::selector::{Selected, selector};
use crate::catalog::operators;
use crate::model::{
    Because, Claim, Country, Custody, Holds, Key, Place, Placement, RegionKind, Severity, Step,
    Verdict, Why,
};
use crate::source::{Sources, Span};
use crate::syntax::yaml::Node;

const RULE: Keys =
    Keys { what: "`keys` of a rule", known: &["held-by", "countries", "unknown"], later: &[] };
const DECLARED: Keys =
    Keys { what: "a key", known: &["match", "held-by", "holder", "country"], later: &[] };
const CUSTODIES: [(&str, Custody); 4] = [
    ("provider", Custody::Provider),
    ("customer", Custody::Customer),
    ("external", Custody::External),
    ("client", Custody::Client),
];

/// Who may hold keys, and where.
#[derive(Clone, Debug)]
pub struct KeyRule {
    /// The custodies that are allowed; nothing for all.
    held_by: Option<Vec<Custody>>,
    /// Where keys may be.
    countries: Option<Countries>,
    /// Weight of keys of which nobody can tell; nothing for off.
    unknown: Option<Severity>,
}

/// A key that no configuration shows.
#[derive(Clone, Debug)]
pub struct DeclaredKey {
    selector: Selector,
    custody: Custody,
    /// Id of the operator that holds it, or `self`; nothing where that is not said.
    holder: Option<String>,
    countries: Vec<Country>,
    span: Span,
}

/// Reads `keys` of a rule.
pub(super) fn rule(reader: &mut Reader, node: &Node) -> Option<KeyRule> {
    let fields = reader.fields(node, &RULE)?;
    let held_by = fields.get("held-by").map(|node| custodies(reader, node));
    let countries = fields.get("countries").and_then(|node| countries(reader, node));
    if fields.get("held-by").is_none() && fields.get("countries").is_none() {
        let message = "`keys` needs `held-by`, such as `[external, client]`, or `countries`";
        reader.wrong(node.span, message);
    }
    let unknown = match fields.get("unknown") {
        Some(node) => reader.choice(node, "`unknown`", &WEIGHTS)?,
        None => Some(Severity::Warning),
    };
    Some(KeyRule { held_by, countries, unknown })
}

fn custodies(reader: &mut Reader, node: &Node) -> Vec<Custody> {
    let elements = if node.as_str().is_some() {
        std::slice::from_ref(node)
    } else {
        reader.list(node, "`held-by`")
    };
    elements.iter().filter_map(|node| reader.choice(node, "`held-by`", &CUSTODIES)).collect()
}

/// Reads one entry of `keys` at the top of a policy.
pub(super) fn declared(reader: &mut Reader, node: &Node) -> Option<DeclaredKey> {
    let fields = reader.fields(node, &DECLARED)?;
    let selector = fields.get("match").and_then(|node| selector(reader, node));
    let custody =
        fields.get("held-by").and_then(|node| reader.choice(node, "`held-by`", &CUSTODIES));
    let holder = fields.get("holder").and_then(|node| reader.word(node, "`holder`"));
    let countries = fields.get("country").map(|node| country_list(reader, node, "`country`"));
    for key in ["match", "held-by"] {
        if fields.get(key).is_none() {
            reader.wrong(node.span, format!("a key needs `{key}`"));
        }
    }
    Some(DeclaredKey {
        selector: selector?,
        custody: custody?,
        holder: holder.map(|word| word.text.to_string()),
        countries: countries.unwrap_or_default(),
        span: node.span,
    })
}

/// Tells what is wrong with the holders of declared keys, which only the whole policy can.
pub(super) fn check(reader: &mut Reader, policy: &Policy) {
    for key in &policy.keys {
        let Some(holder) = &key.holder else { continue };
        if policy.operator(holder).is_none() {
            let ids = operators::facts().map(|facts| facts.id);
            let ids: Vec<&str> = ids.chain(policy.operators.keys().map(|id| &**id)).collect();
            let message = match &**holder {
                "self" => "`self` is the organization, and this policy has none; add `organization` with its name".to_owned(),
                other => format!("the catalogue has no operator {}; {}", quote(other), suggest(other, &ids)),
            };
            reader.wrong(key.span, message);
        }
    }
}

impl Policy {
    /// Adds the keys that the policy declares to what they protect, in place of what the configuration shows.
    pub fn settle_keys(&self, sources: &Sources, placements: &mut [Placement]) {
        for placement in placements {
            let path = sources.path(placement.span);
            let found = self
                .keys
                .iter()
                .filter(|key| key.selector.selects(placement, path) == Selected::Yes);
            let keys: Vec<Key> = found.map(|declared| self.key(declared)).collect();
            if !keys.is_empty() {
                placement.keys = keys;
            }
        }
    }

    fn key(&self, declared: &DeclaredKey) -> Key {
        let span = declared.span;
        let because = vec![Because { span, step: Step::Literal }];
        let holder = declared.holder.as_deref().and_then(|id| self.operator(id));
        let claim = holder.filter(|_| !declared.countries.is_empty()).map(|operator| Claim {
            place: Place {
                provider: operator.id.clone(),
                region: "keys".into(),
                kind: RegionKind::Declared,
                countries: declared.countries.clone(),
                operator,
            },
            because: because.clone(),
            decided_by: span,
        });
        let why = claim.is_none().then(|| Why::NoLocation { argument: "country".into() });
        let resource = declared.holder.as_deref().map(Into::into);
        let (custody, claims) = (declared.custody, claim.into_iter().collect());
        Key { custody, resource, claims, why_unknown: why, span: Some(span), because }
    }
}

/// Keys of what rests. Where a configuration is silent, the provider makes them.
pub(super) fn judge<'p>(case: &Case<'p>, rule: &KeyRule, note: &mut dyn FnMut(Fact<'p>)) {
    let placement = case.placement;
    if placement.holds != Holds::AtRest {
        return;
    }
    let is_allowed = |custody| rule.held_by.as_ref().is_none_or(|all| all.contains(&custody));
    if placement.keys.is_empty() && !is_allowed(Custody::Provider) {
        let verdict = Verdict::KeyCustody { custody: Custody::Provider };
        note(Fact { verdict, severity: case.severity, span: placement.span, because: &[] });
    }
    for key in &placement.keys {
        let mut fact = |verdict, severity| {
            let span = key.span.unwrap_or(placement.span);
            note(Fact { verdict, severity, span, because: &key.because });
        };
        match (key.custody, rule.unknown) {
            (Custody::Unknown, Some(weight)) => {
                fact(Verdict::KeyUnknown { why: key.why_unknown.clone() }, weight)
            }
            (Custody::Unknown, None) => {}
            (custody, _) if !is_allowed(custody) => {
                fact(Verdict::KeyCustody { custody }, case.severity)
            }
            _ => {}
        }
        let Some(countries) = &rule.countries else { continue };
        let mut outside: Vec<Country> =
            key.claims.iter().flat_map(|claim| claim.place.countries.iter().copied()).collect();
        outside.retain(|country| countries.standing(*country) != Standing::Inside);
        outside.sort_unstable();
        outside.dedup();
        if !outside.is_empty() {
            fact(Verdict::KeyOutside { countries: outside }, case.severity);
        } else if key.claims.is_empty()
            && key.custody != Custody::Unknown
            && let Some(weight) = rule.unknown
        {
            fact(Verdict::KeyUnknown { why: key.why_unknown.clone() }, weight);
        }
    }
}
