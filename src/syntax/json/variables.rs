//! Variables files in JSON as bodies of HCL, every value with its span. Strings are what they say:
//! Terraform evaluates no templates in these files.

use super::expression::{Reading, expr};
use super::{Entry, Form, Json, parse};
use crate::model::Problem;
use crate::source::FileId;
use crate::syntax::hcl::{Attribute, Body, Parsed};

/// Parses an object whose keys are variables.
pub fn variables(file: FileId, text: &str) -> Parsed {
    let read = || {
        let json = parse(file, text)?;
        let Form::Object(entries) = json.form()? else {
            return Err(Problem::at(json.span(), "this does not parse: this is not an object"));
        };
        entries.iter().map(|entry| value(entry, &entry.value)).collect()
    };
    match read() {
        Ok(attributes) => {
            Parsed { body: Body { attributes, blocks: Vec::new() }, problems: vec![] }
        }
        Err(problem) => Parsed { body: Body::default(), problems: vec![problem] },
    }
}

/// The values that an object of objects with a `value` gives to variables, as plans have them. Those that
/// do not parse are left out.
pub fn variables_of(json: &Json<'_>) -> Vec<Attribute> {
    let given = |entry: &Entry<'_>| value(entry, &entry.value.get("value")?).ok();
    json.entries().iter().filter_map(given).collect()
}

fn value(entry: &Entry<'_>, value: &Json<'_>) -> Result<Attribute, Problem> {
    let value = expr(value, Reading::Literal)?;
    Ok(Attribute { name: (&*entry.key).into(), span: entry.name.span().to(value.span), value })
}
