/**
 * Lets the owner of the recorded guild govern it, while a member listens. Each new thing is removed again, so that the
 * recording ends with the channels and the messages that it had.
 */
import { AuditPage } from '#gateway/protocol/governance.ts';
import { Channel, Invite, Role } from '#gateway/protocol/resources.ts';
import type { Answered } from '#infra/workshop/testkit/api-client.ts';
import type { Client } from '#infra/workshop/testkit/gateway-client.ts';
import { newcomer, PASSWORD, type Places, type Stage, type User } from './stage.ts';

type Scene = { readonly ann: User; readonly bob: User; readonly places: Places & { readonly code: string } };

/** Takes back the newest act of the guild. */
const undoLast = async ({ ask }: Stage, { ann, places }: Scene, after: Answered): Promise<Answered> => {
  const token = ann.access;
  const page = (await ask('listAuditEntries', { token, params: places, query: '?limit=1', after })).as(AuditPage);
  const entry_id = page.entries[0]?.entry_id ?? '';
  return ask('undoAct', { token, params: { ...places, entry_id }, body: {}, after });
};

const rankRoles = async ({ ask }: Stage, { ann, bob, places }: Scene, listener: Client): Promise<Role> => {
  const token = ann.access;
  const make = async (name: string): Promise<Role> =>
    (await ask('createRole', { token, params: places, body: { name, color: '#2f9e44', hoist: true } })).as(Role);
  const [gardener, guest] = [await make('Gardener'), await make('Guest')];
  const of = ({ role_id }: Role) => ({ ...places, role_id, user_id: bob.userId });
  await listener.hears('role_create', ({ role }) => role.role_id === guest.role_id);
  await ask('orderRoles', { token, params: places, body: { order: [gardener.role_id, guest.role_id] } });
  await listener.hears('role_order', ({ order }) => order[0] === gardener.role_id && order.length === 2);
  await ask('changeRole', { token, params: of(gardener), body: { permissions: ['manage_messages'] } });
  await listener.hears('role_update', ({ role }) => role.permissions.includes('manage_messages'));
  await ask('giveRole', { token, params: of(gardener) });
  await listener.hears('member_update', ({ rights }) => rights.role_ids.includes(gardener.role_id));
  const taken = await ask('takeRole', { token, params: of(gardener) });
  await ask('listRoles', { token, params: places, after: taken });
  await ask('previewRights', { token, params: places, body: { role: { role_id: gardener.role_id, permissions: [] } } });
  await ask('explainPermissions', { token, params: places, query: `?user_id=${bob.userId}` });
  await ask('deleteRole', { token, params: of(guest) });
  await listener.hears('role_delete');
  return gardener;
};

const arrangeChannels = async ({ ask }: Stage, { ann, bob, places }: Scene, role: Role, listener: Client) => {
  const token = ann.access;
  const make = async (name: string, kind: string, parent_id: string | null): Promise<Channel> =>
    (await ask('createChannel', { token, params: places, body: { name, kind, parent_id } })).as(Channel);
  const yard = await make('Yard', 'category', null);
  const pots = await make('pots', 'text', yard.channel_id);
  const params = { guild_id: places.guild_id, channel_id: pots.channel_id, role_id: role.role_id, user_id: bob.userId };
  const allow = { allow: ['manage_messages'], deny: [] };
  await ask('setRoleOverwrite', { token, params, body: allow });
  const set = await ask('setMemberOverwrite', { token, params, body: allow });
  await ask('listOverwrites', { token, params, after: set });
  await ask('removeMemberOverwrite', { token, params });
  await ask('removeRoleOverwrite', { token, params });
  await ask('syncChannel', { token, params });
  const order = [
    { channel_id: pots.channel_id, parent_id: null },
    { channel_id: places.channel_id, parent_id: null },
  ];
  await ask('orderChannels', { token, params, body: { order } });
  const placeIn = (ids: ReadonlyArray<string>, id: string): number => ids.indexOf(id);
  await listener.hears('channel_order', (d) => placeIn(d.order, pots.channel_id) < placeIn(d.order, places.channel_id));
  await ask('previewChannelDeletion', { token, params: { channel_id: pots.channel_id } });
  for (const channel_id of [pots.channel_id, yard.channel_id]) {
    await ask('deleteChannel', { token, params: { channel_id } });
    await listener.hears('channel_delete', (lost) => lost.channel_id === channel_id);
  }
};

/** Deletes a message of another user, brings it back, and deletes it again. */
const moderateMessages = async (stage: Stage, scene: Scene, listener: Client): Promise<void> => {
  const { ask } = stage;
  const { ann, bob, places } = scene;
  const token = ann.access;
  const body = { content: 'a word too many' };
  const sent = await ask('sendMessage', { token: bob.access, params: places, body });
  const { message_id } = sent.body as { readonly message_id: string };
  const message_ids = [message_id];
  const deleted = await ask('deleteMessages', { token, params: places, body: { message_ids, reason: 'rude' } });
  await undoLast(stage, scene, deleted);
  await listener.hears('message_restore');
  const since = '2026-01-01T00:00:00.000Z';
  const channel_id = places.channel_id;
  await ask('deleteMessages', { token, params: places, body: { message_ids } });
  const absent = { user_id: ann.userId.replace(/.{4}$/, '0000'), since, channel_id };
  await ask('deleteMessagesOfMember', { token, params: places, body: absent });
};

const moderateMembers = async (stage: Stage, scene: Scene, listener: Client): Promise<void> => {
  const { ask } = stage;
  const { ann, bob, places } = scene;
  const token = ann.access;
  const cid = await newcomer(stage, 'cid');
  await ask('previewInviteForMe', { token: cid.access, params: { code: places.code } });
  await ask('acceptInvite', { token: cid.access, params: { code: places.code } });
  await listener.hears('member_add', ({ member }) => member.user.user_id === cid.userId);
  const params = { ...places, user_id: cid.userId };
  await ask('changeOwnNickname', { token: bob.access, params: places, body: { nickname: 'Bobby' } });
  await ask('changeNickname', { token, params: { ...places, user_id: bob.userId }, body: { nickname: null } });
  await ask('timeOutMember', { token, params, body: { until: new Date(Date.now() + 60_000).toISOString() } });
  const banned = await ask('banMember', { token, params, body: { reason: 'a test', delete_message_days: 1 } });
  await listener.hears('member_remove', ({ user_id }) => user_id === cid.userId);
  await ask('listBans', { token, params: places, after: banned });
  await ask('unbanMember', { token, params, body: {} });
};

const closeAndHandOver = async ({ ask }: Stage, { ann, bob, places }: Scene, listener: Client): Promise<void> => {
  const token = ann.access;
  const made = await ask('createInvite', { token, params: places, body: {} });
  await ask('listInvites', { token, params: places, after: made });
  const { invite_id } = made.as(Invite);
  await ask('revokeInvite', { token, params: { ...places, invite_id }, after: made });
  await ask('beginLockdown', { token, params: places, body: { newcomers_hours: null, until: null } });
  await ask('endLockdown', { token, params: places });
  const handOver = (from: User, to: User) =>
    ask('changeOwner', { token: from.access, params: places, body: { user_id: to.userId, password: PASSWORD } });
  await handOver(ann, bob);
  await handOver(bob, ann);
  await listener.hears('guild_update', ({ owner_id }) => owner_id === ann.userId);
};

/** Does everything of governance once. */
export const govern = async (stage: Stage, scene: Scene, listener: Client): Promise<void> => {
  const role = await rankRoles(stage, scene, listener);
  await arrangeChannels(stage, scene, role, listener);
  await moderateMessages(stage, scene, listener);
  await moderateMembers(stage, scene, listener);
  await closeAndHandOver(stage, scene, listener);
};
