//! Splits a text into units: one for each visible character, folded, with its place in the text and its kind.

use unicode_segmentation::UnicodeSegmentation;

use super::fold::{fold_into, is_ignorable};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Lower,
    Upper,
    Digit,
    Underscore,
    Apostrophe,
    /// `+` or `#`, which end a few names such as `C++`.
    Suffix,
    /// A character of a script that writes no spaces between words.
    Unspaced,
    /// A symbol that people search for as it is.
    Emoji,
    Separator,
}

#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// Bytes of the folded text, from and to.
    pub folded_from: u32,
    pub folded_to: u32,
    /// Bytes of the original text, from and to.
    pub from: u32,
    pub to: u32,
    pub kind: Kind,
}

#[derive(Default)]
pub struct Units {
    pub folded: String,
    pub units: Vec<Unit>,
}

impl Units {
    pub fn read(&mut self, text: &str) {
        self.folded.clear();
        self.units.clear();
        if text.is_ascii() {
            for (at, c) in text.char_indices() {
                self.push_ascii(at, c);
            }
            return;
        }
        for (at, cluster) in text.grapheme_indices(true) {
            match cluster.as_bytes() {
                &[byte] => self.push_ascii(at, char::from(byte)),
                _ => self.push_cluster(at, cluster),
            }
        }
    }

    fn push_ascii(&mut self, at: usize, c: char) {
        self.push(at, 1, ascii_kind(c), |folded| folded.push(c.to_ascii_lowercase()));
    }

    fn push_cluster(&mut self, at: usize, cluster: &str) {
        let from = self.folded.len();
        fold_into(cluster, &mut self.folded);
        let kind = match self.folded[from..].chars().next() {
            None if cluster.chars().all(is_ignorable) => return,
            None => Kind::Separator,
            Some(first) => kind_of(first, cluster),
        };
        self.units.push(Unit {
            folded_from: from as u32,
            folded_to: self.folded.len() as u32,
            from: at as u32,
            to: (at + cluster.len()) as u32,
            kind,
        });
    }

    fn push(&mut self, at: usize, bytes: usize, kind: Kind, fold: impl FnOnce(&mut String)) {
        let from = self.folded.len();
        fold(&mut self.folded);
        self.units.push(Unit {
            folded_from: from as u32,
            folded_to: self.folded.len() as u32,
            from: at as u32,
            to: (at + bytes) as u32,
            kind,
        });
    }
}

fn ascii_kind(c: char) -> Kind {
    match c {
        'a'..='z' => Kind::Lower,
        'A'..='Z' => Kind::Upper,
        '0'..='9' => Kind::Digit,
        '_' => Kind::Underscore,
        '\'' => Kind::Apostrophe,
        '+' | '#' => Kind::Suffix,
        _ => Kind::Separator,
    }
}

fn kind_of(first: char, cluster: &str) -> Kind {
    if first.is_ascii() && !first.is_ascii_alphanumeric() {
        return ascii_kind(first);
    }
    if matches!(first, '\u{2019}' | '\u{02BC}') {
        return Kind::Apostrophe;
    }
    if is_unspaced(first) {
        return Kind::Unspaced;
    }
    if first.is_numeric() {
        return Kind::Digit;
    }
    if first.is_alphabetic() {
        let upper = cluster.chars().next().is_some_and(char::is_uppercase);
        return if upper { Kind::Upper } else { Kind::Lower };
    }
    if is_emoji(first) { Kind::Emoji } else { Kind::Separator }
}

/// Characters of Chinese, Japanese and Korean, and of the scripts of South-East Asia that write without spaces.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E01}'..='\u{0E4E}' | '\u{0E81}'..='\u{0ECD}'
        | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{108F}'
        | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17D3}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}'
        | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{3105}'..='\u{312F}' | '\u{3131}'..='\u{318E}' | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97C}' | '\u{AC00}'..='\u{D7FB}' | '\u{F900}'..='\u{FAFF}'
        | '\u{1B000}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFD}')
}

fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{203C}' | '\u{2049}' | '\u{2139}' | '\u{2194}'..='\u{21AA}' | '\u{231A}'..='\u{23FF}'
        | '\u{25AA}'..='\u{25FE}' | '\u{2600}'..='\u{27BF}' | '\u{2934}' | '\u{2935}'
        | '\u{2B05}'..='\u{2B55}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{1F000}'..='\u{1FAFF}')
}
