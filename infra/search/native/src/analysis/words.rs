use super::units::{Kind, Unit, Units};

/// Longest term in characters. A longer word is cut there, in documents and in questions, and its parts find it too.
pub const TERM_CHARS_MAX: usize = 64;
/// Most parts of one word. A word of more parts is noise, and the remaining parts are dropped.
const PARTS_MAX: usize = 16;
/// Shortest part in characters. A shorter one says nothing.
const PART_CHARS_MIN: usize = 2;
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
        let mut at = 0;
        while let Some(unit) = units.units.get(at) {
            at = match unit.kind {
                Kind::Unspaced => self.unspaced(&units, at),
                Kind::Emoji => self.emoji(&units, at),
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
        let (Some(first), Some(last)) = (row.first(), row.last()) else {
            return;
        };
        let term_from = self.terms.len() as u32;
        let mut chars = 0;
        'row: for unit in row {
            if unit.kind == Kind::Apostrophe {
                continue;
            }
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

    fn emoji(&mut self, units: &Units, at: usize) -> usize {
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
            for part in parts.iter().filter(|part| part.len() >= PART_CHARS_MIN).take(PARTS_MAX) {
                self.push(units, part, false, true);
            }
        }
        self.position += 1;
        at + length + suffix
    }
}

fn run_while(units: &[Unit], holds: impl Fn(&Unit) -> bool) -> usize {
    units.iter().take_while(|unit| holds(unit)).count()
}

fn is_of_word(kind: Kind) -> bool {
    matches!(kind, Kind::Lower | Kind::Upper | Kind::Digit)
}

fn is_letter(kind: Kind) -> bool {
    matches!(kind, Kind::Lower | Kind::Upper)
}

/// Length up to the last letter or digit. Marks may stand between those but not after them (`_italic_`, `dogs'`).
fn word_length(units: &[Unit]) -> usize {
    let mut length = 0;
    for (at, unit) in units.iter().enumerate() {
        match unit.kind {
            kind if is_of_word(kind) => length = at + 1,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, tokens: impl Fn(&Analysis) -> Vec<Token>) -> Vec<String> {
        let analysis = Analysis::of(text);
        tokens(&analysis)
            .iter()
            .map(|token| format!("{}@{}", analysis.term(token), token.position))
            .collect()
    }

    fn all(text: &str) -> String {
        shown(text, |analysis| analysis.tokens().to_vec()).join(" ")
    }

    fn asked(text: &str) -> String {
        shown(text, |analysis| analysis.leading().copied().collect()).join(" ")
    }

    #[test]
    fn reads_words_without_case_and_accents() {
        assert_eq!(
            all("Crème brûlée, STRASSE straße"),
            "creme@0 brulee@1 strasse@2 strasse@3"
        );
    }

    #[test]
    fn reads_identifiers_whole_and_by_their_parts() {
        assert_eq!(all("fooBar"), "foobar@0 foo@0 bar@0");
        assert_eq!(
            all("parse_HTTPRequest2"),
            "parse_httprequest2@0 parse@0 http@0 request@0"
        );
        assert_eq!(all("sha256"), "sha256@0 sha@0 256@0");
        assert_eq!(all("std::vec::Vec"), "std@0 vec@1 vec@2");
        assert_eq!(
            all("https://Example.com/a_b?x=1"),
            "https@0 example@1 com@2 a_b@3 x@4 1@5"
        );
    }

    #[test]
    fn leaves_out_marks_around_a_word() {
        assert_eq!(
            all("_really_ __init__ 'quoted' dogs'"),
            "really@0 init@1 quoted@2 dogs@3"
        );
        assert_eq!(all("_ __ ' '' ++ # ... "), "");
    }

    #[test]
    fn joins_the_parts_around_an_apostrophe() {
        assert_eq!(all("don't l’avion"), "dont@0 don@0 lavion@1 avion@1");
    }

    #[test]
    fn reads_names_that_end_in_marks() {
        assert_eq!(all("C++ c# a+b go#1"), "c++@0 c@0 c#@1 c@1 a@2 b@3 go@4 1@5");
        assert_eq!(asked("C++"), "c++@0");
        assert_eq!(asked("C"), "c@0");
    }

    #[test]
    fn reads_scripts_without_spaces_by_characters_and_pairs() {
        assert_eq!(all("猫"), "猫@0");
        assert_eq!(all("Linux内核好"), "linux@0 内核@1 内@1 核好@2 核@2 好@3");
        assert_eq!(asked("内核好"), "内核@0 核好@1");
        assert_eq!(asked("核"), "核@0");
        assert_eq!(asked("한국어"), "한국@0 국어@1");
        assert_eq!(asked("ｶﾞｷﾞ"), asked("ガギ"));
    }

    #[test]
    fn reads_an_emoji_as_a_word_in_any_colour() {
        assert_eq!(all("👍🏽 yes ❤️"), "👍@0 yes@1 ❤@2");
    }

    #[test]
    fn ignores_invisible_characters_inside_a_text() {
        assert_eq!(
            all("pass\u{200D}word \u{202E}evil\u{202C} soft\u{AD}ly"),
            "password@0 evil@1 softly@2"
        );
    }

    #[test]
    fn cuts_a_long_word_and_keeps_its_parts() {
        let long = format!("{}Tail", "x".repeat(500));
        let analysis = Analysis::of(&long);
        let terms: Vec<&str> = analysis.tokens().iter().map(|token| analysis.term(token)).collect();
        let cut = "x".repeat(TERM_CHARS_MAX);
        assert_eq!(terms, [cut.as_str(), cut.as_str(), "tail"]);
        assert_eq!(analysis.tokens()[0].to, 504);
    }

    #[test]
    fn does_not_split_a_hash() {
        assert_eq!(all("a1b2c3d4e5f6a7b8c9"), "a1b2c3d4e5f6a7b8c9@0");
    }

    #[test]
    fn names_the_place_of_each_token() {
        let text = "é fooBar";
        let analysis = Analysis::of(text);
        let places: Vec<&str> = analysis
            .tokens()
            .iter()
            .map(|token| &text[token.from as usize..token.to as usize])
            .collect();
        assert_eq!(places, ["é", "fooBar", "foo", "Bar"]);
    }

    #[test]
    fn has_one_leading_token_a_position_for_any_text() {
        let mut seed = 7_u32;
        let alphabet: Vec<char> = "aB9_'+#. 内カ한é\u{301}\u{200D}👍ß½ﾞ\u{202E}ก".chars().collect();
        for _ in 0..5_000 {
            let text: String = (0..12)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    alphabet[(seed >> 16) as usize % alphabet.len()]
                })
                .collect();
            let analysis = Analysis::of(&text);
            let positions: Vec<u32> = analysis.leading().map(|token| token.position).collect();
            assert!(
                positions.windows(2).all(|pair| pair[0] < pair[1]),
                "{text:?}: {positions:?}"
            );
            for token in analysis.tokens() {
                assert!(text.is_char_boundary(token.from as usize) && text.is_char_boundary(token.to as usize));
                assert!(!analysis.term(token).is_empty(), "{text:?}");
            }
        }
    }
}
