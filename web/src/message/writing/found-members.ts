/**
 * Finds members by the beginning of their names. The client keeps a part of a large guild, and the server knows the
 * others.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import { NICKNAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import type { Member } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { SUGGESTIONS_MAX } from '#web/message/writing/suggestions.ts';

/** Milliseconds without a key before the server is asked. A shorter pause asks for each letter of a name. */
const PAUSE_MS = 150;
/** Found members that are kept, the newest last. More would only take memory. */
const KEPT_MAX = 200;
/** Questions that are not asked again. The members that they found are all kept. */
const ASKED_KEPT = KEPT_MAX / SUGGESTIONS_MAX;

export type FoundMembers = {
  /** Members of the present guild that the server found, and that the roster lacked at that time. */
  readonly members: Accessor<ReadonlyArray<Member>>;
  /** Asks for members after a short pause, unless the roster holds all of them. A newer question replaces this one. */
  readonly find: (name: string) => void;
};

/** A member with the guild in which it was found. */
type Found = { readonly guildId: GuildId; readonly member: Member };

export const foundMembers = (
  { api, platform, state }: Pick<Client, 'api' | 'platform' | 'state'>,
  guild: Accessor<GuildId | null>,
): FoundMembers => {
  const [kept, setKept] = createSignal<ReadonlyArray<Found>>([]);
  const asked = new Set<string>();
  let cancel = (): void => undefined;
  onCleanup(() => cancel());
  const keep = (guildId: GuildId, fresh: ReadonlyArray<Member>): void => {
    const ids = new Set(fresh.map(({ user }) => user.user_id));
    const isFresh = (one: Found): boolean => one.guildId === guildId && ids.has(one.member.user.user_id);
    const found = fresh.map((member) => ({ guildId, member }));
    setKept((before) => [...before.filter((one) => !isFresh(one)), ...found].slice(-KEPT_MAX));
  };
  const ask = async (guildId: GuildId, name: string): Promise<void> => {
    const question = `${guildId} ${name}`;
    asked.add(question);
    const [oldest] = asked;
    if (asked.size > ASKED_KEPT && oldest !== undefined) asked.delete(oldest);
    const answer = await api.membersNamed(guildId, name, SUGGESTIONS_MAX);
    if (isLeft(answer)) asked.delete(question);
    else keep(guildId, answer.right.members);
  };
  return {
    members: () => kept().flatMap(({ guildId, member }) => (guildId === guild() ? [member] : [])),
    find: (typed) => {
      cancel();
      const guildId = guild();
      const name = typed.trim();
      if (guildId === null || name === '' || name.length > NICKNAME_CHARS_MAX) return;
      const roster = state().rosters[guildId];
      if ((roster?.complete === true && roster.freshness === 'fresh') || asked.has(`${guildId} ${name}`)) return;
      cancel = platform.later(PAUSE_MS, () => void ask(guildId, name));
    },
  };
};
