/** Posting takes in a message from a socket, by this process or by the process that writes the log. */
import type { Either } from 'fp-ts/lib/Either.js';
import type { ChannelId, CommandId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { GivenAttachment } from '#domain/message/attachments.ts';

export type Post = {
  readonly actor: UserId;
  readonly session: SessionId;
  /** Newest token of the connection. Another process posts with it, under the rights of the user. */
  readonly accessToken: string;
  /** Id of the attempt. All tries under one id make one message, in any process. */
  readonly commandId: CommandId;
  readonly channelId: ChannelId;
  readonly content: string;
  readonly replyTo: MessageId | null;
  /** Whether a reply mentions the author of the message that it answers. */
  readonly mentionReplied: boolean;
  readonly attachments: ReadonlyArray<GivenAttachment>;
};

/** Refusal of a post: a code of the API and a sentence for a person. */
export type PostRefusal = {
  readonly code: string;
  readonly detail: string;
  readonly retryAfterSecs?: number;
  /** Reason of an outage, for the operator's log. */
  readonly why?: string;
};

/** Posts a message. No input of a client makes it reject. An unknown outcome has a code that asks for another try. */
export type Posting = (post: Post) => Promise<Either<PostRefusal, MessageId>>;
