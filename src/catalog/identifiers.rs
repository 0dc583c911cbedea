//! Identifiers of resources that carry a region in one of their fields, such as ARNs.

use super::table::{Row, Table, columns};

const IDENTIFIERS: Table = Table::new(include_str!("identifiers.tsv"));

/// A form of identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The provider in the table of regions.
    pub provider: &'static str,
    /// What stands between fields.
    pub separator: char,
    /// Index of the field that holds the region; it is empty in identifiers of what has none.
    pub field: usize,
}

/// The form of an identifier that starts as this text does.
pub fn identifier(text: &str) -> Option<Identifier> {
    let row = IDENTIFIERS.all().find(|row| text.starts_with(columns::<1>(row)[0]))?;
    from_row(row)
}

/// The region in an identifier; nothing where this is none, or where it has no region.
pub fn region(text: &str) -> Option<(&'static str, &str)> {
    let form = identifier(text)?;
    let field = text.split(form.separator).nth(form.field)?;
    (!field.is_empty() && field != "*").then_some((form.provider, field))
}

/// The bucket in an identifier that has no region: a bucket's name is enough for its provider.
pub fn store(text: &str) -> Option<(&'static str, &str)> {
    let row = IDENTIFIERS.all().find(|row| text.starts_with(columns::<1>(row)[0]))?;
    let (form, [.., store]) = (from_row(row)?, columns::<5>(row));
    let (condition, field) = store.split_once(':')?;
    let (at, service) = condition.split_once('=')?;
    let fields: Vec<&str> = text.split(form.separator).collect();
    let name = fields.get(field.parse::<usize>().ok()?)?.split('/').next()?;
    let is_store = fields.get(at.parse::<usize>().ok()?) == Some(&service);
    (is_store && !name.is_empty() && name != "*").then_some((form.provider, name))
}

fn from_row(row: Row) -> Option<Identifier> {
    let [_, provider, separator, field] = columns(row);
    Some(Identifier { provider, separator: separator.chars().next()?, field: field.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::regions;

    #[test]
    fn rows_are_whole_and_sorted() {
        let mut before = "";
        for row in IDENTIFIERS.all() {
            assert!(before < row, "not sorted: {row}");
            before = row;
            let form = from_row(row).expect(row);
            assert!(regions::has_provider(form.provider), "{row}");
            assert!(columns::<7>(row).iter().all(|cell| !cell.is_empty()), "{row}");
        }
    }

    #[test]
    fn regions_stand_in_their_field() {
        let arn = "arn:aws:kms:ap-northeast-3:111122223333:key/0a1b";
        assert_eq!(region(arn), Some(("aws", "ap-northeast-3")));
        assert_eq!(region("arn:aws:s3:::members"), None);
        assert_eq!(region("arn:aws:logs:*:111122223333:*"), None);
        assert_eq!(region("an arn:aws:kms:ap-northeast-3"), None);
    }

    #[test]
    fn a_bucket_needs_no_region_in_its_identifier() {
        assert_eq!(store("arn:aws:s3:::members/2026/*"), Some(("aws", "members")));
        assert_eq!(store("acs:oss:*:123456:members"), Some(("alibaba", "members")));
        assert_eq!(store("arn:aws:s3:::*"), None);
        assert_eq!(store("arn:aws:iam::111122223333:role/a"), None);
        assert_eq!(store("arn:aws:s3"), None);
    }
}
