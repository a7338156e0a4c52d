use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tantivy::TantivyError;

use crate::fault::Fault;

/// The end of the time that one question may take. Every walk over documents or terms checks it from time to time.
#[derive(Clone)]
pub struct Deadline {
    at: Instant,
    /// True once the deadline has passed. It is kept here, because no error of Tantivy can say it.
    passed: Arc<AtomicBool>,
}

/// Steps of a walk between two checks of the clock.
pub const STEPS: u32 = 512;

/// Counts the steps of one walk.
#[derive(Default)]
pub struct Pace {
    steps: Cell<u32>,
}

impl Deadline {
    pub fn at(at: Instant) -> Deadline {
        Deadline {
            at,
            passed: Arc::new(AtomicBool::new(false)),
        }
    }

    pub fn check(&self) -> tantivy::Result<()> {
        if Instant::now() < self.at {
            return Ok(());
        }
        self.passed.store(true, Ordering::Relaxed);
        Err(TantivyError::InternalError("the deadline has passed".to_owned()))
    }

    pub fn step(&self, pace: &Pace) -> tantivy::Result<()> {
        let steps = pace.steps.get() + 1;
        pace.steps.set(if steps == STEPS { 0 } else { steps });
        if steps == STEPS { self.check() } else { Ok(()) }
    }

    /// Turns an error into `TooSlow` when the deadline has passed.
    pub fn fault(&self, error: TantivyError) -> Fault {
        if self.passed.load(Ordering::Relaxed) {
            Fault::too_slow("the question takes longer than a question may")
        } else {
            error.into()
        }
    }
}
