//! What comparisons say of a list: whether there is something in it.

use crate::model::Number;
use crate::syntax::hcl::{Binary, Expr, ExprKind};

/// `[]` and `toset([])`.
pub(super) fn is_empty(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Tuple(items) => items.is_empty(),
        ExprKind::Call(call) => match (&*call.name, call.args.as_slice()) {
            ("toset" | "tolist", [inner]) => is_empty(inner),
            _ => false,
        },
        _ => false,
    }
}

/// The same comparison with its sides exchanged.
pub(super) fn mirrored(operator: Binary) -> Option<Binary> {
    Some(match operator {
        Binary::Equal | Binary::NotEqual => operator,
        Binary::Less => Binary::Greater,
        Binary::LessOrEqual => Binary::GreaterOrEqual,
        Binary::Greater => Binary::Less,
        Binary::GreaterOrEqual => Binary::LessOrEqual,
        _ => return None,
    })
}

/// What a comparison says of how many elements there are.
pub(super) enum Counted {
    None,
    Some,
}

/// What `length(...) operator number` says.
pub(super) fn counted(operator: Binary, number: &Number, holds: bool) -> Option<Counted> {
    let is_zero = number.signum() == 0;
    let is_one = number.as_index() == Some(1);
    // Whether it holds for an empty list, where it says whether there is something.
    let says = match operator {
        Binary::Equal if is_zero => Counted::None,
        Binary::NotEqual | Binary::Greater if is_zero => Counted::Some,
        Binary::LessOrEqual if is_zero => Counted::None,
        Binary::Equal | Binary::GreaterOrEqual if is_one && holds => Counted::Some,
        Binary::GreaterOrEqual if is_one => Counted::Some,
        Binary::Less if is_one => Counted::None,
        _ => return None,
    };
    Some(match (says, holds) {
        (says, true) => says,
        (Counted::None, false) => Counted::Some,
        (Counted::Some, false) => Counted::None,
    })
}
