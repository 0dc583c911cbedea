//! Conditions of statements: where a statement is about everybody, it is about those who meet its conditions.

use super::document::Mention;
use crate::catalog::movement::Named;
use crate::catalog::principals::principal;
use crate::catalog::ways_in;
use crate::model::{PrincipalKind, Value};

/// That a key has one of these values.
pub(super) struct Condition {
    /// How they are compared, such as `StringEquals`.
    pub test: String,
    /// The key, such as `aws:PrincipalOrgID`.
    pub key: String,
    /// What the key is compared with.
    pub values: Vec<Value>,
}

/// Comparisons that only hold where the key is there and has one of the values (AWS documentation, "IAM JSON policy elements:
/// Condition operators").
const TESTS: [&str; 6] =
    ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress"];

/// Stands before a comparison of a key that has several values.
const ANY: &str = "ForAnyValue:";

/// The principals of a statement with these conditions: for everybody stand those whom one condition tells most closely.
pub(super) fn met(principals: Vec<Value>, conditions: &[Condition]) -> Vec<Mention> {
    let closest = closest(conditions);
    let named = |value: Value| match &closest {
        Some((way, values)) if is_everybody(&value) => {
            values.iter().map(|value| Mention { value: value.clone(), by: Some(*way) }).collect()
        }
        _ => vec![Mention { value, by: None }],
    };
    principals.into_iter().flat_map(named).collect()
}

fn closest(conditions: &[Condition]) -> Option<(Named, &[Value])> {
    let told = conditions.iter().filter_map(|condition| {
        let test = condition.test.strip_prefix(ANY).unwrap_or(&condition.test);
        let is_met_by_some = TESTS.iter().any(|known| known.eq_ignore_ascii_case(test))
            && !condition.values.is_empty()
            && !condition.values.iter().any(is_everybody);
        let (order, way) = ways_in::condition(&condition.key).filter(|_| is_met_by_some)?;
        Some((order, way, &*condition.values))
    });
    let (_, way, values) = told.min_by_key(|(order, ..)| *order)?;
    Some((way, values))
}

fn is_everybody(value: &Value) -> bool {
    let is_anyone = |text| principal(text, PrincipalKind::Role).kind == PrincipalKind::Anyone;
    value.as_str().is_some_and(is_anyone)
}
