//! Whose the principals are that get in, as a policy tells: its own, and others with the countries that their people work from.

use std::net::IpAddr;

use globset::{Glob, GlobMatcher};

use super::model::Policy;
use super::read::country_list;
use super::reader::{Fields, Keys, Reader, quote, suggest};
use super::selector::checked;
use crate::catalog::principals::{MatchBy, match_keys};
use crate::model::{Access, Party, Path, Principal, Sees, Standing};
use crate::syntax::yaml::Node;

const PRINCIPAL: Keys = Keys {
    what: "a principal",
    known: &["match", "name", "country", "own", "path", "sees"],
    later: &[],
};
const PATHS: [(&str, Path); 4] = [
    ("none", Path::Closed),
    ("approval", Path::Approval),
    ("escorted", Path::Escorted),
    ("standing", Path::Standing),
];
const SEES: [(&str, Sees); 3] =
    [("control", Sees::Control), ("ciphertext", Sees::Ciphertext), ("content", Sees::Content)];

/// Principals that a policy speaks of.
#[derive(Clone, Debug)]
pub struct DeclaredPrincipal {
    /// All of these hold; at least one.
    matches: Vec<Condition>,
    /// Whose they are.
    standing: Standing,
}

#[derive(Clone, Debug)]
enum Condition {
    Home { provider: &'static str, home: String },
    Domain(String),
    Id(GlobMatcher),
    Network(IpAddr, u8),
}

/// Reads one entry of `principals`.
pub(super) fn principal(reader: &mut Reader, node: &Node) -> Option<DeclaredPrincipal> {
    let fields = reader.fields(node, &PRINCIPAL)?;
    let Some(matched) = fields.get("match") else {
        let message =
            "a principal needs `match`, such as `match: { aws-account: \"444455556666\" }`";
        reader.wrong(node.span, message);
        return None;
    };
    let matches = conditions(reader, matched);
    let standing = standing(reader, node, &fields)?;
    (!matches.is_empty()).then_some(DeclaredPrincipal { matches, standing })
}

fn conditions(reader: &mut Reader, node: &Node) -> Vec<Condition> {
    let known: Vec<(&str, MatchBy)> = match_keys().collect();
    let names: Vec<&str> = known.iter().map(|(key, _)| *key).collect();
    let mut found = Vec::new();
    for (key, value) in reader.named(node, "`match`") {
        let Some((_, by)) = known.iter().find(|(name, _)| *name == &*key.text) else {
            let message = format!(
                "principals cannot be matched by {}; {}",
                quote(&key.text),
                suggest(&key.text, &names)
            );
            reader.wrong(key.span, message);
            continue;
        };
        let Some(word) = reader.word(value, &format!("`{}`", key.text)) else { continue };
        let text = word.text.to_string();
        let condition = match by {
            MatchBy::Home(provider) => Some(Condition::Home { provider, home: text }),
            MatchBy::Domain => Some(Condition::Domain(text.to_ascii_lowercase())),
            MatchBy::Id => {
                let glob = Glob::new(&text).map_err(|error| error.kind().to_string());
                checked(reader, &word, glob).map(|glob| Condition::Id(glob.compile_matcher()))
            }
            MatchBy::Network => {
                let range =
                    range(&text).ok_or("it is no range such as `203.0.113.0/24`".to_owned());
                checked(reader, &word, range)
                    .map(|(address, length)| Condition::Network(address, length))
            }
        };
        found.extend(condition);
    }
    found
}

fn standing(reader: &mut Reader, node: &Node, fields: &Fields) -> Option<Standing> {
    let truths = [("true", true), ("false", false)];
    let own = fields.get("own").and_then(|node| reader.choice(node, "`own`", &truths));
    let countries = fields.get("country").map(|node| country_list(reader, node, "`country`"));
    let path = fields.get("path").and_then(|node| reader.choice(node, "`path`", &PATHS));
    let sees = fields.get("sees").and_then(|node| reader.choice(node, "`sees`", &SEES));
    if own == Some(true) {
        return Some(Standing::Own);
    }
    let Some(name) = fields.get("name") else {
        let message = "a principal needs a `name`, or `own: true` where it is of the organization";
        reader.wrong(node.span, message);
        return None;
    };
    let name = reader.word(name, "`name`")?.text;
    Some(Standing::Party(Party {
        name,
        countries: countries.unwrap_or_default(),
        path: path.unwrap_or(Path::Standing),
        sees: sees.unwrap_or(Sees::Content),
        span: node.span,
    }))
}

impl Policy {
    /// Tells whose principals are, where the policy does: by the first entry that matches.
    pub fn settle_principals(&self, access: &mut [Access]) {
        for one in access {
            let found = self.principals.iter().find(|declared| declared.is_of(&one.principal));
            if let Some(declared) = found {
                one.principal.standing = declared.standing.clone();
            }
        }
    }
}

impl DeclaredPrincipal {
    fn is_of(&self, principal: &Principal) -> bool {
        self.matches.iter().all(|condition| condition.holds(principal))
    }
}

impl Condition {
    fn holds(&self, principal: &Principal) -> bool {
        let home = principal.home.as_deref();
        match self {
            Condition::Home { provider, home: wanted } => {
                let is_of = |of: &str| provider.is_empty() || of == *provider;
                home == Some(wanted) && principal.provider.as_deref().is_none_or(is_of)
            }
            Condition::Domain(domain) => home.is_some_and(|home| {
                let home = home.to_ascii_lowercase();
                let above = home.strip_suffix(&**domain);
                above.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }),
            Condition::Id(glob) => glob.is_match(&*principal.id),
            Condition::Network(address, length) => {
                range(&principal.id).is_some_and(|(own, longer)| {
                    longer >= *length && is_within(own, *address, *length)
                })
            }
        }
    }
}

/// A range of addresses; one address is a range of its own.
fn range(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address.parse::<IpAddr>().ok()?, Some(length)),
        None => (text.parse::<IpAddr>().ok()?, None),
    };
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length = length.map_or(Some(most), |length| length.parse().ok())?;
    (length <= most).then_some((address, length))
}

fn is_within(own: IpAddr, range: IpAddr, length: u8) -> bool {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, 4),
        IpAddr::V6(address) => (address.to_bits(), 6),
    };
    let ((own, own_kind), (range, kind)) = (bits(own), bits(range));
    let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
    own_kind == kind && own & mask == range & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_within_their_ranges() {
        let within = |own: &str, outer: &str| {
            let ((own, longer), (range, length)) = (range(own)?, range(outer)?);
            Some(longer >= length && is_within(own, range, length))
        };
        assert_eq!(within("203.0.113.7", "203.0.113.0/24"), Some(true));
        assert_eq!(within("203.0.113.0/25", "203.0.113.0/24"), Some(true));
        assert_eq!(within("203.0.0.0/16", "203.0.113.0/24"), Some(false));
        assert_eq!(within("203.0.114.1", "203.0.113.0/24"), Some(false));
        assert_eq!(within("2001:db8::7", "2001:db8::/32"), Some(true));
        assert_eq!(within("0.0.0.0/0", "0.0.0.0/0"), Some(true));
        assert_eq!(within("members", "0.0.0.0/0"), None);
    }
}
