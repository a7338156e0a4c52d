import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { Folds } from '#commands/machine/folds.ts';
import { namedIn } from '#commands/message/named-in.ts';
import { isMember } from '#domain/guild/member-state.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { guildStream, memberStream } from '#domain/kernel/stream.ts';
import type { Naming } from '#domain/message/commands.ts';
import { bounded, type MentionRights, mentionsNone, NO_MENTIONS, withReplied } from '#domain/message/mentions.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';

const NO_RIGHTS: MentionRights = { members: new Set(), roles: new Map() };
export const NAMES_NOTHING: Naming = { named: NO_MENTIONS, mentionRights: NO_RIGHTS };

/**
 * Reads the mentions in a text, and the facts that decide which of them count. Most messages mention no user, and read
 * nothing.
 * @param repliedAuthor the author whom a reply mentions, or null.
 */
export const namingOf = async (
  folds: Folds,
  home: Home,
  {
    content,
    actor,
    repliedAuthor,
  }: { readonly content: string; readonly actor: UserId; readonly repliedAuthor: UserId | null },
): Promise<Either<StoreUnavailable, Naming>> => {
  const named = bounded(withReplied(namedIn(content), repliedAuthor, actor));
  const guildId = guildOf(home);
  if (mentionsNone(named) || guildId === null) return right({ named, mentionRights: NO_RIGHTS });
  const [guild, ...ofUsers] = await Promise.all([
    folds.guild.read(guildStream(guildId))(),
    ...named.users.map((userId) => folds.member.read(memberStream(guildId, userId))()),
  ]);
  if (isLeft(guild)) return guild;
  const { state } = guild.right;
  if (state.kind !== 'Present') return right({ named, mentionRights: NO_RIGHTS });
  const members = new Set<UserId>();
  for (const [at, userId] of named.users.entries()) {
    const member = ofUsers[at];
    if (member === undefined) continue;
    if (isLeft(member)) return member;
    if (isMember(state, member.right.state, userId)) members.add(userId);
  }
  const roles = new Map(state.roles);
  roles.delete(everyoneRoleId(guildId));
  return right({ named, mentionRights: { members, roles } });
};
