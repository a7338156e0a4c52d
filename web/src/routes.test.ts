import { expect } from 'chai';
import { channelId, guildId } from '#infra/workshop/testkit/client-world.ts';
import { inviteCodeIn, pathOf, routeOf } from '#web/routes.ts';

describe('the address bar', () => {
  it('leads to every place and back', () => {
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

  it('leads home from whatever else somebody wrote', () => {
    for (const path of ['/nowhere', '/c/x', '/invite/a%2Fb', '/invite/', '//evil.example']) {
      expect(routeOf(path, ''), path).to.deep.equal({ kind: 'home' });
    }
  });

  it('finds the code in a pasted link', () => {
    expect(inviteCodeIn(' https://chat.example/invite/abc123/ ')).to.equal('abc123');
    expect(inviteCodeIn('abc123')).to.equal('abc123');
    expect(inviteCodeIn('not a code!')).to.equal(null);
  });
});
