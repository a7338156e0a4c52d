import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { CloseCode } from '#gateway/protocol/close-codes.ts';

/** The login that a listener belongs to: the audience knows no more about it. */
export type Login = { readonly userId: UserId; readonly sessionId: SessionId };

/** A listener is an identified client that dispatches are sent to. A listener that cannot keep up ends itself. */
export type Listener = Login & {
  /** Sends bytes that go to other listeners too. */
  readonly share: (frame: Buffer) => void;
  /** Sends bytes to this listener alone. */
  readonly tell: (frame: Buffer) => void;
  readonly close: (why: CloseCode) => void;
  /** Nonce of the message that was sent in this attempt, when it was sent over this connection. */
  readonly nonceOf: (commandId: string) => string | undefined;
};
