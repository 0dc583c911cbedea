//! Files that a unit writes into its module: provider and backend blocks for the most part.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::Config;
use crate::model::{Kind, Map, Origin, Piece, Value, Why};
use crate::source::{Span, file_name};
use crate::syntax::hcl::{self, Block, Body};
use crate::terraform::evaluate::{Each, Evaluator, Scope};
use crate::terraform::module::alias;

/// A file that is written into a module.
#[derive(Clone, Debug)]
pub struct Written {
    /// The block that writes it: `generate.provider`.
    pub address: Arc<str>,
    /// Where its text stands.
    pub span: Span,
    /// Its name.
    pub name: Arc<str>,
    /// Whether a file of that name in the module stays as it is.
    pub yields: bool,
    /// What is in it, or why nobody can tell.
    pub content: Result<Content, Why>,
}

/// What is in a file that is written. Units are many, and their texts are kept once where they can be.
#[derive(Clone, Debug)]
pub enum Content {
    /// Read where it stands.
    Here(Arc<Body>),
    /// A text that was worked out.
    Made(Arc<str>),
}

/// Most bytes that one unit works out and writes.
const MOST_WRITTEN: usize = 1 << 16;

impl Written {
    /// What the file declares.
    pub(super) fn body(&self) -> Option<Cow<'_, Body>> {
        match self.content.as_ref().ok()? {
            Content::Here(body) => Some(Cow::Borrowed(body)),
            Content::Made(text) => hcl::parse_made(self.span, text).ok().map(Cow::Owned),
        }
    }
}

impl<'m> Evaluator<'m> {
    /// The files that the `generate` blocks of a configuration write.
    pub(super) fn written(&mut self, view: usize) -> Vec<Written> {
        let mut written: BTreeMap<Arc<str>, Written> = BTreeMap::new();
        let mut bytes = 0;
        for (label, (layer, block)) in self.labelled(view, "generate") {
            if let Some(file) = self.written_by_block(layer, &label, block, &mut bytes) {
                written.insert(label, file);
            }
        }
        let attribute = self.topmost(view, |config| config.body.attribute("generate"));
        if let Some((layer, attribute)) = attribute {
            let all = self.attribute_of(layer, attribute);
            for (label, value) in all.as_map().into_iter().flatten() {
                let Some(map) = value.as_map() else { continue };
                if let Some(file) = of_map(map, label, attribute.span, &mut bytes) {
                    written.insert(Arc::clone(label), file);
                }
            }
        }
        written.into_values().collect()
    }

    fn written_by_block(
        &mut self,
        view: usize,
        label: &str,
        block: &'m Block,
        bytes: &mut usize,
    ) -> Option<Written> {
        let config: &'m Config = self.seen(view)?.config;
        let each = Each::None;
        let contents = block.body.attribute("contents")?;
        let here = config.written(contents);
        let mut map = Map::new();
        for attribute in &block.body.attributes {
            if here.is_none() || &*attribute.name != "contents" {
                let value = self.eval(&attribute.value, &Scope::of(view, &each));
                map.insert(Arc::clone(&attribute.name), value);
            }
        }
        let mut file = of_map(&map, label, contents.value.span, bytes)?;
        if let Some(body) = here {
            file.content = Ok(Content::Here(Arc::clone(body)));
        }
        if file.name.ends_with(".json") {
            let what = format!("the generated file {}", file.name).into();
            file.content = Err(Why::NotSupported { what });
        }
        Some(file)
    }
}

/// The file that the attributes of a `generate` block describe; nothing where none is written. `bytes` counts those
/// of texts that were worked out.
fn of_map(map: &Map, label: &str, span: Span, bytes: &mut usize) -> Option<Written> {
    if matches!(map.get("disable").map(|value| &value.kind), Some(Kind::Bool(true))) {
        return None;
    }
    let name = map.get("path").and_then(Value::as_str).map_or("", file_name);
    // Terraform reads no other files.
    if !name.is_empty() && ![".tf", ".tofu", ".tf.json"].iter().any(|end| name.ends_with(end)) {
        return None;
    }
    let yields = map.get("if_exists").and_then(Value::as_str) == Some("skip");
    let nothing = Value::string("", Origin::NONE);
    let content = made(map.get("contents").unwrap_or(&nothing), span, bytes);
    let address = format!("generate.{label}").into();
    Some(Written { address, span, name: name.into(), yields, content })
}

/// The blocks in a text that was worked out: parts of it that are not known stay so.
fn made(contents: &Value, span: Span, bytes: &mut usize) -> Result<Content, Why> {
    let hidden = |value: &Value| value.first_why().unwrap_or(Why::Undecided);
    let text: Cow<'_, str> = match &contents.kind {
        Kind::String(text) => Cow::Borrowed(text),
        Kind::Partial(pieces) => Cow::Owned(with_gaps(pieces)),
        _ => return Err(hidden(contents)),
    };
    let wrong = |problem: crate::model::Problem| match contents.as_str() {
        Some(_) => Why::Invalid { message: problem.message.into() },
        None => hidden(contents),
    };
    *bytes += text.len();
    if *bytes > MOST_WRITTEN {
        return Err(Why::Budget);
    }
    let body = hcl::parse_made(span, &text).map_err(wrong)?;
    let is_named =
        |block: &Block| block.body.attribute("alias").is_none() || alias(block).is_some();
    let is_known = body.blocks.iter().all(is_named);
    if is_known { Ok(Content::Made(text.into())) } else { Err(hidden(contents)) }
}

/// A text in which references to nothing stand for what is not known.
fn with_gaps(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(known) => text.push_str(known),
            Piece::Hole(_) => {
                let line = text.rsplit('\n').next().unwrap_or("");
                let is_quoted = line.matches('"').count() % 2 == 1;
                text.push_str(if is_quoted {
                    "${terragrunt.unknown}"
                } else {
                    "terragrunt.unknown"
                });
            }
        }
    }
    text
}
