/**
 * A real gateway over a log and read models in memory, for situations that a whole server cannot stage. A scenario
 * decides when the read models catch up and when they answer. It keeps the contracts of the ports but represents no
 * adapter. Tests of the whole server cover real stores.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Either, left as no, right as yes } from 'fp-ts/lib/Either.js';
import { left, right, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { BEGINNING, type Position, type RecordedEvent } from '#domain/kernel/event.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, EventId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, millisOf } from '#domain/kernel/instant.ts';
import { NO_MENTIONS } from '#domain/message/mentions.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import { inMemoryLimiter } from '#gateway/limits/buckets.ts';
import { USER_VIEWS_KEPT_MAX } from '#gateway/limits/http.ts';
import type { Limiter } from '#gateway/limits/limiter.ts';
import { RATES } from '#gateway/limits/rates.ts';
import type { FollowChoice } from '#gateway/ports/followed-threads.ts';
import type { MarkerMove } from '#gateway/ports/personal-changes.ts';
import type { ProjectedBatch } from '#gateway/ports/projected-feed.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { NO_WHISPERS } from '#gateway/ports/whispers.ts';
import { openPosition } from '#gateway/position-token.ts';
import { people } from '#gateway/present/people.ts';
import type { GatewayDeps } from '#gateway/ws/gateway-parts.ts';
import { GATEWAY_LIMITS, type GatewayLimits } from '#gateway/ws/limits.ts';
import { postingHere } from '#gateway/ws/posting-here.ts';
import { sealResumePoint } from '#gateway/ws/resume-token.ts';
import { type GatewayServer, gatewayServer } from '#gateway/ws/server.ts';
import { channelId, guildId, listed, messageId, sent, streamOf } from '#infra/workshop/scenarios/staged-events.ts';
import { stagedReadModels } from '#infra/workshop/scenarios/staged-read-models.ts';
import { NOTHING_SAVED, NOTHING_SETTLED } from '#infra/workshop/testkit/memory-settings.ts';
import type { QueryAnswer } from '#queries/queries.ts';

export const ORIGIN = 'https://chat.example';

/** An event that the log of a staged world always holds. */
const WITNESS = { position: 1n, eventId: '00000000-0000-7000-8000-000000000001' as EventId };

const seals: SealedTokens = {
  seal: (purpose, binding, content) => Buffer.from(`${purpose}|${binding}|${content}|`).toString('base64url'),
  open: (purpose, binding, token) => {
    const text = Buffer.from(token, 'base64url').toString();
    const mark = `${purpose}|${binding}|`;
    return text.startsWith(mark) && text.endsWith('|') ? text.slice(mark.length, -1) : undefined;
  },
};

/** Work to wait for inside a query, after it was read and before it is answered. */
type Staged = {
  [Q in
    | 'ready'
    | 'guildSights'
    | 'guildFacts'
    | 'channelVisible'
    | 'channelChanges'
    | 'readState'
    | 'newestMessages']?: () => Promise<void> | void;
};

/** Milliseconds between two tellings of unread numbers in a scenario. */
const UNREAD_TOLD_EVERY_MS = 20;
const later = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

export type World = Awaited<ReturnType<typeof world>>;

/** A limiter with high limits. It is created once, because each of its counters reserves memory for many keys. */
const PLENTY = { times: 100_000, withinMs: 1_000 };
const ROOMY = inMemoryLimiter({ ...RATES, messages_per_user: PLENTY, messages_per_user_and_channel: PLENTY });

export const world = async (limits: Partial<GatewayLimits> = {}, limiter: Limiter = ROOMY) => {
  const log: Array<RecordedEvent<DomainEvent>> = [];
  const revisions = new Map<string, number>();
  const model = stagedReadModels();
  const revoked = new Set<SessionId>();
  const staged: Staged = {};
  const faults: Array<unknown> = [];
  const markers = new Map<UserId, Map<ChannelId, MessageId | null>>();
  /** Choices of users to follow a thread or not, with their times. */
  const follows = new Map<UserId, Map<ChannelId, FollowChoice>>();
  const moved: Array<(move: MarkerMove) => void> = [];
  let projected: Position = BEGINNING;
  let held = false;
  let feedHeld = false;
  let wake: Array<() => void> = [];
  let breakage: Error | undefined;
  let time = Date.UTC(2026, 0, 5, 12);
  let attempts = 0;

  const project = (): void => {
    if (held) return;
    for (const recorded of log.slice(Number(projected))) model.fold(recorded);
    projected = BigInt(log.length);
    for (const one of wake) one();
    wake = [];
  };

  /** Appends events to the log and, unless held, to the read models. Several events become one batch. */
  const append = (
    events: ReadonlyArray<DomainEvent>,
    by: { readonly session?: SessionId; readonly command?: string } = {},
  ): Position => {
    for (const event of events) {
      const stream = streamOf(event);
      const revision = (revisions.get(stream) ?? -1) + 1;
      revisions.set(stream, revision);
      time += 1;
      log.push({
        eventId: `00000000-0000-7000-8000-${String(log.length).padStart(12, '0')}` as EventId,
        event,
        metadata: {
          actor: 'user:someone',
          correlation: 'a scenario',
          causation: by.command ?? 'a scenario',
          time: instantOf(time),
          ...(by.session === undefined ? {} : { session: by.session }),
        },
        position: BigInt(log.length + 1),
        stream,
        revision,
      });
    }
    project();
    return BigInt(log.length);
  };

  const answer = <A>(value: A, atLeast: Position | undefined): QueryAnswer<A> => ({
    value,
    stale: atLeast !== undefined && atLeast > projected,
    through: projected,
  });
  const markersOf = (user: UserId): Map<ChannelId, MessageId | null> => {
    const known = markers.get(user) ?? new Map<ChannelId, MessageId | null>();
    markers.set(user, known);
    return known;
  };
  const followedBy = (user: UserId): ReadonlyMap<ChannelId, Instant> =>
    new Map([...(follows.get(user) ?? [])].flatMap(([id, one]) => (one.follows ? [[id, one.at] as const] : [])));
  const NOT_VISIBLE = no({ kind: 'NotVisible' } as const);
  /** Reads at once and then waits for the staged work, so the answer may be outdated when it is given. */
  const asking =
    <E, A>(question: keyof Staged, read: () => Either<E, A>): TaskEither<E, A> =>
    async () => {
      const value = read();
      await staged[question]?.();
      return value;
    };

  const queries: GatewayDeps['queries'] = {
    ready: ({ viewer, atLeast }) => asking('ready', () => yes(answer(model.readyOf(viewer), atLeast))),
    readState: ({ viewer, atLeast }) =>
      asking('readState', () => {
        const { userId } = viewer;
        return yes(answer(model.readStateOf(userId, markersOf(userId), followedBy(userId)), atLeast));
      }),
    threadsNow: ({ channels }) => right({ through: projected, threads: model.threadsNow(channels) }),
    newestMessages: ({ channels }) => asking('newestMessages', () => yes(channels.map(model.newestOf))),
    guildSights: ({ guildId, viewers }) =>
      asking('guildSights', () => {
        const sights = viewers.flatMap((viewer) => {
          const sight = model.sightOf(guildId, viewer);
          return sight === undefined ? [] : [{ viewers: [viewer], sight }];
        });
        return yes({ through: projected, sights });
      }),
    guildFacts: ({ guildId, users }) =>
      asking('guildFacts', () => yes({ through: projected, facts: model.factsOf(guildId, users) })),
    // The model tells no system lines, live or read.
    systemLine: () => right(undefined),
    lineAboutThread: () => right(undefined),
    forwardNow: () => left({ kind: 'ReadModelsUnavailable', why: 'no staged story forwards a message' }),
    forwardsFrom: () => right([]),
    memberViews: ({ guildId, users }) => right(model.membersOf(guildId).filter(({ userId }) => users.includes(userId))),
    channelVisible: ({ viewer, atLeast, channelId }) =>
      asking('channelVisible', () => {
        const view = model.visible(viewer, channelId);
        return view === undefined ? NOT_VISIBLE : yes(answer(view, atLeast));
      }),
    channelChanges: ({ viewer, atLeast, channelId, since, cursor, limit }) =>
      asking('channelChanges', () => {
        if (model.visible(viewer, channelId) === undefined) return NOT_VISIBLE;
        return yes(answer(model.changesOf(viewer, channelId, since, cursor, limit), atLeast));
      }),
  };

  const follow = async function* (after: Position, signal: AbortSignal): AsyncIterable<ProjectedBatch> {
    let from = after;
    while (!signal.aborted) {
      if (breakage !== undefined) {
        const why = breakage;
        breakage = undefined;
        throw why;
      }
      if (projected > from && !feedHeld) {
        const through = projected;
        yield { events: log.slice(Number(from), Number(through)), through };
        from = through;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  };

  const deps: GatewayDeps = {
    queries,
    people: people({ userViews: (ids) => right(ids.map(model.userView)), kept: USER_VIEWS_KEPT_MAX }),
    posting: postingHere({
      limiter,
      requestId: () => 'a scenario',
      sendMessage: (intent) => {
        const home = model.visible({ userId: intent.actor }, intent.channelId)?.guildId;
        if (home == null) return left({ kind: 'ChannelUnknown' });
        attempts += 1;
        const id = messageId(1_000_000 + attempts);
        const sentAt = instantOf(time);
        const { channelId, actor: authorId, content, replyTo } = intent;
        const said = { guild: home, channel: channelId, authorId, content, sentAt, replyTo };
        const position = append([sent(attempts + 1_000_000, said)], {
          session: intent.session,
          command: intent.commandId,
        });
        return right({
          position,
          value: {
            ...{ messageId: id, guildId: home, channelId, authorId, kind: 'message', content, sentAt },
            ...{ editedAt: null, replyTo, mentions: NO_MENTIONS, forwarded: null, files: [] },
            ...{ reactions: [], revision: 0 },
          },
        });
      },
    }),
    feed: {
      witness: () => WITNESS,
      holds: async ({ eventId }) => eventId === WITNESS.eventId,
      position: () => projected,
      follow,
    },
    whispers: NO_WHISPERS,
    tokens: {
      verify: async (token) => {
        const [purpose, user, session, expiresAt] = token.split(' ');
        if (purpose !== 'access' || expiresAt === undefined) return no({ kind: 'TokenInvalid' });
        if (millisOf(expiresAt as Instant) <= Date.now()) return no({ kind: 'TokenExpired' });
        return yes({ userId: user as UserId, sessionId: session as SessionId, expiresAt: expiresAt as Instant });
      },
    },
    seals,
    sessions: { isLive: (session) => !revoked.has(session) },
    changes: { follow: (listener) => moved.push(listener.moved) },
    settings: NOTHING_SETTLED,
    saved: NOTHING_SAVED,
    later,
    clock: { now: () => instantOf(Date.now()) },
    origins: [ORIGIN],
    log: {
      stalled: (error) => faults.push(error),
      unreadable: (_position, error) => faults.push(error),
      failed: (error) => faults.push(error),
      uncounted: (error) => faults.push(error),
      unsettled: (error) => faults.push(error),
      refused: (why) => faults.push(why),
      strangeOrigin: (origin) => faults.push(origin),
    },
    security: { noted: () => undefined },
    limits: { ...GATEWAY_LIMITS, connectionsPerAddress: 10_000, unreadToldEveryMs: UNREAD_TOLD_EVERY_MS, ...limits },
  };

  const gateway: GatewayServer = gatewayServer(deps);
  const server = createServer();
  server.on('upgrade', (request, socket, head) => {
    // A story names the address that its client comes from, as a trusted proxy does.
    const named = request.headers['x-forwarded-for'];
    gateway.handleUpgrade(request, socket, head, typeof named === 'string' ? named : '127.0.0.1');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `ws://127.0.0.1:${port}/gateway/ws`,
    gateway,
    append,
    log: log as ReadonlyArray<RecordedEvent<DomainEvent>>,
    staged,
    faults,
    revoked,
    model,
    accessToken: (user: UserId, session: SessionId, lifeMs = 60_000) =>
      `access ${user} ${session} ${instantOf(Date.now() + lifeMs)}`,
    positionIn: (user: UserId, token: string) => openPosition(seals, user, token),
    resumeToken: (session: SessionId, position: Position) =>
      sealResumePoint(seals, session, { position, witness: WITNESS, channels: [] }),
    /** Gives a channel of the first guild these overwrites, and lists it. */
    overwrite: (channel: number, facts: ReadonlyArray<OverwriteFacts>): Position => {
      const overwrites = facts.map(({ target, allow, deny }) => ({ target, allow: [...allow], deny: [...deny] }));
      const data = { channelId: channelId(channel), home: inGuild(guildId(1)), overwrites };
      return append([{ type: 'channel.overwrites-replaced', data }, listed(channel)]);
    },
    /** Time of the last event. Each event is a millisecond later than the one before it. */
    now: (): Instant => instantOf(time),
    /** Moves the marker of a user, as any process may. */
    mark: (user: UserId, channel: ChannelId, message: MessageId | null): void => {
      markersOf(user).set(channel, message);
      for (const tell of moved) tell({ userId: user, channelId: channel });
    },
    /** Keeps a choice of a user about a thread, as any process may. */
    chooseThread: (user: UserId, choice: FollowChoice): void => {
      const { channelId: thread } = choice;
      follows.set(user, new Map(follows.get(user)).set(thread, choice));
      for (const tell of moved) tell({ userId: user, channelId: thread });
    },
    /** Stops the read models, and with them the feed, until `catchUp`. */
    hold: () => {
      held = true;
    },
    /** Stops the feed, while the read models continue. */
    holdFeed: () => {
      feedHeld = true;
    },
    catchUp: () => {
      held = false;
      feedHeld = false;
      project();
    },
    breakFeed: (why: Error) => {
      breakage = why;
      for (const one of wake) one();
      wake = [];
    },
    close: async () => {
      await gateway.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
};
