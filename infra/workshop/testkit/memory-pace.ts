import * as TE from 'fp-ts/lib/TaskEither.js';
import type { PostingPace, PostingTurn } from '#commands/ports/posting-pace.ts';
import { millisOf } from '#domain/kernel/instant.ts';

/** A double of the posting pace in a Map. */
export const memoryPace = (): PostingPace => {
  const turns = new Map<string, PostingTurn>();
  return {
    take: (turn) => {
      const key = `${turn.channelId} ${turn.userId}`;
      const kept = turns.get(key);
      const wait = kept === undefined ? 0 : millisOf(kept.at) + turn.everyMs - millisOf(turn.at);
      if (kept?.messageId === turn.messageId) return TE.right(0);
      if (wait > 0) return TE.right(wait);
      turns.set(key, turn);
      return TE.right(0);
    },
  };
};
