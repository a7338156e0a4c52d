//! Finds the parts of a text that match a question. It reads the text alone, with the analysis that indexed it.

use unicode_segmentation::UnicodeSegmentation;

use super::near::Near;
use super::terms::{Last, Row, Terms, check, rows};
use crate::analysis::{Analysis, Token};
use crate::fault::{Fault, Outcome};
use crate::wire::{Clause, Range};

const TEXTS_MAX: usize = 1_000;
const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Most ranges of one text, counted from its beginning. An excerpt shows fewer.
const RANGES_MAX: usize = 128;

/// Returns the ranges of each text, in order and without overlap.
pub fn highlight(must: &[Clause], fuzzy: bool, texts: &[String]) -> Outcome<Vec<Vec<Range>>> {
    check(&[must])?;
    if texts.len() > TEXTS_MAX || texts.iter().any(|text| text.len() > TEXT_BYTES_MAX) {
        return Err(Fault::bad_value("too many or too long texts to highlight at once"));
    }
    let rows: Vec<Wanted> = rows(must, fuzzy)?
        .unwrap_or_default()
        .into_iter()
        .map(Wanted::from)
        .collect();
    let mut read = Read::default();
    Ok(texts
        .iter()
        .map(|text| {
            read.text(text);
            let mut found: Vec<(u32, u32)> = rows.iter().flat_map(|row| row.places(&read)).collect();
            widen(text, &mut found);
            let ranges = joined(&mut found);
            in_utf16(text, &ranges[..ranges.len().min(RANGES_MAX)])
        })
        .collect())
}

/// A text with its tokens, which can be looked up by position.
#[derive(Default)]
struct Read {
    analysis: Analysis,
    /// Index of the first token of each position. The last entry is the number of tokens.
    starts: Vec<usize>,
}

impl Read {
    fn text(&mut self, text: &str) {
        self.analysis.read(text);
        self.starts.clear();
        for (at, token) in self.analysis.tokens().iter().enumerate() {
            if token.position as usize == self.starts.len() {
                self.starts.push(at);
            }
        }
        self.starts.push(self.analysis.tokens().len());
    }

    fn at(&self, position: u32) -> &[Token] {
        let position = position as usize;
        match (self.starts.get(position), self.starts.get(position + 1)) {
            (Some(&from), Some(&to)) => &self.analysis.tokens()[from..to],
            _ => &[],
        }
    }
}

struct Wanted {
    row: Row,
    near: Option<Near>,
}

impl From<Row> for Wanted {
    fn from(row: Row) -> Wanted {
        let near = match (row.last, row.terms.as_slice()) {
            (Last::Near(distance), [(_, only)]) => Some(Near::new(only, distance)),
            _ => None,
        };
        Wanted { row, near }
    }
}

impl Wanted {
    /// Returns the byte ranges of every place where the whole row stands, in any of its writings.
    fn places(&self, read: &Read) -> Vec<(u32, u32)> {
        let writings = std::iter::once(&self.row.terms).chain(&self.row.others);
        writings.flat_map(|terms| self.places_of(terms, read)).collect()
    }

    fn places_of(&self, terms: &Terms, read: &Read) -> Vec<(u32, u32)> {
        let fits = |nth: usize, token: &Token| self.fits(terms, nth, read.analysis.term(token));
        let firsts = read.analysis.tokens().iter().filter(|token| fits(0, token));
        firsts
            .filter_map(|first| {
                let mut to = first.to;
                for (nth, (offset, _)) in terms.iter().enumerate().skip(1) {
                    let there = read.at(first.position + offset);
                    let next = there.iter().find(|token| fits(nth, token))?;
                    to = to.max(next.to);
                }
                Some((first.from, to))
            })
            .collect()
    }

    fn fits(&self, terms: &Terms, nth: usize, term: &str) -> bool {
        let Some((_, wanted)) = terms.get(nth) else {
            return false;
        };
        match (&self.near, self.row.last) {
            (Some(near), _) => near.distance(term).is_some(),
            (None, Last::Beginning) if nth + 1 == terms.len() => term.starts_with(wanted.as_str()),
            _ => term == wanted,
        }
    }
}

/// Widens each range to whole characters as people see them, so that no mark cuts a flag or an accent off.
fn widen(text: &str, found: &mut [(u32, u32)]) {
    if found.is_empty() || text.is_ascii() {
        return;
    }
    let starts: Vec<u32> = text.grapheme_indices(true).map(|(at, _)| at as u32).collect();
    for (from, to) in found {
        *from = starts[starts.partition_point(|start| start <= from) - 1];
        let next = starts.partition_point(|start| *start < *to);
        *to = starts.get(next).copied().unwrap_or(text.len() as u32);
    }
}

fn joined(found: &mut [(u32, u32)]) -> Vec<(u32, u32)> {
    found.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::with_capacity(found.len());
    for &(from, to) in found.iter() {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

fn in_utf16(text: &str, ranges: &[(u32, u32)]) -> Vec<Range> {
    let mut units = 0_u32;
    let mut bytes = 0_usize;
    let mut up_to = |byte: u32| {
        let passed = text.get(bytes..byte as usize).unwrap_or_default();
        units += passed.chars().map(|c| c.len_utf16() as u32).sum::<u32>();
        bytes = byte as usize;
        units
    };
    ranges
        .iter()
        .map(|&(from, to)| Range {
            start: up_to(from),
            end: up_to(to),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ClauseKind;

    fn shown(kind: ClauseKind, asked: &str, fuzzy: bool, text: &str) -> Vec<String> {
        let clause = Clause {
            kind,
            text: asked.to_owned(),
        };
        let ranges = highlight(&[clause], fuzzy, &[text.to_owned()]).unwrap();
        let units: Vec<u16> = text.encode_utf16().collect();
        ranges[0]
            .iter()
            .map(|range| String::from_utf16(&units[range.start as usize..range.end as usize]).unwrap())
            .collect()
    }

    #[test]
    fn marks_words_as_they_are_written() {
        assert_eq!(
            shown(ClauseKind::Word, "cafe", false, "👍🏽 Café, CAFÉ! decaf"),
            ["Café", "CAFÉ"]
        );
        assert_eq!(shown(ClauseKind::Word, "bar", false, "a fooBar bar_x"), ["Bar", "bar"]);
    }

    #[test]
    fn marks_a_phrase_as_one_range() {
        assert_eq!(
            shown(ClauseKind::Phrase, "good morning", false, "Good, morning! good evening"),
            ["Good, morning"]
        );
        assert_eq!(
            shown(ClauseKind::Word, "example.com", false, "see https://example.com/a"),
            ["example.com"]
        );
        assert_eq!(shown(ClauseKind::Word, "内核", false, "读内核的内"), ["内核"]);
        assert_eq!(shown(ClauseKind::Word, "内核的", false, "读内核的内"), ["内核的"]);
    }

    #[test]
    fn marks_prefixes_and_near_words() {
        assert_eq!(
            shown(ClauseKind::Prefix, "inter", false, "Internet and printer"),
            ["Internet"]
        );
        assert_eq!(
            shown(ClauseKind::Prefix, "www.exa", false, "www.example.org www exa"),
            ["www.example", "www exa"]
        );
        assert_eq!(shown(ClauseKind::Word, "recieve", true, "receive it"), ["receive"]);
        assert_eq!(
            shown(ClauseKind::Word, "recieve", false, "receive it"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn marks_whole_characters_as_they_are_written() {
        let word = |asked: &str, text: &str| shown(ClauseKind::Word, asked, false, text);
        assert_eq!(word("foo", "a Foo™ b"), ["Foo"]);
        assert_eq!(word("tm", "a Foo™ b"), ["™"]);
        assert_eq!(word("office", "an oﬀice"), ["oﬀice"]);
        assert_eq!(word("كتاب", "x كتـــاب y"), ["كتـــاب"]);
        assert_eq!(word("password", "a pass\u{200B}word b"), ["pass\u{200B}word"]);
        assert_eq!(word("❤", "a ❤\u{FE0F} b"), ["❤\u{FE0F}"]);
        assert_eq!(word("💻", "a 👩\u{200D}💻 b"), ["👩\u{200D}💻"]);
        assert_eq!(word("✓", "é ✓ b"), ["✓"]);
        assert_eq!(word("2.0", "v2.0"), ["2.0"]);
    }

    #[test]
    fn marks_a_number_in_any_of_its_writings() {
        let word = |asked: &str, text: &str| shown(ClauseKind::Word, asked, false, text);
        for number in ["1,000", "1.000", "1 000", "1'000", "1_000", "1000"] {
            assert_eq!(word("1000", &format!("a {number} b")), [number]);
            assert_eq!(word(number, "a 1000 or 1,000 or 100"), ["1000", "1,000"]);
        }
        assert_eq!(
            shown(ClauseKind::Phrase, "1000 km", false, "1.000 km, 1000km"),
            ["1.000 km"]
        );
    }

    #[test]
    fn marks_the_first_of_many_matches() {
        let marked = shown(ClauseKind::Word, "a", false, &"a b ".repeat(1_000));
        assert_eq!(marked.len(), RANGES_MAX);
    }

    #[test]
    fn marks_nothing_for_a_clause_without_words() {
        assert_eq!(shown(ClauseKind::Word, "!!!", false, "wow!!!"), Vec::<String>::new());
    }
}
