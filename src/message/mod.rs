//! Every sentence that people read, in English and in Japanese. Callers hand over typed facts; one file
//! a language puts them into words, and the compiler sees to it that neither language lacks one.

mod countries;
pub mod differences;
mod en;
mod ja;
pub mod reach;
mod words;

pub use countries::{country, owner_in};
pub use words::{text, word};

use crate::model::{
    Bearing, Because, Carried, Certainty, Country, Direction, Finding, Holds, Level, Operator,
    Purpose, Severity, Step, Why,
};

/// A language of the reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// The language that a locale such as `ja_JP.UTF-8` asks for.
    pub fn of_locale(locale: &str) -> Lang {
        if locale == "ja" || locale.starts_with("ja_") || locale.starts_with("ja-") {
            Lang::Ja
        } else {
            Lang::En
        }
    }
}

/// A hop with what its sentence speaks of.
#[derive(Clone, Copy, Debug)]
pub struct Hop<'a> {
    /// What happened.
    pub step: Step,
    /// The text under its span.
    pub text: &'a str,
    /// The file it is in.
    pub file: &'a str,
}

impl<'a> Hop<'a> {
    /// The words for a hop whose span holds `text` in `file`.
    pub fn new(because: &Because, text: &'a str, file: &'a str) -> Hop<'a> {
        Hop { step: because.step, text, file }
    }

    /// The text under the span, where it is short enough to be quoted in a sentence.
    fn quotable(&self) -> Option<&'a str> {
        let text = self.text.trim();
        (!text.is_empty() && text.len() <= 60 && !text.contains('\n')).then_some(text)
    }
}

/// The numbers of a summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files read.
    pub files: usize,
    /// Resources read, placements or not.
    pub resources: usize,
    /// Placements whose place is certain.
    pub certain: usize,
    /// Placements with several possible places.
    pub possible: usize,
    /// Placements whose place nobody can tell.
    pub unknown: usize,
    /// Findings that fail the run.
    pub errors: usize,
    /// Findings worth a look.
    pub warnings: usize,
    /// Findings worth knowing.
    pub notes: usize,
    /// Input that could not be trusted.
    pub problems: usize,
    /// What could not be resolved or located.
    pub unresolved: usize,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Address.
    Resource,
    /// Environments of its root.
    Environments,
    /// What it does with data.
    Holds,
    /// Region words.
    Region,
    /// Names of countries.
    Countries,
    /// Operator and who controls it.
    Operator,
    /// How sure the place is.
    Certainty,
    /// The literal that decides, or why there is none.
    Why,
    /// Severity of a finding.
    Severity,
    /// File and line of a finding.
    Place,
    /// What a finding says.
    Finding,
    /// What a flow is for, and which way it goes.
    Flow,
    /// The far end of a flow.
    FarEnd,
    /// Which way access goes, and how much it is.
    Access,
    /// Who has access.
    Principal,
    /// What a principal belongs to.
    Home,
    /// What access reaches.
    Over,
}

/// Short texts without facts of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Before what to do next.
    Help,
    /// Before the resources that a literal decides.
    Resources,
    /// Before the way that data takes.
    Path,
    /// Before the resources at the other ends of flows.
    Related,
    /// Before the rule's own reason.
    Reason,
    /// Before the place where the rule is written.
    Rule,
    /// Before a note.
    Note,
    /// Head of the list of what is not resolved.
    Unresolved,
    /// Before the template that the text was made of.
    Template,
    /// Where a resource is declared.
    Declared,
}

macro_rules! in_both {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) -> $out:ty;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(lang: Lang, $($arg: $type),*) -> $out {
            match lang {
                Lang::En => en::$name($($arg),*),
                Lang::Ja => ja::$name($($arg),*),
            }
        }
    )*};
}

in_both! {
    /// Why something is unknown, and what to do next.
    why(why: &Why) -> String;
    /// The reason in a few words, the same for every case of its kind.
    why_kind(why: &Why) -> &'static str;
    /// What happened at a hop.
    hop(hop: Hop<'_>) -> String;
    /// What a finding says, in one sentence.
    headline(finding: &Finding) -> String;
    /// What is said at the literal that decides.
    deciding(finding: &Finding) -> String;
    /// What to do about a finding.
    help(finding: &Finding) -> String;
    /// What a reader should know besides.
    notes(finding: &Finding) -> Vec<String>;
    /// The head above hops in a further file.
    through(file: &str) -> String;
    /// Stands for resources that are left out.
    more_resources(count: usize) -> String;
    /// Stands for steps that are left out.
    more_steps(count: usize) -> String;
    /// The closing lines of a report, the most important last.
    summary(counts: &Counts, policy: Option<&str>) -> Vec<String>;
    /// Says that the result is not complete.
    incomplete(counts: &Counts) -> String;
    /// Says how many placements are not shown, and how to see them.
    others(count: usize) -> String;
    /// Says that there is nothing to show.
    no_placements() -> &'static str;
    /// Names of countries, in a list.
    countries(countries: &[Country]) -> String;
    /// An operator with who controls it.
    operator(operator: &Operator) -> String;
    /// Head of a column.
    column(column: Column) -> &'static str;
    /// A short text.
    label(label: Label) -> &'static str;
    /// A severity.
    severity(severity: Severity) -> &'static str;
    /// A certainty.
    certainty(certainty: Certainty) -> &'static str;
    /// What a resource does with data.
    holds(holds: Holds) -> &'static str;
    /// What a flow is for, and which way it goes.
    flow(direction: Direction, purpose: Purpose) -> String;
    /// One step of the way that data takes.
    carried(step: &Carried) -> String;
    /// The head above the flows of a root.
    flows() -> &'static str;
    /// How much access is, and which way it goes, as a principal after it reads.
    access(bearing: Bearing, level: Level) -> &'static str;
    /// The head above the grants of access of a root.
    accesses() -> &'static str;
    /// What access reaches that has no bounds.
    all_of_it() -> &'static str;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_choose_a_language() {
        assert_eq!(Lang::of_locale("ja_JP.UTF-8"), Lang::Ja);
        assert_eq!(Lang::of_locale("ja"), Lang::Ja);
        assert_eq!(Lang::of_locale("jam_JM"), Lang::En);
        assert_eq!(Lang::of_locale("C"), Lang::En);
    }

    #[test]
    fn long_text_is_not_quoted_in_a_sentence() {
        let hop = |text| Hop { step: Step::Computation, text, file: "a.tf" };
        assert_eq!(hop(" var.region ").quotable(), Some("var.region"));
        assert_eq!(hop("a\nb").quotable(), None);
        assert_eq!(hop("").quotable(), None);
    }
}
