//! Host names: whose they are, and where.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::{Captures, Regex};

use super::table::{Row, Table, columns};
use super::{operators, regions};
use crate::model::{Country, Place, RegionKind};

const ENDPOINTS: Table = Table::new(include_str!("endpoints.tsv"));
const CODES: Table = Table::new(include_str!("region-codes.tsv"));
const CLOUDS: Table = Table::new(include_str!("cloud-words.tsv"));

/// What a host name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoint {
    /// The provider, as the tables name it.
    pub provider: &'static str,
    /// Kind of service, such as `object-storage`.
    pub service_kind: &'static str,
    /// Name of the service.
    pub service: &'static str,
    /// Its place.
    pub place: Whereabouts,
    /// The form that it has.
    pub pattern: &'static str,
}

/// Where a host is, as far as its name tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Whereabouts {
    /// The name tells the place, or its owner says it.
    Told(Place),
    /// Where the service mostly is; contracts and settings can move it.
    Usual(Place),
    /// Somewhere: the place has an operator, and no countries.
    Open(Place),
}

/// What the table says of host names of one form.
#[derive(Clone, Copy, Debug)]
pub struct HostForm {
    /// The form: `*` stands for one character or more.
    pub pattern: &'static str,
    /// The provider, as the tables name it.
    pub provider: &'static str,
    /// Id of the operator.
    pub operator: &'static str,
    /// Codes of countries where it is; empty where the name tells, or nobody knows.
    pub country: &'static str,
    /// Kind of service.
    pub service_kind: &'static str,
    /// Name of the service.
    pub service: &'static str,
    /// What else is to say.
    pub note: &'static str,
    /// Where this was read.
    pub source: &'static str,
    /// How sure the form is.
    pub confidence: &'static str,
    /// How the place is known: `from-name`, `verified`, `memory` or `unknown`.
    pub location_confidence: &'static str,
}

/// Every form of host names.
pub fn forms() -> impl Iterator<Item = HostForm> {
    ENDPOINTS.all().map(|row| {
        let [
            pattern,
            provider,
            operator,
            _,
            country,
            service_kind,
            service,
            note,
            source,
            confidence,
            location_confidence,
        ] = columns(row);
        HostForm {
            pattern,
            provider,
            operator,
            country,
            service_kind,
            service,
            note,
            source,
            confidence,
            location_confidence,
        }
    })
}

/// What is known of a host, by the most specific of the patterns that it matches. A pattern holds for whole names, so
/// that a name that only begins with another is not taken for it.
pub fn endpoint(host: &str) -> Option<Endpoint> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let candidates = BY_END.get(last_labels(&host)?)?;
    let matching = candidates.iter().filter(|row| matches(columns::<1>(row)[0], &host));
    let row = matching.max_by_key(|row| specific(columns::<1>(row)[0]))?;
    let [form, provider, operator, pattern, country, service_kind, service, _, _, _, from] =
        columns(row);
    let place = told(&host, provider, operator, pattern)
        .or_else(|| fixed(provider, operator, country, from == "verified"))
        .unwrap_or_else(|| Whereabouts::Open(site(provider, operator, Vec::new())));
    Some(Endpoint { provider, service_kind, service, place, pattern: form })
}

/// Rows by the last two labels of their patterns, which hold no `*`.
static BY_END: LazyLock<HashMap<&'static str, Vec<Row>>> = LazyLock::new(|| {
    let mut rows: HashMap<&'static str, Vec<Row>> = HashMap::new();
    for row in ENDPOINTS.all() {
        if let Some(end) = last_labels(columns::<1>(row)[0]) {
            rows.entry(end).or_default().push(row);
        }
    }
    rows
});

fn last_labels(host: &str) -> Option<&str> {
    let (before, _) = host.rsplit_once('.')?;
    Some(before.rfind('.').map_or(host, |at| &host[at + 1..]))
}

/// Whether a host matches a pattern in which `*` stands for one character or more.
fn matches(pattern: &str, host: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = host.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        let Some(one) = rest.chars().next() else { return false };
        let after = &rest[one.len_utf8()..];
        if parts.peek().is_none() {
            return after.ends_with(part);
        }
        let Some(found) = after.find(part) else { return false };
        rest = &after[found + part.len()..];
    }
    true
}

/// Longer literal parts are more specific.
fn specific(pattern: &str) -> usize {
    pattern.bytes().filter(|byte| *byte != b'*').count()
}

/// The place that a name tells.
fn told(
    host: &str,
    provider: &'static str,
    operator: &'static str,
    pattern: &'static str,
) -> Option<Whereabouts> {
    if pattern.is_empty() {
        return None;
    }
    let Some((region, cloud)) = captured(pattern, host) else {
        return by_code(provider, operator, NO_CODE);
    };
    if let Ok(place) = regions::place(provider, &region, None) {
        return Some(Whereabouts::Told(place));
    }
    if let Some(place) = by_code(provider, operator, &region) {
        return Some(place);
    }
    // A service on another cloud has the places of that and an operator of its own.
    let [_, cloud] = columns(CLOUDS.find(cloud.as_deref()?).next()?);
    let place = regions::place(cloud, &region, None).ok()?;
    let of_service = site(provider, operator, Vec::new());
    Some(Whereabouts::Told(Place {
        provider: provider.into(),
        operator: of_service.operator,
        ..place
    }))
}

/// Stands in the table of codes for a name that has none.
const NO_CODE: &str = "*";

/// The words `region` and `cloud` of a pattern in a host.
fn captured(pattern: &'static str, host: &str) -> Option<(String, Option<String>)> {
    static COMPILED: LazyLock<Mutex<HashMap<&'static str, Option<Regex>>>> =
        LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = compiled.entry(pattern).or_insert_with(|| Regex::new(pattern).ok()).as_ref()?;
    let captures: Captures<'_> = regex.captures(host)?;
    let group = |name| captures.name(name).map(|found| found.as_str().to_owned());
    Some((group("region")?, group("cloud")))
}

/// The place of a short form of a region: of one in the table of regions, or of a site that only hosts name.
fn by_code(provider: &'static str, operator: &'static str, code: &str) -> Option<Whereabouts> {
    let row = CODES.find(&format!("{provider}\t{code}")).next()?;
    let [_, _, region, country, _, confidence] = columns(row);
    if region.is_empty() {
        return fixed(provider, operator, country, confidence == "verified");
    }
    regions::place(provider, region, None).ok().map(Whereabouts::Told)
}

/// The region that a provider shortens to this code.
pub fn region_of_code(provider: &str, code: &str) -> Option<&'static str> {
    let [_, _, region] = columns(CODES.find(&format!("{provider}\t{code}")).next()?);
    (!region.is_empty()).then_some(region)
}

fn fixed(
    provider: &'static str,
    operator: &'static str,
    countries: &str,
    is_verified: bool,
) -> Option<Whereabouts> {
    let countries: Vec<Country> =
        countries.split(',').filter_map(|country| country.trim().parse().ok()).collect();
    if countries.is_empty() {
        return None;
    }
    let place = site(provider, operator, countries);
    Some(if is_verified { Whereabouts::Told(place) } else { Whereabouts::Usual(place) })
}

/// A place that has no word of its own.
fn site(provider: &'static str, operator: &'static str, mut countries: Vec<Country>) -> Place {
    countries.sort_unstable();
    Place {
        provider: provider.into(),
        region: "".into(),
        kind: RegionKind::Region,
        countries,
        operator: operators::operator(operator).unwrap_or_else(|| operators::unknown(operator)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whereabouts(host: &str) -> String {
        let Some(endpoint) = endpoint(host) else { return "-".to_owned() };
        let (word, place) = match endpoint.place {
            Whereabouts::Told(place) => ("told", place),
            Whereabouts::Usual(place) => ("usual", place),
            Whereabouts::Open(place) => ("open", place),
        };
        let countries: Vec<String> = place.countries.iter().map(ToString::to_string).collect();
        format!("{word} {}/{} {}", place.provider, place.region, countries.join(","))
    }

    #[test]
    fn names_without_a_code_may_be_of_one_place() {
        assert_eq!(whereabouts("intake.datadoghq.com"), "told datadog/ US");
        assert_eq!(whereabouts("intake.ap1.datadoghq.com"), "told datadog/ JP");
        assert_eq!(whereabouts("collector.nr-data.net"), "usual newrelic/ US");
        assert_eq!(whereabouts("ledger.grafana.net"), "open grafana/ ");
    }

    #[test]
    fn rows_are_sorted_and_name_what_exists() {
        let mut before = "";
        for row in ENDPOINTS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let [pattern, provider, operator, regex, country, kind, _, _, source, confidence, from]: [&str; 11] =
                columns(row);
            assert!(operators::operator(operator).is_some(), "{row}");
            assert!(Regex::new(regex).is_ok(), "{row}");
            assert!(
                country.is_empty() || country.split(',').all(|c| c.parse::<Country>().is_ok()),
                "{row}"
            );
            let end = last_labels(pattern).expect(row);
            assert!(!end.contains('*') && pattern == pattern.to_lowercase(), "{row}");
            let cells = [provider, kind, source, confidence, from];
            assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
        }
    }

    #[test]
    fn codes_name_regions_or_countries() {
        let mut before = "";
        for row in CODES.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let [provider, _, region, country, source, confidence] = columns(row);
            let is_region = !region.is_empty() && regions::place(provider, region, None).is_ok();
            assert!(is_region != country.parse::<Country>().is_ok(), "{row}");
            assert!(!source.is_empty() && !confidence.is_empty(), "{row}");
        }
        for row in CLOUDS.all() {
            assert!(regions::has_provider(columns::<2>(row)[1]), "{row}");
        }
    }

    #[test]
    fn hosts_tell_their_place() {
        for (host, expected) in [
            ("members.s3.ap-northeast-1.amazonaws.com", "told aws/ap-northeast-1 JP"),
            ("s3.us-west-2.amazonaws.com", "told aws/us-west-2 US"),
            ("a1b2.gr7.ap-northeast-1.eks.amazonaws.com", "told aws/ap-northeast-1 JP"),
            ("ledger.abc.0001.apne1.cache.amazonaws.com", "told aws/ap-northeast-1 JP"),
            ("oss-ap-northeast-1.aliyuncs.com", "told alibaba/ap-northeast-1 JP"),
            ("a-1.hcp.japaneast.azmk8s.io", "told azure/japaneast JP"),
            ("asia-northeast1-docker.pkg.dev", "told gcp/asia-northeast1 JP"),
            ("nrt.ocir.io", "told oci/ap-tokyo-1 JP"),
            ("Members.S3.US-East-1.AmazonAWS.com.", "told aws/us-east-1 US"),
            ("pkc-0.ap-northeast-1.aws.confluent.cloud", "told confluent/ap-northeast-1 JP"),
            ("members.openai.azure.com", "open azure/ "),
            ("s3.amazonaws.com", "open aws/ "),
        ] {
            assert_eq!(whereabouts(host), expected, "{host}");
        }
    }

    #[test]
    fn names_that_only_look_like_a_host_are_not_taken_for_it() {
        for host in [
            "s3.us-east-1.amazonaws.com.example.jp",
            "amazonaws.com.example.jp",
            "notamazonaws.com",
            "xs3.us-east-1-amazonaws.com",
            "evil-amazonaws.com",
            "amazonaws.co",
            "com",
            "",
            ".",
            "..",
        ] {
            assert_eq!(whereabouts(host), "-", "{host}");
        }
    }

    #[test]
    fn stars_stand_for_something() {
        assert!(matches("*.a.com", "x.a.com") && matches("*.a.com", "x.y.a.com"));
        assert!(!matches("*.a.com", ".a.com") && !matches("*.a.com", "a.com"));
        assert!(matches("s3.*.a.com", "s3.b.a.com") && !matches("s3.*.a.com", "s3.a.com"));
        assert!(matches("a.com", "a.com") && !matches("a.com", "xa.com"));
        assert!(matches("*-docker.pkg.dev", "é-docker.pkg.dev"));
    }
}
