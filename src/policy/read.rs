//! One policy file to a draft: what it says by itself, before what it extends is known.

use std::sync::Arc;

use super::access::{self, Entry};
use super::country;
use super::environments::environment;
use super::keys::{self, DeclaredKey, KeyRule};
use super::model::{
    Countries, DataClass, DeclaredCluster, DeclaredEnvironment, DeclaredRegion, Operators, RegionId,
};
use super::owners;
use super::places::{cluster, declared_region};
use super::principals::{self, DeclaredPrincipal};
use super::reach::{self, ReachRule};
use super::reader::{Keys, Reader, Word, quote};
use super::selector;
use crate::model::{Country, Operator, Reason, Severity};
use crate::source::Span;
use crate::syntax::yaml::Node;

const POLICY: Keys = Keys {
    what: "a policy",
    known: &[
        "version",
        "extends",
        "accept-unverified",
        "organization",
        "principals",
        "keys",
        "clusters",
        "environments",
        "catalog",
        "data",
        "rules",
    ],
    later: &["exceptions"],
};
const RULE: Keys = Keys {
    what: "a rule",
    known: &[
        "data",
        "countries",
        "operators",
        "access",
        "keys",
        "reach",
        "unresolved",
        "severity",
        "because",
    ],
    later: &[],
};
const COUNTRIES: Keys = Keys { what: "`countries`", known: &["allow", "deny"], later: &[] };
const OPERATORS: Keys = Keys {
    what: "`operators`",
    known: &["deny-control-from", "allow-control-from", "unknown"],
    later: &[],
};
const BECAUSE: Keys = Keys { what: "`because`", known: &["en", "ja"], later: &[] };
const CATALOG: Keys = Keys { what: "`catalog`", known: &["operators", "regions"], later: &[] };

/// What each weight is called; nothing stands for off.
pub(super) const WEIGHTS: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("note", Some(Severity::Note)),
    ("off", None),
];

/// What one file says.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) extends: Vec<Word>,
    pub(super) accept_unverified: Option<bool>,
    pub(super) data: Vec<(Word, DataClass)>,
    pub(super) rules: Vec<(Word, RuleDraft)>,
    pub(super) clusters: Vec<DeclaredCluster>,
    pub(super) environments: Vec<DeclaredEnvironment>,
    pub(super) organization: Option<Operator>,
    /// Whether there is one, readable or not.
    pub(super) has_organization: bool,
    pub(super) principals: Vec<DeclaredPrincipal>,
    pub(super) keys: Vec<DeclaredKey>,
    pub(super) operators: Vec<Operator>,
    pub(super) regions: Vec<(RegionId, DeclaredRegion)>,
}

/// What one file says of a rule; what it leaves out may stand in a file that it extends.
#[derive(Default)]
pub(super) struct RuleDraft {
    pub(super) data: Option<Vec<Word>>,
    pub(super) countries: Option<Countries>,
    pub(super) operators: Option<Operators>,
    pub(super) access: Option<Entry>,
    pub(super) keys: Option<KeyRule>,
    pub(super) reach: Option<ReachRule>,
    pub(super) unresolved: Option<Option<Severity>>,
    pub(super) severity: Option<Option<Severity>>,
    pub(super) because: Option<Reason>,
    /// Whether something in it could not be read: what seems to be missing may only be mistaken.
    pub(super) flawed: bool,
}

/// Reads the root of a policy file.
pub(super) fn policy(reader: &mut Reader, root: &Node) -> Draft {
    let mut draft = Draft::default();
    if !version(reader, root) {
        return draft;
    }
    let Some(fields) = reader.fields(root, &POLICY) else { return draft };
    if let Some(node) = fields.get("extends") {
        draft.extends = reader.words(node, "`extends`");
    }
    if let Some(node) = fields.get("accept-unverified") {
        let choices = [("true", true), ("false", false)];
        draft.accept_unverified = reader.choice(node, "`accept-unverified`", &choices);
    }
    draft.has_organization = fields.get("organization").is_some();
    draft.organization =
        fields.get("organization").and_then(|node| owners::organization(reader, node));
    if let Some(node) = fields.get("principals") {
        let principals = reader.list(node, "`principals`").iter();
        draft.principals =
            principals.filter_map(|node| principals::principal(reader, node)).collect();
    }
    if let Some(node) = fields.get("keys") {
        let declared = reader.list(node, "`keys`").iter();
        draft.keys = declared.filter_map(|node| keys::declared(reader, node)).collect();
    }
    if let Some(node) = fields.get("clusters") {
        let clusters = reader.list(node, "`clusters`");
        draft.clusters = clusters.iter().filter_map(|node| cluster(reader, node)).collect();
    }
    if let Some(node) = fields.get("environments") {
        let environments = reader.list(node, "`environments`").iter();
        draft.environments = environments.filter_map(|node| environment(reader, node)).collect();
    }
    if let Some(catalog) = fields.get("catalog").and_then(|node| reader.fields(node, &CATALOG)) {
        if let Some(node) = catalog.get("operators") {
            let operators = reader.list(node, "`operators`").iter();
            draft.operators = operators.filter_map(|node| owners::operator(reader, node)).collect();
        }
        if let Some(node) = catalog.get("regions") {
            let regions = reader.list(node, "`regions`").iter();
            draft.regions = regions.filter_map(|node| declared_region(reader, node)).collect();
        }
    }
    if let Some(node) = fields.get("data") {
        let classes = reader.named(node, "`data`");
        classes.iter().for_each(|(name, _)| check_name(reader, name));
        let read = |(name, node)| (selector::data_class(reader, &name, node), name);
        draft.data = classes.into_iter().map(read).map(|(class, name)| (name, class)).collect();
    }
    if let Some(node) = fields.get("rules") {
        let rules = reader.named(node, "`rules`");
        rules.iter().for_each(|(name, _)| check_name(reader, name));
        draft.rules = rules.into_iter().map(|(name, node)| (name, rule(reader, node))).collect();
    }
    draft
}

/// Whether the file can be of the version that is read here. The keys of another may mean something else.
fn version(reader: &mut Reader, root: &Node) -> bool {
    let node = root.get("version");
    if node.is_none() && root.is_mapping() {
        let start = Span::file_start(root.span.file);
        reader.wrong(start, "a policy starts with its version; write `version: 1`");
    }
    let word = node.and_then(|node| reader.word(node, "`version`"));
    let Some(word) = word.filter(|word| &*word.text != "1") else { return true };
    let version = quote(&word.text);
    let message = format!("version {version} is not read by this program; write `version: 1`");
    reader.wrong(word.span, message);
    false
}

/// Names of rules and data classes stand in reports and in comments of the files that are judged.
fn check_name(reader: &mut Reader, name: &Word) {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.text.chars().all(fits) {
        let name_text = quote(&name.text);
        let message = format!(
            "{name_text} cannot be a name; write it with letters, digits, `-`, `_` and `.` only"
        );
        reader.wrong(name.span, message);
    }
}

fn rule(reader: &mut Reader, node: &Node) -> RuleDraft {
    let before = reader.problems.len();
    let mut draft = RuleDraft::default();
    if let Some(fields) = reader.fields(node, &RULE) {
        draft.data = fields.get("data").map(|node| reader.words(node, "`data` of a rule"));
        draft.countries = fields.get("countries").and_then(|node| countries(reader, node));
        draft.operators = fields.get("operators").and_then(|node| operators(reader, node));
        draft.access = fields.get("access").and_then(|node| access::entry(reader, node));
        draft.keys = fields.get("keys").and_then(|node| keys::rule(reader, node));
        draft.reach = fields.get("reach").and_then(|node| reach::rule(reader, node));
        let mut weight = |key: &str| {
            let node = fields.get(key)?;
            reader.choice(node, &format!("`{key}`"), &WEIGHTS)
        };
        draft.unresolved = weight("unresolved");
        draft.severity = weight("severity");
        draft.because = fields.get("because").and_then(|node| reason(reader, node));
    }
    draft.flawed = reader.problems.len() > before;
    draft
}

/// A reason is text, or one text in each language.
fn reason(reader: &mut Reader, node: &Node) -> Option<Reason> {
    let mut text = |node: &Node| -> Option<Arc<str>> {
        reader.word(node, "`because`").map(|word| word.text.trim().into())
    };
    if !node.is_mapping() {
        return Some(Reason { text: text(node)?, japanese: None });
    }
    let fields = reader.fields(node, &BECAUSE)?;
    let mut text = |key: &str| -> Option<Arc<str>> {
        let word = fields.get(key).and_then(|node| reader.word(node, "`because`"));
        word.map(|word| word.text.trim().into())
    };
    let (english, japanese) = (text("en"), text("ja"));
    if english.is_none() && japanese.is_none() {
        reader.wrong(node.span, "`because` needs text, or `en` and `ja` with text");
    }
    Some(Reason { text: english.or_else(|| japanese.clone())?, japanese })
}

pub(super) fn countries(reader: &mut Reader, node: &Node) -> Option<Countries> {
    let fields = reader.fields(node, &COUNTRIES)?;
    match (fields.get("allow"), fields.get("deny")) {
        (Some(allow), None) => Some(Countries::Allow(country_list(reader, allow, "`allow`"))),
        (None, Some(deny)) => Some(Countries::Deny(country_list(reader, deny, "`deny`"))),
        (None, None) => {
            reader
                .wrong(node.span, "`countries` needs `allow` or `deny`, with a list of countries");
            None
        }
        (Some(_), Some(deny)) => {
            let message =
                "`countries` takes `allow` or `deny`, not both: what is not allowed is denied";
            reader.wrong(deny.span, message);
            None
        }
    }
}

fn operators(reader: &mut Reader, node: &Node) -> Option<Operators> {
    let fields = reader.fields(node, &OPERATORS)?;
    let mut list =
        |key: &str| fields.get(key).map(|node| country_list(reader, node, &format!("`{key}`")));
    let (deny, allow) = (list("deny-control-from"), list("allow-control-from"));
    if deny.is_none() && allow.is_none() {
        let message = "`operators` needs `deny-control-from` or `allow-control-from`, with a list of countries";
        reader.wrong(node.span, message);
    }
    let unknown = match fields.get("unknown") {
        Some(node) => reader.choice(node, "`unknown`", &WEIGHTS)?,
        None => Some(Severity::Warning),
    };
    Some(Operators { deny, allow, unknown })
}

/// A list of countries, sorted, each once.
pub(super) fn country_list(reader: &mut Reader, node: &Node, what: &str) -> Vec<Country> {
    let words = reader.words(node, what);
    let mut list: Vec<Country> = words.iter().filter_map(|word| country(reader, word)).collect();
    list.sort_unstable();
    list.dedup();
    list
}

pub(super) fn country(reader: &mut Reader, word: &Word) -> Option<Country> {
    match country::read(&word.text) {
        Ok(country) => Some(country),
        Err(advice) => {
            reader
                .wrong(word.span, format!("{} is not a country code; {advice}", quote(&word.text)));
            None
        }
    }
}
