import { expect } from 'chai';
import { inMemoryLimiter } from '#gateway/limits/buckets.ts';
import type { Limiter } from '#gateway/limits/limiter.ts';
import { RATES } from '#gateway/limits/rates.ts';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import type { GatewayLimits } from '#gateway/ws/limits.ts';
import {
  channelId,
  channelMade,
  guildId,
  guildMade,
  joined,
  kicked,
  listed,
  registered,
  sent,
  sessionId,
  sessionRevoked,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { ORIGIN, type World, world } from '#infra/workshop/scenarios/staged-world.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';

const FIRST = { channel_id: channelId(1) };
const unhurried: Partial<GatewayLimits> = { ingress: { frames: 10_000, withinMs: 1_000 } };

describe('the gateway', () => {
  let here: World;
  const opened: Array<Client> = [];
  const open = async (limiter?: Limiter): Promise<World> => {
    here = await world(unhurried, limiter);
    here.append([registered(1), registered(2), registered(3), guildMade(1, 1), channelMade(1), joined(2)]);
    return here;
  };
  const connect = async (user: number, session = user): Promise<Client> => {
    const one = await client(here.url, { origin: ORIGIN });
    opened.push(one);
    one.say({ t: 'identify', d: { access_token: here.accessToken(userId(user), sessionId(session)) } });
    await one.hears('ready');
    return one;
  };
  const listen = async (one: Client): Promise<void> => {
    one.say({ t: 'subscribe', d: FIRST });
    await one.hears('subscribed');
  };
  afterEach(async () => {
    for (const one of opened.splice(0)) one.close();
    await here.close();
    expect(here.faults).to.deep.equal([]);
  });

  it('lets two users talk, and returns the nonce of a message to its sender only', async () => {
    await open();
    const [ada, bob] = [await connect(1), await connect(2)];
    await listen(ada);
    await listen(bob);
    ada.say({ t: 'message_create', d: { ...FIRST, content: 'good morning', nonce: freshNonce() } });
    const ack = await ada.hears('message_ack');
    const own = await ada.hears('message_create');
    const other = await bob.hears('message_create');
    expect(own.message.message_id).to.equal(ack.message_id);
    expect(own.nonce).to.equal(ack.nonce);
    expect(other).to.deep.equal({ message: own.message });
    expect(other.message.content).to.equal('good morning');
    expect(other.message.author).to.deep.equal({ user_id: userId(1), username: 'person1', imported: false });
  });

  it('returns the nonce to a second connection of the same session too', async () => {
    await open();
    const [first, second] = [await connect(1), await connect(1)];
    await listen(first);
    await listen(second);
    first.say({ t: 'message_create', d: { ...FIRST, content: 'once', nonce: freshNonce() } });
    expect((await second.hears('message_create')).nonce).to.equal((await first.hears('message_ack')).nonce);
  });

  it('refuses each message of a user who writes too fast or in a foreign channel, with the reason, and continues', async () => {
    await open(inMemoryLimiter({ ...RATES, messages_per_user_and_channel: { times: 1, withinMs: 60_000 } }));
    const eve = await connect(3);
    const elsewhere = { ...FIRST, channel_id: channelId(9) };
    const [unknown, fast, unusable] = [freshNonce(), freshNonce(), 'not an id'];
    eve.say({ t: 'message_create', d: { ...FIRST, content: 'let me in', nonce: unknown } });
    eve.say({ t: 'message_create', d: { ...FIRST, content: 'let me in', nonce: fast } });
    eve.say({ t: 'message_create', d: { ...elsewhere, content: 'let me in', nonce: unusable } });
    expect((await eve.hears('error', ({ ref }) => ref === unknown)).code).to.equal('not_found');
    const tooFast = await eve.hears('error', ({ ref }) => ref === fast);
    expect(tooFast.code).to.equal('rate_limited');
    expect(tooFast.retry_after_secs).to.be.within(1, 60);
    expect((await eve.hears('error', ({ ref }) => ref === unusable)).code).to.equal('idempotency_key_invalid');
    eve.say({ t: 'heartbeat', d: {} });
    await eve.hears('heartbeat_ack');
  });

  it('refuses a subscription beyond the limit, and frees a place on unsubscribe', async () => {
    here = await world({ ...unhurried, subscriptions: 1 });
    here.append([registered(1), guildMade(1, 1), channelMade(1), channelMade(2)]);
    const ada = await connect(1);
    await listen(ada);
    const second = { ...FIRST, channel_id: channelId(2) };
    ada.say({ t: 'subscribe', d: { ...second, ref: 'too many' } });
    expect((await ada.hears('error')).code).to.equal('too_many_subscriptions');
    ada.say({ t: 'unsubscribe', d: FIRST });
    await ada.hears('unsubscribed');
    ada.say({ t: 'subscribe', d: second });
    await ada.hears('subscribed', ({ channel_id }) => channel_id === channelId(2));
    here.append([sent(1), sent(2, { channel: channelId(2) })]);
    await ada.hears('message_create', ({ message }) => message.channel_id === channelId(2));
    expect(ada.heard.filter((frame) => frame.t === 'message_create')).to.have.length(1);
  });

  it('sends messages only to subscribers', async () => {
    await open();
    const [ada, bob] = [await connect(1), await connect(2)];
    await listen(ada);
    here.append([sent(1)]);
    await ada.hears('message_create');
    here.append([{ type: 'guild.renamed', data: { guildId: guildId(1), name: 'new name' } }]);
    await bob.hears('guild_update');
    expect(bob.heard.map((frame) => frame.t)).to.deep.equal(['hello', 'ready', 'guild_update']);
  });

  it('refuses a hidden channel exactly as it refuses an absent one', async () => {
    await open();
    const eve = await connect(3);
    eve.say({ t: 'subscribe', d: { ...FIRST, ref: 'hidden' } });
    eve.say({ t: 'subscribe', d: { ...FIRST, channel_id: channelId(9), ref: 'absent' } });
    const hidden = await eve.hears('error', ({ ref }) => ref === 'hidden');
    const absent = await eve.hears('error', ({ ref }) => ref === 'absent');
    expect({ ...hidden, ref: '' }).to.deep.equal({ ...absent, ref: '' });
    expect(hidden.code).to.equal('not_found');
    here.append([sent(1)]);
    eve.say({ t: 'heartbeat', d: {} });
    await eve.hears('heartbeat_ack');
    expect(eve.heard.some((frame) => frame.t === 'message_create')).to.equal(false);
  });

  it('sends nothing to a kicked user from the position of the kick on, while others write without pause', async () => {
    await open();
    const [ada, bob] = [await connect(1), await connect(2)];
    await listen(ada);
    await listen(bob);
    const writes = 1_000;
    const kickedAfter = 503;
    for (let n = 1; n <= writes; n += 5) {
      const five = [n, n + 1, n + 2, n + 3, n + 4].flatMap((i) =>
        i === kickedAfter ? [sent(i), kicked(2)] : [sent(i)],
      );
      here.append(five);
      if (n % 50 === 1) await new Promise((resolve) => setImmediate(resolve));
    }
    await ada.hears('message_create', ({ message }) => message.content === `message ${writes}`);
    bob.say({ t: 'heartbeat', d: {} });
    await bob.hears('heartbeat_ack');
    const end = here.log.findIndex(({ event }) => event.type === 'guild.member-kicked');
    const before = here.log
      .slice(0, end)
      .flatMap(({ event }) => (event.type === 'message.sent' ? [event.data.content] : []));
    const heard = bob.heard.flatMap((frame) => (frame.t === 'message_create' ? [frame.d.message.content] : []));
    expect(heard).to.deep.equal(before);
    const last = bob.heard.findIndex((frame) => frame.t === 'guild_delete');
    expect(bob.heard.slice(last).map((frame) => frame.t)).to.deep.equal(['guild_delete', 'heartbeat_ack']);
    const all = ada.heard.flatMap((frame) => (frame.t === 'message_create' ? [frame.d.message.content] : []));
    expect(all).to.deep.equal(Array.from({ length: writes }, (_, i) => `message ${i + 1}`));
  });

  it('checks visibility again when the user was kicked during the check', async () => {
    await open();
    const bob = await connect(2);
    let asked = 0;
    here.staged.channelVisible = async () => {
      asked += 1;
      if (asked > 1) return;
      // The gate has said yes. Before that answer is used, the log says no, and Bob has been told.
      here.append([kicked(2)]);
      await bob.hears('guild_delete');
    };
    bob.say({ t: 'subscribe', d: FIRST });
    expect((await bob.hears('error')).code).to.equal('not_found');
    expect(asked).to.equal(2);
    here.append([sent(1)]);
    bob.say({ t: 'heartbeat', d: {} });
    await bob.hears('heartbeat_ack');
    expect(bob.heard.some((frame) => frame.t === 'message_create')).to.equal(false);
  });

  it('reads a guild of the snapshot again when its viewer was kicked during the read', async () => {
    await open();
    const ada = await connect(1);
    const asked: Array<string> = [];
    here.staged.ready = async () => {
      asked.push('ready');
      here.append([kicked(2)]);
      await ada.hears('member_remove');
    };
    here.staged.guildSights = () => {
      asked.push('guild');
    };
    const bob = await connect(2);
    expect(asked).to.deep.equal(['ready', 'guild']);
    expect((await bob.hears('ready')).guilds).to.deep.equal([]);
    here.append([channelMade(2), listed(2)]);
    await ada.hears('channel_create');
    bob.say({ t: 'heartbeat', d: {} });
    await bob.hears('heartbeat_ack');
    expect(bob.heard.some((frame) => frame.t === 'channel_create')).to.equal(false);
  });

  it('sends events that happened during the read of the snapshot after the snapshot', async () => {
    await open();
    const ada = await connect(1);
    // The snapshot is outdated when it is used, because a channel is created meanwhile.
    here.staged.ready = async () => {
      here.append([channelMade(11), listed(11)]);
      await ada.hears('channel_create', ({ channel }) => channel.channel_id === channelId(11));
    };
    const bob = await client(here.url);
    opened.push(bob);
    bob.say({ t: 'identify', d: { access_token: here.accessToken(userId(2), sessionId(2)) } });
    await bob.hears('ready');
    bob.say({ t: 'heartbeat', d: {} });
    await bob.hears('heartbeat_ack');
    const ready = await bob.hears('ready');
    const known = ready.guilds.flatMap((entry) => channelsIn(entry).map((channel) => channel.channel_id));
    const told = bob.heard.flatMap((frame) => (frame.t === 'channel_create' ? [frame.d.channel.channel_id] : []));
    const now = here.model
      .readyOf({ userId: userId(2) })
      .guilds.flatMap(({ channels }) => channels.map((channel) => channel.channelId));
    expect([...new Set([...known, ...told])]).to.have.members(now);
    expect(bob.heard.map((frame) => frame.t).slice(0, 2)).to.deep.equal(['hello', 'ready']);
  });

  it('closes the connections of a revoked session at that position of the log, and no others', async () => {
    await open();
    const [phone, laptop] = [await connect(2, 2), await connect(2, 3)];
    await listen(phone);
    await listen(laptop);
    here.append([sent(1), sessionRevoked(2, 2), sent(2)]);
    expect(await phone.ended).to.deep.equal({ code: 4202, reason: 'session_revoked' });
    await laptop.hears('message_create', ({ message }) => message.content === 'message 2');
    const heard = phone.heard.flatMap((frame) => (frame.t === 'message_create' ? [frame.d.message.content] : []));
    expect(heard).to.deep.equal(['message 1']);
  });

  it('refuses a token of an ended session', async () => {
    await open();
    here.revoked.add(sessionId(2));
    const bob = await client(here.url);
    bob.say({ t: 'identify', d: { access_token: here.accessToken(userId(2), sessionId(2)) } });
    expect((await bob.ended).code).to.equal(4202);
  });

  it('shows a guild to a user who joins it, and the user to its members', async () => {
    await open();
    const [ada, eve] = [await connect(1), await connect(3)];
    here.append([joined(3)]);
    const entry = await eve.hears('guild_create');
    expect(entry.guild.guild_id).to.equal(guildId(1));
    expect(channelsIn(entry).map((channel) => channel.channel_id)).to.deep.equal([channelId(1)]);
    expect((await ada.hears('member_add')).member.user.user_id).to.equal(userId(3));
    await listen(eve);
    here.append([sent(1)]);
    await eve.hears('message_create');
  });

  it('sends nothing that the read models have not applied', async () => {
    await open();
    const ada = await connect(1);
    await listen(ada);
    here.hold();
    here.append([sent(1)]);
    ada.say({ t: 'heartbeat', d: {} });
    await ada.hears('heartbeat_ack');
    expect(ada.heard.some((frame) => frame.t === 'message_create')).to.equal(false);
    here.catchUp();
    await ada.hears('message_create');
  });

  it('continues where it was when the feed breaks', async () => {
    await open();
    const ada = await connect(1);
    await listen(ada);
    here.append([sent(1)]);
    await ada.hears('message_create');
    here.breakFeed(new Error('the store is away'));
    here.append([sent(2)]);
    await ada.hears('message_create', ({ message }) => message.content === 'message 2');
    expect(here.faults.splice(0).map(String)).to.deep.equal(['Error: the store is away']);
  });

  it('leaves out nothing when the read models are away for a moment', async () => {
    await open();
    const [ada, eve] = [await connect(1), await connect(3)];
    await listen(ada);
    let times = 0;
    here.staged.guildFacts = () => {
      times += 1;
      if (times < 3) throw new Error('the read models are away');
    };
    here.append([joined(3), sent(1)]);
    await ada.hears('message_create');
    expect((await eve.hears('guild_create')).guild.guild_id).to.equal(guildId(1));
    expect(eve.heard.map(({ t }) => t).slice(-2)).to.deep.equal(['guild_create', 'member_add']);
    expect(ada.heard.map(({ t }) => t).slice(-2)).to.deep.equal(['member_add', 'message_create']);
    expect(here.faults.splice(0)).to.have.length(2);
  });

  it('closes every connection for a new check when an event cannot be read', async () => {
    await open();
    const ada = await connect(1);
    const at = here.append([sent(1)]);
    here.breakFeed(Object.assign(new Error('unknown event'), { name: 'UnreadableEvent', at: { position: at + 1n } }));
    expect((await ada.ended).code).to.equal(4002);
    expect(here.faults.splice(0)).to.have.length(1);
  });

  it('closes every connection with a reason when the server stops', async () => {
    await open();
    const [ada, stranger] = [await connect(1), await client(here.url)];
    const closing = here.gateway.close();
    expect((await ada.ended).code).to.equal(1012);
    expect((await stranger.ended).code).to.equal(1012);
    await closing;
    expect(here.gateway.connections()).to.equal(0);
  });
});

let nonces = 0;
/** Returns a ULID of the current time, as a client makes one for its first try. */
const freshNonce = (): string => {
  nonces += 1;
  let ms = Date.now();
  let time = '';
  for (let i = 0; i < 10; i += 1) {
    time = `${'0123456789ABCDEFGHJKMNPQRSTVWXYZ'[ms % 32]}${time}`;
    ms = Math.floor(ms / 32);
  }
  return `${time}${String(nonces).padStart(16, '0')}`;
};
