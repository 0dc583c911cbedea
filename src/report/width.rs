//! Columns that text takes: East Asian characters take two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a text without escape sequences.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// Breaks a text into lines of at most `width` columns: at a blank or between East Asian characters;
/// where that would leave half a line empty, after a mark such as `/`; else anywhere.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = Vec::new();
    let mut line = String::new();
    // Bytes after which the line may be broken, and columns so far.
    let (mut at_blank, mut at_mark, mut taken) = (0, 0, 0);
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if wide == 2 && !never_first(c) {
            at_blank = line.len();
        }
        if taken + wide > width && !line.is_empty() && c != ' ' {
            let enough = columns(&line[..at_blank]) * 2 >= width;
            let at = if enough || at_mark == 0 { at_blank } else { at_mark.max(at_blank) };
            let rest = line.split_off(if at == 0 { line.len() } else { at });
            lines.push(line.trim_end().to_owned());
            line = rest.trim_start().to_owned();
            (at_blank, at_mark, taken) = (0, 0, columns(&line));
        }
        line.push(c);
        taken += wide;
        if c == ' ' || wide == 2 && never_first(c) {
            at_blank = line.len();
        } else if "./,;:".contains(c) {
            at_mark = line.len();
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Marks that do not start a line in Japanese.
fn never_first(c: char) -> bool {
    "、。，．・：；？！）」』】ー々ゃゅょっァィゥェォャュョッ".contains(c)
}

/// The text followed by blanks up to `width` columns.
pub(super) fn pad(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(blanks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(pad("東京", 6), "東京  ");
        assert_eq!(wrap("東京リージョンです。", 8), ["東京リー", "ジョンで", "す。"]);
    }

    #[test]
    fn lines_break_after_blanks_and_marks_first() {
        assert_eq!(
            wrap("module.a.aws_s3_bucket.logs", 12),
            ["module.a.", "aws_s3_bucke", "t.logs"]
        );
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("words in a.very.long.name", 20), ["words in a.very.", "long.name"]);
        assert_eq!(wrap("many words and a.name", 18), ["many words and", "a.name"]);
        assert_eq!(wrap("", 8), [""]);
    }
}
