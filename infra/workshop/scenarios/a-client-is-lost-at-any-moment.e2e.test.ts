import { expect } from 'chai';
import fc from 'fast-check';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { quoteLine } from '#domain/markdown/plain-line.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import {
  channelMade,
  channelId as channelOf,
  deleted,
  edited,
  guildId,
  guildMade,
  joined,
  kicked,
  messageId,
  registered,
  sent,
  sessionId,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { type World, world } from '#infra/workshop/scenarios/staged-world.ts';
import { type ReducingClient, reducingClient } from '#infra/workshop/testkit/reducing-client.ts';
import { quoteOf } from '#web/store/quotes.ts';
import type { Timeline } from '#web/store/state.ts';

const FIRST = channelOf(1);
const SECOND = channelOf(2);
/** Each of the two channels stands in a guild of its own. */
const GUILDS = new Map([
  [FIRST, guildId(1)],
  [SECOND, guildId(2)],
]);
const BOB = { userId: userId(2), sessionId: sessionId(2) };
/** A small window, so that most replayed messages are older than those that the client still holds. */
const WINDOW = 2;

/** Writes the events of the guilds. Bob stays in the first guild, and leaves and joins the second. */
const writer = (here: World) => {
  let messages = 0;
  let member = true;
  const alive: number[] = [];
  const sayIn = (channel: ChannelId): DomainEvent => {
    messages += 1;
    const last = channel === FIRST ? alive.at(-1) : undefined;
    if (channel === FIRST) alive.push(messages);
    const replyTo = last === undefined ? null : messageId(last);
    return sent(messages, { guild: GUILDS.get(channel) ?? guildId(1), channel, replyTo });
  };
  return {
    say: (channel: ChannelId) => here.append([sayIn(channel), sayIn(channel), sayIn(channel)]),
    edit: () =>
      here.append(
        [...alive.slice(-4, -3), ...alive.slice(-1)].map((n) => edited(n, `other words at ${here.log.length}`)),
      ),
    delete: () => here.append(alive.splice(-1).map(deleted)),
    kickOrLetIn: () => {
      here.append([member ? kicked(2, 2) : joined(2, 2)]);
      member = !member;
    },
  };
};

/** Bob's client. It subscribes to its open channels again when a new connection does not restore them. */
const wanderer = async (here: World) => {
  const open = new Set<ChannelId>();
  const token = () => here.accessToken(BOB.userId, BOB.sessionId);
  let one: ReducingClient = await reducingClient(here.url, { window: WINDOW });
  one.say({ t: 'identify', d: { access_token: token() } });
  await one.hears('ready');
  let resumeToken = one.resumeToken();

  const load = (channelId: ChannelId): void => {
    const timeline = one.state().timelines[channelId];
    if (timeline?.until == null || timeline.start.kind !== 'unloaded') return;
    const until = here.positionIn(BOB.userId, timeline.until);
    const messages = here.model.historyOf(BOB.userId, channelId, WINDOW, until).map(presentAuthored);
    const oldest = messages.length < WINDOW ? undefined : messages.at(-1);
    one.loadHistory(channelId, { messages, next_before: oldest?.message_id ?? null });
  };
  let asked = 0;
  const ask = async (t: 'subscribe' | 'unsubscribe', channel_id: ChannelId): Promise<void> => {
    asked += 1;
    const ref = `${asked}`;
    one.say({ t, d: { channel_id, ref } });
    const mine = (d: { readonly ref?: string }): boolean => d.ref === ref;
    await Promise.race([one.hears(`${t}d`, mine), one.hears('error', mine)]);
  };
  const enter = async (channelId: ChannelId): Promise<void> => {
    if (one.state().channels[channelId] === undefined) return;
    open.add(channelId);
    await ask('subscribe', channelId);
    load(channelId);
  };
  return {
    one: () => one,
    open,
    enter,
    leave: async (channelId: ChannelId) => {
      open.delete(channelId);
      await ask('unsubscribe', channelId);
    },
    lose: async () => {
      one.ws.terminate();
      await one.ended;
      resumeToken = one.resumeToken() || resumeToken;
      one = await reducingClient(here.url, { before: one.state(), window: WINDOW });
      one.say({ t: 'resume', d: { access_token: token(), resume_token: resumeToken } });
      const { subscriptions } = await one.hears('resumed');
      const kept = new Set(subscriptions.map(({ channel_id }) => channel_id));
      for (const channelId of open) if (!kept.has(channelId)) await enter(channelId);
    },
  };
};

const STEPS = [
  'say in the first',
  'say in the second',
  'edit',
  'delete',
  'kick or let in',
  'enter the first',
  'enter the second',
  'leave the first',
  'leave the second',
  'lose',
  'lose',
  'hold what was missed',
  'go on with what was missed',
  'hold the dispatches',
  'go on with the dispatches',
  'heartbeat',
  'let a turn pass',
] as const;
type Step = (typeof STEPS)[number];

/** A recheck once told again what a replay had told, after the client had stopped to expect repeats. */
const REPLAYED_IN_A_RECHECK: ReadonlyArray<Step> = [
  'kick or let in',
  'hold the dispatches',
  'kick or let in',
  'enter the second',
  'say in the second',
  'lose',
];

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const stage = async () => {
  const here = await world({
    ingress: { frames: 10_000, withinMs: 1_000 },
    connectionsPerUser: 10_000,
    replayPage: 2,
  });
  here.append([registered(1), registered(2), guildMade(1, 1), channelMade(1), joined(2)]);
  here.append([guildMade(2, 1), channelMade(2, 2), joined(2, 2)]);
  let missed: PromiseWithResolvers<void> | undefined;
  here.staged.channelChanges = async () => missed?.promise;
  const goOn = (): void => {
    missed?.resolve();
    missed = undefined;
  };
  const written = writer(here);
  const bob = await wanderer(here);
  const does: { readonly [S in Step]: () => unknown } = {
    'say in the first': () => written.say(FIRST),
    'say in the second': () => written.say(SECOND),
    edit: written.edit,
    delete: written.delete,
    'kick or let in': written.kickOrLetIn,
    'enter the first': () => bob.enter(FIRST),
    'enter the second': () => bob.enter(SECOND),
    'leave the first': () => bob.leave(FIRST),
    'leave the second': () => bob.leave(SECOND),
    lose: bob.lose,
    'hold what was missed': () => {
      missed ??= Promise.withResolvers();
    },
    'go on with what was missed': goOn,
    'hold the dispatches': here.holdFeed,
    'go on with the dispatches': here.catchUp,
    heartbeat: () => bob.one().say({ t: 'heartbeat', d: {} }),
    'let a turn pass': nextTurn,
  };
  /** Waits until the client has received everything it missed and everything new. */
  const settle = async (): Promise<void> => {
    goOn();
    here.catchUp();
    const one = bob.one();
    if (one.heard.some(({ t }) => t === 'resumed')) await one.hears('replayed');
    const behind = () => here.gateway.metrics().position < BigInt(here.log.length);
    while (behind() || here.gateway.metrics().rechecks > 0) await nextTurn();
    for (const channelId of bob.open) {
      if (one.state().timelines[channelId] === undefined) await bob.enter(channelId);
    }
    // The answer to this subscription comes after everything that was sent before it.
    await bob.enter(FIRST);
  };
  const end = async (): Promise<void> => {
    goOn();
    bob.one().ws.terminate();
    await here.close();
  };
  return { here, bob, does, settle, end };
};

/** Compares what the replies of the window quote with the answered messages. The client may ask for those it does not know. */
const expectQuotesOfNow = (here: World, channelId: ChannelId, timeline: Timeline): void => {
  const all = here.model.historyOf(BOB.userId, channelId, here.log.length).map(presentAuthored);
  for (const { message_id, reply_to } of timeline.messages) {
    const quoted = reply_to === null ? 'unknown' : quoteOf(timeline, reply_to);
    if (typeof quoted !== 'object') continue;
    compared += 1;
    const replied = all.find((one) => one.message_id === message_id)?.replied;
    const { said, ...known } = quoted;
    const snippet = said === null ? null : 'line' in said ? said.line : quoteLine(said.content);
    expect({ ...known, snippet, revision: 0 }).to.deep.equal({ ...replied, revision: 0 });
  }
};

const expectTheEndOfTheLog = (here: World, one: ReducingClient): void => {
  const say = ({ message_id, content }: { readonly message_id: string; readonly content: string | null }): string =>
    `${message_id} ${content}`;
  for (const channelId of [FIRST, SECOND]) {
    const timeline = one.state().timelines[channelId];
    if (timeline === undefined) continue;
    const all = here.model.historyOf(BOB.userId, channelId, here.log.length).map(presentAuthored).toReversed().map(say);
    const held = timeline.messages.map(say);
    const first = timeline.start.kind === 'beginning' ? 0 : all.length - held.length;
    expect(held).to.deep.equal(all.slice(first));
    expectQuotesOfNow(here, channelId, timeline);
  }
};

/** Quotes that were compared in all stories. */
let compared = 0;

describe('a client that is disconnected again and again', () => {
  it('holds the end of each channel in log order, after any moves and disconnects', async () => {
    const story = fc.array(fc.constantFrom(...STEPS), { maxLength: 40, size: 'max' });
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        const { here, bob, does, settle, end } = await stage();
        try {
          for (const step of steps) await does[step]();
          await settle();
          expectTheEndOfTheLog(here, bob.one());
          expect(here.faults).to.deep.equal([]);
        } finally {
          await end();
        }
      }),
      { numRuns: 300, examples: [[[...REPLAYED_IN_A_RECHECK]]] },
    );
    expect(compared).to.be.greaterThan(100);
  }).timeout(120_000);
});
