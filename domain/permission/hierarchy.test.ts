import { expect } from 'chai';
import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import { mayGrant, rankOf } from '#domain/permission/hierarchy.ts';
import { NO_PERMISSIONS, permissionSet } from '#domain/permission/permission-set.ts';

describe('a rank', () => {
  const guild = { ownerId: '01ARZ3NDEKTSV4RRFFQ69G5FAA' as UserId, roles: new Map() };
  it('is 0 for a member whose only role is deleted', () => {
    const userId = '01ARZ3NDEKTSV4RRFFQ69G5FAB' as UserId;
    expect(rankOf(guild, { userId, roleIds: ['01ARZ3NDEKTSV4RRFFQ69G5FAC' as RoleId] })).to.equal(0);
  });
});

describe('a grant', () => {
  const held = permissionSet(['speak', 'connect']);
  it('holds no permission that its giver lacks', () => {
    expect(mayGrant(held, permissionSet(['speak']))).to.equal(true);
    expect(mayGrant(held, held)).to.equal(true);
    expect(mayGrant(held, NO_PERMISSIONS)).to.equal(true);
    expect(mayGrant(held, permissionSet(['speak', 'stream']))).to.equal(false);
  });
});
