/** Questions drawn from what was said, in the words of the search box: the same ones every time. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import { type Criteria, criteriaOf } from '#queries/message/search-query/criteria.ts';
import { parseQuery } from '#queries/message/search-query/parse.ts';
import type { Heard } from './heard.ts';

export type Drawn = {
  readonly text: string;
  readonly criteria: Criteria;
  readonly authors: ReadonlyArray<UserId> | undefined;
  /** Of the one viewer it is drawn for, those that `in:` leaves. */
  readonly channels: ReadonlyArray<ChannelId>;
};
export type Viewer = { readonly name: string; readonly channels: ReadonlyArray<ChannelId> };

export const chances = (seed: number) => {
  let state = seed;
  /** From 0 up to, not including, `below`. */
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

export const drawing = (heard: Heard, chance: ReturnType<typeof chances>) => {
  const anyMessage = () => heard.messages[chance(heard.messages.length)] as Heard['messages'][number];
  const wordsOf = (content: string) => content.split(/\s+/).filter((word) => word !== '' && word.length <= 40);
  const anyWord = () => {
    const words = wordsOf(anyMessage().content);
    return words[chance(words.length)] ?? 'grid';
  };
  const anyRow = () => {
    const words = wordsOf(anyMessage().content);
    const from = chance(words.length);
    return words
      .slice(from, from + 2 + chance(3))
      .join(' ')
      .replaceAll('"', ' ');
  };
  const day = () => new Date(anyMessage().sentAtMs).toISOString();
  const shapes: ReadonlyArray<() => string> = [
    anyWord,
    () => `${anyWord()} ${anyWord()}`,
    () => `"${anyRow()}"`,
    () => `${anyWord().slice(0, 2 + chance(5))}*`,
    () => `${anyWord()} -${anyWord()}`,
    () => `${anyWord()} -"${anyRow()}" -${anyWord().slice(0, 4)}*`,
    () => `${anyWord()} from:${quoted(nameOf(heard.authors, anyMessage().authorId))}`,
    () => `${anyWord()} in:${quoted(nameOf(heard.channels, anyMessage().channelId))}`,
    () => `${anyWord()} during:${day().slice(0, 7)}`,
    () => `${anyWord()} after:${day().slice(0, 10)} before:${day().slice(0, 4)}`,
    () => `has:link ${anyWord()}`,
    () => `from:${quoted(nameOf(heard.authors, anyMessage().authorId))} during:${day().slice(0, 10)}`,
    () => `"${anyRow()}" ${anyWord().slice(0, 3)}*`,
  ];
  return (viewer: Viewer): Drawn => {
    for (;;) {
      const text = (shapes[chance(shapes.length)] as () => string)();
      const parsed = parseQuery(text);
      if (isLeft(parsed)) continue;
      const criteria = criteriaOf(parsed.right);
      const inside = criteria.in.length === 0 ? undefined : idsOf(heard.channels, criteria.in);
      return {
        text,
        criteria,
        authors: criteria.from.length === 0 ? undefined : idsOf(heard.authors, criteria.from),
        channels: viewer.channels.filter((id) => inside === undefined || inside.includes(id)),
      };
    }
  };
};
