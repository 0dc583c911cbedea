//! Words of the catalogue's tables, and what its facts are about. Sorted by word and searched in place.

use super::Lang;
use super::countries::row;
use crate::catalog::record::Text;

/// Lines of `word TAB English TAB Japanese`, sorted by word.
const TABLE: &str = include_str!("words.tsv");

/// A word of a table as people write it; the word itself where nobody has said how.
#[must_use]
pub fn word(lang: Lang, word: &str) -> &str {
    match row(TABLE, word) {
        Some((en, _)) if lang == Lang::En => en,
        Some((_, ja)) => ja,
        None => word,
    }
}

/// What the catalogue says in both languages.
#[must_use]
pub fn text(lang: Lang, text: &Text) -> &str {
    match lang {
        Lang::En => &text.en,
        Lang::Ja => &text.ja,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{endpoints, laws, movement, regions, rules, types};
    use crate::lookup::{Label, Sort, Subject};

    fn is_said(word: &str) -> bool {
        word.is_empty() || row(TABLE, word).is_some()
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let mut before = "";
        for line in TABLE.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 3, "{line}");
            assert!(before < fields[0] && fields.iter().all(|field| !field.is_empty()), "{line}");
            before = fields[0];
        }
    }

    #[test]
    fn every_word_of_the_catalogue_has_a_name_in_both_languages() {
        let all: Vec<&str> = [
            laws::Test::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>(),
            laws::HookStrength::ALL.iter().map(|word| word.as_str()).collect(),
            laws::Status::ALL.iter().map(|word| word.as_str()).collect(),
            laws::Kind::ALL.iter().map(|word| word.as_str()).collect(),
            laws::Power::ALL.iter().map(|word| word.as_str()).collect(),
            laws::Secrecy::ALL.iter().map(|word| word.as_str()).collect(),
            laws::Review::ALL.iter().map(|word| word.as_str()).collect(),
            laws::Measure::ALL.iter().map(|word| word.as_str()).collect(),
            laws::Effect::ALL.iter().map(|word| word.as_str()).collect(),
            laws::Confidence::ALL.iter().map(|word| word.as_str()).collect(),
            rules::Force::ALL.iter().map(|word| word.as_str()).collect(),
            rules::Relevance::ALL.iter().map(|word| word.as_str()).collect(),
            rules::Lever::ALL.iter().map(|word| word.as_str()).collect(),
            movement::Edge::ALL.iter().map(|word| word.as_str()).collect(),
            movement::GrantKind::ALL.iter().map(|word| word.as_str()).collect(),
            movement::Way::ALL.iter().map(|word| word.as_str()).collect(),
            movement::FarEnd::ALL.iter().map(|word| word.as_str()).collect(),
            movement::Named::ALL.iter().map(|word| word.as_str()).collect(),
            movement::DataEffect::ALL.iter().map(|word| word.as_str()).collect(),
            Label::ALL.iter().map(|word| word.as_str()).collect(),
            Sort::ALL.iter().map(|word| word.as_str()).collect(),
        ]
        .concat();
        let regions = regions::all().map(|region| region.kind);
        let hosts =
            endpoints::forms().flat_map(|form| [form.service_kind, form.location_confidence]);
        let types = types::all().flat_map(|of| [of.class, of.holds.as_str()]);
        let sectors = rules::rules().rules.iter().flat_map(|rule| &rule.sectors).map(|of| &**of);
        let words = all.into_iter().chain(regions).chain(hosts).chain(types).chain(sectors);
        let mut unsaid: Vec<&str> = words.filter(|word| !is_said(word)).collect();
        unsaid.sort_unstable();
        unsaid.dedup();
        assert!(unsaid.is_empty(), "{unsaid:?}");
        assert_eq!(Subject::ALL.len(), 7);
    }
}
