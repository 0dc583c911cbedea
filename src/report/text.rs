//! Findings as people read them in a terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::frame::{Frame, Frames, Label as Words};
use super::width::{columns, wrap};
use super::{Style, at, at_template, causes, counts_checked, told, visible};
use crate::message::{self, Label, Lang};
use crate::model::{Finding, Problem, Severity, Unresolved, Verdict};
use crate::source::{Sources, Span};
use crate::{Checked, Survey};

/// The most frames that tell how a value was reached.
const MOST_FRAMES: usize = 5;

/// The most resources listed below a finding.
const MOST_RESOURCES: usize = 10;

/// The most places listed for one reason.
const MOST_PLACES: usize = 3;

/// Hops at most this many lines from the deciding literal are shown beside it.
const NEAR: u32 = 4;

/// Findings, problems, what is not resolved, and a summary.
#[must_use]
pub fn findings(checked: &Checked, style: &Style) -> String {
    let mut out = String::new();
    let survey = &checked.survey;
    let mut frames = Frames::new(&survey.sources, style);
    for finding in &checked.findings {
        draw(&mut out, finding, survey, &mut frames, style);
        out.push('\n');
    }
    problems(&mut out, &survey.problems, &mut frames);
    let told: BTreeSet<&str> = checked
        .findings
        .iter()
        .filter(|f| matches!(f.verdict, Verdict::PlaceUnknown { .. }))
        .flat_map(|f| f.resources.iter().map(|r| &**r))
        .collect();
    unresolved(&mut out, survey, style, |item| !told.contains(&*item.resource));
    let counts = counts_checked(checked);
    closing(&mut out, &message::summary(style.lang, &counts, Some(&checked.policy)));
    if counts.problems > 0 {
        closing(&mut out, &[message::incomplete(style.lang, &counts)]);
    }
    out
}

pub(super) fn closing(out: &mut String, lines: &[String]) {
    for line in lines {
        out.push_str(&visible(line));
        out.push('\n');
    }
}

fn draw(
    out: &mut String,
    finding: &Finding,
    survey: &Survey,
    frames: &mut Frames<'_>,
    style: &Style,
) {
    let lang = style.lang;
    let (first, further) = chain(finding, &survey.sources, style);
    frames.draw(
        out,
        Frame {
            severity: finding.severity,
            code: Some(format!(
                "{}: {} ({})",
                message::severity(lang, finding.severity),
                finding.rule,
                finding.verdict.code()
            )),
            message: message::headline(lang, finding),
            labels: first,
        },
    );
    let left_out: usize = further.iter().skip(MOST_FRAMES).map(Vec::len).sum();
    for labels in further.into_iter().take(MOST_FRAMES) {
        let file = labels.first().map_or("", |label| survey.sources.path(label.span));
        let message = message::through(lang, file);
        frames.draw(out, Frame { severity: Severity::Note, code: None, message, labels });
    }
    if left_out > 0 {
        out.push_str(&format!("    {}\n", message::more_steps(lang, left_out)));
    }
    details(out, finding, &survey.sources, style);
}

/// The words beside the deciding literal, and those in further frames: one for each run of hops in a file.
fn chain(finding: &Finding, sources: &Sources, style: &Style) -> (Vec<Words>, Vec<Vec<Words>>) {
    let line = |span: Span| sources.position(span).line;
    let mut first =
        vec![Words { span: finding.span, text: message::deciding(style.lang, finding) }];
    let mut further: Vec<Vec<Words>> = Vec::new();
    let declared = finding.resources.first().map(|r| (finding.declared, format!("`{r}`")));
    let hops = causes(finding).map(|hop| (hop.span, told(sources, hop, style.lang)));
    for (span, text) in hops.chain(declared) {
        let all = first.iter().chain(further.iter().flatten());
        if { all }.any(|shown| overlap(shown.span, span)) {
            continue;
        }
        let words = Words { span, text };
        let near =
            span.file == finding.span.file && line(span).abs_diff(line(finding.span)) <= NEAR;
        match further.last_mut() {
            _ if near => first.push(words),
            Some(run) if run.first().is_some_and(|w| w.span.file == span.file) => run.push(words),
            _ => further.push(vec![words]),
        }
    }
    (first, further)
}

/// Whether two spans cannot be underlined both.
fn overlap(a: Span, b: Span) -> bool {
    a.file == b.file && (a.start == b.start || (a.start < b.end && b.start < a.end))
}

/// What stands below the frames of a finding.
fn details(out: &mut String, finding: &Finding, sources: &Sources, style: &Style) {
    let lang = style.lang;
    let mut rows: Vec<(Label, String)> = Vec::new();
    if finding.resources.len() > 1 {
        let shown = finding.resources.iter().take(MOST_RESOURCES);
        rows.extend(shown.map(|r| (Label::Resources, r.to_string())));
        let more = finding.resources.len().saturating_sub(MOST_RESOURCES);
        if more > 0 {
            rows.push((Label::Resources, message::more_resources(lang, more)));
        }
    }
    rows.extend(finding.path.iter().map(|step| {
        let told = format!("{} ({})", message::carried(lang, step), at(sources, step.span));
        (Label::Path, told)
    }));
    let told = |address: &&Arc<str>| finding.path.iter().all(|step| step.from != **address);
    let related = finding.related.iter().filter(told);
    rows.extend(related.map(|address| (Label::Related, address.to_string())));
    rows.extend(sources.template(finding.span).map(|path| (Label::Template, path.to_owned())));
    rows.extend(message::notes(lang, finding).into_iter().map(|note| (Label::Note, note)));
    let reason = finding.reason.as_ref().map(|reason| match (style.lang, &reason.japanese) {
        (Lang::Ja, Some(japanese)) => japanese,
        _ => &reason.text,
    });
    rows.extend(reason.map(|reason| (Label::Reason, reason.to_string())));
    rows.extend(
        finding
            .rule_span
            .map(|span| (Label::Rule, format!("{} ({})", finding.rule, at(sources, span)))),
    );
    rows.push((Label::Help, message::help(lang, finding)));
    labelled(out, &rows, style);
}

/// Rows under right-aligned labels; a label that repeats is not written again.
fn labelled(out: &mut String, rows: &[(Label, String)], style: &Style) {
    let label = |label: &Label| message::label(style.lang, *label);
    let widest = rows.iter().map(|(l, _)| columns(label(l))).max().unwrap_or(0);
    let indent = widest + 6;
    let (bold, plain) = if style.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut before = None;
    for (kind, text) in rows {
        let word = if before == Some(kind) { "" } else { label(kind) };
        let blanks = " ".repeat(widest - columns(word) + 4);
        let text = visible(text);
        for (n, line) in wrap(&text, style.width.saturating_sub(indent)).iter().enumerate() {
            match n {
                0 if word.is_empty() => out.push_str(&format!("{blanks}  {line}\n")),
                0 => out.push_str(&format!("{blanks}{bold}{word}{plain}  {line}\n")),
                _ => out.push_str(&format!("{}{line}\n", " ".repeat(indent))),
            }
        }
        before = Some(kind);
    }
}

pub(super) fn problems(out: &mut String, problems: &[Problem], frames: &mut Frames<'_>) {
    for problem in problems {
        let (message, labels) = match problem.span {
            Some(span) => (problem.message.clone(), vec![Words { span, text: String::new() }]),
            None if problem.path.is_empty() => (problem.message.clone(), Vec::new()),
            None => (format!("{}: {}", problem.path, problem.message), Vec::new()),
        };
        frames.draw(out, Frame { severity: Severity::Error, code: None, message, labels });
        out.push('\n');
    }
}

/// What is not resolved, grouped by kind: the most frequent first.
pub(super) fn unresolved(
    out: &mut String,
    survey: &Survey,
    style: &Style,
    shown: impl Fn(&Unresolved) -> bool,
) {
    let mut groups: BTreeMap<&str, Vec<&Unresolved>> = BTreeMap::new();
    for item in survey.unresolved.iter().filter(|item| shown(item)) {
        groups.entry(item.why.code()).or_default().push(item);
    }
    let mut groups: Vec<Vec<&Unresolved>> = groups.into_values().collect();
    groups.sort_by_key(|items| std::cmp::Reverse(items.len()));
    let total: usize = groups.iter().map(Vec::len).sum();
    if total == 0 {
        return;
    }
    out.push_str(&format!("{}: {total}\n", message::label(style.lang, Label::Unresolved)));
    for items in groups {
        group(out, &items, &survey.sources, style);
    }
    out.push('\n');
}

fn group(out: &mut String, items: &[&Unresolved], sources: &Sources, style: &Style) {
    let lang = style.lang;
    let Some(first) = items.first() else { return };
    let same = items.iter().all(|item| item.why == first.why);
    out.push_str(&format!("  {} × {}\n", items.len(), message::why_kind(lang, &first.why)));
    let sentence = |out: &mut String, item: &Unresolved, indent: usize| {
        let text = message::why(lang, &item.why);
        for line in wrap(&visible(&text), style.width.saturating_sub(indent)) {
            out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
        }
    };
    if same {
        sentence(out, first, 6);
    }
    for item in items.iter().take(MOST_PLACES) {
        let place = format!("{}  {}", at_template(sources, item.span), item.resource);
        out.push_str(&format!("      {}\n", visible(&place)));
        if !same {
            sentence(out, item, 8);
        }
    }
    let more = items.len().saturating_sub(MOST_PLACES);
    if more > 0 {
        out.push_str(&format!("      {}\n", message::more_resources(lang, more)));
    }
}
