import { expect } from 'chai';
import type { RoleId } from '#domain/kernel/ids.ts';
import type { Mentions } from '#gateway/protocol/resources.ts';
import { userId } from '#infra/workshop/testkit/client-world.ts';
import { callsMe } from '#web/message/formatted/mentioned.ts';

const [COOK, GUARD] = ['0R000000000000000000000001', '0R000000000000000000000002'] as [RoleId, RoleId];
const deps = { isMe: (id: string) => id === userId(1), isMine: (id: string) => id === COOK };

describe('a message', () => {
  const cases: ReadonlyArray<[name: string, mentions: Partial<Mentions> | undefined, calls: boolean]> = [
    ['that mentions nobody', undefined, false],
    ['that mentions the user', { users: [userId(2), userId(1)] }, true],
    ['that mentions another user', { users: [userId(2)] }, false],
    ['that mentions a role of the user', { roles: [COOK] }, true],
    ['that mentions another role', { roles: [GUARD] }, false],
    ['that mentions everyone', { everyone: true }, true],
    ['that mentions all who are here', { here: true }, true],
  ];
  for (const [name, some, calls] of cases)
    it(`${name} ${calls ? 'calls' : 'does not call'} the user`, () => {
      const mentions = some && { users: [], roles: [], everyone: false, here: false, ...some };
      expect(callsMe(mentions === undefined ? {} : { mentions }, deps)).to.equal(calls);
    });
});
