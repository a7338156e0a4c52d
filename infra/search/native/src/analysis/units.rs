//! Splits a text into units: one for each visible character, folded, with its place in the text and its kind.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

use super::fold::{fold_into, is_ornament};
use super::visible::{Visible, is_invisible};

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
    /// A symbol that people search for as it is, such as an emoji.
    Symbol,
    Separator,
}

impl Kind {
    /// True when the next character is read by itself, although both are one cluster. A vowel sign without a letter hangs
    /// on the mark before it, and a few letters of India hang on any sign behind them.
    fn lets_go_of(self, next: char) -> bool {
        use GeneralCategoryGroup::{Letter, Mark};
        match self {
            Kind::Lower | Kind::Upper => !is_ornament(next) && !matches!(next.general_category_group(), Letter | Mark),
            Kind::Underscore | Kind::Apostrophe | Kind::Suffix | Kind::Separator => true,
            Kind::Digit | Kind::Unspaced | Kind::Symbol => false,
        }
    }

    /// True for kinds that would make one word without a seam.
    fn runs_into(self, next: Kind) -> bool {
        match self {
            Kind::Lower | Kind::Upper => matches!(next, Kind::Lower | Kind::Upper),
            Kind::Digit => next == Kind::Digit,
            _ => false,
        }
    }
}

/// The way in which a character stands in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Manner {
    #[default]
    Plain,
    /// A numeral that is raised, lowered or circled. It does not continue a plain number: `10²` is not 102.
    Raised,
    /// A sign that stands for several characters, such as `™` and `½`. It continues neither words nor numbers.
    Sign,
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

pub fn run_while(units: &[Unit], holds: impl Fn(&Unit) -> bool) -> usize {
    units.iter().take_while(|unit| holds(unit)).count()
}

type Place = (u32, u32);

#[derive(Default)]
pub struct Units {
    pub folded: String,
    pub units: Vec<Unit>,
    visible: Visible,
    manner: Manner,
}

impl Units {
    pub fn read(&mut self, text: &str) {
        self.folded.clear();
        self.units.clear();
        self.manner = Manner::Plain;
        if text.is_ascii() {
            for (at, c) in text.char_indices().filter(|&(_, c)| !is_invisible(c)) {
                self.push_ascii(c, (at as u32, at as u32 + 1), Manner::Plain);
            }
        } else if text.chars().any(is_invisible) {
            let mut visible = std::mem::take(&mut self.visible);
            visible.read(text);
            self.clusters(&visible.text, |from, to| visible.place(from, to));
            self.visible = visible;
        } else {
            self.clusters(text, |from, to| (from as u32, to as u32));
        }
    }

    fn clusters(&mut self, text: &str, place: impl Fn(usize, usize) -> Place) {
        for (at, cluster) in text.grapheme_indices(true) {
            self.cluster(cluster, place(at, at + cluster.len()));
        }
    }

    /// Reads a character with a longer compatibility form as the text of that form, all at its own place.
    fn cluster(&mut self, cluster: &str, place: Place) {
        if is_nfkc_quick(cluster.chars()) == IsNormalized::Yes {
            return self.push(cluster, place, Manner::Plain);
        }
        let Some(base) = cluster.chars().next() else { return };
        if !cluster.chars().any(has_longer_form) {
            let raised = base.general_category() == GeneralCategory::OtherNumber;
            return self.push(cluster, place, if raised { Manner::Raised } else { Manner::Plain });
        }
        let form: String = cluster.nfkc().collect();
        let letters = base.general_category_group() == GeneralCategoryGroup::Letter && !form.contains(' ');
        if letters {
            for part in form.graphemes(true) {
                self.push(part, place, Manner::Plain);
            }
            return;
        }
        // A seam stands only before and after the sign, so `℃` is read as `°C` is.
        let mut manner = Manner::Sign;
        for part in form.graphemes(true) {
            self.push(part, place, manner);
            manner = Manner::Plain;
            self.manner = Manner::Plain;
        }
        self.manner = Manner::Sign;
    }

    fn push(&mut self, cluster: &str, place: Place, manner: Manner) {
        if let &[byte] = cluster.as_bytes() {
            return self.push_ascii(char::from(byte), place, manner);
        }
        let from = self.folded.len();
        fold_into(cluster, &mut self.folded);
        let Some(first) = self.folded[from..].chars().next() else {
            return;
        };
        let kind = kind_of(first, cluster);
        let (base, rest) = cluster.split_at(cluster.chars().next().map_or(0, char::len_utf8));
        if rest.chars().next().is_some_and(|next| kind.lets_go_of(next)) {
            self.folded.truncate(from);
            self.push(base, place, manner);
            self.push(rest, place, manner);
            return;
        }
        self.unit(from, place, kind, manner);
    }

    fn push_ascii(&mut self, c: char, place: Place, manner: Manner) {
        let from = self.folded.len();
        self.folded.push(c.to_ascii_lowercase());
        self.unit(from, place, ascii_kind(c), manner);
    }

    fn unit(&mut self, folded_from: usize, (from, to): Place, kind: Kind, manner: Manner) {
        let seam = manner != self.manner || manner == Manner::Sign;
        let folded_from = folded_from as u32;
        if seam && self.units.last().is_some_and(|last| last.kind.runs_into(kind)) {
            self.units.push(Unit {
                folded_from,
                folded_to: folded_from,
                from,
                to: from,
                kind: Kind::Separator,
            });
        }
        self.manner = manner;
        self.units.push(Unit {
            folded_from,
            folded_to: self.folded.len() as u32,
            from,
            to,
            kind,
        });
    }
}

fn has_longer_form(c: char) -> bool {
    std::iter::once(c).nfkc().filter(|&c| !is_ornament(c)).nth(1).is_some()
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
    if is_boxed_letter(first) {
        return Kind::Symbol;
    }
    if first.is_alphabetic() {
        let upper = cluster.chars().next().is_some_and(char::is_uppercase);
        return if upper { Kind::Upper } else { Kind::Lower };
    }
    if is_symbol(first) {
        Kind::Symbol
    } else {
        Kind::Separator
    }
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

/// Letters in filled circles and squares, which stand in for letters of a word (`🅱`) and have no plain form.
fn is_boxed_letter(c: char) -> bool {
    ('\u{1F150}'..='\u{1F189}').contains(&c)
}

/// Signs of mathematics, of currencies and of every other kind. Nearly all emoji are among them. Strokes that people
/// write as `-` and `/` are marks as these are. The two signs for an object or a character that was lost are none.
fn is_symbol(c: char) -> bool {
    use GeneralCategory::{CurrencySymbol, MathSymbol, OtherSymbol};
    match c {
        '\u{3030}' | '\u{303D}' => true,
        '\u{2044}' | '\u{2212}' | '\u{2215}' | '\u{FFFC}' | '\u{FFFD}' => false,
        _ => matches!(c.general_category(), CurrencySymbol | MathSymbol | OtherSymbol),
    }
}
