//! Folds one visible character into the form that it is compared by.
//! Compatibility forms are undone (NFKC), letters become lower case, and diacritics are removed where most people leave
//! them out when they type. Marks that are letters of their own stay, such as the vowels of India and the voicing marks
//! of Japan.

use unicode_normalization::UnicodeNormalization;

/// Appends the folded cluster. Appends nothing for characters that only change the look of others.
pub fn fold_into(cluster: &str, out: &mut String) {
    let from = out.len();
    out.extend(
        cluster
            .nfkd()
            .filter(|&c| !is_ornament(c) && !is_ignorable(c))
            .flat_map(char::to_lowercase)
            .filter(|&c| !is_ornament(c))
            .flat_map(spelled_out)
            .nfc(),
    );
    // A compatibility form may expand into marks beside letters: `½` becomes `1⁄2`, and `㈱` becomes `(株)`.
    if out[from..].chars().any(char::is_alphanumeric) && out[from..].chars().any(is_filling) {
        let kept: String = out[from..].chars().filter(|&c| !is_filling(c)).collect();
        out.truncate(from);
        out.push_str(&kept);
    }
}

fn is_filling(c: char) -> bool {
    c == '\u{2044}' || (c.is_ascii() && !c.is_ascii_alphanumeric())
}

/// Spells out letters whose stroke or join no Unicode decomposition takes apart.
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
        _ => return SpelledOut::Same(Some(c)),
    };
    SpelledOut::Text(text.chars())
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

/// Diacritics of Latin, Greek and Cyrillic, the points of Hebrew, the vowel marks of Arabic and Syriac.
fn is_ornament(c: char) -> bool {
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
        | '\u{FE20}'..='\u{FE2F}')
}

/// Invisible characters: joiners, direction marks, soft hyphens, variation selectors, tags, and skin tones.
/// They are ignored, so they can neither hide a word nor split one.
pub fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200C}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{1F3FB}'..='\u{1F3FF}'
        | '\u{E0000}'..='\u{E0FFF}')
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
        for (written, kept) in [
            ("Ａ", "a"),
            ("ﬁ", "fi"),
            ("①", "1"),
            ("½", "12"),
            ("㈱", "株"),
            ("㎏", "kg"),
        ] {
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
    fn ignores_invisible_characters() {
        assert_eq!(folded("\u{202E}"), "");
        assert_eq!(folded("a\u{200D}"), "a");
        assert_eq!(folded("❤\u{FE0F}"), "❤");
    }
}
