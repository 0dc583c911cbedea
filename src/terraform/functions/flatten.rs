//! `flatten`: lists in lists as one, with elements of which nobody knows how many there are.

use std::sync::Arc;

use super::{Outcome, arg, invalid, plain};
use crate::model::{Kind, Marks, Origin, Value, Why};
use crate::terraform::evaluate::MOST_ELEMENTS;

pub(super) fn flatten(args: &[Value]) -> Outcome {
    let list = arg(args, 0)?;
    let mut flat = Flat::default();
    match &list.kind {
        Kind::List(_) | Kind::Set(_) | Kind::Every(..) => flat.take(list, 0)?,
        _ => return Err(list.first_why().unwrap_or_else(|| invalid("a list is needed here"))),
    }
    match flat.open.filter(|_| !flat.all.is_empty()) {
        Some(why) => plain(Kind::Every(Arc::new(Value::one_of(flat.all, Origin::NONE)), why)),
        None => Ok(Value::new(Kind::List(flat.all.into()), Origin::NONE).marked(flat.marks)),
    }
}

#[derive(Default)]
struct Flat {
    all: Vec<Value>,
    /// Why nobody knows how many there are.
    open: Option<Arc<Why>>,
    marks: Marks,
}

impl Flat {
    fn take(&mut self, value: &Value, depth: usize) -> Result<(), Why> {
        if self.all.len() > MOST_ELEMENTS || depth > 64 {
            return Err(Why::Budget);
        }
        match &value.kind {
            Kind::List(items) | Kind::Set(items) => {
                self.marks = self.marks.and(value.marks());
                items.iter().try_for_each(|item| self.take(item, depth + 1))?;
            }
            Kind::Every(element, why) => {
                self.open.get_or_insert_with(|| Arc::clone(why));
                self.take(element, depth + 1)?;
            }
            // It may be a list itself.
            Kind::Unknown(why) => {
                self.open.get_or_insert_with(|| Arc::clone(why));
                self.all.push(value.clone());
            }
            Kind::OneOf(values) => {
                let is_list = |v: &&Value| {
                    matches!(
                        v.kind,
                        Kind::List(_) | Kind::Set(_) | Kind::Every(..) | Kind::Unknown(_)
                    )
                };
                if values.iter().any(|v| is_list(&v)) {
                    let why = value.first_why().unwrap_or(Why::Undecided);
                    self.open.get_or_insert_with(|| Arc::new(why));
                    values.iter().try_for_each(|one| self.take(one, depth + 1))?;
                } else {
                    self.all.push(value.clone());
                }
            }
            _ => self.all.push(value.clone()),
        }
        Ok(())
    }
}
