//! An index in its own folder, with short functions for changes and questions.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use filament_search::fault::Outcome;
use filament_search::index::{OpenAs, SearchIndex};
use filament_search::search::search;
use filament_search::wire::{Batch, Clause, Id, Op, Order, Page, Position, Question, read};
use tantivy::index::SegmentId;
use tantivy::{Index, SegmentReader};
use tempfile::TempDir;

pub struct World {
    folder: TempDir,
    index: Option<SearchIndex>,
}

pub fn id(n: u64) -> Id {
    Id(u128::from(n))
}

const GUILD: u64 = 50;
const CHANNEL: u64 = 7;

pub fn put_by(n: u64, channel: u64, author: u64, content: &str) -> Op {
    put_by_at(n, channel, author, n as i64 * 1_000, content)
}

pub fn put_at(n: u64, sent_at_ms: i64, content: &str) -> Op {
    put_by_at(n, CHANNEL, 1, sent_at_ms, content)
}

fn put_by_at(n: u64, channel: u64, author: u64, sent_at_ms: i64, content: &str) -> Op {
    let mentions = content
        .split(' ')
        .filter_map(|word| word.strip_prefix('@'))
        .map(str::to_owned)
        .collect();
    let has = if content.contains(".png") {
        r#"["link","file","image"]"#
    } else {
        "[]"
    };
    Op::Put {
        message_id: id(n),
        channel_id: id(channel),
        guild_id: id(GUILD),
        author_id: id(author),
        sent_at_ms,
        sent_position: Position(n),
        content: content.to_owned(),
        mentions,
        has: read(has).unwrap(),
    }
}

pub fn put(n: u64, content: &str) -> Op {
    put_by(n, CHANNEL, 1, content)
}

pub fn amend(n: u64, content: &str) -> Op {
    Op::Amend {
        message_id: id(n),
        content: content.to_owned(),
        mentions: vec![],
        has: vec![],
    }
}

pub fn remove(n: u64) -> Op {
    Op::Remove { message_id: id(n) }
}

pub fn remove_channel(channel: u64, before: u64) -> Op {
    Op::RemoveChannel {
        channel_id: id(channel),
        before: Position(before),
    }
}

pub fn remove_guild(guild: u64, before: u64) -> Op {
    Op::RemoveGuild {
        guild_id: id(guild),
        before: Position(before),
    }
}

pub fn batch(from: u64, to: u64, ops: Vec<Op>) -> Batch {
    Batch {
        from: Position(from),
        to: Position(to),
        durable: true,
        ops,
    }
}

pub fn clause(kind: &str, text: &str) -> Clause {
    Clause {
        kind: read(&format!("\"{kind}\"")).unwrap(),
        text: text.to_owned(),
    }
}

/// Asks for words in all channels, with as many hits as fit on a page.
pub fn asking(words: &[&str]) -> Question {
    Question {
        channels: vec![id(CHANNEL), id(8)],
        must: words.iter().map(|word| clause("word", word)).collect(),
        must_not: vec![],
        authors: None,
        mentions: vec![],
        has: vec![],
        sent_from_ms: None,
        sent_to_ms: None,
        order: Order::Newest,
        limit: 50,
        after: None,
        fuzzy: false,
    }
}

pub fn later(ms: u64) -> Instant {
    Instant::now() + Duration::from_millis(ms)
}

impl World {
    pub fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let index = SearchIndex::open(folder.path(), OpenAs::New).unwrap();
        World {
            folder,
            index: Some(index),
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn index(&mut self) -> &mut SearchIndex {
        self.index.as_mut().unwrap()
    }

    fn next(&mut self, durable: bool, ops: Vec<Op>) {
        let at = self.index().state().position.0;
        self.index()
            .apply(&Batch {
                durable,
                ..batch(at, at + 1, ops)
            })
            .unwrap();
    }

    pub fn apply(&mut self, ops: Vec<Op>) {
        self.next(true, ops);
    }

    pub fn apply_soon(&mut self, ops: Vec<Op>) {
        self.next(false, ops);
    }

    pub fn ask_until(&self, question: &Question, until: Instant) -> Outcome<Page> {
        search(&self.index.as_ref().unwrap().snapshot(), question, until)
    }

    pub fn ask(&self, question: &Question) -> Outcome<Page> {
        self.ask_until(question, later(20_000))
    }

    pub fn page(&self, question: &Question) -> Page {
        self.ask(question).unwrap()
    }

    /// Returns the ids of the hits, in order.
    pub fn ids(&self, question: &Question) -> Vec<Id> {
        let mut ids: Vec<Id> = self.page(question).hits.iter().map(|hit| hit.message_id).collect();
        ids.sort();
        ids
    }

    pub fn found(&self, words: &str) -> Vec<Id> {
        self.ids(&asking(&words.split(' ').collect::<Vec<_>>()))
    }

    /// Reopens the index as after a crash, so that uncommitted changes are lost.
    pub fn crash(&mut self) {
        drop(self.index.take());
        self.index = Some(SearchIndex::open(self.folder.path(), OpenAs::Old).unwrap());
    }

    pub fn close(&mut self) {
        if let Some(index) = self.index.take() {
            index.close().unwrap();
        }
    }

    pub fn reopen(&mut self) {
        self.close();
        self.index = Some(SearchIndex::open(self.folder.path(), OpenAs::Old).unwrap());
    }

    pub fn segments(&self) -> Vec<SegmentId> {
        Index::open_in_dir(self.path())
            .unwrap()
            .searchable_segment_ids()
            .unwrap()
    }

    /// True when a dictionary in the files holds this word.
    /// The dictionaries are opened for this, because their bytes hold no plain words. Files that no segment names are
    /// found by `strays`.
    pub fn holds(&self, word: &str) -> bool {
        let index = Index::open_in_dir(self.path()).unwrap();
        let content = index.schema().get_field("content").unwrap();
        let segments = index.searchable_segments().unwrap();
        segments.iter().any(|segment| {
            let reader = SegmentReader::open(segment).unwrap();
            let inverted = reader.inverted_index(content).unwrap();
            inverted.terms().get(word).unwrap().is_some()
        })
    }

    /// Files that no commit names.
    pub fn strays(&self) -> Vec<String> {
        let living = Index::open_in_dir(self.path())
            .unwrap()
            .load_metas()
            .unwrap()
            .list_segment_files();
        let own = [
            "meta.json",
            ".managed.json",
            ".tantivy-writer.lock",
            ".tantivy-meta.lock",
        ];
        let names = fs::read_dir(self.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        names
            .filter(|name| !living.contains(Path::new(name)))
            .map(|name| name.to_string_lossy().into_owned())
            .filter(|name| !own.contains(&name.as_str()))
            .collect()
    }
}
