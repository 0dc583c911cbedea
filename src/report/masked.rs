//! Credentials in lines that a report shows: a report travels further than the file.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

/// What credentials look like: each pattern's first group is one.
const PATTERNS: [&str; 3] = [
    // `scheme://user:password@host`
    r#"://[^\s/:@"']*:([^\s/@"']+)@"#,
    // `password: "..."`, `api_key = '...'`, and the same in YAML without quotes.
    r#"(?i)(?:password|passwd|secret_?access_?key|secret_?key|api_?key|token|private_?key|client_?secret)["']?[ \t]*[:=][ \t]*["']([^"'\n$]{4,})["']"#,
    r"(?im)^[ \t]*[\w.-]*(?:password|passwd|secret_?access_?key|api_?key|token|client_?secret):[ \t]+([^\s{\[$&*|>][^\n#]{3,})$",
];

/// A value in base64 in a file with Secrets.
const CODED: &str = r#"(?m):[ \t]+["']?([A-Za-z0-9+/]{16,}={0,2})["']?[ \t]*\r?$"#;

/// A text with a star for every byte of what looks like a credential: offsets stay what they are.
pub(super) fn masked(text: Cow<'_, str>) -> Cow<'_, str> {
    static COMPILED: OnceLock<Vec<Regex>> = OnceLock::new();
    let patterns = COMPILED.get_or_init(|| {
        let all = PATTERNS.iter().chain([&CODED]);
        all.filter_map(|pattern| Regex::new(pattern).ok()).collect()
    });
    let has_secrets = text.contains("kind: Secret") || text.contains("\"kind\": \"Secret\"");
    let count = if has_secrets { patterns.len() } else { PATTERNS.len() };
    let found = patterns.iter().take(count).flat_map(|pattern| pattern.captures_iter(&text));
    let found: Vec<Range<usize>> =
        found.filter_map(|captures| captures.get(1)).map(|group| group.range()).collect();
    if found.is_empty() {
        return text;
    }
    let mut bytes = text.into_owned().into_bytes();
    for range in found {
        bytes[range].fill(b'*');
    }
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let masked = masked(text.into()).into_owned();
        assert_eq!(masked.len(), text.len());
        masked
    }

    #[test]
    fn credentials_are_stars() {
        assert_eq!(
            of("url: postgres://app:hunter2@db:5432/x"),
            "url: postgres://app:*******@db:5432/x"
        );
        assert_eq!(of("DB_PASSWORD: 秘密の語\n"), "DB_PASSWORD: ************\n");
        assert_eq!(of("  password = \"hunter2\""), "  password = \"*******\"");
        assert_eq!(of("kind: Secret\ndata:\n  a: YWJjZGVmZ2hpamtsbW4=\n").matches('*').count(), 20);
    }

    #[test]
    fn other_words_stay() {
        for text in [
            "password = var.database_password",
            "token: $(TOKEN)",
            "secretKeyRef: { name: ledger, key: password }",
            "region: ap-northeast-1",
            "image: registry.example.com/app:1@sha256:0a1b",
            "a: YWJjZGVmZ2hpamtsbW4=",
        ] {
            assert_eq!(of(text), text);
        }
    }
}
