//! Every placement with its place, as a table.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::Frames;
use super::table::Table;
use super::{Style, at, counts, text, told, visible};
use crate::Survey;
use crate::message::{self, Column};
use crate::model::{Access, Country, Flow, Holds, Operator, Placement};

/// What an inventory shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Also what holds no data.
    pub all: bool,
    /// Also the provenance, under each placement.
    pub because: bool,
}

/// What is shown of a root.
#[derive(Default)]
struct OfRoot<'s> {
    placements: Vec<&'s Placement>,
    flows: Vec<&'s Flow>,
    access: Vec<&'s Access>,
}

/// For each root a table of placements, one of flows and one of access, then problems, what is not resolved and a summary.
#[must_use]
pub fn table(survey: &Survey, style: &Style, options: Options) -> String {
    let mut out = String::new();
    let shown: Vec<&Placement> =
        survey.placements.iter().filter(|p| options.all || p.holds != Holds::Nothing).collect();
    let mut roots: BTreeMap<&str, OfRoot<'_>> = BTreeMap::new();
    for placement in &shown {
        roots.entry(&*placement.root).or_default().placements.push(placement);
    }
    for flow in &survey.flows {
        roots.entry(&*flow.far.root).or_default().flows.push(flow);
    }
    for access in &survey.access {
        roots.entry(&*access.root).or_default().access.push(access);
    }
    for (root, OfRoot { placements, flows, access }) in roots {
        out.push_str(&format!("{}\n", visible(root)));
        let has_environments = placements.iter().any(|p| !p.environments.is_empty());
        let columns = placement_columns(survey, style, has_environments);
        render(&mut out, survey, style, options, &columns, &placements, |placement| {
            Some(placement)
        });
        if !flows.is_empty() {
            out.push_str(&format!("  {}\n", message::flows(style.lang)));
            let columns = flow_columns(survey, style);
            render(&mut out, survey, style, options, &columns, &flows, |flow| Some(&flow.far));
        }
        if !access.is_empty() {
            out.push_str(&format!("  {}\n", message::accesses(style.lang)));
            let columns = access_columns(survey, style);
            render(&mut out, survey, style, options, &columns, &access, |_| None);
        }
        out.push('\n');
    }
    text::problems(&mut out, &survey.problems, &mut Frames::new(&survey.sources, style));
    // Placements without a place have said so in the table.
    let placed = shown.iter().map(|placement| &*placement.resource);
    let told: BTreeSet<&str> = placed.chain(survey.flows.iter().map(|f| &*f.resource)).collect();
    text::unresolved(&mut out, survey, style, |item| !told.contains(&*item.resource));
    let numbers = counts(survey);
    if survey.placements.is_empty() {
        text::closing(&mut out, &[message::no_placements(style.lang).to_owned()]);
    }
    text::closing(&mut out, &message::summary(style.lang, &numbers, None));
    if numbers.problems > 0 {
        text::closing(&mut out, &[message::incomplete(style.lang, &numbers)]);
    }
    let others = survey.placements.len() - shown.len();
    if others > 0 {
        text::closing(&mut out, &[message::others(style.lang, others)]);
    }
    out
}

/// What a column says of a placement or a flow.
type Cell<'a, T> = Box<dyn Fn(&T) -> String + 'a>;

/// A table of rows, and below each, where that is asked for, how its place was found.
fn render<T>(
    out: &mut String,
    survey: &Survey,
    style: &Style,
    options: Options,
    columns: &[(Column, Cell<'_, T>)],
    rows: &[&T],
    place: impl Fn(&T) -> Option<&Placement>,
) {
    if rows.is_empty() {
        return;
    }
    let head = columns.iter().map(|(column, _)| message::column(style.lang, *column).to_owned());
    let mut table = Table::new(head.collect());
    for row in rows {
        let below = place(row).filter(|_| options.because);
        let below = below.map(|place| provenance(survey, place, style)).unwrap_or_default();
        table.row(columns.iter().map(|(_, cell)| or_dash(&cell(row))).collect(), below);
    }
    table.render(out, 2, style.width, style.color);
}

/// Heads and cells of the table of placements of a root, column by column.
fn placement_columns<'a>(
    survey: &'a Survey,
    style: &'a Style,
    has_environments: bool,
) -> Vec<(Column, Cell<'a, Placement>)> {
    let lang = style.lang;
    let environments: Cell<'_, Placement> =
        Box::new(|p| joined(p.environments.iter().map(|name| name.to_string())));
    let environments = has_environments.then_some((Column::Environments, environments));
    let first: (Column, Cell<'_, Placement>) =
        (Column::Resource, Box::new(|p| p.resource.to_string()));
    let holds: (Column, Cell<'_, Placement>) =
        (Column::Holds, Box::new(move |p| message::holds(lang, p.holds).to_owned()));
    let place = place_columns(survey, style);
    std::iter::once(first).chain(environments).chain([holds]).chain(place).collect()
}

/// Heads and cells of the table of flows of a root.
fn flow_columns<'a>(survey: &'a Survey, style: &'a Style) -> Vec<(Column, Cell<'a, Flow>)> {
    let lang = style.lang;
    let own: [(Column, Cell<'_, Flow>); 3] = [
        (Column::Resource, Box::new(|flow| flow.resource.to_string())),
        (Column::Flow, Box::new(move |flow| message::flow(lang, flow.direction, flow.purpose))),
        (Column::FarEnd, Box::new(|flow| flow.far.resource.to_string())),
    ];
    let of_far_end = |(column, cell): (Column, Cell<'a, Placement>)| {
        let cell: Cell<'a, Flow> = Box::new(move |flow: &Flow| cell(&flow.far));
        (column, cell)
    };
    own.into_iter().chain(place_columns(survey, style).into_iter().map(of_far_end)).collect()
}

/// Heads and cells of the table of access of a root.
fn access_columns<'a>(survey: &'a Survey, style: &'a Style) -> Vec<(Column, Cell<'a, Access>)> {
    let lang = style.lang;
    let home = |access: &Access| {
        let of = access.principal.provider.iter().chain(&access.principal.home);
        of.map(|word| &**word).collect::<Vec<_>>().join(" ")
    };
    let over = move |access: &Access| match &access.over {
        Some(namespace) => namespace.to_string(),
        None => message::all_of_it(lang).to_owned(),
    };
    let line = |access: &Access| {
        let place = at(&survey.sources, access.span);
        let inside = place.strip_prefix(&*access.root).and_then(|rest| rest.strip_prefix('/'));
        inside.unwrap_or(&place).to_owned()
    };
    vec![
        (Column::Resource, Box::new(|access| access.resource.to_string())),
        (Column::Access, Box::new(move |a| message::access(lang, a.bearing, a.level).to_owned())),
        (Column::Principal, Box::new(|access| access.principal.id.to_string())),
        (Column::Home, Box::new(home)),
        (Column::Over, Box::new(over)),
        (Column::Why, Box::new(line)),
    ]
}

/// The columns about a place.
fn place_columns<'a>(survey: &'a Survey, style: &'a Style) -> Vec<(Column, Cell<'a, Placement>)> {
    let lang = style.lang;
    vec![
        (Column::Region, Box::new(|p| joined(p.places().map(|place| place.region.to_string())))),
        (Column::Countries, Box::new(move |p| message::countries(lang, &p.countries()))),
        (
            Column::Operator,
            Box::new(|p| joined(p.operators().iter().map(|operator| run_by(operator)))),
        ),
        (Column::Certainty, Box::new(move |p| message::certainty(lang, p.certainty()).to_owned())),
        (Column::Why, Box::new(|p| why(survey, p, style))),
    ]
}

/// The operator and the countries it is controlled from.
fn run_by(operator: &Operator) -> String {
    let mut from: Vec<_> = operator.control.iter().map(|owner| owner.country).collect();
    if from.is_empty() {
        from.push(operator.country);
    }
    from.sort_unstable();
    from.dedup();
    let word = |country: Option<Country>| country.map_or("?".to_owned(), |c| c.to_string());
    let from: Vec<String> = from.into_iter().map(word).collect();
    format!("{} ({})", operator.name, from.join(", "))
}

fn joined(words: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = words.collect();
    all.dedup();
    all.join(", ")
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "-".to_owned() } else { visible(text).into_owned() }
}

/// Where the place is decided, and what keeps it open. Files of the root go by their names in it.
fn why(survey: &Survey, placement: &Placement, style: &Style) -> String {
    let decided = placement.claims.iter().map(|claim| {
        let place = at(&survey.sources, claim.decided_by);
        // Of what a program made the head of the table tells the file.
        if let Some(template) = survey.sources.template(claim.decided_by) {
            let line = survey.sources.position(claim.decided_by).line;
            return format!("{template} (:{line})");
        }
        let inside = place.strip_prefix(&*placement.root).and_then(|rest| rest.strip_prefix('/'));
        inside.unwrap_or(&place).to_owned()
    });
    let open =
        placement.why_unknown.iter().map(|why| message::why_kind(style.lang, why).to_owned());
    joined(decided.chain(open))
}

fn provenance(survey: &Survey, placement: &Placement, style: &Style) -> Vec<String> {
    let hops = placement.because().into_iter().map(|hop| {
        format!("{}  {}", at(&survey.sources, hop.span), told(&survey.sources, &hop, style.lang))
    });
    let reason = placement.why_unknown.iter().map(|why| message::why(style.lang, why));
    hops.chain(reason).map(|line| visible(&line).into_owned()).collect()
}
