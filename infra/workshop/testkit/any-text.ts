import fc from 'fast-check';

const SURROGATES_FROM = 0xd800;
const SURROGATES = 0x800;
const CODE_POINT_MAX = 0x10ffff;

/**
 * Any code point of Unicode but lone surrogates. fast-check's own unit `binary` takes seconds to be made, because it lists
 * them all.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat(CODE_POINT_MAX - SURROGATES)
  .map((n) => String.fromCodePoint(n < SURROGATES_FROM ? n : n + SURROGATES));
