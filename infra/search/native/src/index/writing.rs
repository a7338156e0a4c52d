//! The one writer of an index, and where its readers take their snapshots from.

use std::path::Path;
use std::sync::{Arc, RwLock};
use std::thread;
use std::time::Duration;

use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{FutureResult, Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};

use super::document::{Origin, Said, document};
use super::opening::{self, Asked, Opened};
use super::pending::{Known, Pending};
use super::snapshot::Snapshot;
use crate::fault::{Answer, Fault, Kind, guarded};
use crate::schema::Fields;
use crate::wire::{Batch, Contents, Id, Op, Position, Standing};

/// Changes and bytes of text that may wait for a commit; beyond either it is made, asked for or not.
const PENDING_MESSAGES_MAX: usize = 100_000;
const PENDING_TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// How often a purge looks again for segments that another merge has in hand, and how long it waits between.
pub const PURGE_ROUNDS_MAX: usize = 1_000;
const MERGED_BY_OTHERS_WAIT: Duration = Duration::from_millis(50);

pub type Merge = FutureResult<Option<SegmentMeta>>;

/// The segments there were when a purge began, and those of them that held something removed.
pub struct Begun {
    pub touched: Vec<SegmentId>,
    there: Vec<SegmentId>,
}

fn touched(segments: &[SegmentMeta]) -> Vec<SegmentId> {
    let touched = segments.iter().filter(|segment| segment.has_deletes());
    touched.map(SegmentMeta::id).collect()
}

/// Shared with those who search; replaced as a whole at every commit.
pub type Current = Arc<RwLock<Arc<Snapshot>>>;

pub struct SearchIndex {
    index: Index,
    writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
    committed: Position,
    applied: Position,
    pending: Pending,
    current: Current,
}

impl SearchIndex {
    /// `Asked::New` makes an empty index where there is none.
    pub fn open(directory: &Path, asked: Asked) -> Answer<SearchIndex> {
        guarded(|| SearchIndex::open_whole(directory, asked))
    }

    fn open_whole(directory: &Path, asked: Asked) -> Answer<SearchIndex> {
        let Opened {
            index,
            writer,
            fields,
            position,
        } = opening::open(directory, asked)?;
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

    pub fn standing(&self) -> Standing {
        Standing {
            position: self.applied,
            ..self.snapshot().standing()
        }
    }

    /// The same, once all of it can be found.
    pub fn shown(&mut self) -> Answer<Standing> {
        self.show_committed()?;
        Ok(self.standing())
    }

    /// All of the batch and its position, or nothing of it: what fails takes back whatever was not committed before.
    pub fn apply(&mut self, batch: &Batch) -> Answer<Standing> {
        if batch.from != self.applied {
            return Err(Fault::new(
                Kind::Moved,
                format!("the index stands at {}, not at {}", self.applied.0, batch.from.0),
            ));
        }
        if batch.to < batch.from {
            return Err(Fault::bad_value("a batch ends before it begins"));
        }
        if !batch.ops.iter().all(is_bounded) {
            return Err(Fault::bad_value("a text or its mentions are longer than any message's"));
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
        Ok(self.standing())
    }

    /// Makes durable whatever is not yet.
    pub fn flush(&mut self) -> Answer<Standing> {
        let is_behind = self.applied != self.committed || self.pending.messages() > 0;
        if is_behind && let Err(fault) = self.commit() {
            self.take_back()?;
            return Err(fault);
        }
        self.shown()
    }

    pub fn contents(&mut self) -> Answer<Contents> {
        self.flush()?;
        self.snapshot().contents()
    }

    /// Merges away every segment that holds something removed, and removes the files that held it.
    pub fn purge(&mut self) -> Answer<Standing> {
        let begun = self.begin_purge()?;
        self.merge_all_away(&begun.touched)?;
        let joined = self.joined(&begun)?;
        self.merge_all_away(&joined)?;
        self.end_purge(&[begun.touched, joined].concat())
    }

    fn merge_all_away(&mut self, segments: &[SegmentId]) -> Answer<()> {
        for _ in 0..PURGE_ROUNDS_MAX {
            let merges = self.merge_away(segments)?;
            if merges.is_empty() {
                return Ok(());
            }
            wait_for(merges)?;
        }
        Err(purge_failed())
    }

    /// The first of its steps, between which the index goes on: the segments that hold something removed.
    pub fn begin_purge(&mut self) -> Answer<Begun> {
        self.flush()?;
        let segments = self.index.searchable_segment_metas()?;
        Ok(Begun {
            there: segments.iter().map(SegmentMeta::id).collect(),
            touched: touched(&segments),
        })
    }

    /// Begins to merge those that are still there; empty when none is. Again and again until then.
    pub fn merge_away(&mut self, segments: &[SegmentId]) -> Answer<Vec<Merge>> {
        let there = self.index.searchable_segment_ids()?;
        let left = segments.iter().filter(|segment| there.contains(segment));
        Ok(left.map(|segment| self.writer.merge(&[*segment])).collect())
    }

    /// A merge that was under way already took what was removed meanwhile along, and marked it in what it made: that
    /// goes as well. Whatever is merged from now on leaves it out.
    pub fn joined(&self, begun: &Begun) -> Answer<Vec<SegmentId>> {
        let mut segments = self.index.searchable_segment_metas()?;
        segments.retain(|segment| !begun.there.contains(&segment.id()));
        Ok(touched(&segments))
    }

    /// The last: the files go as soon as nothing reads them.
    pub fn end_purge(&mut self, segments: &[SegmentId]) -> Answer<Standing> {
        self.renew()?;
        self.writer.garbage_collect_files().wait()?;
        let there = self.index.searchable_segment_ids()?;
        if segments.iter().any(|segment| there.contains(segment)) {
            Err(purge_failed())
        } else {
            Ok(self.standing())
        }
    }

    /// Waits for merges under way.
    pub fn close(mut self) -> Answer<()> {
        self.flush()?;
        self.writer.wait_merging_threads()?;
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.pending.messages() > PENDING_MESSAGES_MAX || self.pending.text_bytes() > PENDING_TEXT_BYTES_MAX
    }

    fn commit(&mut self) -> Answer<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&opening::payload(self.applied));
        commit.commit()?;
        self.committed = self.applied;
        self.pending = Pending::default();
        self.renew()
    }

    fn take_back(&mut self) -> Answer<()> {
        self.pending = Pending::default();
        self.applied = self.committed;
        self.writer.rollback()?;
        Ok(())
    }

    /// A commit may come about and nothing of it be shown, when there was no file left to read it with. Whether a message
    /// is there is looked for in what is shown: what is committed has to be there before more is taken.
    fn show_committed(&mut self) -> Answer<()> {
        if self.snapshot().position == self.committed {
            Ok(())
        } else {
            self.renew()
        }
    }

    fn renew(&mut self) -> Answer<()> {
        self.reader.reload()?;
        let before = self.snapshot();
        let snapshot = Snapshot::open(self.reader.searcher(), self.fields, self.committed, Some(&before))?;
        let mut current = self.current.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        *current = Arc::new(snapshot);
        Ok(())
    }

    fn take_all(&mut self, ops: &[Op]) -> Answer<()> {
        ops.iter().try_for_each(|op| self.take(op))
    }

    fn take(&mut self, op: &Op) -> Answer<()> {
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

    fn put(&mut self, id: Id, origin: Origin, said: &Said) -> Answer<()> {
        self.delete(id)?;
        self.writer.add_document(document(&self.fields, id, &origin, said))?;
        self.pending.put(id, origin, said.content.len());
        Ok(())
    }

    /// Every deletion is looked for in every segment at the next commit, so none is asked for that has nothing to delete.
    fn delete(&mut self, id: Id) -> Answer<()> {
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

    fn delete_place(&mut self, field: Field, place: Id, before: Position) -> Answer<()> {
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

    fn origin(&self, id: Id) -> Answer<Option<Origin>> {
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

/// A segment that is merged with others already is no fault: it goes with them.
pub fn wait_for(merges: Vec<Merge>) -> Answer<()> {
    for merge in merges {
        match merge.wait() {
            Ok(_) => {}
            Err(TantivyError::InvalidArgument(_)) => thread::sleep(MERGED_BY_OTHERS_WAIT),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

pub fn purge_failed() -> Fault {
    Fault::new(
        Kind::Failed,
        "segments with removed texts are still there after all merging",
    )
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
