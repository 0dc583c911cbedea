//! What a policy file declares of clusters: a manifest cannot say itself which one it goes to.

use std::sync::Arc;

use super::facts::Scale;
use super::site::Word;
use crate::model::{Because, Cluster, Place, Step};

/// The places of the cluster that a file's objects go to; empty where none is declared. Declarations
/// that name the file count before those for all files; several that name it count together.
pub fn places(path: &str, clusters: &[Cluster]) -> Vec<Word> {
    let named = |cluster: &&Cluster| cluster.path.as_ref().is_some_and(|glob| glob.is_match(path));
    let mut matching: Vec<&Cluster> = clusters.iter().filter(named).collect();
    if matching.is_empty() {
        let is_for_all = |c: &&Cluster| c.path.is_none() && c.name.is_none();
        matching = clusters.iter().filter(is_for_all).collect();
    }
    let words = |cluster: &&Cluster| {
        let because = Because { span: cluster.span, step: Step::ClusterDeclaration };
        let word = move |place: &Place| Word {
            key: "".into(),
            scale: Scale::Region,
            provider: Some(Arc::clone(&place.provider)),
            service: None,
            word: Arc::clone(&place.region),
            because: vec![because],
            decided_by: because.span,
            declared: true,
        };
        cluster.places.iter().map(word).collect::<Vec<_>>()
    };
    matching.iter().flat_map(words).collect()
}
