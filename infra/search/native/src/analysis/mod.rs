//! What a text says, in the terms it is found by. Documents and questions are read by this and by nothing else.
//!
//! - Words are runs of letters, digits and `_`, compared as `fold` leaves them. An apostrophe inside is no part of one.
//! - A word made of several (`camelCase`, `snake_case`, `l'avion`, `sha256`) is there whole and by its parts, all in the
//!   same place of the text. What is joined by other marks (`a.b.c`, paths, hosts, addresses) is a row of words, side by
//!   side: asked for whole it is that row, and any stretch of it is found too.
//! - Scripts without spaces are there by every character and by every two side by side.
//! - An emoji is a word.

mod fold;
mod tokenizer;
mod units;
mod words;

pub use tokenizer::{NAME, WordTokenizer};
pub use words::{Analysis, TERM_CHARS_MAX, Token};
