//! Those who operate places, and those who own them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::{Country, Date};

/// The legal entity that runs a placement, with those who own or control it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Operator {
    /// Id in the catalogue, or `self` for the organization of the policy file.
    pub id: Arc<str>,
    /// Name of the entity.
    pub name: Arc<str>,
    /// Country the operator's group is run from; nothing where that is not known.
    pub country: Option<Country>,
    /// Entities that own or control it, directly or through others.
    pub control: Vec<Owner>,
    /// Countries where it is known to offer services or to have an establishment: sorted, each once.
    pub offers_in: Vec<Country>,
    /// Countries that its own staff works from on what it runs; nothing where nobody said anything of it, empty where it is said
    /// that this is not known.
    pub staff_in: Option<Vec<Country>>,
    /// Whether a source was checked for this; otherwise it is general knowledge.
    pub verified: bool,
}

impl Operator {
    /// Its country and those of its owners, nothing standing for one that is not known; and whether a source was
    /// checked for that.
    pub fn countries(&self) -> BTreeMap<Option<Country>, bool> {
        let mut countries = BTreeMap::from([(self.country, self.verified)]);
        add_countries(&self.control, &mut countries);
        countries
    }
}

fn add_countries(owners: &[Owner], countries: &mut BTreeMap<Option<Country>, bool>) {
    for owner in owners.iter().filter(|owner| owner.control != Control::None) {
        *countries.entry(owner.country).or_default() |= owner.verified;
        add_countries(&owner.owners, countries);
    }
}

/// An entity that owns or controls an operator.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Owner {
    /// Its name.
    pub name: Arc<str>,
    /// Its country; nothing where that is not known.
    pub country: Option<Country>,
    /// The part that it holds; nothing where that is not known, or where it holds it through others.
    pub share: Option<Share>,
    /// The first day that it owns or controls it; nothing where that is not known.
    pub from: Option<Date>,
    /// The last day; nothing where none is known.
    pub until: Option<Date>,
    /// Whether it can direct what it owns.
    pub control: Control,
    /// Those who own or control it in turn.
    pub owners: Vec<Owner>,
    /// Whether a source was checked for this; otherwise it is general knowledge.
    pub verified: bool,
}

/// Whether an owner can direct what it owns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Control {
    /// Alone.
    Sole,
    /// With another one, neither without the other.
    Joint,
    /// It cannot.
    None,
    /// Nobody knows.
    Unknown,
    /// What its share tells: more than half is control alone, half is joint control, less is open. Who is listed without a
    /// share is listed for control.
    #[default]
    ByShare,
}

impl Owner {
    /// Whether it owns or controls the operator on that day, as far as days are known.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.has_not_left(day)
    }

    /// Whether it owns or controls the operator on that day, or is going to.
    pub fn has_not_left(&self, day: Date) -> bool {
        self.until.is_none_or(|until| until >= day)
    }
}

/// A part of a whole, in thousandths: more than none, at most all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Share(u16);

impl Share {
    /// The whole.
    pub const WHOLE: Share = Share(1_000);

    /// This part of another part, rounded; at least the smallest part.
    pub fn of(self, other: Share) -> Share {
        let product = (u32::from(self.0) * u32::from(other.0) + 500) / 1_000;
        Share(u16::try_from(product).unwrap_or(1_000).max(1))
    }

    /// How it stands to a half.
    pub fn to_half(self) -> Ordering {
        self.0.cmp(&500)
    }
}

impl FromStr for Share {
    type Err = ();

    /// Reads a number of hundredths with at most one decimal: `50`, `62.5`, `50 %`.
    fn from_str(text: &str) -> Result<Share, ()> {
        let number = text.strip_suffix('%').unwrap_or(text).trim_end();
        let (whole, tenths) = number.split_once('.').unwrap_or((number, "0"));
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(tenths) || tenths.len() != 1 {
            return Err(());
        }
        let whole: u16 = whole.parse().map_err(drop)?;
        let tenths: u16 = tenths.parse().map_err(drop)?;
        let thousandths = whole.checked_mul(10).and_then(|n| n.checked_add(tenths)).ok_or(())?;
        (1..=1_000).contains(&thousandths).then_some(Share(thousandths)).ok_or(())
    }
}

impl fmt::Display for Share {
    /// Writes `50%` or `62.5%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (whole, 0) => write!(f, "{whole}%"),
            (whole, tenths) => write!(f, "{whole}.{tenths}%"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_and_written() {
        let written = |text: &str| text.parse::<Share>().map(|share| share.to_string());
        assert_eq!(written("50").as_deref(), Ok("50%"));
        assert_eq!(written("62.5").as_deref(), Ok("62.5%"));
        assert_eq!(written("0.1 %").as_deref(), Ok("0.1%"));
        assert_eq!(written("100%").as_deref(), Ok("100%"));
        for wrong in ["", "0", "0.0", "100.1", "-1", "50.25", "half", "50 % of it", "99999"] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_owner_holds_from_its_first_day_to_its_last() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let owner = Owner {
            name: "Hoshizora Holdings".into(),
            country: None,
            share: None,
            from: Some(day("2024-04-01")),
            until: Some(day("2026-03-31")),
            control: Control::ByShare,
            owners: Vec::new(),
            verified: true,
        };
        assert!(!owner.holds_on(day("2024-03-31")) && owner.has_not_left(day("2024-03-31")));
        assert!(owner.holds_on(day("2024-04-01")) && owner.holds_on(day("2026-03-31")));
        assert!(!owner.holds_on(day("2026-04-01")) && !owner.has_not_left(day("2026-04-01")));
    }
}
