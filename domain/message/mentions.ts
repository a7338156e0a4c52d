/** Mentions of a message: the users, roles and whole places that it calls by name. */
import * as t from 'io-ts';
import type { Upcaster } from '#domain/kernel/event.ts';
import { RoleId, UserId } from '#domain/kernel/ids.ts';
import { MENTIONED_ROLES_MAX, MENTIONED_USERS_MAX } from '#domain/kernel/limits.ts';
import { type Authority, may } from '#domain/permission/authority.ts';

/** The mentions that the server has resolved. `everyone` and `here` call all members who see the channel. */
export type Mentions = {
  readonly users: ReadonlyArray<UserId>;
  readonly roles: ReadonlyArray<RoleId>;
  readonly everyone: boolean;
  readonly here: boolean;
};
export const Mentions = t.strict({
  users: t.readonlyArray(UserId),
  roles: t.readonlyArray(RoleId),
  everyone: t.boolean,
  here: t.boolean,
});

export const NO_MENTIONS: Mentions = { users: [], roles: [], everyone: false, here: false };

/** Mentions in an event. Most messages mention no user and store null, because events are stored for ever. */
export const CarriedMentions = t.union([Mentions, t.null]);
export type CarriedMentions = t.TypeOf<typeof CarriedMentions>;

/** Lifts a version without mentions. No mention was resolved then, so the message mentions no user. */
export const withoutMentions: Upcaster = (facts) => ({ ...facts, mentions: null });

/** True for a message that mentions no user, role or place. */
export const mentionsNone = ({ users, roles, everyone, here }: Mentions): boolean =>
  users.length === 0 && roles.length === 0 && !everyone && !here;

export const carried = (mentions: Mentions): CarriedMentions => (mentionsNone(mentions) ? null : mentions);
export const mentionsIn = (mentions: CarriedMentions): Mentions => mentions ?? NO_MENTIONS;

/** Cuts the mentions in a text to the number that counts, each once and in their order. The rest stays text. */
export const bounded = ({ users, roles, everyone, here }: Mentions): Mentions => ({
  users: [...new Set(users)].slice(0, MENTIONED_USERS_MAX),
  roles: [...new Set(roles)].slice(0, MENTIONED_ROLES_MAX),
  everyone,
  here,
});

/**
 * Adds the author of the message that a reply answers. They come first, so a long list does not push them out. A user
 * who answers their own message is not told of it.
 */
export const withReplied = (named: Mentions, repliedAuthor: UserId | null, actor: UserId): Mentions =>
  repliedAuthor === null || repliedAuthor === actor ? named : { ...named, users: [repliedAuthor, ...named.users] };

/** The facts that decide which mentions count. They come to the decider with the command. */
export type MentionRights = {
  /** Users who are members of the guild. */
  readonly members: ReadonlySet<UserId>;
  /** Roles of the guild that can be mentioned, without the everyone-role. `mentionable` lets every author do so. */
  readonly roles: ReadonlyMap<RoleId, { readonly mentionable: boolean }>;
};

/**
 * Resolves the mentions that a text names. A mention without the right to it stays text and is left out here.
 * @param kept mentions that the message has already. An edit keeps them, whatever changed since.
 */
export const resolved = (
  named: Mentions,
  { members, roles }: MentionRights,
  authority: Authority,
  kept: Mentions = NO_MENTIONS,
): Mentions => {
  const mayMentionAll = may(authority, 'mention_everyone');
  const mayMention = (roleId: RoleId): boolean => {
    const role = roles.get(roleId);
    return role !== undefined && (role.mentionable || mayMentionAll);
  };
  const { users, roles: namedRoles, everyone, here } = bounded(named);
  return {
    users: users.filter((userId) => members.has(userId) || kept.users.includes(userId)),
    roles: namedRoles.filter((roleId) => mayMention(roleId) || kept.roles.includes(roleId)),
    everyone: everyone && (mayMentionAll || kept.everyone),
    here: here && (mayMentionAll || kept.here),
  };
};
