//! Region words to places. A word means something only with its provider.

use std::collections::{BTreeSet, HashMap};
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;

use super::table::{Row, Table, columns};
use super::{endpoints, operators};
use crate::model::{Country, Place, RegionKind, Why};
use crate::nearest::nearest;

const REGIONS: Table = Table::new(include_str!("regions.tsv"));

/// What the table says of a region word.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    /// Whose word it is.
    pub provider: &'static str,
    /// The word; with a `*` at its start, a pattern for zones and no place.
    pub code: &'static str,
    /// The part of the provider whose words mean something of their own.
    pub partition: &'static str,
    /// `region`, `multi-region`, `dual-region`, `local-zone`, `edge`, `geography` or `zone-pattern`.
    pub kind: &'static str,
    /// How the provider calls it.
    pub display_name: &'static str,
    /// The city, or a state or area.
    pub city: &'static str,
    /// Codes of countries, separated by commas; `*` is anywhere.
    pub countries: &'static str,
    /// The region that copies go to.
    pub pair: &'static str,
    /// Id of its operator.
    pub operator: &'static str,
    /// What its zones are called.
    pub zone_pattern: &'static str,
    /// Where this was read.
    pub source: &'static str,
    /// How sure it is.
    pub confidence: &'static str,
}

impl Region {
    fn from_row(row: Row) -> Region {
        let [
            provider,
            code,
            partition,
            kind,
            display_name,
            city,
            countries,
            pair,
            operator,
            zone_pattern,
            source,
            confidence,
        ] = columns(row);
        Region {
            provider,
            code,
            partition,
            kind,
            display_name,
            city,
            countries,
            pair,
            operator,
            zone_pattern,
            source,
            confidence,
        }
    }

    /// Rows that only carry a pattern are not places.
    pub fn is_place(&self) -> bool {
        self.kind != "zone-pattern" && !self.countries.is_empty()
    }

    fn place(&self) -> Place {
        let mut countries: Vec<Country> =
            self.countries.split(',').filter_map(|code| code.trim().parse().ok()).collect();
        countries.sort_unstable();
        countries.dedup();
        Place {
            provider: self.provider.into(),
            region: self.code.into(),
            kind: kind(self.kind),
            countries,
            operator: operators::operator(self.operator)
                .unwrap_or_else(|| operators::unknown(self.operator)),
        }
    }
}

fn kind(word: &str) -> RegionKind {
    match word {
        "multi-region" => RegionKind::MultiRegion,
        "dual-region" => RegionKind::DualRegion,
        "local-zone" => RegionKind::LocalZone,
        "edge" => RegionKind::Edge,
        "geography" => RegionKind::Geography,
        _ => RegionKind::Region,
    }
}

/// Every region word, by provider and word.
pub fn all() -> impl Iterator<Item = Region> {
    REGIONS.all().map(Region::from_row)
}

/// Whether the table has regions of this provider.
pub fn has_provider(provider: &str) -> bool {
    REGIONS.find(provider).next().is_some()
}

/// Whether this is a word of a provider for a region, as it is spelled in the table.
pub fn has_region(provider: &str, word: &str) -> bool {
    let key = format!("{provider}\t{word}");
    REGIONS.find(&key).map(Region::from_row).any(|region| region.is_place())
}

/// Whether this is a word of a provider for a zone.
pub fn has_zone(provider: &str, word: &str) -> bool {
    by_pattern(provider, word, None).is_some()
}

/// Whether the table has words of this partition.
pub fn has_partition(partition: &str) -> bool {
    REGIONS.all().any(|row| Region::from_row(row).partition == partition)
}

/// The place that `word` names with this provider. `service` is the partition in which a service's own
/// words count before the provider's, such as `gcp:storage`.
///
/// # Errors
/// [`Why::UnknownRegion`] with the nearest known word.
pub fn place(provider: &str, word: &str, service: Option<&str>) -> Result<Place, Why> {
    for spelling in spellings(word) {
        let key = format!("{provider}\t{spelling}");
        let rows: Vec<Region> =
            REGIONS.find(&key).map(Region::from_row).filter(Region::is_place).collect();
        if let Some(place) = choose(&rows, service) {
            return Ok(place);
        }
    }
    if let Some(place) = by_pattern(provider, word, service) {
        return Ok(place);
    }
    Err(unknown_region(provider, word))
}

/// The countries where an operator has regions: establishments that a law may speak of.
pub fn presence(operator: &str) -> &'static BTreeSet<Country> {
    static PRESENCE: LazyLock<HashMap<&str, BTreeSet<Country>>> = LazyLock::new(|| {
        let mut presence: HashMap<&str, BTreeSet<Country>> = HashMap::new();
        for region in all().filter(|region| region.kind == "region") {
            let countries =
                region.countries.split(',').filter_map(|code| code.parse::<Country>().ok());
            let known = countries.filter(|country| *country != Country::ANYWHERE);
            presence.entry(region.operator).or_default().extend(known);
        }
        presence
    });
    static NOWHERE: BTreeSet<Country> = BTreeSet::new();
    PRESENCE.get(operator).unwrap_or(&NOWHERE)
}

/// The region that a provider copies to from this one, where it has a pair.
pub fn pair(of: &Place) -> Option<Place> {
    let key = format!("{}\t{}", of.provider, of.region);
    let pair = REGIONS.find(&key).map(|row| columns::<8>(row)[7]).find(|pair| !pair.is_empty())?;
    place(&of.provider, pair, None).ok()
}

/// The place of a zone: its own where it is away from its region, else its region's.
///
/// # Errors
/// [`Why::UnknownRegion`] with the nearest known word.
pub fn place_of_zone(provider: &str, zone: &str) -> Result<Place, Why> {
    place(provider, zone, None)
}

/// The place of a zone of which only the region and the hyphen after it are known.
pub fn place_of_zones_in(provider: &str, start: &str) -> Option<Place> {
    let region = place(provider, start.strip_suffix('-')?, None).ok()?;
    // Zones are told apart by a letter or by a number.
    let zones = ["a", "1"].map(|rest| place(provider, &format!("{start}{rest}"), None));
    zones.into_iter().flatten().find(|zone| *zone == region)
}

/// The place of what a provider runs everywhere: anywhere, by this operator.
pub fn global(provider: &str, operator: &str) -> Place {
    Place {
        provider: provider.into(),
        region: "global".into(),
        kind: RegionKind::Geography,
        countries: vec![Country::ANYWHERE],
        operator: operators::operator(operator).unwrap_or_else(|| operators::unknown(operator)),
    }
}

/// The ways people write one word: as it is, in lower and upper case, and as a display name.
fn spellings(word: &str) -> Vec<String> {
    let word = word.trim();
    let lower = word.to_lowercase();
    let joined = lower.replace(' ', "");
    let mut all = vec![word.to_owned(), lower, word.to_uppercase(), joined];
    let mut seen = std::collections::HashSet::new();
    all.retain(|spelling| !spelling.starts_with('*') && seen.insert(spelling.clone()));
    all
}

/// Among rows of one word: the service's own, else the provider's, else all that there are together.
fn choose(rows: &[Region], service: Option<&str>) -> Option<Place> {
    let own = rows.iter().find(|row| service == Some(row.partition));
    let general = rows.iter().find(|row| !row.partition.contains(':'));
    if let Some(row) = own.or(general) {
        return Some(row.place());
    }
    let (first, others) = rows.split_first()?;
    let mut place = first.place();
    for other in others {
        place.countries.extend(other.place().countries);
    }
    place.countries.sort_unstable();
    place.countries.dedup();
    Some(place)
}

/// Whether a provider has zones that stand away from their region.
pub fn has_zones_away(provider: &str) -> bool {
    let patterns = REGIONS.find(provider).map(Region::from_row);
    patterns
        .filter(|row| row.code.starts_with('*'))
        .any(|row| row.zone_pattern.contains("(?P<place>"))
}

/// Through the zone patterns of a provider: a local zone by the row of its place, a zone by its region.
fn by_pattern(provider: &str, word: &str, service: Option<&str>) -> Option<Place> {
    let rows = || REGIONS.find(provider).map(Region::from_row);
    let patterns = rows().filter(|row| row.code.starts_with('*') && !row.zone_pattern.is_empty());
    for pattern in patterns {
        let Some(found) = compiled(pattern.zone_pattern, |regex| {
            let captures = regex.captures(word)?;
            let group =
                |name| captures.name(name).map(|group: regex::Match| group.as_str().to_owned());
            let of_code =
                |code: String| Some(endpoints::region_of_code(provider, &code)?.to_owned());
            Some((group("region").or_else(|| group("code").and_then(of_code)), group("place")))
        }) else {
            continue;
        };
        match found {
            (_, Some(_)) => {
                let of_zone =
                    |row: &Region| row.is_place() && compiled_matches(row.zone_pattern, word);
                return rows().find(of_zone).map(|row| row.place());
            }
            (Some(region), None) if region != word => {
                if let Ok(place) = place(provider, &region, service) {
                    return Some(place);
                }
            }
            (Some(region), None) if pattern.partition != provider => {
                let mut place = place(pattern.partition, &region, None).ok()?;
                place.provider = provider.into();
                place.operator = operators::operator(pattern.operator)?;
                return Some(place);
            }
            _ => {}
        }
    }
    // Providers without a pattern for all have one a region.
    let is_its_zone = |row: &Region| row.is_place() && compiled_matches(row.zone_pattern, word);
    rows().find(is_its_zone).map(|row| row.place())
}

/// Patterns compiled in this run. Few are ever needed.
static COMPILED: LazyLock<Mutex<HashMap<&'static str, Option<Regex>>>> =
    LazyLock::new(Mutex::default);

fn compiled<T>(pattern: &'static str, then: impl FnOnce(&Regex) -> Option<T>) -> Option<T> {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    compiled.entry(pattern).or_insert_with(|| Regex::new(pattern).ok()).as_ref().and_then(then)
}

fn compiled_matches(pattern: &'static str, word: &str) -> bool {
    !pattern.is_empty() && compiled(pattern, |regex| regex.is_match(word).then_some(())).is_some()
}

fn unknown_region(provider: &str, word: &str) -> Why {
    let rows = REGIONS.find(provider).map(Region::from_row).filter(Region::is_place);
    let names: Vec<&str> = rows.flat_map(|row| [row.code, row.display_name]).collect();
    let nearest = nearest(word, names.iter().copied()).map(Into::into);
    Why::UnknownRegion { provider: provider.into(), word: word.into(), nearest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn countries(provider: &str, word: &str, service: Option<&str>) -> String {
        match place(provider, word, service) {
            Ok(place) => {
                place.countries.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
            }
            Err(why) => format!("{why:?}"),
        }
    }

    #[test]
    fn rows_are_sorted_and_their_cells_are_what_they_should_be() {
        let mut before = "";
        for row in REGIONS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let region = Region::from_row(row);
            let codes = region.countries.split(',').filter(|code| !code.is_empty());
            assert!(codes.into_iter().all(|code| code.parse::<Country>().is_ok()), "{row}");
            assert!(operators::operator(region.operator).is_some(), "{row}");
            assert!(Regex::new(region.zone_pattern).is_ok(), "{row}");
            assert!(region.is_place() || region.code.starts_with('*'), "{row}");
        }
    }

    #[test]
    fn one_word_is_another_place_with_another_provider() {
        assert_eq!(countries("aws", "ap-southeast-1", None), "SG");
        assert_eq!(countries("huawei", "ap-southeast-1", None), "HK");
        assert_eq!(countries("gcp", "asia1", Some("gcp:storage")), "JP");
        assert_eq!(countries("gcp", "asia1", Some("gcp:spanner")), "JP,KR");
    }

    #[test]
    fn zones_follow_their_region_unless_they_stand_elsewhere() {
        assert_eq!(countries("aws", "ap-northeast-1a", None), "JP");
        assert_eq!(countries("aws", "ap-northeast-1-tpe-1a", None), "TW");
        assert_eq!(countries("aws", "ap-northeast-1-tpe-1b", None), "TW");
        assert_eq!(countries("gcp", "asia-northeast1-b", None), "JP");
        assert_eq!(countries("aws", "apne1-az4", None), "JP");
        assert_eq!(countries("aws", "use1-az2", None), "US");
        assert!(place("aws", "zzz1-az2", None).is_err());
        assert_eq!(countries("alibaba", "ap-northeast-1a", None), "JP");
        assert_eq!(countries("alibaba", "cn-beijing-h", None), "CN");
        assert!(place("aws", "us-east-1-zzz-1a", None).is_err());
        assert!(place_of_zones_in("gcp", "asia-northeast1-").is_some());
        // The rest of these words decides.
        assert!(place_of_zones_in("aws", "ap-northeast-").is_none());
        assert!(place_of_zones_in("aws", "ap-northeast-1-").is_none());
        assert!(place_of_zones_in("gcp", "us-").is_none());
    }

    #[test]
    fn spellings_of_one_place_agree() {
        assert_eq!(countries("azure", "Japan East", None), "JP");
        assert_eq!(countries("gcp", "ASIA-NORTHEAST1", Some("gcp:storage")), "JP");
        assert!(!countries("gcp", "EU", Some("gcp:storage")).contains("JP"));
    }

    #[test]
    fn an_unknown_word_gets_a_suggestion() {
        let why = place("aws", "ap-norheast-1", None).expect_err("no such region");
        let Why::UnknownRegion { nearest, .. } = why else { panic!("{why:?}") };
        assert_eq!(nearest.as_deref(), Some("ap-northeast-1"));
    }

    #[test]
    fn some_services_speak_the_words_of_the_cloud_under_them() {
        let place = place("confluent", "ap-northeast-1", None).expect("a region of aws");
        assert_eq!(&*place.operator.id, "confluent");
    }
}
