//! Where the parts of a text stand that is itself a part of a file.

use crate::source::{FileId, Span};

/// How offsets in a text become spans.
#[derive(Clone, Debug)]
pub enum Spans {
    /// The text is a file.
    File(FileId),
    /// The text stands in no file as it is: every part of it stands at this span.
    At(Span),
    /// The lines of the text are lines of a file: where each starts in the text, and in the file.
    Lines(FileId, Vec<(usize, usize)>),
}

impl Spans {
    /// Those of a scalar's text, whose source is the part `raw` of a file at `span`: a literal block line by line, what
    /// is written as it is read where that is, else all of it at the scalar.
    pub fn of_scalar(text: &str, raw: &str, span: Span) -> Spans {
        let start = span.range().start;
        let whole = || raw.find(text).filter(|_| !text.is_empty()).map(|at| vec![(0, start + at)]);
        let lines = literal_lines(text, raw, start).or_else(whole);
        lines.map_or(Spans::At(span), |lines| Spans::Lines(span.file, lines))
    }

    /// The span of a part of the text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        match self {
            Spans::File(file) => Span::new(*file, start..end),
            Spans::At(span) => *span,
            Spans::Lines(file, lines) => {
                let outer = |offset: usize| {
                    let line = lines.partition_point(|(inner, _)| *inner <= offset).max(1) - 1;
                    lines
                        .get(line)
                        .map_or(0, |(inner, outer)| outer + (offset - inner.min(&offset)))
                };
                let from = outer(start);
                // A part that ends at the end of a line does not reach into the next.
                let to = if end > start { outer(end - 1) + 1 } else { from };
                Span::new(*file, from..to)
            }
        }
    }
}

/// The lines of a literal block (YAML 1.2.2, section 8.1.2) whose source begins with its first line that is not empty:
/// each is indented alike, and no other character is changed.
fn literal_lines(text: &str, raw: &str, start: usize) -> Option<Vec<(usize, usize)>> {
    let mut inner = text.len() - text.trim_start_matches(['\r', '\n']).len();
    let mut outer = start;
    let mut indent = None;
    let mut lines = Vec::new();
    let mut of_source = raw.split_inclusive('\n');
    for line in text[inner..].split_inclusive('\n') {
        let source = of_source.next()?;
        let (written, read) = (source.trim_end(), line.trim_end());
        let blanks = match (lines.is_empty(), read.is_empty(), indent) {
            (true, ..) => 0,
            (_, true, _) => source.len().min(indent.unwrap_or(0)),
            (.., Some(indent)) => indent,
            (.., None) => *indent.insert(written.strip_suffix(read)?.len()),
        };
        let is_same = read.is_empty() || written.get(blanks..) == Some(read);
        if !is_same || written.bytes().take(blanks).any(|byte| byte != b' ') {
            return None;
        }
        lines.push((inner, outer + blanks));
        inner += line.len();
        outer += source.len();
    }
    (!lines.is_empty()).then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::syntax::yaml;

    fn inner(outer: &str, path: &[&str]) -> (String, u32) {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", outer);
        let parsed = yaml::parse(id, sources.file(id).text());
        let scalar = parsed.documents[0].root.get("a").expect("a key");
        let text = scalar.as_str().expect("a text");
        let spans = Spans::of_scalar(text, sources.slice(scalar.span), scalar.span);
        let inside = yaml::parse_inside(&spans, text);
        let node = inside.documents[0].root.at(path).expect("a path");
        (sources.slice(node.span).to_owned(), sources.position(node.span).line)
    }

    #[test]
    fn parts_of_a_literal_block_stand_in_their_lines() {
        let outer = "a: |\n\n  x:\n    y: 東京\n  z: 1\nb: 2\n";
        assert_eq!(inner(outer, &["x", "y"]), ("東京".to_owned(), 4));
        assert_eq!(inner("a: |-\r\n  x: 1\r\n  z: here\r\n", &["z"]), ("here".to_owned(), 3));
        assert_eq!(inner("a: |2\n    x: 1\n    z: here\n", &["z"]), ("here".to_owned(), 3));
    }

    #[test]
    fn parts_of_other_texts_stand_where_they_can_be_found() {
        assert_eq!(inner("a: '{\"x\": \"here\"}'\n", &["x"]), ("\"here\"".to_owned(), 1));
        assert_eq!(inner("a: \"x: 1\\nz: 2\"\n", &["z"]), ("\"x: 1\\nz: 2\"".to_owned(), 1));
    }
}
