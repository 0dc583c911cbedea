//! Rules of Japan that bear on where data is, who runs it and who gets at it.

use std::sync::LazyLock;

use super::laws::Confidence;
use super::record::{Record, Text, root};
use crate::model::Date;
use crate::model::words::words;

const FILE: &str = include_str!("japan-rules.yaml");

/// The rules of the catalogue.
#[derive(Debug, Default)]
pub struct Rules {
    /// The day that the entries describe.
    pub as_of: Option<Date>,
    /// When they were last checked, but for those that say otherwise.
    pub checked: Option<Date>,
    /// The rules, those of one subject together.
    pub rules: Vec<Rule>,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// How policies and reports call it.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Who watches over it.
    pub authority: Text,
    /// How binding it is.
    pub force: Force,
    /// What it requires.
    pub requires: Text,
    /// How it bears on the place, the operator and access.
    pub bears_on: [Relevance; 3],
    /// What it works by.
    pub levers: Vec<Lever>,
    /// Whom it is for, in words of `words.tsv`.
    pub sectors: Vec<String>,
    /// What can be checked from configuration and a few declared facts.
    pub checks: Vec<Text>,
    /// Since when it applies.
    pub effective: Option<Date>,
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

words! {
    /// How binding a rule is.
    Force {
        /// A statute.
        Statute = "statute",
        /// An order of the cabinet or a ministry.
        Order = "cabinet_or_ministerial_order",
        /// A guideline that binds.
        BindingGuideline = "binding_guideline",
        /// A guideline of a supervisor.
        SupervisoryGuideline = "supervisory_guideline",
        /// A condition of public procurement.
        ProcurementCondition = "procurement_condition",
        /// A standard of an industry.
        IndustryStandard = "industry_standard",
        /// Guidance.
        SoftGuidance = "soft_guidance",
        /// It is proposed.
        Bill = "bill",
    }
}

words! {
    /// How a rule bears on something.
    Relevance {
        /// It does not.
        No = "no",
        /// In part, or in some cases.
        Partly = "partly",
        /// It asks something of it.
        Yes = "yes",
        /// All depends on it.
        Decisive = "decisive",
        /// It makes the rule apply.
        Trigger = "trigger",
        /// It is to be told.
        Disclose = "disclose",
        /// Its risk is to be weighed.
        Assess = "assess",
    }
}

words! {
    /// What a rule works by.
    Lever {
        /// Where data is.
        Location = "location",
        /// Whose capital controls the operator.
        OperatorCapital = "operator_capital",
        /// Who gets at data.
        AccessPersonnel = "access_personnel",
        /// What goes to others.
        Transfer = "transfer",
        /// What people are told.
        Disclosure = "disclosure",
        /// Who holds keys.
        KeyManagement = "key_management",
        /// Who works for whom.
        OutsourcingChain = "outsourcing_chain",
        /// That it keeps running.
        Availability = "availability",
    }
}

/// The rules. Read at first use.
pub fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> =
        LazyLock::new(|| root(FILE).and_then(|root| read(Record(&root))).unwrap_or_default());
    &RULES
}

/// The rule of this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().rules.iter().find(|rule| rule.id == id)
}

impl Rule {
    /// When it was last checked.
    pub fn last_checked(&self) -> Option<Date> {
        self.checked.or(rules().checked)
    }
}

fn read(root: Record<'_>) -> Option<Rules> {
    Some(Rules {
        as_of: root.date("as_of"),
        checked: root.date("checked"),
        rules: root.list("rules").map(rule_of).collect::<Option<_>>()?,
    })
}

fn rule_of(record: Record<'_>) -> Option<Rule> {
    let bears_on = record.get("bears_on")?;
    let relevance = |on: &str| Relevance::parse(bears_on.text(on));
    Some(Rule {
        id: record.string("id"),
        name: record.both("name"),
        authority: record.both("authority"),
        force: Force::parse(record.text("force"))?,
        requires: record.both("requires"),
        bears_on: [relevance("place")?, relevance("operator")?, relevance("access")?],
        levers: record.words("levers", Lever::parse),
        sectors: record.texts("sectors"),
        checks: record.texts_in_both("checks"),
        effective: record.date("effective"),
        sources: record.texts("sources"),
        confidence: Confidence::parse(record.text("confidence"))?,
        verified_points: record.texts_in_both("verified_points"),
        note: record.both("note"),
        checked: record.date("checked"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_whole_and_every_rule_says_where_it_is_from() {
        let count = FILE.lines().filter(|line| line.starts_with("- id: ")).count();
        assert_eq!(rules().rules.len(), count);
        for rule in &rules().rules {
            let id = &rule.id;
            let texts = [&rule.name, &rule.authority, &rule.requires].into_iter();
            let lists = rule.checks.iter().chain(&rule.verified_points).chain(rule.note.if_told());
            for text in texts.chain(lists) {
                assert!(text.is_in_both_languages(), "{id}: {text:?}");
            }
            assert!(!rule.sources.is_empty() && !rule.checks.is_empty(), "{id}");
            assert!(!rule.levers.is_empty() && !rule.sectors.is_empty(), "{id}");
            let is_memory = rule.confidence == Confidence::Memory;
            assert_eq!(rule.verified_points.is_empty(), is_memory, "{id}");
        }
    }

    #[test]
    fn no_rule_is_older_than_its_limit_on_the_catalogues_own_day() {
        let as_of = rules().as_of.expect("a day");
        for rule in &rules().rules {
            let months = crate::catalog::freshness::rule_months(rule);
            let limit = rule.last_checked().expect("a day").months_later(months);
            assert!(as_of <= limit, "{} was last checked too long ago: by {limit}", rule.id);
        }
    }
}
