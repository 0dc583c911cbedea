//! Sorted tables, embedded in the binary and searched in place.

/// A table of tab-separated values: a header line, then rows sorted by their bytes.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    rows: &'static str,
}

/// One row.
pub(crate) type Row = &'static str;

impl Table {
    /// The table in `text`, without its header.
    pub(crate) const fn new(text: &'static str) -> Table {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() && bytes[at] != b'\n' {
            at += 1;
        }
        let (_, rows) = text.split_at(at + 1);
        Table { rows }
    }

    /// The rows whose first columns are `key`: one column, or several joined by tabs.
    pub(crate) fn find(self, key: &str) -> impl Iterator<Item = Row> {
        let first = self.lower_bound(key);
        self.rows[first..].lines().take_while(move |row| starts_with_key(row, key)).fuse()
    }

    /// All rows.
    pub(crate) fn all(self) -> impl Iterator<Item = Row> {
        self.rows.lines()
    }

    /// Byte offset of the first row that is not before `key`.
    fn lower_bound(self, key: &str) -> usize {
        let bytes = self.rows.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = memchr::memrchr(b'\n', &bytes[..middle]).map_or(0, |at| at + 1);
            let length = memchr::memchr(b'\n', &bytes[start..]);
            let end = length.map_or(bytes.len(), |length| start + length);
            if bytes[start..end] < *key.as_bytes() {
                low = end + 1;
            } else {
                high = start;
            }
        }
        low.min(bytes.len())
    }
}

fn starts_with_key(row: &str, key: &str) -> bool {
    row.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('\t'))
}

/// The columns of a row; missing ones at the end are empty.
pub(crate) fn columns<const N: usize>(row: Row) -> [&'static str; N] {
    let mut columns = [""; N];
    for (column, text) in columns.iter_mut().zip(row.split('\t')) {
        *column = text;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_first_last_and_missing_rows() {
        let table = Table::new("head\tb\na\t1\na\t2\nab\t3\nz\t4\n");
        let find = |key: &str| table.find(key).collect::<Vec<_>>();
        assert_eq!(find("a"), ["a\t1", "a\t2"]);
        assert_eq!(find("a\t2"), ["a\t2"]);
        assert_eq!(find("ab"), ["ab\t3"]);
        assert_eq!(find("z"), ["z\t4"]);
        assert!(find("b").is_empty() && find("").is_empty() && find("zz").is_empty());
    }
}
