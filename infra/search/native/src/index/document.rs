//! Builds the document of a message.

use sha2::{Digest, Sha256};
use tantivy::TantivyDocument;

use crate::schema::Fields;
use crate::wire::{Carried, Id, Position};

/// Bytes of a text. The product's own bounds are far lower, so a larger value is a bug.
const CONTENT_BYTES_MAX: usize = 256 * 1024;
const MENTION_BYTES_MAX: usize = 1024;
const MENTIONS_MAX: usize = 4096;

/// Place, author and time of a message. An amendment keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    pub channel: Id,
    pub guild: Id,
    pub author: Id,
    pub sent_at_ms: i64,
    pub sent_position: Position,
}

pub struct Said<'a> {
    pub content: &'a str,
    pub mentions: &'a [String],
    pub has: &'a [Carried],
}

impl Said<'_> {
    pub fn is_bounded(&self) -> bool {
        self.content.len() <= CONTENT_BYTES_MAX
            && self.mentions.len() <= MENTIONS_MAX
            && self.mentions.iter().all(|mention| mention.len() <= MENTION_BYTES_MAX)
    }
}

pub fn document(fields: &Fields, id: Id, origin: &Origin, said: &Said) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_bytes(fields.id, &id.bytes());
    document.add_u64(fields.id_high, (id.0 >> 64) as u64);
    document.add_u64(fields.id_low, id.0 as u64);
    document.add_bytes(fields.channel, &origin.channel.bytes());
    document.add_bytes(fields.guild, &origin.guild.bytes());
    document.add_bytes(fields.author, &origin.author.bytes());
    document.add_i64(fields.sent_at, origin.sent_at_ms);
    document.add_u64(fields.sent_position, origin.sent_position.0);
    for mention in said.mentions {
        document.add_bytes(fields.mention, mention.as_bytes());
    }
    for carried in said.has {
        document.add_bytes(fields.has, carried.term());
    }
    document.add_text(fields.content, said.content);
    document.add_u64(fields.hash, hash(origin, said));
    document
}

/// Returns the first 64 bits of a SHA-256 over every fact, each with its length before it.
fn hash(origin: &Origin, said: &Said) -> u64 {
    let mut hash = Sha256::new();
    let mut take = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    take(&origin.channel.bytes());
    take(&origin.guild.bytes());
    take(&origin.author.bytes());
    take(&origin.sent_at_ms.to_be_bytes());
    take(&origin.sent_position.0.to_be_bytes());
    take(said.content.as_bytes());
    let mut mentions: Vec<&str> = said.mentions.iter().map(String::as_str).collect();
    mentions.sort_unstable();
    mentions.dedup();
    take(mentions.join("\n").as_bytes());
    let mut has: Vec<&[u8]> = said.has.iter().map(|carried| carried.term()).collect();
    has.sort_unstable();
    has.dedup();
    take(&has.join(&b'\n'));
    let digest = hash.finalize();
    u64::from_be_bytes([
        digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7],
    ])
}
