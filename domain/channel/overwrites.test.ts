import type { ChannelEvent, OverwriteTarget } from '#domain/channel/events.ts';
import { decideRemoveOverwrite, decideSetOverwrite, decideSyncChannel } from '#domain/channel/overwrite-decide.ts';
import { channelAggregate } from '#domain/channel/state.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { OVERWRITES_PER_CHANNEL_MAX } from '#domain/kernel/limits.ts';
import type { Authority } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { OWNER_RANK } from '#domain/permission/hierarchy.ts';
import { NO_OVERWRITES } from '#domain/permission/overwrite.ts';
import { ALL_PERMISSIONS, permissionSet } from '#domain/permission/permission-set.ts';
import { type OverwriteFacts, overwritesOf } from '#domain/permission/question.ts';
import { given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const channelId = ulid(1) as ChannelId;
const home = inGuild(ulid(2) as GuildId);
const category = ulid(5) as ChannelId;
const role = (n: number): OverwriteTarget => ({ kind: 'role', roleId: ulid(n) as RoleId });
const member: OverwriteTarget = { kind: 'member', userId: ulid(6) as UserId };
const moderator: Authority = {
  actor: ulid(4) as UserId,
  permissions: permissionSet(['view_channel', 'send_messages', 'manage_roles']),
  rank: 5,
};
const owner: Authority = { ...moderator, permissions: ALL_PERMISSIONS, rank: OWNER_RANK };
const powerless: Authority = { ...moderator, permissions: permissionSet(['view_channel', 'send_messages']) };

const created = (parentId: ChannelId | null = null): ChannelEvent => ({
  type: 'channel.created',
  data: { channelId, home, parentId, name: 'news', kind: 'text' },
});
const synced: ChannelEvent = { type: 'channel.synced', data: { channelId, home, categoryId: category } };
type Lists = { readonly allow?: ReadonlyArray<Permission>; readonly deny?: ReadonlyArray<Permission> };
const facts = (target: OverwriteTarget, { allow = [], deny = [] }: Lists) => ({ target, allow, deny });
const set = (target: OverwriteTarget, lists: Lists): ChannelEvent => ({
  type: 'channel.overwrite-set',
  data: { channelId, home, ...facts(target, lists) },
});
const removed = (target: OverwriteTarget): ChannelEvent => ({
  type: 'channel.overwrite-removed',
  data: { channelId, home, target },
});
const replaced = (...overwrites: ReadonlyArray<ReturnType<typeof facts>>): ChannelEvent => ({
  type: 'channel.overwrites-replaced',
  data: { channelId, home, overwrites },
});
const holding = (...all: ReadonlyArray<OverwriteFacts>) => overwritesOf(all);

describe('the overwrites of a channel', () => {
  const setting = { ...channelAggregate, decide: decideSetOverwrite };
  const removing = { ...channelAggregate, decide: decideRemoveOverwrite };
  const syncing = { ...channelAggregate, decide: decideSyncChannel };
  const quiet = { deny: ['send_messages'] } as const;
  const wish = { ...facts(role(3), quiet), targetRank: 1, effective: NO_OVERWRITES, authority: moderator };

  it('are set for a role or a member of lower rank', () => {
    given(setting, created())
      .when(wish)
      .yields(set(role(3), quiet));
    given(setting, created())
      .when({ ...wish, target: member })
      .yields(set(member, quiet));
    given(setting, created(), set(role(3), quiet))
      .when({ ...wish, effective: holding(facts(role(3), quiet)) })
      .yields();
  });
  it('are set by nobody without manage_roles in the channel', () => {
    given(setting, created())
      .when({ ...wish, authority: powerless })
      .refused({ kind: 'MissingPermission', permission: 'manage_roles' });
  });
  it('are not set for a rank at or above the own one, nor for oneself', () => {
    for (const targetRank of [5, 6, OWNER_RANK])
      given(setting, created())
        .when({ ...wish, targetRank })
        .refused({ kind: 'OverwriteOutranksActor' });
  });
  it('give and take only permissions that the actor has in the channel', () => {
    const lacking = { kind: 'MissingPermission', permission: 'kick_members' } as const;
    given(setting, created())
      .when({ ...wish, ...facts(role(3), { allow: ['kick_members'] }) })
      .refused(lacking);
    given(setting, created())
      .when({ ...wish, ...facts(role(3), { deny: ['kick_members'] }) })
      .refused(lacking);
    const before = facts(role(3), { allow: ['kick_members'] });
    given(setting, created(), set(role(3), before))
      .when({ ...wish, ...facts(role(3), { allow: ['kick_members'], ...quiet }), effective: holding(before) })
      .yields(set(role(3), { allow: ['kick_members'], ...quiet }));
    given(setting, created(), set(role(3), before))
      .when({ ...wish, effective: holding(before) })
      .refused(lacking);
    given(removing, created(), set(role(3), before))
      .when({ target: role(3), targetRank: 1, effective: holding(before), authority: moderator })
      .refused(lacking);
  });
  it('give the owner no limit but administrator', () => {
    given(setting, created())
      .when({ ...wish, ...facts(role(3), { allow: ['kick_members'] }), authority: owner, targetRank: 200 })
      .yields(set(role(3), { allow: ['kick_members'] }));
    const why = 'no overwrite allows or denies administrator';
    for (const lists of [{ allow: ['administrator'] }, { deny: ['administrator'] }] as const)
      given(setting, created())
        .when({ ...wish, ...facts(role(3), lists), authority: owner })
        .refused({ kind: 'OverwriteInvalid', why });
  });
  it('do not allow and deny one permission at once', () => {
    given(setting, created())
      .when({ ...wish, ...facts(role(3), { allow: ['send_messages'], ...quiet }) })
      .refused({ kind: 'OverwriteInvalid', why: 'an overwrite either allows or denies send_messages' });
  });
  it('are refused for a target that the guild does not have', () => {
    given(setting, created())
      .when({ ...wish, targetRank: null })
      .refused({ kind: 'OverwriteTargetUnknown' });
  });
  it('are limited in number, and those that stand can be changed', () => {
    const full = Array.from({ length: OVERWRITES_PER_CHANNEL_MAX }, (_, n) => facts(role(100 + n), quiet));
    const channel = [created(), replaced(...full)];
    given(setting, ...channel)
      .when({ ...wish, effective: overwritesOf(full) })
      .refused({ kind: 'TooManyOverwrites', max: OVERWRITES_PER_CHANNEL_MAX });
    given(setting, ...channel)
      .when({ ...wish, ...facts(role(100), { allow: ['send_messages'] }), effective: overwritesOf(full) })
      .yields(set(role(100), { allow: ['send_messages'] }));
  });
  it('are removed, also those of a role or a member that is gone', () => {
    const wanted = { target: role(3), targetRank: 0, authority: moderator };
    given(removing, created(), set(role(3), quiet))
      .when({ ...wanted, effective: holding(facts(role(3), quiet)) })
      .yields(removed(role(3)));
    given(removing, created())
      .when({ ...wanted, effective: NO_OVERWRITES })
      .yields();
    given(removing, created(), set(role(3), quiet))
      .when({ ...wanted, targetRank: 5, effective: holding(facts(role(3), quiet)) })
      .refused({ kind: 'OverwriteOutranksActor' });
  });
  it('become those of the channel itself at the first change of a channel that followed its category', () => {
    const shown = facts(role(7), { allow: ['view_channel'] });
    const following = [created(category), synced];
    given(setting, ...following)
      .when({ ...wish, effective: holding(shown) })
      .yields(replaced(shown), set(role(3), quiet));
    given(removing, ...following)
      .when({ target: role(7), targetRank: 1, effective: holding(shown), authority: moderator })
      .yields(replaced(shown), removed(role(7)));
    given(setting, ...following)
      .when({ ...wish, ...shown, effective: holding(shown) })
      .yields();
  });
  it('are those of the category again after a sync, by the same rules of power', () => {
    const wanted = {
      category: holding(facts(role(3), quiet)),
      effective: NO_OVERWRITES,
      highestRank: 1,
      authority: moderator,
    };
    given(syncing, created(category)).when(wanted).yields();
    given(syncing, created(category), replaced()).when(wanted).yields(synced);
    given(syncing, created(category), replaced(), synced).when(wanted).yields();
    given(syncing, created())
      .when({ ...wanted, category: null })
      .refused({ kind: 'NotInACategory' });
    given(syncing, created(category), replaced())
      .when({ ...wanted, category: null })
      .refused({ kind: 'NotInACategory' });
    given(syncing, created(category), replaced())
      .when({ ...wanted, authority: powerless })
      .refused({ kind: 'MissingPermission', permission: 'manage_roles' });
    given(syncing, created(category), replaced())
      .when({ ...wanted, highestRank: 5 })
      .refused({ kind: 'OverwriteOutranksActor' });
    given(syncing, created(category), replaced())
      .when({ ...wanted, category: holding(facts(role(3), { allow: ['kick_members'] })) })
      .refused({ kind: 'MissingPermission', permission: 'kick_members' });
  });
});
