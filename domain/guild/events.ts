/** Events are stored for ever. The warning in `domain/account/events.ts` holds for these too. */
import * as t from 'io-ts';
import { type Erasable, erasable } from '#domain/kernel/erasable.ts';
import { ChannelId, GuildId, ImportId, InviteId, UserId } from '#domain/kernel/ids.ts';
import { type Permission, PermissionName } from '#domain/permission/bits.ts';

/** Stands on `guild-<id>`. The owner is a member by this event alone. The id of the everyone-role is the guild's id. */
export type GuildCreated = {
  readonly type: 'guild.created';
  readonly data: {
    readonly guildId: GuildId;
    readonly name: string;
    readonly ownerId: UserId;
    readonly everyone: ReadonlyArray<Permission>;
  };
};
export const GuildCreatedData = t.strict({
  guildId: GuildId,
  name: t.string,
  ownerId: UserId,
  everyone: t.readonlyArray(PermissionName),
});

export type GuildRenamed = {
  readonly type: 'guild.renamed';
  readonly data: { readonly guildId: GuildId; readonly name: string };
};
export const GuildRenamedData = t.strict({ guildId: GuildId, name: t.string });

export type GuildDeleted = { readonly type: 'guild.deleted'; readonly data: { readonly guildId: GuildId } };
export const GuildDeletedData = t.strict({ guildId: GuildId });

/**
 * Enters a channel in the guild's list. The list holds ids only and limits their number. Facts stand on `channel-<id>`.
 */
export type GuildChannelListed = {
  readonly type: 'guild.channel-listed';
  readonly data: { readonly guildId: GuildId; readonly channelId: ChannelId };
};
export const GuildChannelListedData = t.strict({ guildId: GuildId, channelId: ChannelId });

export type GuildChannelUnlisted = {
  readonly type: 'guild.channel-unlisted';
  readonly data: { readonly guildId: GuildId; readonly channelId: ChannelId };
};
export const GuildChannelUnlistedData = t.strict({ guildId: GuildId, channelId: ChannelId });

/** Joining: the way by which a user came into a guild. */
export type Joining =
  | { readonly kind: 'invite'; readonly inviteId: InviteId }
  | { readonly kind: 'import'; readonly importId: ImportId };
/** Stands on `member-<guild>-<user>`. */
export type GuildMemberJoined = {
  readonly type: 'guild.member-joined';
  readonly data: { readonly guildId: GuildId; readonly userId: UserId; readonly via: Joining };
};
export const GuildMemberJoinedData = t.strict({
  guildId: GuildId,
  userId: UserId,
  via: t.union([
    t.strict({ kind: t.literal('invite'), inviteId: InviteId }),
    t.strict({ kind: t.literal('import'), importId: ImportId }),
  ]),
});

export type GuildMemberLeft = {
  readonly type: 'guild.member-left';
  readonly data: { readonly guildId: GuildId; readonly userId: UserId };
};
export const GuildMemberLeftData = t.strict({ guildId: GuildId, userId: UserId });

/** `reason` is about the kicked user, so it is sealed under the key of that user. */
export type GuildMemberKicked = {
  readonly type: 'guild.member-kicked';
  readonly data: {
    readonly guildId: GuildId;
    readonly userId: UserId;
    readonly by: UserId;
    readonly reason: Erasable<string> | null;
  };
};
export const GuildMemberKickedData = t.strict({
  guildId: GuildId,
  userId: UserId,
  by: UserId,
  reason: t.union([erasable(t.string), t.null]),
});

export type GuildEvent = GuildCreated | GuildRenamed | GuildDeleted | GuildChannelListed | GuildChannelUnlisted;
export type MemberEvent = GuildMemberJoined | GuildMemberLeft | GuildMemberKicked;
