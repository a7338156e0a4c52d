import { expect } from 'chai';
import fc from 'fast-check';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { presentMember } from '#gateway/present/guild.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import {
  channelId,
  channelMade,
  deleted,
  edited,
  guildId,
  guildMade,
  joined,
  kicked,
  listed,
  messageId,
  reacted,
  registered,
  sent,
  sessionId,
  unreacted,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { type World, world } from '#infra/workshop/scenarios/staged-world.ts';
import { toldOnceASecondAgrees } from '#infra/workshop/testkit/agreed-once-a-second.ts';
import { type ReducingClient, reducingClient } from '#infra/workshop/testkit/reducing-client.ts';
import { visibleState } from '#infra/workshop/testkit/visible-state.ts';
import type { ClientState } from '#web/store/state.ts';

const ALL = 1_000_000;
const FIRST = { channel_id: channelId(1) };
const SECOND = { channel_id: channelId(2) };
const BOB = { userId: userId(2), sessionId: sessionId(2) };

describe('a client that comes back', () => {
  let here: World;
  const opened: Array<ReducingClient> = [];
  const open = async (limits: Parameters<typeof world>[0] = {}): Promise<void> => {
    here = await world({ ingress: { frames: 10_000, withinMs: 1_000 }, connectionsPerUser: 10_000, ...limits });
    here.append([registered(1), registered(2), registered(3)]);
    here.append([guildMade(1, 1), channelMade(1), joined(2), guildMade(2, 1), channelMade(2, 2), joined(2, 2)]);
  };
  afterEach(async () => {
    for (const one of opened.splice(0)) one.close();
    await here.close();
    expect(here.faults).to.deep.equal([]);
  });

  const token = (): string => here.accessToken(BOB.userId, BOB.sessionId);
  const load = (one: ReducingClient, limit: number): void => {
    for (const { channel_id } of [FIRST, SECOND]) {
      const window = one.state().timelines[channel_id];
      if (window === undefined) continue;
      const until = window.until === null ? undefined : here.positionIn(BOB.userId, window.until);
      const messages = here.model.historyOf(BOB.userId, channel_id, limit, until).map(presentAuthored);
      const oldest = messages.length < limit ? undefined : messages.at(-1);
      one.loadHistory(channel_id, { messages, next_before: oldest?.message_id ?? null });
    }
  };
  const meet = (one: ReducingClient): void => {
    for (const guild of [guildId(1), guildId(2)]) {
      if (one.state().guilds[guild] !== undefined) {
        one.loadMembers(guild, here.model.membersOf(guild).map(presentMember));
      }
    }
  };
  const arrive = async (limit = ALL): Promise<ReducingClient> => {
    const one = await reducingClient(here.url, { window: limit });
    opened.push(one);
    one.say({ t: 'identify', d: { access_token: token() } });
    await one.hears('ready');
    for (const { channel_id } of [FIRST, SECOND]) {
      if (one.state().channels[channel_id] === undefined) continue;
      one.say({ t: 'subscribe', d: { channel_id, ref: channel_id } });
      await one.hears('subscribed', (d) => d.channel_id === channel_id);
    }
    load(one, limit);
    return one;
  };
  const leave = async (one: ReducingClient): Promise<{ readonly state: ClientState; readonly token: string }> => {
    one.ws.terminate();
    await one.ended;
    return { state: one.state(), token: one.resumeToken() };
  };
  const setOut = async (
    left: { readonly state: ClientState; readonly token: string },
    window = ALL,
  ): Promise<ReducingClient> => {
    const one = await reducingClient(here.url, { before: left.state, window });
    opened.push(one);
    one.say({ t: 'resume', d: { access_token: token(), resume_token: left.token } });
    return one;
  };
  const comeBack = async (left: { readonly state: ClientState; readonly token: string }, window = ALL) => {
    const one = await setOut(left, window);
    await one.hears('replayed');
    return one;
  };
  /** Waits until the client has received everything in the log. The answer to a heartbeat comes after it. */
  const settle = async (one: ReducingClient): Promise<void> => {
    const behind = () => here.gateway.metrics().position < BigInt(here.log.length);
    while (behind() || here.gateway.metrics().rechecks > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const acks = one.heard.filter((frame) => frame.t === 'heartbeat_ack').length;
    one.say({ t: 'heartbeat', d: {} });
    let seen = 0;
    await one.hears('heartbeat_ack', () => {
      seen += 1;
      return seen > acks;
    });
  };
  const expectAsFresh = async (one: ReducingClient, window = ALL): Promise<void> => {
    const fresh = await arrive(window);
    for (const both of [one, fresh]) {
      await settle(both);
      meet(both);
      both.trim(window);
    }
    await toldOnceASecondAgrees(one, fresh);
    expect(visibleState(one.state())).to.deep.equal(visibleState(fresh.state()));
  };

  it('receives messages, changes and deletions it missed, and nothing that it may no longer see', async () => {
    await open();
    here.append([sent(1), sent(2), sent(3), sent(4, { guild: guildId(2), channel: channelId(2) })]);
    const before = await leave(await arrive());
    here.append([sent(5), edited(1, 'other words'), deleted(2), reacted(3, '👍', 3), sent(6), deleted(6)]);
    here.append([kicked(2, 2), sent(7, { guild: guildId(2), channel: channelId(2), content: 'secret' })]);
    const bob = await comeBack(before);
    expect(bob.heard.map((frame) => frame.t)).to.deep.equal([
      'hello',
      'resumed',
      'message_create',
      'message_delete',
      'message_replace',
      'message_replace',
      'message_delete',
      'replayed',
    ]);
    expect(JSON.stringify(bob.heard)).not.to.contain('secret');
    expect((await bob.hears('resumed')).subscriptions).to.deep.equal([FIRST]);
    await expectAsFresh(bob);
    here.append([sent(8)]);
    await bob.hears('message_create', ({ message }) => message.content === 'message 8');
  });

  it('never receives a text that was deleted while it was away', async () => {
    await open();
    const before = await leave(await arrive());
    here.append([sent(1, { content: 'regretted' }), deleted(1)]);
    const bob = await comeBack(before);
    expect(JSON.stringify(bob.heard)).not.to.contain('regretted');
  });

  it('forgets a message that it received after its token was made and that was deleted meanwhile', async () => {
    await open();
    const bob = await arrive();
    here.append([sent(1)]);
    await bob.hears('message_create');
    const before = await leave(bob);
    here.append([deleted(1)]);
    await expectAsFresh(await comeBack(before));
  });

  it('ends in the state of a fresh client after any history before, during and after its absence', async () => {
    await open({ replayPage: 3 });
    const story = fc.array(fc.tuple(fc.constantFrom<StagedThing>(...THINGS_STAGED), fc.nat(50)), { maxLength: 12 });
    const told = teller();
    await fc.assert(
      fc.asyncProperty(story, story, story, async (live, away, during) => {
        const tell = (events: ReadonlyArray<readonly [StagedThing, number]>) => {
          for (const [what, pick] of events) {
            if (what === 'rights') rights(here, pick);
            else here.append(told(what, pick));
          }
        };
        const bob = await arrive();
        tell(live);
        await settle(bob);
        const before = await leave(bob);
        tell(away);
        const late = [...during];
        here.staged.channelChanges = () => tell(late.splice(0, 2));
        const back = await comeBack(before);
        here.staged.channelChanges = () => undefined;
        tell(late);
        await expectAsFresh(back);
        await Promise.all([leave(back), ...opened.splice(0).map(leave)]);
      }),
      { numRuns: 30, examples: [CHANNEL_DURING, CHANNEL_DURING] },
    );
  });

  it('ends in the state of a fresh client after 100,000 missed events, while others write', async () => {
    await open();
    const window = 300;
    here.append(Array.from({ length: 200 }, (_, i) => sent(i + 1)));
    const before = await leave(await arrive(window));
    let n = 200;
    const write = (events: number): void => {
      const batch: Array<DomainEvent> = [];
      while (batch.length < events) {
        n += 1;
        batch.push(sent(n));
        if (n % 10 === 0) batch.push(edited(n - 7, `edit ${n}`));
        if (n % 250 === 0) batch.push(deleted(n - 20), reacted(n - 3, '👍', 3));
        if (n % 5_000 === 0) batch.push(sent(n + 1_000_000, { guild: guildId(2), channel: channelId(2) }));
      }
      here.append(batch);
    };
    while (here.log.length < 100_200) write(1_000);
    here.append([kicked(2, 2), edited(3, 'first words'), deleted(5)]);
    let pages = 0;
    here.staged.channelChanges = () => {
      pages += 1;
      if (pages % 20 === 0) write(5);
    };
    const back = await comeBack(before, window);
    here.staged.channelChanges = () => undefined;
    write(10);
    await expectAsFresh(back, window);
    // The window is the part that a person sees. The dispatches are compared with the whole channel.
    const told = new Map<string, string | null>();
    for (const frame of back.heard) {
      if (frame.t === 'message_create' || frame.t === 'message_replace') {
        told.set(frame.d.message.message_id, frame.d.message.content);
      }
      if (frame.t === 'message_update') told.set(frame.d.message_id, frame.d.content);
      if (frame.t === 'message_delete') told.delete(frame.d.message_id);
    }
    const now = here.model.historyOf(BOB.userId, FIRST.channel_id, ALL).map(presentAuthored);
    const missed = now.filter(({ content, message_id }) => message_id > messageId(200) || content === 'first words');
    expect(missed.length).to.be.greaterThan(75_000);
    for (const { message_id, content } of missed) expect(told.get(message_id)).to.equal(content);
    const alive = new Set<string>(now.map(({ message_id }) => message_id));
    expect([...told.keys()].filter((id) => !alive.has(id))).to.deep.equal([]);
  }).timeout(120_000);

  it('keeps the order when dispatches arrive long after the read models and repeat messages it has dropped', async () => {
    await open();
    const window = 3;
    here.append([sent(1)]);
    const before = await leave(await arrive(window));
    here.holdFeed();
    here.append(Array.from({ length: 9 }, (_, i) => sent(i + 2)));
    const bob = await setOut(before, window);
    await bob.hears('message_create', ({ message }) => message.message_id === messageId(10));
    bob.say({ t: 'heartbeat', d: {} });
    await bob.hears('heartbeat_ack');
    here.catchUp();
    await bob.hears('replayed');
    await expectAsFresh(bob, window);
    expect(bob.state().timelines[FIRST.channel_id]?.messages.map((message) => message.message_id)).to.deep.equal(
      [8, 9, 10].map(messageId),
    );
  });

  it('leaves a channel at once when it is kicked during the replay', async () => {
    await open({ replayPage: 5 });
    const before = await leave(await arrive());
    here.append(Array.from({ length: 50 }, (_, i) => sent(i + 1)));
    let pages = 0;
    here.staged.channelChanges = async () => {
      pages += 1;
      if (pages === 4) {
        // The page was read while Bob was a member. The log removes him before the page is sent.
        here.append([kicked(2), sent(51)]);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const bob = await comeBack(before);
    const heard = bob.heard.filter((frame) => frame.t === 'message_create');
    expect(heard).to.have.length(15);
    expect(bob.heard.some((frame) => frame.t === 'guild_delete')).to.equal(true);
    await expectAsFresh(bob);
  });

  it('learns that a subscription ended when the read models know of a kick before the feed', async () => {
    await open();
    const before = await leave(await arrive());
    here.append([sent(1)]);
    here.staged.ready = () => {
      here.holdFeed();
      here.append([kicked(2)]);
    };
    const bob = await setOut(before);
    expect((await bob.hears('unsubscribed')).channel_id).to.equal(FIRST.channel_id);
    expect(bob.state().timelines[FIRST.channel_id]).to.equal(undefined);
    here.staged.ready = () => undefined;
    here.catchUp();
    await bob.hears('guild_delete');
    await expectAsFresh(bob);
  });

  it('is refused with a token of another session, a forged one, one of another log, or one that is too long', async () => {
    await open();
    const before = await leave(await arrive());
    const attempt = async (access_token: string, resume_token: string) => {
      const one = await reducingClient(here.url);
      one.say({ t: 'resume', d: { access_token, resume_token } });
      return one.ended;
    };
    const other = here.accessToken(BOB.userId, sessionId(9));
    expect((await attempt(other, before.token)).code).to.equal(4103);
    expect((await attempt(here.accessToken(userId(3), sessionId(3)), before.token)).code).to.equal(4103);
    expect((await attempt(token(), `${before.token}x`)).code).to.equal(4103);
    expect((await attempt(token(), 'forged')).code).to.equal(4103);
    expect((await attempt(token(), 'x'.repeat(3_001))).code).to.equal(4200);
    expect((await attempt('forged', before.token)).code).to.equal(4101);
    const beyond = here.resumeToken(BOB.sessionId, BigInt(here.log.length + 1_000));
    expect((await attempt(token(), beyond)).code).to.equal(4103);
  });

  it('comes back any number of times with the same token', async () => {
    await open();
    const before = await leave(await arrive());
    here.append([sent(1)]);
    for (let time = 0; time < 3; time += 1) {
      const bob = await comeBack(before);
      await bob.hears('message_create');
      await expectAsFresh(bob);
    }
  });

  it('resumes from a token that it was given during a replay', async () => {
    await open({ replayPage: 5 });
    const before = await leave(await arrive());
    here.append(Array.from({ length: 50 }, (_, i) => sent(i + 1)));
    const one = await reducingClient(here.url, { before: before.state });
    let pages = 0;
    here.staged.channelChanges = async () => {
      pages += 1;
      if (pages !== 5) return;
      one.say({ t: 'heartbeat', d: {} });
      await one.hears('heartbeat_ack');
      one.ws.terminate();
    };
    one.say({ t: 'resume', d: { access_token: token(), resume_token: before.token } });
    await one.ended;
    here.staged.channelChanges = () => undefined;
    expect(one.resumeToken()).not.to.equal('');
    await expectAsFresh(await comeBack({ state: one.state(), token: one.resumeToken() }));
  });

  it('keeps the order of a channel that it opened during a replay that was cut off', async () => {
    await open();
    const window = 3;
    const there = (n: number) => sent(n, { guild: guildId(2), channel: channelId(2) });
    const first = await reducingClient(here.url);
    first.say({ t: 'identify', d: { access_token: token() } });
    await first.hears('ready');
    first.say({ t: 'subscribe', d: FIRST });
    await first.hears('subscribed');
    const before = await leave(first);
    here.append([sent(1), ...Array.from({ length: 9 }, (_, i) => there(i + 2))]);
    const opening = await reducingClient(here.url, { before: before.state, window });
    here.staged.channelChanges = async () => {
      opening.say({ t: 'subscribe', d: SECOND });
      await opening.hears('subscribed');
      load(opening, window);
      opening.ws.terminate();
    };
    opening.say({ t: 'resume', d: { access_token: token(), resume_token: before.token } });
    await opening.ended;
    here.staged.channelChanges = () => undefined;
    const back = await comeBack({ state: opening.state(), token: opening.resumeToken() }, window);
    back.say({ t: 'subscribe', d: SECOND });
    await back.hears('subscribed');
    if (back.state().timelines[SECOND.channel_id]?.start.kind === 'unloaded') load(back, window);
    await expectAsFresh(back, window);
  });

  it('receives nothing older than its new subscription when it subscribes again during a replay', async () => {
    await open();
    const window = 3;
    here.append([sent(1)]);
    const before = await leave(await arrive(window));
    here.append(Array.from({ length: 9 }, (_, i) => sent(i + 2)));
    const back = await setOut(before, window);
    here.staged.channelChanges = async () => {
      here.staged.channelChanges = () => undefined;
      back.say({ t: 'subscribe', d: { ...FIRST, ref: 'anew' } });
      await back.hears('subscribed', ({ ref }) => ref === 'anew');
      load(back, window);
    };
    await back.hears('replayed');
    const told = back.heard.flatMap((frame) => (frame.t === 'message_create' ? [frame.d.message.message_id] : []));
    expect(told).to.deep.equal([]);
    here.append([sent(11)]);
    await back.hears('message_create');
    await expectAsFresh(back, window);
  });

  it('resumes from its first token when a replay was cut off', async () => {
    await open({ replayPage: 5 });
    const before = await leave(await arrive());
    here.append(Array.from({ length: 50 }, (_, i) => sent(i + 1)));
    let pages = 0;
    let cut: (() => void) | undefined;
    here.staged.channelChanges = async () => {
      pages += 1;
      if (pages === 5) cut?.();
    };
    const one = await reducingClient(here.url, { before: before.state });
    cut = () => one.ws.terminate();
    one.say({ t: 'resume', d: { access_token: token(), resume_token: before.token } });
    await one.ended;
    expect(one.resumeToken()).to.equal('');
    await expectAsFresh(await comeBack({ state: one.state(), token: before.token }));
  });
});

const THINGS = ['send', 'send', 'send', 'edit', 'delete', 'react', 'unreact', 'channel', 'name'] as const;
const THINGS_STAGED = [...THINGS, 'rights', 'rights'] as const;
type Thing = (typeof THINGS)[number];
type StagedThing = (typeof THINGS_STAGED)[number];
type Story = Array<[StagedThing, number]>;
/** Makes a channel while the client comes back. Twice in one guild, it shows a list whose order changed between them. */
const CHANNEL_DURING: [Story, Story, Story] = [[], [], [['channel', 0]]];

/** Hides or shows Bob a channel that the story makes, or takes or gives him a right in the one that he follows. */
const rights = (here: World, pick: number): void => {
  const follows = pick % 3 === 0;
  const deny = follows ? ['send_messages' as const] : ['view_channel' as const];
  const target = { kind: 'member', userId: BOB.userId } as const;
  here.overwrite(follows ? 1 : 100 + (pick % 3), pick % 2 === 0 ? [{ target, allow: [], deny }] : []);
};

/** Produces only events that commands could have produced, so a deleted message has no further events. */
const teller = () => {
  const alive = new Map<number, Set<number>>();
  let messages = 0;
  let channels = 100;
  const send = (): DomainEvent => {
    messages += 1;
    alive.set(messages, new Set());
    return sent(messages);
  };
  const one = (what: Exclude<Thing, 'channel'>, pick: number): DomainEvent => {
    const recent = [...alive.keys()].slice(-6);
    const at = recent[pick % 6];
    const by = 1 + (pick % 3);
    if (what === 'name') return { type: 'guild.renamed', data: { guildId: guildId(1), name: `named ${pick}` } };
    if (at === undefined || what === 'send') return send();
    if (what === 'edit') return edited(at, `again ${pick}`);
    if (what === 'delete') {
      alive.delete(at);
      return deleted(at);
    }
    const reactions = alive.get(at) ?? new Set();
    if (what === 'react' && !reactions.has(by)) {
      reactions.add(by);
      return reacted(at, '👍', by);
    }
    return reactions.delete(by) ? unreacted(at, '👍', by) : send();
  };
  return (what: Thing, pick: number): ReadonlyArray<DomainEvent> => {
    if (what !== 'channel') return [one(what, pick)];
    channels += 1;
    return [channelMade(channels), listed(channels)];
  };
};
