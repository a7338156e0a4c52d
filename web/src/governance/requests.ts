/** The requests of governance. They come with the settings of a guild, so that the first load stays small. */

import type { ChannelId, GuildId, InviteId, MessageId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import {
  AuditPage,
  BanPage,
  BulkDeleteAnswer,
  ChannelDeletionAnswer,
  Explanation,
  GuildDeletionAnswer,
  MemberMessagesAnswer,
  OverwriteList,
  UndoAnswer,
  WhatIfAnswer,
} from '#gateway/protocol/governance.ts';
import { BANS_PAGE_MAX } from '#gateway/protocol/limits.ts';
import type { WhatIfBody } from '#gateway/protocol/requests.ts';
import { InviteList, Role } from '#gateway/protocol/resources.ts';
import type { Tag } from '#gateway/protocol/tags.ts';
import type { Api } from '#web/client/api.ts';

/** The fields of a role that its editor changes. */
export type RoleEdit = {
  readonly name?: string;
  readonly color?: string | null;
  readonly hoist?: boolean;
  readonly mentionable?: boolean;
  readonly permissions?: ReadonlyArray<Permission>;
};
/** Tag of a forum in its editor. One without an id is new. */
export type EditedTag = Omit<Tag, 'tag_id'> & { readonly tag_id: Tag['tag_id'] | null };
export type ChannelEdit = {
  readonly name?: string;
  readonly topic?: string | null;
  readonly slow_mode_secs?: number;
  readonly tags?: ReadonlyArray<EditedTag>;
  readonly tag_required?: boolean;
};
export type OverwriteOf =
  | { readonly target: 'role'; readonly id: RoleId }
  | { readonly target: 'member'; readonly id: UserId };
export type PlacedChannel = { readonly channel_id: ChannelId; readonly parent_id: ChannelId | null };
/** Conditions on the entries of the audit log. Null leaves a condition out. */
export type AuditAsked = {
  readonly actor: UserId | null;
  readonly action: string | null;
  readonly target: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
};

const withReason = (reason: string): { readonly reason?: string } => (reason.trim() === '' ? {} : { reason });

const queryOf = (fields: { readonly [name: string]: string | null }): string => {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
};

type Sends = Pick<Api, 'read' | 'run'>;
const guildPath = (guildId: GuildId): string => `/guilds/${guildId}`;

const guildRequests = ({ read, run }: Sends, guildId: GuildId) => {
  const guild = guildPath(guildId);
  return {
    changeGuild: (name: string, key: string) => run({ method: 'PATCH', path: guild, body: { name }, key }),
    changeOwner: (userId: UserId, password: string) =>
      run({ method: 'PUT', path: `${guild}/owner`, body: { user_id: userId, password } }),
    beginLockdown: (until: Instant | null, newcomersHours: number | null, reason: string, key: string) =>
      run({
        method: 'PUT',
        path: `${guild}/lockdown`,
        body: { until, newcomers_hours: newcomersHours, ...withReason(reason) },
        key,
      }),
    endLockdown: (key: string) => run({ method: 'DELETE', path: `${guild}/lockdown`, key }),
    /** Counts what a deletion of the guild takes. */
    guildDeletion: () => read({ method: 'GET', path: `${guild}/deletion-preview` }, GuildDeletionAnswer),
    deleteGuild: (reason: string, key: string) => run({ method: 'DELETE', path: guild, reason, key }),
  };
};

const roleRequests = ({ read, run }: Sends, guildId: GuildId) => {
  const guild = guildPath(guildId);
  const memberPath = (userId: UserId) => `${guild}/members/${userId}`;
  return {
    createRole: (name: string, key: string) =>
      read({ method: 'POST', path: `${guild}/roles`, body: { name }, key }, Role),
    changeRole: (roleId: RoleId, edit: RoleEdit, key: string) =>
      run({ method: 'PATCH', path: `${guild}/roles/${roleId}`, body: edit, key }),
    deleteRole: (roleId: RoleId, reason: string, key: string) =>
      run({ method: 'DELETE', path: `${guild}/roles/${roleId}`, reason, key }),
    orderRoles: (order: ReadonlyArray<RoleId>, key: string) =>
      run({ method: 'PATCH', path: `${guild}/roles`, body: { order }, key }),
    giveRole: (userId: UserId, roleId: RoleId, key: string) =>
      run({ method: 'PUT', path: `${memberPath(userId)}/roles/${roleId}`, key }),
    takeRole: (userId: UserId, roleId: RoleId, key: string) =>
      run({ method: 'DELETE', path: `${memberPath(userId)}/roles/${roleId}`, key }),
  };
};

const memberRequests = ({ read, run }: Sends, guildId: GuildId) => {
  const guild = guildPath(guildId);
  const memberPath = (userId: UserId) => `${guild}/members/${userId}`;
  return {
    changeNickname: (userId: UserId | 'me', nickname: string | null, key: string) =>
      run({ method: 'PATCH', path: `${guild}/members/${userId}`, body: { nickname }, key }),
    kick: (userId: UserId, reason: string, key: string) =>
      run({ method: 'POST', path: `${memberPath(userId)}/kick`, body: withReason(reason), key }),
    ban: (userId: UserId, reason: string, deleteDays: number, key: string) =>
      run({
        method: 'POST',
        path: `${memberPath(userId)}/ban`,
        body: { delete_message_days: deleteDays, ...withReason(reason) },
        key,
        readsFirst: true,
      }),
    unban: (userId: UserId, key: string) => run({ method: 'POST', path: `${memberPath(userId)}/unban`, body: {}, key }),
    timeOut: (userId: UserId, until: Instant | null, reason: string, key: string) =>
      run({ method: 'POST', path: `${memberPath(userId)}/timeout`, body: { until, ...withReason(reason) }, key }),
    bans: (before: string | null) =>
      read({ method: 'GET', path: `${guild}/bans${queryOf({ before, limit: String(BANS_PAGE_MAX) })}` }, BanPage),
  };
};

const inviteRequests = ({ read, run }: Sends, guildId: GuildId) => {
  const guild = guildPath(guildId);
  return {
    invites: () => read({ method: 'GET', path: `${guild}/invites` }, InviteList),
    revokeInvite: (inviteId: InviteId, reason: string, key: string) =>
      run({ method: 'DELETE', path: `${guild}/invites/${inviteId}`, reason, key }),
  };
};

const channelRequests = ({ read, run }: Sends, guildId: GuildId) => {
  const guild = guildPath(guildId);
  const overwritePath = (channelId: ChannelId, { target, id }: OverwriteOf) =>
    `/channels/${channelId}/overwrites/${target}/${id}`;
  return {
    orderChannels: (order: ReadonlyArray<PlacedChannel>, key: string) =>
      run({ method: 'PATCH', path: `${guild}/channels`, body: { order }, key }),
    changeChannel: (channelId: ChannelId, edit: ChannelEdit, key: string) =>
      run({ method: 'PATCH', path: `/channels/${channelId}`, body: edit, key }),
    /** Counts the messages that a deletion of the channel takes, and the members who lose sight. */
    channelDeletion: (channelId: ChannelId) =>
      read({ method: 'GET', path: `/channels/${channelId}/deletion-preview` }, ChannelDeletionAnswer),
    overwrites: (channelId: ChannelId) =>
      read({ method: 'GET', path: `/channels/${channelId}/overwrites` }, OverwriteList),
    setOverwrite: (
      channelId: ChannelId,
      of: OverwriteOf,
      allow: ReadonlyArray<Permission>,
      deny: ReadonlyArray<Permission>,
      key: string,
    ) => run({ method: 'PUT', path: overwritePath(channelId, of), body: { allow, deny }, key }),
    removeOverwrite: (channelId: ChannelId, of: OverwriteOf, key: string) =>
      run({ method: 'DELETE', path: overwritePath(channelId, of), key }),
    syncChannel: (channelId: ChannelId, key: string) =>
      run({ method: 'PUT', path: `/channels/${channelId}/sync`, key }),
  };
};

const messageRequests = ({ read }: Sends, guildId: GuildId) => {
  const guild = guildPath(guildId);
  return {
    bulkDelete: (channelId: ChannelId, messageIds: ReadonlyArray<MessageId>, reason: string, key: string) =>
      read(
        {
          method: 'POST',
          path: `/channels/${channelId}/messages/bulk-delete`,
          body: { message_ids: messageIds, ...withReason(reason) },
          key,
        },
        BulkDeleteAnswer,
      ),
    /** Counts what `deleteMessagesOf` would delete. */
    countMessagesOf: (userId: UserId, since: Instant) =>
      read(
        {
          method: 'POST',
          path: `${guild}/messages/bulk-delete`,
          body: { user_id: userId, since, preview: true },
        },
        MemberMessagesAnswer,
      ),
    deleteMessagesOf: (userId: UserId, since: Instant, reason: string, key: string) =>
      read(
        {
          method: 'POST',
          path: `${guild}/messages/bulk-delete`,
          body: { user_id: userId, since, ...withReason(reason) },
          key,
          readsFirst: true,
        },
        MemberMessagesAnswer,
      ),
  };
};

const auditRequests = ({ read }: Sends, guildId: GuildId) => {
  const guild = guildPath(guildId);
  return {
    audit: ({ actor, action, target, since, until }: AuditAsked, before: string | null) =>
      read(
        {
          method: 'GET',
          path: `${guild}/audit${queryOf({ actor_id: actor, action, target_id: target, since, until, before, limit: '50' })}`,
        },
        AuditPage,
      ),
    /** Takes back an act. `act` is an entry of the audit log, or the key with which this user made the act. */
    undo: (act: string, preview: boolean) =>
      read({ method: 'POST', path: `${guild}/audit/${act}/undo`, body: { preview }, readsFirst: true }, UndoAnswer),
  };
};

const permissionRequests = ({ read }: Sends, guildId: GuildId) => {
  const guild = guildPath(guildId);
  return {
    explain: (userId: UserId, channelId: ChannelId | null) =>
      read(
        {
          method: 'GET',
          path: `${guild}/permissions/explain${queryOf({ user_id: userId, channel_id: channelId })}`,
        },
        Explanation,
      ),
    whatIf: (body: WhatIfBody) =>
      read({ method: 'POST', path: `${guild}/permissions/what-if`, body, readsFirst: true }, WhatIfAnswer),
  };
};

/** A reason that is empty is left out. `key` names the attempt, and afterwards the act that an undo takes back. */
export const governanceRequests = (sends: Sends, guildId: GuildId) => ({
  ...guildRequests(sends, guildId),
  ...roleRequests(sends, guildId),
  ...memberRequests(sends, guildId),
  ...inviteRequests(sends, guildId),
  ...channelRequests(sends, guildId),
  ...messageRequests(sends, guildId),
  ...auditRequests(sends, guildId),
  ...permissionRequests(sends, guildId),
});
export type GovernanceRequests = ReturnType<typeof governanceRequests>;
