/** The 32 characters of a ULID, in the order of their values. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;

/** @returns milliseconds since 1970: the time when the id, or the key from which it follows, was made. */
export const millisOfId = (ulid: string): number => {
  let millis = 0;
  for (const character of ulid.slice(0, TIME_CHARACTERS)) millis = millis * 32 + CROCKFORD.indexOf(character);
  return millis;
};
