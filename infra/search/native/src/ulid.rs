//! Converts ULIDs between their two forms: 26 characters of Crockford's alphabet outside, 16 bytes inside. Both sort
//! alike.

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARS: usize = 26;
const BITS_A_CHAR: u32 = 5;
/// Largest value of the first character. 26 characters hold 130 bits, so the first may use three of its five.
const FIRST_MAX: u128 = 7;

pub fn parse(text: &str) -> Option<u128> {
    if text.len() != CHARS {
        return None;
    }
    let mut id = 0_u128;
    for (at, byte) in text.bytes().enumerate() {
        let value = ALPHABET.iter().position(|&known| known == byte)? as u128;
        if at == 0 && value > FIRST_MAX {
            return None;
        }
        id = id << BITS_A_CHAR | value;
    }
    Some(id)
}

pub fn show(id: u128) -> String {
    (0..CHARS as u32)
        .rev()
        .map(|at| char::from(ALPHABET[(id >> (at * BITS_A_CHAR) & 31) as usize]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_parsing_and_printing() {
        for text in [
            "00000000000000000000000000",
            "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "01JDJ8Z0Q4T8G6WQ3V5N2M7K9X",
        ] {
            assert_eq!(parse(text).map(show).as_deref(), Some(text));
        }
    }

    #[test]
    fn refuses_texts_that_are_no_ids() {
        for text in [
            "",
            "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "01jdj8z0q4t8g6wq3v5n2m7k9x",
            "01JDJ8Z0Q4T8G6WQ3V5N2M7K9",
            "01JDJ8Z0Q4T8G6WQ3V5N2M7KÜ",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
