//! How a build says that it cannot go on.

use crate::model::Refusal;
use crate::source::Span;

/// Why a build ends, and the part of a file that makes it.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    /// Where.
    pub span: Span,
    /// Why.
    pub refusal: Refusal,
}

pub(super) type Result<T> = std::result::Result<T, Refused>;

impl Refused {
    pub fn new(span: Span, refusal: Refusal) -> Refused {
        Refused { span, refusal }
    }

    /// A field that is of the wrong form, or that there is not.
    pub fn unfit(span: Span, field: &str) -> Refused {
        Refused { span, refusal: Refusal::Unfit { field: field.into() } }
    }

    /// An operation of a patch that cannot be done.
    pub fn patch(span: Span, what: &str) -> Refused {
        Refused { span, refusal: Refusal::Patch { what: what.into() } }
    }
}
