//! The faults that the other side of the boundary distinguishes.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The directory holds no index, or a broken one.
    Damaged,
    /// The index is whole but was made by another version of this module.
    WrongSchema,
    /// Another writer has the index open.
    Locked,
    /// The changes do not begin at the index's position.
    Moved,
    /// The question takes longer, or spans more words, than one question may.
    TooSlow,
    /// Too many questions are waiting.
    Busy,
    /// The input does not fit the shapes of the boundary.
    BadValue,
    /// The index is not open, or was closed meanwhile.
    Closed,
    /// The machine failed: the disk is full, or a file cannot be written. A retry may help.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub kind: Kind,
    pub detail: String,
}

/// The value of some work, or the fault that stopped it.
pub type Outcome<T> = Result<T, Fault>;

impl Fault {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Fault {
        Fault {
            kind,
            detail: detail.into(),
        }
    }

    pub fn bad_value(detail: impl Into<String>) -> Fault {
        Fault::new(Kind::BadValue, detail)
    }

    pub fn damaged(detail: impl Into<String>) -> Fault {
        Fault::new(Kind::Damaged, detail)
    }

    pub fn too_slow(detail: impl Into<String>) -> Fault {
        Fault::new(Kind::TooSlow, detail)
    }

    pub fn closed() -> Fault {
        Fault::new(Kind::Closed, "the index is not open")
    }

    /// Classifies an error while an index is opened. An unreadable file is damage then, unless the machine itself
    /// refused.
    pub fn while_opening(error: &TantivyError) -> Fault {
        let kind = match kind_of(error) {
            Kind::Failed if !io_of(error).is_some_and(is_of_the_machine) => Kind::Damaged,
            kind => kind,
        };
        Fault::new(kind, error.to_string())
    }
}

/// Runs work that may panic, because Tantivy panics on files that it did not write. The panic becomes a fault.
/// When the fault is damage, the caller must give up the index that the work used.
pub fn guarded<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "a panic without a message".to_owned());
        Err(Fault::damaged(said))
    })
}

/// True when the machine lacks space or rights, which says nothing about the files.
fn is_of_the_machine(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::OutOfMemory
    )
}

fn io_of(error: &TantivyError) -> Option<&io::Error> {
    match error {
        TantivyError::IoError(io_error)
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. })
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::LockFailure(LockError::IoError(io_error), _) => Some(io_error),
        _ => None,
    }
}

fn kind_of(error: &TantivyError) -> Kind {
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => Kind::Locked,
        TantivyError::IncompatibleIndex(_) | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => {
            Kind::WrongSchema
        }
        TantivyError::DataCorruption(_)
        | TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_))
        | TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)) => Kind::Damaged,
        _ if io_of(error).is_some_and(|io_error| io_error.kind() == io::ErrorKind::NotFound) => Kind::Damaged,
        _ => Kind::Failed,
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::new(Kind::Failed, error.to_string())
    }
}

impl From<TantivyError> for Fault {
    fn from(error: TantivyError) -> Fault {
        Fault::new(kind_of(&error), error.to_string())
    }
}
