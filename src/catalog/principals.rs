//! Identifiers of principals: what they are, and what they belong to.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::table::{Table, columns};
use crate::model::{Principal, PrincipalKind, Standing};

const KEYS: Table = Table::new(include_str!("principal-keys.tsv"));
const IDENTITIES: Table = Table::new(include_str!("identities.tsv"));
const FORMS: Table = Table::new(include_str!("principals.tsv"));

/// A form of identifiers.
struct Form {
    pattern: Regex,
    kind: Option<PrincipalKind>,
    provider: &'static str,
}

static COMPILED: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let form = |row| {
        let [_, pattern, kind, provider] = columns(row);
        let pattern = Regex::new(pattern).ok()?;
        Some(Form { pattern, kind: PrincipalKind::parse(kind), provider })
    };
    FORMS.all().filter_map(form).collect()
});

/// What a policy matches principals by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchBy {
    /// What it belongs to, of this provider; of any where it is empty.
    Home(&'static str),
    /// The domain that it belongs to, or one above it.
    Domain,
    /// Its identifier, by a pattern.
    Id,
    /// The range that its addresses are in.
    Network,
}

/// The keys by which a policy matches principals, sorted.
pub fn match_keys() -> impl Iterator<Item = (&'static str, MatchBy)> {
    KEYS.all().filter_map(|row| {
        let [key, provider, field] = columns(row);
        let by = match field {
            "home" => MatchBy::Home(provider),
            "domain" => MatchBy::Domain,
            "id" => MatchBy::Id,
            "network" => MatchBy::Network,
            _ => return None,
        };
        Some((key, by))
    })
}

/// Whose identities a data source answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of whoever runs Terraform: the account that it runs in, its organization, its tenant.
    Own,
    /// Of a service of the provider, at work for whoever set it up.
    Provider,
}

/// Whose identity an attribute of a data source is, by its path.
pub fn identity(data_source: &str, attribute: &str) -> Option<Whose> {
    let name = attribute.split(['.', '[']).next()?;
    let mut rows = IDENTITIES.find(data_source).map(columns);
    let [_, _, whose] = rows.find(|[_, of, _]: &[&str; 3]| *of == name)?;
    match whose {
        "own" => Some(Whose::Own),
        "provider" => Some(Whose::Provider),
        _ => None,
    }
}

/// The longest identifier that is looked at.
const LONGEST: usize = 2_048;

/// The principal of an identifier, which is of this kind where its form does not tell.
pub fn principal(id: &str, kind: PrincipalKind) -> Principal {
    // What others belong to belongs to itself.
    let is_home =
        matches!(kind, PrincipalKind::Account | PrincipalKind::Project | PrincipalKind::Tenant);
    let home = is_home.then(|| id.into());
    let plain =
        Principal { kind, id: id.into(), provider: None, home, standing: Standing::Unknown };
    if id.len() > LONGEST {
        return plain;
    }
    let found = COMPILED.iter().find_map(|form| Some((form, form.pattern.captures(id)?)));
    let Some((form, captures)) = found else { return plain };
    let text = |text: &str| (!text.is_empty()).then(|| Arc::<str>::from(text));
    Principal {
        kind: form.kind.unwrap_or(kind),
        provider: text(form.provider),
        home: captures.name("home").and_then(|home| text(home.as_str())),
        id: plain.id,
        standing: plain.standing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::regions;

    #[test]
    fn rows_are_sorted_and_their_patterns_compile() {
        let mut before = "";
        for row in FORMS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let [_, pattern, kind, provider, source, confidence] = columns(row);
            assert!(Regex::new(pattern).is_ok(), "{row}");
            assert!(kind.is_empty() || PrincipalKind::parse(kind).is_some(), "{row}");
            assert!(provider.is_empty() || regions::has_provider(provider), "{row}");
            assert!(!source.is_empty() && !confidence.is_empty(), "{row}");
        }
    }

    #[test]
    fn keys_are_sorted_and_each_is_read() {
        assert!(KEYS.all().is_sorted());
        assert_eq!(KEYS.all().count(), match_keys().count());
        for row in KEYS.all() {
            let [_, provider, _, _, source, confidence] = columns(row);
            assert!(provider.is_empty() || regions::has_provider(provider), "{row}");
            assert!(!source.is_empty() && matches!(confidence, "verified" | "memory"), "{row}");
        }
    }

    #[test]
    fn identities_are_sorted_and_each_is_read() {
        assert!(IDENTITIES.all().is_sorted());
        for row in IDENTITIES.all() {
            let [name, attribute, _, source, confidence] = columns(row);
            assert!(identity(name, attribute).is_some(), "{row}");
            assert!(!source.is_empty() && matches!(confidence, "verified" | "memory"), "{row}");
        }
    }

    #[test]
    fn identifiers_tell_what_they_belong_to() {
        let of = |id: &str| {
            let found = principal(id, PrincipalKind::User);
            (found.kind, found.home.as_deref().unwrap_or("-").to_owned())
        };
        assert_eq!(
            of("arn:aws:iam::444455556666:role/ext"),
            (PrincipalKind::Role, "444455556666".into())
        );
        assert_eq!(
            of("arn:aws-cn:iam::444455556666:root"),
            (PrincipalKind::Account, "444455556666".into())
        );
        assert_eq!(
            of("etl@vendor-a.iam.gserviceaccount.com"),
            (PrincipalKind::Role, "vendor-a".into())
        );
        assert_eq!(
            of("oidc:ops@contractor.example"),
            (PrincipalKind::User, "contractor.example".into())
        );
        assert_eq!(
            of("group:ops@contractor.example"),
            (PrincipalKind::Group, "contractor.example".into())
        );
        assert_eq!(
            of("https://login.example.jp/realms/a"),
            (PrincipalKind::Issuer, "login.example.jp".into())
        );
        assert_eq!(of("system:unauthenticated"), (PrincipalKind::Anyone, "-".into()));
        assert_eq!(of("ledger-admins"), (PrincipalKind::User, "-".into()));
    }
}
