//! The picture of a finding in the README is what the program prints: `docs/finding.svg` and its Japanese
//! twin. `SEKISHO_BLESS=1` draws them anew.

use std::fmt::Write as _;
use std::path::Path;

use sekisho::Request;
use sekisho::message::Lang;
use sekisho::report::{Style, text};
use unicode_width::UnicodeWidthStr;

#[test]
fn the_picture_of_a_finding_is_what_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = root.join("testdata/quickstart");
    let paths = vec![example.to_str().expect("UTF-8").to_owned()];
    let mut checked = sekisho::check(&Request { paths, ..Request::default() });
    checked.findings.retain(|finding| &*finding.rule == "stay-in-japan");
    assert_eq!(checked.findings.len(), 1, "the example has one copy abroad");
    for (name, lang) in [("docs/finding.svg", Lang::En), ("docs/finding.ja.svg", Lang::Ja)] {
        let style = Style { color: true, ..Style::plain(lang) };
        let picture = drawn(&text::findings(&checked, &style));
        let path = root.join(name);
        if std::env::var_os("SEKISHO_BLESS").is_some() {
            std::fs::write(&path, &picture).expect("writable");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            picture == expected,
            "{name} is not what is printed; SEKISHO_BLESS=1 draws it anew"
        );
    }
}

const COLUMN: f64 = 8.0;
const LINE: f64 = 18.0;
const MARGIN: f64 = 16.0;

/// Text with terminal colours as a picture.
fn drawn(text: &str) -> String {
    // The summary tells of findings that the picture leaves out.
    let text = text.rsplit_once("\n\n").map_or(text, |(findings, _)| findings);
    let lines: Vec<Vec<(String, Look)>> = runs(text);
    let columns = lines.iter().map(|line| line.iter().map(|(t, _)| t.width()).sum::<usize>()).max();
    let width = columns.unwrap_or(0) as f64 * COLUMN + 2.0 * MARGIN;
    let height = lines.len() as f64 * LINE + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#161b22\"/>\n\
         <g font-family=\"ui-monospace,Menlo,Consolas,'Noto Sans Mono CJK JP',monospace\" font-size=\"13\">\n"
    );
    for (at, line) in lines.iter().enumerate() {
        let y = MARGIN + (at as f64 + 0.75) * LINE;
        let mut column = 0;
        for (text, look) in line {
            let (x, length) = (MARGIN + column as f64 * COLUMN, text.width() as f64 * COLUMN);
            column += text.width();
            if text.trim().is_empty() {
                continue;
            }
            let weight = if look.bold { " font-weight=\"bold\"" } else { "" };
            let _ = writeln!(
                svg,
                "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" fill=\"{}\"{weight} xml:space=\"preserve\">{}</text>",
                look.color,
                escaped(text)
            );
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

#[derive(Clone, Copy)]
struct Look {
    color: &'static str,
    bold: bool,
}

const PLAIN: Look = Look { color: "#e6edf3", bold: false };

/// Lines of runs that look alike.
fn runs(text: &str) -> Vec<Vec<(String, Look)>> {
    let mut lines = vec![Vec::new()];
    let mut look = PLAIN;
    for (at, piece) in text.split("\u{1b}[").enumerate() {
        let shown = match piece.split_once('m') {
            Some((codes, rest)) if at > 0 => {
                codes.split(';').for_each(|code| look = after(look, code));
                rest
            }
            _ => piece,
        };
        for (at, part) in shown.split('\n').enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            if !part.is_empty() {
                lines.last_mut().expect("a line").push((part.to_owned(), look));
            }
        }
    }
    lines
}

fn after(look: Look, code: &str) -> Look {
    let color = match code {
        "" | "0" => return PLAIN,
        "1" => return Look { bold: true, ..look },
        "22" => return Look { bold: false, ..look },
        "2" | "90" => "#8b949e",
        "31" | "91" => "#ff7b72",
        "32" | "92" => "#7ee787",
        "33" | "93" => "#e3b341",
        "34" | "94" => "#79c0ff",
        "35" | "95" => "#d2a8ff",
        "36" | "96" => "#76e3ea",
        "39" => PLAIN.color,
        _ => look.color,
    };
    Look { color, ..look }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
