//! Forms of identifiers that tell a place: `projects/*/zones/{zone}/disks/*`.

use super::facts::Scale;

/// A part of a form.
#[derive(Clone, Copy)]
enum Part<'f> {
    /// This text.
    Text(&'f str),
    /// Any text without a slash.
    Any,
    /// Any text.
    Rest,
    /// The place, without a slash.
    Place(Scale),
}

/// What parts forms.
const BETWEEN: [char; 2] = [' ', '|'];

/// The place in an identifier of one of these forms, which blanks or bars part.
pub(super) fn place_in<'i>(identifier: &'i str, forms: &str) -> Option<(Scale, &'i str)> {
    let found = forms.split(BETWEEN).find_map(|form| matched(identifier, form))?;
    found.filter(|(_, place)| !place.is_empty())
}

/// Whether an identifier has one of these forms, which blanks or bars part.
pub(super) fn is_of(identifier: &str, forms: &str) -> bool {
    forms.split(BETWEEN).any(|form| matched(identifier, form).is_some())
}

/// The place in an identifier, if its form has one; nothing where it is of another form.
fn matched<'i>(identifier: &'i str, form: &str) -> Option<Option<(Scale, &'i str)>> {
    let parts = parts(form);
    let mut rest = identifier;
    let mut place = None;
    for (at, part) in parts.iter().enumerate() {
        if let Part::Text(text) = part {
            rest = rest.strip_prefix(text)?;
            continue;
        }
        let end = match parts.get(at + 1) {
            Some(Part::Text(next)) => rest.find(next)?,
            Some(_) => return None,
            None => rest.len(),
        };
        let (here, after) = rest.split_at(end);
        match part {
            Part::Rest => {}
            _ if here.contains('/') => return None,
            Part::Place(scale) => place = Some((*scale, here)),
            Part::Any | Part::Text(_) => {}
        }
        rest = after;
    }
    rest.is_empty().then_some(place)
}

fn parts(form: &str) -> Vec<Part<'_>> {
    const MARKS: [(&str, Part<'static>); 6] = [
        ("**", Part::Rest),
        ("*", Part::Any),
        ("{zone}", Part::Place(Scale::Zone)),
        ("{region}", Part::Place(Scale::Region)),
        ("{bucket}", Part::Place(Scale::Bucket)),
        ("{host}", Part::Place(Scale::Host)),
    ];
    let mut parts = Vec::new();
    let mut rest = form;
    while !rest.is_empty() {
        if let Some((mark, part)) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)) {
            parts.push(*part);
            rest = &rest[mark.len()..];
            continue;
        }
        let end = MARKS.iter().filter_map(|(mark, _)| rest.find(mark)).min().unwrap_or(rest.len());
        parts.push(Part::Text(&rest[..end]));
        rest = &rest[end..];
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_tell_their_place_only_in_known_forms() {
        let disk = "projects/*/zones/{zone}/disks/* projects/*/regions/{region}/disks/*";
        let zone = place_in("projects/p/zones/asia-northeast1-a/disks/d", disk);
        assert_eq!(zone, Some((Scale::Zone, "asia-northeast1-a")));
        let region = place_in("projects/p/regions/asia-northeast1/disks/d", disk);
        assert_eq!(region, Some((Scale::Region, "asia-northeast1")));
        assert_eq!(place_in("projects/p/zones/z/disks/d/more", disk), None);
        assert_eq!(place_in("vol-0a", disk), None);
        let volume = "aws://{zone}/*";
        let zone = Some((Scale::Zone, "ap-northeast-1a"));
        assert_eq!(place_in("aws://ap-northeast-1a/vol-0a", volume), zone);
        assert_eq!(place_in("aws:///vol-0a", volume), None);
        assert_eq!(place_in("vol-0a", ""), None);
    }

    #[test]
    fn parts_end_where_the_next_text_starts() {
        let region = |id, form| place_in(id, form).map(|(_, place)| place);
        assert_eq!(region("cn-hangzhou.i-0a1b", "{region}.i-*"), Some("cn-hangzhou"));
        let ocid = "ocid1.volume.oc1.ap-tokyo-1.aaaa.b";
        assert_eq!(region(ocid, "ocid1.*.*.{region}.**"), Some("ap-tokyo-1"));
        let name = "ip-10-0-1-2.ap-northeast-1.compute.internal";
        assert_eq!(region(name, "ip-*.{region}.compute.internal"), Some("ap-northeast-1"));
        assert_eq!(region("ip-10-0-1-2.ec2.internal", "ip-*.{region}.compute.internal"), None);
        assert!(is_of("Standard_RAGRS", "*_GRS *_RAGRS") && !is_of("Standard_LRS", "*_GRS"));
    }
}
