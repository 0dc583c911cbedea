//! Why a kustomization is not built. A reason is data; its sentence is in `message`.

use std::sync::Arc;

/// Why a kustomization, or a part of one, is not built.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refusal {
    /// It names a file or folder that is not in the checked tree.
    Missing {
        /// The path as written.
        path: Arc<str>,
    },
    /// It names what is kept elsewhere, which nobody fetches here.
    Elsewhere {
        /// The address as written.
        address: Arc<str>,
    },
    /// A field that is not done here.
    NotSupported {
        /// The field.
        field: Arc<str>,
    },
    /// A field that there is not, or whose value is of the wrong form.
    Unfit {
        /// The field, or its path.
        field: Arc<str>,
    },
    /// A file that does not parse, or is no list of objects.
    NoObjects {
        /// Its path.
        path: Arc<str>,
    },
    /// What it changes is not there.
    NoTarget {
        /// What was looked for.
        target: Arc<str>,
    },
    /// What it changes may be one of several.
    SeveralTargets {
        /// What was looked for.
        target: Arc<str>,
    },
    /// Two objects of it are called alike.
    Twice {
        /// The object.
        object: Arc<str>,
    },
    /// A patch that cannot be applied.
    Patch {
        /// The operation, or the field that does not fit.
        what: Arc<str>,
    },
    /// A kustomization that leads back to itself.
    Cycle,
    /// It stopped at a limit of size, depth or steps.
    Budget,
}
