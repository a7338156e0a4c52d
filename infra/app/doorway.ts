/** The listening server. It opens before the house does, so that a client hears that the server is starting. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { answer } from '#gateway/http/answer.ts';
import {
  HTTP_HEADERS_BYTES_MAX,
  HTTP_HEADERS_WITHIN_MS,
  HTTP_KEEP_ALIVE_MS,
  UPLOAD_WITHIN_MS,
} from '#gateway/limits/http.ts';
import { PROBLEMS, problemOf } from '#gateway/present/problems.ts';

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
export type HouseHandlers = {
  readonly handle: RequestListener;
  /** Says whether the house offers what the request wants to upgrade to. Otherwise the request is handled without it. */
  readonly offers: (request: IncomingMessage) => boolean;
  readonly upgrade: UpgradeHandler;
};

export type Doorway = {
  readonly port: number;
  /** Names the reason why the house is not open yet. A client is told the reason. */
  readonly because: (reason: string) => void;
  readonly open: (inside: HouseHandlers) => void;
  /** Shuts an open house. Clients hear that the server is starting, and the reason. */
  readonly shut: (reason: string) => void;
  /** Takes no new connection. Resolves when every answer under way is sent. */
  readonly close: () => Promise<void>;
  /** Cuts every connection that is still open. */
  readonly slam: () => void;
};

/** Deadlines of a slow client, in milliseconds, and how often they are checked. */
export type ClientDeadlines = {
  readonly headersWithinMs: number;
  readonly requestWithinMs: number;
  readonly keepAliveMs: number;
  readonly lookEveryMs: number;
};
const PATIENCE: ClientDeadlines = {
  headersWithinMs: HTTP_HEADERS_WITHIN_MS,
  requestWithinMs: UPLOAD_WITHIN_MS,
  keepAliveMs: HTTP_KEEP_ALIVE_MS,
  lookEveryMs: 1_000,
};
const CLOSING_LOOK_EVERY_MS = 50;

const starting = (reason: string, req: IncomingMessage, res: ServerResponse): void => {
  const live = req.url === '/health/live';
  const why = reason === '' ? '' : `: ${reason}`;
  const problem = problemOf(
    { code: 'not_ready', detail: `The server is starting${why}. Try again in a moment.`, retryAfterSecs: 1 },
    'starting',
  );
  const type = live ? 'application/json' : 'application/problem+json';
  const headers = ['Content-Type', type, 'Cache-Control', 'no-store', 'Retry-After', '1'];
  answer(
    { req, res },
    live ? 200 : PROBLEMS.not_ready.status,
    headers,
    JSON.stringify(live ? { status: 'live' } : problem),
  );
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Listens on the address. Rejects when that fails. */
export const openDoorway = async (host: string, port: number, patience = PATIENCE): Promise<Doorway> => {
  let reason = '';
  const nobody: HouseHandlers = {
    handle: (req, res) => starting(reason, req, res),
    offers: () => false,
    upgrade: (_request, socket) => socket.destroy(),
  };
  let inside = nobody;
  const server = createServer({
    headersTimeout: patience.headersWithinMs,
    requestTimeout: patience.requestWithinMs,
    keepAliveTimeout: patience.keepAliveMs,
    maxHeaderSize: HTTP_HEADERS_BYTES_MAX,
    connectionsCheckingInterval: patience.lookEveryMs,
    shouldUpgradeCallback: (request) => inside.offers(request),
  });
  const handle: RequestListener = (req, res) => {
    // Node drops bytes that come in one packet after such a request, so no other request may follow it.
    if (req.headers.upgrade !== undefined) res.shouldKeepAlive = false;
    inside.handle(req, res);
  };
  server.on('request', handle);
  // A client that waits for permission to send its body is refused before it sends it.
  server.on('checkContinue', handle);
  server.on('upgrade', (request, socket, head) => {
    // The server gives up a socket that asks for an upgrade. A reset without a listener would end the process.
    socket.on('error', () => socket.destroy());
    inside.upgrade(request, socket, head);
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    because: (why) => {
      reason = why;
    },
    open: (house) => {
      inside = house;
    },
    shut: (why) => {
      reason = why;
      inside = nobody;
    },
    close: () =>
      new Promise((resolve) => {
        const looking = setInterval(() => server.closeIdleConnections(), CLOSING_LOOK_EVERY_MS);
        server.close(() => {
          clearInterval(looking);
          resolve();
        });
      }),
    slam: () => server.closeAllConnections(),
  };
};
