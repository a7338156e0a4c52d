//! Answers questions from a snapshot of the index.

mod any_of;
mod deadline;
mod highlight;
mod near;
mod plan;
mod terms;
mod top;

use std::time::Instant;

use tantivy::query::{EnableScoring, Scorer, Weight};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

pub use highlight::highlight;

use crate::fault::{Fault, Kind, Outcome};
use crate::index::{Segment, Snapshot, Time};
use crate::wire::{Hit, Id, Order, Page, Position, Question};
use deadline::{Deadline, Pace};
use plan::{Clauses, FixedStatistics, Plan};
use terms::Row;
use top::{Found, Top};

const LIMIT_MAX: usize = 100;
const CHANNELS_MAX: usize = 10_000;
const AUTHORS_MAX: usize = 1_000;
const MENTIONS_MAX: usize = 32;
const HAS_MAX: usize = 8;
const SCORE_STEPS: f32 = 1_000.0;

/// The allowed channels become part of the query when they hold less than one document in this many. Otherwise the
/// channel of each document is checked.
const FEW_DOCUMENTS: u64 = 8;
const FEW_CHANNELS: usize = 32;

fn check(question: &Question) -> Outcome<()> {
    let Question {
        channels,
        must,
        must_not,
        authors,
        mentions,
        has,
        limit,
        ..
    } = question;
    terms::check(&[must, must_not])?;
    let bounded = (1..=LIMIT_MAX).contains(limit)
        && channels.len() <= CHANNELS_MAX
        && authors.as_ref().is_none_or(|authors| authors.len() <= AUTHORS_MAX)
        && mentions.len() <= MENTIONS_MAX
        && has.len() <= HAS_MAX;
    if bounded {
        Ok(())
    } else {
        Err(Fault::bad_value("the question exceeds a bound"))
    }
}

/// The channels of one segment that the question may look into, by their numbers there.
struct Allowed {
    by_number: Vec<bool>,
    documents: u64,
}

fn allowed(question: &Question, segment: &Segment) -> Allowed {
    let mut by_number = vec![false; segment.channels.len()];
    let mut documents = 0;
    for &channel in &question.channels {
        let Some(number) = segment.channels.number_of(channel) else {
            continue;
        };
        if !by_number[number] {
            by_number[number] = true;
            documents += u64::from(segment.channel_documents[number]);
        }
    }
    Allowed { by_number, documents }
}

pub fn search(snapshot: &Snapshot, question: &Question, until: Instant) -> Outcome<Page> {
    check(question)?;
    let nothing = Page {
        hits: Vec::new(),
        more: false,
        through: snapshot.position,
    };
    let Some(must) = terms::rows(&question.must, question.fuzzy)? else {
        return Ok(nothing);
    };
    let must_not = terms::rows(&question.must_not, false)?.unwrap_or_default();
    let allowed: Vec<Allowed> = snapshot.each().map(|(_, segment)| allowed(question, segment)).collect();
    if allowed.iter().all(|allowed| allowed.documents == 0) {
        return Ok(nothing);
    }
    let deadline = Deadline::at(until);
    let clauses = Clauses {
        question,
        must,
        must_not,
        channels: few_channels(snapshot, question, &allowed),
    };
    let found = Search {
        snapshot,
        clauses,
        allowed,
        time: Time::between(question.sent_from_ms, question.sent_to_ms),
        deadline: &deadline,
    }
    .run();
    let (found, more) = found.map_err(|fault| match fault {
        SearchError::Fault(fault) => fault,
        // One bound of Tantivy can be reached by a question: a row whose last word has too many endings.
        SearchError::Error(tantivy::TantivyError::InvalidArgument(detail)) => Fault::too_slow(detail),
        SearchError::Error(error) => deadline.fault(error),
    })?;
    let hits = found
        .iter()
        .map(|found| hit(snapshot, found))
        .collect::<Outcome<Vec<_>>>()?;
    Ok(Page {
        hits,
        more,
        through: snapshot.position,
    })
}

fn few_channels(snapshot: &Snapshot, question: &Question, allowed: &[Allowed]) -> Option<Vec<Id>> {
    let documents: u64 = allowed.iter().map(|allowed| allowed.documents).sum();
    let are_few = question.channels.len() <= FEW_CHANNELS
        && documents.saturating_mul(FEW_DOCUMENTS) < snapshot.searcher.num_docs();
    are_few.then(|| question.channels.clone())
}

fn hit(snapshot: &Snapshot, found: &Found) -> Outcome<Hit> {
    let (_, segment) = snapshot.segment(found.segment);
    let channel = segment.channels.get(found.doc);
    Ok(Hit {
        message_id: segment.id(found.doc),
        channel_id: channel.ok_or_else(|| Fault::new(Kind::Damaged, "a document without a channel"))?,
        score: found.score,
        sent_position: Position(found.sent_position),
    })
}

enum SearchError {
    Fault(Fault),
    Error(tantivy::TantivyError),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> SearchError {
        SearchError::Error(error)
    }
}

impl From<Fault> for SearchError {
    fn from(fault: Fault) -> SearchError {
        SearchError::Fault(fault)
    }
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    clauses: Clauses<'a>,
    allowed: Vec<Allowed>,
    time: Time,
    deadline: &'a Deadline,
}

impl Search<'_> {
    fn run(&self) -> Result<(Vec<Found>, bool), SearchError> {
        let Snapshot { searcher, fields, .. } = self.snapshot;
        self.deadline.check()?;
        let query = Plan {
            searcher,
            fields,
            deadline: self.deadline,
        }
        .query(&self.clauses)?;
        let same_for_all = self.same_for_all();
        let scoring = match same_for_all {
            None => EnableScoring::enabled_from_statistics_provider(&FixedStatistics, searcher),
            Some(_) => EnableScoring::disabled_from_searcher(searcher),
        };
        let weight = query.weight(scoring)?;
        let mut top = Top::new(self.clauses.question.limit, self.clauses.question.after);
        for ord in self.newest_first() {
            match same_for_all {
                None => self.weigh(ord, weight.as_ref(), &mut top)?,
                Some(score) => self.leaf(ord, weight.as_ref(), score, &mut top)?,
            }
        }
        Ok(top.into_page())
    }

    /// Returns the score of every hit when all of them score the same. The newest hits then come first.
    fn same_for_all(&self) -> Option<u32> {
        match self.clauses.question.order {
            Order::Newest => Some(0),
            Order::Relevance => {
                let only_yes_or_no = self.clauses.must.iter().all(Row::weighs_the_same);
                only_yes_or_no.then_some(self.clauses.must.len() as u32 * SCORE_STEPS as u32)
            }
        }
    }

    fn newest_first(&self) -> Vec<usize> {
        let mut ords: Vec<usize> = (0..self.allowed.len())
            .filter(|&ord| self.allowed[ord].documents > 0)
            .collect();
        ords.sort_by_key(|&ord| std::cmp::Reverse(self.snapshot.segment(ord).1.newest()));
        ords
    }

    /// Scores every document of a segment.
    fn weigh(&self, ord: usize, weight: &dyn Weight, top: &mut Top) -> Result<(), SearchError> {
        let (reader, segment) = self.snapshot.segment(ord);
        let mut scorer = weight.scorer(reader, 1.0)?;
        let pace = Pace::default();
        let mut doc = self.in_time(segment, scorer.as_mut());
        while doc != TERMINATED {
            self.deadline.step(&pace)?;
            if self.lets_through(ord, reader, segment, doc) {
                let score = (scorer.score() * SCORE_STEPS).round() as u32;
                let sent_position = segment.sent_position.get_val(doc);
                top.offer(Found {
                    score,
                    sent_position,
                    segment: ord,
                    doc,
                });
            }
            scorer.advance();
            doc = self.in_time(segment, scorer.as_mut());
        }
        Ok(())
    }

    /// Walks from the newest document on, until the page is full.
    fn leaf(&self, ord: usize, weight: &dyn Weight, score: u32, top: &mut Top) -> Result<(), SearchError> {
        let (reader, segment) = self.snapshot.segment(ord);
        if top.is_beyond(score, segment.newest()) {
            return Ok(());
        }
        let mut scorer = weight.scorer(reader, 1.0)?;
        let from = match self.clauses.question.after {
            Some(place) if place.score <= score => segment.sent_before(place.sent_position).start,
            _ => 0,
        };
        let pace = Pace::default();
        if scorer.doc() < from {
            scorer.seek(from);
        }
        let mut doc = self.in_time(segment, scorer.as_mut());
        while doc != TERMINATED {
            self.deadline.step(&pace)?;
            if self.lets_through(ord, reader, segment, doc) {
                let sent_position = segment.sent_position.get_val(doc);
                if top.is_beyond(score, sent_position) {
                    return Ok(());
                }
                top.offer(Found {
                    score,
                    sent_position,
                    segment: ord,
                    doc,
                });
            }
            scorer.advance();
            doc = self.in_time(segment, scorer.as_mut());
        }
        Ok(())
    }

    /// Returns the scorer's document after skipping the blocks that lie outside the time range.
    fn in_time(&self, segment: &Segment, scorer: &mut dyn Scorer) -> DocId {
        let mut doc = scorer.doc();
        while doc != TERMINATED && !self.time.is_all() {
            let next = segment.moments.next(doc, self.time);
            if next == doc || next == TERMINATED {
                return next;
            }
            doc = scorer.seek(next);
        }
        doc
    }

    fn lets_through(&self, ord: usize, reader: &SegmentReader, segment: &Segment, doc: u32) -> bool {
        let Some(channel) = segment.channels.number(doc) else {
            return false;
        };
        if !self.allowed[ord].by_number.get(channel).copied().unwrap_or(false) || reader.is_deleted(doc) {
            return false;
        }
        self.time.is_all() || self.time.holds(segment.sent_at.get_val(doc))
    }
}
