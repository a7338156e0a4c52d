//! Data of one segment that a search needs, read once and kept while the segment exists. It ignores deletions.

use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::{BytesColumn, Column, ColumnValues};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::document::Origin;
use super::moments::Moments;
use crate::fault::{Fault, Outcome};
use crate::schema::{self, Fields};
use crate::wire::{Id, Position};

type Numbers<T> = Arc<dyn ColumnValues<T>>;

/// A column of ids. Each id is kept once, and ids are numbered in their order.
pub struct Ids {
    column: BytesColumn,
    numbers: Column<u64>,
    ids: Vec<Id>,
}

impl Ids {
    fn open(reader: &SegmentReader, field: &str) -> Outcome<Ids> {
        let missing = || Fault::damaged(format!("a segment without the column {field}"));
        let column = reader.fast_fields().bytes(field)?.ok_or_else(missing)?;
        let mut ids = Vec::with_capacity(column.num_terms());
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            ids.push(id_of(stream.key()).ok_or_else(missing)?);
        }
        let numbers = column.ords().clone();
        Ok(Ids { column, numbers, ids })
    }

    /// Returns the number of the document's id. Numbers begin at 0 without gaps.
    #[inline]
    pub fn number(&self, doc: DocId) -> Option<usize> {
        self.numbers.first(doc).map(|number| number as usize)
    }

    pub fn get(&self, doc: DocId) -> Option<Id> {
        self.number(doc).and_then(|number| self.ids.get(number)).copied()
    }

    pub fn number_of(&self, id: Id) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    pub fn all(&self) -> &[Id] {
        &self.ids
    }

    pub fn len(&self) -> usize {
        self.column.num_terms()
    }
}

pub struct Segment {
    id_high: Numbers<u64>,
    id_low: Numbers<u64>,
    pub channels: Ids,
    /// The number of documents in each channel, by the channel's number.
    pub channel_documents: Vec<u32>,
    guilds: Ids,
    authors: Ids,
    pub sent_at: Numbers<i64>,
    pub moments: Moments,
    /// Log positions of the documents. They decrease from the first document to the last.
    pub sent_position: Numbers<u64>,
    hash: Numbers<u64>,
}

impl Segment {
    pub fn open(reader: &SegmentReader, fields: &Fields) -> Outcome<Segment> {
        let fast = reader.fast_fields();
        let channels = Ids::open(reader, schema::CHANNEL)?;
        let guilds = Ids::open(reader, schema::GUILD)?;
        let mut channel_documents = Vec::with_capacity(channels.len());
        let inverted = reader.inverted_index(fields.channel)?;
        for channel in channels.all() {
            let term = tantivy::Term::from_field_bytes(fields.channel, &channel.bytes());
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
            channel_documents.push(postings.map_or(0, |postings| postings.doc_freq()));
        }
        let sent_at = fast.i64(schema::SENT_AT)?.first_or_default_col(0);
        Ok(Segment {
            id_high: fast.u64(schema::ID_HIGH)?.first_or_default_col(0),
            id_low: fast.u64(schema::ID_LOW)?.first_or_default_col(0),
            channels,
            channel_documents,
            guilds,
            authors: Ids::open(reader, schema::AUTHOR)?,
            moments: Moments::of(sent_at.as_ref()),
            sent_at,
            sent_position: fast.u64(schema::SENT_POSITION)?.first_or_default_col(0),
            hash: fast.u64(schema::HASH)?.first_or_default_col(0),
        })
    }

    pub fn id(&self, doc: DocId) -> Id {
        Id(u128::from(self.id_high.get_val(doc)) << 64 | u128::from(self.id_low.get_val(doc)))
    }

    pub fn hash(&self, doc: DocId) -> u64 {
        self.hash.get_val(doc)
    }

    pub fn origin(&self, doc: DocId) -> Outcome<Origin> {
        let missing = || Fault::damaged("a document lacks its channel, guild or author");
        Ok(Origin {
            channel: self.channels.get(doc).ok_or_else(missing)?,
            guild: self.guilds.get(doc).ok_or_else(missing)?,
            author: self.authors.get(doc).ok_or_else(missing)?,
            sent_at_ms: self.sent_at.get_val(doc),
            sent_position: Position(self.sent_position.get_val(doc)),
        })
    }

    /// Returns the documents that were sent before a position. They are the last ones of the segment.
    pub fn sent_before(&self, position: Position) -> Range<DocId> {
        let all = self.sent_position.num_vals();
        let (mut from, mut to) = (0, all);
        while from < to {
            let middle = from + (to - from) / 2;
            if self.sent_position.get_val(middle) < position.0 {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        from..all
    }

    pub fn newest(&self) -> u64 {
        self.sent_position.max_value()
    }
}

pub fn id_of(bytes: &[u8]) -> Option<Id> {
    bytes.try_into().ok().map(|bytes| Id(u128::from_be_bytes(bytes)))
}
