//! Reads a text as the terms by which it is found. Documents and questions are both read by this module only.
//!
//! - A word is a run of letters, digits and `_`, compared in its folded form. An apostrophe inside a word is left out.
//! - A compound word (`camelCase`, `snake_case`, `l'avion`, `sha256`) is indexed whole and by its parts, all at the
//!   same position. Words joined by other marks (`a.b.c`, paths, hosts, addresses) are a row of words side by side. A
//!   question for the whole is a question for that row, and a question for any stretch of it finds it too.
//! - Scripts without spaces are indexed by every character and by every two neighbours.
//! - An emoji is a word.

mod fold;
mod tokenizer;
mod units;
mod words;

pub use tokenizer::{NAME, WordTokenizer};
pub use words::{Analysis, TERM_CHARS_MAX, Token};
