/** Gateway behind the HTTP server: it takes upgrades, counts its connections, and ends them. */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { isLeft } from 'fp-ts/lib/Either.js';
import { flow, pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { WebSocketServer } from 'ws';
import type { Position } from '#domain/kernel/event.ts';
import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import { Audience } from '#gateway/dispatch/audience.ts';
import { fanOut } from '#gateway/dispatch/fan-out.ts';
import { personalTelling } from '#gateway/dispatch/personal-telling.ts';
import { type ThreadTelling, threadTelling } from '#gateway/dispatch/threads.ts';
import { type UnreadTelling, unreadTelling } from '#gateway/dispatch/unread.ts';
import {
  BUFFERED_CHUNKS_MAX,
  FRAGMENTS_MAX,
  LOOK_EVERY_MAX_MS,
  STRANGE_ORIGIN_CHARS_MAX,
  STRANGE_ORIGIN_LOGGED_EVERY_MS,
} from '#gateway/limits/sockets.ts';
import type { PersonalView } from '#gateway/ports/personal-settings.ts';
import type { SavedMark } from '#gateway/ports/saved-messages.ts';
import { type Presences, presences } from '#gateway/presence/presences.ts';
import { presentSavedMark } from '#gateway/present/saved.ts';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { Presence } from '#gateway/protocol/resources.ts';
import { type Connection, connection, type TurningPoints } from '#gateway/ws/connection.ts';
import { flusher } from '#gateway/ws/flusher.ts';
import type { GatewayDeps, GatewayParts } from '#gateway/ws/gateway-parts.ts';
import type { SocketListener } from '#gateway/ws/listener.ts';
import { Lobby } from '#gateway/ws/lobby.ts';
import { startOfTrail } from '#gateway/ws/trail.ts';

export type GatewayMetrics = {
  readonly connections: number;
  readonly unidentified: number;
  /** Dispatches handed to connections since the start. */
  readonly delivered: number;
  /** Ended connections by close code, and refused upgrades by HTTP status, since the start. */
  readonly closed: ReadonlyMap<number, number>;
  readonly refused: ReadonlyMap<number, number>;
  /** Guilds whose connections wait for an answer of the visibility gate. */
  readonly rechecks: number;
  /** Position up to which everything was told, except to connections that wait for the gate. */
  readonly position: Position;
};

export type GatewayServer = {
  /** Takes over the socket of an upgrade of `GET /gateway/ws`. `address` is the client's, as rates count it. */
  readonly handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer, address: string) => void;
  /** Ends every connection with 1012, refuses later upgrades, and resolves when all connections are gone. */
  readonly close: () => Promise<void>;
  readonly connections: () => number;
  /** Presences of users that the reader may see. Users who are offline are left out. */
  readonly presencesOf: (users: ReadonlyArray<UserId>) => ReadonlyArray<Presence>;
  readonly metrics: () => GatewayMetrics;
};

const LOOKS_PER_DEADLINE = 5;
/** Share of the allowed unidentified connections from which the gateway is crowded. Silent clients then have less time. */
const CROWDED_SHARE = 0.75;

const increment = <K>(counts: Map<K, number>, key: K, by: number): void => {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
};

const refuse = (socket: Duplex, status: number): void => {
  socket.once('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

const unreadOf = (
  { queries, later, log, limits }: GatewayDeps,
  audience: Audience<SocketListener>,
): UnreadTelling<SocketListener> => {
  const everyMs = limits.unreadToldEveryMs;
  return unreadTelling({ audience, queries, later, everyMs, failed: log.uncounted });
};

const settingsUpdate = ({ settings }: PersonalView): Dispatch => ({ t: 'settings_update', d: { settings } });
const savedUpdate = (mark: SavedMark): Dispatch => ({ t: 'saved_update', d: presentSavedMark(mark) });

/**
 * Follows the changes of the personal store. Settings decide which mentions count, and quiet hours may show. The
 * answer stops that.
 */
const followPersonal = (
  { settings, saved, later, log, changes }: GatewayDeps,
  audience: Audience<SocketListener>,
  unread: UnreadTelling<SocketListener>,
  heard: Presences<SocketListener>['settled'],
): (() => void) => {
  const shared = { audience, later, failed: log.unsettled };
  const settingsTelling = personalTelling<SocketListener, null>({
    ...shared,
    anything: null,
    read: (userId) =>
      pipe(
        settings.of(userId),
        TE.map((view) => {
          heard(userId, view.settings);
          return settingsUpdate(view);
        }),
      ),
  });
  const savedTelling = personalTelling<SocketListener, MessageId | null>({
    ...shared,
    anything: null,
    read: flow(saved.mark, TE.map(savedUpdate)),
  });
  changes.follow({
    moved: unread.moved,
    settingsChanged: (userId) => {
      settingsTelling.changed(userId, null);
      unread.recount(userId);
    },
    savedChanged: savedTelling.changed,
    missed: () => {
      settingsTelling.missed();
      savedTelling.missed();
      unread.missed();
    },
  });
  return () => {
    settingsTelling.stop();
    savedTelling.stop();
  };
};

/** Keeps the choices of presence. A choice that is not kept counts until the server restarts. */
const keptPresences = (
  { whispers, clock, limits, settings, log }: GatewayDeps,
  audience: Audience<SocketListener>,
): Presences<SocketListener> =>
  presences({
    audience,
    whispers,
    now: clock.now,
    graceMs: limits.presenceGraceMs,
    chosen: async (userId, kept) => {
      const outcome = await settings.keepPresence(userId, kept)();
      if (isLeft(outcome)) log.unsettled(new Error(outcome.left.why));
    },
  });

const socketsWith = ({ frameBytes, closeWithinMs }: GatewayDeps['limits']): WebSocketServer => {
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: frameBytes,
    maxFragments: FRAGMENTS_MAX,
    maxBufferedChunks: BUFFERED_CHUNKS_MAX,
    closeTimeout: closeWithinMs,
  };
  return new WebSocketServer(options);
};

export const gatewayServer = (deps: GatewayDeps): GatewayServer => {
  const { limits } = deps;
  const audience = new Audience<SocketListener>(deps.feed.position());
  const { log } = deps;
  const { now: time } = deps.clock;
  const shown = keptPresences(deps, audience);
  const unread = unreadOf(deps, audience);
  const stopFollowing = followPersonal(deps, audience, unread, shown.settled);
  const threads: ThreadTelling = threadTelling<SocketListener>({
    ...{ audience, queries: deps.queries, later: deps.later, everyMs: limits.unreadToldEveryMs, failed: log.uncounted },
    whenTold: (at, then) => dispatching.whenTold(at, then),
  });
  const dispatching = fanOut<SocketListener>({ ...deps, audience, unread, threads, now: time, memberships: shown });
  const parts: GatewayParts = { ...deps, audience, fanOut: dispatching, unread, presences: shown };
  const shared = { start: startOfTrail(), flusher: flusher() };
  const origins = new Set(deps.origins);
  const open = new Set<Connection>();
  const unidentified = new Set<Connection>();
  const silent = new Lobby<Connection>(limits.displacedAfterMs);
  const perAddress = new Map<string, number>();
  const closed = new Map<number, number>();
  const refused = new Map<number, number>();
  const stop = new AbortController();
  let allGone: (() => void) | undefined;

  const sockets = socketsWith(limits);

  const now = (): number => millisOf(deps.clock.now());
  /** Makes room for a newcomer. Answers false when no silent connection may be displaced. */
  const displaced = (address: string): boolean => {
    const one = silent.displacedBy(address, now());
    one?.cut(CLOSE.overloaded);
    return one !== undefined;
  };

  let strangeLoggedAt = Number.NEGATIVE_INFINITY;
  /** Logs a refused origin now and then. Every visitor could fill the log otherwise. */
  const strange = (origin: string): void => {
    if (now() - strangeLoggedAt < STRANGE_ORIGIN_LOGGED_EVERY_MS) return;
    strangeLoggedAt = now();
    const readable = origin.length <= STRANGE_ORIGIN_CHARS_MAX && URL.canParse(origin);
    log.strangeOrigin(readable ? new URL(origin).origin : 'unreadable');
  };

  /** Answers the HTTP status that refuses an upgrade, or undefined when there is room. */
  const objection = (request: IncomingMessage, address: string): number | undefined => {
    if (stop.signal.aborted) return 503;
    if (request.method !== 'GET') return 405;
    // A browser always sends its Origin, which must be our own page. Other programs send none.
    if (request.headers.origin !== undefined && !origins.has(request.headers.origin)) {
      strange(request.headers.origin);
      return 403;
    }
    if ((perAddress.get(address) ?? 0) >= limits.connectionsPerAddress) return 429;
    return unidentified.size < limits.unidentified || displaced(address) ? undefined : 503;
  };

  const { deadlines } = limits;
  const shortest = Math.min(deadlines.identifyWithinMs, deadlines.deadAfterMs, LOOKS_PER_DEADLINE * LOOK_EVERY_MAX_MS);
  const looking = setInterval(() => {
    const at = now();
    const crowded = unidentified.size >= CROWDED_SHARE * limits.unidentified;
    for (const one of open) one.look(at, crowded);
  }, shortest / LOOKS_PER_DEADLINE);
  looking.unref();
  const showing = setInterval(() => shown.tell(), limits.presenceToldEveryMs);
  showing.unref();
  const running = dispatching.run(stop.signal);

  const turns: TurningPoints = {
    spoke: (one) => silent.leave(one),
    identified: (one) => unidentified.delete(one),
    ended: (one, code) => {
      open.delete(one);
      unidentified.delete(one);
      silent.leave(one);
      increment(closed, code, 1);
    },
  };

  return {
    handleUpgrade: (request, socket, head, address) => {
      const status = objection(request, address);
      if (status !== undefined) {
        increment(refused, status, 1);
        refuse(socket, status);
        return;
      }
      increment(perAddress, address, 1);
      let taken = false;
      socket.once('close', () => {
        increment(perAddress, address, -1);
        if (perAddress.size === 0) allGone?.();
      });
      sockets.handleUpgrade(request, socket, head, (ws) => {
        taken = true;
        const made = connection(parts, shared, { ws, socket, address }, turns);
        open.add(made);
        unidentified.add(made);
        silent.enter(made, address, now());
      });
      if (!taken) increment(refused, 400, 1);
    },
    close: async () => {
      clearInterval(looking);
      clearInterval(showing);
      shown.stop();
      stopFollowing();
      stop.abort();
      await running;
      await threads.stop();
      await unread.stop();
      for (const one of open) one.end(CLOSE.restarting);
      if (perAddress.size > 0) {
        await new Promise<void>((resolve) => {
          allGone = resolve;
        });
      }
    },
    connections: () => open.size,
    presencesOf: shown.of,
    metrics: () => ({
      connections: open.size,
      unidentified: unidentified.size,
      delivered: dispatching.delivered(),
      closed,
      refused,
      rechecks: dispatching.rechecks(),
      position: dispatching.position(),
    }),
  };
};
