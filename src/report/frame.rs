//! Lines of a file with words under them, drawn by miette.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use super::masked::masked;
use super::{Style, visible};
use crate::model::Severity;
use crate::source::{FileId, SourceFile, Sources, Span};

/// The most bytes of a file that one snippet shows; longer lines are cut around what they are shown for.
const LONGEST_SNIPPET: usize = 4096;

/// The most bytes that are underlined.
const LONGEST_LABEL: usize = 160;

/// A message with lines of one file below it.
pub(super) struct Frame {
    pub(super) severity: Severity,
    pub(super) code: Option<String>,
    pub(super) message: String,
    /// The first one is what the frame is about.
    pub(super) labels: Vec<Label>,
}

/// Words under a span.
pub(super) struct Label {
    pub(super) span: Span,
    pub(super) text: String,
}

/// Draws frames; files are prepared once.
pub(super) struct Frames<'a> {
    sources: &'a Sources,
    codes: BTreeMap<FileId, Code<'a>>,
    handler: GraphicalReportHandler,
}

impl<'a> Frames<'a> {
    pub(super) fn new(sources: &'a Sources, style: &Style) -> Frames<'a> {
        let theme =
            if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_links(false)
            .with_width(style.width)
            .with_context_lines(1)
            .without_syntax_highlighting();
        Frames { sources, codes: BTreeMap::new(), handler }
    }

    /// Draws a frame at the end of `out`.
    pub(super) fn draw(&mut self, out: &mut String, frame: Frame) {
        let code = frame.labels.first().map(|first| {
            let id = first.span.file;
            &*self.codes.entry(id).or_insert_with(|| Code::new(self.sources.file(id)))
        });
        let shown = Shown { frame, code };
        // Writing to a string does not fail, and a label out of bounds was clipped before.
        let _ = self.handler.render_report(out, &shown);
    }
}

/// A file as miette reads it: by its line starts, not from its first byte for each label.
#[derive(Debug)]
struct Code<'a> {
    file: &'a SourceFile,
    path: Cow<'a, str>,
    text: Cow<'a, str>,
}

impl<'a> Code<'a> {
    fn new(file: &'a SourceFile) -> Code<'a> {
        Code { file, path: visible(file.path()), text: masked(visible(file.text())) }
    }

    /// The nearest character boundary at or before `offset`.
    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn line_of(&self, offset: usize) -> usize {
        self.file.line_index(u32::try_from(offset).unwrap_or(u32::MAX))
    }

    /// First byte of a line; the end of the text for lines beyond it.
    fn line_start(&self, line: usize) -> usize {
        self.file.line_starts().get(line).map_or(self.text.len(), |start| *start as usize)
    }

    /// The part of a span that is underlined: inside the text, on its first line.
    fn clip(&self, span: Span) -> Range<usize> {
        let range = span.range();
        let start = self.floor(range.start);
        let line_end = self.line_start(self.line_of(start) + 1);
        let line = self.text[start..line_end].trim_end_matches(['\r', '\n']).len();
        let end = range.end.min(start + line).min(start + LONGEST_LABEL).max(start);
        start..self.floor(end)
    }

    /// The bytes shown for `wanted` with lines around it.
    fn snippet(&self, wanted: &Range<usize>, before: usize, after: usize) -> Range<usize> {
        let first = self.line_of(wanted.start);
        let last = self.line_of(wanted.end.saturating_sub(1).max(wanted.start));
        let whole =
            self.line_start(first.saturating_sub(before))..self.line_start(last + after + 1);
        if whole.len() <= LONGEST_SNIPPET {
            return whole;
        }
        let line = self.line_start(first)..self.line_start(last + 1);
        let start = self.floor(wanted.start.saturating_sub(40)).max(line.start);
        start..self.floor(wanted.end + 40).min(line.end)
    }
}

impl SourceCode for Code<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let wanted = span.offset()..span.offset() + span.len();
        // Two labels this far apart are shown one by one.
        if wanted.end > self.text.len() || wanted.len() > LONGEST_SNIPPET {
            return Err(MietteError::OutOfBounds);
        }
        // Without lines around it, miette asks where the span itself starts.
        let shown = match (before, after) {
            (0, 0) => wanted,
            _ => self.snippet(&wanted, before, after),
        };
        let line = self.line_of(shown.start);
        let start = u32::try_from(shown.start).unwrap_or(u32::MAX);
        let column = self.file.position(start).column.saturating_sub(1) as usize;
        let lines = self.line_of(shown.end.saturating_sub(1).max(shown.start)) - line;
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.to_string(),
            &self.text.as_bytes()[shown.clone()],
            (shown.start, shown.len()).into(),
            line,
            column,
            lines,
        )))
    }
}

/// A frame with its file.
struct Shown<'c, 'a> {
    frame: Frame,
    code: Option<&'c Code<'a>>,
}

impl fmt::Display for Shown<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.frame.message))
    }
}

impl fmt::Debug for Shown<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Shown<'_, '_> {}

impl Diagnostic for Shown<'_, '_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let code = self.frame.code.as_deref()?;
        Some(Box::new(visible(code)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.frame.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.code.map(|code| code as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let code = self.code?;
        Some(Box::new(self.frame.labels.iter().enumerate().map(move |(n, label)| {
            let range = code.clip(label.span);
            let span: SourceSpan = (range.start, range.len()).into();
            let text = Some(visible(&label.text).into_owned()).filter(|text| !text.is_empty());
            match n {
                0 => LabeledSpan::new_primary_with_span(text, span),
                _ => LabeledSpan::new_with_span(text, span),
            }
        })))
    }
}
