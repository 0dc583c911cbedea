//! The texts that a regular expression matches, where they are few: `^(tokyo|osaka)$`.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::pattern::translated;
use crate::terraform::evaluate::LONGEST_STRING;

/// A text that a part of a pattern matches, and whether nothing may stand before or after it.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    text: String,
    starts: bool,
    ends: bool,
}

/// All texts that have a match of `pattern` in them, if these are no more than `most`.
pub(in crate::terraform) fn words(pattern: &str, most: usize) -> Option<Vec<String>> {
    const LONGEST: usize = 1 << 14;
    if pattern.len() > LONGEST {
        return None;
    }
    let hir = regex_syntax::parse(&translated(pattern)).ok()?;
    let words = Enumeration { most }.of(&hir)?;
    let is_whole = |word: &Word| word.starts && word.ends;
    let texts = || words.iter().map(|word| word.text.clone()).collect();
    words.iter().all(is_whole).then(texts)
}

struct Enumeration {
    most: usize,
}

impl Enumeration {
    /// Every word of a part; nothing where they are too many. The depth of a pattern is limited by its parser.
    fn of(&self, hir: &Hir) -> Option<Vec<Word>> {
        match hir.kind() {
            HirKind::Empty => Some(vec![Word::default()]),
            HirKind::Literal(literal) => self.of_text(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => self.of_class(class),
            HirKind::Look(Look::Start) => Some(vec![Word { starts: true, ..Word::default() }]),
            HirKind::Look(Look::End) => Some(vec![Word { ends: true, ..Word::default() }]),
            HirKind::Look(_) => None,
            HirKind::Capture(capture) => self.of(&capture.sub),
            HirKind::Concat(parts) => {
                let start = vec![Word::default()];
                parts.iter().try_fold(start, |words, part| self.joined(&words, &self.of(part)?))
            }
            HirKind::Alternation(parts) => {
                let mut words = Vec::new();
                for part in parts {
                    words.extend(self.of(part)?);
                    words = self.few(words)?;
                }
                Some(words)
            }
            HirKind::Repetition(repetition) => {
                let (least, most) = (repetition.min as usize, repetition.max? as usize);
                if most > self.most {
                    return None;
                }
                let once = self.of(&repetition.sub)?;
                let (mut words, mut repeated) = (Vec::new(), vec![Word::default()]);
                for times in 0..=most {
                    if times > 0 {
                        repeated = self.joined(&repeated, &once)?;
                    }
                    words.extend(repeated.iter().filter(|_| times >= least).cloned());
                    words = self.few(words)?;
                }
                Some(words)
            }
        }
    }

    fn of_text(&self, text: &str) -> Option<Vec<Word>> {
        Some(vec![Word { text: text.to_owned(), ..Word::default() }])
    }

    fn of_class(&self, class: &Class) -> Option<Vec<Word>> {
        let mut chars = Vec::new();
        match class {
            Class::Unicode(class) => {
                for range in class.ranges() {
                    chars.extend((range.start()..=range.end()).take(self.most + 1));
                    if chars.len() > self.most {
                        return None;
                    }
                }
            }
            Class::Bytes(class) => {
                for range in class.ranges() {
                    chars.extend((range.start()..=range.end()).map(char::from));
                }
            }
        }
        let word = |c: char| Word { text: c.to_string(), ..Word::default() };
        self.few(chars.into_iter().map(word).collect())
    }

    fn joined(&self, words: &[Word], next: &[Word]) -> Option<Vec<Word>> {
        let pairs = words.iter().flat_map(|word| next.iter().map(move |next| (word, next)));
        self.few(pairs.filter_map(|(word, next)| word.then(next)).collect())
    }

    fn few(&self, mut words: Vec<Word>) -> Option<Vec<Word>> {
        words.sort();
        words.dedup();
        let bytes: usize = words.iter().map(|word| word.text.len()).sum();
        (words.len() <= self.most && bytes <= LONGEST_STRING).then_some(words)
    }
}

impl Word {
    /// Both, one after the other; nothing where the anchors between them cannot hold.
    fn then(&self, next: &Word) -> Option<Word> {
        let is_cut = (self.ends && !next.text.is_empty()) || (next.starts && !self.text.is_empty());
        let whole = || Word {
            text: format!("{}{}", self.text, next.text),
            starts: self.starts || next.starts,
            ends: self.ends || next.ends,
        };
        (!is_cut).then(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    fn told(pattern: &str) -> Option<Vec<String>> {
        words(pattern, 16)
    }

    #[test]
    fn few_words_are_told() {
        for (pattern, expected) in [
            ("^a$", &["a"][..]),
            ("^(tokyo|osaka)$", &["osaka", "tokyo"]),
            ("^tokyo$|^osaka$", &["osaka", "tokyo"]),
            ("^ap-northeast-[13]$", &["ap-northeast-1", "ap-northeast-3"]),
            ("^japan(?:east|west)?$", &["japan", "japaneast", "japanwest"]),
            ("^(a|b){2}$", &["aa", "ab", "ba", "bb"]),
            (r"^a\.b$", &["a.b"]),
            (r"\Aa\z", &["a"]),
            ("^x{0}$", &[""]),
            ("^(a$|b)$", &["a", "b"]),
            ("^(((((((()){16}){16}){16}){16}){16}){16}){16}$", &[""]),
        ] {
            assert_eq!(told(pattern).expect(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn many_words_are_not() {
        for pattern in [
            "tokyo",
            "^tokyo",
            "tokyo$",
            "^tokyo|osaka$",
            "^a*$",
            "^a+$",
            "^.$",
            r"^[a-z]{2}-\d$",
            r"^\w$",
            "(?m)^a$",
            r"^a\b$",
            "^(a|b){9}$",
            "^((((((a{9}){9}){9}){9}){9}){9}){9}$",
            "^((((((a|b{64}){64}){64}){64}){64}){64}){64}$",
            "^(a",
        ] {
            assert_eq!(told(pattern), None, "{pattern}");
        }
    }
}
