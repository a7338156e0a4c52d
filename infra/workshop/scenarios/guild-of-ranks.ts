/** Builds a guild with a user of every rank, and the places that a request may name. */
import { AuditPage } from '#gateway/protocol/governance.ts';
import { Channel, Invite, Role } from '#gateway/protocol/resources.ts';
import { ABSENT, type Place } from '#infra/workshop/scenarios/every-route.ts';
import {
  type Api,
  caughtUp,
  claimOwner,
  join,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import type { TestServer } from '#infra/workshop/testkit/server.ts';

export const RANKS = ['outsider', 'banned', 'timedOut', 'member', 'moderator', 'admin', 'owner'] as const;
export type RankName = (typeof RANKS)[number];

/** Permissions of the moderator besides those of every member. `manage_guild` is left to the admin. */
export const MODERATES = [
  'kick_members',
  'ban_members',
  'moderate_members',
  'manage_messages',
  'manage_channels',
  'manage_roles',
  'manage_nicknames',
  'view_audit_log',
] as const;

export type GuildOfRanks = {
  readonly api: Api;
  readonly people: { readonly [R in RankName]: Person };
  readonly own: Place;
  /** A channel of the guild that the admin and the owner see alone. */
  readonly hidden: Place;
  readonly deletedChannel: Place;
  readonly other: Place;
  readonly deletedGuild: Place;
  /** Another guild of the owner, which every caller may come into. */
  readonly visited: string;
};

export const makeRole = async (owner: Person, guildId: string, name: string, permissions: ReadonlyArray<string>) => {
  const body = { name, permissions };
  return (await owner.api('POST', `/guilds/${guildId}/roles`, { body })).as(Role);
};
export const give = (owner: Person, guildId: string, to: Person, role: Pick<Role, 'role_id'>) =>
  owner.api('PUT', `/guilds/${guildId}/members/${to.userId}/roles/${role.role_id}`);

/** Makes a channel in the same category, and hides it from everybody without `administrator` where it is to be hidden. */
export const makeRoom = async (owner: Person, guildId: string, parentId: string | null, hidden: boolean) => {
  const body = { name: hidden ? 'vault' : 'talk', kind: parentId === null ? 'category' : 'text', parent_id: parentId };
  const room = (await owner.api('POST', `/guilds/${guildId}/channels`, { body })).as(Channel);
  if (hidden)
    await owner.api('PUT', `${pathOf(room)}/overwrites/role/${guildId}`, {
      body: { allow: [], deny: ['view_channel'] },
    });
  return room;
};

/** Makes a guild with one of everything that a request may name. */
const placeIn = async (api: Api, owner: Person, target: Person, name: string): Promise<Place> => {
  const { guild_id } = await makeGuild(owner, name);
  const category = await makeRoom(owner, guild_id, null, false);
  const room = await makeRoom(owner, guild_id, category.channel_id, false);
  const { message_id } = await say(owner, room, `A word of ${name}`);
  const role = await makeRole(owner, guild_id, 'low', ['view_channel']);
  await join(owner, { guild_id }, target);
  const invite = (await owner.api('POST', `/guilds/${guild_id}/invites`, { body: {} })).as(Invite);
  await caughtUp(api);
  const { entries } = (await owner.api('GET', `/guilds/${guild_id}/audit`)).as(AuditPage);
  return {
    guild_id,
    channel_id: room.channel_id,
    message_id,
    user_id: target.userId,
    role_id: role.role_id,
    entry_id: entries[0]?.entry_id ?? '',
    invite_id: invite.invite_id,
    session_id: ABSENT,
    code: invite.code,
  };
};

export const guildOfRanks = async (server: TestServer, api: Api): Promise<GuildOfRanks> => {
  const owner = await claimOwner(server, api);
  const [target, neighbour, outsider, banned, timedOut, member, moderator, admin] = [
    await newcomer(api, 'target'),
    await newcomer(api, 'neighbour'),
    await newcomer(api, 'outsider'),
    await newcomer(api, 'banned'),
    await newcomer(api, 'timed-out'),
    await newcomer(api, 'member'),
    await newcomer(api, 'a-moderator'),
    await newcomer(api, 'an-admin'),
  ];
  const other = await placeIn(api, neighbour, target, 'theirs');
  const deletedGuild = await placeIn(api, owner, target, 'gone');
  await owner.api('DELETE', `/guilds/${deletedGuild.guild_id}`);
  const own = await placeIn(api, owner, target, 'ours');
  const { guild_id } = own;
  // A new role has the lowest rank, so the order of making is from the top down. The low role stands below already.
  const admins = await makeRole(owner, guild_id, 'admins', ['administrator']);
  const moderators = await makeRole(owner, guild_id, 'moderators', MODERATES);
  const order = [own.role_id, moderators.role_id, admins.role_id];
  await owner.api('PATCH', `/guilds/${guild_id}/roles`, { body: { order } });
  await join(owner, { guild_id }, banned, timedOut, member, moderator, admin);
  await give(owner, guild_id, moderator, moderators);
  await give(owner, guild_id, admin, admins);
  const act = (who: Person, name: string, body: unknown) =>
    owner.api('POST', `/guilds/${guild_id}/members/${who.userId}/${name}`, { body });
  await act(banned, 'ban', {});
  await act(timedOut, 'timeout', { until: new Date(Date.now() + 3_600_000).toISOString() });

  const { parent_id } = (await owner.api('GET', pathOf(own))).as(Channel);
  const elsewhere = async (hidden: boolean): Promise<Place> => {
    const room = await makeRoom(owner, guild_id, parent_id, hidden);
    const { message_id } = await say(owner, room, 'A word apart');
    return { ...own, channel_id: room.channel_id, message_id };
  };
  const hidden = await elsewhere(true);
  const deletedChannel = await elsewhere(false);
  await owner.api('DELETE', pathOf(deletedChannel));
  await caughtUp(api);
  const { guild_id: visited } = await makeGuild(owner, 'visited');
  const people = { outsider, banned, timedOut, member, moderator, admin, owner };
  return { api, people, own, hidden, deletedChannel, other, deletedGuild, visited };
};
