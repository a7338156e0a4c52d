//! What can go wrong, as the other side of the boundary tells it apart.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What is on the disk is no index, or not a whole one.
    Damaged,
    /// A whole index, of another make than this module's.
    WrongSchema,
    /// Another writer has it open.
    Locked,
    /// The changes do not begin where the index stands.
    Moved,
    /// The question takes longer, or spans more words, than one may.
    TooSlow,
    /// Too many questions wait already.
    Busy,
    /// What was handed over is not what the boundary takes.
    BadValue,
    /// Not open, or closed meanwhile.
    Closed,
    /// The world failed: the disk is full, a file cannot be written. Trying again may help.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub kind: Kind,
    pub detail: String,
}

pub type Answer<T> = Result<T, Fault>;

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

    /// While an index is opened, what cannot be read is damage, unless the machine itself refuses.
    pub fn while_opening(error: &TantivyError) -> Fault {
        let kind = match kind_of(error) {
            Kind::Failed if !io_of(error).is_some_and(is_of_the_machine) => Kind::Damaged,
            kind => kind,
        };
        Fault::new(kind, error.to_string())
    }
}

/// Tantivy panics on files whose inside is not what it wrote; nothing of that leaves this crate as a panic.
/// What the work held is to be given up when this answers with damage.
pub fn guarded<T>(work: impl FnOnce() -> Answer<T>) -> Answer<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "a panic without words".to_owned());
        Err(Fault::damaged(said))
    })
}

/// Says nothing of the files: the machine lacks room, or rights.
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
