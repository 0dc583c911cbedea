//! The last line of defence: a mistake in this program ends the part of the run that met it.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is said of a part of the run that a mistake ended.
pub const INTERNAL_ERROR: &str = "internal error: this could not be read to its end because of a mistake in sekisho; please report it";

/// The result of `work`; nothing where it panics. What it was working on must not be looked at then.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_gives_nothing() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| [1][std::hint::black_box(1)]), None);
    }
}
