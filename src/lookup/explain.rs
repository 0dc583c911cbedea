//! Everything that is known about one thing, whatever it is.

use std::collections::BTreeSet;

use super::{Entry, of_laws, of_places, of_types};
use crate::catalog::addresses::{Address, addresses};
use crate::catalog::regions::Region;
use crate::catalog::{
    endpoints, identifiers, jurisdictions, laws, operators, owners, principals, regions, rules,
    types,
};
use crate::model::PrincipalKind;
use crate::nearest::nearest;

/// Nothing of the catalogue is called so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfound {
    /// The nearest name that something has.
    pub nearest: Option<String>,
}

/// What a word may be: a law, a rule, an operator, a resource type, a state, an identifier, a host, a region or zone
/// (`provider/word` for one provider's), by its id or by its name.
///
/// # Errors
/// Where the catalogue has nothing of this name.
pub fn explain(word: &str) -> Result<Vec<Entry>, Unfound> {
    let word = word.trim();
    let mut found: Vec<Entry> = laws::law(word).map(of_laws::law).into_iter().collect();
    found.extend(rules::rule(word).map(of_laws::rule));
    found.extend(
        operators::facts().filter(|facts| facts.id == word).map(|f| of_places::operator(&f)),
    );
    found.extend(types::resource_type(word).map(|of| of_types::resource_type(&of)));
    found.extend(states(word));
    found.extend(of_identifier(word));
    found.extend(of_host(word));
    found.extend(of_region(word));
    for rest in [by_name, of_provider, of_zone] {
        if found.is_empty() {
            found = rest(word);
        }
    }
    match found.is_empty() {
        true => Err(Unfound { nearest: nearest_name(word) }),
        false => Ok(found),
    }
}

fn states(word: &str) -> impl Iterator<Item = Entry> {
    let is_it = |state: &jurisdictions::Jurisdiction| {
        state.country.as_str() == word || state.en.eq_ignore_ascii_case(word) || state.ja == word
    };
    jurisdictions::all()
        .filter(is_it)
        .map(|state| of_places::jurisdiction(&state))
        .collect::<Vec<_>>()
        .into_iter()
}

/// An ARN or the like: the region in it, else the principal that it is, else that it tells no region that is known.
fn of_identifier(word: &str) -> Vec<Entry> {
    let region = identifiers::region(word);
    if let Some((provider, region)) = region {
        let word = format!("{provider}/{region}");
        let found_here = of_region(&word);
        let found = if found_here.is_empty() { of_zone(&word) } else { found_here };
        if !found.is_empty() {
            return found;
        }
    }
    let principal = principals::principal(word, PrincipalKind::Role);
    if region.is_none() && principal.provider.is_some() && principal.home.is_some() {
        return vec![of_types::principal(&principal)];
    }
    let region = region.map(|(_, region)| region);
    let provider = identifiers::provider(word);
    provider.map(|provider| of_places::identifier(word, provider, region)).into_iter().collect()
}

/// The hosts of a URL, of a connection string or of the name of an image, or a host by itself; the provider of a bucket's URL.
fn of_host(word: &str) -> Vec<Entry> {
    let known = |address| match address {
        Address::Host(host) => {
            let endpoint = endpoints::endpoint(host)?;
            let form = endpoints::forms().find(|form| form.pattern == endpoint.pattern);
            Some(of_places::host(host, &endpoint, form.as_ref()))
        }
        Address::Bucket(provider, _) if word.contains("://") => {
            Some(of_places::identifier(word, provider, None))
        }
        _ => None,
    };
    let mut found: Vec<Entry> = addresses(word).into_iter().filter_map(known).collect();
    if found.is_empty()
        && let Some((registry, _)) = word.split_once('/')
    {
        found.extend(addresses(registry).into_iter().filter_map(known));
    }
    found
}

/// A region word of every provider that has it, or of one.
fn of_region(word: &str) -> Vec<Entry> {
    let (provider, code) = provider_and_code(word);
    let is_it = |region: &Region| {
        let is_called = region.code.eq_ignore_ascii_case(code)
            || region.display_name.eq_ignore_ascii_case(code);
        region.is_place()
            && is_called
            && provider.is_none_or(|provider| provider == region.provider)
    };
    regions::all().filter(is_it).map(|region| of_places::region(&region)).collect()
}

fn provider_and_code(word: &str) -> (Option<&str>, &str) {
    match word.split_once('/') {
        Some((provider, code)) if regions::has_provider(provider) => (Some(provider), code),
        _ => (None, word),
    }
}

/// Those who operate what a provider has.
fn of_provider(word: &str) -> Vec<Entry> {
    let of_provider = regions::all().filter(|region| region.provider == word && region.is_place());
    let ids: BTreeSet<&str> = of_provider.map(|region| region.operator).collect();
    let operators = operators::facts().filter(|facts| ids.contains(facts.id));
    operators.map(|facts| of_places::operator(&facts)).collect()
}

/// A zone of every provider that calls one so, or of one.
fn of_zone(word: &str) -> Vec<Entry> {
    let (provider, code) = provider_and_code(word);
    // Accounts of some services are taken for zones by their form alone.
    let is_zone = code.contains('-') && code.contains(|c: char| c.is_ascii_digit());
    if provider.is_none() && !is_zone {
        return Vec::new();
    }
    let mut providers: Vec<&str> = match provider {
        Some(provider) => vec![provider],
        None => regions::all().map(|region| region.provider).collect(),
    };
    providers.dedup();
    let zones = providers.into_iter().filter(|provider| regions::has_zone(provider, code));
    let place = |provider: &str| regions::place_of_zone(provider, code).ok();
    zones.filter_map(|provider| Some(of_places::zone(code, &place(provider)?))).collect()
}

/// Laws, rules and operators by a name of theirs.
fn by_name(word: &str) -> Vec<Entry> {
    let is_it = |name: &str| name.eq_ignore_ascii_case(word);
    let laws = laws::laws().laws.iter();
    let laws = laws.filter(|law| is_it(&law.name.en) || is_it(&law.name.ja) || is_it(&law.native));
    let rules = rules::rules().rules.iter();
    let rules = rules.filter(|rule| is_it(&rule.name.en) || is_it(&rule.name.ja));
    let owns = |id| owners::owners(id).any(|facts| is_it(&facts.owner.name));
    let operators = operators::facts()
        .filter(|facts| is_it(facts.name) || is_it(facts.parent) || owns(facts.id));
    let mut found: Vec<Entry> = laws.map(of_laws::law).collect();
    found.extend(rules.map(of_laws::rule));
    found.extend(operators.map(|facts| of_places::operator(&facts)));
    found
}

fn nearest_name(word: &str) -> Option<String> {
    let mut names: Vec<&str> = laws::laws().laws.iter().map(|law| &*law.id).collect();
    names.extend(rules::rules().rules.iter().map(|rule| &*rule.id));
    names.extend(operators::facts().map(|facts| facts.id));
    names.extend(regions::all().filter(Region::is_place).map(|region| region.code));
    names.extend(types::all().map(|of| of.name));
    nearest(word, names).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lookup::Sort;

    fn sorts(word: &str) -> Vec<Sort> {
        explain(word)
            .map(|found| found.iter().map(|entry| entry.sort).collect())
            .unwrap_or_default()
    }

    #[test]
    fn a_word_is_whatever_the_catalogue_has_of_it() {
        assert_eq!(sorts("cn-nil-2017"), [Sort::Law]);
        assert_eq!(sorts("国家情報法"), []);
        assert_eq!(sorts("中華人民共和国国家情報法"), [Sort::Law]);
        assert_eq!(sorts("jp-appi-28-foreign-third-party"), [Sort::Rule]);
        assert_eq!(sorts("aws_s3_bucket"), [Sort::Type]);
        assert_eq!(sorts("aws/ap-northeast-1"), [Sort::Region]);
        assert!(sorts("ap-northeast-1").len() > 1);
        assert_eq!(sorts("ap-northeast-1-tpe-1a"), [Sort::Region]);
        assert_eq!(sorts("https://s3.ap-northeast-1.amazonaws.com/a"), [Sort::Host]);
        assert_eq!(sorts("arn:aws:iam::111122223333:role/a"), [Sort::Principal]);
        assert_eq!(sorts("arn:aws:kms:us-west-2:111122223333:key/a"), [Sort::Region]);
        assert_eq!(sorts("projects/p/zones/asia-northeast1-a/instances/i"), [Sort::Region]);
        assert_eq!(sorts("arn:aws:s3:::members"), [Sort::Identifier]);
        assert_eq!(sorts("arn:aws:kms:ap-norteast-1:111122223333:key/a"), [Sort::Identifier]);
        assert_eq!(sorts("reader@members-prod.iam.gserviceaccount.com"), [Sort::Principal]);
        assert_eq!(
            sorts("postgres://u:p@a.abc.ap-northeast-1.rds.amazonaws.com:5432/db?x=a.example.jp"),
            [Sort::Host]
        );
        assert_eq!(
            sorts("Server=tcp:members.database.windows.net,1433;Database=members"),
            [Sort::Host]
        );
        assert_eq!(sorts("https://example.jp/?from=s3.us-east-1.amazonaws.com"), []);
        assert_eq!(
            sorts("111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/members:1"),
            [Sort::Host]
        );
        assert_eq!(sorts("gs://members/2026"), [Sort::Identifier]);
        assert_eq!(sorts("acs:oss:oss-ap-northeast-1:1234567890123456:members"), [Sort::Region]);
        assert_eq!(sorts("KR")[0], Sort::Jurisdiction);
        assert_eq!(sorts("azure")[0], Sort::Operator);
        assert_eq!(sorts("s3.us-east-1.amazonaws.com.example.jp"), []);
    }

    #[test]
    fn what_is_not_found_has_a_nearest_name() {
        let unfound = explain("cn-nil-2018").expect_err("no such law");
        assert_eq!(unfound.nearest.as_deref(), Some("cn-nil-2017"));
    }
}
