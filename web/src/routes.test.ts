import { expect } from 'chai';
import { channelId, guildId, messageId } from '#infra/workshop/testkit/client-world.ts';
import { inviteCodeIn, pathOf, placeOf, type Route, routeOf, routeTo } from '#web/routes.ts';

describe('a route', () => {
  it('is written to an address and read back from it', () => {
    const guild = { kind: 'guild', guildId: guildId(1), channelId: null, messageId: null, thread: null } as const;
    const thread = { threadId: channelId(4), messageId: null };
    const routes: ReadonlyArray<Route> = [
      { kind: 'home' },
      guild,
      { ...guild, channelId: channelId(2) },
      { ...guild, channelId: channelId(2), messageId: messageId(3) },
      { ...guild, channelId: channelId(2), thread },
      { ...guild, channelId: channelId(2), messageId: messageId(3), thread: { ...thread, messageId: messageId(5) } },
      { kind: 'invite', code: 'abc_DEF-123' },
      { kind: 'unknown', path: '/nowhere' },
    ];
    for (const route of routes) expect(routeOf(pathOf(route), '')).to.deep.equal(route);
    expect(routeOf('/claim', '#secret')).to.deep.equal({ kind: 'claim', secret: 'secret' });
  });

  it('is unknown for an address that names no place', () => {
    const whole = `/c/${guildId(1)}/${channelId(2)}/${messageId(3)}`;
    const more = [`${whole}/more`, `${whole}/t`, `${whole}/t/x`, `${whole}/t/${channelId(4)}/x`];
    const noChannel = `/c/${guildId(1)}/t/${channelId(4)}`;
    for (const path of [
      '/nowhere',
      '/c',
      '/c/x',
      `/c/${guildId(1)}/x`,
      noChannel,
      ...more,
      '/invite/a%2Fb',
      '/invite/',
    ])
      expect(routeOf(path, ''), path).to.deep.equal({ kind: 'unknown', path });
  });

  it('has the same place as every message in it', () => {
    const thread = { threadId: channelId(4), messageId: messageId(5) };
    expect(placeOf(routeTo(guildId(1), channelId(2), messageId(3), thread))).to.deep.equal(
      routeTo(guildId(1), channelId(2), null, { ...thread, messageId: null }),
    );
  });

  it('is home for an address without a path', () => {
    for (const path of ['/', '', '//']) expect(routeOf(path, ''), path).to.deep.equal({ kind: 'home' });
  });

  it('takes its invite code from a pasted link or a pasted code', () => {
    expect(inviteCodeIn(' https://chat.example/invite/abc123/ ')).to.equal('abc123');
    expect(inviteCodeIn('abc123')).to.equal('abc123');
    expect(inviteCodeIn('not a code!')).to.equal(null);
  });
});
