import { expect } from 'chai';
import type { ChannelKind } from '#domain/channel/events.ts';
import { channelSigns } from '#domain/channel/signs.ts';
import type { GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { type OverwriteFacts, overwritesOf, rolesOf } from '#domain/permission/question.ts';

const guildId = '0G000000000000000000000001' as GuildId;
const everyone = { kind: 'role', roleId: guildId as string as RoleId } as const;
const staff = { kind: 'role', roleId: '0R000000000000000000000001' as RoleId } as const;
const owner = '0U000000000000000000000001' as UserId;

const signs = (
  gives: ReadonlyArray<Permission>,
  overwrites: ReadonlyArray<OverwriteFacts> = [],
  kind: ChannelKind = 'text',
) => {
  const roles = rolesOf([
    { roleId: everyone.roleId, rank: 0, permissions: gives },
    { roleId: staff.roleId, rank: 1, permissions: ['administrator'] },
  ]);
  return channelSigns({ guildId, ownerId: owner, roles })(kind, overwritesOf(overwrites));
};
const ALL = ['view_channel', 'send_messages'] as const;
const OPEN = { isPrivate: false, isLocked: false };

describe('the signs of a channel', () => {
  it('are none where a member without roles reads and writes', () => {
    expect(signs(ALL)).to.deep.equal(OPEN);
    expect(signs([], [{ target: everyone, allow: ALL, deny: [] }])).to.deep.equal(OPEN);
    expect(signs(['administrator'], [{ target: everyone, allow: [], deny: ALL }])).to.deep.equal(OPEN);
  });

  it('say that it is locked where such a member may not write', () => {
    const locked = { isPrivate: false, isLocked: true };
    const deny = [{ target: everyone, allow: [], deny: ['send_messages'] }] as const;
    expect(signs(ALL, deny)).to.deep.equal(locked);
    expect(signs(['view_channel'])).to.deep.equal(locked);
    expect(signs(ALL, deny, 'voice')).to.deep.equal(OPEN);
  });

  it('say that it is private where such a member sees nothing', () => {
    const deny = [{ target: everyone, allow: [], deny: ['view_channel'] }] as const;
    expect(signs(ALL, deny)).to.deep.equal({ isPrivate: true, isLocked: true });
    expect(signs(ALL, deny, 'category')).to.deep.equal({ isPrivate: true, isLocked: false });
  });

  it('do not follow from the overwrites of other roles and of members', () => {
    const allow = { allow: ALL, deny: [] };
    const deny = { allow: [], deny: ALL };
    expect(
      signs(ALL, [
        { target: staff, ...deny },
        { target: { kind: 'member', userId: owner }, ...deny },
      ]),
    ).to.deep.equal(OPEN);
    expect(
      signs(
        [],
        [
          { target: staff, ...allow },
          { target: { kind: 'member', userId: owner }, ...allow },
        ],
      ),
    ).to.deep.equal({ isPrivate: true, isLocked: true });
  });
});
