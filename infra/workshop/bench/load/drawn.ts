/**
 * Draws searches from the texts of a conversation, in the language of the search box. The same seed draws the same
 * searches.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import { type SearchModule, searchModule } from '#infra/search/search-module.ts';
import { type Criteria, criteriaOf } from '#queries/search/search-query/criteria.ts';
import { parseQuery } from '#queries/search/search-query/parse.ts';
import { UTC } from '#queries/search/search-query/time-zone.ts';
import type { Heard } from './heard.ts';

export type Drawn = {
  readonly text: string;
  readonly criteria: Criteria;
  readonly authors: ReadonlyArray<UserId> | undefined;
  /** Channels that the viewer may read and that `in:` leaves. */
  readonly channels: ReadonlyArray<ChannelId>;
};
export type Viewer = { readonly name: string; readonly channels: ReadonlyArray<ChannelId> };

export const chances = (seed: number) => {
  let state = seed;
  /** Returns a number from 0 up to `below`, without `below`. */
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const quoted = (name: string): string => (/[\s"]/.test(name) ? `"${name.replaceAll('"', ' ')}"` : name);
const nameOf = <A>(names: ReadonlyMap<string, A>, wanted: A): string =>
  [...names].find(([, id]) => id === wanted)?.[0] ?? '';
const idsOf = <A>(names: ReadonlyMap<string, A>, wanted: ReadonlyArray<string>): ReadonlyArray<A> =>
  [...names].filter(([name]) => wanted.some((one) => one.toLowerCase() === name.toLowerCase())).map(([, id]) => id);

const wordsOf = (content: string): ReadonlyArray<string> =>
  content.split(/\s+/).filter((word) => word !== '' && word.length <= 40);

/** Draws until a message is in the viewer's channels. After this many draws any message is taken. */
const DRAWS_MAX = 200;

/**
 * A word that occurs in one of this many messages is common.
 * Common words are most of a text and few of the searches, and a scan for them takes longest. So a common word, or a
 * two-letter prefix, is drawn once in `COMMON_ASKED_ONE_IN` times.
 */
const COMMON_ONE_IN = 50;
const COMMON_ASKED_ONE_IN = 10;

type Message = Heard['messages'][number];

/** Returns ways to search for a message. Most of them find it and others like it. */
const shapesOf = (heard: Heard, chance: ReturnType<typeof chances>) => {
  const any = () => heard.messages[chance(heard.messages.length)] as Message;
  const said = new Map<string, number>();
  for (const { content } of heard.messages) {
    for (const one of wordsOf(content)) said.set(one.toLowerCase(), (said.get(one.toLowerCase()) ?? 0) + 1);
  }
  const isCommon = (one: string) => (said.get(one.toLowerCase()) ?? 0) > heard.messages.length / COMMON_ONE_IN;
  const word = ({ content }: Message) => {
    const words = wordsOf(content);
    const rare = words.filter((one) => !isCommon(one));
    const among = rare.length === 0 || chance(COMMON_ASKED_ONE_IN) === 0 ? words : rare;
    return among[chance(among.length)] ?? 'grid';
  };
  const row = ({ content }: Message) => {
    const words = wordsOf(content);
    const from = chance(words.length);
    return words
      .slice(from, from + 2 + chance(3))
      .join(' ')
      .replaceAll('"', ' ');
  };
  const beginning = (of: Message) => `${word(of).slice(0, chance(COMMON_ASKED_ONE_IN) === 0 ? 2 : 3 + chance(4))}*`;
  const from = (of: Message) => `from:${quoted(nameOf(heard.authors, of.authorId))}`;
  const within = (of: Message) => `in:${quoted(nameOf(heard.channels, of.channelId))}`;
  const day = (of: Message) => new Date(of.sentAtMs).toISOString().slice(0, 10);
  const shapes: ReadonlyArray<(of: Message) => string> = [
    word,
    (of) => `${word(of)} ${word(of)}`,
    (of) => `${word(of)} ${word(any())}`,
    (of) => `"${row(of)}"`,
    beginning,
    (of) => `${beginning(of)} ${beginning(of)}`,
    (of) => `${word(of)} -${word(any())}`,
    (of) => `${word(of)} -"${row(any())}" -${beginning(any())}`,
    (of) => `${word(of)} ${from(of)}`,
    (of) => `${word(of)} ${within(of)} ${within(any())}`,
    (of) => `${word(of)} during:${day(of).slice(0, 7)}`,
    (of) => `${word(of)} after:${day(any())} before:${day(any()).slice(0, 4)}`,
    (of) => `has:link ${word(of)}`,
    (of) => `${from(of)} ${from(any())} during:${day(of)}`,
    (of) => `"${row(of)}" ${beginning(of)}`,
    (of) => `-${word(of)} ${from(of)} during:${day(of).slice(0, 4)}`,
  ];
  /** Draws a message mostly from the viewer's channels. Others are drawn too, and must not be found. */
  const worthAsking = ({ channels }: Viewer): Message => {
    const wanted = chance(5) === 0 ? undefined : channels;
    for (let tries = 0; tries < DRAWS_MAX; tries += 1) {
      const one = any();
      if (wanted === undefined || wanted.includes(one.channelId)) return one;
    }
    return any();
  };
  return (viewer: Viewer) => (shapes[chance(shapes.length)] as (of: Message) => string)(worthAsking(viewer));
};

const lastTermOf = (): SearchModule['lastTermOf'] => {
  const native = searchModule();
  if ('missing' in native) throw new Error(native.missing);
  return native.lastTermOf;
};

export const drawing = (heard: Heard, chance: ReturnType<typeof chances>) => {
  const draw = shapesOf(heard, chance);
  const reading = { lastTermOf: lastTermOf(), zone: UTC };
  return (viewer: Viewer): Drawn => {
    for (;;) {
      const text = draw(viewer);
      const parsed = parseQuery(text, reading);
      if (isLeft(parsed)) continue;
      const criteria = criteriaOf(parsed.right);
      const inside = criteria.in.length === 0 ? undefined : idsOf(heard.channels, criteria.in);
      return {
        text,
        criteria,
        authors: criteria.from.names.length === 0 ? undefined : idsOf(heard.authors, criteria.from.names),
        channels: viewer.channels.filter((id) => inside === undefined || inside.includes(id)),
      };
    }
  };
};
