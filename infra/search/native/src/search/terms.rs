//! Reads a clause as a row of terms that stand side by side.

use crate::analysis::{Analysis, GROUP_CHARS};
use crate::fault::{Fault, Outcome};
use crate::wire::{Clause, ClauseKind};

/// Bounds of one question. The query language of users has far lower ones.
const CLAUSES_MAX: usize = 64;
const CLAUSE_BYTES_MAX: usize = 4096;
const TERMS_MAX: usize = 256;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Last {
    Whole,
    /// The last term is a prefix.
    Beginning,
    /// The only term may differ by this many letters.
    Near(u8),
}

/// Each term with its distance from the first one.
pub type Terms = Vec<(u32, String)>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub terms: Terms,
    /// Other ways to write the numbers in the row. Any of them matches as well as the row itself.
    pub others: Vec<Terms>,
    pub last: Last,
}

impl Row {
    /// True for a prefix or a near word. It either matches or not, so its frequency does not count.
    pub fn weighs_the_same(&self) -> bool {
        self.last != Last::Whole
    }
}

/// Letters of a word from which on one, or two, of them may differ. Two swapped neighbours count as one difference.
const NEAR_ONE_FROM_CHARS: usize = 3;
const NEAR_TWO_FROM_CHARS: usize = 6;

/// Reads one clause. `None` when it holds nothing that can be searched for.
pub fn row(clause: &Clause, fuzzy: bool) -> Option<Row> {
    let analysis = Analysis::of(&clause.text);
    let mut tokens = analysis.leading();
    let first = tokens.next()?;
    let mut last = first;
    let mut terms = vec![(0, analysis.term(first).to_owned())];
    for token in tokens {
        terms.push((token.position - first.position, analysis.term(token).to_owned()));
        last = token;
    }
    let last = match clause.kind {
        ClauseKind::Prefix if last.is_word => Last::Beginning,
        ClauseKind::Word if fuzzy && terms.len() == 1 && last.is_word => match analysis.term(last).chars().count() {
            NEAR_TWO_FROM_CHARS.. => Last::Near(2),
            NEAR_ONE_FROM_CHARS.. => Last::Near(1),
            _ => Last::Whole,
        },
        ClauseKind::Word | ClauseKind::Phrase | ClauseKind::Prefix => Last::Whole,
    };
    let others = if last == Last::Whole {
        other_writings(&terms)
    } else {
        Vec::new()
    };
    Some(Row { terms, others, last })
}

/// Returns the row with each long number written without marks, and with each in groups of three.
/// A text in groups holds the number itself too, so a single number needs no groups. A longer row does, because there
/// the next word stands after the last group.
fn other_writings(terms: &Terms) -> Vec<Terms> {
    let words: Vec<&str> = terms.iter().map(|(_, term)| term.as_str()).collect();
    let joined = joined(&words);
    let grouped = if joined.len() > 1 {
        grouped(&joined)
    } else {
        joined.clone()
    };
    let mut writings = vec![words.into_iter().map(str::to_owned).collect::<Vec<_>>()];
    for writing in [joined, grouped] {
        if !writings.contains(&writing) {
            writings.push(writing);
        }
    }
    writings
        .into_iter()
        .skip(1)
        .map(|words| (0..).zip(words).collect())
        .collect()
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit()) && !word.starts_with('0')
}

fn is_group(word: &str) -> bool {
    word.len() == GROUP_CHARS && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn joined(words: &[&str]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    let mut in_number = false;
    for word in words {
        match joined.last_mut() {
            Some(last) if in_number && is_group(word) => last.push_str(word),
            _ => {
                in_number = is_number(word) && word.len() <= GROUP_CHARS;
                joined.push((*word).to_owned());
            }
        }
    }
    joined
}

fn grouped(words: &[String]) -> Vec<String> {
    let mut grouped = Vec::with_capacity(words.len());
    for word in words {
        if !is_number(word) || word.len() <= GROUP_CHARS {
            grouped.push(word.clone());
            continue;
        }
        let (first, rest) = word.split_at((word.len() - 1) % GROUP_CHARS + 1);
        grouped.push(first.to_owned());
        let mut rest = rest;
        while !rest.is_empty() {
            let (group, after) = rest.split_at(GROUP_CHARS);
            grouped.push(group.to_owned());
            rest = after;
        }
    }
    grouped
}

pub fn check(clauses: &[&[Clause]]) -> Outcome<()> {
    let all = || clauses.iter().copied().flatten();
    if all().count() > CLAUSES_MAX || all().any(|clause| clause.text.len() > CLAUSE_BYTES_MAX) {
        return Err(Fault::bad_value("the question has too many or too long clauses"));
    }
    Ok(())
}

/// Reads all clauses that hold words. `None` when there are clauses and none of them holds words: then nothing can
/// match.
pub fn rows(clauses: &[Clause], fuzzy: bool) -> Outcome<Option<Vec<Row>>> {
    let rows: Vec<Row> = clauses.iter().filter_map(|clause| row(clause, fuzzy)).collect();
    let terms = |row: &Row| row.terms.len() + row.others.iter().map(Vec::len).sum::<usize>();
    if rows.iter().map(terms).sum::<usize>() > TERMS_MAX {
        return Err(Fault::bad_value("the question has too many words"));
    }
    Ok(if rows.is_empty() && !clauses.is_empty() {
        None
    } else {
        Some(rows)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writings(kind: ClauseKind, text: &str) -> Vec<String> {
        let clause = Clause {
            kind,
            text: text.to_owned(),
        };
        let Row { terms, others, .. } = row(&clause, false).unwrap();
        let shown = |terms: &Terms| {
            let words: Vec<&str> = terms.iter().map(|(_, term)| term.as_str()).collect();
            words.join(" ")
        };
        std::iter::once(&terms).chain(&others).map(shown).collect()
    }

    #[test]
    fn asks_for_a_number_in_each_of_its_writings() {
        let asked = |text| writings(ClauseKind::Phrase, text);
        assert_eq!(asked("1000"), ["1000"]);
        assert_eq!(asked("1,000"), ["1 000", "1000"]);
        assert_eq!(asked("1,234.567"), ["1 234 567", "1234567"]);
        assert_eq!(asked("1000 km"), ["1000 km", "1 000 km"]);
        assert_eq!(asked("1.000 km"), ["1 000 km", "1000 km"]);
        assert_eq!(
            asked("1,000 or 2000"),
            ["1 000 or 2000", "1000 or 2000", "1 000 or 2 000"]
        );
        assert_eq!(asked("192.168.100.7"), ["192 168 100 7", "192168100 7"]);
        assert_eq!(asked("12345678 x"), ["12345678 x", "12 345 678 x"]);
        for other in ["0.125", "v2.000", "12.34", "0125 x"] {
            assert_eq!(asked(other).len(), 1, "{other}");
        }
        assert_eq!(writings(ClauseKind::Prefix, "1,000"), ["1 000"]);
    }
}
