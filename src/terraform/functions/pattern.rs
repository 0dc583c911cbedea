//! Regular expressions. Terraform's have the syntax of RE2, which the `regex` crate nearly shares.

use std::sync::Arc;

use regex::{Captures, Regex, RegexBuilder};

use super::{Function, Needs, Outcome, Param, arg, invalid, string_of, text};
use crate::model::{Kind, Map, Origin, Type, Value, Why};
use crate::terraform::evaluate::{LONGEST_STRING, MOST_ELEMENTS};

pub(super) fn find(name: &str) -> Option<Function> {
    let of_two = |body| Function::new(&[Param::Text, Param::Text], Needs::Everything, body);
    Some(match name {
        "regex" => of_two(regex),
        "regexall" => of_two(regexall),
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
    string_of(replaced)
}

/// A text that can be searched through in no time, whatever the pattern.
fn short(text: &str) -> Result<&str, Why> {
    const LONGEST: usize = 1 << 15;
    if text.len() > LONGEST { Err(Why::Budget) } else { Ok(text) }
}

fn regex(args: &[Value]) -> Outcome {
    let pattern = compiled(&text(arg(args, 0)?)?)?;
    let kind = shape(&pattern)?;
    let whole = text(arg(args, 1)?)?;
    let captures =
        pattern.captures(short(&whole)?).ok_or_else(|| invalid("the pattern does not match"))?;
    let origin = arg(args, 1)?.origin;
    Ok(Value::new(taken(&pattern, &kind, &captures, origin), origin))
}

fn regexall(args: &[Value]) -> Outcome {
    let pattern = compiled(&text(arg(args, 0)?)?)?;
    let kind = shape(&pattern)?;
    let whole = text(arg(args, 1)?)?;
    let origin = arg(args, 1)?.origin;
    let mut all = Vec::new();
    for captures in pattern.captures_iter(short(&whole)?) {
        if all.len().saturating_mul(pattern.captures_len()) >= MOST_ELEMENTS {
            return Err(Why::Budget);
        }
        all.push(Value::new(taken(&pattern, &kind, &captures, origin), origin));
    }
    Ok(Value::list_of(all, kind, origin))
}

fn compiled(pattern: &str) -> Result<Regex, Why> {
    const LARGEST: usize = 1 << 20;
    const LONGEST: usize = 1 << 14;
    if pattern.len() > LONGEST {
        return Err(Why::Budget);
    }
    if repeats_twice(pattern) {
        return Err(invalid("what is repeated is repeated again"));
    }
    let pattern = translated(pattern);
    let built = RegexBuilder::new(&pattern).size_limit(LARGEST).dfa_size_limit(LARGEST).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => Why::Budget,
        error => invalid(&format!("this is no regular expression: {error}")),
    })
}

/// Whether an operator that repeats stands right after another one: RE2 has no such thing.
fn repeats_twice(pattern: &str) -> bool {
    let (mut escaped, mut class, mut before) = (false, false, ' ');
    for c in pattern.chars() {
        let repeats = matches!(c, '*' | '+') && matches!(before, '*' | '+' | '?');
        if repeats && !escaped && !class {
            return true;
        }
        // What is escaped is no operator, and a group may begin with a question mark.
        before = if escaped || class || before == '(' { ' ' } else { c };
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '[' if !escaped => class = true,
            ']' if !escaped => class = false,
            _ => {}
        }
        escaped = false;
    }
    false
}

/// The pattern as the crate reads it. In RE2 `\d`, `\w`, `\s` and `\b` are about ASCII alone, `\Q` and `\E`
/// quote what is between them, and a bracket or an operator inside a class is a character.
pub(super) fn translated(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.char_indices();
    // Where the class begins that is open.
    let mut class: Option<usize> = None;
    while let Some((at, c)) = chars.next() {
        let rest = &pattern[at..];
        match (c, class) {
            ('\\', _) => {
                if class.is_none() && rest.starts_with("\\Q") {
                    let quoted = &rest[2..];
                    let end = quoted.find("\\E").unwrap_or(quoted.len());
                    out.push_str(&regex::escape(&quoted[..end]));
                    let skip = (quoted[..end].to_owned()
                        + if end < quoted.len() { "\\E" } else { "" })
                    .chars()
                    .count();
                    chars.nth(skip);
                    continue;
                }
                let Some((_, escaped)) = chars.next() else {
                    out.push('\\');
                    break;
                };
                match (escaped, class) {
                    ('d', _) => out.push_str("[0-9]"),
                    ('D', _) => out.push_str("[^0-9]"),
                    ('w', _) => out.push_str("[0-9A-Za-z_]"),
                    ('W', _) => out.push_str("[^0-9A-Za-z_]"),
                    ('s', _) => out.push_str("[\\t\\n\\f\\r ]"),
                    ('S', _) => out.push_str("[^\\t\\n\\f\\r ]"),
                    ('b', None) => out.push_str("(?-u:\\b)"),
                    _ => {
                        out.push('\\');
                        out.push(escaped);
                    }
                }
            }
            ('[', None) => {
                class = Some(at + if rest[1..].starts_with('^') { 2 } else { 1 });
                out.push('[');
            }
            // A bracket that comes first is a character.
            (']', Some(start)) if at == start => out.push_str("\\]"),
            (']', Some(_)) => {
                class = None;
                out.push(']');
            }
            ('[', Some(_)) if rest.starts_with("[:") => {
                let end = rest.find(":]").map_or(1, |end| end + 2);
                out.push_str(&rest[..end]);
                chars.nth(rest[..end].chars().count() - 2);
            }
            ('[' | '&' | '~', Some(_)) => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// The type of what a match gives: its text, its groups, or an object where the groups have names.
fn shape(pattern: &Regex) -> Result<Type, Why> {
    let groups = pattern.captures_len() - 1;
    let names: Vec<&str> = pattern.capture_names().flatten().collect();
    match (groups, names.len()) {
        (0, _) => Ok(Type::String),
        (_, 0) => Ok(Type::Tuple(vec![Type::String; groups].into())),
        (groups, named) if groups == named => {
            let fields = names.into_iter().map(|name| (Arc::from(name), Type::String));
            Ok(Type::Object(Arc::new(fields.collect())))
        }
        _ => Err(invalid("groups with names and without them cannot be mixed")),
    }
}

fn taken(pattern: &Regex, kind: &Type, captures: &Captures<'_>, origin: Origin) -> Kind {
    let value = |at: usize| match captures.get(at) {
        Some(group) => Value::string(group.as_str(), origin),
        None => Value::null(origin).of_type(Type::String),
    };
    match kind {
        Type::Tuple(_) => Kind::List((1..pattern.captures_len()).map(value).collect()),
        Type::Object(_) => {
            let names = pattern.capture_names().enumerate();
            let named: Map =
                names.filter_map(|(at, name)| Some((Arc::from(name?), value(at)))).collect();
            Kind::Map(Arc::new(named))
        }
        _ => value(0).kind,
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
        assert!(matches!(run("(?=x)"), Err(Why::Invalid { .. })));
    }

    #[test]
    fn all_matches_are_counted_and_replaced() {
        let all = regexall(&[string("[0-9]"), string("a1b2")]).expect("works");
        assert_eq!(all.as_elements().map(<[Value]>::len), Some(2));
        let replaced = replace("ap-northeast-1a", "([0-9])[a-z]$", "${1}").expect("works");
        assert_eq!(replaced.as_str(), Some("ap-northeast-1"));
    }

    #[test]
    fn the_dialect_is_that_of_re2() {
        for (pattern, text, matches) in [
            (r"^\d$", "٣", false),
            (r"^[\d\-]+$", "1-2", true),
            (r"^\Qa.b\E.$", "a.bc", true),
            (r"^\Qa.b\E.$", "axbc", false),
            (r"^[]a]+$", "]a", true),
            (r"^[[a]+$", "[a", true),
            (r"^[[:alpha:]&&]+$", "a&", true),
            (r"^[^\s]+$", "a b", false),
            (r"\bb", "a b", true),
        ] {
            let pattern = compiled(pattern).expect(pattern);
            assert_eq!(pattern.is_match(text), matches, "{pattern} {text}");
        }
    }
}
