//! Every placement with its place, as a table.

use std::collections::BTreeSet;

use super::frame::Frames;
use super::table::Table;
use super::{Style, at, counts, text, told, visible};
use crate::Survey;
use crate::message::{self, Column};
use crate::model::{Holds, Operator, Placement};

/// What an inventory shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Also what holds no data.
    pub all: bool,
    /// Also the provenance, under each placement.
    pub because: bool,
}

/// One table a root, then problems, what is not resolved and a summary.
#[must_use]
pub fn table(survey: &Survey, style: &Style, options: Options) -> String {
    let mut out = String::new();
    let shown: Vec<&Placement> =
        survey.placements.iter().filter(|p| options.all || p.holds != Holds::Nothing).collect();
    for of_root in shown.chunk_by(|a, b| a.root == b.root) {
        let root = of_root.first().map_or("", |placement| &*placement.root);
        out.push_str(&format!("{}\n", visible(root)));
        let has_environments = of_root.iter().any(|p| !p.environments.is_empty());
        let columns = columns(survey, style, has_environments);
        let head =
            columns.iter().map(|(column, _)| message::column(style.lang, *column).to_owned());
        let mut table = Table::new(head.collect());
        for placement in of_root {
            let below =
                if options.because { provenance(survey, placement, style) } else { Vec::new() };
            let cells = columns.iter().map(|(_, cell)| or_dash(&cell(placement)));
            table.row(cells.collect(), below);
        }
        table.render(&mut out, 2, style.width, style.color);
        out.push('\n');
    }
    text::problems(&mut out, &survey.problems, &mut Frames::new(&survey.sources, style));
    // Placements without a place have said so in the table.
    let told: BTreeSet<&str> = shown.iter().map(|placement| &*placement.resource).collect();
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

/// What a column says of a placement.
type Cell<'a> = Box<dyn Fn(&Placement) -> String + 'a>;

/// Heads and cells of the table of a root, column by column.
fn columns<'a>(
    survey: &'a Survey,
    style: &'a Style,
    has_environments: bool,
) -> Vec<(Column, Cell<'a>)> {
    let lang = style.lang;
    let environments: Cell<'_> =
        Box::new(|p| joined(p.environments.iter().map(|name| name.to_string())));
    let environments = has_environments.then_some((Column::Environments, environments));
    let first: (Column, Cell<'_>) = (Column::Resource, Box::new(|p| p.resource.to_string()));
    let rest: [(Column, Cell<'_>); 6] = [
        (Column::Holds, Box::new(move |p| message::holds(lang, p.holds).to_owned())),
        (Column::Region, Box::new(|p| joined(p.places().map(|place| place.region.to_string())))),
        (Column::Countries, Box::new(move |p| message::countries(lang, &p.countries()))),
        (
            Column::Operator,
            Box::new(|p| joined(p.operators().iter().map(|operator| run_by(operator)))),
        ),
        (Column::Certainty, Box::new(move |p| message::certainty(lang, p.certainty()).to_owned())),
        (Column::Why, Box::new(|p| why(survey, p, style))),
    ];
    std::iter::once(first).chain(environments).chain(rest).collect()
}

/// The operator and the country it is controlled from.
fn run_by(operator: &Operator) -> String {
    let from = operator.control.last().map_or(operator.country, |owner| owner.country);
    format!("{} ({})", operator.name, from.map_or("?".to_owned(), |country| country.to_string()))
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
