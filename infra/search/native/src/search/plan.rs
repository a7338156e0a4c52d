//! Translates a question into a query of Tantivy. A part that only filters documents adds nothing to the score.

use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query,
    RegexPhraseQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::any_of::{AnyOf, Terms};
use super::deadline::Deadline;
use super::near;
use super::terms::{Last, Row};
use crate::schema::Fields;
use crate::wire::{Id, Question};

/// Most words that a prefix at the end of a row may stand for. Beyond that the question is too broad.
const ROW_ENDINGS_MAX: u32 = 4_096;

/// The clauses of a question, read into rows of terms.
pub struct Clauses<'a> {
    pub question: &'a Question,
    pub must: Vec<Row>,
    pub must_not: Vec<Row>,
    /// The channels as part of the query. Present when they hold so few documents that a check of each document would
    /// be slower.
    pub channels: Option<Vec<Id>>,
}

pub struct Plan<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub deadline: &'a Deadline,
}

type Part = (Occur, Box<dyn Query>);

impl Plan<'_> {
    pub fn query(&self, clauses: &Clauses) -> tantivy::Result<Box<dyn Query>> {
        let mut parts: Vec<Part> = Vec::new();
        for row in &clauses.must {
            parts.push((Occur::Must, self.row(row)?));
        }
        let Question {
            authors, mentions, has, ..
        } = clauses.question;
        if let Some(authors) = authors {
            parts.push((Occur::Must, self.ids(self.fields.author, authors)));
        }
        if let Some(channels) = &clauses.channels {
            parts.push((Occur::Must, self.ids(self.fields.channel, channels)));
        }
        for mention in mentions {
            parts.push((Occur::Must, filter(term(self.fields.mention, mention.as_bytes()))));
        }
        for carried in has {
            parts.push((Occur::Must, filter(term(self.fields.has, carried.term()))));
        }
        if parts.is_empty() {
            parts.push((Occur::Must, filter(Box::new(AllQuery))));
        }
        for row in &clauses.must_not {
            parts.push((Occur::MustNot, self.row(row)?));
        }
        Ok(match parts.len() {
            1 => parts.remove(0).1,
            _ => Box::new(BooleanQuery::new(parts)),
        })
    }

    fn row(&self, row: &Row) -> tantivy::Result<Box<dyn Query>> {
        let content = self.fields.content;
        Ok(match (row.terms.as_slice(), row.last) {
            (_, Last::Whole) if !row.others.is_empty() => {
                let writings = std::iter::once(&row.terms).chain(&row.others);
                Box::new(DisjunctionMaxQuery::new(
                    writings.map(|terms| self.side_by_side(terms)).collect(),
                ))
            }
            ([(_, only)], Last::Beginning) => self.any_of(content, Terms::Beginning(only.as_bytes().to_vec())),
            ([(_, only)], Last::Near(distance)) => {
                let words = near::words(self.searcher, self.fields, only, distance, self.deadline)?;
                self.any_of(content, Terms::These(words))
            }
            (terms, Last::Beginning) => {
                let mut pattern: Vec<(usize, String)> = terms
                    .iter()
                    .map(|(offset, text)| (*offset as usize, literally(text)))
                    .collect();
                if let Some((_, last)) = pattern.last_mut() {
                    last.push_str(".*");
                }
                let mut phrase = RegexPhraseQuery::new_with_offset(content, pattern);
                phrase.set_max_expansions(ROW_ENDINGS_MAX);
                Box::new(ConstScoreQuery::new(Box::new(phrase), 1.0))
            }
            (terms, Last::Whole | Last::Near(_)) => self.side_by_side(terms),
        })
    }

    fn side_by_side(&self, terms: &[(u32, String)]) -> Box<dyn Query> {
        let word = |text: &str| Term::from_field_text(self.fields.content, text);
        match terms {
            [(_, only)] => Box::new(TermQuery::new(word(only), IndexRecordOption::WithFreqs)),
            several => Box::new(PhraseQuery::new_with_offset(
                several
                    .iter()
                    .map(|(offset, text)| (*offset as usize, word(text)))
                    .collect(),
            )),
        }
    }

    fn ids(&self, field: Field, ids: &[Id]) -> Box<dyn Query> {
        match ids {
            [only] => filter(term(field, &only.bytes())),
            several => {
                let terms = Terms::These(several.iter().map(|id| id.bytes().to_vec()).collect());
                filter(self.any_of(field, terms))
            }
        }
    }

    fn any_of(&self, field: Field, terms: Terms) -> Box<dyn Query> {
        Box::new(AnyOf {
            field,
            terms,
            deadline: self.deadline.clone(),
        })
    }
}

fn filter(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn term(field: Field, bytes: &[u8]) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_bytes(field, bytes),
        IndexRecordOption::Basic,
    ))
}

/// Escapes a term for a pattern. Terms hold letters, digits and few marks, and only these two mean something in a
/// pattern.
fn literally(text: &str) -> String {
    text.replace('+', "\\+").replace('#', "\\#")
}

/// Fixed statistics for BM25.
/// Real statistics would let hidden messages change the order of visible ones, and every new message change the places
/// of others between two pages. With fixed ones a score depends on one message and the question only: how often the
/// words occur, and how long the message is.
pub struct FixedStatistics;

const DOCUMENTS: u64 = 1_000;
/// Average number of tokens of a message.
const TOKENS_ON_AVERAGE: u64 = 16;
/// Makes every word weigh about 1.
const DOCUMENTS_WITH_WORD: u64 = 582;

impl Bm25StatisticsProvider for FixedStatistics {
    fn total_num_tokens(&self, _field: Field) -> tantivy::Result<u64> {
        Ok(DOCUMENTS * TOKENS_ON_AVERAGE)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(DOCUMENTS)
    }

    fn doc_freq(&self, _term: &Term) -> tantivy::Result<u64> {
        Ok(DOCUMENTS_WITH_WORD)
    }
}
