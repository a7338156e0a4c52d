//! The JSON shapes that cross the boundary. They are exact, so that a mistake on either side is found at once.
//! Positions are decimal strings, because a JavaScript number cannot hold them all.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::fault::{Fault, Outcome};
use crate::ulid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub u128);

impl Id {
    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Id, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        ulid::parse(&text)
            .map(Id)
            .ok_or_else(|| serde::de::Error::custom("an id must be a ULID"))
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&ulid::show(self.0))
    }
}

/// A position of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(pub u64);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Position, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse()
            .ok()
            .filter(|_| digits)
            .map(Position)
            .ok_or_else(|| serde::de::Error::custom("a position must be a decimal string"))
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carried {
    Link,
    File,
    Image,
}

impl Carried {
    pub fn term(self) -> &'static [u8] {
        match self {
            Carried::Link => b"link",
            Carried::File => b"file",
            Carried::Image => b"image",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    tag = "op",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Op {
    Put {
        message_id: Id,
        channel_id: Id,
        guild_id: Id,
        author_id: Id,
        sent_at_ms: i64,
        sent_position: Position,
        content: String,
        mentions: Vec<String>,
        has: Vec<Carried>,
    },
    Amend {
        message_id: Id,
        content: String,
        mentions: Vec<String>,
        has: Vec<Carried>,
    },
    Remove {
        message_id: Id,
    },
    RemoveChannel {
        channel_id: Id,
        before: Position,
    },
    RemoveGuild {
        guild_id: Id,
        before: Position,
    },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Batch {
    pub from: Position,
    pub to: Position,
    /// True when the batch must be on disk afterwards. Otherwise it reaches the disk with the next commit.
    pub durable: bool,
    pub ops: Vec<Op>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    Word,
    Phrase,
    Prefix,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    pub kind: ClauseKind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    Relevance,
    Newest,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Place {
    /// In thousandths, so that no rounding makes equal scores differ between two pages.
    pub score: u32,
    pub sent_position: Position,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    /// The permission: only messages in these channels are found.
    pub channels: Vec<Id>,
    pub must: Vec<Clause>,
    pub must_not: Vec<Clause>,
    pub authors: Option<Vec<Id>>,
    pub mentions: Vec<String>,
    pub has: Vec<Carried>,
    pub sent_from_ms: Option<i64>,
    pub sent_to_ms: Option<i64>,
    pub order: Order,
    pub limit: usize,
    pub after: Option<Place>,
    pub fuzzy: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    pub message_id: Id,
    pub channel_id: Id,
    pub score: u32,
    pub sent_position: Position,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub hits: Vec<Hit>,
    pub more: bool,
    pub through: Position,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Highlighting {
    pub must: Vec<Clause>,
    pub fuzzy: bool,
    pub texts: Vec<String>,
}

/// UTF-16 units, from the first and before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub start: u32,
    pub end: u32,
}

/// Position and size of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexState {
    pub position: Position,
    /// Number of documents that can be found. Uncommitted ones are not counted.
    pub documents: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    pub documents: u64,
    pub sha256: String,
}

pub fn read<'de, T: Deserialize<'de>>(json: &'de str) -> Outcome<T> {
    serde_json::from_str(json).map_err(|error| Fault::bad_value(error.to_string()))
}
