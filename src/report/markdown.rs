//! A short summary of a check, for the page of a job.

use super::{counts_checked, visible};
use crate::Checked;
use crate::message::{self, Column, Label, Lang};
use crate::model::Finding;
use crate::source::{Sources, Span};

/// The most findings in the table: a job page has a limit of size.
const MOST_ROWS: usize = 100;

/// Counts, and a table of findings.
#[must_use]
pub fn summary(checked: &Checked, lang: Lang) -> String {
    let counts = counts_checked(checked);
    let sources = &checked.survey.sources;
    let mut lines = message::summary(lang, &counts, Some(&checked.policy));
    let verdict = lines.pop().unwrap_or_default();
    let mut out = format!("## sekisho: {}\n\n", escaped(&verdict));
    for line in lines {
        out.push_str(&format!("- {}\n", escaped(&line)));
    }
    if counts.unresolved > 0 {
        let head = message::label(lang, Label::Unresolved);
        out.push_str(&format!("- {head}: {}\n", counts.unresolved));
    }
    if !checked.findings.is_empty() {
        let heads = [Column::Severity, Column::Place, Column::Finding];
        let heads = heads.map(|column| message::column(lang, column)).join(" | ");
        out.push_str(&format!("\n| {heads} |\n|---|---|---|\n"));
    }
    for finding in checked.findings.iter().take(MOST_ROWS) {
        out.push_str(&row(sources, finding, lang));
    }
    let more = checked.findings.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        out.push_str(&format!("\n{}\n", message::more_resources(lang, more)));
    }
    if counts.problems > 0 {
        out.push_str(&format!("\n**{}**\n\n", message::incomplete(lang, &counts)));
    }
    for problem in checked.survey.problems.iter().take(MOST_ROWS) {
        let place = match problem.span {
            Some(span) => link(sources, span),
            None => format!("`{}`", problem.path.replace('`', "'")),
        };
        out.push_str(&format!("- {place}: {}\n", escaped(&problem.message)));
    }
    out
}

fn row(sources: &Sources, finding: &Finding, lang: Lang) -> String {
    format!(
        "| {} | {} | {} |\n",
        message::severity(lang, finding.severity),
        link(sources, finding.span),
        escaped(&message::headline(lang, finding))
    )
}

/// A link to the line, relative to the repository; to the template of what is made of one.
fn link(sources: &Sources, span: Span) -> String {
    let path = sources.path(span);
    let line = sources.position(span).line;
    if let Some(template) = sources.template(span) {
        let to = super::sarif::percent_encoded(template);
        return format!("[{}]({to}) ({}:{line})", escaped(template), escaped(path));
    }
    format!("[{}:{line}]({}#L{line})", escaped(path), super::sarif::percent_encoded(path))
}

/// Text that means itself in a table of Markdown. Back quotes stay: our sentences set addresses in them.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for c in visible(text).chars() {
        in_code ^= c == '`';
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '|' => out.push_str("\\|"),
            '<' if !in_code => out.push_str("&lt;"),
            '[' | ']' | '*' | '_' | '\\' if !in_code => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_strangers_means_itself() {
        assert_eq!(escaped("a|b <img> [x](y)\n`c_d|e`"), "a\\|b &lt;img> \\[x\\](y) `c_d\\|e`");
    }
}
