use serde::Serialize;

use super::numbers::grouped_length;
use super::units::{Kind, Unit, Units, run_while};

/// Longest term in characters. A longer word is cut there, in documents and in questions, and its parts find it too.
pub const TERM_CHARS_MAX: usize = 64;
/// Most parts of one word. A word of more parts is noise, and the remaining parts are dropped.
const PARTS_MAX: usize = 16;
/// Shortest part in letters. A shorter one says nothing. A part of digits may have one.
const PART_LETTERS_MIN: usize = 2;
/// A word of this many parts or more is split only if its parts are long enough on average. A hash would otherwise fall
/// into tiny parts.
const CRUMBS_FROM: usize = 6;
const CRUMB_CHARS: usize = 3;
/// Longest name in characters that may end in `+` or `#`, such as `C++`, `C#` and `F#`.
const SUFFIXED_CHARS_MAX: usize = 4;
const SUFFIX_CHARS_MAX: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the analysis' term text, from and to.
    term_from: u32,
    term_to: u32,
    /// Number of words before this one. A word and its parts share one position.
    pub position: u32,
    /// Bytes of the original text, from and to.
    pub from: u32,
    pub to: u32,
    /// True for the token that a question asks for at this position. The others are further ways to find it.
    pub leads: bool,
    /// True for a run of letters, of which a question may ask for the beginning.
    pub is_word: bool,
}

/// The tokens of one text, in order of their positions. One value is reused for many texts.
#[derive(Default)]
pub struct Analysis {
    units: Units,
    terms: String,
    tokens: Vec<Token>,
    position: u32,
    /// End of the last number in groups. The groups inside it begin no number.
    number_to: usize,
}

/// Length of a question's last term in characters, and whether it is a word, of which a question may ask for the
/// beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LastTerm {
    pub chars: usize,
    pub is_word: bool,
}

/// Returns the last term that a question for this text asks for. `None` when the text holds nothing to be found by.
pub fn last_term_of(text: &str) -> Option<LastTerm> {
    let analysis = Analysis::of(text);
    let last = analysis.leading().last()?;
    Some(LastTerm {
        chars: analysis.term(last).chars().count(),
        is_word: last.is_word,
    })
}

impl Analysis {
    pub fn of(text: &str) -> Analysis {
        let mut analysis = Analysis::default();
        analysis.read(text);
        analysis
    }

    pub fn read(&mut self, text: &str) {
        let mut units = std::mem::take(&mut self.units);
        units.read(text);
        self.terms.clear();
        self.tokens.clear();
        self.position = 0;
        self.number_to = 0;
        let mut at = 0;
        while let Some(unit) = units.units.get(at) {
            at = match unit.kind {
                Kind::Unspaced => self.unspaced(&units, at),
                Kind::Symbol => self.symbol(&units, at),
                Kind::Lower | Kind::Upper | Kind::Digit => self.word(&units, at),
                Kind::Underscore | Kind::Apostrophe | Kind::Suffix | Kind::Separator => at + 1,
            };
        }
        self.units = units;
    }

    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    pub fn term(&self, token: &Token) -> &str {
        &self.terms[token.term_from as usize..token.term_to as usize]
    }

    /// Returns the tokens that a question for this text asks for, one for each position.
    pub fn leading(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| token.leads)
    }

    fn push(&mut self, units: &Units, row: &[Unit], leads: bool, is_word: bool) {
        self.push_only(units, row, |kind| kind != Kind::Apostrophe, leads, is_word);
    }

    /// Adds the token of a row, whose term leaves some kinds of units out.
    fn push_only(&mut self, units: &Units, row: &[Unit], of_term: fn(Kind) -> bool, leads: bool, is_word: bool) {
        let (Some(first), Some(last)) = (row.first(), row.last()) else {
            return;
        };
        let term_from = self.terms.len() as u32;
        let mut chars = 0;
        'row: for unit in row.iter().filter(|unit| of_term(unit.kind)) {
            for c in units.folded[unit.folded_from as usize..unit.folded_to as usize].chars() {
                if chars == TERM_CHARS_MAX {
                    break 'row;
                }
                self.terms.push(c);
                chars += 1;
            }
        }
        self.tokens.push(Token {
            term_from,
            term_to: self.terms.len() as u32,
            position: self.position,
            from: first.from,
            to: last.to,
            leads,
            is_word,
        });
    }

    fn symbol(&mut self, units: &Units, at: usize) -> usize {
        self.push(units, &units.units[at..=at], true, false);
        self.position += 1;
        at + 1
    }

    fn unspaced(&mut self, units: &Units, at: usize) -> usize {
        let run = run_while(&units.units[at..], |unit| unit.kind == Kind::Unspaced);
        for here in at..at + run {
            let pair_follows = here + 1 < at + run;
            if pair_follows {
                self.push(units, &units.units[here..here + 2], true, false);
            }
            self.push(units, &units.units[here..=here], run == 1, false);
            self.position += 1;
        }
        at + run
    }

    fn word(&mut self, units: &Units, at: usize) -> usize {
        let rest = &units.units[at..];
        let length = word_length(rest);
        let suffix = suffix_length(rest, length);
        let word = &rest[..length];
        self.push(units, &rest[..length + suffix], true, true);
        if suffix > 0 {
            self.push(units, word, false, true);
        }
        let parts = parts_of(word);
        if parts.len() > 1 && !are_crumbs(&parts) {
            for part in parts.iter().filter(|part| is_kept(part)).take(PARTS_MAX) {
                self.push(units, part, false, true);
            }
        }
        if at >= self.number_to
            && let Some(number) = grouped_length(units, rest)
        {
            self.push_only(units, &rest[..number], |kind| kind == Kind::Digit, false, true);
            self.number_to = at + number;
        }
        self.position += 1;
        at + length + suffix
    }
}

fn is_of_word(kind: Kind) -> bool {
    matches!(kind, Kind::Lower | Kind::Upper | Kind::Digit)
}

fn is_letter(kind: Kind) -> bool {
    matches!(kind, Kind::Lower | Kind::Upper)
}

/// Length up to the last letter or digit. Marks may stand between those but not after them (`_italic_`, `dogs'`). An
/// underscore between two digits separates them, as any other mark there does.
fn word_length(units: &[Unit]) -> usize {
    let is_digit = |at: usize| units.get(at).is_some_and(|unit| unit.kind == Kind::Digit);
    let mut length = 0;
    for (at, unit) in units.iter().enumerate() {
        match unit.kind {
            kind if is_of_word(kind) => length = at + 1,
            Kind::Underscore if at > 0 && is_digit(at - 1) && is_digit(at + 1) => break,
            Kind::Underscore => {}
            Kind::Apostrophe if at == length && at > 0 && is_letter(units[at - 1].kind) => {
                if !units.get(at + 1).is_some_and(|next| is_letter(next.kind)) {
                    break;
                }
            }
            _ => break,
        }
    }
    length
}

/// Length of `++` or `#` after a short word, or 0 when the word continues after it.
fn suffix_length(units: &[Unit], word: usize) -> usize {
    if word > SUFFIXED_CHARS_MAX || !units[..word].iter().all(|unit| is_letter(unit.kind)) {
        return 0;
    }
    let suffix = run_while(&units[word..], |unit| unit.kind == Kind::Suffix);
    let next = units.get(word + suffix).map(|unit| unit.kind);
    let ends = !next.is_some_and(|kind| is_of_word(kind) || kind == Kind::Underscore);
    if suffix <= SUFFIX_CHARS_MAX && ends { suffix } else { 0 }
}

fn is_kept(part: &[Unit]) -> bool {
    part.len() >= PART_LETTERS_MIN || part.iter().all(|unit| unit.kind == Kind::Digit)
}

fn are_crumbs(parts: &[&[Unit]]) -> bool {
    let chars: usize = parts.iter().map(|part| part.len()).sum();
    parts.len() >= CRUMBS_FROM && chars < parts.len() * CRUMB_CHARS
}

/// Splits a word at `_` and apostrophes, between small and capital letters (`camelCase`, `HTTPServer`), and between
/// letters and digits.
fn parts_of(word: &[Unit]) -> Vec<&[Unit]> {
    let mut parts = Vec::new();
    let mut from = 0;
    for at in 0..word.len() {
        if !is_of_word(word[at].kind) {
            if at > from {
                parts.push(&word[from..at]);
            }
            from = at + 1;
        } else if at > from && parts_before(word, at) {
            parts.push(&word[from..at]);
            from = at;
        }
    }
    if word.len() > from {
        parts.push(&word[from..]);
    }
    parts
}

fn parts_before(word: &[Unit], at: usize) -> bool {
    let next = word.get(at + 1).map(|unit| unit.kind);
    match (word[at - 1].kind, word[at].kind) {
        (Kind::Digit, Kind::Digit) => false,
        (Kind::Digit, _) | (_, Kind::Digit) => true,
        (Kind::Lower, Kind::Upper) => true,
        (Kind::Upper, Kind::Upper) => next == Some(Kind::Lower),
        _ => false,
    }
}
