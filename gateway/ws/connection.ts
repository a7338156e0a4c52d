/** Runs one socket from `hello` to its end: it reads frames, checks each against the phase, and serves it. */

import type { Duplex } from 'node:stream';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { WebSocket } from 'ws';
import { millisOf } from '#domain/kernel/instant.ts';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';
import { FRAME_REF_CHARS_MAX } from '#gateway/limits/sockets.ts';
import type { AccessGrant } from '#gateway/ports/token-verifier.ts';
import { CLOSE, type CloseCode } from '#gateway/protocol/close-codes.ts';
import { decodeClientFrame, encodeServerFrame } from '#gateway/protocol/envelope.ts';
import type { ClientFrame, ClientFrameOf, ServerFrame } from '#gateway/protocol/frames.ts';
import type { Flusher } from '#gateway/ws/flusher.ts';
import type { GatewayParts } from '#gateway/ws/gateway-parts.ts';
import {
  admit,
  checkAccess,
  expiryOf,
  type GreetingRefusal,
  presentReady,
  resumePoint,
  type Snapshot,
  settle,
  stillVisible,
  threadsStillVisible,
} from '#gateway/ws/greet.ts';
import { admitFrame, freshIngress } from '#gateway/ws/ingress.ts';
import { authenticated, heard, moved, opened, overdue, verdicts } from '#gateway/ws/lifecycle.ts';
import { type SocketListener, socketListener } from '#gateway/ws/listener.ts';
import { Outbox } from '#gateway/ws/outbox.ts';
import { errorFrame } from '#gateway/ws/refusal.ts';
import { replay } from '#gateway/ws/replay.ts';
import type { ResumePoint } from '#gateway/ws/resume-token.ts';
import {
  resumeToken,
  serveHeartbeat,
  serveMessageCreate,
  servePresenceSet,
  serveSubscribe,
  serveUnsubscribe,
} from '#gateway/ws/serve-frame.ts';
import type { Trail } from '#gateway/ws/trail.ts';
import { serial } from '#infra/ground/serial.ts';

export type Connection = {
  readonly address: string;
  readonly end: (why: CloseCode) => void;
  /** Ends the connection and cuts its socket, which a silent client would keep for some seconds more. */
  readonly cut: (why: CloseCode) => void;
  /**
   * Ends the connection if a deadline has passed. The server calls it about once a second. While it is `crowded`, silent
   * clients have less time.
   */
  readonly look: (now: number, crowded: boolean) => void;
};

/** Turning points of a connection, each reported at most once. */
export type TurningPoints = {
  /** The client has sent its greeting, and its token is being checked. */
  readonly spoke: (connection: Connection) => void;
  readonly identified: (connection: Connection) => void;
  readonly ended: (connection: Connection, code: number) => void;
};

type Greeting = ClientFrameOf<'identify'> | ClientFrameOf<'resume'>;

/** Bytes of frame headers that an unidentified client may send, beside the payload. */
const HEADER_BYTES_SLACK = 64;
/** Code that counts every frame that breaks the standard, although the standard has several codes. */
const PROTOCOL_ERROR = 1002;
const WAIT = 'Wait for ready or resumed.';

export const connection = (
  parts: GatewayParts,
  shared: { readonly start: Trail; readonly flusher: Flusher },
  { ws, socket, address }: { readonly ws: WebSocket; readonly socket: Duplex; readonly address: string },
  turns: TurningPoints,
): Connection => {
  const { limits, audience } = parts;
  const now = (): number => millisOf(parts.clock.now());
  const late = overdue(limits.deadlines);
  const admitOne = admitFrame(limits.ingress);

  let life = opened(now());
  let ingress = freshIngress(limits.ingress, now());
  let listener: SocketListener | undefined;
  const inOrder = serial();
  let unanswered = 0;
  let unidentifiedBytes = 0;

  const isOpen = (): boolean => life.phase !== 'closed';
  const outbox = new Outbox(socket, () => ws.readyState === ws.OPEN, shared.start, shared.flusher, limits.outbound);
  const say = (frame: ServerFrame): void => {
    if (outbox.answer(frameBytes(encodeServerFrame(frame))) === 'overflow') end(CLOSE.slowConsumer);
  };

  /** Ends all work for this connection, once. */
  const over = (code: number): void => {
    if (!isOpen()) return;
    life = moved(life, 'closed');
    outbox.end();
    if (listener !== undefined) {
      audience.remove(listener);
      parts.unread.leave(listener);
      parts.presences.left(listener);
    }
    listener?.whenOver?.();
    socket.off('data', countUnidentified);
    socket.off('drain', drained);
    turns.ended(self, code);
  };
  const end = (why: CloseCode): void => {
    if (!isOpen()) return;
    // Frames from before the end are still sent, as far as the socket takes them.
    outbox.flush();
    over(why.code);
    ws.close(why.code, why.reason);
  };

  const failed = (error: unknown): void => {
    if (!isOpen()) return;
    parts.log.failed(error);
    end(CLOSE.serverFault);
  };

  const identified = (grant: AccessGrant): void => {
    life = authenticated(life, expiryOf(grant));
    socket.off('data', countUnidentified);
    turns.identified(self);
  };

  const ready = (who: SocketListener, start: Snapshot): void => {
    life = moved(life, 'live');
    const d = { ...presentReady(start, parts.clock.now()), resume_token: resumeToken(parts, who) };
    outbox.release(frameBytes(encodeServerFrame({ t: 'ready', d })));
  };

  const resumed = async (who: SocketListener, start: Snapshot, point: ResumePoint): Promise<void> => {
    const listed = stillVisible(start, point.channels);
    const others = point.channels.filter((id) => !listed.some(({ channelId }) => channelId === id));
    const channels = [...listed, ...(await threadsStillVisible(parts, who, others))];
    if (!isOpen()) return;
    // The subscription begins before the first page is read, so that no message falls between history and live.
    const replays = channels.map((to) => audience.subscribeReplaying(who, to));
    who.resumed = { from: point.position, subscriptions: new Set(audience.subscriptions(who)) };
    life = moved(life, 'replaying');
    const subscriptions = channels.map(({ channelId }) => ({ channel_id: channelId }));
    const d = { ...presentReady(start, parts.clock.now()), subscriptions };
    outbox.release(frameBytes(encodeServerFrame({ t: 'resumed', d })));
    await replay(parts, who, replays, point.position);
    if (!isOpen()) return;
    who.resumed = undefined;
    life = moved(life, 'live');
    say({ t: 'replayed', d: { resume_token: resumeToken(parts, who) } });
  };

  const greet = async (frame: Greeting): Promise<GreetingRefusal | undefined> => {
    const grant = await checkAccess(parts, frame.d.access_token, address);
    if (!isOpen() || 'close' in grant) return 'close' in grant ? grant : undefined;
    const point = await resumePoint(parts, grant, frame);
    if (!isOpen()) return undefined;
    if (point !== undefined && 'close' in point) return point;
    const who = socketListener(grant, frame.d.access_token, outbox, { end, isOpen });
    listener = who;
    identified(grant);
    const refused = await admit(parts, who, address);
    if (!isOpen() || refused !== undefined) return refused;
    const [read, kept] = await Promise.all([settle(parts, who, point?.position), parts.settings.of(who.userId)()]);
    if (!isOpen() || 'close' in read) return 'close' in read ? read : undefined;
    if (isLeft(kept)) return { close: CLOSE.serverFault };
    const { settings, presence } = kept.right;
    const start = { ...read, settings, seen: parts.presences.came(who, frame.d.presence, presence, settings) };
    if (point === undefined) ready(who, start);
    else await resumed(who, start, point);
    return undefined;
  };

  const reauthenticate = async (who: SocketListener, { d }: ClientFrameOf<'reauthenticate'>): Promise<void> => {
    const grant = await checkAccess(parts, d.access_token, address);
    if ('close' in grant) {
      end(grant.close);
    } else if (grant.userId !== who.userId || grant.sessionId !== who.sessionId) {
      // Another login may have other rights, and its end would not reach this connection.
      end(CLOSE.tokenInvalid);
    } else {
      life = authenticated(life, expiryOf(grant));
      who.accessToken = d.access_token;
      say({ t: 'reauthenticated', d: {} });
    }
  };

  /** Runs work in the order in which the client sent its frames. */
  const queue = (ref: string, work: () => Promise<void>): void => {
    if (unanswered >= limits.framesUnanswered) {
      say(errorFrame(ref, { code: 'busy', detail: 'Wait for the answers to your frames before you send more.' }));
      return;
    }
    unanswered += 1;
    void inOrder.run(async () => {
      try {
        if (isOpen()) await work();
      } catch (error) {
        failed(error);
      } finally {
        unanswered -= 1;
      }
    });
  };

  const serve = (who: SocketListener, frame: Exclude<ClientFrame, Greeting>): void => {
    switch (frame.t) {
      case 'heartbeat':
        serveHeartbeat(parts, who);
        break;
      case 'subscribe':
        queue(frame.d.ref ?? frame.t, () => serveSubscribe(parts, who, frame));
        break;
      case 'unsubscribe':
        queue(frame.d.ref ?? frame.t, async () => serveUnsubscribe(parts, who, frame));
        break;
      case 'message_create':
        queue(frame.d.nonce, () => serveMessageCreate(parts, who, frame));
        break;
      case 'typing_start':
        parts.presences.typingStarted(who, frame.d.channel_id);
        break;
      case 'presence_set':
        servePresenceSet(parts, who, frame);
        break;
      case 'reauthenticate':
        reauthenticate(who, frame).catch(failed);
        break;
    }
  };

  const startGreeting = (frame: Greeting): void => {
    life = moved(life, 'identifying');
    turns.spoke(self);
    greet(frame).then((turned) => {
      if (turned !== undefined) end(turned.close);
    }, failed);
  };

  const receive = (frame: ClientFrame): void => {
    if (life.phase === 'closed') return;
    const verdict = verdicts[life.phase][frame.t];
    if (verdict.kind === 'close') end(verdict.why);
    else if (verdict.kind === 'refuse') say(errorFrame(frame.t, { code: verdict.code, detail: WAIT }));
    else if (frame.t === 'identify' || frame.t === 'resume') startGreeting(frame);
    else if (listener !== undefined) serve(listener, frame);
  };

  /** Counts a frame or ping against the rate, and notes that the client is alive. */
  const counted = (): boolean => {
    if (!isOpen()) return false;
    const time = now();
    life = heard(life, time);
    const left = admitOne(ingress, time);
    if (left === undefined) {
      end(CLOSE.rateExceeded);
      return false;
    }
    ingress = left;
    return true;
  };

  const malformed = (ref: string, detail: string): void => {
    say(errorFrame(ref, { code: 'malformed_frame', detail }));
    end(CLOSE.malformedFrame);
  };

  const onMessage = (bytes: Buffer, isBinary: boolean): void => {
    if (!counted()) return;
    if (listener === undefined && bytes.length > limits.frameBytesBeforeIdentify) {
      end(CLOSE.tooBig);
      return;
    }
    if (isBinary) {
      malformed('frame', 'a frame must be text');
      return;
    }
    const frame = decodeClientFrame(bytes.toString());
    if (isLeft(frame)) malformed(frame.left.name?.slice(0, FRAME_REF_CHARS_MAX) ?? 'frame', frame.left.message);
    else receive(frame.right);
  };

  /** Counts the bytes of an unidentified client as they arrive, before a frame is complete. */
  const countUnidentified = (bytes: Buffer): void => {
    unidentifiedBytes += bytes.length;
    if (unidentifiedBytes > limits.frameBytesBeforeIdentify + HEADER_BYTES_SLACK) end(CLOSE.tooBig);
  };
  const drained = (): void => outbox.drained();

  const self: Connection = {
    address,
    end,
    cut: (why) => {
      end(why);
      ws.terminate();
    },
    look: (time, crowded) => {
      const why = late(life, time, crowded);
      if (why !== undefined) end(why);
    },
  };

  ws.on('message', onMessage);
  ws.on('ping', counted);
  ws.on('pong', counted);
  // After a broken frame `ws` closes by itself, with a code of the standard.
  ws.on('error', () => over(PROTOCOL_ERROR));
  ws.on('close', over);
  socket.prependListener('data', countUnidentified);
  socket.on('drain', drained);
  say({ t: 'hello', d: { heartbeat_interval_ms: limits.heartbeatIntervalMs } });
  return self;
};
