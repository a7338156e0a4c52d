use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tantivy::TantivyError;

use crate::fault::Fault;

/// Until when a question may be looked for. Looked at every so often by whatever walks over documents or terms.
#[derive(Clone)]
pub struct Deadline {
    at: Instant,
    /// Tantivy's own errors cannot say this, so it is remembered beside them.
    passed: Arc<AtomicBool>,
}

/// Steps of a walk between two looks at the clock.
pub const STEPS: u32 = 512;

/// Counts steps for one walk.
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

    /// What an error under this deadline means.
    pub fn fault(&self, error: TantivyError) -> Fault {
        if self.passed.load(Ordering::Relaxed) {
            Fault::too_slow("the question takes longer than one may")
        } else {
            error.into()
        }
    }
}
