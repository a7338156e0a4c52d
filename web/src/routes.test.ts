import { expect } from 'chai';
import { channelId, guildId } from '#infra/workshop/testkit/client-world.ts';
import { inviteCodeIn, pathOf, routeOf } from '#web/routes.ts';

describe('a route', () => {
  it('is written to an address and read back from it', () => {
    for (const route of [
      { kind: 'home' },
      { kind: 'guild', guildId: guildId(1), channelId: null },
      { kind: 'guild', guildId: guildId(1), channelId: channelId(2) },
      { kind: 'invite', code: 'abc_DEF-123' },
    ] as const) {
      expect(routeOf(pathOf(route), '')).to.deep.equal(route);
    }
    expect(routeOf('/claim', '#secret')).to.deep.equal({ kind: 'claim', secret: 'secret' });
  });

  it('is home for every unknown address', () => {
    for (const path of ['/nowhere', '/c/x', '/invite/a%2Fb', '/invite/', '//evil.example']) {
      expect(routeOf(path, ''), path).to.deep.equal({ kind: 'home' });
    }
  });

  it('takes its invite code from a pasted link or a pasted code', () => {
    expect(inviteCodeIn(' https://chat.example/invite/abc123/ ')).to.equal('abc123');
    expect(inviteCodeIn('abc123')).to.equal('abc123');
    expect(inviteCodeIn('not a code!')).to.equal(null);
  });
});
