import type { ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { within } from './patience.ts';

export type Reading = StreamingRead<ResolvedEvent>;

/**
 * Every event of a reading, to its end: one that is left before holds its call open. A server that falls silent in
 * the middle is given up, and the call with it.
 */
export const eventsOf = async (read: Reading, silenceMs: number): Promise<ReadonlyArray<ResolvedEvent>> => {
  // Its failures reach whoever iterates; before that, one that nobody listens for would end the process.
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
