/** Where a message that was said over a socket is taken in: by this process, or by the one that writes the log. */
import type { Either } from 'fp-ts/lib/Either.js';
import type { ChannelId, CommandId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';

export type Post = {
  readonly actor: UserId;
  readonly session: SessionId;
  /** The one that the connection was last let in with: elsewhere the post is made with it, under its own rights. */
  readonly accessToken: string;
  /** The attempt's own name: under it a post is made once, wherever and however often it is tried. */
  readonly commandId: CommandId;
  readonly channelId: ChannelId;
  readonly content: string;
  readonly replyTo: MessageId | null;
};

/** A code of the API, a sentence for a person, and for the operator's log what is away and how. */
export type PostRefused = {
  readonly code: string;
  readonly detail: string;
  readonly retryAfterSecs?: number;
  readonly why?: string;
};

/** Never rejects for what a client can bring about. Where the outcome is not known, the code is one to try again on. */
export type Posting = (post: Post) => Promise<Either<PostRefused, MessageId>>;
