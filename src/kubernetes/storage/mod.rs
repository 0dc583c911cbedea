//! Storage classes, volumes, claims and snapshots: where bytes rest.

mod claim;
mod class;
mod facts;
mod volume;

pub(super) use claim::{Claim, claim, made_by_class};
pub(super) use volume::inline;

use super::Context;
use super::facts::Scale;
use super::fields::{elements, text};
use super::manifest::Manifest;
use super::site::{Say, Site, Word, any};
use crate::model::{Because, Step, Why};
use crate::syntax::yaml::Node;
use facts::VolumeSource;

/// A site, and the class of what is there.
pub(super) struct Store {
    pub site: Site,
    pub class: &'static str,
    /// Whether its pods have to be where it is, as those of disks at a node.
    pub binds: bool,
}

/// Where the bytes of a storage class, a volume or a claim are; nothing of other kinds.
pub(super) fn of(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Option<Store> {
    let cluster = context.cluster(manifest.path);
    match (&*manifest.group, &*manifest.kind) {
        ("storage.k8s.io", "StorageClass") => Some(class::class(manifest, cluster)),
        ("", "PersistentVolume") => Some(volume::volume(manifest, cluster)),
        ("", "PersistentVolumeClaim") => Some(claim(&Claim::of(manifest), context)),
        _ => None,
    }
}

/// Class of a volume of which nothing more is known.
const SOME_VOLUME: &str = "block_storage";

/// What mount options in the list at this path say: `region us-east-1`, `--region=us-east-1`.
fn mount_options(holder: &Node<'_>, path: &[&str], source: Option<&VolumeSource>) -> Vec<Say> {
    let Some(source) = source else { return Vec::new() };
    let options = elements(holder, path);
    let says = facts::fields(source.name).filter_map(|field| {
        let name = field.path.strip_prefix("mountOptions.")?;
        let words = options.iter().filter_map(|option| {
            let option_text = text(option)?.trim_start_matches('-');
            let value = option_text.strip_prefix(name)?.strip_prefix(['=', ' '])?.trim();
            Some(Word::written(field.path, field.scale, source.provider, value, option.span))
        });
        let words: Vec<Word> = words.collect();
        (!words.is_empty()).then(|| place(words))
    });
    says.collect()
}

/// The place that words of one kind name. Hosts and buckets decide only where they are known.
fn place(words: Vec<Word>) -> Say {
    match words.first().map(|word| word.scale) {
        Some(Scale::Host | Scale::Bucket) => Say::Hint(words),
        _ => Say::OneOf(words),
    }
}

fn through(store: &mut Store, subject: Because, manifest: &Manifest<'_, '_>) {
    let reference = Because { span: manifest.span, step: Step::ObjectReference };
    store.site.says.iter_mut().for_each(|say| say.through(&[subject, reference]));
}

fn with_rest(mut stores: Vec<Store>, truncated: bool, subject: Because) -> Store {
    if truncated {
        let says = vec![Say::Open(Why::Budget, vec![subject])];
        let site = Site { says, silent: Why::Budget };
        stores.push(Store { site, class: SOME_VOLUME, binds: false });
    }
    either(stores)
}

/// One of several stores.
fn either(mut stores: Vec<Store>) -> Store {
    let Some(first) = stores.first() else {
        let site = Site { says: Vec::new(), silent: Why::Unconstrained };
        return Store { site, class: SOME_VOLUME, binds: false };
    };
    let binds = stores.iter().all(|store| store.binds);
    let (class, silent) = (first.class, first.site.silent.clone());
    let lists = stores.iter_mut().map(|store| std::mem::take(&mut store.site.says)).collect();
    Store { site: Site { says: any(lists), silent }, class, binds }
}
