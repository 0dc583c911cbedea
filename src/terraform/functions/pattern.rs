//! Regular expressions. Terraform's have the syntax of RE2, which the `regex` crate shares.

use std::sync::Arc;

use regex::{Captures, Regex, RegexBuilder};

use super::{Found, Needs, Outcome, arg, invalid, plain, text};
use crate::model::{Kind, Map, Origin, Value, Why};
use crate::terraform::evaluate::{LONGEST_STRING, MOST_ELEMENTS};

pub(super) fn find(name: &str) -> Found {
    Some(match name {
        "regex" => (Needs::Everything, regex),
        "regexall" => (Needs::Everything, regexall),
        _ => return None,
    })
}

/// `text` with every match of `pattern` replaced; `$1` and `${name}` stand for groups.
pub(super) fn replace(whole: &str, pattern: &str, by: &str) -> Outcome {
    let pattern = compiled(pattern)?;
    let mut replaced = String::new();
    let mut rest = 0;
    for captures in pattern.captures_iter(short(whole)?) {
        let Some(found) = captures.get(0) else { continue };
        // A group may be named many times over: the most that one match can become.
        let most = by.len().saturating_mul(found.len().saturating_add(1));
        if replaced.len().saturating_add(most) > LONGEST_STRING {
            return Err(Why::Budget);
        }
        replaced.push_str(&whole[rest..found.start()]);
        captures.expand(by, &mut replaced);
        rest = found.end();
    }
    replaced.push_str(&whole[rest..]);
    plain(Kind::String(replaced.into()))
}

/// A text that can be searched through in no time, whatever the pattern.
fn short(text: &str) -> Result<&str, Why> {
    const LONGEST: usize = 1 << 15;
    if text.len() > LONGEST { Err(Why::Budget) } else { Ok(text) }
}

fn regex(args: &[Value]) -> Outcome {
    let pattern = compiled(&text(arg(args, 0)?)?)?;
    let whole = text(arg(args, 1)?)?;
    let captures =
        pattern.captures(short(&whole)?).ok_or_else(|| invalid("the pattern does not match"))?;
    plain(taken(&pattern, &captures))
}

fn regexall(args: &[Value]) -> Outcome {
    let pattern = compiled(&text(arg(args, 0)?)?)?;
    let whole = text(arg(args, 1)?)?;
    let mut all = Vec::new();
    for captures in pattern.captures_iter(short(&whole)?) {
        if all.len() >= MOST_ELEMENTS {
            return Err(Why::Budget);
        }
        all.push(Value::new(taken(&pattern, &captures), Origin::NONE));
    }
    plain(Kind::List(all.into()))
}

fn compiled(pattern: &str) -> Result<Regex, Why> {
    const LARGEST: usize = 1 << 20;
    let built = RegexBuilder::new(pattern).size_limit(LARGEST).dfa_size_limit(LARGEST).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => Why::Budget,
        // A syntax of RE2 that the crate does not have is no mistake of the author.
        _ => Why::Function { name: "regex".into() },
    })
}

/// What a match gives: its text, the list of its groups, or an object where the groups have names.
fn taken(pattern: &Regex, captures: &Captures<'_>) -> Kind {
    let value = |at: usize| {
        let group = captures.get(at).map(|group| Kind::String(group.as_str().into()));
        Value::new(group.unwrap_or(Kind::Null), Origin::NONE)
    };
    if pattern.captures_len() == 1 {
        return value(0).kind;
    }
    let names = pattern.capture_names().enumerate();
    let named: Map = names.filter_map(|(at, name)| Some((Arc::from(name?), value(at)))).collect();
    if named.is_empty() {
        Kind::List((1..pattern.captures_len()).map(value).collect())
    } else {
        Kind::Map(Arc::new(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> Value {
        Value::string(text, Origin::NONE)
    }

    #[test]
    fn groups_shape_what_a_match_gives() {
        let run = |pattern: &str| regex(&[string(pattern), string("ap-northeast-1a")]);
        assert_eq!(run("^[a-z-]+[0-9]").expect("matches").as_str(), Some("ap-northeast-1"));
        let list = run("^(.+-[0-9])([a-z])$").expect("matches");
        assert_eq!(list.as_elements().and_then(|all| all[1].as_str()), Some("a"));
        let map = run("^(?P<region>.+-[0-9])").expect("matches");
        assert_eq!(map.as_map().and_then(|map| map["region"].as_str()), Some("ap-northeast-1"));
        assert!(matches!(run("^us-"), Err(Why::Invalid { .. })));
        assert!(matches!(run("(?=x)"), Err(Why::Function { .. })));
    }

    #[test]
    fn all_matches_are_counted_and_replaced() {
        let all = regexall(&[string("[0-9]"), string("a1b2")]).expect("works");
        assert_eq!(all.as_elements().map(<[Value]>::len), Some(2));
        let replaced = replace("ap-northeast-1a", "([0-9])[a-z]$", "${1}").expect("works");
        assert_eq!(replaced.as_str(), Some("ap-northeast-1"));
    }
}
