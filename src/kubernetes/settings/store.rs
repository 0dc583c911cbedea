//! Secrets and ConfigMaps that describe where something else keeps its data.

use super::{Setting, narrow_word, texts, word_of, words_of};
use crate::catalog::addresses::{Address, addresses};
use crate::kubernetes::Context;
use crate::kubernetes::facts::Scale;
use crate::kubernetes::manifest::Manifest;
use crate::kubernetes::site::{Say, Word};

/// What a word is of what is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kubernetes) enum Part {
    /// Where it is reached.
    Endpoint,
    /// Its region.
    Region,
    /// The name of a bucket.
    Bucket,
}

/// What entries describe.
#[derive(Default)]
pub(in crate::kubernetes) struct Described {
    pub words: Vec<(Part, Word)>,
    /// Whether it is in the cluster.
    pub is_inside: bool,
}

/// What the entries of a Secret or ConfigMap describe: whole configurations, and values by what their keys stand for.
pub(in crate::kubernetes) fn described(
    object: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
    provider: Option<&str>,
    part_of: &dyn Fn(&str) -> Option<Part>,
) -> Described {
    let mut described = Described::default();
    for entry in texts::entries(object, context) {
        let words = match texts::of_configuration(&entry, object, context) {
            Some(edges) => {
                let says = edges.into_iter().flat_map(|edge| edge.far.site.says);
                says.flat_map(words_of_say).map(|word| (part_of_scale(word.scale), word)).collect()
            }
            None => match part_of(entry.key) {
                Some(part) => value(entry.setting(), part, provider, &mut described.is_inside),
                None => Vec::new(),
            },
        };
        described.words.extend(words);
    }
    for (_, word) in &mut described.words {
        narrow_word(word, context.sources);
    }
    described
}

fn value(
    setting: Setting<'_>,
    part: Part,
    provider: Option<&str>,
    is_inside: &mut bool,
) -> Vec<(Part, Word)> {
    let words = match part {
        Part::Endpoint => {
            let is_here = |endpoint: &Address<'_>| matches!(endpoint, Address::Inside(_));
            *is_inside |= addresses(setting.text).iter().any(is_here);
            words_of(setting)
        }
        Part::Region => vec![word_of(setting, Scale::Region, provider, setting.text)],
        Part::Bucket => vec![word_of(setting, Scale::Bucket, provider, setting.text)],
    };
    words.into_iter().map(|word| (part, word)).collect()
}

fn part_of_scale(scale: Scale) -> Part {
    match scale {
        Scale::Host => Part::Endpoint,
        Scale::Bucket => Part::Bucket,
        Scale::Region | Scale::Zone | Scale::Global => Part::Region,
    }
}

fn words_of_say(say: Say) -> Vec<Word> {
    match say {
        Say::OneOf(words) => words,
        Say::First(says) => says.into_iter().flat_map(words_of_say).collect(),
        _ => Vec::new(),
    }
}
