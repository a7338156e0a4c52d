//! The only writer of an index, and the source of its readers' snapshots.

use std::path::Path;
use std::sync::{Arc, RwLock};

use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Term};

use super::document::{Origin, Said, document};
use super::opening::{self, OpenAs, Opened};
use super::pending::{Known, Pending};
use super::snapshot::Snapshot;
use crate::fault::{Fault, Kind, Outcome, guarded};
use crate::schema::Fields;
use crate::wire::{Batch, Contents, Id, IndexState, Op, Position};

/// Changes and bytes of text that may wait for a commit. Beyond either bound a commit is made.
const PENDING_MESSAGES_MAX: usize = 100_000;
const PENDING_TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The newest snapshot, shared with the searchers and replaced at every commit.
pub type Current = Arc<RwLock<Arc<Snapshot>>>;

pub struct SearchIndex {
    pub(super) index: Index,
    pub(super) writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
    committed: Position,
    applied: Position,
    pending: Pending,
    current: Current,
}

impl SearchIndex {
    /// Opens the index. `New` creates an empty one where none exists.
    pub fn open(directory: &Path, open_as: OpenAs) -> Outcome<SearchIndex> {
        guarded(|| SearchIndex::open_whole(directory, open_as))
    }

    fn open_whole(directory: &Path, open_as: OpenAs) -> Outcome<SearchIndex> {
        let Opened {
            index,
            writer,
            fields,
            position,
        } = opening::open(directory, open_as)?;
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(0)
            .try_into()
            .map_err(|error| Fault::while_opening(&error))?;
        let snapshot = Snapshot::open(reader.searcher(), fields, position, None)?;
        let current = Arc::new(RwLock::new(Arc::new(snapshot)));
        let pending = Pending::default();
        Ok(SearchIndex {
            index,
            writer,
            reader,
            fields,
            committed: position,
            applied: position,
            pending,
            current,
        })
    }

    pub fn current(&self) -> Current {
        self.current.clone()
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        snapshot_of(&self.current)
    }

    pub fn state(&self) -> IndexState {
        IndexState {
            position: self.applied,
            ..self.snapshot().state()
        }
    }

    /// Returns the state after everything committed can be found.
    pub fn shown(&mut self) -> Outcome<IndexState> {
        self.show_committed()?;
        Ok(self.state())
    }

    /// Applies a batch and its position, or nothing of it. A failure also discards every change since the last commit.
    pub fn apply(&mut self, batch: &Batch) -> Outcome<IndexState> {
        if batch.from != self.applied {
            return Err(Fault::new(
                Kind::Moved,
                format!("the index is at position {}, not at {}", self.applied.0, batch.from.0),
            ));
        }
        if batch.to < batch.from {
            return Err(Fault::bad_value("a batch ends before it begins"));
        }
        if !batch.ops.iter().all(is_bounded) {
            return Err(Fault::bad_value(
                "a text or its mentions are longer than a message may be",
            ));
        }
        self.show_committed()?;
        let done = self.take_all(&batch.ops).and_then(|()| {
            self.applied = batch.to;
            if batch.durable || self.is_full() {
                self.commit()
            } else {
                Ok(())
            }
        });
        if let Err(fault) = done {
            self.take_back()?;
            return Err(fault);
        }
        Ok(self.state())
    }

    /// Commits everything that is not durable yet.
    pub fn flush(&mut self) -> Outcome<IndexState> {
        let is_behind = self.applied != self.committed || self.pending.messages() > 0;
        if is_behind && let Err(fault) = self.commit() {
            self.take_back()?;
            return Err(fault);
        }
        self.shown()
    }

    pub fn contents(&mut self) -> Outcome<Contents> {
        self.flush()?;
        self.snapshot().contents()
    }

    /// Closes the index after the merges under way.
    pub fn close(mut self) -> Outcome<()> {
        self.flush()?;
        self.writer.wait_merging_threads()?;
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.pending.messages() > PENDING_MESSAGES_MAX || self.pending.text_bytes() > PENDING_TEXT_BYTES_MAX
    }

    fn commit(&mut self) -> Outcome<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&opening::payload(self.applied));
        commit.commit()?;
        self.committed = self.applied;
        self.pending = Pending::default();
        self.renew()
    }

    fn take_back(&mut self) -> Outcome<()> {
        self.pending = Pending::default();
        self.applied = self.committed;
        self.writer.rollback()?;
        Ok(())
    }

    /// Shows the last commit, which may have failed to open its files.
    /// Lookups of messages read the shown snapshot, so it must hold everything committed before more is applied.
    fn show_committed(&mut self) -> Outcome<()> {
        if self.snapshot().position == self.committed {
            Ok(())
        } else {
            self.renew()
        }
    }

    pub(super) fn renew(&mut self) -> Outcome<()> {
        self.reader.reload()?;
        let before = self.snapshot();
        let snapshot = Snapshot::open(self.reader.searcher(), self.fields, self.committed, Some(&before))?;
        let mut current = self.current.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        *current = Arc::new(snapshot);
        Ok(())
    }

    fn take_all(&mut self, ops: &[Op]) -> Outcome<()> {
        ops.iter().try_for_each(|op| self.take(op))
    }

    fn take(&mut self, op: &Op) -> Outcome<()> {
        match op {
            Op::Put {
                message_id,
                channel_id,
                guild_id,
                author_id,
                sent_at_ms,
                sent_position,
                content,
                mentions,
                has,
            } => {
                let origin = Origin {
                    channel: *channel_id,
                    guild: *guild_id,
                    author: *author_id,
                    sent_at_ms: *sent_at_ms,
                    sent_position: *sent_position,
                };
                self.put(*message_id, origin, &Said { content, mentions, has })
            }
            Op::Amend {
                message_id,
                content,
                mentions,
                has,
            } => match self.origin(*message_id)? {
                Some(origin) => self.put(*message_id, origin, &Said { content, mentions, has }),
                None => Ok(()),
            },
            Op::Remove { message_id } => {
                self.delete(*message_id)?;
                self.pending.remove(*message_id);
                Ok(())
            }
            Op::RemoveChannel { channel_id, before } => {
                self.delete_place(self.fields.channel, *channel_id, *before)?;
                self.pending.remove_channel(*channel_id, *before);
                Ok(())
            }
            Op::RemoveGuild { guild_id, before } => {
                self.delete_place(self.fields.guild, *guild_id, *before)?;
                self.pending.remove_guild(*guild_id, *before);
                Ok(())
            }
        }
    }

    fn put(&mut self, id: Id, origin: Origin, said: &Said) -> Outcome<()> {
        self.delete(id)?;
        self.writer.add_document(document(&self.fields, id, &origin, said))?;
        self.pending.put(id, origin, said.content.len());
        Ok(())
    }

    /// Deletes a message only where it exists, because every deletion is looked up in every segment at the next commit.
    fn delete(&mut self, id: Id) -> Outcome<()> {
        let is_there = match self.pending.of(id) {
            Known::Here(_) => true,
            Known::Gone => false,
            Known::Untouched => self.snapshot().find(id)?.is_some(),
        };
        if is_there {
            self.writer
                .delete_term(Term::from_field_bytes(self.fields.id, &id.bytes()));
        }
        Ok(())
    }

    fn delete_place(&mut self, field: Field, place: Id, before: Position) -> Outcome<()> {
        let term = Term::from_field_bytes(field, &place.bytes());
        let sent = Term::from_field_u64(self.fields.sent_position, before.0);
        let there: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        let then: Box<dyn Query> = Box::new(RangeQuery::new(
            std::ops::Bound::Unbounded,
            std::ops::Bound::Excluded(sent),
        ));
        let both = BooleanQuery::new(vec![(Occur::Must, there), (Occur::Must, then)]);
        self.writer.delete_query(Box::new(both))?;
        Ok(())
    }

    fn origin(&self, id: Id) -> Outcome<Option<Origin>> {
        match self.pending.of(id) {
            Known::Here(origin) => return Ok(Some(origin)),
            Known::Gone => return Ok(None),
            Known::Untouched => {}
        }
        let snapshot = self.snapshot();
        let Some((segment, doc)) = snapshot.find(id)? else {
            return Ok(None);
        };
        let origin = segment.origin(doc)?;
        Ok(Some(origin).filter(|origin| !self.pending.takes_away(origin)))
    }
}

fn is_bounded(op: &Op) -> bool {
    match op {
        Op::Put {
            content, mentions, has, ..
        }
        | Op::Amend {
            content, mentions, has, ..
        } => Said { content, mentions, has }.is_bounded(),
        Op::Remove { .. } | Op::RemoveChannel { .. } | Op::RemoveGuild { .. } => true,
    }
}

pub fn snapshot_of(current: &Current) -> Arc<Snapshot> {
    current.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
}
