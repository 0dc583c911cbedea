//! What a policy file declares of clusters: a manifest cannot say itself which one it goes to.

use std::sync::Arc;

use globset::GlobMatcher;

use super::facts::Scale;
use super::site::Word;
use crate::model::{Because, Step};
use crate::source::Span;

/// A declared cluster.
#[derive(Clone, Debug)]
pub struct ClusterDeclaration {
    /// Files whose objects go to it; all files where it has no name either.
    pub path: Option<GlobMatcher>,
    /// Its name, for what names its cluster itself.
    pub name: Option<Arc<str>>,
    /// Its regions: the provider in the catalogue and the region word.
    pub regions: Vec<(Arc<str>, Arc<str>)>,
    /// Where it is declared.
    pub span: Span,
}

/// The places of the cluster that a file's objects go to; empty where none is declared. Declarations
/// that name the file count before those for all files; several that name it count together.
pub(super) fn places(path: &str, clusters: &[ClusterDeclaration]) -> Vec<Word> {
    let named = |cluster: &&ClusterDeclaration| {
        cluster.path.as_ref().is_some_and(|glob| glob.is_match(path))
    };
    let mut matching: Vec<&ClusterDeclaration> = clusters.iter().filter(named).collect();
    if matching.is_empty() {
        let is_for_all = |c: &&ClusterDeclaration| c.path.is_none() && c.name.is_none();
        matching = clusters.iter().filter(is_for_all).collect();
    }
    let words = |cluster: &&ClusterDeclaration| {
        let because = Because { span: cluster.span, step: Step::ClusterDeclaration };
        let word = move |(provider, region): &(Arc<str>, Arc<str>)| Word {
            key: "".into(),
            scale: Scale::Region,
            provider: Some(Arc::clone(provider)),
            service: None,
            word: Arc::clone(region),
            because: vec![because],
            decided_by: because.span,
            declared: true,
        };
        cluster.regions.iter().map(word).collect::<Vec<_>>()
    };
    matching.iter().flat_map(words).collect()
}
