//! Regions, operators, hosts and states.

use super::of_laws::laws_by;
use super::{Entry, Item, Label, Sort, Value, codes_in, countries};
use crate::catalog::endpoints::{Endpoint, HostForm, Whereabouts};
use crate::catalog::freshness;
use crate::catalog::jurisdictions::Jurisdiction;
use crate::catalog::laws::Test;
use crate::catalog::operators::{self, OperatorFacts};
use crate::catalog::owners::{self, OwnerFacts};
use crate::catalog::record::Text;
use crate::catalog::regions::{self, Region};
use crate::model::{Country, Date, Operator, Place, Why};

/// A region in a list.
pub(super) fn region_row(region: &Region) -> Entry {
    Entry::new(Sort::Region, region.code)
        .plain(Label::Provider, region.provider)
        .plain(Label::Region, region.code)
        .plain(Label::DisplayName, region.display_name)
        .with(Label::Countries, countries(region.countries))
        .plain(Label::Operator, region.operator)
        .with(Label::Kind, Value::Word(region.kind))
}

/// Everything known about a region.
pub(super) fn region(region: &Region) -> Entry {
    let operator = operators::operator(region.operator);
    Entry::new(Sort::Region, format!("{}/{}", region.provider, region.code))
        .plain(Label::Provider, region.provider)
        .plain(Label::Partition, region.partition)
        .with(Label::Kind, Value::Word(region.kind))
        .plain(Label::DisplayName, region.display_name)
        .plain(Label::City, region.city)
        .with(Label::Countries, countries(region.countries))
        .plain(Label::Pair, region.pair)
        .with(Label::Operator, of_operator(operator.as_ref()))
        .plain(Label::Zones, region.zone_pattern)
        .with(Label::Laws, laws_of_place(codes_in(region.countries), operator.as_ref()))
        .plain(Label::Source, region.source)
        .with(Label::Confidence, Value::Word(region.confidence))
}

/// A zone, or another word that only a pattern knows.
pub(super) fn zone(word: &str, place: &Place) -> Entry {
    Entry::new(Sort::Region, format!("{}/{word}", place.provider))
        .plain(Label::Provider, &*place.provider)
        .plain(Label::Region, &*place.region)
        .with(Label::Countries, Value::Countries(place.countries.clone()))
        .with(Label::Operator, of_operator(Some(&place.operator)))
        .with(Label::Laws, laws_of(place))
}

/// An identifier that names no region, or one that is not known.
pub(super) fn identifier(word: &str, provider: &str, region: Option<&str>) -> Entry {
    let refused = region.and_then(|region| regions::place(provider, region, None).err());
    let nearest = match refused {
        Some(Why::UnknownRegion { nearest: Some(nearest), .. }) => nearest.to_string(),
        _ => String::new(),
    };
    let known = if region.is_some() { "unknown_region" } else { "untold" };
    Entry::new(Sort::Identifier, word)
        .plain(Label::Provider, provider)
        .plain(Label::Region, region.unwrap_or_default())
        .with(Label::LocationConfidence, Value::Word(known))
        .plain(Label::Nearest, nearest)
}

/// Laws of the countries of a place, by its being there, and of the countries of its operator and whoever controls it.
fn laws_of_place(at: impl Iterator<Item = Country>, operator: Option<&Operator>) -> Value {
    let of_place = at.flat_map(|country| laws_by(country, &[Test::Territory]));
    Value::Items(of_place.chain(operator.into_iter().flat_map(laws_of_operator)).collect())
}

fn laws_of(place: &Place) -> Value {
    laws_of_place(place.countries.iter().copied(), Some(&place.operator))
}

fn laws_of_operator(operator: &Operator) -> Vec<Item> {
    let counts = owners::counting(None);
    let owners = operator.control.iter().filter(|owner| counts(owner));
    let owners = owners.filter_map(|owner| owner.country);
    let mut parents: Vec<Country> =
        owners.filter(|country| Some(*country) != operator.country).collect();
    parents.dedup();
    let own = operator.country.into_iter().flat_map(|country| laws_by(country, &[Test::Operator]));
    own.chain(parents.into_iter().flat_map(|country| laws_by(country, &[Test::Parent]))).collect()
}

fn of_operator(operator: Option<&Operator>) -> Value {
    let Some(operator) = operator else { return Value::Plain(String::new()) };
    let country = operator.country.map(|country| format!(" ({country})")).unwrap_or_default();
    Value::Plain(format!("{}: {}{country}", operator.id, operator.name))
}

/// An operator in a list.
pub(super) fn operator_row(facts: &OperatorFacts) -> Entry {
    Entry::new(Sort::Operator, facts.id)
        .plain(Label::Operator, facts.id)
        .plain(Label::Name, facts.name)
        .plain(Label::Control, facts.parent)
        .with(Label::Countries, countries(facts.country))
        .with(Label::Confidence, Value::Word(facts.confidence))
}

/// Everything known about an operator.
pub(super) fn operator(facts: &OperatorFacts) -> Entry {
    let of_operator = |region: &Region| region.operator == facts.id && region.is_place();
    let mut regions: Vec<String> =
        regions::all().filter(of_operator).map(|r| format!("{}/{}", r.provider, r.code)).collect();
    const MOST: usize = 12;
    let more = regions.len().saturating_sub(MOST);
    regions.truncate(MOST);
    regions.extend((more > 0).then(|| format!("+{more}")));
    let laws = operators::operator(facts.id).map(|operator| laws_of_operator(&operator));
    let checked = freshness::checked("operators.tsv").map(|day| day.to_string());
    Entry::new(Sort::Operator, facts.id)
        .plain(Label::Name, facts.name)
        .plain(Label::JapanEntity, facts.japan_entity)
        .plain(Label::Control, facts.parent)
        .with(Label::Owners, owners_of(facts.id))
        .with(Label::Countries, countries(facts.country))
        .plain(Label::Listing, facts.listing)
        .with(Label::PresentIn, countries(facts.present_in))
        .with(Label::Regions, Value::List(regions))
        .with(Label::Laws, Value::Items(laws.unwrap_or_default()))
        .plain(Label::Note, facts.note)
        .plain(Label::Source, facts.source)
        .with(Label::Confidence, Value::Word(facts.confidence))
        .plain(Label::Checked, checked.unwrap_or_default())
}

/// The owners that are known with more than a name, each with its days: `2021-03-01..`.
fn owners_of(operator: &str) -> Value {
    let item = |facts: OwnerFacts| {
        let OwnerFacts { owner, note, source, confidence } = facts;
        let mut about: Vec<String> = owner.country.iter().map(Country::to_string).collect();
        about.extend(owner.share.map(|share| share.to_string()));
        let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        if owner.from.or(owner.until).is_some() {
            about.push(format!("{}..{}", day(owner.from), day(owner.until)));
        }
        let said: Vec<&str> = [note, source].into_iter().filter(|text| !text.is_empty()).collect();
        let said = said.join("; ");
        Item {
            name: format!("{} ({})", owner.name, about.join(", ")),
            words: vec![confidence],
            text: Text { en: said.clone(), ja: said },
        }
    };
    Value::Items(owners::owners(operator).map(item).collect())
}

/// A form of hosts in a list.
pub(super) fn form_row(form: &HostForm) -> Entry {
    Entry::new(Sort::Host, form.pattern)
        .plain(Label::Form, form.pattern)
        .plain(Label::Provider, form.provider)
        .plain(Label::Operator, form.operator)
        .with(Label::ServiceKind, Value::Word(form.service_kind))
        .plain(Label::Service, form.service)
        .with(Label::Countries, countries(form.country))
        .with(Label::LocationConfidence, Value::Word(form.location_confidence))
}

/// Everything known about a host.
pub(super) fn host(host: &str, endpoint: &Endpoint, form: Option<&HostForm>) -> Entry {
    let (place, known) = match &endpoint.place {
        Whereabouts::Told(place) => (place, "told"),
        Whereabouts::Usual(place) => (place, "usual"),
        Whereabouts::Open(place) => (place, "open"),
    };
    let entry = Entry::new(Sort::Host, host)
        .plain(Label::Provider, endpoint.provider)
        .plain(Label::Service, endpoint.service)
        .with(Label::ServiceKind, Value::Word(endpoint.service_kind))
        .plain(Label::Region, &*place.region)
        .with(Label::Countries, Value::Countries(place.countries.clone()))
        .with(Label::LocationConfidence, Value::Word(known))
        .with(Label::Operator, of_operator(Some(&place.operator)))
        .with(Label::Laws, laws_of(place))
        .plain(Label::Form, endpoint.pattern);
    match form {
        Some(form) => entry
            .plain(Label::Note, form.note)
            .plain(Label::Source, form.source)
            .with(Label::Confidence, Value::Word(form.confidence)),
        None => entry,
    }
}

/// A state in a list.
pub(super) fn jurisdiction_row(state: &Jurisdiction) -> Entry {
    Entry::new(Sort::Jurisdiction, state.country.to_string())
        .plain(Label::Jurisdiction, state.country.to_string())
        .with(Label::Name, name_of(state))
        .plain(Label::AppiEquivalent, state.appi_equivalent)
        .plain(Label::EuAdequacy, state.eu_adequacy)
        .plain(Label::Laws, state.laws().count().to_string())
}

/// Everything known about a state.
pub(super) fn jurisdiction(state: &Jurisdiction) -> Entry {
    let laws = state.laws().map(|law| Item {
        name: law.id.clone(),
        words: vec![law.status.as_str(), law.confidence.as_str()],
        text: law.name.clone(),
    });
    let [survey, year] = state.ppc_survey;
    Entry::new(Sort::Jurisdiction, state.country.to_string())
        .with(Label::Name, name_of(state))
        .with(Label::Laws, Value::Items(laws.collect()))
        .plain(Label::Gap, state.gap)
        .plain(Label::AppiEquivalent, state.appi_equivalent)
        .plain(Label::EuAdequacy, state.eu_adequacy)
        .plain(Label::CloudActAgreement, state.cloud_act_agreement)
        .plain(Label::GlobalCbpr, state.global_cbpr)
        .plain(Label::Convention108, state.convention_108)
        .plain(Label::PpcSurvey, [survey, year].join(" ").trim())
        .plain(Label::Note, state.note)
}

fn name_of(state: &Jurisdiction) -> Value {
    Value::Both(Text { en: state.en.to_owned(), ja: state.ja.to_owned() })
}
