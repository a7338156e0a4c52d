/** Rights in a channel change while clients are connected. */
import { expect } from 'chai';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import {
  channelId,
  channelMade,
  guildId,
  guildMade,
  joined,
  registered,
  sent,
  sessionId,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { type World, world } from '#infra/workshop/scenarios/staged-world.ts';
import { toldOnceASecondAgrees } from '#infra/workshop/testkit/agreed-once-a-second.ts';
import { type ReducingClient, reducingClient } from '#infra/workshop/testkit/reducing-client.ts';
import { visibleState } from '#infra/workshop/testkit/visible-state.ts';

const forBob = (facts: Pick<OverwriteFacts, 'deny'> & Partial<OverwriteFacts>): ReadonlyArray<OverwriteFacts> => [
  { target: { kind: 'member', userId: userId(2) }, allow: [], ...facts },
];
const HIDDEN = forBob({ deny: ['view_channel'] });

describe('a hidden channel', () => {
  let here: World;
  let ada: ReducingClient;
  let bob: ReducingClient;
  const opened: Array<ReducingClient> = [];
  const connect = async (user: number): Promise<ReducingClient> => {
    const one = await reducingClient(here.url);
    opened.push(one);
    one.say({ t: 'identify', d: { access_token: here.accessToken(userId(user), sessionId(user)) } });
    await one.hears('ready');
    return one;
  };
  const listen = async (one: ReducingClient): Promise<void> => {
    one.say({ t: 'subscribe', d: { channel_id: channelId(1) } });
    await one.hears('subscribed');
  };
  /** Resolves once everything in the log was dispatched, no guild waits for the gate, and the client answered. */
  const settled = async (one: ReducingClient): Promise<void> => {
    const behind = () => here.gateway.metrics().position < BigInt(here.log.length);
    while (behind() || here.gateway.metrics().rechecks > 0) await new Promise((resolve) => setImmediate(resolve));
    const acks = one.heard.filter((frame) => frame.t === 'heartbeat_ack').length;
    one.say({ t: 'heartbeat', d: {} });
    let seen = 0;
    await one.hears('heartbeat_ack', () => {
      seen += 1;
      return seen > acks;
    });
  };
  const namesHeard = (one: ReducingClient, since: number) =>
    one.heard.slice(since).flatMap(({ t }) => (t === 'heartbeat_ack' ? [] : [t]));
  const expectAsFresh = async (one: ReducingClient, user: number): Promise<void> => {
    await settled(one);
    const fresh = await connect(user);
    await toldOnceASecondAgrees(one, fresh);
    const [kept, now] = [visibleState(one.state()), visibleState(fresh.state())];
    expect({ ...kept, messages: {} }).to.deep.equal({ ...now, messages: {} });
  };
  beforeEach(async () => {
    here = await world({ ingress: { frames: 10_000, withinMs: 1_000 } });
    here.append([registered(1), registered(2), guildMade(1, 1), channelMade(1), joined(2)]);
    ada = await connect(1);
    bob = await connect(2);
    await listen(ada);
    await listen(bob);
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) one.close();
    await here.close();
    expect(here.faults).to.deep.equal([]);
  });

  it('is gone at once for the member that it is hidden from, and for no other', async () => {
    const before = bob.heard.length;
    here.overwrite(1, HIDDEN);
    here.append([sent(1), { type: 'guild.renamed', data: { guildId: guildId(1), name: 'a new name' } }]);
    await ada.hears('message_create');
    await settled(bob);
    expect(namesHeard(bob, before)).to.deep.equal(['access_lost', 'channel_delete', 'guild_update']);
    expect(bob.state().losses[channelId(1)]?.cause).to.equal('hidden');
    expect(bob.state().timelines[channelId(1)]).to.equal(undefined);
    bob.say({ t: 'subscribe', d: { channel_id: channelId(1) } });
    expect((await bob.hears('error')).code).to.equal('not_found');
    await expectAsFresh(bob, 2);
    await expectAsFresh(ada, 1);
  });

  it('comes back with the rights in it when it is shown again', async () => {
    here.overwrite(1, HIDDEN);
    await bob.hears('channel_delete');
    here.overwrite(1, forBob({ deny: ['send_messages'] }));
    expect((await bob.hears('channel_create')).channel.permissions).to.deep.equal(['view_channel']);
    await expectAsFresh(bob, 2);
    bob.say({ t: 'subscribe', d: { channel_id: channelId(1), ref: 'again' } });
    await bob.hears('subscribed', ({ ref }) => ref === 'again');
    here.append([sent(1)]);
    await bob.hears('message_create');
  });

  it('sends no dispatch to a member without sight of it, while it is made, renamed and deleted', async () => {
    const before = [ada.heard.length, bob.heard.length] as const;
    here.hold();
    here.append([channelMade(5)]);
    here.overwrite(5, HIDDEN);
    here.catchUp();
    await ada.hears('channel_create');
    const home = { kind: 'guild', guildId: guildId(1) } as const;
    here.append([{ type: 'channel.renamed', data: { channelId: channelId(5), home, name: 'secret' } }]);
    here.append([{ type: 'channel.deleted', data: { channelId: channelId(5), home, reason: null } }]);
    await settled(ada);
    await settled(bob);
    expect(namesHeard(ada, before[0])).to.deep.equal([
      'channel_create',
      'channel_order',
      'channel_update',
      'access_lost',
      'channel_delete',
    ]);
    expect(namesHeard(bob, before[1])).to.deep.equal([]);
  });

  it('sends no message to a member that subscribes while the gate is asked about the channel', async () => {
    here.staged.guildFacts = async () => {
      here.staged.guildFacts = () => undefined;
      bob.say({ t: 'subscribe', d: { channel_id: channelId(1), ref: 'again' } });
      await bob.hears('error', ({ ref }) => ref === 'again');
    };
    here.overwrite(1, HIDDEN);
    here.append([sent(1)]);
    await ada.hears('message_create');
    await settled(bob);
    expect(bob.heard.some(({ t }) => t === 'message_create')).to.equal(false);
    await expectAsFresh(bob, 2);
  });

  it('is no channel where a member lost another right: its messages go on without a gap', async () => {
    const before = bob.heard.length;
    let asked = 0;
    here.staged.guildFacts = () => {
      asked += 1;
      if (asked === 1) here.append([sent(2), sent(3)]);
    };
    here.append([sent(1)]);
    here.overwrite(1, forBob({ deny: ['send_messages'] }));
    here.append([sent(4)]);
    await bob.hears('message_create', ({ message }) => message.content === 'message 3');
    await settled(bob);
    expect(namesHeard(bob, before)).to.deep.equal([
      'message_create',
      'channel_create',
      ...['message_create', 'message_create', 'message_create'],
    ]);
    expect(bob.state().channels[channelId(1)]?.permissions).to.deep.equal(['view_channel']);
    await expectAsFresh(bob, 2);
  });

  it('leaves no gap for a client that is lost while the gate is asked', async () => {
    let answer: () => void = () => undefined;
    here.staged.guildFacts = () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      });
    here.overwrite(1, forBob({ deny: ['send_messages'] }));
    here.append([sent(1)]);
    bob.say({ t: 'heartbeat', d: {} });
    await bob.hears('heartbeat_ack');
    const [state, token] = [bob.state(), bob.resumeToken()];
    bob.ws.terminate();
    await bob.ended;
    here.staged.guildFacts = () => undefined;
    answer();
    const back = await reducingClient(here.url, { before: state });
    opened.push(back);
    back.say({ t: 'resume', d: { access_token: here.accessToken(userId(2), sessionId(2)), resume_token: token } });
    await back.hears('replayed');
    expect(namesHeard(back, 0)).to.include('message_create');
    await expectAsFresh(back, 2);
  });
});
