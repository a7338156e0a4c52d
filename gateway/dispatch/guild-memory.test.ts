import { expect } from 'chai';
import { BEGINNING } from '#domain/kernel/event.ts';
import type { RoleId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { GuildMemory } from '#gateway/dispatch/guild-memory.ts';
import { channelId, guildId, userId } from '#infra/workshop/scenarios/staged-events.ts';
import type { GuildFactsView } from '#queries/queries.ts';

const GUILD = guildId(1);
const [OWNER, MEMBER, ADMINISTRATOR] = [userId(1), userId(2), userId(3)];
const ADMINISTRATORS = '9'.repeat(26) as RoleId;
const look = { guildId: GUILD, color: null, hoist: false, mentionable: false };
const plain = { roleIds: [], nickname: null, timedOutUntil: null };

const facts: GuildFactsView = {
  guild: { guildId: GUILD, name: 'a guild', ownerId: OWNER, createdAt: instantOf(0), lockdown: null },
  roles: [
    { ...look, roleId: everyoneRoleId(GUILD), name: 'everyone', rank: 0, permissions: ['view_channel'] },
    { ...look, roleId: ADMINISTRATORS, name: 'admins', rank: 1, permissions: ['administrator'] },
  ],
  channelOrder: [],
  listing: [channelId(1)],
  channels: [
    {
      ...{ guildId: GUILD, channelId: channelId(1), name: 'news', channelKind: 'text', createdAt: instantOf(0) },
      ...{ topic: null, slowModeSecs: 0, tags: [], tagRequired: false, deleted: false, overwrites: [] },
      ...{ parentId: channelId(2), syncedWith: channelId(2) },
    },
  ],
  members: [
    { ...plain, userId: OWNER },
    { ...plain, userId: MEMBER },
    { ...plain, userId: ADMINISTRATOR, roleIds: [ADMINISTRATORS] },
  ],
};

describe('the memory of guilds', () => {
  it('shows a channel whose category it does not know to the owner and administrators alone', () => {
    const memory = new GuildMemory(BEGINNING);
    memory.read(GUILD, facts, BEGINNING);
    const sees = (user: typeof OWNER): boolean => {
      const answer = memory.ask(GUILD, user, instantOf(0));
      return answer.kind === 'seen' ? answer.sight.channels.has(channelId(1)) : expect.fail(answer.kind);
    };
    expect([OWNER, ADMINISTRATOR, MEMBER].map(sees)).to.deep.equal([true, true, false]);
  });
});
