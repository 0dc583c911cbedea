//! Identifiers of resources that carry a region: in one of their fields, such as ARNs, or where a pattern tells, such as
//! self links.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::table::{Row, Table, columns};
use super::{endpoints, regions};

const IDENTIFIERS: Table = Table::new(include_str!("identifiers.tsv"));
const PATTERNS: Table = Table::new(include_str!("identifier-patterns.tsv"));

/// The longest text that patterns are tried on.
const LONGEST: usize = 2_048;

/// A form of identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The provider in the table of regions.
    pub provider: &'static str,
    /// What stands between fields.
    pub separator: char,
    /// Index of the field that holds the region; it is empty in identifiers of what has none.
    pub field: usize,
}

/// The form of an identifier that starts as this text does.
pub fn identifier(text: &str) -> Option<Identifier> {
    from_row(row_of(text)?)
}

/// The region in an identifier; nothing where this is none, or where it has no region.
pub fn region(text: &str) -> Option<(&'static str, &str)> {
    let Some(form) = identifier(text) else { return by_pattern(text) };
    let field = text.split(form.separator).nth(form.field)?;
    let region = || endpoints::region_of_code(form.provider, field).unwrap_or(field);
    (!field.is_empty() && field != "*").then(|| (form.provider, region()))
}

/// A form of identifiers that a pattern tells.
struct Pattern {
    /// What every such identifier has in it.
    part: &'static str,
    provider: &'static str,
    /// Whether other texts look so as well: then the region must be one that is known.
    is_shared: bool,
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

static PATTERN_LIST: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let pattern = |row| {
        let [part, provider, form, source] = columns(row);
        let compiled = OnceLock::new();
        Pattern { part, provider, is_shared: form == "shared", source, compiled }
    };
    PATTERNS.all().map(pattern).collect()
});

impl Pattern {
    fn compiled(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(self.source).ok()).as_ref()
    }
}

/// The patterns of which a text has the part.
fn patterns(text: &str) -> impl Iterator<Item = &'static Pattern> {
    let list: &[Pattern] = if text.len() > LONGEST { &[] } else { &PATTERN_LIST };
    list.iter().filter(move |pattern| text.contains(pattern.part))
}

fn by_pattern(text: &str) -> Option<(&'static str, &str)> {
    patterns(text).find_map(|pattern| {
        let region = pattern.compiled()?.captures(text)?.name("region")?.as_str();
        let is_known = || regions::place(pattern.provider, region, None).is_ok();
        (!pattern.is_shared || is_known()).then_some((pattern.provider, region))
    })
}

/// The provider of an identifier, whether it has a region or not.
pub fn provider(text: &str) -> Option<&'static str> {
    let is_of = |pattern: &&Pattern| {
        !pattern.is_shared && pattern.compiled().is_some_and(|form| form.is_match(text))
    };
    let by_form = identifier(text).map(|form| form.provider);
    by_form.or_else(|| patterns(text).find(is_of).map(|pattern| pattern.provider))
}

/// The bucket in an identifier that has no region: a bucket's name is enough for its provider.
pub fn store(text: &str) -> Option<(&'static str, &str)> {
    let row = row_of(text)?;
    let (form, [.., store]) = (from_row(row)?, columns::<5>(row));
    let (condition, field) = store.split_once(':')?;
    let (at, service) = condition.split_once('=')?;
    let fields: Vec<&str> = text.split(form.separator).collect();
    let name = fields.get(field.parse::<usize>().ok()?)?.split('/').next()?;
    let is_store = fields.get(at.parse::<usize>().ok()?) == Some(&service);
    (is_store && !name.is_empty() && name != "*").then_some((form.provider, name))
}

/// The row of the identifiers that start as this text does.
fn row_of(text: &str) -> Option<Row> {
    IDENTIFIERS.all().find(|row| text.starts_with(columns::<1>(row)[0]))
}

fn from_row(row: Row) -> Option<Identifier> {
    let [_, provider, separator, field] = columns(row);
    Some(Identifier { provider, separator: separator.chars().next()?, field: field.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::regions;

    #[test]
    fn rows_are_whole_and_sorted() {
        let mut before = "";
        for row in IDENTIFIERS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let form = from_row(row).expect(row);
            assert!(regions::has_provider(form.provider), "{row}");
            assert!(columns::<7>(row).iter().all(|cell| !cell.is_empty()), "{row}");
        }
    }

    #[test]
    fn patterns_compile_and_are_sorted() {
        assert!(PATTERNS.all().is_sorted());
        for row in PATTERNS.all() {
            let [part, provider, form, pattern, source, confidence]: [&str; 6] = columns(row);
            assert!(!part.is_empty() && !source.is_empty(), "{row}");
            assert!(regions::has_provider(provider), "{row}");
            assert!(matches!(form, "own" | "shared"), "{row}");
            assert!(matches!(confidence, "verified" | "memory"), "{row}");
            let compiled = Regex::new(pattern).expect(row);
            let has_region = compiled.capture_names().any(|name| name == Some("region"));
            assert!(has_region || form == "own", "{row}");
        }
    }

    #[test]
    fn patterns_tell_regions_and_pass_over_what_only_looks_so() {
        for (text, expected) in [
            ("projects/p/locations/asia-northeast1/keyRings/r/cryptoKeys/k", "gcp asia-northeast1"),
            ("//cloudkms.googleapis.com/projects/p/locations/asia/keyRings/r", "gcp asia"),
            (
                "https://www.googleapis.com/compute/v1/projects/p/regions/us-east4/subnetworks/a",
                "gcp us-east4",
            ),
            ("projects/p/zones/asia-northeast2-a/instances/i", "gcp asia-northeast2"),
            ("gce://p/asia-northeast1-b/gke-a", "gcp asia-northeast1"),
            ("projects/p/instanceConfigs/regional-europe-west1", "gcp europe-west1"),
            ("members-prod:asia-northeast1:orders", "gcp asia-northeast1"),
            ("example.jp:members-prod:asia-northeast1:orders", "gcp asia-northeast1"),
            ("/subscriptions/0000/locations/japaneast", "azure japaneast"),
            ("ap-northeast-1_AbCdEf123", "aws ap-northeast-1"),
            ("ap-northeast-1:12345678-1234-1234-1234-123456789012", "aws ap-northeast-1"),
            ("aws:///ap-northeast-1a/i-0abc", "aws ap-northeast-1"),
            ("ocid1.instance.oc1.nrt.anxhiljr", "oci ap-tokyo-1"),
            ("qcs::cos:ap-tokyo:uid/1250000000:bucket/*", "tencent ap-tokyo"),
        ] {
            let found = region(text).map(|(provider, region)| format!("{provider} {region}"));
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        for text in [
            "projects/p/locations/-/keyRings/r",
            "registry:some-tag1:latest",
            "ap-northeast-1_x",
            "no-such-region-9_AbCdEf123",
            "aws:///ap-northeast-1-tpe-1a/i-0abc",
            "/subscriptions/0000/resourceGroups/locations",
            "see projects/p/regions",
        ] {
            assert_eq!(region(text), None, "{text}");
        }
    }

    #[test]
    fn providers_are_told_without_a_region_too() {
        for (text, expected) in [
            ("arn:aws:s3:::members", Some("aws")),
            (
                "/subscriptions/0000/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/m",
                Some("azure"),
            ),
            ("/subscriptions/0000/locations/japaneast", Some("azure")),
            ("projects/members/topics/orders", Some("gcp")),
            ("//pubsub.googleapis.com/projects/members/topics/orders", Some("gcp")),
            ("apps/projects/members/topics/orders", None),
            ("members:asia-northeast1:orders", None),
            ("members", None),
        ] {
            assert_eq!(provider(text), expected, "{text}");
        }
    }

    #[test]
    fn regions_stand_in_their_field() {
        let arn = "arn:aws:kms:ap-northeast-3:111122223333:key/0a1b";
        assert_eq!(region(arn), Some(("aws", "ap-northeast-3")));
        assert_eq!(region("arn:aws:s3:::members"), None);
        assert_eq!(region("arn:aws:logs:*:111122223333:*"), None);
        assert_eq!(region("an arn:aws:kms:ap-northeast-3"), None);
    }

    #[test]
    fn a_bucket_needs_no_region_in_its_identifier() {
        assert_eq!(store("arn:aws:s3:::members/2026/*"), Some(("aws", "members")));
        assert_eq!(store("acs:oss:*:123456:members"), Some(("alibaba", "members")));
        assert_eq!(store("arn:aws:s3:::*"), None);
        assert_eq!(store("arn:aws:iam::111122223333:role/a"), None);
        assert_eq!(store("arn:aws:s3"), None);
    }
}
