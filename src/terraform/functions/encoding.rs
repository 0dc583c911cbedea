//! Base64, percent-encoding and character sets.

use std::io::Read as _;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use encoding_rs::Encoding;

use super::{Function, Needs, Outcome, Param, arg, invalid, string_of, text};
use crate::model::{Value, Why};
use crate::terraform::evaluate::LONGEST_STRING;

pub(super) fn find(name: &str) -> Option<Function> {
    use Param::Text;
    let of_text = |body| Function::new(&[Text], Needs::Everything, body);
    let of_two = |body| Function::new(&[Text, Text], Needs::Everything, body);
    Some(match name {
        "base64decode" => of_text(base64decode),
        "base64encode" => of_text(|args| string_of(STANDARD.encode(&*text(arg(args, 0)?)?))),
        "base64gunzip" => of_text(base64gunzip),
        "textdecodebase64" => of_two(textdecodebase64),
        "textencodebase64" => of_two(textencodebase64),
        "urldecode" => of_text(urldecode),
        "urlencode" => of_text(urlencode),
        _ => return None,
    })
}

/// As Go reads it: line breaks do not count, nor do bits that are left over at the end.
fn decoded(text: &str) -> Result<Vec<u8>, Why> {
    let config = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    let plain = text.replace(['\r', '\n'], "");
    let engine = GeneralPurpose::new(&alphabet::STANDARD, config);
    engine.decode(plain).map_err(|_| invalid("this is not base64"))
}

fn utf8(bytes: Vec<u8>) -> Outcome {
    string_of(String::from_utf8(bytes).map_err(|_| invalid("what is encoded is not UTF-8"))?)
}

fn base64decode(args: &[Value]) -> Outcome {
    utf8(decoded(&text(arg(args, 0)?)?)?)
}

/// A function of OpenTofu. A short text can hold a very long one.
fn base64gunzip(args: &[Value]) -> Outcome {
    let packed = decoded(&text(arg(args, 0)?)?)?;
    let mut bytes = Vec::new();
    let reader = flate2::read::MultiGzDecoder::new(packed.as_slice());
    let limited = reader.take(LONGEST_STRING as u64 + 1).read_to_end(&mut bytes);
    limited.map_err(|_| invalid("what is encoded is not gzip"))?;
    if bytes.len() > LONGEST_STRING { Err(Why::Budget) } else { utf8(bytes) }
}

/// As in the query of a URL: a space is a plus sign.
fn urlencode(args: &[Value]) -> Outcome {
    let text = text(arg(args, 0)?)?;
    if text.len() > LONGEST_STRING / 3 {
        return Err(Why::Budget);
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    string_of(out)
}

/// A function of OpenTofu.
fn urldecode(args: &[Value]) -> Outcome {
    let text = text(arg(args, 0)?)?;
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let code = digit().and_then(|high| Some(high * 16 + digit()?));
                let code = code.and_then(|code| u8::try_from(code).ok());
                code.ok_or_else(|| invalid("a percent sign needs two digits"))?
            }
            byte => byte,
        });
    }
    utf8(out)
}

/// A character set that Terraform knows.
enum Charset {
    Utf16 { little: bool, mark: bool },
    Latin1,
    Other(&'static Encoding),
}

/// Names are those of the IANA registry. One that the library does not know is no mistake of the author.
fn charset(name: &str) -> Result<Charset, Why> {
    let upper = name.to_ascii_uppercase();
    Ok(match &*upper {
        "UTF-16LE" => Charset::Utf16 { little: true, mark: false },
        "UTF-16BE" => Charset::Utf16 { little: false, mark: false },
        "UTF-16" => Charset::Utf16 { little: false, mark: true },
        "ISO-8859-1" | "ISO_8859-1" | "LATIN1" | "L1" | "ISO_8859-1:1987" => Charset::Latin1,
        _ => match Encoding::for_label(name.as_bytes()) {
            Some(encoding) => Charset::Other(encoding),
            None if upper.starts_with("IBM")
                || upper.starts_with("CP")
                || upper.starts_with("UTF") =>
            {
                return Err(Why::Function { name: format!("textencodebase64 {name}").into() });
            }
            None => return Err(invalid("there is no such character set")),
        },
    })
}

fn textencodebase64(args: &[Value]) -> Outcome {
    let text = text(arg(args, 0)?)?;
    let cannot = || invalid("the character set does not have all of these characters");
    let bytes = match charset(&super::text(arg(args, 1)?)?)? {
        Charset::Utf16 { little, mark } => {
            let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
            units
                .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
                .collect()
        }
        Charset::Latin1 => {
            let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).ok());
            bytes.collect::<Option<Vec<u8>>>().ok_or_else(cannot)?
        }
        Charset::Other(encoding) => match encoding.encode(&text) {
            (bytes, _, false) => bytes.into_owned(),
            _ => return Err(cannot()),
        },
    };
    string_of(STANDARD.encode(bytes))
}

fn textdecodebase64(args: &[Value]) -> Outcome {
    let bytes = decoded(&text(arg(args, 0)?)?)?;
    let cannot = || invalid("this is not of that character set");
    let text = match charset(&text(arg(args, 1)?)?)? {
        Charset::Utf16 { little, mark } => {
            if bytes.len() % 2 != 0 {
                return Err(cannot());
            }
            let (little, bytes) = match (mark, bytes.as_slice()) {
                (true, [0xff, 0xfe, rest @ ..]) => (true, rest),
                (true, [0xfe, 0xff, rest @ ..]) => (false, rest),
                // Without a mark the order of the bytes is not known.
                (true, _) => return Err(cannot()),
                (false, bytes) => (little, bytes),
            };
            let unit = |pair: &[u8]| match (little, pair) {
                (true, [a, b]) => u16::from_le_bytes([*a, *b]),
                (false, [a, b]) => u16::from_be_bytes([*a, *b]),
                _ => 0xfffd,
            };
            let units: Vec<u16> = bytes.chunks(2).map(unit).collect();
            String::from_utf16(&units).map_err(|_| cannot())?
        }
        Charset::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Charset::Other(encoding) => {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
            text.ok_or_else(cannot)?.into_owned()
        }
    };
    if text.contains('\u{fffd}') { Err(cannot()) } else { string_of(text) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::model::Origin;

    #[test]
    fn what_is_packed_small_and_large_inside_ends_at_a_limit() {
        let packed = |bytes: usize| {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(&vec![b'a'; bytes]).expect("in memory");
            let text = STANDARD.encode(encoder.finish().expect("in memory"));
            base64gunzip(&[Value::string(text, Origin::NONE)])
        };
        assert_eq!(packed(3).ok().as_ref().and_then(Value::as_str), Some("aaa"));
        assert_eq!(packed(64 << 20).err(), Some(Why::Budget));
    }

    #[test]
    fn functions_of_opentofu_undo_their_opposites() {
        let text = Value::string("a b&c=%/é", Origin::NONE);
        let encoded = urlencode(std::slice::from_ref(&text)).expect("works");
        assert_eq!(
            urldecode(&[encoded]).ok().and_then(|v| v.as_str().map(str::to_owned)).as_deref(),
            text.as_str()
        );
        assert!(urldecode(&[Value::string("%x1", Origin::NONE)]).is_err());
    }
}
