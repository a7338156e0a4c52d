//! Folds one visible character into the form that it is compared by.
//! Compatibility forms are undone (NFKC), letters become lower case, and diacritics are removed where most people leave
//! them out when they type. Marks that are letters of their own stay, such as the vowels of India and the voicing marks
//! of Japan.

use unicode_normalization::UnicodeNormalization;

/// Appends the folded cluster. Appends nothing for characters that only change the look of others.
pub fn fold_into(cluster: &str, out: &mut String) {
    out.extend(
        cluster
            .nfkd()
            .filter(|&c| !is_ornament(c))
            .flat_map(char::to_lowercase)
            .filter(|&c| !is_ornament(c))
            .flat_map(spelled_out)
            .nfc(),
    );
}

/// Spells out letters whose stroke or join no Unicode decomposition takes apart, and gives letters of one shape one form.
/// Keyboards of Arabic, Persian and Urdu write one shape with different letters, and many people leave the dots of
/// `ة` and `ي` out, as others leave out accents.
fn spelled_out(c: char) -> SpelledOut {
    let text = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ς' => "σ",
        '\u{0671}' => "\u{0627}",
        '\u{06A9}' => "\u{0643}",
        '\u{0649}' | '\u{06CC}' => "\u{064A}",
        '\u{0629}' | '\u{06C1}' | '\u{06D5}' => "\u{0647}",
        '\u{0660}'..='\u{0669}' => return SpelledOut::Same(digit(c, '\u{0660}')),
        '\u{06F0}'..='\u{06F9}' => return SpelledOut::Same(digit(c, '\u{06F0}')),
        _ => return SpelledOut::Same(Some(c)),
    };
    SpelledOut::Text(text.chars())
}

fn digit(c: char, zero: char) -> Option<char> {
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

enum SpelledOut {
    Same(Option<char>),
    Text(std::str::Chars<'static>),
}

impl Iterator for SpelledOut {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            SpelledOut::Same(c) => c.take(),
            SpelledOut::Text(chars) => chars.next(),
        }
    }
}

/// Diacritics of Latin, Greek and Cyrillic, the points of Hebrew, the vowel marks of Arabic and Syriac, the stroke that
/// stretches an Arabic word, and skin tones.
pub fn is_ornament(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}'
        | '\u{0483}'..='\u{0489}'
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}' | '\u{06E8}' | '\u{06EA}'..='\u{06ED}'
        | '\u{0730}'..='\u{074A}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}'
        | '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        fold_into(text, &mut out);
        out
    }

    #[test]
    fn removes_accents_and_case() {
        for (written, kept) in [
            ("É", "e"),
            ("Å", "a"),
            ("ẞ", "ss"),
            ("Ø", "o"),
            ("İ", "i"),
            ("ñ", "n"),
            ("Ё", "е"),
        ] {
            assert_eq!(folded(written), kept);
        }
    }

    #[test]
    fn undoes_compatibility_forms() {
        for (written, kept) in [("Ａ", "a"), ("①", "1"), ("²", "2"), ("ª", "a"), ("㊗", "祝")] {
            assert_eq!(folded(written), kept);
        }
    }

    #[test]
    fn keeps_marks_that_are_letters() {
        assert_eq!(folded("が"), "が");
        assert_eq!(folded("か\u{3099}"), "が");
        assert_eq!(folded("ｶﾞ"), "ガ");
        assert_eq!(folded("कि"), "कि");
        assert_eq!(folded("\u{1112}\u{1161}\u{11AB}"), "한");
    }

    #[test]
    fn gives_arabic_letters_and_digits_of_one_shape_one_form() {
        for (written, kept) in [
            ("ک", "ك"),
            ("ی", "ي"),
            ("ى", "ي"),
            ("ئ", "ي"),
            ("ة", "ه"),
            ("ۀ", "ه"),
            ("ہ", "ه"),
            ("آ", "ا"),
            ("ٱ", "ا"),
            ("ﻙ", "ك"),
            ("ﮎ", "ك"),
            ("٣", "3"),
            ("۳", "3"),
        ] {
            assert_eq!(folded(written), kept, "{written}");
        }
    }

    #[test]
    fn leaves_nothing_of_a_character_that_is_an_ornament() {
        assert_eq!(folded("\u{0640}"), "");
        assert_eq!(folded("\u{0301}"), "");
        assert_eq!(folded("👍🏽"), "👍");
    }
}
