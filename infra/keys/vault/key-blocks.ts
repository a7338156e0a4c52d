import { LRUCache } from 'lru-cache';

export const SECRET_BYTES = 32;
/** Keys in one aligned block. Ids are assigned in order, so keys of neighbouring events share a block. */
export const BLOCK_KEYS = 512;
/** Blocks remembered, at about 17 KiB each. */
const BLOCKS_MAX = 512;

const UNKNOWN = 0;
const PRESENT = 1;
const ABSENT = 2;

type Block = { readonly secrets: Uint8Array; readonly states: Uint8Array };

/**
 * Remembers secrets in blocks, so that many keys cost few objects.
 * Secrets may be remembered only while this process listens for destroyed keys. A load belongs to the term in which it
 * began, and its result is dropped when that term has ended.
 */
export class KeyBlocks {
  readonly #blocks = new LRUCache<number, Block>({ max: BLOCKS_MAX });
  #trusted = false;
  #term = 0;

  term(): number {
    return this.#term;
  }

  trust(): void {
    this.#trusted = true;
  }

  distrust(): void {
    this.#trusted = false;
    this.#term += 1;
    // The secrets are not overwritten, because a caller that just received one still uses it.
    this.#blocks.clear();
  }

  get(id: number): Uint8Array | undefined {
    const block = this.#blocks.get(Math.floor(id / BLOCK_KEYS));
    const at = id % BLOCK_KEYS;
    if (block === undefined || block.states[at] !== PRESENT) return undefined;
    return block.secrets.subarray(at * SECRET_BYTES, (at + 1) * SECRET_BYTES);
  }

  put(id: number, secret: Uint8Array, term: number): void {
    if (!this.#keeps(term)) return;
    const { secrets, states } = this.#blockOf(id);
    const at = id % BLOCK_KEYS;
    // A load that began before a key was destroyed must not bring the key back.
    if (states[at] === ABSENT) return;
    secrets.set(secret, at * SECRET_BYTES);
    states[at] = PRESENT;
  }

  /** Remembers that the key was looked for and not found. */
  absent(id: number, term: number): void {
    if (!this.#keeps(term)) return;
    const { states } = this.#blockOf(id);
    const at = id % BLOCK_KEYS;
    if (states[at] === UNKNOWN) states[at] = ABSENT;
  }

  erase(id: number): void {
    if (!this.#trusted) return;
    const { secrets, states } = this.#blockOf(id);
    const at = id % BLOCK_KEYS;
    secrets.fill(0, at * SECRET_BYTES, (at + 1) * SECRET_BYTES);
    states[at] = ABSENT;
  }

  /** Returns the first id of each block that holds an id of unknown state. */
  firstsToLoad(ids: Iterable<number>): ReadonlyArray<number> {
    const firsts = new Set<number>();
    for (const id of ids) {
      const block = Math.floor(id / BLOCK_KEYS);
      const state = this.#blocks.get(block)?.states[id % BLOCK_KEYS] ?? UNKNOWN;
      if (state === UNKNOWN) firsts.add(block * BLOCK_KEYS);
    }
    return [...firsts];
  }

  #keeps(term: number): boolean {
    return this.#trusted && term === this.#term;
  }

  #blockOf(id: number): Block {
    const number = Math.floor(id / BLOCK_KEYS);
    const known = this.#blocks.get(number);
    if (known !== undefined) return known;
    const block = { secrets: new Uint8Array(BLOCK_KEYS * SECRET_BYTES), states: new Uint8Array(BLOCK_KEYS) };
    this.#blocks.set(number, block);
    return block;
  }
}
