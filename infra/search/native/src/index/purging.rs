//! Removes the traces of removed texts from an index's files, in steps between which the index may be used.

use std::thread;
use std::time::Duration;

use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::{FutureResult, TantivyError};

use super::writing::SearchIndex;
use crate::fault::{Fault, Kind, Outcome};
use crate::wire::IndexState;

/// Rounds in which a purge looks for segments that another merge holds, and the pause between two rounds.
pub const PURGE_ROUNDS_MAX: usize = 1_000;
const MERGED_BY_OTHERS_WAIT: Duration = Duration::from_millis(50);

pub type Merge = FutureResult<Option<SegmentMeta>>;

/// The segments at the beginning of a purge, and those among them that hold removed texts.
pub struct Begun {
    pub touched: Vec<SegmentId>,
    there: Vec<SegmentId>,
}

fn touched(segments: &[SegmentMeta]) -> Vec<SegmentId> {
    let touched = segments.iter().filter(|segment| segment.has_deletes());
    touched.map(SegmentMeta::id).collect()
}

impl SearchIndex {
    /// Merges away every segment that holds removed texts, and deletes its files.
    pub fn purge(&mut self) -> Outcome<IndexState> {
        let begun = self.begin_purge()?;
        self.merge_all_away(&begun.touched)?;
        let joined = self.joined(&begun)?;
        self.merge_all_away(&joined)?;
        self.end_purge(&[begun.touched, joined].concat())
    }

    fn merge_all_away(&mut self, segments: &[SegmentId]) -> Outcome<()> {
        for _ in 0..PURGE_ROUNDS_MAX {
            let merges = self.merge_away(segments)?;
            if merges.is_empty() {
                return Ok(());
            }
            wait_for(merges)?;
        }
        Err(purge_failed())
    }

    /// First step of a purge: finds the segments that hold removed texts. The index may be used between the steps.
    pub fn begin_purge(&mut self) -> Outcome<Begun> {
        self.flush()?;
        let segments = self.index.searchable_segment_metas()?;
        Ok(Begun {
            there: segments.iter().map(SegmentMeta::id).collect(),
            touched: touched(&segments),
        })
    }

    /// Starts to merge the segments that still exist. Returns an empty list when none does. The caller repeats it until
    /// then.
    pub fn merge_away(&mut self, segments: &[SegmentId]) -> Outcome<Vec<Merge>> {
        let there = self.index.searchable_segment_ids()?;
        let left = segments.iter().filter(|segment| there.contains(segment));
        Ok(left.map(|segment| self.writer.merge(&[*segment])).collect())
    }

    /// Finds the segments into which a merge under way copied texts that were removed meanwhile.
    /// They must be merged too. Merges that start from now on leave the removed texts out.
    pub fn joined(&self, begun: &Begun) -> Outcome<Vec<SegmentId>> {
        let mut segments = self.index.searchable_segment_metas()?;
        segments.retain(|segment| !begun.there.contains(&segment.id()));
        Ok(touched(&segments))
    }

    /// Last step of a purge: deletes the files. A file goes as soon as no reader uses it.
    pub fn end_purge(&mut self, segments: &[SegmentId]) -> Outcome<IndexState> {
        self.renew()?;
        self.writer.garbage_collect_files().wait()?;
        let there = self.index.searchable_segment_ids()?;
        if segments.iter().any(|segment| there.contains(segment)) {
            Err(purge_failed())
        } else {
            Ok(self.state())
        }
    }
}

/// Waits for merges. A segment that another merge already holds is no failure, because it goes with that merge.
pub fn wait_for(merges: Vec<Merge>) -> Outcome<()> {
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
    Fault::new(Kind::Failed, "segments with removed texts remain after every merge")
}
