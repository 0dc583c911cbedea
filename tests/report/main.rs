//! Each report of one made-up run, compared with a file under `testdata/report`. With
//! `SEKISHO_BLESS=1` the files are written instead.

mod estate;

use std::path::Path;

use sekisho::message::Lang;
use sekisho::report::{Style, inventory, json, markdown, sarif, text};

/// Compares a report with the expected one.
fn expect(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/report").join(name);
    if std::env::var_os("SEKISHO_BLESS").is_some() {
        std::fs::write(&path, actual).expect("the expected report can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).expect("an expected report: SEKISHO_BLESS=1");
    let differs = actual.lines().zip(expected.lines()).position(|(is, was)| is != was);
    let first = differs.map(|at| (at + 1, actual.lines().nth(at), expected.lines().nth(at)));
    assert!(actual == expected, "{name} differs, first in {first:?}; SEKISHO_BLESS=1 accepts it");
}

#[test]
fn findings_as_text() {
    let checked = estate::checked();
    expect("findings.en.txt", &text::findings(&checked, &Style::plain(Lang::En)));
    expect("findings.ja.txt", &text::findings(&checked, &Style::plain(Lang::Ja)));
    let color = Style { color: true, ..Style::plain(Lang::En) };
    expect("findings.color.txt", &text::findings(&checked, &color));
}

#[test]
fn findings_as_json_sarif_and_markdown() {
    let checked = estate::checked();
    expect("findings.json", &json::findings(&checked).expect("JSON"));
    expect("findings.sarif", &sarif::log(&checked).expect("SARIF"));
    expect("summary.en.md", &markdown::summary(&checked, Lang::En));
    expect("summary.ja.md", &markdown::summary(&checked, Lang::Ja));
}

#[test]
fn inventories() {
    let survey = estate::checked().survey;
    let plain = Style::plain(Lang::En);
    let brief = inventory::Options::default();
    let whole = inventory::Options { all: true, because: true };
    expect("inventory.en.txt", &inventory::table(&survey, &plain, brief));
    expect("inventory.ja.txt", &inventory::table(&survey, &Style::plain(Lang::Ja), brief));
    expect("inventory.because.txt", &inventory::table(&survey, &plain, whole));
    expect("inventory.json", &json::inventory(&survey).expect("JSON"));
}

#[test]
fn nothing_found_is_said_unless_nothing_was_judged() {
    let counted = "0 files, 0 resources\n0 placements: 0 certain, 0 possible, 0 unknown\n";
    let mut checked = sekisho::Checked::default();
    assert_eq!(text::findings(&checked, &Style::plain(Lang::En)), counted);
    checked.policy = "sekisho.yaml".to_owned();
    let said = text::findings(&checked, &Style::plain(Lang::En));
    assert_eq!(said, format!("{counted}no findings under sekisho.yaml\n"));
}

/// Spans that no parser would make must not upset a report.
#[test]
fn odd_spans_are_drawn_all_the_same() {
    use sekisho::source::Span;
    for range in [0..0, 5..900, 900..999, 20..21, 0..40] {
        let mut checked = estate::checked();
        for finding in &mut checked.findings {
            let file = finding.span.file;
            finding.span = Span::new(file, range.clone());
            finding.declared =
                Span { start: range.end as u32, end: range.start as u32, ..finding.span };
        }
        let drawn = text::findings(&checked, &Style::plain(Lang::Ja));
        assert!(drawn.contains("stay-in-japan"), "{range:?}");
        assert!(!drawn.contains("Failed to read"), "{range:?}\n{drawn}");
        sarif::log(&checked).expect("SARIF");
    }
}

#[test]
fn a_line_without_end_is_cut_around_what_it_is_shown_for() {
    use sekisho::source::Span;
    let mut checked = estate::checked();
    let long =
        format!("{}リージョン = \"us-east-1\"{}", "x = 1; ".repeat(90_000), "; y".repeat(90_000));
    let start = long.find("us-east-1").expect("the region");
    let file = checked.survey.sources.add("long.tf", long);
    checked.findings.truncate(1);
    checked.findings[0].span = Span::new(file, start..start + 9);
    let drawn = text::findings(&checked, &Style::plain(Lang::En));
    assert!(drawn.contains("us-east-1"));
    assert!(drawn.len() < 8_000, "{} bytes", drawn.len());
}
