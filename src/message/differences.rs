//! Differences in sentences of both languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::reach::{law, reached};
use super::words::word;
use super::{Lang, access, countries, flow};
use crate::model::{Bearing, Country, Difference, ReachLevel, Whereabouts};

/// What sort of difference it is, as a head above all of that sort.
#[must_use]
pub fn sort(lang: Lang, difference: &Difference) -> &'static str {
    match (lang, difference) {
        (Lang::En, Difference::Placement { .. }) => "placements",
        (Lang::En, Difference::Flow { .. }) => "copies and other flows",
        (Lang::En, Difference::Access { .. }) => "access",
        (Lang::En, Difference::Reach { .. }) => "reach of laws",
        (Lang::Ja, Difference::Placement { .. }) => "配置",
        (Lang::Ja, Difference::Flow { .. }) => "複製などの移転",
        (Lang::Ja, Difference::Access { .. }) => "アクセス経路",
        (Lang::Ja, Difference::Reach { .. }) => "法令の到達度",
    }
}

/// The mark before a difference: it came, it went, or it changed.
#[must_use]
pub fn mark(difference: &Difference) -> char {
    match difference {
        Difference::Placement { before: None, .. } => '+',
        Difference::Placement { after: None, .. } => '-',
        Difference::Placement { .. } => '~',
        Difference::Flow { is_new, .. } | Difference::Access { is_new, .. } => {
            if *is_new {
                '+'
            } else {
                '-'
            }
        }
        Difference::Reach { before, after, .. } => {
            if after > before {
                '+'
            } else {
                '-'
            }
        }
    }
}

/// The difference in one sentence, to follow the name of what differs.
#[must_use]
pub fn sentence(lang: Lang, difference: &Difference) -> String {
    match difference {
        Difference::Placement { before, after, .. } => {
            let sides: Vec<String> =
                [before, after].into_iter().flatten().map(|at| whereabouts(lang, at)).collect();
            sides.join(" -> ")
        }
        Difference::Flow { direction, purpose, far, countries, .. } => {
            format!("{} {far}{}", flow(lang, *direction, *purpose), among(lang, countries))
        }
        Difference::Access { principal, countries, level, .. } => {
            format!("{} {principal}{}", access(lang, Bearing::In, *level), among(lang, countries))
        }
        Difference::Reach { before, after, reached: about, laws, .. } => {
            let laws: Vec<String> = laws.iter().map(|id| law(lang, id)).collect();
            let laws = if laws.is_empty() { unrecorded(lang).to_owned() } else { laws.join("; ") };
            format!("{} | {laws} | {}", levels(lang, *before, *after), reached(lang, about))
        }
    }
}

/// Laws that become notes, or were no more, in one sentence.
#[must_use]
pub fn notes(lang: Lang, before: ReachLevel, after: ReachLevel, laws: &[&str]) -> String {
    let laws = if laws.is_empty() { unrecorded(lang).to_owned() } else { laws.join(", ") };
    format!("{} | {laws}", levels(lang, before, after))
}

fn levels(lang: Lang, before: ReachLevel, after: ReachLevel) -> String {
    format!("{} -> {}", word(lang, before.as_str()), word(lang, after.as_str()))
}

fn unrecorded(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "laws that nobody recorded",
        Lang::Ja => "記録のない法令",
    }
}

/// The most addresses that are named, and roots with each.
const MOST: usize = 5;

/// Resources by their addresses, each with its roots where they are not the folder that is asked about.
#[must_use]
pub fn named(lang: Lang, resources: &[(Arc<str>, Arc<str>)]) -> String {
    let mut by_addresses: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (root, address) in resources {
        by_addresses.entry(address).or_default().push(root);
    }
    let named = by_addresses.into_iter().map(|(address, roots)| match roots[..] {
        ["."] => address.to_owned(),
        _ => format!("{address} ({})", first(lang, roots.into_iter().map(str::to_owned).collect())),
    });
    first(lang, named.collect())
}

fn first(lang: Lang, names: Vec<String>) -> String {
    let shown = names[..names.len().min(MOST)].join(", ");
    match (names.len().saturating_sub(MOST), lang) {
        (0, _) => shown,
        (more, Lang::En) => format!("{shown} and {more} more"),
        (more, Lang::Ja) => format!("{shown} ほか {more} 件"),
    }
}

fn whereabouts(lang: Lang, at: &Whereabouts) -> String {
    let places = if at.places.is_empty() { "?".to_owned() } else { at.places.join(", ") };
    let open = match (at.is_open && !at.places.is_empty(), lang) {
        (false, _) => "",
        (true, Lang::En) => " or elsewhere",
        (true, Lang::Ja) => " または不明",
    };
    let operators = if at.operators.is_empty() {
        String::new()
    } else {
        format!(" [{}]", at.operators.join("; "))
    };
    format!("{places}{open}{}{operators}", among(lang, &at.countries))
}

fn among(lang: Lang, of: &[Country]) -> String {
    match (of.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::En) => format!(" ({})", countries(lang, of)),
        (false, Lang::Ja) => format!("（{}）", countries(lang, of)),
    }
}

/// That nothing differs.
#[must_use]
pub fn nothing(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "no difference in placements, flows, access or the reach of laws",
        Lang::Ja => "配置、移転、アクセス経路、法令の到達度に差はありません",
    }
}

/// What the reader has to know besides.
#[must_use]
pub fn disclaimer(lang: Lang) -> &'static str {
    match lang {
        Lang::En => {
            "Reach describes legal hooks on the facts supplied. It is not legal advice, and no statement that any authority has asked for data or will."
        }
        Lang::Ja => {
            "到達度は、入力された事実に基づく外国法の適用可能性の手掛かりです。法的助言ではなく、当局による要求の有無や可能性を断定するものでもありません。"
        }
    }
}
