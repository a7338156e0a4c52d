import type { Commands } from '#commands/commands.ts';
import { GuildId, UserId } from '#domain/kernel/ids.ts';
import { done, type Endpoint, ok, perUser, within } from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import { presentMember } from '#gateway/present/guild.ts';
import {
  banRefusals,
  changeNicknameRefusals,
  kickRefusals,
  timeOutRefusals,
  unbanRefusals,
} from '#gateway/present/member.ts';
import { MEMBERS_PAGE_MAX } from '#gateway/protocol/limits.ts';
import { BanBody, ChangeMemberBody, KickBody, NoBody, TimeOutBody } from '#gateway/protocol/requests.ts';
import { MemberPage } from '#gateway/protocol/resources.ts';
import { id, integerText } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'guild';
const inGuild = { guild_id: id(GuildId) };
const ofMember = { ...inGuild, user_id: id(UserId) };
const limits = [perUser('changes_per_user')];

export const memberRoutes = (deps: {
  readonly commands: Pick<Commands, 'kickMember' | 'banMember' | 'unbanMember' | 'timeOutMember' | 'changeNickname'>;
  readonly queries: Pick<Queries, 'members'>;
}): ReadonlyArray<Endpoint> => [
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
    params: ofMember,
    limits,
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
  command({
    name: 'banMember',
    method: 'POST',
    path: '/guilds/{guild_id}/members/{user_id}/ban',
    slice,
    says: 'Bars a user from the guild, member or not. Needs ban_members and a higher rank.',
    params: ofMember,
    limits,
    body: within(SMALL_BODY_BYTES_MAX, BanBody),
    run: ({ attempt, params, body }) =>
      deps.commands.banMember({
        ...attempt,
        guildId: params.guild_id,
        userId: params.user_id,
        reason: body.reason ?? null,
      }),
    refuse: banRefusals,
    answer: done('Banned.'),
  }),
  command({
    name: 'unbanMember',
    method: 'POST',
    path: '/guilds/{guild_id}/members/{user_id}/unban',
    slice,
    says: 'Lifts a ban. The user may join again by an invite. Needs ban_members.',
    params: ofMember,
    limits,
    body: within(SMALL_BODY_BYTES_MAX, NoBody),
    run: ({ attempt, params }) =>
      deps.commands.unbanMember({ ...attempt, guildId: params.guild_id, userId: params.user_id }),
    refuse: unbanRefusals,
    answer: done('Lifted.'),
  }),
  command({
    name: 'timeOutMember',
    method: 'POST',
    path: '/guilds/{guild_id}/members/{user_id}/timeout',
    slice,
    says: 'Lets a member only read until a time, or ends that with null. Needs moderate_members and a higher rank.',
    params: ofMember,
    limits,
    body: within(SMALL_BODY_BYTES_MAX, TimeOutBody),
    run: ({ attempt, params, body }) =>
      deps.commands.timeOutMember({
        ...attempt,
        guildId: params.guild_id,
        userId: params.user_id,
        until: body.until,
        reason: body.reason ?? null,
      }),
    refuse: timeOutRefusals,
    answer: done('Timed out, or no longer.'),
  }),
  command({
    name: 'changeOwnNickname',
    method: 'PATCH',
    path: '/guilds/{guild_id}/members/me',
    slice,
    says: 'Changes your nickname in a guild, or takes it away with null. Needs change_nickname.',
    params: inGuild,
    limits,
    body: within(SMALL_BODY_BYTES_MAX, ChangeMemberBody),
    run: ({ attempt, params, body }) =>
      deps.commands.changeNickname({
        ...attempt,
        guildId: params.guild_id,
        userId: attempt.actor,
        nickname: body.nickname,
      }),
    refuse: changeNicknameRefusals,
    answer: done('Changed.'),
  }),
  command({
    name: 'changeNickname',
    method: 'PATCH',
    path: '/guilds/{guild_id}/members/{user_id}',
    slice,
    says: 'Changes the nickname of a member. Needs manage_nicknames and a higher rank.',
    params: ofMember,
    limits,
    body: within(SMALL_BODY_BYTES_MAX, ChangeMemberBody),
    run: ({ attempt, params, body }) =>
      deps.commands.changeNickname({
        ...attempt,
        guildId: params.guild_id,
        userId: params.user_id,
        nickname: body.nickname,
      }),
    refuse: changeNicknameRefusals,
    answer: done('Changed.'),
  }),
];
