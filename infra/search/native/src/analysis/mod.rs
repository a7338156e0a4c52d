//! Reads a text as the terms by which it is found. Documents and questions are both read by this module only.
//!
//! - A word is a run of letters, digits and `_`, compared in its folded form. An apostrophe inside a word is left out.
//! - A compound word (`camelCase`, `snake_case`, `l'avion`, `sha256`) is indexed whole and by its parts, all at the
//!   same position. Words joined by other marks (`a.b.c`, paths, hosts, addresses) are a row of words side by side. A
//!   question for the whole is a question for that row, and a question for any stretch of it finds it too.
//! - Marks between digits leave a row of numbers: `v2.0` is `v2` and `0`, and the 2 is a part of `v2`. A number in
//!   groups of three (`1,000`) is also indexed without its marks. A question for either finds both.
//! - Scripts without spaces are indexed by every character and by every two neighbours.
//! - A symbol, such as an emoji, `€` or `→`, is a word.
//! - A sign that stands for several characters (`™`, `½`, `㎏`) is read as these, apart from the word beside it.
//! - Invisible characters are not read at all.
//!
//! All other characters are marks. They separate words and cannot be searched for.

mod fold;
mod numbers;
#[cfg(test)]
mod tests;
mod tokenizer;
mod units;
mod visible;
mod words;

pub use numbers::GROUP_CHARS;
pub use tokenizer::{NAME, WordTokenizer};
pub use words::{Analysis, TERM_CHARS_MAX, Token, last_term_of};
