import type { ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { within } from './patience.ts';

export type Reading = StreamingRead<ResolvedEvent>;

/**
 * Reads a stream of events to its end, because a read that is left early keeps its call open. A server that stays
 * silent for `silenceMs` is given up, and the call is cancelled.
 */
export const eventsOf = async (read: Reading, silenceMs: number): Promise<ReadonlyArray<ResolvedEvent>> => {
  // The iteration below receives the read's failures. Without this listener a failure before the iteration would end
  // the process.
  read.on('error', () => undefined);
  const events: ResolvedEvent[] = [];
  const turns = read[Symbol.asyncIterator]();
  try {
    for (;;) {
      const turn = await within(silenceMs, turns.next());
      if (turn.done === true) return events;
      events.push(turn.value);
    }
  } catch (error) {
    read.cancel().catch(() => undefined);
    read.destroy();
    throw error;
  }
};
