/** The 32 characters of a ULID, in the order of their values. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;

/** @returns milliseconds since 1970: the time when the id, or the key from which it follows, was made. */
export const millisOfId = (ulid: string): number => {
  let millis = 0;
  for (const character of ulid.slice(0, TIME_CHARACTERS)) millis = millis * 32 + CROCKFORD.indexOf(character);
  return millis;
};

const ULID_CHARACTERS = 26;

/** Writes the 128 bits of a UUID as a ULID. Both begin with the same time when the UUID is of version 7. */
export const ulidOf = (uuid: string): string => {
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let at = 0; at < ULID_CHARACTERS; at += 1) {
    text = CROCKFORD.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return text;
};
