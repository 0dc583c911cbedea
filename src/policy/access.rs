//! The verb `access`: where those work who get in.

use super::judge::{Case, Fact};
use super::read::{WEIGHTS, country_list};
use super::reader::{Keys, Reader};
use crate::model::{Access, Country, Path, Principal, PrincipalKind, Severity, Standing, Verdict};
use crate::syntax::yaml::Node;

const ACCESS: Keys =
    Keys { what: "`access`", known: &["deny-from", "allow-from", "unknown"], later: &[] };

/// Countries that people may, or may not, get in from.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Denied ones.
    deny: Option<Vec<Country>>,
    /// Allowed ones; no others are.
    allow: Option<Vec<Country>>,
    /// Weight of somebody of whom nobody knows where they work; nothing for off.
    unknown: Option<Severity>,
}

/// Reads `access` of a rule.
pub(super) fn entry(reader: &mut Reader, node: &Node) -> Option<Entry> {
    let fields = reader.fields(node, &ACCESS)?;
    let mut list =
        |key: &str| fields.get(key).map(|node| country_list(reader, node, &format!("`{key}`")));
    let (deny, allow) = (list("deny-from"), list("allow-from"));
    if deny.is_none() && allow.is_none() {
        let message = "`access` needs `deny-from` or `allow-from`, with a list of countries";
        reader.wrong(node.span, message);
    }
    let unknown = match fields.get("unknown") {
        Some(node) => reader.choice(node, "`unknown`", &WEIGHTS)?,
        None => Some(Severity::Warning),
    };
    Some(Entry { deny, allow, unknown })
}

impl Entry {
    fn refuses(&self, country: Country) -> bool {
        let denied = self.deny.as_ref().is_some_and(|deny| deny.contains(&country));
        denied || self.allow.as_ref().is_some_and(|allow| !allow.contains(&country))
    }
}

/// Each principal that gets at a placement is a fact of its own, at the line that lets it in. Where it is open whether it is this
/// placement, that is worth a look at most.
pub(super) fn judge<'p>(case: &Case<'p>, entry: &Entry, note: &mut dyn FnMut(Fact<'p>)) {
    for (access, is_sure) in case.access() {
        let most = if is_sure { Severity::Error } else { Severity::Warning };
        let Some((verdict, severity)) = verdict(entry, access, case.severity) else { continue };
        let (span, because) = (access.span, &access.because[..]);
        note(Fact { verdict, severity: severity.min(most), span, because });
    }
}

fn verdict(entry: &Entry, access: &Access, severity: Severity) -> Option<(Verdict, Severity)> {
    let Principal { kind, id, standing, .. } = &access.principal;
    let unknown =
        |principal| entry.unknown.map(|weight| (Verdict::AccessUnknown { principal }, weight));
    match standing {
        Standing::Own => None,
        Standing::Party(party) if party.path == Path::Closed => None,
        Standing::Party(party) if party.countries.is_empty() => unknown(party.name.clone()),
        Standing::Party(party) => {
            let refused = party.countries.iter().copied().filter(|country| entry.refuses(*country));
            let countries: Vec<Country> = refused.collect();
            let principal = party.name.clone();
            (!countries.is_empty())
                .then_some((Verdict::AccessFrom { principal, countries }, severity))
        }
        Standing::Unknown if *kind == PrincipalKind::Anyone => {
            let weight = entry.unknown?.min(Severity::Warning);
            Some((Verdict::AccessAnyone { principal: id.clone() }, weight))
        }
        Standing::Unknown => unknown(id.clone()),
    }
}
