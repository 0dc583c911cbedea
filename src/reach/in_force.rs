//! Which laws count on a day.

use crate::catalog::laws::{Law, Status};
use crate::model::Date;

/// How a law stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Force {
    /// It is in force.
    Yes,
    /// It has lapsed and still has effects.
    Residual,
    /// Nobody could tell.
    Unknown,
    /// It is not, or not yet, or not any more, or it reaches nobody's data.
    No,
}

/// Bills, and what only limits the demands of others, never count.
pub(super) fn force(law: &Law, as_of: Date) -> Force {
    if law.is_protective() || matches!(law.status, Status::Bill | Status::Repealed) {
        return Force::No;
    }
    if law.in_force.is_some_and(|day| as_of < day) {
        return Force::No;
    }
    if law.expires.is_some_and(|day| day < as_of) {
        return if law.residual_until.en.is_empty() { Force::No } else { Force::Residual };
    }
    match law.status {
        Status::NotYetInForce if law.in_force.is_none() => Force::No,
        Status::Unknown => Force::Unknown,
        _ => Force::Yes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::laws::law;

    fn on(id: &str, day: &str) -> Force {
        force(law(id).expect("a law"), day.parse().expect("a day"))
    }

    #[test]
    fn laws_count_from_their_day_to_their_end() {
        assert_eq!(on("us-cloud-act-2018", "2017-01-01"), Force::No);
        assert_eq!(on("us-cloud-act-2018", "2019-01-01"), Force::Yes);
        assert_eq!(on("us-fisa-702", "2026-06-12"), Force::Yes);
        assert_eq!(on("us-fisa-702", "2026-06-13"), Force::Residual);
    }

    #[test]
    fn bills_and_counterparts_never_count() {
        use crate::catalog::laws::laws;
        let day = "2026-11-22".parse().expect("a day");
        for law in &laws().laws {
            if law.status == Status::Bill || law.is_protective() {
                assert_eq!(force(law, day), Force::No, "{}", law.id);
            }
        }
    }
}
