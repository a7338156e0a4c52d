//! Tests the analysis as a whole: which terms a text has, and where.

use super::{Analysis, TERM_CHARS_MAX, Token};

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
        "parse_httprequest2@0 parse@0 http@0 request@0 2@0"
    );
    assert_eq!(all("sha256"), "sha256@0 sha@0 256@0");
    assert_eq!(all("img_2024_01"), "img_2024@0 img@0 2024@0 01@1");
    assert_eq!(all("std::vec::Vec"), "std@0 vec@1 vec@2");
    assert_eq!(
        all("https://Example.com/a_b?x=1"),
        "https@0 example@1 com@2 a_b@3 x@4 1@5"
    );
}

#[test]
fn keeps_single_digits() {
    assert_eq!(all("v2.0"), "v2@0 2@0 0@1");
    assert_eq!(all("3.5mm"), "3@0 5mm@1 5@1 mm@1");
    assert_eq!(asked("2.0"), "2@0 0@1");
    assert_eq!(asked("3,5"), asked("3.5"));
}

#[test]
fn reads_a_number_in_groups_also_without_its_marks() {
    for number in [
        "1,000",
        "1.000",
        "1 000",
        "1'000",
        "1’000",
        "1_000",
        "1\u{A0}000",
        "1\u{202F}000",
        "١٬٠٠٠",
    ] {
        assert_eq!(all(number), "1@0 1000@0 000@1", "{number}");
    }
    assert_eq!(all("1,234,567 km"), "1@0 1234567@0 234@1 567@2 km@3");
    assert_eq!(all("1,000mm"), "1@0 1000@0 000mm@1 000@1 mm@1");
    for other in [
        "1,00",
        "0.125",
        "1,0000",
        "1, 000",
        "1234,567",
        "1\n000",
        "1--000",
        "1,000.000",
    ] {
        assert!(
            !all(other).contains(&format!(" {}@0", other.replace(|c: char| !c.is_ascii_digit(), ""))),
            "{other}"
        );
    }
}

#[test]
fn sets_a_sign_for_several_characters_apart_from_words() {
    assert_eq!(all("Foo™ bar"), "foo@0 tm@1 bar@2");
    assert_eq!(all("ⅷfoo"), "viii@0 foo@1");
    assert_eq!(all("5㎏ 5kg"), "5kg@0 5@0 kg@0 5kg@1 5@1 kg@1");
    assert_eq!(all("1½"), all("1 1/2"));
    assert_eq!(all("21℃"), all("21°C"));
    assert_eq!(all("㍿"), all("株式会社"));
    assert_eq!(all("محمدﷺ"), all("محمد صلى الله عليه وسلم"));
    assert_eq!(all("10²"), "10@0 2@1");
    assert_eq!(all("H₂O C₁₂"), "h2o@0 2@0 c12@1 12@1");
}

#[test]
fn reads_a_ligature_as_its_letters() {
    assert_eq!(all("ﬁnal oﬀice"), "final@0 office@1");
    assert_eq!(all("COĿLEGI"), all("COL·LEGI"));
    assert_eq!(all("ŉ"), all("'n"));
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
fn reads_a_symbol_as_a_word() {
    assert_eq!(all("👍🏽 yes ❤️"), "👍@0 yes@1 ❤@2");
    assert_eq!(all("✓ a→b 5€"), "✓@0 a@1 →@2 b@3 5@4 €@5");
    assert_eq!(all("🇩🇪👩‍💻"), "🇩🇪@0 👩@1 💻@2");
    assert_eq!(all("\u{FFFD} \u{FFFC}"), "");
}

#[test]
fn reads_on_over_a_stretched_letter() {
    assert_eq!(all("كتـــاب"), "كتاب@0");
    assert_eq!(asked("كتاب"), asked("کتاب"));
}

#[test]
fn ignores_invisible_characters_inside_a_text() {
    assert_eq!(
        all("pass\u{200D}word \u{202E}evil\u{202C} soft\u{AD}ly zero\u{200B}width c\u{7}\u{0}d a\u{7}b"),
        "password@0 evil@1 softly@2 zerowidth@3 cd@4 ab@5"
    );
    assert_eq!(all("a\u{7}b \u{0}"), "ab@0");
    assert_eq!(all("か\u{200B}\u{3099}"), all("が"));
    assert_eq!(all("می\u{200C}خواهم"), all("میخواهم"));
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
    let alphabet: Vec<char> = "aB9_'+#.,0 内カ한é\u{301}\u{200D}👍ß½™ﬁ²ﷺŀ✓\u{640}\u{7}ﾞ\u{202E}ก"
        .chars()
        .collect();
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
