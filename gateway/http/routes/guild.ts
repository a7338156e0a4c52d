import type { Commands } from '#commands/commands.ts';
import { GuildId, UserId } from '#domain/kernel/ids.ts';
import { created, done, type Endpoint, ok, perUser, within } from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import {
  changeGuildRefusals,
  createGuildRefusals,
  deleteGuildRefusals,
  kickRefusals,
  leaveGuildRefusals,
  presentGuild,
  presentGuildMade,
  presentMember,
} from '#gateway/present/guild.ts';
import { MEMBERS_PAGE_MAX } from '#gateway/protocol/limits.ts';
import { ChangeGuildBody, CreateGuildBody, KickBody } from '#gateway/protocol/requests.ts';
import { Guild, GuildList, MemberPage } from '#gateway/protocol/resources.ts';
import { id, integerText } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'guild';
const inGuild = { guild_id: id(GuildId) };

export const guildRoutes = (deps: {
  readonly commands: Pick<Commands, 'createGuild' | 'renameGuild' | 'deleteGuild' | 'leaveGuild' | 'kickMember'>;
  readonly queries: Pick<Queries, 'guilds' | 'members'>;
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
  command({
    name: 'deleteGuild',
    method: 'DELETE',
    path: '/guilds/{guild_id}',
    slice,
    says: 'Deletes a guild with everything in it. Only the owner may do so.',
    params: inGuild,
    limits: [perUser('changes_per_user')],
    run: ({ attempt, params }) => deps.commands.deleteGuild({ ...attempt, guildId: params.guild_id }),
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
  question({
    name: 'listMembers',
    method: 'GET',
    path: '/guilds/{guild_id}/members',
    slice,
    says: 'The members of a guild, a page at a time.',
    params: inGuild,
    query: { limit: integerText({ min: 1, max: MEMBERS_PAGE_MAX }), after: id(UserId) },
    ask: ({ params, query, ...asked }) =>
      deps.queries.members({
        ...asked,
        guildId: params.guild_id,
        limit: query.limit ?? MEMBERS_PAGE_MAX,
        after: query.after,
      }),
    answer: ok('A page of members, and the cursor of the next page.', MemberPage),
    compressed: true,
    present: ({ members, nextAfter }) => ({ members: members.map(presentMember), next_after: nextAfter }),
  }),
  command({
    name: 'kickMember',
    method: 'POST',
    path: '/guilds/{guild_id}/members/{user_id}/kick',
    slice,
    says: 'Removes a member, who may join again with an invite that is made later. Needs kick_members and a higher rank.',
    params: { ...inGuild, user_id: id(UserId) },
    limits: [perUser('changes_per_user')],
    body: within(SMALL_BODY_BYTES_MAX, KickBody),
    run: ({ attempt, params, body }) =>
      deps.commands.kickMember({
        ...attempt,
        guildId: params.guild_id,
        userId: params.user_id,
        reason: body.reason ?? null,
      }),
    refuse: kickRefusals,
    answer: done('Removed.'),
  }),
];
