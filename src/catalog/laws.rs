//! Laws of other states: whom they reach by which hook, what they compel, and what lessens that.

use std::sync::LazyLock;

use super::record::{Record, Text, root};
use crate::model::words::words;
use crate::model::{Country, Date};
pub use crate::model::{HookStrength, Test};

const FILE: &str = include_str!("laws.yaml");

/// The laws of the catalogue, and what they share.
#[derive(Debug, Default)]
pub struct Laws {
    /// The day that the entries describe.
    pub as_of: Option<Date>,
    /// When they were last checked, but for those that say otherwise.
    pub checked: Option<Date>,
    /// What measures do against a power of some shape.
    pub profiles: Vec<Profile>,
    /// The laws, those of one state together.
    pub laws: Vec<Law>,
}

/// A law.
#[derive(Clone, Debug)]
pub struct Law {
    /// How rules and reports call it.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its name in the language of its state.
    pub native: String,
    /// The state or union; `EU` for the Union.
    pub jurisdiction: Option<Country>,
    /// Where it was promulgated.
    pub citation: String,
    /// When it was adopted.
    pub enacted: Option<Date>,
    /// When it came, or comes, into force.
    pub in_force: Option<Date>,
    /// When it was changed, with words about that.
    pub amended: Vec<Text>,
    /// When it lapses, or lapsed.
    pub expires: Option<Date>,
    /// Until when it has effects after that, in words.
    pub residual_until: Text,
    /// Whether it is in force.
    pub status: Status,
    /// What sort of law it is.
    pub kind: Kind,
    /// The articles that count, with what they say.
    pub articles: Vec<Text>,
    /// Whom it reaches.
    pub hooks: Vec<Hook>,
    /// What it compels.
    pub compels: Vec<Power>,
    /// Whether those who are compelled may speak of it.
    pub secrecy: Secrecy,
    /// Words about that.
    pub secrecy_note: Text,
    /// Who looks at an order before or after.
    pub review: Review,
    /// Words about that.
    pub review_note: Text,
    /// The shapes of its power: ids of [`Profile`]s, the main one first.
    pub mitigations: Vec<String>,
    /// What was read.
    pub sources: Vec<String>,
    /// How sure the entry is.
    pub confidence: Confidence,
    /// What of the entry was read in the sources.
    pub verified_points: Vec<Text>,
    /// What else is to say.
    pub note: Text,
    /// When it was last checked, where that is not when all were.
    pub checked: Option<Date>,
}

/// A way in which a law reaches data.
#[derive(Clone, Debug)]
pub struct Hook {
    /// Whom or what it reaches.
    pub test: Test,
    /// How plainly it does.
    pub strength: HookStrength,
    /// By which of several ways.
    pub via: Text,
    /// Why, with its articles.
    pub reason: Text,
}

/// What measures do against a power of one shape.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub id: String,
    /// What the power is.
    pub what: Text,
    /// What each measure does, and why.
    pub measures: Vec<(Measure, Effect, Text)>,
}

words! {
    /// Whether a law is in force.
    Status {
        /// It is.
        InForce = "in_force",
        /// Some of it is.
        PartlyInForce = "partly_in_force",
        /// It has lapsed and still has effects.
        LapsedWithResidual = "lapsed_with_residual",
        /// It was.
        Repealed = "repealed",
        /// It is proposed.
        Bill = "bill",
        /// It is adopted and will be.
        NotYetInForce = "not_yet_in_force",
        /// Nobody could tell.
        Unknown = "unknown",
    }
}

words! {
    /// What sort of law it is.
    Kind {
        /// A state gets at data.
        GovernmentAccess = "government_access",
        /// Data has to stay.
        Localisation = "localisation",
        /// Data may not leave.
        TransferControl = "transfer_control",
        /// Networks are built so that they can be listened to.
        InterceptionInfrastructure = "interception_infrastructure",
        /// Intelligence is gathered without an order to anybody.
        SignalsCollection = "signals_collection",
        /// It limits what other states may demand.
        ProtectiveCounterpart = "protective_counterpart",
    }
}

words! {
    /// What a law compels.
    Power {
        /// Data is handed over.
        Access = "access",
        /// Data is kept in the state.
        Localisation = "localisation",
        /// Data does not leave the state.
        TransferRestriction = "transfer_restriction",
        /// Others help.
        Assistance = "assistance",
        /// Traffic is listened to.
        Interception = "interception",
        /// Data is kept for a time.
        Retention = "retention",
    }
}

words! {
    /// Whether those who are compelled must keep silent.
    Secrecy {
        /// They must.
        Yes = "yes",
        /// They need not.
        No = "no",
        /// At times, or for a time.
        Partial = "partial",
        /// Nobody could tell.
        Unknown = "unknown",
    }
}

words! {
    /// Who reviews an order.
    Review {
        /// A court, before.
        CourtPrior = "court_prior",
        /// A court for some, or after.
        CourtMixed = "court_mixed",
        /// An independent body that is no court.
        IndependentNonCourt = "independent_non_court",
        /// The executive alone.
        ExecutiveOnly = "executive_only",
        /// The text names nobody.
        NoneInText = "none_in_text",
        /// There is no order.
        NotApplicable = "not_applicable",
        /// Nobody could tell.
        Unknown = "unknown",
    }
}

words! {
    /// What lessens the reach of a law.
    Measure {
        /// Keys that a customer holds in Japan, out of the operator's hands.
        CustomerKeys = "customer_keys",
        /// No way in for people who work in the state.
        NoPersonnelAccess = "no_personnel_access",
        /// Promises of a contract.
        Contract = "contract",
        /// Another company, under other control, runs it.
        EntitySeparation = "entity_separation",
    }
}

words! {
    /// What a measure does.
    Effect {
        /// Nothing can be had.
        Defeats = "defeats",
        /// The content cannot be had; metadata, bills and logs can.
        DefeatsContent = "defeats_content",
        /// Less can be had.
        Partial = "partial",
        /// It takes longer.
        Delays = "delays",
        /// Nothing.
        None = "none",
        /// There is nothing to lessen.
        NotApplicable = "not_applicable",
    }
}

words! {
    /// How sure an entry is.
    Confidence {
        /// Recalled, not confirmed.
        Memory = "memory",
        /// Its core was read in a source that is named.
        Verified = "verified",
    }
}

/// The profile of laws that protect.
const COUNTERPART: &str = "counterpart";

/// The laws. Read at first use.
pub fn laws() -> &'static Laws {
    static LAWS: LazyLock<Laws> =
        LazyLock::new(|| root(FILE).and_then(|root| read(Record(&root))).unwrap_or_default());
    &LAWS
}

/// The law of this id.
pub fn law(id: &str) -> Option<&'static Law> {
    laws().laws.iter().find(|law| law.id == id)
}

/// The profile of this id.
pub fn profile(id: &str) -> Option<&'static Profile> {
    laws().profiles.iter().find(|profile| profile.id == id)
}

impl Law {
    /// Whether nothing but recollection speaks for it: it never fails a build by itself.
    pub fn is_from_memory(&self) -> bool {
        self.confidence == Confidence::Memory
    }

    /// Whether it only limits what others may do or demand: then it reaches nobody's data.
    pub fn is_protective(&self) -> bool {
        self.kind == Kind::ProtectiveCounterpart
            || self.mitigations.iter().any(|id| id == COUNTERPART)
    }

    /// When it was last checked.
    pub fn last_checked(&self) -> Option<Date> {
        self.checked.or(laws().checked)
    }
}

fn read(root: Record<'_>) -> Option<Laws> {
    let profiles = root.entries("profiles").map(|(id, record)| profile_of(id, record));
    Some(Laws {
        as_of: root.date("as_of"),
        checked: root.date("checked"),
        profiles: profiles.collect::<Option<_>>()?,
        laws: root.list("laws").map(law_of).collect::<Option<_>>()?,
    })
}

fn profile_of(id: &str, record: Record<'_>) -> Option<Profile> {
    let measure = |(name, record): (&str, Record<'_>)| {
        Some((Measure::parse(name)?, Effect::parse(record.text("effect"))?, record.both("why")))
    };
    let measures = record.entries("measures").map(measure).collect::<Option<_>>()?;
    Some(Profile { id: id.to_owned(), what: record.both("what"), measures })
}

fn law_of(record: Record<'_>) -> Option<Law> {
    let note = |key: &str| record.get(key).map(|told| told.both("note")).unwrap_or_default();
    let value = |key: &str| record.get(key).map_or("", |told| told.text("value"));
    Some(Law {
        id: record.string("id"),
        name: record.both("name"),
        native: record.get("name")?.string("native"),
        jurisdiction: record.text("jurisdiction").parse().ok(),
        citation: record.string("citation"),
        enacted: record.date("enacted"),
        in_force: record.date("in_force"),
        amended: record.texts_in_both("amended"),
        expires: record.date("expires"),
        residual_until: record.both("residual_until"),
        status: Status::parse(record.text("status"))?,
        kind: Kind::parse(record.text("kind"))?,
        articles: record.texts_in_both("articles"),
        hooks: record.list("hooks").map(hook_of).collect::<Option<_>>()?,
        compels: record.words("compels", Power::parse),
        secrecy: Secrecy::parse(value("secrecy"))?,
        secrecy_note: note("secrecy"),
        review: Review::parse(value("review"))?,
        review_note: note("review"),
        mitigations: record.texts("mitigations"),
        sources: record.texts("sources"),
        confidence: Confidence::parse(record.text("confidence"))?,
        verified_points: record.texts_in_both("verified_points"),
        note: record.both("note"),
        checked: record.date("checked"),
    })
}

fn hook_of(record: Record<'_>) -> Option<Hook> {
    Some(Hook {
        test: Test::parse(record.text("test"))?,
        strength: HookStrength::parse(record.text("strength"))?,
        via: record.both("via"),
        reason: record.both("reason"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_file_is_read_whole() {
        let laws = laws();
        let count = FILE.lines().filter(|line| line.starts_with("- id: ")).count();
        assert_eq!((laws.laws.len(), laws.profiles.len()), (count, 8));
        assert!(laws.as_of.is_some() && laws.checked.is_some());
        let ids: BTreeSet<&str> = laws.laws.iter().map(|law| &*law.id).collect();
        assert_eq!(ids.len(), laws.laws.len(), "an id is there twice");
    }

    #[test]
    fn every_law_says_where_it_is_from_and_how_sure_that_is() {
        for law in &laws().laws {
            let id = &law.id;
            assert!(law.jurisdiction.is_some() && !law.hooks.is_empty(), "{id}");
            assert!(!law.sources.is_empty() && !law.citation.is_empty(), "{id}");
            assert_eq!(law.verified_points.is_empty(), law.is_from_memory(), "{id}");
            assert!(law.mitigations.iter().all(|id| profile(id).is_some()), "{id}");
            assert!(!law.mitigations.is_empty() && !law.articles.is_empty(), "{id}");
            let is_dated = law.in_force.is_some() || law.status != Status::InForce;
            assert!(is_dated, "{id} is in force and does not say since when");
            let order =
                law.enacted.zip(law.in_force).is_none_or(|(enacted, force)| enacted <= force);
            assert!(order, "{id} came into force before it was adopted");
        }
    }

    #[test]
    fn all_texts_are_in_both_languages() {
        for law in &laws().laws {
            let notes = [&law.residual_until, &law.secrecy_note, &law.review_note, &law.note];
            let notes = notes.into_iter().chain(law.hooks.iter().map(|hook| &hook.via));
            let reasons = law.hooks.iter().map(|hook| &hook.reason);
            let lists = [&law.amended, &law.articles, &law.verified_points].into_iter().flatten();
            let texts = notes.filter_map(Text::if_told).chain(reasons).chain(lists);
            for text in texts.chain([&law.name]) {
                assert!(text.is_in_both_languages(), "{}: {text:?}", law.id);
            }
        }
        for profile in &laws().profiles {
            assert_eq!(profile.measures.len(), Measure::ALL.len(), "{}", profile.id);
            for text in profile.measures.iter().map(|(.., why)| why).chain([&profile.what]) {
                assert!(text.is_in_both_languages(), "{}: {text:?}", profile.id);
            }
        }
    }

    /// Laws change often where many of them are new, and everywhere within a year.
    #[test]
    fn no_law_is_older_than_its_limit_on_the_catalogues_own_day() {
        let as_of = laws().as_of.expect("a day");
        for law in &laws().laws {
            let months = crate::catalog::freshness::law_months(law);
            let limit = law.last_checked().expect("a day").months_later(months);
            assert!(as_of <= limit, "{} was last checked too long ago: by {limit}", law.id);
        }
    }
}
