//! Columns that text takes: East Asian characters take two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a text without escape sequences.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// Breaks a text into lines of at most `width` columns: after a blank or a mark where there is one,
/// between East Asian characters, else anywhere.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = Vec::new();
    let mut line = String::new();
    // Byte after which the line may be broken, and columns so far.
    let (mut may_break, mut taken) = (0, 0);
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if taken + wide > width && !line.is_empty() {
            let at = if may_break == 0 { line.len() } else { may_break };
            let rest = line.split_off(at);
            lines.push(line.trim_end().to_owned());
            line = rest.trim_start().to_owned();
            (may_break, taken) = (0, columns(&line));
        }
        if wide == 2 && !never_first(c) && !line.is_empty() {
            may_break = line.len();
        }
        line.push(c);
        taken += wide;
        if c == ' ' || "./-,;:、。）".contains(c) {
            may_break = line.len();
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
        assert_eq!(wrap("東京リージョンです。", 8), ["東京", "リージョ", "ンです。"]);
    }

    #[test]
    fn lines_break_after_blanks_and_marks_first() {
        assert_eq!(
            wrap("module.a.aws_s3_bucket.logs", 12),
            ["module.a.", "aws_s3_bucke", "t.logs"]
        );
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("", 8), [""]);
    }
}
