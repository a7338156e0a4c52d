/** Crockford's base 32, as ULIDs use it: five bits a character. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BYTES_IN_GROUP = 5;

/** Every two characters there are: half the steps, and half the texts joined. */
const PAIRS = Array.from(ALPHABET, (high) => Array.from(ALPHABET, (low) => high + low)).flat();

/** Eight characters for every five bytes; a rest of fewer is left out. */
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

/** The number that `text` writes; it must be of the alphabet and fit into 53 bits. */
export const fromCrockford = (text: string): number => {
  let number = 0;
  for (const character of text) number = number * ALPHABET.length + ALPHABET.indexOf(character);
  return number;
};
