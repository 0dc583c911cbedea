//! Hashes, of strings and of files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::{Function, Needs, Outcome, Param, arg, invalid, string_of, text};
use crate::model::{Value, Why};

pub(super) fn find(name: &str) -> Option<Function> {
    let of_text = |body| Some(Function::new(&[Param::Text], Needs::Everything, body));
    match name {
        "md5" => of_text(|args| hashed("md5", args)),
        "sha1" => of_text(|args| hashed("sha1", args)),
        "sha256" => of_text(|args| hashed("sha256", args)),
        "sha512" => of_text(|args| hashed("sha512", args)),
        "base64sha256" => of_text(|args| hashed("base64sha256", args)),
        "base64sha512" => of_text(|args| hashed("base64sha512", args)),
        "uuidv5" => Some(Function::new(&[Param::Text, Param::Text], Needs::Everything, uuidv5)),
        _ => None,
    }
}

fn hashed(name: &str, args: &[Value]) -> Outcome {
    let text = text(arg(args, 0)?)?;
    string_of(of_bytes(name, text.as_bytes()).unwrap_or_default())
}

/// The hash of this name, as text; nothing where there is none.
pub(super) fn of_bytes(name: &str, bytes: &[u8]) -> Option<String> {
    Some(match name {
        "md5" => hex(&Md5::digest(bytes)),
        "sha1" => hex(&Sha1::digest(bytes)),
        "sha256" => hex(&Sha256::digest(bytes)),
        "sha512" => hex(&Sha512::digest(bytes)),
        "base64sha256" => STANDARD.encode(Sha256::digest(bytes)),
        "base64sha512" => STANDARD.encode(Sha512::digest(bytes)),
        _ => return None,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A UUID of a name in a namespace (RFC 9562, section 5.5).
fn uuidv5(args: &[Value]) -> Outcome {
    let (namespace, name) = (text(arg(args, 0)?)?, text(arg(args, 1)?)?);
    let namespace = match &*namespace {
        "dns" => "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "url" => "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "oid" => "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
        "x500" => "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
        other => other,
    };
    let mut bytes = uuid(namespace).ok_or_else(|| invalid("this is no UUID"))?;
    bytes.extend_from_slice(name.as_bytes());
    let mut hash = hex(&Sha1::digest(&bytes)).into_bytes();
    hash.truncate(32);
    hash[12] = b'5';
    let variant = char::from(hash[16]).to_digit(16).unwrap_or(0) & 3;
    hash[16] = b"89ab"[variant as usize];
    let hash = String::from_utf8(hash).map_err(|_| Why::Budget)?;
    let parts = [&hash[..8], &hash[8..12], &hash[12..16], &hash[16..20], &hash[20..]];
    string_of(parts.join("-"))
}

/// The bytes of a UUID in one of the forms that Terraform reads.
fn uuid(text: &str) -> Option<Vec<u8>> {
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let braced = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let text = braced.unwrap_or(text);
    let digits = match text.len() {
        32 => text.to_owned(),
        36 => {
            let at = |at: usize| text.as_bytes().get(at) == Some(&b'-');
            ([8, 13, 18, 23].into_iter().all(at)).then(|| text.replace('-', ""))?
        }
        _ => return None,
    };
    let pairs = digits.len() == 32 && digits.is_ascii();
    pairs.then(|| {
        (0..16).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()).collect()
    })?
}
