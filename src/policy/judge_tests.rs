//! Judging placements that are made by hand. One line is one placement:
//! `ADDRESS TYPE HOLDS LABELS PLACES`, where a place is `LITERAL:COUNTRIES@OPERATOR`, places are joined by `|`, and `?`
//! among them says that the place may be another one; a literal after it is the end of what is known of that.

use std::sync::Arc;

use super::{Estate, Policy, Selected, judge, load};
use crate::model::{
    Because, Claim, Control, Country, Date, Holds, Labels, Operator, Owner, Place, Placement,
    RegionKind, Step, Why,
};
use crate::source::{FileId, Sources, Span};

const POLICY: &str = r#"
version: 1
data:
  user:
    held-by: [{ holds: [at-rest, processes] }]
    except: [{ tags: { data-class: public } }]
rules:
  stay: { data: user, countries: { allow: [JP] } }
"#;

fn estate(placements: &[Placement]) -> Estate<'_> {
    Estate { placements, flows: &[], access: &[], as_of: Date::of_days(20_000) }
}

/// Operators by the name that places give: country, control, whether verified.
fn operator(name: &str) -> Operator {
    let code = |text: &str| text.parse::<Country>().ok();
    let (share, from, until) = (None, None, None);
    let verified = !name.ends_with("perhaps");
    let owner = |text: &str| {
        let (name, country) = (text.into(), code(text));
        let (control, owners) = (Control::ByShare, Vec::new());
        Owner { name, country, share, from, until, control, owners, verified }
    };
    let control = match name {
        "jp" => vec![],
        "jp-of-cn" | "jp-of-cn-perhaps" => vec![owner("CN")],
        "jp-of-nobody" => vec![owner("nobody knows")],
        other => panic!("no operator {other}"),
    };
    let name: Arc<str> = name.into();
    let (offers_in, staff_in) = (Vec::new(), None);
    let country = code("JP");
    Operator { id: Arc::clone(&name), name, country, control, offers_in, staff_in, verified }
}

fn labels(text: &str) -> Labels {
    let mut labels = Labels::default();
    for part in text.split(',').filter(|part| *part != "-") {
        match part.split_once('=') {
            None => labels.open = true,
            Some((key, values)) => {
                let values = values.split('/').filter(|value| !value.is_empty());
                labels.known.insert(key.into(), values.map(Arc::from).collect());
            }
        }
    }
    labels
}

fn claim(file: FileId, text: &str) -> Claim {
    let (literal, rest) = text.split_once(':').expect("a literal");
    let (countries, name) = rest.split_once('@').unwrap_or((rest, "jp"));
    let at: usize = literal.parse().expect("a number");
    let span = Span::new(file, at..at + 1);
    let mut countries: Vec<Country> =
        countries.split('+').map(|code| code.parse().expect("a code")).collect();
    countries.sort();
    let place = Place {
        provider: "p".into(),
        region: literal.into(),
        kind: RegionKind::Region,
        countries,
        operator: operator(name),
    };
    Claim { place, because: vec![Because { span, step: Step::Literal }], decided_by: span }
}

fn placement(file: FileId, line: &str) -> Placement {
    let parts: Vec<&str> = line.split_whitespace().collect();
    let [address, type_name, holds, tags, places] = parts[..] else { panic!("{line}") };
    let known = places.split('|').filter(|place| !place.starts_with('?'));
    let missing = places.split('|').find_map(|place| place.strip_prefix('?'));
    let hop = |at: usize| Because { span: Span::new(file, at..at + 1), step: Step::Reference };
    let end = missing.and_then(|literal| literal.parse().ok());
    Placement {
        resource: address.into(),
        type_name: type_name.into(),
        class: "".into(),
        root: ".".into(),
        span: Span::new(file, 900..901),
        provider: "p".into(),
        claims: known.map(|place| claim(file, place)).collect(),
        is_closed: false,
        environments: Vec::new(),
        why_unknown: missing.map(|_| Why::Unconstrained),
        unknown_because: end.map_or(Vec::new(), |end| vec![hop(800), hop(end)]),
        holds: match holds {
            "at-rest" => Holds::AtRest,
            "none" => Holds::Nothing,
            _ => Holds::Unknown,
        },
        labels: labels(tags),
        namespace: None,
        keys: Vec::new(),
        part_of: Vec::new(),
    }
}

fn policy(sources: &mut Sources, text: &str) -> Policy {
    let mut none = |_: &str| Err("no".to_owned());
    load(sources, "sekisho.yaml", text.to_owned(), &mut none).expect("a policy")
}

/// Findings as lines: code, severity, place of the literal, countries, resources, and `may` where it is open that they
/// hold the data.
fn judged(text: &str, placements: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let policy = policy(&mut sources, text);
    let file = sources.add("main.tf", "x".repeat(1000));
    let lines = placements.lines().filter(|line| !line.trim().is_empty());
    let placements: Vec<Placement> = lines.map(|line| placement(file, line)).collect();
    let findings = judge(&policy, &sources, &estate(&placements));
    let reversed: Vec<Placement> = placements.iter().rev().cloned().collect();
    assert_eq!(
        findings,
        judge(&policy, &sources, &estate(&reversed)),
        "the order of placements counts"
    );
    let shown = findings.iter().map(|f| {
        let countries: Vec<&str> = f.countries.iter().map(Country::as_str).collect();
        let may = if f.may_hold { " may" } else { "" };
        let (code, severity) = (f.verdict.code(), f.severity.as_str());
        let at = f.span.start;
        format!("{code} {severity} {at} {} {}{may}", countries.join("+"), f.resources.join(","))
    });
    shown.collect()
}

#[test]
fn a_place_is_judged_as_a_set() {
    assert!(judged(POLICY, "a t at-rest - 1:JP").is_empty());
    assert!(judged(POLICY, "a t at-rest - 1:JP|2:JP").is_empty());
    assert_eq!(judged(POLICY, "a t at-rest - 1:US"), ["place-outside error 1 US a"]);
    assert_eq!(judged(POLICY, "a t at-rest - 1:JP+US"), ["place-may-leave error 1 US a"]);
    assert_eq!(judged(POLICY, "a t at-rest - 1:JP|2:US"), ["place-may-leave error 2 US a"]);
    assert_eq!(
        judged(POLICY, "a t at-rest - 1:US|2:KR"),
        ["place-outside error 1 US a", "place-outside error 2 KR a"]
    );
}

#[test]
fn an_unknown_place_is_said_even_beside_known_ones() {
    assert_eq!(judged(POLICY, "a t at-rest - ?"), ["place-unknown error 900  a"]);
    assert_eq!(judged(POLICY, "a t at-rest - 1:JP|?"), ["place-unknown error 900  a"]);
    assert_eq!(
        judged(POLICY, "a t at-rest - 1:US|?"),
        ["place-may-leave error 1 US a", "place-unknown error 900  a"]
    );
    // At the end of what is known, once for all that end there.
    assert_eq!(
        judged(POLICY, "a t at-rest - ?7\nb t at-rest - 1:JP|?7\nc t at-rest - ?8"),
        ["place-unknown error 7  a,b", "place-unknown error 8  c"]
    );
    let off = POLICY.replace("data: user,", "data: user, unresolved: off,");
    assert!(judged(&off, "a t at-rest - ?").is_empty());
}

#[test]
fn anywhere_is_in_no_list() {
    assert_eq!(judged(POLICY, "a t at-rest - 1:*"), ["place-outside error 1 * a"]);
    let deny = POLICY.replace("allow: [JP]", "deny: [US]");
    assert_eq!(judged(&deny, "a t at-rest - 1:*"), ["place-may-leave error 1 * a"]);
    assert_eq!(judged(&deny, "a t at-rest - 1:US"), ["place-outside error 1 US a"]);
    assert!(judged(&deny, "a t at-rest - 1:KR").is_empty());
}

#[test]
fn one_literal_is_one_finding() {
    let found = judged(
        POLICY,
        "b t at-rest - 1:US\na t at-rest - 1:US\na t at-rest - 1:US\nc t at-rest - 2:US",
    );
    assert_eq!(found, ["place-outside error 1 US a,b", "place-outside error 2 US c"]);
}

#[test]
fn what_is_not_known_of_tags_is_not_a_pass() {
    assert!(judged(POLICY, "a t none - 1:US").is_empty());
    assert!(judged(POLICY, "a t at-rest data-class=public 1:US").is_empty());
    // An exemption that nobody can see is none.
    let outside = ["place-outside error 1 US a"];
    assert_eq!(judged(POLICY, "a t at-rest open 1:US"), outside);
    assert_eq!(judged(POLICY, "a t at-rest data-class= 1:US"), outside);
    assert_eq!(judged(POLICY, "a t at-rest data-class=public/pii 1:US"), outside);
    // Whether it holds the data at all is open: a warning at most.
    let may = ["place-outside warning 1 US a may"];
    assert_eq!(judged(POLICY, "a t unknown - 1:US"), may);
    let tagged = POLICY.replace("holds: [at-rest, processes]", "tags: { data-class: \"pii*\" }");
    assert_eq!(judged(&tagged, "a t at-rest open 1:US"), may);
    assert_eq!(judged(&tagged, "a t at-rest data-class= 1:US"), may);
    assert_eq!(judged(&tagged, "a t at-rest data-class=pii/none 1:US"), may);
    assert_eq!(judged(&tagged, "a t at-rest data-class=pii-jp 1:US"), outside);
    assert!(judged(&tagged, "a t at-rest data-class=none,open 1:US").is_empty());
    assert!(judged(&tagged, "a t at-rest - 1:US").is_empty());
    // One that surely holds it makes the finding sure.
    let both = judged(&tagged, "a t at-rest open 1:US\nb t at-rest data-class=pii 1:US");
    assert_eq!(both, ["place-outside error 1 US a,b"]);
}

#[test]
fn conditions_of_one_selector_must_all_hold() {
    let case = "module.db[\"a.b\"].aws_x.y aws_x at-rest k=v 1:US";
    let with = |selector: &str| {
        let held_by = format!("held-by: [{{ {selector} }}]");
        let policy = POLICY.replace("held-by: [{ holds: [at-rest, processes] }]", &held_by);
        let found = judged(&policy, case);
        match found.first() {
            None => Selected::No,
            Some(found) if found.ends_with(" may") => Selected::Unknown,
            Some(_) => Selected::Yes,
        }
    };
    for yes in [
        "type: \"aws_*\", provider: p, path: \"*.tf\"",
        "address: \"module.db.**\"",
        "path: [\"**/main.tf\", other.tf]",
        "tags: { k: [u, v] }, labels: { k: \"?\" }, holds: at-rest",
    ] {
        assert_eq!(with(yes), Selected::Yes, "{yes}");
    }
    for no in [
        "type: \"aws_*\", provider: q",
        "path: \"envs/**\"",
        "address: \"module.*\"",
        "namespace: \"*\"",
        "tags: { k: v, other: v }",
        "class: relational_db, type: aws_z",
    ] {
        assert_eq!(with(no), Selected::No, "{no}");
    }
    // The catalogue has no class for it.
    assert_eq!(with("class: relational_db"), Selected::Unknown);
}

#[test]
fn operators_are_judged_by_all_who_control_them() {
    let deny =
        POLICY.replace("countries: { allow: [JP] }", "operators: { deny-control-from: [CN] }");
    assert!(judged(&deny, "a t at-rest - 1:US@jp").is_empty());
    assert_eq!(judged(&deny, "a t at-rest - 1:JP@jp-of-cn"), ["operator-control error 1 CN a"]);
    let perhaps = "a t at-rest - 1:JP@jp-of-cn-perhaps";
    assert_eq!(judged(&deny, perhaps), ["operator-control warning 1 CN a"]);
    let accepting = deny.replace("version: 1", "version: 1\naccept-unverified: true");
    assert_eq!(judged(&accepting, perhaps), ["operator-control error 1 CN a"]);
    let nobody = "a t at-rest - 1:JP@jp-of-nobody";
    assert_eq!(judged(&deny, nobody), ["operator-unknown warning 1  a"]);
    // Without a place there is no operator either.
    assert_eq!(judged(&deny, "a t at-rest - ?"), ["place-unknown error 900  a"]);
    let allow = deny.replace("deny-control-from: [CN]", "allow-control-from: [JP], unknown: error");
    assert_eq!(judged(&allow, "a t at-rest - 1:JP@jp-of-cn"), ["operator-control error 1 CN a"]);
    assert_eq!(judged(&allow, nobody), ["operator-unknown error 1  a"]);
    assert!(judged(&allow, "a t at-rest - 1:JP@jp").is_empty());
}

#[test]
fn a_rule_that_is_off_says_nothing() {
    let off = POLICY.replace("data: user,", "data: user, severity: off,");
    assert!(judged(&off, "a t at-rest - 1:US").is_empty());
}

#[test]
fn of_two_classes_the_surer_one_counts() {
    let two = POLICY
        .replace("data:\n", "data:\n  tagged: { held-by: [{ tags: { k: v } }] }\n")
        .replace("data: user,", "data: [tagged, user],");
    assert_eq!(judged(&two, "a t at-rest open 1:US"), ["place-outside error 1 US a"]);
    assert_eq!(judged(&two, "a t none open 1:US"), ["place-outside warning 1 US a may"]);
}

/// Every set of places over a few countries, with and without more that is unknown.
fn estates() -> Vec<String> {
    let countries = ["JP", "US", "KR", "*", "JP+US"];
    let mut estates = Vec::new();
    for chosen in 1u32..1 << (countries.len() + 1) {
        let mut places: Vec<String> = Vec::new();
        for (at, country) in countries.iter().enumerate() {
            if chosen & (1 << at) != 0 {
                places.push(format!("{at}:{country}"));
            }
        }
        if chosen & (1 << countries.len()) != 0 {
            places.push("?".to_owned());
        }
        estates.push(format!("a t at-rest - {}", places.join("|")));
    }
    estates
}

#[test]
fn allowing_one_more_country_never_adds_a_finding() {
    let lists = ["SG", "SG, JP", "SG, JP, KR", "SG, JP, KR, US"];
    for estate in estates() {
        let counts: Vec<usize> = lists
            .iter()
            .map(|list| judged(&POLICY.replace("[JP]", &format!("[{list}]")), &estate).len())
            .collect();
        assert!(counts.is_sorted_by(|more, fewer| more >= fewer), "{estate}: {counts:?}");
    }
}

#[test]
fn forgetting_a_place_never_clears_a_placement() {
    for estate in estates() {
        let forgotten = estate.rsplit_once(['|', ' ']).map(|(rest, last)| {
            let separator = if rest.ends_with('-') { ' ' } else { '|' };
            let last = if last == "?" { last } else { "?" };
            format!("{rest}{separator}{last}")
        });
        let forgotten = forgotten.expect("a place");
        if !judged(POLICY, &estate).is_empty() {
            assert!(!judged(POLICY, &forgotten).is_empty(), "{estate} -> {forgotten}");
        }
        assert!(!judged(POLICY, &forgotten).is_empty(), "{forgotten}");
    }
}
