import { expect } from 'chai';
import fc from 'fast-check';
import type { ChannelId, GuildId, RoleId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { sightChange } from '#gateway/dispatch/sight-change.ts';
import { CHANNELS_TOLD_SINGLY_MAX } from '#gateway/limits/sockets.ts';
import { presentChannel } from '#gateway/present/channel.ts';
import { presentRole } from '#gateway/present/role.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { ChannelView, RoleView } from '#queries/queries.ts';

const guildId = '0G000000000000000000000001' as GuildId;
const channelId = (n: number) => `0C${String(n).padStart(24, '0')}` as ChannelId;
const roleId = (n: number) => `0R${String(n).padStart(24, '0')}` as RoleId;
const guild = { guildId, name: 'a guild', ownerId: '0A' as never, createdAt: instantOf(0), lockdown: null };

const PERMISSIONS = [['view_channel'], ['view_channel', 'send_messages']] as const satisfies ReadonlyArray<
  ReadonlyArray<Permission>
>;
const roleView = (n: number, rank: number, name: string): RoleView => ({
  ...{ guildId, roleId: roleId(n), rank, name, color: null, hoist: false, mentionable: false, permissions: [] },
});
const channelView = (
  n: number,
  permissions: ReadonlyArray<Permission>,
  synced = false,
  isPrivate = false,
  isLocked = false,
): ChannelView => ({
  ...{ guildId, channelId: channelId(n), name: `channel ${n}`, channelKind: 'text', parentId: null },
  ...{ createdAt: instantOf(0), topic: null, slowModeSecs: 0, tags: [], tagRequired: false, place: n, permissions },
  ...{ synced, isPrivate, isLocked },
});

/** Roles in the order of their ranks. A rank may be left out, as after the deletion of a role. */
const someRoles = fc
  .uniqueArray(fc.tuple(fc.nat(4), fc.nat(1), fc.constantFrom('red', 'blue')), { selector: ([n]) => n })
  .map((some): ReadonlyArray<RoleView> => {
    let rank = 0;
    return some.map(([n, gap, name]) => {
      rank += 1 + gap;
      return roleView(n, rank, name);
    });
  });
const someSight: fc.Arbitrary<Sight> = fc.record({
  permissions: fc.constantFrom(...PERMISSIONS),
  roles: someRoles,
  channels: fc
    .uniqueArray(fc.tuple(fc.nat(5), fc.constantFrom(...PERMISSIONS), fc.boolean(), fc.boolean(), fc.boolean()), {
      selector: ([n]) => n,
    })
    .map((some) => new Map(some.map(([n, ...rest]) => [channelId(n), channelView(n, ...rest)]))),
});

/** A channel that is not synced, private or locked may leave that out. */
const withoutPlace = ({ place: _, ...channel }: Channel) => ({
  ...{ synced: false, private: false, locked: false },
  ...channel,
});
/** A sight as a client shows it: channels in their order, and roles with their ranks. */
const shown = ({ permissions, roles, channels }: Sight) => ({
  permissions,
  roles: new Map(roles.map((role) => [role.roleId, presentRole(role)])),
  channels: [...channels.values()].map((channel) => withoutPlace(presentChannel(channel))),
});
type Shown = ReturnType<typeof shown>;

/** Takes one dispatch, as PROTOCOL.md says. */
const taken = (before: Shown, { t, d }: Dispatch): Shown => {
  const { roles, channels } = before;
  switch (t) {
    case 'role_create':
    case 'role_update':
      return { ...before, roles: new Map(roles).set(d.role.role_id, d.role) };
    case 'role_delete':
      return { ...before, roles: new Map([...roles].filter(([id]) => id !== d.role_id)) };
    case 'role_order': {
      expect(d.order, 'the order names each role').to.have.members([...roles.keys()]);
      const ranked = [...roles.values()].map((role) => ({ ...role, rank: d.order.indexOf(role.role_id) + 1 }));
      return { ...before, roles: new Map(ranked.map((role) => [role.role_id, role])) };
    }
    case 'guild_update':
      return { ...before, permissions: d.permissions ?? before.permissions };
    case 'channel_delete':
      return { ...before, channels: channels.filter(({ channel_id }) => channel_id !== d.channel_id) };
    case 'channel_create': {
      const channel = withoutPlace(d.channel);
      return {
        ...before,
        channels: channels.some(({ channel_id }) => channel_id === channel.channel_id)
          ? channels.map((one) => (one.channel_id === channel.channel_id ? channel : one))
          : [...channels, channel],
      };
    }
    case 'channel_update':
      return {
        ...before,
        channels: channels.map((one) => (one.channel_id === d.channel_id ? { ...one, ...d, guild_id: guildId } : one)),
      };
    case 'channel_order':
      return {
        ...before,
        channels: channels.toSorted((a, b) => d.order.indexOf(a.channel_id) - d.order.indexOf(b.channel_id)),
      };
    case 'access_lost':
      return before;
    default:
      return expect.fail(`a change of sight tells ${t}`);
  }
};
const changed = (before: Sight, now: Sight) => sightChange(before, now, { guild, isThere: () => true });

describe('a change of sight', () => {
  it('leads a client from any sight to any other', () => {
    fc.assert(
      fc.property(someSight, someSight, (before, now) => {
        expect(changed(before, now).reduce(taken, shown(before))).to.deep.equal(shown(now));
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells nothing when nothing changed', () => {
    fc.assert(
      fc.property(someSight, (sight) => {
        const again = { ...sight, channels: new Map(sight.channels), roles: [...sight.roles] };
        expect(changed(sight, again)).to.deep.equal([]);
      }),
    );
  });

  it('tells the loss of a role without a new order, because the others keep their ranks', () => {
    const sight = { permissions: PERMISSIONS[0], channels: new Map() };
    const [low, high] = [roleView(1, 1, 'low'), roleView(2, 2, 'high')];
    const loss = changed({ ...sight, roles: [low, high] }, { ...sight, roles: [high] });
    expect(loss.map(({ t }) => t)).to.deep.equal(['role_delete']);
  });

  it('tells new ranks as one order, and role by role while the ranks have a gap', () => {
    const sight = { permissions: PERMISSIONS[0], channels: new Map() };
    const before = { ...sight, roles: [roleView(1, 1, 'a'), roleView(2, 2, 'b'), roleView(3, 3, 'c')] };
    const whole = { ...sight, roles: [roleView(3, 1, 'c'), roleView(1, 2, 'a'), roleView(2, 3, 'b')] };
    const withGap = { ...sight, roles: [roleView(3, 1, 'c'), roleView(1, 3, 'a'), roleView(2, 4, 'b')] };
    expect(changed(before, whole).map(({ t }) => t)).to.deep.equal(['role_order']);
    expect(changed(before, withGap).map(({ t }) => t)).to.deep.equal(['role_update', 'role_update', 'role_update']);
  });

  it('tells a guild as a whole when many channels changed', () => {
    const channels = Array.from({ length: CHANNELS_TOLD_SINGLY_MAX + 1 }, (_, n) =>
      channelView(n, PERMISSIONS[0], false),
    );
    const [before, now] = [new Map(), new Map(channels.map((channel) => [channel.channelId, channel]))].map(
      (seen): Sight => ({ permissions: PERMISSIONS[0], roles: [], channels: seen }),
    );
    if (before === undefined || now === undefined) return;
    expect(changed(before, now).map(({ t }) => t)).to.deep.equal(['guild_create']);
  });

  it('says that a channel is hidden only while it is there', () => {
    const one = channelView(1, PERMISSIONS[0], false);
    const sight = { permissions: PERMISSIONS[0], roles: [] };
    const [before, now] = [
      { ...sight, channels: new Map([[one.channelId, one]]) },
      { ...sight, channels: new Map() },
    ];
    const told = (isThere: boolean) => sightChange(before, now, { guild, isThere: () => isThere }).map(({ t }) => t);
    expect([told(true), told(false)]).to.deep.equal([['access_lost', 'channel_delete'], ['channel_delete']]);
  });
});
