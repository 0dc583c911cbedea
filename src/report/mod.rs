//! Reports: one file a format. They put facts into a form and find out none of their own. This is the
//! only room that names miette.

pub mod differences;
pub mod entries;
mod frame;
pub mod graph;
pub mod inventory;
pub mod json;
pub mod markdown;
mod masked;
pub mod sarif;
mod table;
pub mod text;
pub mod whole;
mod width;

use crate::message::{Counts, Hop, Lang, hop};
use crate::model::{Because, Certainty, Finding, Holds, Severity};
use crate::source::{Sources, Span};
use crate::{Checked, Survey};

/// How text is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether escape sequences colour it.
    pub color: bool,
    /// Columns of a line.
    pub width: usize,
    /// The language.
    pub lang: Lang,
}

impl Style {
    /// Columns where no terminal says otherwise.
    pub const WIDTH: usize = 100;

    /// Plain text, the same everywhere.
    #[must_use]
    pub fn plain(lang: Lang) -> Style {
        Style { color: false, width: Style::WIDTH, lang }
    }
}

/// Counts what a survey holds.
#[must_use]
pub fn counts(survey: &Survey) -> Counts {
    let mut counts = Counts {
        files: survey.files,
        resources: survey.resources,
        problems: survey.problems.len(),
        unresolved: survey.unresolved.len(),
        ..Counts::default()
    };
    // Settings, rights and names have a place as well; nobody asks how many of them are known.
    let keeping = survey.placements.iter().filter(|placement| placement.holds != Holds::Nothing);
    for placement in keeping {
        match placement.certainty() {
            Certainty::Certain => counts.certain += 1,
            Certainty::Possible => counts.possible += 1,
            Certainty::Unknown => counts.unknown += 1,
        }
    }
    counts
}

/// Counts what a survey holds and what is found in it.
#[must_use]
pub fn counts_checked(checked: &Checked) -> Counts {
    let of = |severity| checked.findings.iter().filter(|f| f.severity == severity).count();
    Counts {
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        notes: of(Severity::Note),
        ..counts(&checked.survey)
    }
}

/// `file:line` of a span.
fn at(sources: &Sources, span: Span) -> String {
    format!("{}:{}", sources.path(span), sources.position(span).line)
}

/// The same, with the template that the line was made of.
fn at_template(sources: &Sources, span: Span) -> String {
    let place = at(sources, span);
    match sources.template(span) {
        Some(template) => format!("{place} ({template})"),
        None => place,
    }
}

/// What happened at a hop, in words.
fn told(sources: &Sources, because: &Because, lang: Lang) -> String {
    hop(lang, Hop::new(because, sources.slice(because.span), sources.path(because.span)))
}

/// The hops of a finding that lead to the literal that decides, from there to the resource: cause first.
fn causes(finding: &Finding) -> impl Iterator<Item = &Because> {
    finding.because.iter().rev().filter(|hop| hop.span != finding.span)
}

/// Text of strangers as a terminal may show it: characters that steer a terminal or turn the direction
/// of writing are replaced by as many bytes of harmless ones, so that spans stay true.
fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.chars().any(is_steering) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match (is_steering(c), c.len_utf8()) {
            (false, _) => shown.push(c),
            (true, 3) => shown.push('\u{fffd}'),
            (true, bytes) => shown.extend(std::iter::repeat_n('?', bytes)),
        }
    }
    shown.into()
}

fn is_steering(c: char) -> bool {
    let layout = matches!(c, '\n' | '\r' | '\t');
    (c.is_control() && !layout)
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_replaced_and_offsets_stay() {
        let text = "a\u{1b}[31m\u{202e}b\u{9b}\nc\u{7f}";
        let shown = visible(text);
        assert_eq!(shown, "a?[31m\u{fffd}b??\nc?");
        assert_eq!(shown.len(), text.len());
    }
}
