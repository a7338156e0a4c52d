import type { Position } from '#domain/kernel/event.ts';
import type { AuthoredMessage, Query } from '#queries/queries.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';

export type MentionQueries = {
  /** Messages that mention the viewer, newest first, in channels and threads whose history the viewer may read now. */
  readonly mentions: Query<
    { readonly limit: number; readonly before: Position | undefined },
    {
      readonly messages: ReadonlyArray<AuthoredMessage>;
      /** The threads in which these messages stand. */
      readonly threads: ReadonlyArray<ThreadView>;
      readonly nextBefore: Position | null;
    }
  >;
};
