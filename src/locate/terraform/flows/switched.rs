//! Whether a flow is switched on: by the value of its own argument, and by switches beside it.

use crate::catalog::movement::Movement;
use crate::catalog::switches::{Switch, switches};
use crate::locate::terraform::Locator;
use crate::locate::terraform::parts::{flat, step};
use crate::model::{Direction, Kind, Value};

/// A value of an argument, and whether something switches it off.
pub(super) struct Switched {
    pub value: Value,
    pub is_off: bool,
}

impl Locator<'_> {
    /// The values of the argument of a row, each with whether a switch in a block around it is off.
    pub(super) fn switched_values(&self, at: usize, row: &Movement) -> Vec<Switched> {
        let all: Vec<Switch> = switches(row.resource_type).collect();
        let mut segments = row.argument.split('.');
        let name = segments.next().unwrap_or_default();
        let Some(first) = self.resource(at).attributes.get(name) else { return Vec::new() };
        let is_off = self.is_switched_off(at, row);
        let mut found: Vec<Switched> =
            flat(first).into_iter().map(|value| Switched { value, is_off }).collect();
        let mut block = name.to_owned();
        for segment in segments {
            let here: Vec<Switch> = all.iter().copied().filter(|of| of.block == block).collect();
            let inner = |outer: &Switched| {
                let is_off = outer.is_off
                    || here.iter().any(|of| turns_off(of, &step(&outer.value, of.argument)));
                let values = step(&outer.value, segment).into_iter();
                values.map(move |value| Switched { value, is_off }).collect::<Vec<_>>()
            };
            found = found.iter().flat_map(inner).collect();
            block = format!("{block}.{segment}");
        }
        found
    }

    /// Whether a switch of the whole resource is off.
    pub(super) fn is_switched_off(&self, at: usize, row: &Movement) -> bool {
        let of_resource = switches(row.resource_type).filter(|of| of.block.is_empty());
        let told = |of: &Switch| self.resource(at).attributes.get(of.argument).map(flat);
        of_resource.into_iter().any(|of| turns_off(&of, &told(&of).unwrap_or_default()))
    }
}

/// Whether all that a switch may be is off. One that is not known may be on.
fn turns_off(switch: &Switch, values: &[Value]) -> bool {
    let mut told = values.iter().flat_map(Value::alternatives).peekable();
    if told.peek().is_none() {
        return switch.is_off_by_default();
    }
    told.all(|value| match &value.kind {
        Kind::Null => switch.is_off_by_default(),
        Kind::String(text) => switch.is_off(Some(text)),
        Kind::Bool(truth) => switch.is_off(Some(&truth.to_string())),
        _ => false,
    })
}

/// The same where it is switched off: what is set up may go there, no more.
pub(super) fn unless_off(direction: Direction, is_off: bool) -> Option<Direction> {
    match (is_off, direction) {
        (false, direction) => Some(direction),
        (true, Direction::In) => None,
        (true, _) => Some(Direction::Permitted),
    }
}

/// Which way a flow goes by one value of its argument; nothing where that does not switch it on. One that is not known may.
pub(super) fn direction(row: &Movement, value: &Value) -> Option<Direction> {
    let is_on = match &value.kind {
        Kind::Null => row.is_on(None),
        Kind::String(text) => !text.is_empty() && row.is_on(Some(text)),
        Kind::Bool(truth) => row.is_on(Some(&truth.to_string())),
        Kind::Number(number) => row.is_on(Some(&number.to_string())),
        // An identifier that is not known is one all the same; what switches it on is open.
        _ if row.values.is_empty() => true,
        _ => return (row.direction.direction() != Direction::In).then_some(Direction::Permitted),
    };
    is_on.then(|| row.direction.direction())
}
