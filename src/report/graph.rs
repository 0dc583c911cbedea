//! Placements and flows as a graph: for Graphviz, for Mermaid, and as JSON. Ends outside of the home country are marked.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{json, visible};
use crate::Survey;
use crate::message::{Lang, countries, flow};
use crate::model::{Country, Direction, Holds, Placement};

/// A graph of what keeps data and of where it goes.
#[derive(Debug, Default, Serialize)]
pub struct Graph {
    schema: &'static str,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Debug, Serialize)]
struct Node {
    id: String,
    resource: String,
    root: String,
    countries: Vec<String>,
    place: String,
    /// `home`, `foreign` or `unknown`.
    side: &'static str,
    /// Whether it is a resource of the tree.
    in_tree: bool,
    #[serde(skip)]
    label: String,
}

#[derive(Debug, Serialize)]
struct Edge {
    from: String,
    to: String,
    purpose: &'static str,
    direction: &'static str,
    #[serde(skip)]
    label: String,
}

/// Builds the graph. Placements that hold no data stand in it only where a flow leads to them.
#[must_use]
pub fn graph(survey: &Survey, home: Country, lang: Lang) -> Graph {
    let mut builder = Builder {
        home,
        lang,
        ids: BTreeMap::new(),
        graph: Graph { schema: "sekisho/graph/1", ..Graph::default() },
    };
    for placement in survey.placements.iter().filter(|placement| placement.holds != Holds::Nothing)
    {
        builder.node(&placement.root, placement, true);
    }
    let known: BTreeMap<(&str, &str), &Placement> =
        survey.placements.iter().map(|p| ((&*p.root, &*p.resource), p)).collect();
    for one in &survey.flows {
        let met = one.meets.as_ref().and_then(|(root, address)| known.get(&(&**root, &**address)));
        let far = match met {
            Some(placement) => builder.node(&placement.root, placement, true),
            None => builder.node(&one.far.root, &one.far, false),
        };
        for near in &one.near {
            let Some(placement) = known.get(&(&*one.far.root, &**near)) else { continue };
            let near = builder.node(&one.far.root, placement, true);
            let (from, to) = match one.direction {
                Direction::In => (far.clone(), near),
                _ => (near, far.clone()),
            };
            if from == to {
                continue;
            }
            let label = flow(lang, one.direction, one.purpose);
            let (purpose, direction) = (one.purpose.as_str(), one.direction.as_str());
            builder.graph.edges.push(Edge { from, to, purpose, direction, label });
        }
    }
    builder.graph
}

struct Builder {
    home: Country,
    lang: Lang,
    ids: BTreeMap<(String, String), String>,
    graph: Graph,
}

impl Builder {
    fn node(&mut self, root: &str, placement: &Placement, in_tree: bool) -> String {
        let key = (root.to_owned(), placement.resource.to_string());
        if let Some(id) = self.ids.get(&key) {
            return id.clone();
        }
        let id = format!("n{}", self.ids.len());
        self.ids.insert(key, id.clone());
        let all = placement.countries();
        let side = match (
            all.is_empty() || placement.why_unknown.is_some(),
            all.iter().all(|c| *c == self.home),
        ) {
            (_, false) => "foreign",
            (true, true) => "unknown",
            (false, true) => "home",
        };
        let mut places: Vec<&str> = placement.places().map(|place| &*place.region).collect();
        places.dedup();
        let place = if places.is_empty() { "?".to_owned() } else { places.join(", ") };
        let label = match all.is_empty() {
            true => format!("{} | {place}", placement.resource),
            false => format!("{} | {place} | {}", placement.resource, countries(self.lang, &all)),
        };
        self.graph.nodes.push(Node {
            id: id.clone(),
            resource: placement.resource.to_string(),
            root: root.to_owned(),
            countries: all.iter().map(ToString::to_string).collect(),
            place,
            side,
            in_tree,
            label,
        });
        id
    }
}

impl Graph {
    /// For Graphviz.
    #[must_use]
    pub fn dot(&self) -> String {
        let mut out = String::from(
            "digraph sekisho {\n  rankdir=LR;\n  node [shape=box, style=filled, fillcolor=white];\n",
        );
        for node in &self.nodes {
            let fill = match node.side {
                "foreign" => ", fillcolor=\"#f7c9c0\"",
                "unknown" => ", fillcolor=\"#eeeeee\", style=\"filled,dashed\"",
                _ => "",
            };
            let shape = if node.in_tree { "" } else { ", shape=ellipse" };
            let _ = writeln!(
                out,
                "  {} [label={}{shape}{fill}];",
                node.id,
                quoted(&node.label.replace(" | ", "\n"))
            );
        }
        for edge in &self.edges {
            let _ =
                writeln!(out, "  {} -> {} [label={}];", edge.from, edge.to, quoted(&edge.label));
        }
        out.push_str("}\n");
        out
    }

    /// For Mermaid.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let mut out = String::from("flowchart LR\n");
        for node in &self.nodes {
            let label = escaped(&node.label).replace(" | ", "<br/>");
            let (open, close) = if node.in_tree { ("[\"", "\"]") } else { ("([\"", "\"])") };
            let class = if node.side == "home" { "" } else { node.side };
            let class = if class.is_empty() { String::new() } else { format!(":::{class}") };
            let _ = writeln!(out, "  {}{open}{label}{close}{class}", node.id);
        }
        for edge in &self.edges {
            let _ = writeln!(out, "  {} -->|\"{}\"| {}", edge.from, escaped(&edge.label), edge.to);
        }
        out.push_str("  classDef foreign fill:#f7c9c0,stroke:#b3452f\n  classDef unknown fill:#eee,stroke-dasharray:4 3\n");
        out
    }

    /// As JSON.
    ///
    /// # Errors
    /// None that a caller could cause.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        json::pretty(self)
    }
}

/// Text in quotes, as Graphviz reads it.
fn quoted(text: &str) -> String {
    let text = visible(text).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{text}\"")
}

/// Text as Mermaid reads it: entities for what it would take for its own.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in visible(text).chars() {
        match character {
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '#' => out.push_str("#35;"),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}
