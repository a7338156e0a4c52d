import type { AnyChannelKind } from '#domain/channel/events.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';
import { has, type PermissionSet } from '#domain/permission/permission-set.ts';
import type { GuildRights } from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';

/**
 * Signs of a channel say what a member without roles may not do there. Every viewer of the channel reads the same signs.
 */
export type ChannelSigns = {
  /** True while a member without roles does not see the channel. */
  readonly isPrivate: boolean;
  /** True while a member without roles may not write in the text channel, or begin a post in the forum. */
  readonly isLocked: boolean;
};

const PLAIN_MEMBER = { roleIds: new Set<never>(), timedOutUntil: null };
/** The time of the question. It decides nothing, because the member is in no time-out. */
const ANY_TIME = instantOf(0);

/** Answers the signs of the channels of one guild. Channels that share their overwrites are resolved once. */
export const channelSigns = (guild: GuildRights): ((kind: AnyChannelKind, overwrites: Overwrites) => ChannelSigns) => {
  const alike = new Map<Overwrites, PermissionSet>();
  return (kind, overwrites) => {
    const question = { guild, userId: null, member: PLAIN_MEMBER, channel: { overwrites }, at: ANY_TIME };
    const may = alike.get(overwrites) ?? resolve(question).permissions;
    alike.set(overwrites, may);
    return {
      isPrivate: !has(may, 'view_channel'),
      isLocked: (kind === 'text' || kind === 'forum') && !has(may, 'send_messages'),
    };
  };
};
