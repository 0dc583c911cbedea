//! Differences in sentences of both languages.

use super::reach::{law, reached};
use super::words::word;
use super::{Lang, access, countries, flow};
use crate::model::{Bearing, Country, Difference, Whereabouts};

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

/// The difference in one sentence.
#[must_use]
pub fn sentence(lang: Lang, difference: &Difference) -> String {
    match difference {
        Difference::Placement { resource, before, after } => {
            let [before, after] =
                [before, after].map(|side| side.as_ref().map(|at| whereabouts(lang, at)));
            match (before, after) {
                (Some(before), Some(after)) => format!("{}: {before} -> {after}", resource.1),
                (Some(one), None) | (None, Some(one)) => format!("{}: {one}", resource.1),
                (None, None) => resource.1.to_string(),
            }
        }
        Difference::Flow { resource, direction, purpose, far, countries, .. } => {
            format!(
                "{}: {} {far}{}",
                resource.1,
                flow(lang, *direction, *purpose),
                among(lang, countries)
            )
        }
        Difference::Access { resource, principal, countries, level, .. } => format!(
            "{}: {} {principal}{}",
            resource.1,
            access(lang, Bearing::In, *level),
            among(lang, countries)
        ),
        Difference::Reach { before, after, reached: about, laws, resources, .. } => {
            let levels = [before, after].map(|level| word(lang, level.as_str()).to_owned());
            let laws: Vec<String> = laws.iter().map(|id| law(lang, id)).collect();
            let laws = match (laws.is_empty(), lang) {
                (true, Lang::En) => "laws that nobody recorded".to_owned(),
                (true, Lang::Ja) => "記録のない法令".to_owned(),
                (false, _) => laws.join("; "),
            };
            let of = named(lang, resources.iter().map(|(_, address)| &**address));
            format!("{of}: {} -> {} | {laws} | {}", levels[0], levels[1], reached(lang, about))
        }
    }
}

/// The most resources that are named.
const MOST: usize = 5;

fn named<'a>(lang: Lang, addresses: impl ExactSizeIterator<Item = &'a str>) -> String {
    let count = addresses.len();
    let shown: Vec<&str> = addresses.take(MOST).collect();
    let more = count - shown.len();
    let shown = shown.join(", ");
    match (more, lang) {
        (0, _) => shown,
        (more, Lang::En) => format!("{shown} and {more} more"),
        (more, Lang::Ja) => format!("{shown} ほか {more} 件"),
    }
}

fn whereabouts(lang: Lang, at: &Whereabouts) -> String {
    let places = if at.places.is_empty() { "?".to_owned() } else { at.places.join(", ") };
    let open = match (at.is_open, lang) {
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
