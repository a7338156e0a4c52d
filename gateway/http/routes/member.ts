import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Commands } from '#commands/commands.ts';
import { GuildId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, plusMillis } from '#domain/kernel/instant.ts';
import { NICKNAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import { done, type Endpoint, ok, perUser, signedEndpoint, within } from '#gateway/http/endpoint.ts';
import { countMessagesOf, removeMessagesOf } from '#gateway/http/remove-messages.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import { commandFailures, queryFailures, saysWhy, sessionOver, shared } from '#gateway/present/failures.ts';
import { presentBan } from '#gateway/present/governance.ts';
import { presentMember } from '#gateway/present/guild.ts';
import {
  banRefusals,
  changeNicknameRefusals,
  kickRefusals,
  timeOutRefusals,
  unbanRefusals,
} from '#gateway/present/member.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { BanPage, MemberMessagesAnswer } from '#gateway/protocol/governance.ts';
import { BANS_PAGE_MAX, MEMBERS_PAGE_MAX } from '#gateway/protocol/limits.ts';
import {
  BanBody,
  ChangeMemberBody,
  KickBody,
  MemberMessagesBody,
  NoBody,
  TimeOutBody,
} from '#gateway/protocol/requests.ts';
import { MemberPage, type Presence } from '#gateway/protocol/resources.ts';
import { id, integerText, text } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'guild';
const inGuild = { guild_id: id(GuildId) };
const ofMember = { ...inGuild, user_id: id(UserId) };
const limits = [perUser('changes_per_user')];
const removing = {
  ...commandFailures,
  ...sessionOver,
  ...queryFailures,
  ReasonInvalid: saysWhy('reason_invalid', 'reason'),
  AttemptReused: shared.AttemptReused,
};

export const memberRoutes = (deps: {
  readonly commands: Pick<
    Commands,
    'kickMember' | 'banMember' | 'unbanMember' | 'timeOutMember' | 'changeNickname' | 'deleteMessages'
  >;
  readonly queries: Pick<Queries, 'members' | 'bans' | 'messagesOfMember'>;
  readonly presencesOf: (users: ReadonlyArray<UserId>) => ReadonlyArray<Presence>;
  readonly now: () => Instant;
}): ReadonlyArray<Endpoint> => [
  question({
    name: 'listMembers',
    method: 'GET',
    path: '/guilds/{guild_id}/members',
    slice,
    says: 'The members of a guild, a page at a time. With a name, those whose username or nickname has a word that begins so.',
    params: inGuild,
    query: {
      limit: integerText({ min: 1, max: MEMBERS_PAGE_MAX }),
      after: id(UserId),
      name: text({ min: 1, max: NICKNAME_CHARS_MAX }),
    },
    ask: ({ params, query, ...asked }) =>
      deps.queries.members({
        ...asked,
        guildId: params.guild_id,
        limit: query.limit ?? MEMBERS_PAGE_MAX,
        after: query.after,
        name: query.name,
      }),
    answer: ok('A page of members, and the cursor of the next page.', MemberPage),
    compressed: true,
    present: ({ members, nextAfter }) => ({
      members: members.map(presentMember),
      next_after: nextAfter,
      presences: deps.presencesOf(members.map(({ userId }) => userId)),
    }),
  }),
  question({
    name: 'listBans',
    method: 'GET',
    path: '/guilds/{guild_id}/bans',
    slice,
    says: 'The banned users of a guild, the last one first. Needs ban_members.',
    params: inGuild,
    query: { limit: integerText({ min: 1, max: BANS_PAGE_MAX }), before: text({ min: 1, max: 64 }) },
    ask: ({ params, query, ...asked }) =>
      deps.queries.bans({
        ...asked,
        guildId: params.guild_id,
        limit: query.limit ?? BANS_PAGE_MAX,
        before: query.before,
      }),
    answer: ok('A page of bans, and the cursor of the next page.', BanPage),
    present: ({ bans, nextBefore }) => ({ bans: bans.map(presentBan), next_before: nextBefore }),
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
  signedEndpoint(
    {
      name: 'banMember',
      method: 'POST',
      path: '/guilds/{guild_id}/members/{user_id}/ban',
      slice,
      says: 'Bars a user, member or not, and deletes their last messages where you may. Needs ban_members and a higher rank.',
      params: ofMember,
      limits,
      body: within(SMALL_BODY_BYTES_MAX, BanBody),
      answer: done('Banned.'),
    },
    codesOf({ ...removing, ...banRefusals }),
    async ({ params, body, attempt, viewer }) => {
      const [guildId, userId] = [params.guild_id, params.user_id];
      const reason = body.reason ?? null;
      const banned = await deps.commands.banMember({ ...attempt, guildId, userId, reason })();
      if (isLeft(banned)) return left(refusalOf({ ...removing, ...banRefusals }, banned.left));
      const days = body.delete_message_days ?? 0;
      let at = banned.right.position;
      if (days > 0) {
        const since = plusMillis(deps.now(), -days * DAY_MS);
        const asked = { attempt, viewer, guildId, userId, channelId: undefined, since, reason, atLeast: at };
        const removed = await removeMessagesOf(deps)(asked);
        // The ban stands. A banner who may manage messages nowhere removes none.
        if (isLeft(removed) && removed.left.kind === 'NotVisible')
          return right({ position: { at, holder: viewer.userId } });
        if (isLeft(removed)) return left(refusalOf(removing, removed.left));
        at = removed.right.position ?? at;
      }
      return right({ position: { at, holder: viewer.userId } });
    },
  ),
  signedEndpoint(
    {
      name: 'deleteMessagesOfMember',
      method: 'POST',
      path: '/guilds/{guild_id}/messages/bulk-delete',
      slice,
      says: 'Deletes the messages of a user since a moment, where you may manage messages. It is one act. With preview it only counts them.',
      params: inGuild,
      limits,
      body: within(SMALL_BODY_BYTES_MAX, MemberMessagesBody),
      answer: ok('How many messages were deleted, or would be.', MemberMessagesAnswer),
    },
    codesOf(removing),
    async ({ params, body, attempt, viewer, atLeast }) => {
      const asked = { attempt, viewer, atLeast, guildId: params.guild_id, userId: body.user_id, since: body.since };
      const removal = { ...asked, channelId: body.channel_id ?? undefined, reason: body.reason ?? null };
      if (body.preview === true) {
        const counted = await countMessagesOf(deps.queries)(removal);
        if (isLeft(counted)) return left(refusalOf(removing, counted.left));
        return right({ body: { deleted: counted.right, user_id: body.user_id } });
      }
      const removed = await removeMessagesOf(deps)(removal);
      if (isLeft(removed)) return left(refusalOf(removing, removed.left));
      const { deleted, position } = removed.right;
      return right({
        body: { deleted, user_id: body.user_id },
        ...(position === undefined ? {} : { position: { at: position, holder: viewer.userId } }),
      });
    },
  ),
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
