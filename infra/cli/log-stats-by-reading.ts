import { BEGINNING } from '#domain/kernel/event.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { bytes, count } from '#infra/operate/words.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const PAGE = 2_000;

type OfType = { events: number; first: string; last: string };

/**
 * Prints the statistics of a log that has no SQL. The bytes are those of the events alone, because only the store knows
 * its disk use.
 */
export const logStatsByReading = async (terminal: Terminal, log: OpenedLog): Promise<ExitCode> => {
  const head = await log.head();
  const types = new Map<string, OfType>();
  let events = 0;
  let streams = 0;
  let size = 0;
  const progress = terminal.progress('count', 'events');
  for (let at = BEGINNING; at < head; ) {
    const page = await log.readAll(at, PAGE);
    for (const { type, revision, data, metadata } of page) {
      const { time } = JSON.parse(metadata);
      const known = types.get(type) ?? { events: 0, first: time, last: time };
      known.events += 1;
      if (time < known.first) known.first = time;
      if (time > known.last) known.last = time;
      types.set(type, known);
      if (revision === 0) streams += 1;
      size += Buffer.byteLength(data) + Buffer.byteLength(metadata);
    }
    events += page.length;
    at = page.at(-1)?.position ?? head;
    progress.at({ done: events, share: Number(at) / Number(head) });
  }
  progress.end();
  const byCount = [...types].toSorted(([, one], [, other]) => other.events - one.events);
  terminal.say(`${count(events)} events in ${count(streams)} streams, head at position ${head}`);
  terminal.say(`${bytes(size)} of data and metadata`);
  const width = Math.max(0, ...byCount.map(([type]) => type.length));
  for (const [type, { events: many, first, last }] of byCount) {
    terminal.say(`  ${type.padEnd(width)}  ${count(many).padStart(11)}  ${first} .. ${last}`);
  }
  terminal.give({
    events,
    streams,
    head: String(head),
    bytes: size,
    types: byCount.map(([type, of]) => ({ type, ...of })),
  });
  return EXIT.ok;
};
