import { expect } from 'chai';
import { PERMISSIONS } from '#domain/permission/bits.ts';
import { PERMISSION_GROUPS } from '#web/governance/permission-groups.ts';

describe('the groups of permissions', () => {
  it('hold each permission once', () => {
    expect(PERMISSION_GROUPS.flatMap(({ permissions }) => permissions)).to.have.members([...PERMISSIONS]);
  });
});
