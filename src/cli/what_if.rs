//! `sekisho what-if`: what would differ if something were so.

use std::collections::BTreeMap;

use clap::Args;

use super::{Format, Input, Outcome, Output, diff};
use crate::message::{Lang, owner_in};
use crate::model::{Control, Country, Owner, Party, Path, Sees};
use crate::source::{FileId, Span};
use crate::suppose::{Supposed, place};

/// Show what would differ if an operator had another owner, a principal worked somewhere, or a region were another
#[derive(Debug, Args)]
#[group(id = "fact", required = true, multiple = true, args = ["owner", "principal", "region"])]
pub(super) struct Arguments {
    /// An owner: `aws=CN`, `self=CN,share=60,from=2027-04-01,name=Buyer` (`self` is the organization)
    #[arg(long, value_name = "OPERATOR=COUNTRY[,share=..][,from=..][,name=..]")]
    owner: Vec<String>,
    /// Who a principal is, by identifier or account: `444455556666=CN,name=Vendor`
    #[arg(long, value_name = "PRINCIPAL=COUNTRY[,name=..]")]
    principal: Vec<String>,
    /// Another region: `aws/ap-northeast-1=aws/us-east-1`
    #[arg(long, value_name = "OLD=NEW")]
    region: Vec<String>,
    #[command(flatten)]
    input: Input,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let lang = arguments.output.style().lang;
    let supposed = Supposed {
        owners: arguments.owner.iter().map(|text| owner(text, lang)).collect::<Result<_, _>>()?,
        principals: arguments
            .principal
            .iter()
            .map(|text| principal(text))
            .collect::<Result<_, _>>()?,
        regions: arguments.region.iter().map(|text| region(text)).collect::<Result<_, _>>()?,
    };
    let request = arguments.input.request()?;
    let Some(compared) = crate::what_if(&request, &supposed) else {
        return Err("nothing in this tree is of what is supposed: check the names against `sekisho inventory`".to_owned());
    };
    diff::write(&compared, arguments.format, &arguments.output)?;
    Ok(diff::outcome(&compared, false))
}

/// The parts of `name=COUNTRY,key=value`.
fn parts<'t>(
    text: &'t str,
    keys: &[&str],
) -> Result<(&'t str, Country, BTreeMap<&'t str, &'t str>), String> {
    let wrong = |what: &str| format!("`{text}`: {what}; write NAME=COUNTRY, such as `aws=CN`");
    let (name, rest) = text.split_once('=').ok_or_else(|| wrong("there is no `=`"))?;
    let mut parts = rest.split(',');
    let country = parts.next().unwrap_or_default();
    let country: Country = country.parse().map_err(|()| wrong("this is no country code"))?;
    let mut given = BTreeMap::new();
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        if !keys.contains(&key) {
            return Err(wrong(&format!("`{key}` is none of {}", keys.join(", "))));
        }
        given.insert(key, value);
    }
    Ok((name, country, given))
}

fn owner(text: &str, lang: Lang) -> Result<(String, Owner), String> {
    let (id, country, given) = parts(text, &["share", "from", "name"])?;
    let wrong = |key: &str| format!("`{text}`: `{key}` cannot be read");
    let share = given.get("share").map(|share| share.parse().map_err(|()| wrong("share")));
    let from = given.get("from").map(|from| from.parse().map_err(|()| wrong("from")));
    let name = given.get("name").map_or_else(|| owner_in(lang, country), |name| (*name).to_owned());
    let owner = Owner {
        name: name.into(),
        country: Some(country),
        share: share.transpose()?,
        from: from.transpose()?,
        until: None,
        control: Control::ByShare,
        owners: Vec::new(),
        verified: true,
    };
    Ok((id.to_owned(), owner))
}

fn principal(text: &str) -> Result<(String, Party), String> {
    let (id, country, given) = parts(text, &["name"])?;
    let party = Party {
        name: given.get("name").copied().unwrap_or(id).into(),
        countries: vec![country],
        path: Path::Standing,
        sees: Sees::Content,
        span: Span::file_start(FileId::NONE),
    };
    Ok((id.to_owned(), party))
}

fn region(text: &str) -> Result<(String, crate::model::Place), String> {
    let (old, new) = text.split_once('=').ok_or_else(|| {
        format!("`{text}`: write OLD=NEW, such as `ap-northeast-1=aws/us-east-1`")
    })?;
    Ok((old.to_owned(), place(new)?))
}
