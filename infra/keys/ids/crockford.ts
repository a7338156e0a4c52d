/** The alphabet of Crockford's base 32, which ULIDs use. Each character holds five bits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BYTES_IN_GROUP = 5;

/** Every pair of two characters. Encoding by pairs halves the steps and the text joins. */
const PAIRS = Array.from(ALPHABET, (high) => Array.from(ALPHABET, (low) => high + low)).flat();

/** Encodes eight characters for every five bytes. A remainder of fewer than five bytes is dropped. */
export const crockford = (bytes: Uint8Array): string => {
  let text = '';
  let bits = 0;
  let held = 0;
  const whole = bytes.length - (bytes.length % BYTES_IN_GROUP);
  for (let at = 0; at < whole; at += 1) {
    bits = ((bits << 8) | (bytes[at] ?? 0)) & 0x3ffff;
    held += 8;
    if (held < 10) continue;
    held -= 10;
    text += PAIRS[(bits >> held) & 1023] ?? '';
  }
  return text;
};

/** Decodes a number. `text` must be of the alphabet, and the number must fit into 53 bits. */
export const fromCrockford = (text: string): number => {
  let number = 0;
  for (const character of text) number = number * ALPHABET.length + ALPHABET.indexOf(character);
  return number;
};
