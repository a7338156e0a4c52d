//! Finds documents that hold any of a set of terms, all with the same score.
//! The set may be large, such as every word with a prefix. It is walked once for each segment into one bit for each
//! document, under the deadline.

use std::fmt;

use tantivy::postings::TermInfo;
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, InvertedIndexReader, Score, SegmentReader, TantivyError};

use super::deadline::{Deadline, Pace};

#[derive(Clone)]
pub enum Terms {
    These(Vec<Vec<u8>>),
    /// Every term that begins with these bytes.
    Beginning(Vec<u8>),
}

#[derive(Clone)]
pub struct AnyOf {
    pub field: Field,
    pub terms: Terms,
    pub deadline: Deadline,
}

impl fmt::Debug for AnyOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.terms {
            Terms::These(terms) => write!(f, "AnyOf({} terms)", terms.len()),
            Terms::Beginning(prefix) => write!(f, "AnyOf({}*)", String::from_utf8_lossy(prefix)),
        }
    }
}

impl Query for AnyOf {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl AnyOf {
    fn documents(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        let inverted = reader.inverted_index(self.field)?;
        let mut found = BitSet::with_max_value(reader.max_doc());
        let pace = Pace::default();
        match &self.terms {
            Terms::These(terms) => {
                for term in terms {
                    if let Some(info) = inverted.terms().get(term)? {
                        self.take(&inverted, &info, &mut found, &pace)?;
                    }
                }
            }
            Terms::Beginning(prefix) => {
                let range = inverted.terms().range().ge(prefix);
                let mut stream = match after_all(prefix) {
                    Some(end) => range.lt(end).into_stream()?,
                    None => range.into_stream()?,
                };
                while stream.advance() {
                    self.take(&inverted, stream.value(), &mut found, &pace)?;
                }
            }
        }
        Ok(found)
    }

    fn take(
        &self,
        inverted: &InvertedIndexReader,
        info: &TermInfo,
        found: &mut BitSet,
        pace: &Pace,
    ) -> tantivy::Result<()> {
        let mut blocks = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while !blocks.docs().is_empty() {
            self.deadline.step(pace)?;
            for &doc in blocks.docs() {
                found.insert(doc);
            }
            blocks.advance();
        }
        Ok(())
    }
}

impl Weight for AnyOf {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let found = BitSetDocSet::from(self.documents(reader)?);
        Ok(Box::new(ConstScorer::new(found, boost)))
    }

    fn explain(&self, _reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!(
            "document {doc} has no explanation"
        )))
    }
}

/// Returns the first bytes that sort after every text with this prefix.
fn after_all(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|&byte| byte < u8::MAX)?;
    let mut end = prefix[..=last].to_vec();
    end[last] += 1;
    Some(end)
}
