//! YAML, as zclconf/go-cty-yaml reads and writes it.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Function, Needs, Outcome, Param, arg, invalid, string_of, text};
use crate::model::{Kind, Map, Number, Origin, Value, Why};
use crate::source::FileId;
use crate::syntax::yaml::{self, Node, NodeKind};
use crate::terraform::evaluate::LONGEST_STRING;

pub(super) fn find(name: &str) -> Option<Function> {
    Some(match name {
        "yamldecode" => Function::new(&[Param::Text], Needs::Everything, yamldecode),
        "yamlencode" => Function::new(&[Param::Nullable], Needs::Everything, yamlencode),
        _ => return None,
    })
}

fn yamldecode(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    let text = text(value)?;
    // The tree has spans in a file; this text is in none, and nothing looks at them.
    let parsed = yaml::parse(FileId::NONE, &text);
    if let Some(problem) = parsed.problems.first() {
        return Err(invalid(&problem.message));
    }
    match parsed.documents.as_slice() {
        [] if is_written_null(&text) => Ok(Value::null(value.origin)),
        [] => Err(invalid("this YAML has no document")),
        [document] => Reader { origin: value.origin, shared: HashMap::new() }.value(&document.root),
        _ => Err(invalid("this YAML has more than one document")),
    }
}

/// An empty document is a `null` where anything at all marks it.
fn is_written_null(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("---"))
}

struct Reader<'n> {
    origin: Origin,
    /// What aliases stand for is worked out once.
    shared: HashMap<*const Node<'n>, Value>,
}

impl<'n> Reader<'n> {
    fn value(&mut self, node: &Node<'n>) -> Outcome {
        let kind = match &node.kind {
            NodeKind::Shared(inner) => {
                let key = Arc::as_ptr(inner);
                if let Some(known) = self.shared.get(&key) {
                    return Ok(known.clone());
                }
                let value = self.value(inner)?;
                self.shared.insert(key, value.clone());
                return Ok(value);
            }
            NodeKind::Scalar(text, plain) => scalar(text, *plain, node.tag.as_deref())?,
            NodeKind::Sequence(nodes) => {
                collection(node, "seq")?;
                let items = nodes.iter().map(|node| self.value(node));
                Kind::List(items.collect::<Result<_, Why>>()?)
            }
            NodeKind::Mapping(entries) => {
                collection(node, "map")?;
                let mut map = Map::new();
                for (key, value) in entries {
                    self.entry(key, value, &mut map)?;
                }
                Kind::Map(Arc::new(map))
            }
        };
        Ok(Value::new(kind, self.origin))
    }

    fn entry(&mut self, key: &Node<'n>, value: &Node<'n>, map: &mut Map) -> Result<(), Why> {
        let value = self.value(value)?;
        let is_merge =
            matches!(&key.kind, NodeKind::Scalar(text, _) if &**text == "<<" && key.tag.is_none());
        if is_merge {
            return merge(&value, map);
        }
        let name = match self.value(key)?.kind {
            Kind::String(name) => name,
            Kind::Number(number) => number.to_string().into(),
            Kind::Bool(truth) => truth.to_string().into(),
            _ => return Err(invalid("a key of a mapping must be a string")),
        };
        map.insert(name, value);
        Ok(())
    }
}

fn merge(value: &Value, map: &mut Map) -> Result<(), Why> {
    match &value.kind {
        Kind::Map(merged) => map.extend(merged.iter().map(|(k, v)| (Arc::clone(k), v.clone()))),
        Kind::List(items) => {
            for item in items.iter() {
                match item.kind {
                    Kind::Map(_) => merge(item, map)?,
                    _ => return Err(invalid("only mappings can be merged")),
                }
            }
        }
        Kind::Unknown(why) => return Err((**why).clone()),
        _ => return Err(invalid("only mappings can be merged")),
    }
    Ok(())
}

fn collection(node: &Node<'_>, own: &str) -> Result<(), Why> {
    match node.tag.as_deref() {
        None => Ok(()),
        Some(tag) if tag.strip_prefix(CORE) == Some(own) => Ok(()),
        Some(tag) => Err(invalid(&format!("the tag `{tag}` is not supported"))),
    }
}

const CORE: &str = "tag:yaml.org,2002:";

/// A plain scalar has the words of YAML 1.1 and the numbers of YAML 1.2.
fn scalar(text: &str, plain: bool, tag: Option<&str>) -> Result<Kind, Why> {
    let string = || Ok(Kind::String(text.into()));
    let tag = match tag {
        None => None,
        Some(tag) => match tag.strip_prefix(CORE) {
            Some(core) => Some(core),
            None => return Err(invalid(&format!("the tag `{tag}` is not supported"))),
        },
    };
    if !plain || matches!(tag, Some("str" | "binary")) {
        return string();
    }
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Ok(Kind::Bool(true));
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Ok(Kind::Bool(false));
        }
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Kind::Null),
        ".nan" | ".NaN" | ".NAN" => return Err(invalid("`.nan` is not a number of Terraform")),
        // Terraform has infinities, and no way to write them.
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf" | "-.INF" => {
            return Err(Why::Function { name: "yamldecode .inf".into() });
        }
        _ => {}
    }
    match tag {
        None | Some("timestamp" | "int" | "float") => {}
        Some("null") => return Ok(Kind::Null),
        Some(other) => return Err(invalid(&format!("this is no `{other}`"))),
    }
    if !matches!(tag, Some("int" | "float"))
        && let Some(time) = timestamp(text)?
    {
        return Ok(Kind::String(time.into()));
    }
    match (number(text), tag) {
        (Some(number), _) => Ok(Kind::Number(number.ok_or(Why::Budget)?)),
        (None, None) => string(),
        (None, Some(tag)) => Err(invalid(&format!("this is no `{tag}`"))),
    }
}

/// Whether this is written as a number, and which.
fn number(text: &str) -> Option<Option<Number>> {
    let digits = |text: &str, base: u32| !text.is_empty() && text.chars().all(|c| c.is_digit(base));
    if let Some(hex) = text.strip_prefix("0x").filter(|hex| digits(hex, 16)) {
        return Some(i64::from_str_radix(hex, 16).ok().and_then(|n| Number::of_integer(n.into())));
    }
    if let Some(octal) = text.strip_prefix("0o").filter(|octal| digits(octal, 8)) {
        return Some(i64::from_str_radix(octal, 8).ok().and_then(|n| Number::of_integer(n.into())));
    }
    let starts =
        text.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let written = starts && text.chars().any(|c| c.is_ascii_digit());
    let only = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '-' | '+'));
    let number = (written && only).then(|| Number::parse(text));
    match number {
        Some(None) if !is_float(text) => None,
        other => other,
    }
}

/// Written as a number, however large.
fn is_float(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (digits, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = power.strip_prefix(['-', '+']).unwrap_or(power);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    all(whole)
        && all(fraction)
        && all(power)
        && !(whole.is_empty() && fraction.is_empty())
        && !power.is_empty()
}

/// A date or a time comes out in the form of RFC 3339.
fn timestamp(text: &str) -> Result<Option<String>, Why> {
    let bytes = text.as_bytes();
    if bytes.len() < 6 || !bytes[..4].iter().all(u8::is_ascii_digit) || bytes[4] != b'-' {
        return Ok(None);
    }
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Ok(None);
    };
    let two =
        |text: &str| text.parse::<i8>().ok().filter(|_| text.len() <= 2 && !text.starts_with('+'));
    match (year.parse::<i16>(), two(month), two(day)) {
        (Ok(year), Some(month), Some(day)) => {
            let date = jiff::civil::Date::new(year, month, day);
            Ok(date.ok().map(|_| format!("{year:04}-{month:02}-{day:02}T00:00:00Z")))
        }
        // With a time of day: rare, and written in many ways.
        _ if day.contains(['T', 't', ' ']) && day.contains(':') => {
            Err(Why::Function { name: "yamldecode of a time".into() })
        }
        _ => Ok(None),
    }
}

fn yamlencode(args: &[Value]) -> Outcome {
    let mut writer = Writer { out: String::new() };
    writer.node(arg(args, 0)?, None, Place::Root)?;
    // A bare word at the root is followed by the end of the document.
    if matches!(args[0].kind, Kind::Null | Kind::Bool(_) | Kind::Number(_)) {
        writer.out.push_str("\n...\n");
    }
    if !writer.out.ends_with('\n') {
        writer.out.push('\n');
    }
    string_of(writer.out)
}

/// What a node stands after.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Key,
    Dash,
}

struct Writer {
    out: String,
}

impl Writer {
    /// A node in block style; `indent` is that of the collection it is in.
    fn node(&mut self, value: &Value, indent: Option<usize>, place: Place) -> Result<(), Why> {
        if self.out.len() > LONGEST_STRING {
            return Err(Why::Budget);
        }
        let space = if place == Place::Root { "" } else { " " };
        let inner = indent.map_or(0, |indent| indent + 2);
        match &value.kind {
            Kind::List(items) | Kind::Set(items) if items.is_empty() => {
                self.out.push_str(&format!("{space}[]"))
            }
            Kind::Map(map) if map.is_empty() => self.out.push_str(&format!("{space}{{}}")),
            Kind::List(items) | Kind::Set(items) => {
                // A sequence below a key stands at the indent of the key.
                let own = if place == Place::Key { indent.unwrap_or(0) } else { inner };
                for (at, item) in items.iter().enumerate() {
                    self.start_line(own, at == 0, place);
                    self.out.push('-');
                    self.node(item, Some(own), Place::Dash)?;
                }
            }
            Kind::Map(map) => {
                for (at, (key, value)) in map.iter().enumerate() {
                    self.start_line(inner, at == 0, place);
                    if key.len() > 128 || key.contains('\n') {
                        return Err(Why::Function { name: "yamlencode of a long key".into() });
                    }
                    self.double_quoted(key, false, 0);
                    self.out.push(':');
                    self.node(value, Some(inner), Place::Key)?;
                }
            }
            Kind::String(text) => {
                self.out.push_str(space);
                self.string(text, indent.map_or(2, |indent| indent + 2));
            }
            Kind::Null => self.out.push_str(&format!("{space}null")),
            Kind::Bool(truth) => self.out.push_str(&format!("{space}{truth}")),
            Kind::Number(number) => self.out.push_str(&format!("{space}{number}")),
            _ => return Err(value.first_why().unwrap_or(Why::Undecided)),
        }
        Ok(())
    }

    /// The first entry after a dash stands in its line, all others in lines of their own.
    fn start_line(&mut self, indent: usize, is_first: bool, place: Place) {
        match (is_first, place) {
            (true, Place::Root) => {}
            (true, Place::Dash) => self.out.push(' '),
            _ => {
                if !self.out.ends_with('\n') {
                    self.out.push('\n');
                }
                self.out.push_str(&" ".repeat(indent));
            }
        }
    }

    fn string(&mut self, text: &str, indent: usize) {
        if text.contains('\n') && can_be_literal(text) {
            self.literal(text, indent);
        } else {
            self.double_quoted(text, true, indent);
        }
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.out.push('|');
        if text.starts_with([' ', '\n']) {
            self.out.push('2');
        }
        if !text.ends_with('\n') {
            self.out.push('-');
        } else if text == "\n" || text.ends_with("\n\n") {
            self.out.push('+');
        }
        self.out.push('\n');
        for line in text.split_inclusive('\n') {
            if line != "\n" {
                self.out.push_str(&" ".repeat(indent));
            }
            self.out.push_str(line);
        }
    }

    /// Long strings are folded at a space beyond column 80.
    fn double_quoted(&mut self, text: &str, folds: bool, indent: usize) {
        let line = self.out.rfind('\n').map_or(0, |at| at + 1);
        let mut column = self.out[line..].chars().count() + 1;
        self.out.push('"');
        let mut after_space = false;
        let last = text.len().saturating_sub(1);
        for (at, c) in text.char_indices() {
            let before = self.out.len();
            if c == ' ' {
                if folds && !after_space && column > 80 && at > 0 && at < last {
                    self.out.push('\n');
                    self.out.push_str(&" ".repeat(indent));
                    column = indent;
                    if text[at + 1..].starts_with(' ') {
                        self.out.push('\\');
                        column += 1;
                    }
                } else {
                    self.out.push(' ');
                    column += 1;
                }
                after_space = true;
                continue;
            }
            after_space = false;
            escape(c, &mut self.out);
            column += self.out[before..].chars().count();
        }
        self.out.push('"');
    }
}

fn is_printable(c: char) -> bool {
    matches!(c, '\n' | '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

/// Not with a space before a line break, nor with what cannot be printed.
fn can_be_literal(text: &str) -> bool {
    !text.ends_with(' ') && !text.contains(" \n") && text.chars().all(is_printable)
}

fn escape(c: char, out: &mut String) {
    let short = match c {
        '\0' => "0",
        '\u{7}' => "a",
        '\u{8}' => "b",
        '\t' => "t",
        '\n' => "n",
        '\u{b}' => "v",
        '\u{c}' => "f",
        '\r' => "r",
        '\u{1b}' => "e",
        '"' => "\"",
        '\\' => "\\",
        '\u{85}' => "N",
        '\u{2028}' => "L",
        '\u{2029}' => "P",
        c if is_printable(c) => return out.push(c),
        c => {
            let code = u32::from(c);
            out.push_str(&match code {
                0..=0xff => format!("\\x{code:02X}"),
                0x100..=0xffff => format!("\\u{code:04X}"),
                _ => format!("\\U{code:08X}"),
            });
            return;
        }
    };
    out.push('\\');
    out.push_str(short);
}
