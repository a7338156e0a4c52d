import { expect } from 'chai';
import { codeOf, ROOMS, roomsOf, testsOf } from './rooms.ts';

describe('the rooms of a mutation run', () => {
  for (const room of ROOMS)
    it(`find code and tests for ${room.name}`, () => {
      expect(codeOf(room)).not.to.deep.equal([]);
      expect(codeOf(room).filter((file) => file.endsWith('.test.ts'))).to.deep.equal([]);
      expect(testsOf(room)).not.to.deep.equal([]);
    });
  it('are all taken when none is named', () => {
    expect(roomsOf([])).to.equal(ROOMS);
  });
  it('are named by name, or by a path in one', () => {
    const found = roomsOf(['keys', 'domain/invite']);
    expect(typeof found === 'string' ? found : found.map(({ name }) => name)).to.deep.equal(['keys', 'domain-invite']);
    const [, part] = typeof found === 'string' ? [] : found;
    expect(part?.code.every((file) => file.startsWith('domain/invite/'))).to.equal(true);
  });
  it('are refused for a path outside them, with the names of all rooms', () => {
    expect(roomsOf(['web', 'domain'])).to.equal(
      'No room has web. Name a path in one, or one of: domain, commands, queries, gateway, keys.',
    );
  });
});
