//! Looking things up in the catalogue: lists of a subject, and everything that is known about one thing.
//!
//! An entry is facts under labels; reports put them into words and forms.

mod explain;
mod listing;
mod of_laws;
mod of_places;
mod of_types;

pub use explain::{Unfound, explain};
pub use listing::{Subject, list, stale};

pub use crate::catalog::record::Text;
use crate::model::Country;
use crate::model::words::words;

/// What is known about one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What sort of thing it is.
    pub sort: Sort,
    /// What it is called here.
    pub name: String,
    /// What is known, in the order to show it.
    pub facts: Vec<(Label, Value)>,
}

/// A fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// As it is written everywhere.
    Plain(String),
    /// A word of a table.
    Word(&'static str),
    /// Words of tables.
    Words(Vec<&'static str>),
    /// In both languages.
    Both(Text),
    /// Countries.
    Countries(Vec<Country>),
    /// Several texts.
    List(Vec<String>),
    /// Several texts, in both languages.
    Texts(Vec<Text>),
    /// Several things with words and a text each.
    Items(Vec<Item>),
}

/// One of several things.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is called, as it is written everywhere; empty where words say it.
    pub name: String,
    /// Words of tables.
    pub words: Vec<&'static str>,
    /// What is to say.
    pub text: Text,
}

impl Entry {
    fn new(sort: Sort, name: impl Into<String>) -> Entry {
        Entry { sort, name: name.into(), facts: Vec::new() }
    }

    /// The same with a fact, unless that is empty.
    fn with(mut self, label: Label, value: Value) -> Entry {
        if !value.is_empty() {
            self.facts.push((label, value));
        }
        self
    }

    fn plain(self, label: Label, text: impl Into<String>) -> Entry {
        self.with(label, Value::Plain(text.into()))
    }

    fn both(self, label: Label, text: &Text) -> Entry {
        self.with(label, Value::Both(text.clone()))
    }

    fn texts(self, label: Label, texts: &[Text]) -> Entry {
        self.with(label, Value::Texts(texts.to_vec()))
    }
}

impl Value {
    /// What it says, as texts.
    fn texts(&self) -> Vec<&str> {
        match self {
            Value::Plain(text) => vec![text],
            Value::Word(word) => vec![word],
            Value::Words(words) => words.clone(),
            Value::Both(text) => vec![&text.en, &text.ja],
            Value::Countries(countries) => countries.iter().map(Country::as_str).collect(),
            Value::List(texts) => texts.iter().map(|text| &**text).collect(),
            Value::Texts(texts) => texts.iter().flat_map(|text| [&*text.en, &*text.ja]).collect(),
            Value::Items(items) => items.iter().map(|item| &*item.name).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Value::Plain(text) => text.is_empty(),
            Value::Word(word) => word.is_empty(),
            Value::Words(words) => words.is_empty(),
            Value::Both(text) => text.en.is_empty(),
            Value::Countries(countries) => countries.is_empty(),
            Value::List(texts) => texts.is_empty(),
            Value::Texts(texts) => texts.is_empty(),
            Value::Items(items) => items.is_empty(),
        }
    }
}

/// The countries of a list of codes.
fn countries(codes: &str) -> Value {
    Value::Countries(codes_in(codes).collect())
}

/// The codes of countries in a list.
fn codes_in(list: &str) -> impl Iterator<Item = Country> {
    list.split(',').filter_map(|code| code.trim().parse().ok())
}

words! {
    /// What sort of thing an entry is about.
    Sort {
        /// A part of the catalogue that was checked.
        Checked = "checked",
        /// A host, or a form of hosts.
        Host = "host",
        /// An identifier of a resource.
        Identifier = "identifier",
        /// A state or territory.
        Jurisdiction = "jurisdiction",
        /// A law of another state.
        Law = "law",
        /// An operator.
        Operator = "operator",
        /// A principal.
        Principal = "principal",
        /// A region, or a zone.
        Region = "region",
        /// A rule of Japan.
        Rule = "rule",
        /// A resource type.
        Type = "type",
    }
}

words! {
    /// What a fact is about.
    Label {
        /// Ways in which it lets others in.
        Access = "access",
        /// The account in an identifier.
        Account = "account",
        /// When it was changed.
        Amended = "amended",
        /// Whether Japan holds its protection to be equal.
        AppiEquivalent = "appi_equivalent",
        /// Articles that count.
        Articles = "articles",
        /// Who watches over it.
        Authority = "authority",
        /// What it bears on.
        BearsOn = "bears_on",
        /// When it was last checked.
        Checked = "checked",
        /// What can be checked.
        Checks = "checks",
        /// Where it was promulgated.
        Citation = "citation",
        /// A city.
        City = "city",
        /// The class of a type.
        Class = "class",
        /// An agreement about orders.
        CloudActAgreement = "cloud_act_agreement",
        /// What it compels.
        Compels = "compels",
        /// How sure it is.
        Confidence = "confidence",
        /// Who controls it.
        Control = "control",
        /// A convention.
        Convention108 = "convention_108",
        /// Countries.
        Countries = "countries",
        /// What holds where an argument is left out.
        Defaults = "defaults",
        /// How its provider calls it.
        DisplayName = "display_name",
        /// Since when it applies.
        Effective = "effective",
        /// When it was adopted.
        Enacted = "enacted",
        /// Whether the Union holds its protection to be adequate.
        EuAdequacy = "eu_adequacy",
        /// When it lapses.
        Expires = "expires",
        /// How binding it is.
        Force = "force",
        /// The form that it has.
        Form = "form",
        /// Why nothing found is no proof.
        Gap = "gap",
        /// A forum.
        GlobalCbpr = "global_cbpr",
        /// Until when a check is good.
        GoodUntil = "good_until",
        /// What it does with data.
        Holds = "holds",
        /// Whom it reaches.
        Hooks = "hooks",
        /// What a principal belongs to.
        Home = "home",
        /// When it came into force.
        InForce = "in_force_since",
        /// A company in Japan.
        JapanEntity = "japan_entity",
        /// A state or territory.
        Jurisdiction = "jurisdiction",
        /// What sort of it.
        Kind = "kind",
        /// Id of a law.
        Law = "law",
        /// Laws by which it may be reached.
        Laws = "laws",
        /// What it works by.
        Levers = "levers",
        /// Where it is listed.
        Listing = "listing",
        /// How its place is known.
        LocationConfidence = "location_confidence",
        /// Where its place comes from.
        LocationFrom = "location_from",
        /// What lessens its reach.
        Mitigations = "mitigations",
        /// Where its data may go.
        Movement = "movement",
        /// A name.
        Name = "name",
        /// What may be meant where a word is not known.
        Nearest = "nearest",
        /// A name in another language.
        NativeName = "native_name",
        /// A remark.
        Note = "note",
        /// Who operates it.
        Operator = "operator",
        /// Who owns it, and since when.
        Owners = "owners",
        /// Where copies go.
        Pair = "paired_region",
        /// A part of a provider.
        Partition = "partition",
        /// A survey by the commission.
        PpcSurvey = "ppc_survey",
        /// Countries with people or control.
        PresentIn = "present_in",
        /// A provider.
        Provider = "provider",
        /// A region.
        Region = "region",
        /// How many regions.
        Regions = "regions",
        /// What it requires.
        Requires = "requires",
        /// Until when it has effects.
        ResidualUntil = "residual_until",
        /// Who reviews an order.
        Review = "review",
        /// Whether one may speak of it.
        Secrecy = "secrecy",
        /// Id of a rule.
        Rule = "rule",
        /// Whom it is for.
        Sectors = "sectors",
        /// A service.
        Service = "service",
        /// What sort of service.
        ServiceKind = "service_kind",
        /// Where this was read.
        Source = "source",
        /// Whether it is in force.
        Status = "status",
        /// What was read of it.
        VerifiedPoints = "verified_points",
        /// What its zones are called.
        Zones = "zones",
    }
}
