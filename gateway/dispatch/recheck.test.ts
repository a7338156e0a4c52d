import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { right } from 'fp-ts/lib/TaskEither.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { BEGINNING, type Position, type RecordedEvent } from '#domain/kernel/event.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, EventId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { Audience } from '#gateway/dispatch/audience.ts';
import { fanOut } from '#gateway/dispatch/fan-out.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import { sightOf } from '#gateway/dispatch/sight.ts';
import { WITHHELD_MAX } from '#gateway/limits/sockets.ts';
import type { ProjectedBatch } from '#gateway/ports/projected-feed.ts';
import { people } from '#gateway/present/people.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { decodeServerFrame } from '#gateway/protocol/envelope.ts';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import {
  channelId,
  guildId,
  joined,
  kicked,
  listed,
  sent,
  sessionId,
  streamOf,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import type { GuildFactsView, GuildSight } from '#queries/queries.ts';

const USERS = [1, 2, 3];
const CHANNELS = [1, 2];
const GUILD = guildId(1);
const view = ['view_channel', 'send_messages'] as const;

/** Truth after an event: the members, and the channels that are hidden from each member. */
type Truth = { readonly members: ReadonlySet<number>; readonly hidden: ReadonlySet<string> };
type Step = readonly [
  what: 'send' | 'hide' | 'show' | 'kick' | 'join' | 'answer' | 'turn',
  user: number,
  channel: number,
];

const without = <A>(set: ReadonlySet<A>, one: A): ReadonlySet<A> => new Set([...set].filter((each) => each !== one));
const sees = ({ members, hidden }: Truth, user: number, channel: number): boolean =>
  members.has(user) && !hidden.has(`${user} ${channel}`);

const guildView: GuildFactsView['guild'] = {
  ...{ guildId: GUILD, name: 'a guild', ownerId: userId(9), createdAt: instantOf(0), lockdown: null },
};
const everyone: GuildFactsView['roles'][number] = {
  ...{ guildId: GUILD, roleId: everyoneRoleId(GUILD), name: 'everyone', color: null, hoist: false },
  ...{ mentionable: false, rank: 0, permissions: view },
};
const NOTHING = { roleIds: [], nickname: null, timedOutUntil: null };
const facts = {
  channelKind: 'text',
  parentId: null,
  createdAt: instantOf(0),
  topic: null,
  slowModeSecs: 0,
  tags: [],
  tagRequired: false,
} as const;

/** Overwrites that hide a channel from its members without sight of it. */
const overwritesIn = ({ hidden }: Truth, channel: number) =>
  [...hidden]
    .filter((key) => key.endsWith(` ${channel}`))
    .map((key) => ({
      target: { kind: 'member' as const, userId: userId(Number(key.split(' ')[0])) },
      allow: [],
      deny: ['view_channel' as const],
    }));

const factsFor = (truth: Truth, users: ReadonlyArray<UserId>, channels: ReadonlySet<number>): GuildFactsView => ({
  guild: guildView,
  roles: [everyone],
  channelOrder: [],
  listing: [...channels].map(channelId),
  channels: [...channels].map((channel) => ({
    ...{ ...facts, guildId: GUILD, channelId: channelId(channel), name: `channel-${channel}` },
    ...{ syncedWith: null, deleted: false, overwrites: overwritesIn(truth, channel) },
  })),
  members: USERS.filter((user) => truth.members.has(user) && users.includes(userId(user))).map((user) => ({
    userId: userId(user),
    ...NOTHING,
  })),
});

const sightFor = (truth: Truth, user: number): GuildSight => ({
  guild: guildView,
  roles: [everyone],
  member: NOTHING,
  permissions: view,
  channels: CHANNELS.filter((channel) => sees(truth, user, channel)).map((channel) => ({
    ...{ ...facts, guildId: GUILD, channelId: channelId(channel), name: `channel-${channel}` },
    ...{ synced: false, isPrivate: false, isLocked: false, place: CHANNELS.indexOf(channel), permissions: view },
  })),
});

const textOf = (frame: Buffer): string => frame.subarray(frame.indexOf('{')).toString();

/** Makes a fan-out over a feed that a story writes, with a gate whose answers the story lets through. */
const stage = () => {
  const truths: Array<Truth> = [{ members: new Set(USERS), hidden: new Set() }];
  const events: Array<RecordedEvent<DomainEvent>> = [];
  const answers: Array<(outage?: 'outage') => void> = [];
  const faults: Array<unknown> = [];
  const channels = new Set(CHANNELS);
  const heard = new Map<number, Array<Exclude<ReturnType<typeof decodeServerFrame>, { _tag: 'Left' }>['right']>>();
  let woken: (() => void) | undefined;
  const now = (): Truth => truths.at(-1) as Truth;
  const audience = new Audience<Listener>(BEGINNING);
  const listeners = new Map(
    USERS.map((user): [number, Listener] => {
      const frames: NonNullable<ReturnType<typeof heard.get>> = [];
      heard.set(user, frames);
      const hear = (frame: Buffer): void => {
        const decoded = decodeServerFrame(textOf(frame));
        if (isLeft(decoded)) throw new Error(decoded.left.message);
        frames.push(decoded.right);
      };
      const one: Listener = {
        userId: userId(user),
        sessionId: sessionId(user),
        share: hear,
        tell: hear,
        close: () => audience.remove(one),
        nonceOf: () => undefined,
      };
      return [user, one];
    }),
  );
  for (const [user, one] of listeners) {
    audience.add(one);
    audience.enterGuild(one, GUILD, sightOf(sightFor(now(), user)), BEGINNING);
    for (const channel of CHANNELS) {
      audience.subscribe(one, { channelId: channelId(channel), guildId: GUILD, seenAt: BEGINNING });
    }
  }
  const follow = async function* (after: Position, signal: AbortSignal): AsyncIterable<ProjectedBatch> {
    for (let from = Number(after); !signal.aborted; ) {
      if (events.length > from) {
        const batch = events.slice(from);
        from = events.length;
        yield { events: batch, through: BigInt(from) };
      } else {
        await new Promise<void>((resolve) => {
          woken = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    }
  };
  const dispatching = fanOut<Listener>({
    memberships: { changed: () => undefined, entered: () => undefined },
    feed: { witness: () => undefined, holds: async () => true, position: () => BEGINNING, follow },
    audience,
    people: people({
      userViews: (ids) => right(ids.map((id) => ({ userId: id, username: id, imported: false }))),
      kept: 9,
    }),
    unread: { heard: () => undefined, seen: () => undefined },
    threads: { heard: () => undefined },
    // The read models read the truth when they are asked, and answer when the story says so.
    now: () => instantOf(0),
    queries: {
      forwardNow: () => TE.left({ kind: 'ReadModelsUnavailable', why: 'no story forwards' }),
      forwardsFrom: () => TE.right([]),
      guildFacts:
        ({ users }) =>
        async () => {
          const through = BigInt(events.length);
          const read = factsFor(now(), users, channels);
          const outage = await new Promise((resolve: (how?: 'outage') => void) => answers.push(resolve));
          if (outage !== undefined)
            return { _tag: 'Left', left: { kind: 'ReadModelsUnavailable', why: 'maintenance' } };
          return { _tag: 'Right', right: { through, facts: read } };
        },
      systemLine: () => right(undefined),
      lineAboutThread: () => right(undefined),
      memberViews: ({ users }) =>
        right(
          users.map((id) => ({
            ...{ userId: id, username: id, imported: false, joinedAt: instantOf(0), owner: false },
            ...NOTHING,
          })),
        ),
    },
    log: {
      stalled: (error) => faults.push(error),
      unreadable: (_, error) => {
        throw error;
      },
    },
  });
  const write = (event: DomainEvent, truth: Truth): void => {
    truths.push(truth);
    if (event.type === 'channel.deleted')
      for (const n of CHANNELS) if (channelId(n) === event.data.channelId) channels.delete(n);
    events.push({
      eventId: '00000000-0000-7000-8000-000000000000' as EventId,
      event,
      metadata: { actor: 'user:1', correlation: 'a test', causation: 'a test', time: instantOf(0) },
      position: BigInt(events.length + 1),
      stream: streamOf(event),
      revision: 0,
    });
    woken?.();
  };
  /** Writes the event that hides channels from members, or shows them. */
  const writeRights = (channel: number, truth: Truth): void =>
    write(
      {
        type: 'channel.overwrites-replaced',
        data: { channelId: channelId(channel), home: inGuild(GUILD), overwrites: overwritesIn(truth, channel) },
      },
      truth,
    );
  return { audience, answers, dispatching, events, faults, heard, listeners, now, truths, write, writeRights };
};

const play = async (steps: ReadonlyArray<Step>) => {
  const staged = stage();
  const { answers, now, write, writeRights } = staged;
  const stop = new AbortController();
  const over = staged.dispatching.run(stop.signal);
  for (const [what, user, channel] of steps) {
    const key = `${user} ${channel}`;
    const { members, hidden } = now();
    if (what === 'send')
      write(sent(staged.events.length + 1, { channel: channelId(channel), authorId: userId(9) }), now());
    else if (what === 'hide') writeRights(channel, { members, hidden: new Set([...hidden, key]) });
    else if (what === 'show') writeRights(channel, { members, hidden: without(hidden, key) });
    else if (what === 'kick' && members.has(user)) write(kicked(user), { members: without(members, user), hidden });
    else if (what === 'join' && !members.has(user))
      write(joined(user), { members: new Set([...members, user]), hidden });
    else if (what === 'answer') answers.shift()?.();
    else await nextTurn();
  }
  while (staged.dispatching.position() < BigInt(staged.events.length) || staged.audience.rechecked(GUILD).size > 0) {
    for (const answer of answers.splice(0)) answer();
    await nextTurn();
  }
  stop.abort();
  // The gate still answers a question whose listeners are gone, as a database would.
  for (const answer of answers.splice(0)) answer();
  await over;
  expect(staged.faults).to.deep.equal([]);
  return staged;
};

/** Folds the frames of a client into the channels that it shows. */
const shownTo = (frames: ReadonlyArray<{ readonly t: string; readonly d: unknown }>): ReadonlySet<ChannelId> => {
  let shown: ReadonlySet<ChannelId> = new Set(CHANNELS.map(channelId));
  for (const frame of frames as ReadonlyArray<Dispatch>) {
    if (frame.t === 'channel_create') shown = new Set([...shown, frame.d.channel.channel_id]);
    if (frame.t === 'channel_delete') shown = without(shown, frame.d.channel_id);
    if (frame.t === 'guild_delete') shown = new Set();
    if (frame.t === 'guild_create') shown = new Set(channelsIn(frame.d).map(({ channel_id }) => channel_id));
  }
  return shown;
};

describe('a recheck', () => {
  const step = fc.tuple(
    fc.constantFrom<Step[0]>('send', 'send', 'hide', 'show', 'kick', 'join', 'answer', 'answer', 'turn', 'turn'),
    fc.constantFrom(...USERS),
    fc.constantFrom(...CHANNELS),
  );

  it('leaks nothing, loses nothing and ends with the sight of the gate, in any order of events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { events, heard, now, truths } = await play(steps);
        for (const user of USERS) {
          const frames = heard.get(user) ?? [];
          const shown = CHANNELS.filter((channel) => sees(now(), user, channel)).map(channelId);
          expect([...shownTo(frames)].toSorted()).to.deep.equal(shown);
          for (const channel of CHANNELS) {
            const told = frames.flatMap((frame) =>
              frame.t === 'message_create' && frame.d.message.channel_id === channelId(channel)
                ? [frame.d.message.message_id]
                : [],
            );
            const sentAt = events.flatMap(({ event, position }) =>
              event.type === 'message.sent' && event.data.channelId === channelId(channel)
                ? [{ id: event.data.messageId, at: Number(position) }]
                : [],
            );
            const seenFrom = (at: number) => truths.slice(at).map((truth) => sees(truth, user, channel));
            const never = sentAt.filter(({ at }) => !seenFrom(at).includes(true)).map(({ id }) => id);
            expect(told.filter((id) => never.includes(id))).to.deep.equal([]);
            expect(told).to.deep.equal([...new Set(told)].toSorted());
            if (seenFrom(0).every((seen) => seen)) expect(told).to.deep.equal(sentAt.map(({ id }) => id));
          }
        }
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  /** Lets the fan-out reach the end of the feed, without an answer of the gate. */
  const told = async ({ dispatching, events }: ReturnType<typeof stage>) => {
    while (dispatching.position() < BigInt(events.length)) await nextTurn();
  };
  /** Lets the gate answer until no listener waits for it. */
  const answered = async ({ answers, audience }: ReturnType<typeof stage>) => {
    while (audience.rechecked(GUILD).size > 0) {
      for (const answer of answers.splice(0)) answer();
      await nextTurn();
    }
  };
  const running = async (story: (staged: ReturnType<typeof stage>) => Promise<void>) => {
    const staged = stage();
    const stop = new AbortController();
    const over = staged.dispatching.run(stop.signal);
    await story(staged);
    stop.abort();
    await over;
  };
  const framesOf = ({ heard }: ReturnType<typeof stage>, user: number) => heard.get(user)?.map(({ t }) => t);

  it('repeats no dispatch to a listener that joined it later', () =>
    running(async (staged) => {
      const { now, write } = staged;
      const all = now();
      write(kicked(1), { ...all, members: without(all.members, 1) });
      write(joined(1), all);
      write(sent(1), all);
      await told(staged);
      expect(framesOf(staged, 2)?.at(-1)).to.equal('message_create');
      write(listed(1), all);
      write(sent(2), all);
      await told(staged);
      await answered(staged);
      expect(framesOf(staged, 2)?.filter((t) => t === 'message_create')).to.have.length(2);
      expect(framesOf(staged, 1)).to.deep.equal(['access_lost', 'guild_delete', 'guild_create', 'member_add']);
    }));

  it('asks again when a channel was deleted while the gate answered', () =>
    running(async (staged) => {
      const { answers, now, write } = staged;
      write(listed(1), now());
      await told(staged);
      const hidden = new Set(USERS.map((user) => `${user} 1`));
      write(
        { type: 'channel.deleted', data: { channelId: channelId(1), home: inGuild(GUILD), reason: null } },
        { ...now(), hidden },
      );
      await told(staged);
      expect(answers).to.have.length(1);
      await answered(staged);
      for (const user of USERS) expect(framesOf(staged, user)).to.deep.equal(['channel_delete']);
    }));

  it('tells nothing of the guild while the gate is away, and asks until it answers', () =>
    running(async (staged) => {
      const { answers, faults, now, write } = staged;
      staged.writeRights(1, { ...now(), hidden: new Set(['1 1']) });
      write(sent(1), now());
      await told(staged);
      answers.shift()?.('outage');
      while (answers.length === 0) await nextTurn();
      expect(faults).to.have.length(1);
      expect(USERS.flatMap((user) => framesOf(staged, user))).to.deep.equal([]);
      await answered(staged);
      expect(USERS.map((user) => framesOf(staged, user))).to.deep.equal([
        ['access_lost', 'channel_delete'],
        ['message_create'],
        ['message_create'],
      ]);
    }));

  it('does not hold back dispatches of other guilds', () =>
    running(async (staged) => {
      const { audience, now, write } = staged;
      const other = staged.listeners.get(3) as Listener;
      audience.enterGuild(other, guildId(2), { ...sightOf(sightFor(now(), 3)), channels: new Map() }, BEGINNING);
      audience.subscribe(other, { channelId: channelId(7), guildId: guildId(2), seenAt: BEGINNING });
      write(listed(1), now());
      write(sent(1), now());
      write(sent(2, { guild: guildId(2), channel: channelId(7) }), now());
      await told(staged);
      expect(framesOf(staged, 1)).to.deep.equal([]);
      expect(framesOf(staged, 3)).to.deep.equal(['message_create']);
      await answered(staged);
      expect(framesOf(staged, 1)).to.deep.equal(['message_create']);
      expect(framesOf(staged, 3)).to.deep.equal(['message_create', 'message_create']);
    }));

  it('closes the waiting listeners when too many dispatches wait for them', () =>
    running(async (staged) => {
      const { answers, audience, now, write } = staged;
      write(listed(1), now());
      for (let n = 1; n <= WITHHELD_MAX + 1; n += 1) write(sent(n), now());
      await told(staged);
      expect([...audience.all()]).to.deep.equal([]);
      const later = staged.listeners.get(1) as Listener;
      audience.add(later);
      audience.enterGuild(later, GUILD, sightOf(sightFor(now(), 1)), BEGINNING);
      write(listed(1), now());
      write(sent(1), now());
      await told(staged);
      expect([...audience.all()], 'a listener that comes later').to.deep.equal([later]);
      for (const answer of answers.splice(0)) answer();
    }));
});
