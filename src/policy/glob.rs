//! Globs of selectors: over words, over paths and over addresses of resources.

use globset::{Glob, GlobBuilder, GlobMatcher, GlobSet};

/// The longest glob, in bytes. It keeps what is compiled small.
const LONGEST: usize = 500;

/// What a glob is matched with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// A word such as a type or the value of a tag: `*` stands for anything.
    Words,
    /// A path of the tree: `*` stays within one folder, `**` crosses them.
    Paths,
    /// An address: `*` stays within one part, `**` crosses them.
    Addresses,
}

/// Compiles one glob, or says what is wrong with it and what to write.
pub(super) fn compile(text: &str, over: Over) -> Result<Glob, String> {
    if text.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes; write several shorter ones"));
    }
    let pattern = match over {
        Over::Words => text.to_owned(),
        Over::Paths => checked_path(text)?.to_owned(),
        Over::Addresses => translate(text, true),
    };
    if over != Over::Words {
        check_double_stars(&pattern)?;
    }
    let glob = GlobBuilder::new(&pattern)
        .literal_separator(over != Over::Words)
        .backslash_escape(true)
        .build()
        .map_err(|error| error.kind().to_string())?;
    // A set reports what a matcher of one glob would panic on.
    GlobSet::new([&glob].into_iter().cloned()).map_err(|error| error.kind().to_string())?;
    Ok(glob)
}

/// A matcher of one glob over paths.
pub(super) fn path_matcher(text: &str) -> Result<GlobMatcher, String> {
    compile(text, Over::Paths).map(|glob| glob.compile_matcher())
}

/// A path pattern that can match something: paths are relative to the tree and name files.
fn checked_path(text: &str) -> Result<&str, String> {
    let text = text.strip_prefix("./").unwrap_or(text);
    if text.starts_with('/') {
        return Err("paths are relative to the checked tree; remove the leading `/`".to_owned());
    }
    if text.ends_with('/') {
        return Err(format!("it names a folder, and paths are those of files; write `{text}**`"));
    }
    if text.split('/').any(|part| part == "..") {
        return Err("paths are relative to the checked tree and cannot climb out of it".to_owned());
    }
    Ok(text)
}

/// `**` next to other characters would quietly match less than its author thinks.
fn check_double_stars(pattern: &str) -> Result<(), String> {
    let edge = |c: Option<char>| c.is_none_or(|c| matches!(c, '/' | '{' | ',' | '}'));
    for (at, _) in pattern.match_indices("**") {
        let before = pattern[..at].chars().next_back();
        let after = pattern[at + 2..].chars().next();
        if !edge(before) || !edge(after) {
            return Err("`**` must stand alone between two separators; write `*` here, and `**` \
                        as a part of its own"
                .to_owned());
        }
    }
    Ok(())
}

/// An address as a path, which is what globs are matched with: dots between its parts are `/`, and within an
/// instance key (`["a.b/c"]`) nothing separates. Brackets of a pattern are those of keys, never a class of characters.
fn translate(address: &str, is_pattern: bool) -> String {
    const SLASH_IN_KEY: char = '\u{1f}';
    let mut out = String::with_capacity(address.len() + 8);
    let (mut in_key, mut in_quotes) = (false, false);
    let mut chars = address.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                // Within a key it is a character of the address; elsewhere it escapes one of the pattern.
                out.extend((is_pattern && in_key).then_some(c));
                out.push(c);
                out.extend(chars.next());
            }
            '"' if in_key => {
                in_quotes = !in_quotes;
                out.push(c);
            }
            '[' | ']' if !in_quotes => {
                in_key = c == '[';
                out.extend(is_pattern.then_some('\\'));
                out.push(c);
            }
            '[' | ']' if is_pattern => out.extend(['\\', c]),
            '/' if in_key => out.push(SLASH_IN_KEY),
            '.' if !in_key => out.push('/'),
            c => out.push(c),
        }
    }
    out
}

/// The address with the keys of its instances left out.
fn without_keys(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let (mut in_key, mut in_quotes, mut escaped) = (false, false, false);
    for c in address.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_quotes => escaped = true,
            '"' if in_key => in_quotes = !in_quotes,
            '[' if !in_quotes => in_key = true,
            ']' if !in_quotes => in_key = false,
            c if !in_key => out.push(c),
            _ => {}
        }
    }
    out
}

/// Globs over addresses. One without an instance key speaks of every instance.
#[derive(Clone, Debug)]
pub struct Addresses {
    instances: GlobSet,
    all_instances: GlobSet,
}

impl Addresses {
    /// A set of these globs, each with the text it was written as.
    pub(super) fn new(globs: &[(String, Glob)]) -> Result<Addresses, String> {
        let set = |keyed: bool| {
            let chosen = globs.iter().filter(|(text, _)| text.contains('[') == keyed);
            GlobSet::new(chosen.map(|(_, glob)| glob.clone())).map_err(|e| e.kind().to_string())
        };
        Ok(Addresses { instances: set(true)?, all_instances: set(false)? })
    }

    /// Whether one of them matches `address`.
    pub fn is_match(&self, address: &str) -> bool {
        let whole = || translate(address, false);
        let bare = || translate(&without_keys(address), false);
        (!self.instances.is_empty() && self.instances.is_match(whole()))
            || (!self.all_instances.is_empty() && self.all_instances.is_match(bare()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, address: &str) -> bool {
        let glob = compile(pattern, Over::Addresses).expect("a glob");
        let set = Addresses::new(&[(pattern.to_owned(), glob)]).expect("a set");
        set.is_match(address)
    }

    #[test]
    fn stars_of_addresses_stay_within_a_part_and_double_stars_cross_them() {
        assert!(matches("aws_s3_bucket.*", "aws_s3_bucket.logs"));
        assert!(!matches("module.*", "module.db.aws_db_instance.main"));
        assert!(matches("module.db.**", "module.db.module.copy.aws_db_instance.main"));
        assert!(matches("**.aws_db_instance.main", "module.db.aws_db_instance.main"));
        assert!(matches("**.aws_db_instance.main", "aws_db_instance.main"));
        assert!(!matches("module.db.**", "module.dbx.aws_db_instance.main"));
        assert!(matches("Deployment/kyc-*/*", "Deployment/kyc-a/web"));
    }

    #[test]
    fn a_pattern_without_keys_speaks_of_every_instance() {
        assert!(matches("module.db.**", "module.db[\"a.b\"].aws_db_instance.main[0]"));
        assert!(matches("aws_s3_bucket.x", "aws_s3_bucket.x[\"to]ky\\\"o\"]"));
    }

    #[test]
    fn brackets_are_those_of_keys() {
        assert!(matches("aws_s3_bucket.x[0]", "aws_s3_bucket.x[0]"));
        assert!(!matches("aws_s3_bucket.x[0]", "aws_s3_bucket.x[1]"));
        assert!(!matches("aws_s3_bucket.x[0]", "aws_s3_bucket.x0"));
        assert!(matches("aws_s3_bucket.x[\"jp.*\"]", "aws_s3_bucket.x[\"jp.a/b\"]"));
        assert!(matches("aws_s3_bucket.x[*]", "aws_s3_bucket.x[\"a.b\"]"));
        assert!(!matches("aws_s3_bucket.x[*]", "aws_s3_bucket.x"));
    }

    #[test]
    fn globs_that_cannot_mean_what_they_say_are_refused() {
        for pattern in ["module.db**", "**x.y", "a.{b"] {
            assert!(compile(pattern, Over::Addresses).is_err(), "{pattern}");
        }
        for pattern in ["/abs/**", "envs/", "../x/*", "a**", "[a"] {
            assert!(compile(pattern, Over::Paths).is_err(), "{pattern}");
        }
    }

    #[test]
    fn hostile_globs_are_compiled_or_refused() {
        assert!(compile(&"{a,b}".repeat(400), Over::Words).is_err());
        let nested = format!("{}{}", "{a,".repeat(120), "}".repeat(120));
        for pattern in [nested, "{*,**,?}".repeat(60), "[!a-z]*".repeat(70), "日?*".repeat(80)] {
            for over in [Over::Words, Over::Paths, Over::Addresses] {
                let _ = compile(&pattern, over).map(|glob| glob.compile_matcher().is_match("a"));
            }
        }
    }
}
