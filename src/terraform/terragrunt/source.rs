//! Sources of the modules that units run: folders of the tree, or addresses that a download would follow.

use std::sync::Arc;

use super::path;
use crate::model::{Kind, ModuleSource, Piece, Value, Why};

/// The module that a unit runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The files beside its configuration.
    Here,
    /// A folder of the checked tree.
    Folder(Arc<str>),
    /// A module that is not in the tree.
    Remote(ModuleSource),
    /// Nobody can tell.
    Unknown(Why),
}

impl Source {
    /// The module that a value names for a unit in `folder`. Of several, the one in the tree; why the others may be
    /// meant instead.
    pub(super) fn of(
        value: &Value,
        folder: &str,
        exists: &mut dyn FnMut(&str) -> bool,
    ) -> (Source, Option<Why>) {
        let alternatives = value.alternatives();
        let sources = alternatives.iter().map(|value| Source::of_one(value, folder, exists));
        let mut sources: Vec<Source> = sources.collect();
        let rank = |source: &Source| match source {
            Source::Here | Source::Folder(_) => 0,
            Source::Remote(_) => 1,
            Source::Unknown(_) => 2,
        };
        sources.sort_by_key(rank);
        let mut sources = sources.into_iter();
        let first = sources.next().unwrap_or(Source::Here);
        let other = sources.next().map(|other| match other {
            Source::Remote(source) => {
                Why::ModuleNotOnDisk { module: "terraform.source".into(), source }
            }
            Source::Unknown(why) => why,
            _ => Why::Undecided,
        });
        (first, other)
    }

    fn of_one(value: &Value, folder: &str, exists: &mut dyn FnMut(&str) -> bool) -> Source {
        let text = match &value.kind {
            Kind::Null => return Source::Here,
            Kind::String(text) => text.to_string(),
            Kind::Partial(pieces) => shown(pieces),
            _ => return Source::Unknown(value.first_why().unwrap_or(Why::Undecided)),
        };
        let is_whole = value.as_str().is_some();
        if is_remote(&text) {
            return Source::Remote(ModuleSource(text.into()));
        }
        // What follows the path asks for a version, which a folder does not have.
        let (place, query) = text.split_once('?').map_or((&*text, None), |(a, b)| (a, Some(b)));
        if !is_whole && (query.is_none() || place.contains(UNKNOWN)) {
            return match text.starts_with(UNKNOWN) {
                true => Source::Remote(ModuleSource(text.into())),
                false => Source::Unknown(value.first_why().unwrap_or(Why::Undecided)),
            };
        }
        let place = place.strip_prefix("file://").unwrap_or(place);
        match path::follow(folder, place) {
            Some(path) if path == folder => Source::Here,
            Some(path) if exists(&path) => Source::Folder(path.into()),
            _ if is_host(place) => Source::Remote(ModuleSource(text.into())),
            Some(path) => Source::Unknown(Why::NotFound { reference: path.into() }),
            None => Source::Unknown(Why::NotFound { reference: place.into() }),
        }
    }

    /// Why nothing of the module can be asked for.
    pub(super) fn closed(&self, unit: &Arc<str>) -> Option<Why> {
        match self {
            Source::Here | Source::Folder(_) => None,
            Source::Remote(source) => {
                Some(Why::ModuleNotOnDisk { module: Arc::clone(unit), source: source.clone() })
            }
            Source::Unknown(why) => Some(why.clone()),
        }
    }
}

/// What stands for a part of a source that is not known.
const UNKNOWN: &str = "...";

fn shown(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.to_string(),
        Piece::Hole(_) => UNKNOWN.to_owned(),
    };
    pieces.iter().map(piece).collect()
}

/// Whether a source must be downloaded: it names a way to do so, or a user at a host.
fn is_remote(source: &str) -> bool {
    let before = |end: &str| source.split_once(end).map(|(start, _)| start);
    let scheme = before("://").filter(|scheme| !scheme.contains('/') && *scheme != "file");
    let getter = before("::").filter(|getter| !getter.contains('/'));
    let first = source.split('/').next().unwrap_or("");
    let is_user = first.contains('@') && first.contains(':');
    scheme.is_some() || getter.is_some() || is_user
}

/// Whether a source that is no folder begins with a host: some are downloaded without a word on how.
fn is_host(source: &str) -> bool {
    let first = source.split('/').next().unwrap_or("");
    first.contains('.') && !first.starts_with('.') && source.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_that_are_downloaded_are_told_from_folders() {
        for source in [
            "git::https://code.example.com/modules.git//vpc?ref=v1",
            "git@code.example.com:team/modules.git//vpc",
            "tfr:///team/vpc/aws?version=1.0.0",
        ] {
            assert!(is_remote(source), "{source}");
        }
        for source in ["../vpc", "./vpc", "modules//vpc", "/repository/modules", "file:///a"] {
            assert!(!is_remote(source), "{source}");
        }
    }
}
