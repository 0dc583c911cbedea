//! States, and what they have agreed on that bears on data of users in Japan.

use super::laws::{Law, laws};
use super::table::{Row, Table, columns};
use crate::model::Country;

const JURISDICTIONS: Table = Table::new(include_str!("jurisdictions.tsv"));

/// A state or territory with laws of its own; `EU` for the Union.
#[derive(Clone, Copy, Debug)]
pub struct Jurisdiction {
    /// Its code.
    pub country: Country,
    /// Its name in English.
    pub en: &'static str,
    /// Its name in Japanese.
    pub ja: &'static str,
    /// Whether Japan holds its protection of personal information to be equal to its own.
    pub appi_equivalent: &'static str,
    /// Whether the European Union holds its protection to be adequate.
    pub eu_adequacy: &'static str,
    /// Whether it has an agreement with the United States about orders to providers.
    pub cloud_act_agreement: &'static str,
    /// Whether it is in the Global CBPR Forum.
    pub global_cbpr: &'static str,
    /// Whether it is a party to Convention 108.
    pub convention_108: &'static str,
    /// Whether the Personal Information Protection Commission has surveyed its system, and when.
    pub ppc_survey: [&'static str; 2],
    /// Why nothing found about it is no proof that there is nothing; empty where its laws are recorded.
    pub gap: &'static str,
    /// What else is to say.
    pub note: &'static str,
}

/// The jurisdiction of this code.
pub fn jurisdiction(country: Country) -> Option<Jurisdiction> {
    JURISDICTIONS.find(country.as_str()).next().and_then(from_row)
}

/// The country whose residents' data the catalogue is about.
pub fn home() -> Country {
    all().find(|one| one.appi_equivalent == HOME).map_or(Country::ANYWHERE, |one| one.country)
}

/// Marks that country in the column about equality with it.
const HOME: &str = "home";

/// All of them, by code.
pub fn all() -> impl Iterator<Item = Jurisdiction> {
    JURISDICTIONS.all().filter_map(from_row)
}

impl Jurisdiction {
    /// Its laws; a member of the Union has those of the Union besides.
    pub fn laws(&self) -> impl Iterator<Item = &'static Law> + use<> {
        let country = self.country;
        let union: Option<Country> = "EU".parse().ok().filter(|_| self.is_in_union());
        laws().laws.iter().filter(move |law| {
            law.jurisdiction == Some(country) || (union.is_some() && law.jurisdiction == union)
        })
    }

    /// Whether it is a member of the European Union.
    pub fn is_in_union(&self) -> bool {
        self.eu_adequacy.starts_with("n/a")
            && self.country.as_str() != "EU"
            && !matches!(self.country.as_str(), "IS" | "LI" | "NO")
    }
}

fn from_row(row: Row) -> Option<Jurisdiction> {
    let [iso, en, ja, appi, eu, cloud_act, _, cbpr, convention, survey, year, gap, note]: [&str;
        13] = columns(row);
    Some(Jurisdiction {
        country: iso.parse().ok()?,
        en,
        ja,
        appi_equivalent: appi,
        eu_adequacy: eu,
        cloud_act_agreement: cloud_act,
        global_cbpr: cbpr,
        convention_108: convention,
        ppc_survey: [survey, year],
        gap: if matches!(gap, "no" | "home") { "" } else { gap },
        note,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_every_law_is_of_one() {
        let mut before = "";
        for row in JURISDICTIONS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let found = from_row(row).expect(row);
            assert!(!found.en.is_empty() && !found.ja.is_empty(), "{row}");
        }
        for law in &laws().laws {
            let country = law.jurisdiction.expect("a state");
            assert!(jurisdiction(country).is_some(), "{}", law.id);
        }
    }

    /// A gap says that nothing was recorded: it would be wrong beside laws of its own.
    #[test]
    fn a_state_without_laws_of_its_own_has_a_gap() {
        for state in all().filter(|state| !matches!(state.country.as_str(), "JP" | "EU")) {
            let has_own = laws().laws.iter().any(|law| law.jurisdiction == Some(state.country));
            assert_eq!(has_own, state.gap.is_empty(), "{}", state.en);
        }
    }

    #[test]
    fn members_of_the_union_have_its_laws() {
        let of = |code: &str| code.parse().ok().and_then(jurisdiction).expect("a state");
        assert!(of("DE").laws().any(|law| law.id == "eu-eevidence-2023"));
        assert!(of("NO").laws().all(|law| law.id != "eu-eevidence-2023"));
        assert!(of("CN").laws().any(|law| law.id == "cn-nil-2017"));
    }
}
