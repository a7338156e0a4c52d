import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { BEGINNING, type Position, type RecordedEvent } from '#domain/kernel/event.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, EventId, MessageId, RoleId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { Audience } from '#gateway/dispatch/audience.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { unreadTelling } from '#gateway/dispatch/unread.ts';
import { channelCount, countUnread } from '#gateway/dispatch/unread-count.ts';
import { decodeServerFrame } from '#gateway/protocol/envelope.ts';
import {
  channelId,
  guildId,
  messageId,
  sent,
  sessionId,
  streamOf,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { UNREAD_MAX } from '#queries/limits.ts';
import type { ChannelView } from '#queries/queries.ts';
import type { MentionTarget, NewestMessagesView, ReadStateView } from '#queries/unread/unread-queries.ts';

const GUILD = guildId(1);
const [HALL, CELLAR] = [channelId(1), channelId(2)];
const at = (n: number) => instantOf(n * 1_000);

describe('the count of unread messages in memory', () => {
  const newest = (...authors: ReadonlyArray<number>): Pick<NewestMessagesView, 'messages'> => ({
    messages: authors
      .map((author, n) => ({ position: BigInt(n + 1), authorId: userId(author), sentAt: at(n), mentioned: [] }))
      .reverse(),
  });
  const from = (position: Position, n?: number) => ({ position, at: n === undefined ? null : at(n) });

  it('counts messages by others after a position', () => {
    expect(countUnread(newest(1, 1, 2, 1), from(1n), userId(2), 9n)).to.equal(2);
    expect(countUnread(newest(1, 1, 2, 1), from(4n), userId(2), 9n)).to.equal(0);
  });
  it('counts by the time where no position is known', () => {
    expect(countUnread(newest(1, 1, 1, 1), from(-1n, 1), userId(2), 9n)).to.equal(2);
  });
  it('counts what is after the position and newer than the time', () => {
    expect(countUnread(newest(1, 1, 1, 1), from(3n, 0), userId(2), 9n)).to.equal(1);
    expect(countUnread(newest(1, 1, 1, 1), from(1n, 2), userId(2), 9n)).to.equal(1);
  });
  it('does not count what is not told yet', () => {
    expect(countUnread(newest(1, 1, 1, 1), from(0n), userId(2), 3n)).to.equal(3);
  });
  it('ends at its limit', () => {
    const many = newest(...Array.from({ length: UNREAD_MAX + 50 }, () => 1));
    expect(countUnread(many, from(0n), userId(2), 999n)).to.equal(UNREAD_MAX);
  });
  it('is the same for thousands of readers as for each alone', () => {
    const author = fc.constantFrom(1, 2, 3);
    const floor = fc.record({ position: fc.bigInt(-1n, 140n), at: fc.option(fc.nat(140).map(at)) });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(author, fc.nat(140)), { maxLength: 140 }),
        fc.boolean(),
        fc.bigInt(0n, 150n),
        fc.array(floor),
        (said, inOrder, told, floors) => {
          const { messages } = newest(...said.map(([one]) => one));
          const times = said.map(([, time], n) => at(inOrder ? n : time)).reverse();
          const timed = messages.map((one, n) => ({ ...one, sentAt: times[n] ?? at(0) }));
          const numbersOf = channelCount({ messages: timed }, told);
          for (const one of floors)
            for (const reader of [userId(1), userId(4)])
              expect(numbersOf(reader, one, new Set()).unread).to.equal(
                countUnread({ messages: timed }, one, reader, told),
              );
        },
      ),
    );
  });
  it('counts the mentions of each reader among the unread messages', () => {
    const [cook, everyone] = [`0R${'0'.repeat(24)}` as RoleId, GUILD];
    const calls: ReadonlyArray<ReadonlyArray<MentionTarget>> = [[userId(2)], [cook, userId(2)], [everyone], [cook], []];
    const { messages } = newest(1, 1, 1, 2, 1);
    const called = messages.map((one) => ({ ...one, mentioned: calls[Number(one.position) - 1] ?? [] }));
    const numbersOf = channelCount({ messages: called }, 9n);
    expect(numbersOf(userId(2), from(0n), new Set([userId(2), GUILD, cook]))).to.deep.equal({ unread: 4, mentions: 3 });
    expect(numbersOf(userId(2), from(1n), new Set([userId(2), GUILD]))).to.deep.equal({ unread: 3, mentions: 2 });
    expect(numbersOf(userId(3), from(0n), new Set([userId(3), cook]))).to.deep.equal({ unread: 5, mentions: 2 });
    expect(numbersOf(userId(3), from(4n), new Set([userId(3), cook]))).to.deep.equal({ unread: 1, mentions: 0 });
  });
});

/** Listener that keeps what it was told, and the bytes that it shares with others. */
const listenerOf = (user: number) => {
  const told: Array<readonly [ChannelId, number, MessageId | null]> = [];
  const mentions: number[] = [];
  const frames: Buffer[] = [];
  const take = (frame: Buffer): void => {
    frames.push(frame);
    const length = frame.readUInt8(1) & 127;
    const decoded = decodeServerFrame(frame.subarray(length === 126 ? 4 : 2).toString());
    if (isLeft(decoded) || decoded.right.t !== 'unread_update') throw new Error('this is no unread_update');
    for (const one of decoded.right.d.channels) {
      told.push([one.channel_id, one.unread, one.last_read_message_id]);
      mentions.push(one.mentions);
    }
  };
  const listener: Listener = {
    ...{ userId: userId(user), sessionId: sessionId(user), share: take, tell: take },
    ...{ close: () => undefined, nonceOf: () => undefined },
  };
  return { listener, told, mentions, frames };
};
type One = ReturnType<typeof listenerOf>;

const sightWith = (...channels: ReadonlyArray<ChannelId>): Sight => ({
  ...{ permissions: [], roles: [] },
  channels: new Map(
    channels.map((id) => {
      const permissions = ['view_channel', 'read_message_history'];
      return [id, { channelId: id, guildId: GUILD, permissions } as unknown as ChannelView];
    }),
  ),
});

describe('a telling of unread messages', () => {
  let audience: Audience<Listener>;
  let state: ReadStateView;
  let messages: Map<ChannelId, number>;
  let asked: number;
  let failing: boolean;
  /** Targets that all messages mention. */
  let calls: ReadonlyArray<MentionTarget>;
  let failures: unknown[];
  let waiting: Array<() => void>;
  let telling: ReturnType<typeof unreadTelling<Listener>>;
  let position: Position;

  beforeEach(() => {
    audience = new Audience(BEGINNING);
    state = {
      unread: [],
      markers: [],
      followed: [],
      since: new Map([[GUILD, { position: -1n, at: at(0) }]]),
      suppressed: new Map(),
    };
    messages = new Map();
    [asked, failing, failures, waiting, position, calls] = [0, false, [], [], BEGINNING, []];
    telling = unreadTelling({
      audience,
      queries: {
        readState: () => right({ value: state, stale: false, through: position }),
        newestMessages: ({ channels }) => {
          asked += 1;
          if (failing) return left({ kind: 'ReadModelsUnavailable', why: 'away' });
          return right(channels.map((id) => ({ channelId: id, messages: written(messages.get(id) ?? 0) })));
        },
      },
      later: (_, work) => {
        waiting.push(work);
        return () => undefined;
      },
      everyMs: 1_000,
      failed: (error) => failures.push(error),
    });
  });
  afterEach(() => telling.stop());

  const written = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      ...{ position: 1n, authorId: userId(9), sentAt: at(count - n), mentioned: calls },
    }));
  const shownIn = ({ channels }: Sight) => ({ channels: new Set(channels.keys()), roles: [], through: position });
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  };
  /** Lets the time between two looks pass. */
  const pass = async (): Promise<void> => {
    for (const work of waiting.splice(0)) work();
    await turns();
  };
  const meet = (one: One, sight: Sight) => {
    audience.add(one.listener);
    telling.expect(one.listener);
    audience.enterGuild(one.listener, GUILD, sight, BEGINNING);
    const shown = new Map([[GUILD, shownIn(sight)]]);
    return telling.meet(one.listener, { value: state, through: position }, shown);
  };
  const say = (channel: ChannelId): void => {
    messages.set(channel, (messages.get(channel) ?? 0) + 1);
    position += 1n;
    audience.begin(position);
    const event = sent(Number(position), { channel, authorId: userId(9) });
    telling.heard({
      event,
      position,
      stream: streamOf(event),
      revision: 0,
      eventId: '' as EventId,
    } as RecordedEvent<DomainEvent>);
  };

  it('comes at once, and then once in a while with the newest number', async () => {
    const one = listenerOf(1);
    meet(one, sightWith(HALL));
    say(HALL);
    await turns();
    expect(one.told).to.deep.equal([[HALL, 1, null]]);
    for (let n = 0; n < 5; n += 1) say(HALL);
    await turns();
    expect(one.told).to.have.length(1);
    await pass();
    expect(one.told).to.deep.equal([
      [HALL, 1, null],
      [HALL, 6, null],
    ]);
    expect(asked).to.equal(2);
  });

  it('says no number twice, so that a number at its limit is silent', async () => {
    const one = listenerOf(1);
    meet(one, sightWith(HALL));
    messages.set(HALL, UNREAD_MAX);
    say(HALL);
    await turns();
    say(HALL);
    await pass();
    await pass();
    expect(one.told).to.deep.equal([[HALL, UNREAD_MAX, null]]);
  });

  it('tells nothing of a channel out of sight', async () => {
    const [inside, outside] = [listenerOf(1), listenerOf(2)];
    meet(inside, sightWith(HALL, CELLAR));
    meet(outside, sightWith(HALL));
    say(CELLAR);
    await turns();
    expect(inside.told).to.deep.equal([[CELLAR, 1, null]]);
    expect(outside.told).to.deep.equal([]);
  });

  it('has the same bytes for users with the same number', async () => {
    const all = [listenerOf(1), listenerOf(2), listenerOf(3)];
    for (const one of all) meet(one, sightWith(HALL));
    say(HALL);
    await turns();
    expect(new Set(all.flatMap(({ frames }) => frames)).size).to.equal(1);
  });

  it('waits for a recheck, and then comes', async () => {
    const one = listenerOf(1);
    const sight = sightWith(HALL);
    meet(one, sight);
    audience.apply({ kind: 'RightsChanged', guildId: GUILD });
    say(HALL);
    await turns();
    expect(one.told).to.deep.equal([]);
    audience.see(one.listener, GUILD, sight, position);
    telling.seen(one.listener, GUILD, sight, sight, []);
    await pass();
    expect(one.told).to.deep.equal([[HALL, 1, null]]);
  });

  it('comes after a recheck also when nothing is left, because the device still shows the number of before', async () => {
    const one = listenerOf(1);
    const sight = sightWith(HALL);
    meet(one, sight);
    say(HALL);
    await turns();
    audience.apply({ kind: 'RightsChanged', guildId: GUILD });
    const floor = { position, at: null };
    state = { ...state, markers: [{ channelId: HALL, guildId: GUILD, lastRead: messageId(1), floor }] };
    telling.moved({ userId: userId(1), channelId: HALL });
    await turns();
    audience.see(one.listener, GUILD, sight, position);
    telling.seen(one.listener, GUILD, sight, sight, []);
    await pass();
    expect(one.told).to.deep.equal([
      [HALL, 1, null],
      [HALL, 0, messageId(1)],
    ]);
  });

  it('comes again for a channel that was lost and regained', async () => {
    const one = listenerOf(1);
    const [both, hall] = [sightWith(HALL, CELLAR), sightWith(HALL)];
    meet(one, both);
    say(CELLAR);
    await turns();
    for (const [before, now] of [
      [both, hall],
      [hall, both],
    ] as const) {
      audience.see(one.listener, GUILD, now, position);
      telling.seen(one.listener, GUILD, before, now, []);
      await pass();
    }
    expect(one.told).to.deep.equal([
      [CELLAR, 1, null],
      [CELLAR, 1, null],
    ]);
  });

  it('brings a device that connects what it needs, and the others what they do not know yet', async () => {
    const [first, second] = [listenerOf(1), listenerOf(1)];
    meet(first, sightWith(HALL));
    const floor = { position: 1n, at: null };
    state = {
      ...state,
      unread: [{ channelId: HALL, guildId: GUILD, lastRead: messageId(1), unread: 3, mentions: 1 }],
      markers: [{ channelId: HALL, guildId: GUILD, lastRead: messageId(1), floor }],
    };
    expect(meet(second, sightWith(HALL)).unread).to.deep.equal([
      { channel_id: HALL, last_read_message_id: messageId(1), unread: 3, mentions: 1 },
    ]);
    expect(first.told).to.deep.equal([[HALL, 3, messageId(1)]]);
    expect(second.told).to.deep.equal([]);
  });

  it('asks again for a marker that moved while a device connected', async () => {
    const one = listenerOf(1);
    audience.add(one.listener);
    telling.expect(one.listener);
    const early = state;
    audience.enterGuild(one.listener, GUILD, sightWith(HALL), BEGINNING);
    telling.moved({ userId: userId(1), channelId: HALL });
    const floor = { position: 7n, at: null };
    state = { ...state, markers: [{ channelId: HALL, guildId: GUILD, lastRead: messageId(7), floor }] };
    telling.meet(one.listener, { value: early, through: position }, new Map([[GUILD, shownIn(sightWith(HALL))]]));
    await turns();
    expect(one.told).to.deep.equal([[HALL, 0, messageId(7)]]);
  });

  it('counts mentions again when the reader gets or loses a role, and when a message is edited', async () => {
    const cook = `0R${'0'.repeat(24)}` as RoleId;
    const one = listenerOf(1);
    const sight = sightWith(HALL);
    meet(one, sight);
    calls = [cook];
    say(HALL);
    await turns();
    telling.seen(one.listener, GUILD, sight, sight, [cook]);
    await pass();
    telling.seen(one.listener, GUILD, sight, sight, []);
    await pass();
    calls = [userId(1)];
    const place = { channelId: HALL, home: inGuild(GUILD) };
    telling.heard({ event: { type: 'message.edited', data: place }, position } as RecordedEvent<DomainEvent>);
    await pass();
    telling.seen(one.listener, GUILD, sight, sight, []);
    await pass();
    expect(one.mentions).to.deep.equal([0, 1, 0, 1]);
  });

  it('tries again while the read models are away', async () => {
    const one = listenerOf(1);
    meet(one, sightWith(HALL));
    failing = true;
    say(HALL);
    await turns();
    expect(failures).to.have.length(1);
    failing = false;
    await pass();
    expect(one.told).to.deep.equal([[HALL, 1, null]]);
  });

  it('asks nothing for a guild without listeners, and keeps nothing of a user who has left', async () => {
    const one = listenerOf(1);
    meet(one, sightWith(HALL));
    audience.remove(one.listener);
    telling.leave(one.listener);
    say(HALL);
    telling.moved({ userId: userId(1), channelId: HALL });
    await turns();
    expect([asked, one.told]).to.deep.equal([0, []]);
  });
});
