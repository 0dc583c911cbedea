//! Files, their texts, and spans into them. Depends on nothing else in the crate.

use std::ops::Range;
use std::sync::OnceLock;

/// A file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// No file: for a text that nothing is reported of.
    pub const NONE: FileId = FileId(u32::MAX);
}

/// A byte range of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file the range is in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `file` over `range`, in bytes.
    pub fn new(file: FileId, range: Range<usize>) -> Span {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The empty span at the start of `file`, for things said about a file as a whole.
    pub fn file_start(file: FileId) -> Span {
        Span::new(file, 0..0)
    }

    /// The range in bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both; `self` where `other` is in another file.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// A line and a column, both counted from 1; the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One file: its path as people see it, and its text.
#[derive(Debug)]
pub struct SourceFile {
    path: String,
    text: String,
    made_of: Vec<MadeOf>,
    line_starts: OnceLock<Vec<u32>>,
    /// Characters before every [`STRIDE`]th byte: a file may be one line of many megabytes.
    characters: OnceLock<Vec<u32>>,
}

/// A part of a text that another program made, and what it made it of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeOf {
    /// The part, in bytes.
    pub range: Range<usize>,
    /// The template: its path in the checked tree where it is there, else as the program calls it.
    pub template: String,
}

/// Bytes between two entries of a table of characters.
const STRIDE: usize = 4_096;

impl SourceFile {
    /// Path relative to the checked tree, with `/` between its parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, byte order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte offset of the start of each line, made on first use: most files are never reported on.
    pub fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            std::iter::once(0)
                .chain(newlines.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
                .collect()
        })
    }

    /// Index of the line that holds byte `offset`, from 0.
    pub fn line_index(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|start| *start <= offset) - 1
    }

    /// Line and column of byte `offset`.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_index(offset);
        let start = self.line_starts()[line] as usize;
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let column = self.characters(start.min(end), end) + 1;
        Position {
            line: u32::try_from(line + 1).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

impl SourceFile {
    /// What another program made parts of this text of, in their order.
    pub fn made_of(&self) -> &[MadeOf] {
        &self.made_of
    }

    /// Number of characters that start in a part of the text.
    fn characters(&self, start: usize, end: usize) -> usize {
        if end - start < STRIDE {
            return characters(&self.text.as_bytes()[start..end]);
        }
        self.characters_before(end) - self.characters_before(start)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let table = self.characters.get_or_init(|| {
            let mut sum = 0;
            let counted = bytes.chunks(STRIDE).map(|chunk| {
                sum += characters(chunk);
                u32::try_from(sum).unwrap_or(u32::MAX)
            });
            std::iter::once(0).chain(counted).collect()
        });
        let stride = offset / STRIDE;
        table[stride] as usize + characters(&bytes[stride * STRIDE..offset])
    }
}

/// Number of characters that start in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// Every file read in a run. Files are only ever added.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file under `path`, the name it is reported by.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            path: path.into(),
            text: text.into(),
            made_of: Vec::new(),
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
        });
        id
    }

    /// Says of a file what another program made its parts of: these are in their order and do not overlap.
    pub fn set_made_of(&mut self, id: FileId, parts: Vec<MadeOf>) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.made_of = parts;
        }
    }

    /// The template that another program made the text at a span of.
    pub fn template(&self, span: Span) -> Option<&str> {
        let parts = &self.file(span.file).made_of;
        let at = span.range().start;
        let part = parts.get(parts.partition_point(|part| part.range.end <= at))?;
        (part.range.start <= at).then_some(&*part.template)
    }

    /// The file behind `id`.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Path of the file that `span` is in.
    pub fn path(&self, span: Span) -> &str {
        self.file(span.file).path()
    }

    /// Line and column where `span` starts.
    pub fn position(&self, span: Span) -> Position {
        self.file(span.file).position(span.start)
    }

    /// The text under `span`; empty where the span is not on character boundaries.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text().get(span.range()).unwrap_or("")
    }

    /// Number of files read.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file was read.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// All files with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }
}

/// The last part of a path in the tree.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The directory of a path in the tree; empty for the root.
pub fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// Whether `path` is `folder` or lies in it. The empty folder is the root of the tree.
pub fn is_within(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_lines_from_one() {
        let mut sources = Sources::default();
        let id = sources.add("a.tf", "リージョン = \"東京\"\nb");
        let file = sources.file(id);
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        let quote = file.text().find('"').expect("a quote") as u32;
        assert_eq!(file.position(quote).column, 9);
        let end = file.text().len() as u32;
        assert_eq!(file.position(end), Position { line: 2, column: 2 });
    }

    #[test]
    fn columns_of_long_lines_are_right() {
        let mut sources = Sources::default();
        let text = format!("a\n{}b", "東".repeat(3 * STRIDE));
        let id = sources.add("a.json", text.as_str());
        let file = sources.file(id);
        let end = text.len() as u32;
        assert_eq!(file.position(end - 1), Position { line: 2, column: 3 * STRIDE as u32 + 1 });
        assert_eq!(file.position(end).column, 3 * STRIDE as u32 + 2);
    }

    #[test]
    fn paths_lie_within_whole_folder_names_only() {
        assert!(is_within("a/b", "a") && is_within("a", "a") && is_within("a", ""));
        assert!(!is_within("ab", "a"));
    }
}
