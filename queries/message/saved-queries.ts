/** Questions about messages of any channel that concern the viewer: mentions, and what the viewer saved. */
import type { MessageRef } from '#domain/kernel/address.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AuthoredMessage, Query } from '#queries/queries.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';

/** Message that the viewer saved, with the time of that. */
export type SavedMessageView = { readonly message: AuthoredMessage; readonly savedAt: Instant };

export type SavedQueries = {
  /** Messages that mention the viewer, newest first, in channels whose history the viewer may read now. */
  readonly mentions: Query<
    { readonly limit: number; readonly before: Position | undefined },
    { readonly messages: ReadonlyArray<AuthoredMessage>; readonly nextBefore: Position | null }
  >;
  /** Messages that the viewer saved, those saved last first, in channels whose history the viewer may read now. */
  readonly savedMessages: Query<
    { readonly limit: number; readonly before: number | undefined },
    {
      readonly saved: ReadonlyArray<SavedMessageView>;
      /** The threads in which the messages stand. A client may not know them. */
      readonly threads: ReadonlyArray<ThreadView>;
      readonly nextBefore: number | null;
    }
  >;
  /** The address of a message whose channel the viewer may read, for a viewer who has its id alone. */
  readonly messagePlace: Query<{ readonly messageId: MessageId }, MessageRef>;
};
