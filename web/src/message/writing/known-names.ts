/** The people, roles and channels that a text can name, with the words by which the user means them. */

import { type Accessor, createMemo } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Channel, Member, Role } from '#gateway/protocol/resources.ts';
import { may } from '#web/store/rights.ts';
import type { ClientState } from '#web/store/state.ts';

export type KnownName = {
  readonly kind: 'member' | 'role' | 'channel' | 'everyone';
  /** Form of the name in a sent message. */
  readonly token: string;
  /** Text that a choice puts into the message, with its sign. */
  readonly shown: string;
  /** Name under which a list shows it. */
  readonly name: string;
  /** A second name or the place of the thing, for a list. */
  readonly note: string | null;
  /** Typed names that mean it, without the sign. */
  readonly names: ReadonlyArray<string>;
  readonly id: string;
  readonly color: string | null;
};

export type KnownNames = {
  readonly all: ReadonlyArray<KnownName>;
  /** Answers the one thing that a name means, with its sign in front. Undefined where several things have the name. */
  readonly meant: (name: string) => KnownName | undefined;
  /** True for a name, with its sign, that at least one thing has. */
  readonly isName: (name: string) => boolean;
  readonly ofToken: (token: string) => KnownName | undefined;
  /** UTF-16 units of the longest name, with its sign. */
  readonly longest: number;
};

/** Names that mean everyone. The server knows them as they are written. */
const EVERYONE = ['everyone', 'here'] as const;

const alike = (name: string): string => name.toLowerCase();

const namesOf = ({ user, nickname }: Member): ReadonlyArray<string> =>
  [...new Set([nickname, user.username])].filter((name) => name !== null);

/** Counts how many things each name means, among all that have the same sign. */
const countsOf = (names: ReadonlyArray<ReadonlyArray<string>>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const own of names) for (const name of new Set(own.map(alike))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

type NamedPlaces = {
  /** The channel of the text. Undefined for a channel that the user lost. */
  readonly channel: Channel | undefined;
  readonly members: ReadonlyArray<Member>;
  /** Roles of the guild. The everyone-role has rank 0, and no text names it. */
  readonly roles: ReadonlyArray<Role>;
  /** Channels of the guild that the user sees, and its categories. */
  readonly channels: ReadonlyArray<Channel>;
};

const peopleIn = ({ channel, members, roles }: NamedPlaces): ReadonlyArray<KnownName> => {
  const mayAll = may(channel ?? null, 'mention_everyone');
  const named = members.filter((member) => namesOf(member).length > 0);
  const mentioned = roles.filter(({ rank, mentionable }) => rank > 0 && (mentionable || mayAll));
  const counts = countsOf([...named.map(namesOf), ...mentioned.map(({ name }) => [name]), EVERYONE]);
  return [
    ...named.map((member): KnownName => {
      const { user, nickname } = member;
      const names = namesOf(member);
      // The nickname is the name that all see. Where another has it too, only the username says who is meant.
      const readable = names.find((name) => counts.get(alike(name)) === 1) ?? user.username ?? nickname ?? '';
      return {
        kind: 'member',
        token: `<@${user.user_id}>`,
        shown: `@${readable}`,
        name: names[0] ?? '',
        note: names[1] ?? null,
        names,
        id: user.user_id,
        color: null,
      };
    }),
    ...mentioned.map(
      ({ role_id: id, name, color }): KnownName => ({
        kind: 'role',
        token: `<@&${id}>`,
        shown: `@${name}`,
        name,
        note: null,
        names: [name],
        id,
        color,
      }),
    ),
    ...EVERYONE.filter(() => mayAll).map(
      (name): KnownName => ({
        kind: 'everyone',
        token: `@${name}`,
        shown: `@${name}`,
        name,
        note: null,
        names: [name],
        id: name,
        color: null,
      }),
    ),
  ];
};

const channelsIn = ({ channels }: NamedPlaces): ReadonlyArray<KnownName> => {
  const names = new Map(channels.map(({ channel_id: id, name }) => [id, name]));
  return channels
    .filter(({ kind }) => kind !== 'category')
    .map(({ channel_id: id, name, parent_id: parent }) => ({
      kind: 'channel',
      token: `<#${id}>`,
      shown: `#${name}`,
      name,
      note: (parent === null ? undefined : names.get(parent)) ?? null,
      names: [name],
      id,
      color: null,
    }));
};

const signOf = ({ kind }: KnownName): string => (kind === 'channel' ? '#' : '@');

export const knownNames = (places: NamedPlaces): KnownNames => {
  const all = [...peopleIn(places), ...channelsIn(places)];
  const byName = new Map<string, KnownName | null>();
  let longest = 0;
  for (const one of all) {
    for (const name of new Set(one.names.map(alike))) {
      const signed = signOf(one) + name;
      longest = Math.max(longest, signed.length);
      byName.set(signed, byName.has(signed) ? null : one);
    }
  }
  for (const name of EVERYONE) byName.set(`@${name}`, null);
  const byToken = new Map(all.map((one) => [one.token, one]));
  return {
    all,
    meant: (name) => byName.get(alike(name)) ?? undefined,
    isName: (name) => byName.has(alike(name)),
    ofToken: (token) => byToken.get(token),
    longest,
  };
};

const NOBODY: ReadonlyArray<Member> = [];
const NO_ROLES: ReadonlyArray<Role> = [];

/**
 * Answers the names that the user can write in a channel, as far as the client knows them. `found` are members that the
 * roster may lack.
 */
export const knownNamesIn = (
  state: Accessor<ClientState>,
  channel: Accessor<Channel | undefined>,
  found: Accessor<ReadonlyArray<Member>>,
): Accessor<KnownNames> => {
  const inGuild = <A>(parts: () => { readonly [id: GuildId]: A }): A | undefined => {
    const guildId = channel()?.guild_id ?? null;
    return guildId === null ? undefined : parts()[guildId];
  };
  // The state changes with each message. The names are gathered again only when one of their parts has changed.
  const roster = createMemo(() => inGuild(() => state().rosters)?.members ?? NOBODY);
  const members = createMemo(() => {
    if (found().length === 0) return roster();
    const listed = new Set(roster().map(({ user }) => user.user_id));
    return [...roster(), ...found().filter(({ user }) => !listed.has(user.user_id))];
  });
  const roles = createMemo(() => inGuild(() => state().roles) ?? NO_ROLES);
  const channels = createMemo(() => state().channels);
  return createMemo(() =>
    knownNames({
      channel: channel(),
      members: members(),
      roles: roles(),
      channels: Object.values(channels()).filter(
        ({ guild_id: guildId }) => guildId !== null && guildId === channel()?.guild_id,
      ),
    }),
  );
};
