//! Reads a clause as a row of terms that stand side by side.

use crate::analysis::Analysis;
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Each term with its distance from the first one.
    pub terms: Vec<(u32, String)>,
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
    Some(Row { terms, last })
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
    if rows.iter().map(|row| row.terms.len()).sum::<usize>() > TERMS_MAX {
        return Err(Fault::bad_value("the question has too many words"));
    }
    Ok(if rows.is_empty() && !clauses.is_empty() {
        None
    } else {
        Some(rows)
    })
}
