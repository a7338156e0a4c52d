import type { AccountEvent, ServerOwnershipEvent, UsernameEvent } from '#domain/account/events.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';

/** The state of a username: the user who holds it. It has no holder before a claim and after a release. */
export type UsernameState = { readonly holder: UserId | undefined };

export const usernameAggregate = aggregate<UsernameState, UsernameEvent>(
  { holder: undefined },
  {
    'account.username-claimed': (_, { userId }) => ({ holder: userId }),
    'account.username-released': () => ({ holder: undefined }),
  },
);

/** The state of an account. An imported account has no login. */
export type AccountState = {
  readonly kind: 'Absent' | 'Registered' | 'Imported';
  readonly username: Erasable<string>;
  /** Guilds that the user owns, and guilds whose end is not written here yet. */
  readonly guilds: ReadonlySet<GuildId>;
};

export const accountAggregate = aggregate<AccountState, AccountEvent>(
  { kind: 'Absent', username: '', guilds: new Set() },
  {
    'account.registered': (state, { username }) => ({ ...state, kind: 'Registered', username }),
    'account.imported': (state, { username }) => ({ ...state, kind: 'Imported', username }),
    'account.guild-acquired': (state, { guildId }, copies) => ({
      ...state,
      guilds: copies.ofSet(state.guilds).add(guildId),
    }),
    'account.guild-relinquished': (state, { guildId }, copies) => {
      const guilds = copies.ofSet(state.guilds);
      guilds.delete(guildId);
      return { ...state, guilds };
    },
  },
);

export type ServerOwnershipState = { readonly owner: UserId | undefined };

export const serverOwnershipAggregate = aggregate<ServerOwnershipState, ServerOwnershipEvent>(
  { owner: undefined },
  { 'account.server-ownership-claimed': (_, { userId }) => ({ owner: userId }) },
);
