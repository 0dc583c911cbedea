//! Tables of text.

use super::width::{columns, pad, wrap};

/// Blanks between columns.
const GAP: usize = 2;

/// No column is made narrower than this.
const NARROWEST: usize = 8;

/// Longer words are broken where a column has no room.
const LONGEST_WORD: usize = 16;

/// A table with a head and rows of as many cells.
pub(super) struct Table {
    head: Vec<String>,
    rows: Vec<Row>,
}

/// Cells, and lines that stand below them.
struct Row {
    cells: Vec<String>,
    below: Vec<String>,
}

impl Table {
    /// A table without rows.
    pub(super) fn new(head: Vec<String>) -> Table {
        Table { head, rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<String>, below: Vec<String>) {
        self.rows.push(Row { cells, below });
    }

    /// Lays it out in `width` columns: the widest columns give way first.
    pub(super) fn render(&self, out: &mut String, indent: usize, width: usize, color: bool) {
        let widths = self.widths(width.saturating_sub(indent));
        let (bold, plain) = if color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        for line in lines(&self.head, &widths) {
            out.push_str(&format!("{}{bold}{line}{plain}\n", " ".repeat(indent)));
        }
        for row in &self.rows {
            for line in lines(&row.cells, &widths) {
                out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
            }
            for line in &row.below {
                out.push_str(&format!("{}{line}\n", " ".repeat(indent + 4)));
            }
        }
    }

    fn widths(&self, room: usize) -> Vec<usize> {
        let widest = |n: usize, of: fn(&str) -> usize| {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(n));
            cells.chain(self.head.get(n)).map(|cell| of(cell)).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..self.head.len()).map(|n| widest(n, columns)).collect();
        let narrowest: Vec<usize> = (0..widths.len()).map(|n| widest(n, narrowest)).collect();
        let gaps = GAP * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > room {
            let can_give = widths.iter_mut().zip(&narrowest).enumerate();
            // The first column names its row: it may be twice as wide as the others.
            let next = can_give
                .filter(|(_, (width, narrowest))| **width > **narrowest)
                .max_by_key(|(n, (width, _))| if *n == 0 { **width / 2 } else { **width });
            match next {
                Some((_, (width, _))) => *width -= 1,
                None => break,
            }
        }
        widths
    }
}

/// Columns that a cell needs to keep words such as a region's in one piece.
fn narrowest(cell: &str) -> usize {
    let words = cell.split_whitespace().map(columns);
    words.filter(|width| *width <= LONGEST_WORD).max().unwrap_or(0).max(NARROWEST)
}

/// The lines of one row, each cell broken to its column.
fn lines(cells: &[String], widths: &[usize]) -> Vec<String> {
    let broken: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    let height = broken.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|n| {
            let parts: Vec<String> = broken
                .iter()
                .zip(widths)
                .map(|(cell, width)| pad(cell.get(n).map_or("", |line| line), *width))
                .collect();
            parts.join(&" ".repeat(GAP)).trim_end().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_column_gives_way() {
        let mut table = Table::new(vec!["所在地".to_owned(), "b".to_owned()]);
        table.row(vec!["日本".to_owned(), "x".repeat(30)], vec!["below".to_owned()]);
        let mut out = String::new();
        table.render(&mut out, 0, 24, false);
        let expected = format!(
            "所在地  b\n日本    {}\n        {}\n    below\n",
            "x".repeat(16),
            "x".repeat(14)
        );
        assert_eq!(out, expected);
    }
}
