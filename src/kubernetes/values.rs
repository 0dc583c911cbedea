//! Values of Helm charts that are not rendered: what they name may be where data goes, for all that can be told.

use std::sync::Arc;

use super::fleet::Fleet;
use super::manifest::Manifest;
use super::names::Names;
use super::{Context, Edge, guesses};
use crate::model::Why;
use crate::source::{Sources, Span};
use crate::syntax::yaml::Document;

/// A document with values of a chart.
#[derive(Clone, Copy, Debug)]
pub struct Values<'n, 't> {
    /// The document.
    pub document: &'n Document<'t>,
    /// Path of its file.
    pub path: &'n str,
    /// Name of the chart; where it is not known, of the folder.
    pub chart: &'n Arc<str>,
    /// What is not rendered.
    pub not_rendered: &'n Arc<str>,
    /// Where the chart is named.
    pub span: Span,
}

/// What such values may say of data that goes elsewhere: possible, never certain.
pub fn edges(values: &[Values<'_, '_>], sources: &Sources) -> Vec<Edge> {
    let names = Names::new(&[]);
    let context = Context { names, fleet: Fleet::default(), reading: None, sources };
    values.iter().flat_map(|values| edges_of(values, &context)).collect()
}

fn edges_of(values: &Values<'_, '_>, context: &Context<'_, '_, '_>) -> Vec<Edge> {
    let chart = Manifest {
        node: &values.document.root,
        path: values.path,
        group: "".into(),
        kind: "Chart".into(),
        namespace: None,
        name: Arc::clone(values.chart),
        span: values.span,
    };
    let why = Why::ChartNotRendered { path: Arc::clone(values.not_rendered) };
    guesses::of_tree(&values.document.root, &chart, &why, context)
}
