//! Whose laws hold in a country: its own, and those of a union that it is a member of.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::catalog::jurisdictions;
use crate::catalog::laws::Law;
use crate::model::{Country, Truth};

/// Whether a law is one of this country.
pub(super) fn is_of(law: &Law, country: Country) -> bool {
    law.jurisdiction == Some(country)
        || UNIONS.get(&country).is_some_and(|laws| laws.contains(&&*law.id))
}

/// Whether a law is one of a country that may not be known.
pub(super) fn may_be_of(law: &Law, country: Option<Country>) -> Truth {
    match country {
        Some(country) if country == Country::ANYWHERE => Truth::Unknown,
        Some(country) if is_of(law, country) => Truth::Yes,
        Some(_) => Truth::No,
        None => Truth::Unknown,
    }
}

/// Whether nothing found about a country's laws is no proof that there are none.
pub(super) fn has_gap(country: Country) -> bool {
    jurisdictions::jurisdiction(country).is_none_or(|one| one.gap.starts_with("yes"))
}

/// Whether it is the country whose residents' data this is all about, whose own powers are out of scope.
pub(super) fn is_home(country: Country) -> bool {
    jurisdictions::home() == country
}

/// Ids of laws by the countries that have them as members of a union.
static UNIONS: LazyLock<HashMap<Country, Vec<&'static str>>> = LazyLock::new(|| {
    let members = jurisdictions::all().filter(jurisdictions::Jurisdiction::is_in_union);
    let of = |member: jurisdictions::Jurisdiction| {
        let others = member.laws().filter(|law| law.jurisdiction != Some(member.country));
        (member.country, others.map(|law| &*law.id).collect())
    };
    members.map(of).collect()
});
