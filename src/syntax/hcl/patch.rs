//! What Terraform reads and the parser refuses, written in as many other bytes, so that spans hold: a line
//! break in the value of an object `for`, a line of a heredoc that starts with its end marker, a number that
//! is too large for the machine. What the tree says of these is taken from the text as it was.

use super::recover::{Scanner, Token};

/// The text that the parser reads; nothing where there is nothing to mend.
pub(super) fn mended(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    // Of each open bracket, whether line breaks inside mean nothing.
    let mut open: Vec<bool> = Vec::new();
    loop {
        let start = scanner.at;
        let Some(token) = scanner.next() else { break };
        let written = &text.as_bytes()[start..scanner.at];
        let inside = open.last().copied().unwrap_or(false);
        match token {
            Token::Open => open.push(match written {
                b"{" | b"[" => is_for(&text.as_bytes()[scanner.at..]),
                _ => inside,
            }),
            Token::Close => drop(open.pop()),
            Token::Newline if inside => bytes[start] = b' ',
            Token::Newline => {}
            Token::Other if written.starts_with(b"<<") => {
                mend_heredoc(written, &mut bytes[start..])
            }
            Token::Other if inside && (written[0] == b'#' || written.starts_with(b"//")) => {
                bytes[start..scanner.at].fill(b' ');
            }
            Token::Other if inside && written == b"\r" => bytes[start] = b' ',
            Token::Other if written[0].is_ascii_digit() && starts_word(text.as_bytes(), start) => {
                scanner.at = start + mend_number(&text[start..], &mut bytes[start..]);
            }
            Token::Other => {}
        }
    }
    let mended = String::from_utf8(bytes).ok()?;
    (mended != text).then_some(mended)
}

fn is_for(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    rest.starts_with(b"for") && rest.get(3).is_some_and(u8::is_ascii_whitespace)
}

fn starts_word(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    !before.is_some_and(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || *byte >= 0x80
    })
}

/// A line is the end only where it is the marker alone.
fn mend_heredoc(heredoc: &[u8], bytes: &mut [u8]) {
    let Some(head) = heredoc.iter().position(|byte| *byte == b'\n') else { return };
    let marker = heredoc[2..head].trim_ascii();
    let marker = marker.strip_prefix(b"-").unwrap_or(marker);
    let mut at = head + 1;
    for line in heredoc[head + 1..].split_inclusive(|byte| *byte == b'\n') {
        let text = line.trim_ascii();
        if text.starts_with(marker) && text != marker {
            let indent = line.len() - line.trim_ascii_start().len();
            bytes[at + indent] = b'.';
        }
        at += line.len();
    }
}

/// The number becomes nothing with as many digits. Gives how long it is.
fn mend_number(text: &str, bytes: &mut [u8]) -> usize {
    let mut length = 0;
    let mut before = ' ';
    for c in text.chars() {
        let is_sign = matches!(c, '+' | '-') && matches!(before, 'e' | 'E');
        if !c.is_ascii_digit() && !matches!(c, '.' | 'e' | 'E') && !is_sign {
            break;
        }
        before = c;
        length += c.len_utf8();
    }
    let is_large = text[..length].parse::<f64>().is_ok_and(f64::is_infinite);
    if is_large && length > 2 {
        bytes[..length].fill(b'0');
        bytes[1] = b'.';
    }
    length.max(1)
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn only_what_the_parser_refuses_is_changed() {
        let same = "a = { for k, v in x : k => v }\nb = {\n  c = 1e10\n}\nd = <<EOT\nx\nEOT\n";
        assert_eq!(mended(same), None);
        let text = "a = {for k in x : k =>\n v # why\n ? 1 : { b = 2\n c = 3 } }\n";
        let expected = "a = {for k in x : k =>  v        ? 1 : { b = 2\n c = 3 } }\n";
        assert_eq!(mended(text).as_deref(), Some(expected));
        let heredoc = "a = <<-EOT\n  EOT\"\n  b\n  EOT\n";
        assert_eq!(mended(heredoc).as_deref(), Some("a = <<-EOT\n  .OT\"\n  b\n  EOT\n"));
        assert_eq!(mended("a = 1e999\n").as_deref(), Some("a = 0.000\n"));
        assert_eq!(mended("a = x1e999\n"), None);
    }
}
