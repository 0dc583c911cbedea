//! What must always hold of reach, over estates made by chance from a seed.

use std::sync::Arc;

use sekisho::catalog::laws::{Status, law, laws};
use sekisho::model::{
    Access, Bearing, Because, Capability, Claim, Control, Country, Custody, Date, Grant, Holds,
    Key, Labels, Level, Operator, Owner, Party, Path, Place, Placement, Principal, PrincipalKind,
    Reach, ReachLevel, Reached, RegionKind, Sees, Standing, Step, Test, Truth, Why,
};
use sekisho::reach::{Entries, Terms, changes, reaches};
use sekisho::source::{FileId, Span};

/// Numbers that look like chance, the same each time (Knuth, "The Art of Computer Programming", 3.3.4, line 26).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

#[derive(Clone)]
struct Estate {
    placement: Placement,
    access: Vec<Access>,
}

const COUNTRIES: [&str; 8] = ["JP", "US", "CN", "KR", "IE", "GB", "AD", "RU"];
const ESTATES: usize = 400;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn terms() -> Terms {
    Terms { as_of: day("2026-11-22"), accept_unverified: true }
}

fn country(code: &str) -> Country {
    code.parse().expect("a code")
}

fn span(at: usize) -> Span {
    Span::new(FileId::NONE, at..at + 1)
}

fn owner(name: &str, code: &str, share: &str) -> Owner {
    Owner {
        name: name.into(),
        country: code.parse().ok(),
        share: share.parse().ok(),
        from: None,
        until: None,
        control: Control::ByShare,
        owners: Vec::new(),
        verified: true,
    }
}

fn operator(code: &str, control: Vec<Owner>) -> Operator {
    let (offers_in, staff_in) = (Vec::new(), None);
    let (id, name) = ("one".into(), "One".into());
    Operator { id, name, country: code.parse().ok(), control, offers_in, staff_in, verified: true }
}

fn claim(countries: &[&str], operator: Operator, at: usize) -> Claim {
    let mut countries: Vec<Country> = countries.iter().map(|code| country(code)).collect();
    countries.sort_unstable();
    countries.dedup();
    let place = Place {
        provider: "one".into(),
        region: countries.iter().map(ToString::to_string).collect::<Vec<_>>().join("-").into(),
        kind: RegionKind::Region,
        countries,
        operator,
    };
    let because = vec![Because { span: span(at), step: Step::Literal }];
    Claim { place, because, decided_by: span(at) }
}

fn placement(claims: Vec<Claim>) -> Placement {
    Placement {
        resource: "store.a".into(),
        type_name: "store".into(),
        class: "object_storage".into(),
        root: ".".into(),
        environments: Vec::new(),
        span: span(0),
        provider: "one".into(),
        claims,
        is_closed: false,
        why_unknown: None,
        unknown_because: Vec::new(),
        holds: Holds::AtRest,
        labels: Labels::default(),
        namespace: None,
        keys: Vec::new(),
        part_of: Vec::new(),
    }
}

fn party(countries: &[&str]) -> Standing {
    Standing::Party(Party {
        name: "Contractor".into(),
        countries: countries.iter().map(|code| country(code)).collect(),
        path: Path::Standing,
        sees: Sees::Content,
        span: span(90),
    })
}

fn access(standing: Standing) -> Access {
    Access {
        resource: "grant.a".into(),
        reaches: vec!["store.a".into()],
        root: ".".into(),
        namespace: None,
        labels: Labels::default(),
        principal: Principal {
            kind: PrincipalKind::Account,
            id: "444455556666".into(),
            provider: None,
            home: None,
            standing,
        },
        bearing: Bearing::In,
        grant: Grant::Trust,
        level: Level::Read,
        over: None,
        span: span(91),
        because: Vec::new(),
    }
}

fn key(custody: Custody, claims: Vec<Claim>) -> Key {
    let (resource, why_unknown) = (Some("key.a".into()), None);
    Key { custody, resource, claims, why_unknown, span: Some(span(70)), because: Vec::new() }
}

fn estate(chance: &mut Chance) -> Estate {
    let mut owners = Vec::new();
    for _ in 0..chance.below(3) {
        let code = chance.one(&["JP", "US", "CN", "KR", "nobody knows"]);
        let share = chance.one(&["", "100", "60", "50", "20"]);
        let mut held = owner("Owner", code, share);
        if chance.below(3) == 0 {
            held.owners.push(owner(
                "Above",
                chance.one(&COUNTRIES),
                chance.one(&["", "100", "50", "10"]),
            ));
        }
        owners.push(held);
    }
    let run_by = operator(chance.one(&["JP", "US", "CN", "nobody knows"]), owners);
    let mut claims = Vec::new();
    for at in 0..=chance.below(2) {
        let first = chance.one(&COUNTRIES);
        let second = chance.one(&COUNTRIES);
        let both = [first, second];
        claims.push(claim(&both[..=chance.below(2)], run_by.clone(), at));
    }
    let mut placement = placement(claims);
    placement.holds =
        chance.one(&[Holds::AtRest, Holds::Processes, Holds::InTransit, Holds::Nothing]);
    placement.why_unknown = (chance.below(4) == 0).then_some(Why::Undecided);
    if chance.below(3) == 0 {
        let custody =
            chance.one(&[Custody::Provider, Custody::Customer, Custody::External, Custody::Client]);
        let code = chance.one(&COUNTRIES);
        placement.keys.push(key(custody, vec![claim(&[code], operator(code, Vec::new()), 50)]));
    }
    let mut entries = Vec::new();
    for _ in 0..chance.below(3) {
        let code = chance.one(&COUNTRIES);
        let standing = chance.one(&[Standing::Own, Standing::Unknown, party(&[code]), party(&[])]);
        entries.push(access(standing));
    }
    Estate { placement, access: entries }
}

fn reached(estate: &Estate, terms: Terms) -> Vec<Reach> {
    let entries = Entries::of(&estate.access);
    reaches(&entries.facts(&estate.placement), terms)
}

fn level(found: &[Reach], law: Option<&str>, of: Country) -> ReachLevel {
    // Of a state that is not known it is not known whose laws are not recorded.
    let is_same = |reach: &&Reach| reach.law == law && (law.is_none() || reach.jurisdiction == of);
    let same = found.iter().find(is_same);
    same.map_or(ReachLevel::None, |reach| reach.level)
}

fn level_of(estate: &Estate, id: &str) -> ReachLevel {
    let of = law(id).expect("a law").jurisdiction.expect("a state");
    level(&reached(estate, terms()), Some(id), of)
}

fn estates() -> Vec<Estate> {
    let mut chance = Chance(20_261_122);
    (0..ESTATES).map(|_| estate(&mut chance)).collect()
}

/// No law goes less far in `after` than in `before`; `least` is the lowest that it may fall to.
fn none_falls(before: &[Reach], after: &[Reach], least: ReachLevel, what: &str) {
    for reach in before {
        let now = level(after, reach.law, reach.jurisdiction);
        assert!(
            now >= reach.level.min(least),
            "{what}: {:?} {:?} -> {now:?}",
            reach.law,
            reach.level
        );
    }
}

#[test]
fn a_principal_more_never_lowers_and_one_less_never_raises() {
    for estate in estates() {
        let mut more = estate.clone();
        more.access.push(access(party(&["CN"])));
        none_falls(
            &reached(&estate, terms()),
            &reached(&more, terms()),
            ReachLevel::Content,
            "principal",
        );
    }
}

#[test]
fn an_owner_more_never_lowers() {
    for estate in estates() {
        let mut more = estate.clone();
        for claim in &mut more.placement.claims {
            claim.place.operator.control.push(owner("Another", "KR", "100"));
        }
        none_falls(
            &reached(&estate, terms()),
            &reached(&more, terms()),
            ReachLevel::Content,
            "owner",
        );
    }
}

#[test]
fn a_fact_that_is_not_known_any_more_never_gives_less_than_unknown() {
    for estate in estates() {
        let before = reached(&estate, terms());
        let mut edits: Vec<(&str, Estate)> = Vec::new();
        let mut edit = |what, change: &dyn Fn(&mut Estate)| {
            let mut other = estate.clone();
            change(&mut other);
            edits.push((what, other));
        };
        edit("place", &|e| {
            e.placement.claims.clear();
            e.placement.why_unknown = Some(Why::Undecided);
        });
        edit("operator", &|e| {
            e.placement.claims.iter_mut().for_each(|claim| claim.place.operator.country = None);
        });
        edit("owner", &|e| {
            let owners = e.placement.claims.iter_mut().flat_map(|c| &mut c.place.operator.control);
            owners.for_each(|owner| owner.country = None);
        });
        edit("control", &|e| {
            let owners = e.placement.claims.iter_mut().flat_map(|c| &mut c.place.operator.control);
            owners.for_each(|owner| owner.control = Control::Unknown);
        });
        edit("principal", &|e| {
            e.access.iter_mut().for_each(|access| access.principal.standing = Standing::Unknown);
        });
        edit("holds", &|e| e.placement.holds = Holds::Unknown);
        for (what, other) in edits {
            none_falls(&before, &reached(&other, terms()), ReachLevel::Unknown, what);
        }
    }
}

#[test]
fn the_owner_and_the_day_decide_with_the_same_code() {
    let mut estate = Estate {
        placement: placement(vec![claim(&["JP"], operator("JP", Vec::new()), 1)]),
        access: Vec::new(),
    };
    assert_eq!(level_of(&estate, "cn-nil-2017"), ReachLevel::None);
    let mut buyer = owner("Buyer", "CN", "100");
    buyer.from = Some(day("2026-04-01"));
    estate.placement.claims[0].place.operator.control.push(buyer);
    let on = |text: &str| {
        let terms = Terms { as_of: day(text), ..terms() };
        level(&reached(&estate, terms), Some("cn-nil-2017"), country("CN"))
    };
    assert_eq!(on("2026-03-31"), ReachLevel::None);
    assert!(on("2026-04-01") >= ReachLevel::Note);
    let dublin = Estate {
        placement: placement(vec![claim(&["IE"], operator("US", Vec::new()), 1)]),
        access: Vec::new(),
    };
    let on = |text: &str| {
        let terms = Terms { as_of: day(text), ..terms() };
        level(&reached(&dublin, terms), Some("us-cloud-act-2018"), country("US"))
    };
    assert_eq!((on("2017-01-01"), on("2019-01-01")), (ReachLevel::None, ReachLevel::Content));
}

/// A copy, a target of failover, another address, other tags, another origin of what runs there: none of it is a hook.
#[test]
fn nothing_but_the_facts_of_the_model_decides() {
    for estate in estates() {
        let mut other = estate.clone();
        other.placement.resource = "copy.b".into();
        other.placement.type_name = "origin.elsewhere".into();
        other.placement.labels.known.insert("model".into(), vec!["of another country".into()]);
        for access in &mut other.access {
            access.reaches = vec!["copy.b".into()];
        }
        assert_eq!(reached(&estate, terms()), reached(&other, terms()));
    }
}

#[test]
fn what_is_all_at_home_is_silent() {
    let at_home = || Estate {
        placement: placement(vec![claim(
            &["JP"],
            operator("JP", vec![owner("Home", "JP", "100")]),
            1,
        )]),
        access: vec![access(Standing::Own), access(party(&["JP"]))],
    };
    assert_eq!(reached(&at_home(), terms()), []);
    // Open to everybody is a matter of security, and says nothing of a law.
    let mut open = at_home();
    let mut everybody = access(Standing::Unknown);
    everybody.principal.kind = PrincipalKind::Anyone;
    open.access.push(everybody);
    assert_eq!(reached(&open, terms()), []);
}

#[test]
fn a_country_whose_laws_nobody_recorded_is_unknown() {
    let estate = Estate {
        placement: placement(vec![claim(&["AD"], operator("JP", Vec::new()), 1)]),
        access: Vec::new(),
    };
    assert_eq!(level(&reached(&estate, terms()), None, country("AD")), ReachLevel::Unknown);
}

#[test]
fn keys_in_the_providers_own_service_change_nothing() {
    let plain = Estate {
        placement: placement(vec![claim(&["JP"], operator("US", Vec::new()), 1)]),
        access: Vec::new(),
    };
    let with = |custody, holder: Operator| {
        let mut estate = plain.clone();
        estate.placement.keys.push(key(custody, vec![claim(&["JP"], holder, 50)]));
        level_of(&estate, "us-cloud-act-2018")
    };
    assert_eq!(level_of(&plain, "us-cloud-act-2018"), ReachLevel::Content);
    assert_eq!(with(Custody::Provider, operator("US", Vec::new())), ReachLevel::Content);
    assert_eq!(with(Custody::Customer, operator("US", Vec::new())), ReachLevel::Content);
    assert_eq!(with(Custody::External, operator("US", Vec::new())), ReachLevel::Content);
    assert_eq!(with(Custody::External, operator("JP", Vec::new())), ReachLevel::Metadata);
    assert_eq!(with(Custody::Client, operator("JP", Vec::new())), ReachLevel::Metadata);
    // A database works on plain data, whoever holds the key of its disks.
    let mut database = plain.clone();
    database.placement.class = "relational_db".into();
    database
        .placement
        .keys
        .push(key(Custody::External, vec![claim(&["JP"], operator("JP", Vec::new()), 50)]));
    assert_eq!(level_of(&database, "us-cloud-act-2018"), ReachLevel::Content);
    let found = reached(&database, terms());
    let reach = found.iter().find(|reach| reach.law == Some("us-cloud-act-2018")).expect("reached");
    let failed: Vec<_> =
        reach.conditions.iter().filter(|(_, truth)| *truth != Truth::Yes).collect();
    assert_eq!(failed.len(), 1, "{failed:?}");
}

/// Where a key is counts by itself: data in Japan, keys in China with the provider that holds both.
#[test]
fn a_key_elsewhere_is_a_way_for_whoever_holds_both() {
    let mut estate = Estate {
        placement: placement(vec![claim(&["JP"], operator("JP", Vec::new()), 1)]),
        access: Vec::new(),
    };
    estate
        .placement
        .keys
        .push(key(Custody::Provider, vec![claim(&["CN"], operator("JP", Vec::new()), 50)]));
    let found = reached(&estate, terms());
    let by_key =
        |reach: &&Reach| reach.hooks.iter().any(|hook| matches!(hook.reached, Reached::Key(_)));
    assert!(found.iter().any(|reach| reach.jurisdiction == country("CN") && by_key(&reach)));
}

#[test]
fn bills_protection_and_offerings_never_fail_a_build() {
    for estate in estates() {
        for reach in reached(&estate, terms()) {
            let Some(law) = reach.law.and_then(law) else { continue };
            assert!(law.status != Status::Bill && !law.is_protective(), "{}", law.id);
            for hook in reach.hooks.iter().filter(|hook| hook.test == Test::Offering) {
                assert!(hook.level <= ReachLevel::Note, "{}", law.id);
            }
            assert!(reach.hooks.iter().all(|hook| hook.test != Test::Citizen), "{}", law.id);
        }
    }
}

#[test]
fn what_rests_on_memory_is_a_note_unless_that_is_accepted() {
    let strict = Terms { accept_unverified: false, ..terms() };
    let of_memory = laws().laws.iter().filter(|law| law.is_from_memory()).count();
    assert!(of_memory > 0);
    for estate in estates() {
        for reach in reached(&estate, strict).iter().filter(|reach| reach.flags.from_memory) {
            assert!(reach.level <= ReachLevel::Note, "{reach:?}");
        }
    }
}

#[test]
fn a_minority_is_no_hook_joint_control_is_contested_and_an_unknown_link_is_unknown() {
    let with = |owners: Vec<Owner>| {
        let placement = placement(vec![claim(&["JP"], operator("JP", owners), 1)]);
        Estate { placement, access: Vec::new() }
    };
    assert_eq!(level_of(&with(vec![owner("Minor", "CN", "20")]), "cn-nil-2017"), ReachLevel::None);
    assert_eq!(level_of(&with(vec![owner("Half", "CN", "50")]), "cn-nil-2017"), ReachLevel::Note);
    assert_eq!(
        level_of(&with(vec![owner("Who", "nobody knows", "100")]), "cn-nil-2017"),
        ReachLevel::Unknown
    );
    let mut holding = owner("Holding", "JP", "64.4");
    holding.owners.push(owner("Half of it", "KR", "50"));
    let found = reached(&with(vec![holding]), terms());
    let by_owner =
        found.iter().flat_map(|reach| &reach.hooks).find_map(|hook| match &hook.reached {
            Reached::Owner(name, share) => {
                Some((name.to_string(), share.map(|share| share.to_string())))
            }
            _ => None,
        });
    if let Some(told) = by_owner {
        assert_eq!(told, ("Half of it".to_owned(), Some("32.2%".to_owned())));
    }
}

#[test]
fn the_smallest_change_is_found_by_trying_it() {
    let placement = placement(vec![claim(&["JP"], operator("JP", Vec::new()), 1)]);
    let estate = Estate { placement, access: vec![access(party(&["CN"]))] };
    let entries = Entries::of(&estate.access);
    let facts = entries.facts(&estate.placement);
    let found = reaches(&facts, terms());
    let reach = found.iter().find(|reach| reach.law == Some("cn-nil-2017")).expect("by its people");
    assert_eq!(reach.level, ReachLevel::Content);
    let tried = changes(&facts, reach, country("JP"), terms());
    let words: Vec<_> = tried.iter().map(|(change, level)| (change.as_str(), *level)).collect();
    assert_eq!(words, [("principal-removed", ReachLevel::None)]);
    let hook = &reach.hooks[0];
    assert_eq!((hook.test, hook.capability), (Test::Personnel, Some(Capability::Content)));
    assert_eq!(hook.reached, Reached::Principal(Arc::from("Contractor")));
}
