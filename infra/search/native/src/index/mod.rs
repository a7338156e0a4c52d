//! One index in one directory. It is opened whole or not at all, has one writer, and has many readers.

mod document;
mod moments;
mod opening;
mod pending;
mod purging;
mod segment;
mod snapshot;
mod writing;

pub use moments::Time;
pub use opening::OpenAs;
pub use purging::{PURGE_ROUNDS_MAX, purge_failed, wait_for};
pub use segment::Segment;
pub use snapshot::Snapshot;
pub use writing::{Current, SearchIndex, snapshot_of};
