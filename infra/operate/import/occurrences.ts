/**
 * Counts how often a line was seen before, so that two equal messages within a minute are two messages.
 * An exact count would keep every line, so this keeps a fingerprint of each. Two lines with the same fingerprint share
 * one count. No message is lost, because equal lines still get different numbers.
 */
const FIRST_SLOTS = 1 << 16;
/** Share of taken slots at which the table doubles. A line takes about 20 bytes. */
const FULL = 0.6;
const LOW_BITS = 2 ** 32;

/** Mixes bits as the finisher of MurmurHash3 does: every bit of the input changes every bit of the output. */
const mixed = (bits: number): number => {
  let h = bits;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/**
 * Returns a fingerprint of 52 bits. It is never 0, which marks an empty slot. It must be fast, because it runs for
 * every line.
 */
const fingerprint = (identity: string): number => {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < identity.length; at += 1) {
    const unit = identity.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high, 0x5bd1e995) ^ mixed(unit + at);
  }
  return (mixed(high) >>> 12) * LOW_BITS + mixed(low ^ identity.length) + 1;
};

type Table = { readonly prints: Float64Array; readonly counts: Uint32Array };
const tableOf = (slots: number): Table => ({ prints: new Float64Array(slots), counts: new Uint32Array(slots) });

const slotOf = (table: Table, print: number): number => {
  // The number of slots is a power of two.
  const mask = table.prints.length - 1;
  let slot = (print % LOW_BITS) & mask;
  while (table.prints[slot] !== 0 && table.prints[slot] !== print) slot = (slot + 1) & mask;
  return slot;
};

const grown = (table: Table): Table => {
  const larger = tableOf(table.prints.length * 2);
  table.prints.forEach((print, at) => {
    if (print === 0) return;
    const slot = slotOf(larger, print);
    larger.prints[slot] = print;
    larger.counts[slot] = table.counts[at] ?? 0;
  });
  return larger;
};

/** Returns 0 for the first of several equal lines, 1 for the second, and so on. */
export type OccurrenceCounter = (identity: string) => number;

export const countOccurrences = (): OccurrenceCounter => {
  let table = tableOf(FIRST_SLOTS);
  let taken = 0;
  return (identity) => {
    if (taken > table.prints.length * FULL) table = grown(table);
    const print = fingerprint(identity);
    const slot = slotOf(table, print);
    if (table.prints[slot] === 0) {
      table.prints[slot] = print;
      taken += 1;
    }
    const before = table.counts[slot] ?? 0;
    table.counts[slot] = before + 1;
    return before;
  };
};
