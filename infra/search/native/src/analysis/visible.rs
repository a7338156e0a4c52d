//! Passes over invisible characters, in messages and in questions alike. A word with such a character inside is the
//! same word, so none of them can hide a word or split one.

/// Invisible characters by Unicode's properties: controls other than white space, format characters, and characters
/// that are ignored by default. The search of users (`queries/search/search-query`) names the same ones.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{08}' | '\u{0E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}'
        | '\u{00AD}' | '\u{034F}' | '\u{0600}'..='\u{0605}' | '\u{061C}' | '\u{06DD}' | '\u{070F}'
        | '\u{0890}' | '\u{0891}' | '\u{08E2}'
        | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The visible characters of a text, each byte with its place in the text.
#[derive(Default)]
pub struct Visible {
    pub text: String,
    places: Vec<u32>,
}

impl Visible {
    pub fn read(&mut self, text: &str) {
        self.text.clear();
        self.places.clear();
        for (at, c) in text.char_indices().filter(|&(_, c)| !is_invisible(c)) {
            self.text.push(c);
            self.places.extend(at as u32..(at + c.len_utf8()) as u32);
        }
    }

    /// Returns the bytes of the original text that these visible bytes stand for.
    pub fn place(&self, from: usize, to: usize) -> (u32, u32) {
        (self.places[from], self.places[to - 1] + 1)
    }
}
