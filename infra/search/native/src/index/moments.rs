//! When the documents of a segment were sent, block by block, so that a search in a narrow time passes over the rest of
//! a segment without a look at each document. Where a conversation was imported, times do not follow the log.

use tantivy::columnar::ColumnValues;
use tantivy::{DocId, TERMINATED};

/// From its first millisecond on, up to its last and without it.
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

/// Documents of one block. Few enough that going through one is nothing, many enough that there are few blocks.
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
            let those = &mut moments[..(all - first).min(BLOCK) as usize];
            sent_at.get_range(u64::from(first), those);
            Block {
                earliest: those.iter().copied().min().unwrap_or(i64::MAX),
                latest: those.iter().copied().max().unwrap_or(i64::MIN),
            }
        });
        Moments {
            blocks: blocks.collect(),
        }
    }

    /// The first document from this one on whose block has some of this time.
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
