//! Who operates and owns what, as a policy declares it: the organization itself, and operators that it knows better than
//! the catalogue.

use super::model::Policy;
use super::read::{country, country_list};
use super::reader::{Fields, Keys, Reader, Word, quote, suggest};
use crate::catalog::{jurisdictions, operators, owners};
use crate::model::{Control, Country, Date, Flow, Operator, Owner, Placement, Share};
use crate::syntax::yaml::Node;

const ORGANIZATION: Keys = Keys {
    what: "`organization`",
    known: &["name", "country", "owners", "offers-in", "staff-in"],
    later: &[],
};
const OPERATOR: Keys = Keys {
    what: "an operator",
    known: &["id", "name", "country", "owners", "offers-in", "staff-in"],
    later: &[],
};
const OWNER: Keys = Keys {
    what: "an owner",
    known: &["name", "country", "share", "control", "from", "until", "owners"],
    later: &[],
};
const CONTROLS: [(&str, Control); 4] = [
    ("sole", Control::Sole),
    ("joint", Control::Joint),
    ("none", Control::None),
    ("unknown", Control::Unknown),
];

/// The deepest that owners of owners are written.
const DEEPEST: usize = 16;

/// Reads `organization`: the operator that `self` means.
pub(super) fn organization(reader: &mut Reader, node: &Node) -> Option<Operator> {
    let fields = reader.fields(node, &ORGANIZATION)?;
    let country = country_of(reader, &fields);
    let control = owners_of(reader, &fields, 0).unwrap_or_default();
    let (offers_in, staff_in) = (offers_in(reader, &fields), staff_in(reader, &fields));
    let name = name_of(reader, node, &fields, &ORGANIZATION)?.text;
    let id = "self".into();
    Some(Operator { id, name, country, control, offers_in, staff_in, verified: true })
}

/// Reads one entry of `catalog.operators`. What it leaves out is as the catalogue has it.
pub(super) fn operator(reader: &mut Reader, node: &Node) -> Option<Operator> {
    let fields = reader.fields(node, &OPERATOR)?;
    let country = country_of(reader, &fields);
    let control = owners_of(reader, &fields, 0);
    let (offers_in, staff_in) = (offers_in(reader, &fields), staff_in(reader, &fields));
    let name = fields.get("name").and_then(|node| reader.word(node, "`name`"));
    let Some(id) = fields.get("id") else {
        reader.wrong(node.span, "an operator needs an `id`, such as `id: aws`");
        return None;
    };
    let id = reader.word(id, "`id`")?;
    let known = operators::operator(&id.text);
    if known.is_none() && fields.get("name").is_none() {
        let ids: Vec<&str> = operators::facts().map(|facts| facts.id).collect();
        let message = format!(
            "the catalogue has no operator {}; {} (one of your own needs a `name`)",
            quote(&id.text),
            suggest(&id.text, &ids)
        );
        reader.wrong(id.span, message);
        return None;
    }
    let is_named = fields.get("country").is_some();
    let before = known.as_ref();
    Some(Operator {
        name: name.map(|word| word.text).or(before.map(|known| known.name.clone()))?,
        country: if is_named { country } else { before.and_then(|known| known.country) },
        control: control.or(before.map(|known| known.control.clone())).unwrap_or_default(),
        id: id.text,
        offers_in,
        staff_in,
        verified: true,
    })
}

/// Reads `owners`; nothing where there is no such key.
fn owners_of(reader: &mut Reader, fields: &Fields, depth: usize) -> Option<Vec<Owner>> {
    let owners = fields.get("owners")?;
    if depth == DEEPEST {
        reader.wrong(owners.span, format!("owners of owners go {DEEPEST} levels deep at most"));
        return None;
    }
    let nodes = reader.list(owners, "`owners`").iter();
    Some(nodes.filter_map(|node| owner(reader, node, depth)).collect())
}

/// Reads `offers-in`: countries where it offers services or has an establishment.
fn offers_in(reader: &mut Reader, fields: &Fields) -> Vec<Country> {
    let listed = fields.get("offers-in").map(|node| country_list(reader, node, "`offers-in`"));
    listed.unwrap_or_default()
}

/// Reads `staff-in`: countries that its own staff works from, or `unknown`. Nothing where there is no such key.
fn staff_in(reader: &mut Reader, fields: &Fields) -> Option<Vec<Country>> {
    let node = fields.get("staff-in")?;
    match node.as_str() {
        Some("unknown") => Some(Vec::new()),
        _ => Some(country_list(reader, node, "`staff-in`")),
    }
}

fn owner(reader: &mut Reader, node: &Node, depth: usize) -> Option<Owner> {
    let fields = reader.fields(node, &OWNER)?;
    let country = country_of(reader, &fields);
    let share =
        parsed::<Share>(reader, &fields, "share", "a part in percent, such as `50` or `62.5`");
    let [from, until] = ["from", "until"]
        .map(|key| parsed::<Date>(reader, &fields, key, "a day, such as `2026-04-01`"));
    if let Some((from, until)) = from.zip(until)
        && until < from
    {
        let message = format!("`until` ({until}) is before `from` ({from}); correct one of them");
        reader.wrong(node.span, message);
    }
    let name = name_of(reader, node, &fields, &OWNER)?.text;
    let control = fields.get("control").map(|node| reader.choice(node, "`control`", &CONTROLS));
    let control = control.flatten().unwrap_or_default();
    let owners = owners_of(reader, &fields, depth + 1).unwrap_or_default();
    Some(Owner { name, country, share, from, until, control, owners, verified: true })
}

/// The value of a key as what it must be.
fn parsed<T: std::str::FromStr>(
    reader: &mut Reader,
    fields: &Fields,
    key: &str,
    what: &str,
) -> Option<T> {
    let word = reader.word(fields.get(key)?, &format!("`{key}`"))?;
    let parsed = word.text.parse().ok();
    if parsed.is_none() {
        reader.wrong(word.span, format!("{} is not {what}", quote(&word.text)));
    }
    parsed
}

/// The country of an entity. One without it is of an unknown one.
fn country_of(reader: &mut Reader, fields: &Fields) -> Option<Country> {
    let word = fields.get("country").and_then(|node| reader.word(node, "`country`"))?;
    country(reader, &word)
}

fn name_of(reader: &mut Reader, node: &Node, fields: &Fields, keys: &Keys) -> Option<Word> {
    let Some(name) = fields.get("name") else {
        reader.wrong(node.span, format!("{} needs a `name`", keys.what));
        return None;
    };
    reader.word(name, "`name`")
}

impl Policy {
    /// The country of the organization, whose users' data this is about.
    pub fn home(&self) -> Country {
        let own = self.organization.as_ref().and_then(|own| own.country);
        own.unwrap_or_else(jurisdictions::home)
    }

    /// The operator of this id: the organization, one that the policy declares, or one of the catalogue.
    pub(super) fn operator(&self, id: &str) -> Option<Operator> {
        let own = self.organization.as_ref().filter(|_| id == "self");
        own.or_else(|| self.operators.get(id)).cloned().or_else(|| operators::operator(id))
    }

    /// Puts what the policy declares of operators in place of what the catalogue says, and leaves those owners that
    /// count on the day that is asked for.
    pub fn settle_owners(
        &self,
        as_of: Option<Date>,
        placements: &mut [Placement],
        flows: &mut [Flow],
    ) {
        let counts = owners::counting(as_of);
        let near = placements.iter_mut();
        for placement in near.chain(flows.iter_mut().map(|flow| &mut flow.far)) {
            for claim in &mut placement.claims {
                let operator = &mut claim.place.operator;
                if let Some(declared) = self.operators.get(&operator.id) {
                    operator.clone_from(declared);
                }
                keep(&mut operator.control, &counts);
            }
        }
    }
}

/// Leaves those owners that count, and of each its own owners that do.
fn keep(owners: &mut Vec<Owner>, counts: &impl Fn(&Owner) -> bool) {
    owners.retain(counts);
    owners.iter_mut().for_each(|owner| keep(&mut owner.owners, counts));
}
