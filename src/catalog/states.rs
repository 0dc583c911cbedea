//! What names a state in its backend: two roots that say the same mean one state.

use super::table::{Table, columns};

const STATES: Table = Table::new(include_str!("states.tsv"));

/// The type of the data source that reads the outputs of a state.
pub const DATA_SOURCE: &str = "terraform_remote_state";

/// The backend that keeps states in files beside the configuration, and that of roots that declare none.
pub const LOCAL: &str = "local";

/// An argument that names a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateArgument {
    /// Its path in the block.
    pub path: &'static str,
    /// What it names.
    pub part: Part,
    /// What it is where it is left out.
    pub default: Option<&'static str>,
}

/// What an argument names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The store that states are kept in.
    Store,
    /// The state in its store.
    Name,
    /// A file, by its path from the directory of the root.
    File,
}

/// The kind of state that a backend keeps, and the arguments that name one; nothing for backends that the
/// catalogue does not have. `cloud` and `remote` keep the same kind.
pub fn state(backend: &str) -> Option<(&'static str, Vec<StateArgument>)> {
    let rows: Vec<[&'static str; 5]> = STATES.find(backend).map(columns).collect();
    let kind = rows.first()?[1];
    let argument = |[_, _, path, part, default]: [&'static str; 5]| StateArgument {
        path,
        part: match part {
            "name" => Part::Name,
            "path" => Part::File,
            _ => Part::Store,
        },
        default: (!default.is_empty()).then_some(default),
    };
    Some((kind, rows.into_iter().map(argument).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_state_has_one_name() {
        for row in STATES.all() {
            let [backend] = columns(row);
            let (kind, arguments) = state(backend).expect("a row");
            let names = arguments.iter().filter(|argument| argument.part != Part::Store).count();
            assert_eq!(names, 1, "{backend}");
            // Those of one kind are compared one by one.
            let paths = |backend| state(backend).map(|(_, all)| all.into_iter().map(|a| a.path));
            let same: Vec<_> = paths(kind).expect("a row").collect();
            assert_eq!(same, paths(backend).expect("a row").collect::<Vec<_>>(), "{backend}");
        }
    }
}
