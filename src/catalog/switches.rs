//! Arguments that switch a block or a whole resource off, so that nothing goes where its other arguments say.

use super::movement;
use super::table::{Row, Table, columns};

const SWITCHES: Table = Table::new(include_str!("switches.tsv"));

/// An argument that switches off what is said beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Path of the block that it stands in; empty where it stands in the resource.
    pub block: &'static str,
    /// Its name in that block.
    pub argument: &'static str,
    /// The values that switch off, separated by commas: `absent` where it is left out.
    pub off: &'static str,
}

impl Switch {
    /// Whether this value switches off; that the argument is left out where there is none.
    pub fn is_off(&self, value: Option<&str>) -> bool {
        movement::is_on(self.off, self.argument, value)
    }

    /// Whether it is off where the argument is left out.
    pub fn is_off_by_default(&self) -> bool {
        self.is_off(None)
    }

    /// Its path in the resource.
    pub fn path(&self) -> impl Iterator<Item = &'static str> + use<> {
        let blocks = self.block.split('.').filter(|block| !block.is_empty());
        blocks.chain([self.argument])
    }
}

/// The switches of a resource type.
pub fn switches(resource_type: &str) -> impl Iterator<Item = Switch> {
    SWITCHES.find(resource_type).map(from_row)
}

fn from_row(row: Row) -> Switch {
    let [_, block, argument, off] = columns(row);
    Switch { block, argument, off }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::movement::movements;

    #[test]
    fn rows_are_sorted_and_stand_beside_a_movement() {
        assert!(SWITCHES.all().is_sorted());
        for row in SWITCHES.all() {
            let [name, _, _, off, source, confidence] = columns(row);
            let switch = from_row(row);
            assert!(!off.is_empty() && !source.is_empty(), "{row}");
            assert!(matches!(confidence, "verified" | "memory"), "{row}");
            let is_beside = |argument: &str| {
                let inner = argument.strip_prefix(switch.block);
                switch.block.is_empty() || inner.is_some_and(|inner| inner.starts_with('.'))
            };
            assert!(movements(name).any(|row| is_beside(row.argument)), "{row}");
        }
    }
}
