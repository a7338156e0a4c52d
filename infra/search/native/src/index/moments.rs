//! Keeps the send times of a segment, block by block. A search in a narrow time range skips whole blocks.
//! The documents of an imported conversation need not be in order of time.

use tantivy::columnar::ColumnValues;
use tantivy::{DocId, TERMINATED};

/// A time range in milliseconds, with its start and without its end.
#[derive(Clone, Copy)]
pub struct Time {
    from: i64,
    to: i64,
}

impl Time {
    pub fn between(from: Option<i64>, to: Option<i64>) -> Time {
        Time {
            from: from.unwrap_or(i64::MIN),
            to: to.unwrap_or(i64::MAX),
        }
    }

    #[inline]
    pub fn is_all(&self) -> bool {
        self.from == i64::MIN && self.to == i64::MAX
    }

    #[inline]
    pub fn holds(&self, moment: i64) -> bool {
        moment >= self.from && moment < self.to
    }
}

/// Documents of one block. A block is small enough to scan quickly, and large enough that a segment has few blocks.
const BLOCK: u32 = 1_024;

struct Block {
    earliest: i64,
    latest: i64,
}

pub struct Moments {
    blocks: Vec<Block>,
}

impl Moments {
    pub fn of(sent_at: &dyn ColumnValues<i64>) -> Moments {
        let all = sent_at.num_vals();
        let mut moments = [0; BLOCK as usize];
        let blocks = (0..all.div_ceil(BLOCK)).map(|number| {
            let first = number * BLOCK;
            let values = &mut moments[..(all - first).min(BLOCK) as usize];
            sent_at.get_range(u64::from(first), values);
            Block {
                earliest: values.iter().copied().min().unwrap_or(i64::MAX),
                latest: values.iter().copied().max().unwrap_or(i64::MIN),
            }
        });
        Moments {
            blocks: blocks.collect(),
        }
    }

    /// Returns `doc`, or the first document of the next block that overlaps this time range.
    pub fn next(&self, doc: DocId, time: Time) -> DocId {
        let number = (doc / BLOCK) as usize;
        let later = self.blocks.get(number..).unwrap_or_default();
        let passed = later
            .iter()
            .position(|block| block.latest >= time.from && block.earliest < time.to);
        match passed {
            None => TERMINATED,
            Some(0) => doc,
            Some(passed) => (number + passed) as u32 * BLOCK,
        }
    }
}
