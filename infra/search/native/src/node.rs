//! The module that Node loads. Its functions take text and return a promise of text.
//! The JavaScript thread never waits: each index has a writing thread, and all indexes share a few searching threads.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use napi::bindgen_prelude::{Object, Result};
use napi::{Env, Error, JsDeferred};
use napi_derive::napi;
use serde::Serialize;
use tantivy::index::SegmentId;

use crate::analysis::last_term_of;
use crate::fault::{Fault, Kind, Outcome, guarded};
use crate::index::{Current, OpenAs, PURGE_ROUNDS_MAX, SearchIndex, purge_failed, snapshot_of, wait_for};
use crate::search;
use crate::wire::{Batch, Highlighting, IndexState, Question, read};

/// Threads that answer questions. The rest of the machine belongs to the server.
const SEARCHERS: usize = 2;
/// Questions that may wait. A further one is refused at once.
const WAITING_MAX: usize = 256;

type Resolve = Box<dyn FnOnce(Env) -> Result<String> + Send>;
type Promised = JsDeferred<String, Resolve>;

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Said<T> {
    Ok(T),
    Fault(Fault),
}

fn said<T: Serialize>(answer: Outcome<T>) -> Result<String> {
    let said = match answer {
        Ok(value) => Said::Ok(value),
        Err(fault) => Said::Fault(fault),
    };
    serde_json::to_string(&said).map_err(|error| Error::from_reason(error.to_string()))
}

fn settle<T: Serialize>(promised: Promised, answer: Outcome<T>) {
    match said(answer) {
        Ok(text) => promised.resolve(Box::new(move |_| Ok(text))),
        Err(error) => promised.reject(error),
    }
}

type Writing = Box<dyn FnOnce(&mut Option<SearchIndex>) + Send>;

/// One index in one directory, from `open` to `close`.
#[napi]
pub struct NativeIndex {
    directory: PathBuf,
    writing: Sender<Writing>,
    current: Readable,
}

/// Empty before the index is open and after it is closed.
type Readable = Arc<Mutex<Option<Current>>>;

fn readable(current: &Readable) -> MutexGuard<'_, Option<Current>> {
    current.lock().unwrap_or_else(PoisonError::into_inner)
}

#[napi]
impl NativeIndex {
    #[napi(constructor)]
    pub fn new(directory: String) -> Result<NativeIndex> {
        quietly();
        let (writing, work) = channel::<Writing>();
        thread::Builder::new()
            .name("search-writer".to_owned())
            .spawn(move || {
                let mut index = None;
                for job in work {
                    job(&mut index);
                }
                // No caller is left that could learn of a failure here.
                let _ = guarded(|| index.take().map_or(Ok(()), SearchIndex::close));
            })
            .map_err(|error| Error::from_reason(error.to_string()))?;
        Ok(NativeIndex {
            directory: directory.into(),
            writing,
            current: Arc::default(),
        })
    }

    #[napi(ts_return_type = "Promise<string>")]
    pub fn open<'env>(&self, env: &'env Env, new: bool) -> Result<Object<'env>> {
        let (directory, current) = (self.directory.clone(), self.current.clone());
        self.write(env, move |index| {
            if index.is_some() {
                return Err(Fault::bad_value("the index is open already"));
            }
            let opened = SearchIndex::open(&directory, if new { OpenAs::New } else { OpenAs::Old })?;
            let state = opened.state();
            *readable(&current) = Some(opened.current());
            *index = Some(opened);
            Ok(state)
        })
    }

    #[napi(ts_return_type = "Promise<string>")]
    pub fn apply<'env>(&self, env: &'env Env, batch: String) -> Result<Object<'env>> {
        self.write(env, move |index| {
            let batch: Batch = read(&batch)?;
            opened(index)?.apply(&batch)
        })
    }

    #[napi(ts_return_type = "Promise<string>")]
    pub fn flush<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        self.write(env, |index| opened(index)?.flush())
    }

    #[napi(ts_return_type = "Promise<string>")]
    pub fn purge<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        let (promised, promise) = env.create_deferred::<String, Resolve>()?;
        let writing = self.writing.clone();
        let begun = thread::Builder::new().name("search-purge".to_owned()).spawn(move || {
            settle(promised, guarded(|| purge(&writing)));
        });
        begun.map_err(|error| Error::from_reason(error.to_string()))?;
        Ok(promise)
    }

    /// Returns the state of the index. After a failed `apply` its position may be lower than before.
    #[napi(ts_return_type = "Promise<string>")]
    pub fn state<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        self.write(env, |index| opened(index)?.shown())
    }

    #[napi(ts_return_type = "Promise<string>")]
    pub fn contents<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        self.write(env, |index| opened(index)?.contents())
    }

    #[napi(ts_return_type = "Promise<string>")]
    pub fn close<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        let current = self.current.clone();
        self.write(env, move |index| {
            readable(&current).take();
            index.take().map_or(Ok(()), SearchIndex::close)
        })
    }

    #[napi(ts_return_type = "Promise<string>")]
    pub fn search<'env>(&self, env: &'env Env, question: String, within_ms: u32) -> Result<Object<'env>> {
        let until = Instant::now() + Duration::from_millis(u64::from(within_ms));
        let current = self.current.clone();
        ask(env, move || {
            let question: Question = read(&question)?;
            let snapshot = readable(&current).as_ref().map(snapshot_of).ok_or_else(Fault::closed)?;
            search::search(&snapshot, &question, until)
        })
    }

    #[napi(ts_return_type = "Promise<string>")]
    pub fn highlight<'env>(&self, env: &'env Env, highlighting: String) -> Result<Object<'env>> {
        ask(env, move || {
            let Highlighting { must, fuzzy, texts } = read(&highlighting)?;
            search::highlight(&must, fuzzy, &texts)
        })
    }

    fn write<'env, T: Serialize + 'static>(
        &self,
        env: &'env Env,
        work: impl FnOnce(&mut Option<SearchIndex>) -> Outcome<T> + Send + 'static,
    ) -> Result<Object<'env>> {
        let (promised, promise) = env.create_deferred::<String, Resolve>()?;
        let job: Writing = Box::new(move |index| {
            settle(promised, on(index, work));
        });
        self.writing
            .send(job)
            .map_err(|_| Error::from_reason("the writer of this index has ended"))?;
        Ok(promise)
    }
}

/// Silences panics, because each panic becomes a fault (`guarded`), which the server logs. Nothing is printed to its
/// terminal.
fn quietly() {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
}

fn on<T>(index: &mut Option<SearchIndex>, work: impl FnOnce(&mut Option<SearchIndex>) -> Outcome<T>) -> Outcome<T> {
    let answer = guarded(|| work(index));
    if answer.as_ref().is_err_and(|fault| fault.kind == Kind::Damaged) {
        // A damaged index cannot be trusted, so it is dropped, together with the lock on its directory.
        let _ = guarded(|| {
            drop(index.take());
            Ok(())
        });
    }
    answer
}

/// Purges from a thread of its own, so that the writer accepts changes while segments are merged.
fn purge(writing: &Sender<Writing>) -> Outcome<IndexState> {
    let begun = on_writer(writing, |index| index.begin_purge())?;
    let touched = begun.touched.clone();
    merge_away(writing, &touched)?;
    let joined = on_writer(writing, move |index| index.joined(&begun))?;
    merge_away(writing, &joined)?;
    on_writer(writing, move |index| index.end_purge(&[touched, joined].concat()))
}

fn merge_away(writing: &Sender<Writing>, segments: &[SegmentId]) -> Outcome<()> {
    for _ in 0..PURGE_ROUNDS_MAX {
        let again = segments.to_vec();
        let merges = on_writer(writing, move |index| index.merge_away(&again))?;
        if merges.is_empty() {
            return Ok(());
        }
        wait_for(merges)?;
    }
    Err(purge_failed())
}

fn on_writer<T: Send + 'static>(
    writing: &Sender<Writing>,
    work: impl FnOnce(&mut SearchIndex) -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    let (answer, answered) = channel();
    let job: Writing = Box::new(move |index| {
        // The caller waits for the answer below.
        let _ = answer.send(on(index, |index| work(opened(index)?)));
    });
    writing.send(job).map_err(|_| Fault::closed())?;
    answered.recv().map_err(|_| Fault::closed())?
}

fn opened(index: &mut Option<SearchIndex>) -> Outcome<&mut SearchIndex> {
    index.as_mut().ok_or_else(Fault::closed)
}

/// A lock on a file that one process holds at a time. It ends with the process, however the process ends.
#[napi]
pub struct NativeLock {
    held: Option<File>,
}

#[napi]
impl NativeLock {
    /// Takes the lock and creates its file if needed. Returns `None` while another process holds it.
    #[napi]
    pub fn take(path: String) -> Result<Option<NativeLock>> {
        let failed = |error: io::Error| Error::from_reason(format!("{path}: {error}"));
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(NativeLock { held: Some(file) })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    #[napi]
    pub fn release(&mut self) {
        self.held = None;
    }
}

/// Reads a text of a question as messages are read, and returns its last term, or `null` when it holds nothing that can
/// be found. It runs on the calling thread, so the caller bounds the text.
#[napi]
pub fn last_term(text: String) -> Result<String> {
    quietly();
    said(guarded(|| Ok(last_term_of(&text))))
}

type Asking = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Waiting {
    questions: Mutex<VecDeque<Asking>>,
    came: Condvar,
}

struct Searchers {
    waiting: Arc<Waiting>,
    threads: usize,
}

impl Waiting {
    fn questions(&self) -> MutexGuard<'_, VecDeque<Asking>> {
        self.questions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Asking {
        let mut questions = self.questions();
        loop {
            if let Some(question) = questions.pop_front() {
                return question;
            }
            questions = self.came.wait(questions).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Starts the searching threads at the first question. They sleep between questions and end with the process.
fn searchers() -> &'static Searchers {
    static BEGUN: OnceLock<Searchers> = OnceLock::new();
    BEGUN.get_or_init(|| {
        let waiting = Arc::new(Waiting::default());
        let threads = (0..SEARCHERS).map_while(|_| {
            let waiting = waiting.clone();
            let begun = thread::Builder::new().name("searcher".to_owned()).spawn(move || {
                loop {
                    waiting.next()();
                }
            });
            begun.ok()
        });
        let threads = threads.count();
        Searchers { waiting, threads }
    })
}

fn ask<'env, T: Serialize + 'static>(
    env: &'env Env,
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Result<Object<'env>> {
    let (promised, promise) = env.create_deferred::<String, Resolve>()?;
    let Searchers { waiting, threads } = searchers();
    let mut questions = waiting.questions();
    if *threads == 0 || questions.len() >= WAITING_MAX {
        settle::<()>(promised, Err(Fault::new(Kind::Busy, "too many questions are waiting")));
        return Ok(promise);
    }
    questions.push_back(Box::new(move || settle(promised, guarded(work))));
    waiting.came.notify_one();
    Ok(promise)
}
