/** Crockford's base 32, as ULIDs use it: five bits a character. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5n;
const MASK = 31n;

/** @param characters how many to write; the number must fit. */
export const crockford = (number: bigint, characters: number): string => {
  let text = '';
  for (let rest = number, at = 0; at < characters; at++, rest >>= BITS) text = ALPHABET[Number(rest & MASK)] + text;
  return text;
};

/** The number that `text` writes; it must be of the alphabet. */
export const fromCrockford = (text: string): bigint => {
  let number = 0n;
  for (const character of text) number = (number << BITS) | BigInt(ALPHABET.indexOf(character));
  return number;
};
