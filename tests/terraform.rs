//! Each folder of `testdata/terraform` is a tree; `expected.txt` beside it says where its resources land.
//!
//! `SEKISHO_BLESS=1` writes the expectations anew.

mod cases;

use std::fmt::Write as _;
use std::path::Path;

use sekisho::{Request, Survey};

#[test]
fn resources_land_where_terraform_would_put_them() {
    cases::hold("testdata/terraform", 10, described);
}

/// The hops of a place lead from the resource outwards: its module's choice of provider, then the callers'.
#[test]
fn choices_of_a_provider_are_told_from_the_resource_outwards() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/terraform/module-providers");
    let paths = vec![case.to_str().expect("UTF-8").to_owned()];
    let survey = sekisho::survey(&Request { paths, ..Request::default() });
    let address = "module.both.module.there.aws_dynamodb_table.members";
    let placement = survey.placements.iter().find(|p| &*p.resource == address).expect("is there");
    let hops = placement.because().into_iter().map(|hop| at(&survey, Some(hop.span), ""));
    let hops: Vec<String> = hops.collect();
    let expected = [
        "store/main.tf:1",
        "pair/main.tf:17",
        "main.tf:24",
        "main.tf:6",
        "main.tf:8",
        "pair/main.tf:15",
        "main.tf:20",
    ];
    assert_eq!(hops, expected);
}

/// The tree as one line a placement, an unresolved part and a problem.
fn described(case: &Path) -> String {
    // The repository has a policy file of its own further up; a case is a tree by itself.
    let marker = case.join("sekisho.yaml");
    assert!(marker.exists(), "{} is missing", marker.display());
    let paths = vec![case.to_str().expect("UTF-8").to_owned()];
    let survey = sekisho::survey(&Request { paths, ..Request::default() });
    let mut text = String::new();
    for placement in &survey.placements {
        let places: Vec<String> = placement
            .claims
            .iter()
            .map(|claim| {
                let decided = at(&survey, Some(claim.decided_by), "");
                format!("{}/{} by {decided}", claim.place.provider, claim.place.region)
            })
            .collect();
        let countries: Vec<_> = placement.countries().iter().map(ToString::to_string).collect();
        let environments = match placement.environments.as_slice() {
            [] => String::new(),
            names => format!(" ({})", names.join(", ")),
        };
        let _ = write!(
            text,
            "{}: {}{environments} | {} | {} | {}",
            placement.root,
            placement.resource,
            placement.certainty().as_str(),
            places.join(", "),
            countries.join(",")
        );
        let _ = match &placement.why_unknown {
            Some(why) => writeln!(text, " | {why:?}"),
            None => writeln!(text),
        };
    }
    for (placement, key) in
        survey.placements.iter().flat_map(|p| p.keys.iter().map(move |k| (p, k)))
    {
        let places: Vec<_> =
            key.claims.iter().map(|c| format!("{}/{}", c.place.provider, c.place.region)).collect();
        let _ = writeln!(
            text,
            "key {} {}: {} {} | {} | {:?}",
            at(&survey, key.span, ""),
            placement.resource,
            key.custody.as_str(),
            key.resource.as_deref().unwrap_or("-"),
            places.join(", "),
            key.why_unknown
        );
    }
    for flow in &survey.flows {
        let far = &flow.far;
        let places: Vec<_> = far.places().map(|p| format!("{}/{}", p.provider, p.region)).collect();
        let countries: Vec<_> = far.countries().iter().map(ToString::to_string).collect();
        let _ = writeln!(
            text,
            "flow {} {}: {} {} of {} | {} {} {} | {} | {}",
            at(&survey, Some(far.span), ""),
            flow.resource,
            flow.direction.as_str(),
            flow.purpose.as_str(),
            flow.near.join(", "),
            far.resource,
            far.holds.as_str(),
            if flow.meets.is_some() { "in the tree" } else { "outside" },
            places.join(", "),
            match &far.why_unknown {
                Some(why) => format!("{} {why:?}", countries.join(",")),
                None => countries.join(","),
            }
        );
    }
    for access in &survey.access {
        let principal = &access.principal;
        let because: Vec<_> =
            access.because.iter().map(|hop| at(&survey, Some(hop.span), "")).collect();
        let standing = principal.standing.name();
        let _ = writeln!(
            text,
            "access {} {}: {} {} for {} {} ({standing}) to {} | {}",
            at(&survey, Some(access.span), ""),
            access.resource,
            access.grant.as_str(),
            access.level.as_str(),
            principal.kind.as_str(),
            principal.id,
            if access.reaches.is_empty() {
                "what nobody can tell".to_owned()
            } else {
                access.reaches.join(", ")
            },
            because.join(",")
        );
    }
    for open in &survey.unresolved {
        let place = at(&survey, Some(open.span), "");
        let _ = writeln!(text, "unresolved {place} {}: {:?}", open.resource, open.why);
    }
    for problem in &survey.problems {
        let _ = writeln!(
            text,
            "problem {} {}",
            at(&survey, problem.span, &problem.path),
            problem.message
        );
    }
    text
}

fn at(survey: &Survey, span: Option<sekisho::source::Span>, path: &str) -> String {
    match span {
        Some(span) => {
            format!("{}:{}", survey.sources.path(span), survey.sources.position(span).line)
        }
        None => path.to_owned(),
    }
}
