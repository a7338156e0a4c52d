//! Keeps the best hits of a page, and one more that tells whether another page follows.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::wire::Place;
use tantivy::DocId;

/// Ordered as on a page: a higher score first, then newer before older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub score: u32,
    pub sent_position: u64,
    pub segment: usize,
    pub doc: DocId,
}

pub struct Top {
    keep: usize,
    after: Option<(u32, u64)>,
    best: BinaryHeap<Reverse<Found>>,
}

impl Top {
    pub fn new(limit: usize, after: Option<Place>) -> Top {
        let after = after.map(|place| (place.score, place.sent_position.0));
        Top {
            keep: limit + 1,
            after,
            best: BinaryHeap::with_capacity(limit + 2),
        }
    }

    pub fn offer(&mut self, found: Found) {
        let place = (found.score, found.sent_position);
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        if self.best.len() < self.keep {
            self.best.push(Reverse(found));
        } else if self.best.peek().is_some_and(|worst| found > worst.0) {
            self.best.pop();
            self.best.push(Reverse(found));
        }
    }

    /// True when no hit with this score, at this position or before it, can enter the page.
    pub fn is_beyond(&self, score: u32, sent_position: u64) -> bool {
        self.best.len() == self.keep
            && self
                .best
                .peek()
                .is_some_and(|worst| (score, sent_position) < (worst.0.score, worst.0.sent_position))
    }

    /// Returns the hits in order, and whether more follow.
    pub fn into_page(self) -> (Vec<Found>, bool) {
        let more = self.best.len() == self.keep;
        let mut found: Vec<Found> = self.best.into_sorted_vec().into_iter().map(|one| one.0).collect();
        if more {
            found.pop();
        }
        (found, more)
    }
}
