//! One directory with one index in it: opened whole or not at all, written by one, read by many.

mod document;
mod moments;
mod opening;
mod pending;
mod segment;
mod snapshot;
mod writing;

pub use moments::Time;
pub use opening::Asked;
pub use segment::Segment;
pub use snapshot::Snapshot;
pub use writing::{Current, PURGE_ROUNDS_MAX, SearchIndex, purge_failed, snapshot_of, wait_for};
