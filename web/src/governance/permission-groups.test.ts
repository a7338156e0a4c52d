import { expect } from 'chai';
import { PERMISSIONS } from '#domain/permission/bits.ts';
import { channelGroups, PERMISSION_GROUPS } from '#web/governance/permission-groups.ts';

describe('the groups of permissions', () => {
  it('hold each permission once', () => {
    expect(PERMISSION_GROUPS.flatMap(({ permissions }) => permissions)).to.have.members([...PERMISSIONS]);
  });
  it('leave out of a channel what means nothing in its kind', () => {
    const of = (kind: 'text' | 'voice' | 'category') => channelGroups(kind).map(({ name }) => name);
    expect(of('text')).to.deep.equal(['general', 'members', 'text']);
    expect(of('voice')).to.deep.equal(['general', 'members', 'voice']);
    expect(of('category')).to.deep.equal(['general', 'members', 'text', 'voice']);
  });
});
