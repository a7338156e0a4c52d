/** Decides whether a message notifies the user. One pure function, so that no part of the client decides otherwise. */

import type { GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Mentions } from '#gateway/protocol/resources.ts';
import type { PlaceRule } from '#web/rules/place-rules.ts';

/** A message as the decision sees it. */
export type NotifyingMessage = {
  readonly authorId: UserId;
  readonly guildId: GuildId | null;
  readonly mentions: Mentions | undefined;
};
/** The user as the decision sees them at the moment of the message. */
export type NotifiedUser = {
  readonly userId: UserId;
  /** Roles of the user in the guild of the message. */
  readonly roles: ReadonlyArray<RoleId>;
  readonly rule: PlaceRule;
  readonly suppressEveryone: boolean;
  readonly suppressRoles: boolean;
  /** True while the user wants no disturbance, by choice or by quiet hours. */
  readonly quiet: boolean;
  /** True when the channel is in view, in any window of this browser that the user looks at. */
  readonly inView: boolean;
};

/** True for a message that calls the user by name, by a role or with everyone, unless the user suppresses that. */
export const callsUser = (
  { mentions }: NotifyingMessage,
  user: Pick<NotifiedUser, 'userId' | 'roles' | 'suppressEveryone' | 'suppressRoles'>,
): boolean =>
  mentions !== undefined &&
  (mentions.users.includes(user.userId) ||
    (!user.suppressRoles && mentions.roles.some((role) => user.roles.includes(role))) ||
    (!user.suppressEveryone && (mentions.everyone || mentions.here)));

export const shouldNotify = (message: NotifyingMessage, user: NotifiedUser): boolean => {
  if (message.authorId === user.userId || user.quiet || user.inView || user.rule.muted) return false;
  if (user.rule.level === 'all') return true;
  return user.rule.level === 'mentions' && callsUser(message, user);
};
