//! The index as of its last commit. A search sees one snapshot from its beginning to its end.

use std::collections::HashMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tantivy::index::SegmentId;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::segment::{Segment, id_of};
use crate::fault::{Fault, Outcome};
use crate::schema::Fields;
use crate::wire::{Contents, Id, IndexState, Position};

pub struct Snapshot {
    pub searcher: Searcher,
    pub fields: Fields,
    pub position: Position,
    segments: Vec<Arc<Segment>>,
}

impl Snapshot {
    /// Opens a snapshot and reuses the data of segments that the previous one had too.
    pub fn open(
        searcher: Searcher,
        fields: Fields,
        position: Position,
        before: Option<&Snapshot>,
    ) -> Outcome<Snapshot> {
        let known: HashMap<SegmentId, &Arc<Segment>> = before
            .map(|before| {
                before
                    .each()
                    .map(|(reader, segment)| (reader.segment_id(), segment))
                    .collect()
            })
            .unwrap_or_default();
        let segments = searcher
            .segment_readers()
            .iter()
            .map(|reader| match known.get(&reader.segment_id()) {
                Some(&segment) => Ok(segment.clone()),
                None => Segment::open(reader, &fields).map(Arc::new),
            })
            .collect::<Outcome<Vec<_>>>()?;
        Ok(Snapshot {
            searcher,
            fields,
            position,
            segments,
        })
    }

    pub fn each(&self) -> impl Iterator<Item = (&SegmentReader, &Arc<Segment>)> {
        self.searcher.segment_readers().iter().zip(&self.segments)
    }

    pub fn segment(&self, ord: usize) -> (&SegmentReader, &Segment) {
        (&self.searcher.segment_readers()[ord], &self.segments[ord])
    }

    pub fn state(&self) -> IndexState {
        IndexState {
            position: self.position,
            documents: self.searcher.num_docs(),
        }
    }

    /// Finds the document of a message, if it exists and is not deleted.
    pub fn find(&self, id: Id) -> Outcome<Option<(&Segment, DocId)>> {
        let term = Term::from_field_bytes(self.fields.id, &id.bytes());
        for (reader, segment) in self.each() {
            let inverted = reader.inverted_index(self.fields.id)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return Ok(Some((segment, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// Hashes the whole index in the order of the ids: SHA-256 over each id (16 bytes) and its hash (8 bytes).
    /// A message that occurs twice is counted and hashed twice.
    pub fn contents(&self) -> Outcome<Contents> {
        let inverted = self
            .each()
            .map(|(reader, _)| reader.inverted_index(self.fields.id))
            .collect::<tantivy::Result<Vec<_>>>()?;
        let mut streams = Vec::with_capacity(inverted.len());
        for index in &inverted {
            let mut stream = index.terms().stream()?;
            if stream.advance() {
                streams.push(Some(stream));
            } else {
                streams.push(None);
            }
        }
        let mut hash = Sha256::new();
        let mut documents = 0;
        loop {
            let next = streams
                .iter()
                .flatten()
                .map(|stream| stream.key())
                .min()
                .map(<[u8]>::to_vec);
            let Some(key) = next else { break };
            let id = id_of(&key).ok_or_else(|| Fault::damaged("a term of the id field is no id"))?;
            let mut hashes = Vec::with_capacity(1);
            for (at, stream) in streams.iter_mut().enumerate() {
                let Some(open) = stream.as_mut().filter(|open| open.key() == key) else {
                    continue;
                };
                let (reader, segment) = self.segment(at);
                let mut postings = inverted[at].read_postings_from_terminfo(open.value(), IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED {
                    if !reader.is_deleted(postings.doc()) {
                        hashes.push(segment.hash(postings.doc()));
                    }
                    postings.advance();
                }
                if !open.advance() {
                    *stream = None;
                }
            }
            hashes.sort_unstable();
            for one in hashes {
                hash.update(id.bytes());
                hash.update(one.to_be_bytes());
                documents += 1;
            }
        }
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Contents { documents, sha256 })
    }
}
