//! Finds the words of the index that a mistyped word may have meant.

use std::collections::BTreeMap;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use tantivy::query::FuzzyTermQuery;
use tantivy::{Searcher, Term};

use super::deadline::{Deadline, Pace};
use crate::schema::Fields;

/// Most words that one word may stand for: the nearest ones, and among those the most frequent.
const WORDS_MAX: usize = 64;
/// Most words that are compared before the nearest are chosen.
const CANDIDATES_MAX: usize = 4_096;

pub struct Near {
    automaton: DFA,
}

impl Near {
    pub fn new(term: &str, distance: u8) -> Near {
        Near {
            automaton: LevenshteinAutomatonBuilder::new(distance, true).build_dfa(term),
        }
    }

    pub fn distance(&self, term: &str) -> Option<u8> {
        match self.automaton.eval(term) {
            Distance::Exact(distance) => Some(distance),
            Distance::AtLeast(_) => None,
        }
    }
}

pub fn words(
    searcher: &Searcher,
    fields: &Fields,
    term: &str,
    distance: u8,
    deadline: &Deadline,
) -> tantivy::Result<Vec<Vec<u8>>> {
    let near = Near::new(term, distance);
    let asked = FuzzyTermQuery::new(Term::from_field_text(fields.content, term), distance, true);
    let mut candidates: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    let pace = Pace::default();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(fields.content)?;
        let mut stream = inverted.terms().search(asked.automaton()?).into_stream()?;
        while stream.advance() && candidates.len() < CANDIDATES_MAX {
            deadline.step(&pace)?;
            *candidates.entry(stream.key().to_vec()).or_default() += u64::from(stream.value().doc_freq);
        }
    }
    let mut ranked: Vec<(u8, u64, Vec<u8>)> = candidates
        .into_iter()
        .filter_map(|(word, said)| {
            let distance = near.distance(std::str::from_utf8(&word).ok()?)?;
            Some((distance, said, word))
        })
        .collect();
    ranked.sort_by(|a, b| (a.0, std::cmp::Reverse(a.1), &a.2).cmp(&(b.0, std::cmp::Reverse(b.1), &b.2)));
    Ok(ranked.into_iter().take(WORDS_MAX).map(|(_, _, word)| word).collect())
}
