//! The fixed shape of the index. A change of it or of the analysis must raise `FORMAT`. An index of another format is
//! refused and built again.
//!
//! The index stores no text, only its terms and a hash. Documents lie newest first in every segment, so that a question
//! for the newest reads no more than one page.

use tantivy::index::{IndexSettings, IndexSortByField, Order};
use tantivy::schema::{BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use crate::analysis;

pub const FORMAT: u32 = 2;

pub const ID_HIGH: &str = "id_high";
pub const ID_LOW: &str = "id_low";
pub const CHANNEL: &str = "channel";
pub const GUILD: &str = "guild";
pub const AUTHOR: &str = "author";
pub const SENT_AT: &str = "sent_at";
pub const SENT_POSITION: &str = "sent_position";
pub const HASH: &str = "hash";

#[derive(Clone, Copy)]
pub struct Fields {
    /// The message's id as a term, for deletion. Its value stands in `id_high` and `id_low`.
    pub id: Field,
    pub id_high: Field,
    pub id_low: Field,
    pub channel: Field,
    pub guild: Field,
    pub author: Field,
    pub sent_at: Field,
    pub sent_position: Field,
    pub mention: Field,
    pub has: Field,
    pub content: Field,
    /// Hash of all facts of the document.
    pub hash: Field,
}

pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = || BytesOptions::default().set_indexed();
    let number = || NumericOptions::default().set_fast();
    let words = TextFieldIndexing::default()
        .set_tokenizer(analysis::NAME)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(true);
    let fields = Fields {
        id: builder.add_bytes_field("id", indexed()),
        id_high: builder.add_u64_field(ID_HIGH, number()),
        id_low: builder.add_u64_field(ID_LOW, number()),
        channel: builder.add_bytes_field(CHANNEL, indexed().set_fast()),
        guild: builder.add_bytes_field(GUILD, indexed().set_fast()),
        author: builder.add_bytes_field(AUTHOR, indexed().set_fast()),
        sent_at: builder.add_i64_field(SENT_AT, number()),
        sent_position: builder.add_u64_field(SENT_POSITION, number()),
        mention: builder.add_bytes_field("mention", indexed()),
        has: builder.add_bytes_field("has", indexed()),
        content: builder.add_text_field("content", TextOptions::default().set_indexing_options(words)),
        hash: builder.add_u64_field(HASH, number()),
    };
    (builder.build(), fields)
}

pub fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField {
            field: SENT_POSITION.to_owned(),
            order: Order::Desc,
        }),
        ..IndexSettings::default()
    }
}
