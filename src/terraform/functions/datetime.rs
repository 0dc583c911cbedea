//! Dates and times. The clock itself is not read: `timestamp` and `plantimestamp` are not known.

use std::cmp::Ordering;

use jiff::SignedDuration;
use jiff::civil::{DateTime, Weekday};

use super::{Function, Needs, Outcome, Param, arg, invalid, plain, string_of, text};
use crate::model::{Kind, Number, Value, Why};

pub(super) fn find(name: &str) -> Option<Function> {
    let of_two = |body| Some(Function::new(&[Param::Text, Param::Text], Needs::Everything, body));
    match name {
        "formatdate" => of_two(formatdate),
        "timeadd" => of_two(timeadd),
        "timecmp" => of_two(timecmp),
        _ => None,
    }
}

/// A point in time as it is written: the clock of some place, and how far that is ahead of UTC.
struct Moment {
    clock: DateTime,
    /// Minutes.
    ahead: i64,
}

impl Moment {
    /// RFC 3339, without any of the liberties that it leaves.
    fn parse(text: &str) -> Result<Moment, Why> {
        Moment::read(text).ok_or_else(|| invalid("this is not a time as in 2020-01-02T03:04:05Z"))
    }

    fn read(text: &str) -> Option<Moment> {
        let number = |from: usize, length: usize| -> Option<i16> {
            let digits = text.get(from..from + length)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if !marks.iter().all(|(at, mark)| text.as_bytes().get(*at) == Some(mark)) {
            return None;
        }
        let part = |from: usize| i8::try_from(number(from, 2)?).ok();
        let mut rest = text.get(19..)?;
        let mut nanoseconds = 0;
        if let Some(fraction) = rest.strip_prefix('.') {
            let end = fraction.find(|c: char| !c.is_ascii_digit())?;
            let digits = format!("{:0<9}", &fraction[..end]);
            nanoseconds = digits.get(..9)?.parse().ok()?;
            rest = &fraction[end..];
            if end == 0 {
                return None;
            }
        }
        let ahead = match rest {
            "Z" => 0,
            _ => {
                let sign = match rest.as_bytes().first()? {
                    b'+' => 1,
                    b'-' => -1,
                    _ => return None,
                };
                let (hours, minutes) = rest.get(1..)?.split_once(':')?;
                let two = |text: &str| (text.len() == 2).then(|| text.parse::<u8>().ok())?;
                let (hours, minutes) = (two(hours)?, two(minutes)?);
                if hours > 24 || minutes > 60 {
                    return None;
                }
                sign * (i64::from(hours) * 60 + i64::from(minutes))
            }
        };
        let (hour, minute, second) = (part(11)?, part(14)?, part(17)?);
        let clock =
            DateTime::new(number(0, 4)?, part(5)?, part(8)?, hour, minute, second, nanoseconds);
        Some(Moment { clock: clock.ok()?, ahead })
    }

    fn utc(&self) -> Option<DateTime> {
        self.clock.checked_sub(SignedDuration::from_mins(self.ahead)).ok()
    }

    fn offset(&self, colon: &str) -> String {
        let sign = if self.ahead < 0 { '-' } else { '+' };
        let minutes = self.ahead.unsigned_abs();
        format!("{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
    }

    fn zone(&self) -> String {
        if self.ahead == 0 { "Z".to_owned() } else { self.offset(":") }
    }
}

fn timecmp(args: &[Value]) -> Outcome {
    let moment = |at: usize| Moment::parse(&text(arg(args, at)?)?);
    let (a, b) = (moment(0)?, moment(1)?);
    let order = match a.utc().cmp(&b.utc()) {
        Ordering::Less => Number::of_index(1).negated(),
        Ordering::Equal => Number::of_index(0),
        Ordering::Greater => Number::of_index(1),
    };
    plain(Kind::Number(order))
}

fn timeadd(args: &[Value]) -> Outcome {
    let moment = Moment::parse(&text(arg(args, 0)?)?)?;
    let duration = duration(&text(arg(args, 1)?)?)
        .ok_or_else(|| invalid("this is not a duration as in 1h30m"))?;
    let clock = moment.clock.checked_add(duration).map_err(|_| Why::Budget)?;
    let moment = Moment { clock, ..moment };
    let c = &moment.clock;
    string_of(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
        c.year(),
        c.month(),
        c.day(),
        c.hour(),
        c.minute(),
        c.second(),
        moment.zone()
    ))
}

/// A duration as Go writes them: numbers, each with a unit.
fn duration(text: &str) -> Option<SignedDuration> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(SignedDuration::ZERO);
    }
    let mut total: i128 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (whole, fraction) = rest[..end].split_once('.').unwrap_or((&rest[..end], ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        rest = &rest[end..];
        let length = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        let nanoseconds: i128 = match &rest[..length] {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        rest = &rest[length..];
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse::<i64>().ok()?.into() };
        total = total.checked_add(whole.checked_mul(nanoseconds)?)?;
        if !fraction.is_empty() {
            let digits = fraction.get(..fraction.len().min(18))?;
            let scale = 10_i128.pow(u32::try_from(digits.len()).ok()?);
            total += digits.parse::<i128>().ok()? * nanoseconds / scale;
        }
    }
    let total = i64::try_from(if negative { -total } else { total }).ok()?;
    Some(SignedDuration::from_nanos(total))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn formatdate(args: &[Value]) -> Outcome {
    let form = text(arg(args, 0)?)?;
    let moment = Moment::parse(&text(arg(args, 1)?)?)?;
    let mut out = String::new();
    let mut rest = &*form;
    while let Some(c) = rest.chars().next() {
        if c == '\'' {
            rest = literal(&rest[1..], &mut out)?;
        } else if c.is_ascii_alphabetic() {
            let length = rest.find(|other| other != c).unwrap_or(rest.len());
            let shown = verb(&moment, c, length);
            out.push_str(&shown.ok_or_else(|| invalid("a verb of the format is not known"))?);
            rest = &rest[length..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    string_of(out)
}

/// What stands between quotes; two of them are one.
fn literal<'f>(mut rest: &'f str, out: &mut String) -> Result<&'f str, Why> {
    if let Some(after) = rest.strip_prefix('\'') {
        out.push('\'');
        return Ok(after);
    }
    loop {
        let end = rest.find('\'').ok_or_else(|| invalid("a quote of the format is not closed"))?;
        out.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => {
                out.push('\'');
                rest = after;
            }
            None => return Ok(rest),
        }
    }
}

fn verb(moment: &Moment, letter: char, length: usize) -> Option<String> {
    let clock = &moment.clock;
    let short_or_padded = |number: i8| match length {
        1 => Some(number.to_string()),
        2 => Some(format!("{number:02}")),
        _ => None,
    };
    let half = |am: &str, pm: &str| {
        (length == 2).then(|| if clock.hour() < 12 { am.to_owned() } else { pm.to_owned() })
    };
    match (letter, length) {
        ('Y', 2) => Some(format!("{:02}", clock.year() % 100)),
        ('Y', 4) => Some(format!("{:04}", clock.year())),
        ('M', 3 | 4) => {
            let name = MONTHS.get(usize::try_from(clock.month()).ok()?.checked_sub(1)?)?;
            Some(if length == 3 { name[..3].to_owned() } else { (*name).to_owned() })
        }
        ('M', _) => short_or_padded(clock.month()),
        ('D', _) => short_or_padded(clock.day()),
        ('E', 3 | 4) => {
            let name = match clock.weekday() {
                Weekday::Monday => "Monday",
                Weekday::Tuesday => "Tuesday",
                Weekday::Wednesday => "Wednesday",
                Weekday::Thursday => "Thursday",
                Weekday::Friday => "Friday",
                Weekday::Saturday => "Saturday",
                Weekday::Sunday => "Sunday",
            };
            Some(if length == 3 { name[..3].to_owned() } else { name.to_owned() })
        }
        ('h', _) => short_or_padded(clock.hour()),
        ('H', _) => short_or_padded(if clock.hour() % 12 == 0 { 12 } else { clock.hour() % 12 }),
        ('A', _) => half("AM", "PM"),
        ('a', _) => half("am", "pm"),
        ('m', _) => short_or_padded(clock.minute()),
        ('s', _) => short_or_padded(clock.second()),
        ('Z', 1) => Some(moment.zone()),
        ('Z', 3) if moment.ahead == 0 => Some("UTC".to_owned()),
        ('Z', 3 | 4) => Some(moment.offset("")),
        ('Z', 5) => Some(moment.offset(":")),
        _ => None,
    }
}
