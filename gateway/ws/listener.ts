import type { Position } from '#domain/kernel/event.ts';
import type { CommandId } from '#domain/kernel/ids.ts';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { Subscription } from '#gateway/dispatch/reach.ts';
import { NONCES_KEPT_MAX } from '#gateway/limits/sockets.ts';
import type { AccessGrant } from '#gateway/ports/token-verifier.ts';
import type { CloseCode } from '#gateway/protocol/close-codes.ts';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import { encodeServerFrame } from '#gateway/protocol/envelope.ts';
import type { ServerFrame } from '#gateway/protocol/frames.ts';
import type { Outbox } from '#gateway/ws/outbox.ts';

/** Resume in progress: the client was served up to `from`, and these subscriptions are being replayed. */
export type RunningResume = { readonly from: Position; readonly subscriptions: ReadonlySet<Subscription> };

/** Listener behind a socket: an identified connection. */
export type SocketListener = Listener & {
  readonly outbox: Outbox;
  readonly say: (frame: ServerFrame) => void;
  readonly remember: (commandId: CommandId, nonce: string) => void;
  readonly isOpen: () => boolean;
  /** Newest access token of the connection. */
  accessToken: string;
  /** Resume in progress. Undefined when the connection replays nothing. */
  resumed: RunningResume | undefined;
  /** Ends a wait of this connection when the connection is over. */
  whenOver: (() => void) | undefined;
};

export const socketListener = (
  { userId, sessionId }: AccessGrant,
  accessToken: string,
  outbox: Outbox,
  connection: { readonly end: (why: CloseCode) => void; readonly isOpen: () => boolean },
): SocketListener => {
  const nonces = new Map<string, string>();
  const ended = (outcome: 'queued' | 'overflow'): void => {
    if (outcome === 'overflow') connection.end(CLOSE.slowConsumer);
  };
  return {
    userId,
    sessionId,
    outbox,
    accessToken,
    resumed: undefined,
    whenOver: undefined,
    share: (frame) => ended(outbox.share(frame)),
    tell: (frame) => ended(outbox.answer(frame)),
    say: (frame) => ended(outbox.answer(frameBytes(encodeServerFrame(frame)))),
    close: connection.end,
    isOpen: connection.isOpen,
    nonceOf: (commandId) => nonces.get(commandId),
    remember: (commandId, nonce) => {
      nonces.set(commandId, nonce);
      const [oldest] = nonces.keys();
      if (nonces.size > NONCES_KEPT_MAX && oldest !== undefined) nonces.delete(oldest);
    },
  };
};
