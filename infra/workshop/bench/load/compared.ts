/** Compares all hits of an index, page by page, with the hits of a scan. */

import { type GenerationIndex, SearchTooSlow } from '#infra/search/generation-index.ts';
import type { IndexedMessage } from '#projections/ports/message-index.ts';
import type { IndexPage, IndexQuery } from '#queries/ports/message-search.ts';
import { chances, type Drawn, drawing, type Viewer } from './drawn.ts';
import type { Heard } from './heard.ts';
import { scanning } from './scanned.ts';

const BATCH = 1_000;
const PAGE = 100;

export const indexAll = async (index: GenerationIndex, messages: ReadonlyArray<IndexedMessage>): Promise<void> => {
  for (let at = 0; at < messages.length; at += BATCH) {
    const some = messages.slice(at, at + BATCH);
    const range = { from: BigInt(at), to: BigInt(at + some.length) };
    await index.apply(
      some.map((message) => ({ op: 'put', ...message })),
      range,
      'soon',
    );
  }
  await index.flush();
};

export const queryOf = ({ criteria, authors, channels }: Drawn, order: IndexQuery['order']): IndexQuery => ({
  channels,
  must: criteria.must,
  mustNot: criteria.mustNot,
  authors,
  mentions: [],
  has: criteria.has,
  sentFromMs: criteria.sentFromMs,
  sentToMs: criteria.sentToMs,
  order,
  limit: PAGE,
  after: undefined,
  fuzzy: false,
});

/**
 * Tries of one search. A busy machine misses a deadline now and then, but a search that misses it every time is too
 * slow.
 */
const TRIES = 5;
const patiently = async (search: () => Promise<IndexPage>): Promise<IndexPage | undefined> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      return await search();
    } catch (error) {
      if (!(error instanceof SearchTooSlow)) throw error;
    }
  }
  return undefined;
};

/** Collects the ids of all pages. Undefined when time ran out. Throws when a message occurs on two pages. */
const allPages = async (
  index: Pick<GenerationIndex, 'search'>,
  query: IndexQuery,
): Promise<ReadonlySet<string> | undefined> => {
  const ids = new Set<string>();
  let after: IndexQuery['after'];
  for (;;) {
    const page = await patiently(() => index.search({ ...query, after }));
    if (page === undefined) return undefined;
    const { hits, more } = page;
    for (const { messageId } of hits) {
      if (ids.has(messageId)) throw new Error(`${messageId} was found twice`);
      ids.add(messageId);
    }
    const last = hits.at(-1);
    if (!more || last === undefined) return ids;
    after = { score: last.score, sentPosition: last.sentPosition };
  }
};

/** Viewers that may read all channels, half of them, one, and a few. */
const viewersOf = (heard: Heard, chance: (below: number) => number): ReadonlyArray<Viewer> => {
  const all = [...heard.channels.values()];
  return [
    { name: 'all', channels: all },
    { name: 'half', channels: all.filter((_, at) => at % 2 === 0) },
    { name: 'one', channels: all.slice(0, 1) },
    { name: 'some', channels: all.filter(() => chance(3) === 0) },
  ];
};

export type Comparison = {
  readonly questions: number;
  readonly found: number;
  readonly empty: number;
  /** Searches that ran out of time at every try. */
  readonly tooSlow: ReadonlyArray<string>;
  /** Differences, in words. */
  readonly different: ReadonlyArray<string>;
};

export const compareWithScan = async (
  index: GenerationIndex,
  heard: Heard,
  questions: number,
  told: (done: number) => void = () => undefined,
): Promise<Comparison> => {
  const chance = chances(questions);
  const draw = drawing(heard, chance);
  const scan = scanning(heard, (query, texts) => index.highlight(query, texts));
  const viewers = viewersOf(heard, chance);
  const different: string[] = [];
  const tooSlow: string[] = [];
  let [found, empty] = [0, 0];
  for (let n = 0; n < questions; n += 1) {
    const viewer = viewers[n % viewers.length] as Viewer;
    const drawn = draw(viewer);
    const expected = await scan(drawn);
    const got = await allPages(index, queryOf(drawn, n % 3 === 0 ? 'relevance' : 'newest'));
    told(n + 1);
    if (got === undefined) {
      tooSlow.push(`${drawn.text} (${viewer.name})`);
      continue;
    }
    found += got.size;
    if (expected.size === 0) empty += 1;
    const missing = [...expected].filter((id) => !got.has(id));
    const surplus = [...got].filter((id) => !expected.has(id));
    if (missing.length + surplus.length > 0) {
      const example = heard.messages.find((message) => message.messageId === (missing[0] ?? surplus[0]))?.content;
      different.push(
        `${drawn.text} (${viewer.name}): ${missing.length} missing, ${surplus.length} too many of ${expected.size}: ${example}`,
      );
    }
  }
  return { questions, found, empty, tooSlow, different };
};
