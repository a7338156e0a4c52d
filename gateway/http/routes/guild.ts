import type { Commands } from '#commands/commands.ts';
import { GuildId } from '#domain/kernel/ids.ts';
import { created, done, type Endpoint, ok, perUser, within } from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import {
  beginLockdownRefusals,
  changeGuildRefusals,
  createGuildRefusals,
  deleteGuildRefusals,
  endLockdownRefusals,
  leaveGuildRefusals,
  presentGuild,
  presentGuildMade,
} from '#gateway/present/guild.ts';
import { changeOwnerRefusals } from '#gateway/present/member.ts';
import { GuildDeletionAnswer } from '#gateway/protocol/governance.ts';
import { ChangeGuildBody, ChangeOwnerBody, CreateGuildBody, LockdownBody } from '#gateway/protocol/requests.ts';
import { Guild, GuildList } from '#gateway/protocol/resources.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'guild';
const inGuild = { guild_id: id(GuildId) };

export const guildRoutes = (deps: {
  readonly commands: Pick<
    Commands,
    'createGuild' | 'renameGuild' | 'deleteGuild' | 'leaveGuild' | 'changeOwner' | 'beginLockdown' | 'endLockdown'
  >;
  readonly queries: Pick<Queries, 'guilds' | 'guildDeletion'>;
}): ReadonlyArray<Endpoint> => [
  command({
    name: 'createGuild',
    method: 'POST',
    path: '/guilds',
    slice,
    says: 'Makes a guild that you own.',
    limits: [perUser('guilds_created_per_user')],
    body: within(SMALL_BODY_BYTES_MAX, CreateGuildBody),
    run: ({ attempt, body }) => deps.commands.createGuild({ ...attempt, name: body.name }),
    refuse: createGuildRefusals,
    answer: created('The guild.', Guild),
    present: presentGuildMade,
  }),
  question({
    name: 'listGuilds',
    method: 'GET',
    path: '/guilds',
    slice,
    says: 'The guilds you are a member of.',
    ask: ({ viewer, atLeast }) => deps.queries.guilds({ viewer, atLeast }),
    answer: ok('The guilds.', GuildList),
    present: (guilds) => ({ guilds: guilds.map(presentGuild) }),
  }),
  command({
    name: 'changeGuild',
    method: 'PATCH',
    path: '/guilds/{guild_id}',
    slice,
    says: 'Renames a guild. Needs manage_guild.',
    params: inGuild,
    limits: [perUser('changes_per_user')],
    body: within(SMALL_BODY_BYTES_MAX, ChangeGuildBody),
    run: ({ attempt, params, body }) =>
      deps.commands.renameGuild({ ...attempt, guildId: params.guild_id, name: body.name }),
    refuse: changeGuildRefusals,
    answer: done('Renamed.'),
  }),
  question({
    name: 'previewGuildDeletion',
    method: 'GET',
    path: '/guilds/{guild_id}/deletion-preview',
    slice,
    says: 'Counts the channels, the members and the messages that a deletion of the guild takes. Only the owner may ask.',
    params: inGuild,
    ask: ({ params, ...asked }) => deps.queries.guildDeletion({ ...asked, guildId: params.guild_id }),
    answer: ok('The counts.', GuildDeletionAnswer),
    present: ({ channels, messages, isMore, members }): GuildDeletionAnswer => ({
      channels_count: channels,
      messages_count: messages,
      more_messages: isMore,
      members_count: members,
    }),
  }),
  command({
    name: 'deleteGuild',
    method: 'DELETE',
    path: '/guilds/{guild_id}',
    slice,
    says: 'Deletes a guild with everything in it. Only the owner may do so.',
    params: inGuild,
    limits: [perUser('changes_per_user')],
    takesReason: true,
    run: ({ attempt, params, reason }) => deps.commands.deleteGuild({ ...attempt, guildId: params.guild_id, reason }),
    refuse: deleteGuildRefusals,
    answer: done('Deleted.'),
  }),
  command({
    name: 'leaveGuild',
    method: 'POST',
    path: '/guilds/{guild_id}/leave',
    slice,
    says: 'Leaves a guild.',
    params: inGuild,
    limits: [perUser('changes_per_user')],
    run: ({ attempt, params }) => deps.commands.leaveGuild({ ...attempt, guildId: params.guild_id }),
    refuse: leaveGuildRefusals,
    answer: done('Left.'),
  }),
  command({
    name: 'changeOwner',
    method: 'PUT',
    path: '/guilds/{guild_id}/owner',
    slice,
    says: 'Makes a member the owner. Needs your own password, and only the owner may do so.',
    params: inGuild,
    limits: [perUser('owner_changes_per_user')],
    body: within(SMALL_BODY_BYTES_MAX, ChangeOwnerBody),
    run: ({ attempt, params, body }) =>
      deps.commands.changeOwner({
        ...attempt,
        guildId: params.guild_id,
        userId: body.user_id,
        password: body.password,
      }),
    refuse: changeOwnerRefusals,
    answer: done('Handed over.'),
  }),
  command({
    name: 'beginLockdown',
    method: 'PUT',
    path: '/guilds/{guild_id}/lockdown',
    slice,
    says: 'Closes a guild to strangers, and keeps newcomers from posting. Needs manage_guild.',
    params: inGuild,
    limits: [perUser('changes_per_user')],
    body: within(SMALL_BODY_BYTES_MAX, LockdownBody),
    run: ({ attempt, params, body }) =>
      deps.commands.beginLockdown({
        ...attempt,
        guildId: params.guild_id,
        until: body.until ?? null,
        newcomersHours: body.newcomers_hours ?? null,
        reason: body.reason ?? null,
      }),
    refuse: beginLockdownRefusals,
    answer: done('Locked down.'),
  }),
  command({
    name: 'endLockdown',
    method: 'DELETE',
    path: '/guilds/{guild_id}/lockdown',
    slice,
    says: 'Ends a lockdown before its time. Needs manage_guild.',
    params: inGuild,
    limits: [perUser('changes_per_user')],
    run: ({ attempt, params }) => deps.commands.endLockdown({ ...attempt, guildId: params.guild_id }),
    refuse: endLockdownRefusals,
    answer: done('Ended.'),
  }),
];
