/**
 * Generates the steps of a random story. Targets are numbers, so that a story stays valid when fast-check removes
 * steps.
 */
import fc from 'fast-check';
import { type Command, type Community, EMOJI, type Kind, PEOPLE, type Who } from './community.ts';

/**
 * A command whose target is a number. It stands for the n-th thing of its kind that was ever made, modulo their count.
 */
type Wish = {
  readonly do: Command['do'];
  readonly who: Who;
  readonly whom: Who;
  readonly target: number;
  readonly other: number | null;
  readonly word: string;
  readonly kind: Kind;
  readonly emoji: string;
};

export type Step =
  | { readonly kind: 'one'; readonly wish: Wish }
  /** The same attempt is sent twice at the same moment. */
  | { readonly kind: 'doubled'; readonly wish: Wish }
  /** Commands that are sent at the same time. They change messages and names only. */
  | { readonly kind: 'together'; readonly wishes: ReadonlyArray<Wish> }
  /** An earlier attempt is sent once more under the same key. */
  | { readonly kind: 'again'; readonly attempt: number }
  | { readonly kind: 'away' | 'back'; readonly who: Who }
  | { readonly kind: 'look' };

const WORDS = ['rain', 'seed', 'bread', 'oven'];
const BY_WEIGHT: ReadonlyArray<readonly [Command['do'], number]> = [
  ['make-guild', 2],
  ['rename-guild', 2],
  ['delete-guild', 1],
  ['leave', 2],
  ['kick', 2],
  ['make-channel', 4],
  ['rename-channel', 2],
  ['delete-channel', 1],
  ['invite', 4],
  ['accept', 7],
  ['say', 14],
  ['edit', 6],
  ['delete', 4],
  ['react', 8],
  ['unreact', 4],
];
const SIDE_BY_SIDE: ReadonlyArray<Command['do']> = [
  'rename-guild',
  'rename-channel',
  'say',
  'edit',
  'delete',
  'react',
  'unreact',
];

const who = fc.constantFrom(...PEOPLE);
const wishOf = (doing: fc.Arbitrary<Command['do']>): fc.Arbitrary<Wish> =>
  fc.record({
    do: doing,
    who,
    whom: who,
    target: fc.nat(40),
    other: fc.option(fc.nat(40), { freq: 2 }),
    word: fc.constantFrom(...WORDS),
    kind: fc.constantFrom('text', 'text', 'text', 'voice'),
    emoji: fc.constantFrom(...EMOJI),
  });
const anyWish = wishOf(fc.oneof(...BY_WEIGHT.map(([name, weight]) => ({ arbitrary: fc.constant(name), weight }))));
const sideBySide = wishOf(fc.constantFrom(...SIDE_BY_SIDE));

/** In about half of these steps, all commands have the same target. */
const together = fc
  .tuple(fc.array(sideBySide, { minLength: 2, maxLength: 3 }), fc.option(fc.nat(40), { freq: 1 }))
  .map(([wishes, target]) => ({
    kind: 'together' as const,
    wishes: target === null ? wishes : wishes.map((wish) => ({ ...wish, target })),
  }));

export const steps: fc.Arbitrary<ReadonlyArray<Step>> = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ kind: fc.constant('one' as const), wish: anyWish }), weight: 20 },
    { arbitrary: fc.record({ kind: fc.constant('doubled' as const), wish: anyWish }), weight: 3 },
    { arbitrary: together, weight: 6 },
    { arbitrary: fc.record({ kind: fc.constant('again' as const), attempt: fc.nat(40) }), weight: 4 },
    { arbitrary: fc.record({ kind: fc.constantFrom('away' as const, 'back' as const), who }), weight: 3 },
    { arbitrary: fc.constant({ kind: 'look' as const }), weight: 1 },
  ),
  { minLength: 40, maxLength: 80, size: 'max' },
);

const nth = (things: ReadonlyMap<string, unknown>, n: number): string | undefined =>
  [...things.keys()][n % Math.max(1, things.size)];

/** Turns a wish into a command. Undefined when no thing of the needed kind was made yet. */
export const commandOf = (community: Community, wish: Wish): Command | undefined => {
  const { do: doing, who: by, word } = wish;
  const guild = nth(community.guilds, wish.target);
  const channel = nth(community.channels, wish.target);
  const message = nth(community.messages, wish.target);
  const invite = nth(community.invites, wish.target);
  switch (doing) {
    case 'make-guild':
      return { do: doing, who: by, name: word };
    case 'rename-guild':
      return guild === undefined ? undefined : { do: doing, who: by, guild, name: `${word} ${wish.other}` };
    case 'delete-guild':
    case 'leave':
      return guild === undefined ? undefined : { do: doing, who: by, guild };
    case 'kick':
      return guild === undefined ? undefined : { do: doing, who: by, guild, whom: wish.whom };
    case 'make-channel':
      return guild === undefined ? undefined : { do: doing, who: by, guild, name: word, kind: wish.kind };
    case 'rename-channel':
      return channel === undefined ? undefined : { do: doing, who: by, channel, name: `${word} ${wish.other}` };
    case 'delete-channel':
      return channel === undefined ? undefined : { do: doing, who: by, channel };
    case 'invite':
      return guild === undefined ? undefined : { do: doing, who: by, guild, uses: wish.other === null ? null : 1 };
    case 'accept':
      return invite === undefined ? undefined : { do: doing, who: by, invite };
    case 'say': {
      if (channel === undefined) return undefined;
      const reply = wish.other === null ? null : (nth(community.messages, wish.other) ?? null);
      return { do: doing, who: by, channel, text: word, reply };
    }
    case 'edit':
      return message === undefined ? undefined : { do: doing, who: by, message, text: word };
    case 'delete':
      return message === undefined ? undefined : { do: doing, who: by, message };
    case 'react':
    case 'unreact':
      return message === undefined ? undefined : { do: doing, who: by, message, emoji: wish.emoji };
  }
};
