//! Opens the index of a directory, and checks it before it is used.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexWriter, TantivyError};

use crate::analysis::{NAME, WordTokenizer};
use crate::fault::{Fault, Kind, Outcome};
use crate::schema::{self, FORMAT, Fields};
use crate::wire::Position;

const META: &str = "meta.json";
const MANAGED: &str = ".managed.json";
const LOCKS: [&str; 2] = [".tantivy-writer.lock", ".tantivy-meta.lock"];
/// Prefix of a file that Tantivy had not finished.
const UNFINISHED: &str = ".tmp";

/// Bytes that the one indexing thread collects before it writes a segment.
/// One thread makes each segment a stretch of the log, and leaves the other core to the rest of the server.
const HEAP_BYTES: usize = 64 * 1024 * 1024;
/// Segments with more than this share of deleted documents are merged.
const DELETED_SHARE_MAX: f32 = 0.2;

/// Data that a commit stores beside the documents.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    format: u32,
    position: Position,
}

pub struct Opened {
    pub index: Index,
    pub writer: IndexWriter,
    pub fields: Fields,
    pub position: Position,
}

pub fn payload(position: Position) -> String {
    serde_json::to_string(&Payload {
        format: FORMAT,
        position,
    })
    .unwrap_or_default()
}

/// `New` creates an index in an empty directory. `Old` requires an existing index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenAs {
    New,
    Old,
}

pub fn open(directory: &Path, open_as: OpenAs) -> Outcome<Opened> {
    if open_as == OpenAs::New {
        fs::create_dir_all(directory)?;
        if is_empty(directory)? {
            return create(directory);
        }
    } else if !directory.is_dir() || is_empty(directory)? {
        return Err(Fault::damaged("the directory holds no index"));
    }
    open_there(directory)
}

fn names(directory: &Path) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}

/// True for a directory that is empty or holds the leftovers of a creation that was cut short.
fn is_empty(directory: &Path) -> Outcome<bool> {
    let left_over = |name: &String| name == MANAGED || LOCKS.contains(&name.as_str()) || name.starts_with(UNFINISHED);
    Ok(names(directory)?.iter().all(left_over))
}

fn create(directory: &Path) -> Outcome<Opened> {
    // A leftover list of managed files that cannot be read would prevent the creation.
    match fs::remove_file(directory.join(MANAGED)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let (schema, fields) = schema::schema();
    let files = MmapDirectory::open(directory).map_err(|error| opening(&error.into()))?;
    let index = Index::create(files, schema, schema::settings()).map_err(|error| opening(&error))?;
    let mut writer = writer(&index)?;
    let mut first = writer.prepare_commit()?;
    first.set_payload(&payload(Position(0)));
    first.commit()?;
    Ok(Opened {
        index,
        writer,
        fields,
        position: Position(0),
    })
}

fn open_there(directory: &Path) -> Outcome<Opened> {
    let (schema, fields) = schema::schema();
    let mut index = Index::open_in_dir(directory).map_err(|error| opening(&error))?;
    if index.schema() != schema || index.settings().sort_by_field != schema::settings().sort_by_field {
        return Err(Fault::new(
            Kind::WrongSchema,
            "the index was made by another version: its fields differ",
        ));
    }
    // The writer's lock is taken before the checks, so that no other process changes the files meanwhile.
    let writer = writer(&index)?;
    index = writer.index().clone();
    let meta = index.load_metas().map_err(|error| opening(&error))?;
    let position = match &meta.payload {
        Some(text) => position_in(text)?,
        None if meta.segments.is_empty() => Position(0),
        None => return Err(Fault::damaged("the last commit names no position")),
    };
    let living = meta.list_segment_files();
    sweep(directory, &living)?;
    check(&index, directory, &living)?;
    Ok(Opened {
        index,
        writer,
        fields,
        position,
    })
}

fn position_in(payload: &str) -> Outcome<Position> {
    let payload: Payload =
        serde_json::from_str(payload).map_err(|error| Fault::damaged(format!("the last commit's payload: {error}")))?;
    if payload.format != FORMAT {
        return Err(Fault::new(
            Kind::WrongSchema,
            format!(
                "the index was made by another version: its format is {}, not {FORMAT}",
                payload.format
            ),
        ));
    }
    Ok(payload.position)
}

/// Removes files that no commit names. A killed process left them, and they may hold texts that were deleted since.
fn sweep(directory: &Path, living: &HashSet<PathBuf>) -> Outcome<()> {
    for name in names(directory)? {
        let is_ours = name == META || name == MANAGED || LOCKS.contains(&name.as_str());
        if !is_ours && !living.contains(Path::new(&name)) {
            fs::remove_file(directory.join(&name))?;
        }
    }
    Ok(())
}

/// Reads every file once and compares it with its checksum. A missing file is found when its segment is opened.
fn check(index: &Index, directory: &Path, living: &HashSet<PathBuf>) -> Outcome<()> {
    for file in living {
        if !directory.join(file).exists() {
            continue;
        }
        let whole = index.directory().validate_checksum(file);
        if !whole.map_err(|error| opening(&error.into()))? {
            return Err(Fault::damaged(format!(
                "{} does not match its checksum",
                file.display()
            )));
        }
    }
    Ok(())
}

fn writer(index: &Index) -> Outcome<IndexWriter> {
    index.tokenizers().register(NAME, WordTokenizer::default());
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(HEAP_BYTES)
        .num_merge_threads(1)
        .build();
    let writer: IndexWriter = index.writer_with_options(options).map_err(|error| opening(&error))?;
    let mut merging = LogMergePolicy::default();
    merging.set_del_docs_ratio_before_merge(DELETED_SHARE_MAX);
    writer.set_merge_policy(Box::new(merging));
    Ok(writer)
}

fn opening(error: &TantivyError) -> Fault {
    Fault::while_opening(error)
}
