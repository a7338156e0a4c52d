import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { BEGINNING } from '#domain/kernel/event.ts';
import type { EventLog } from '#infra/log/event-log.ts';
import { count } from '#infra/operate/words.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import { exportLine } from './log-line.ts';
import type { Terminal } from './terminal.ts';

const PAGE = 2_000;

type Sink = { readonly write: (data: string) => Promise<void>; readonly end: () => Promise<void> };

/** Creates a new file. It overwrites none, because an earlier export may be the only copy. */
const fileSink = (path: string): Sink => {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const explain = (error: Error): never => {
    throw new Stop(EXIT.unavailable, `${path} cannot be written: ${error.message}`);
  };
  const broken = once(stream, 'error').then(([error]) => explain(error));
  broken.catch(() => undefined);
  return {
    write: async (data) => {
      if (stream.errored !== null) await broken;
      if (!stream.write(data)) await once(stream, 'drain').catch(explain);
    },
    end: async () => {
      stream.end();
      await finished(stream).catch(explain);
    },
  };
};

/** Writes every event up to the head at the start, oldest first, byte for byte as stored. */
export const exportLog = async (
  terminal: Terminal,
  log: EventLog,
  path: string | undefined,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const sink = path === undefined ? { write: terminal.write, end: async () => undefined } : fileSink(path);
  const head = await log.head();
  const progress = terminal.progress('export', 'events');
  let at = BEGINNING;
  let events = 0;
  while (at < head && !signal.aborted) {
    const page = (await log.readAll(at, PAGE)).filter(({ position }) => position <= head);
    await sink.write(page.map((event) => `${exportLine(event)}\n`).join(''));
    at = page.at(-1)?.position ?? head;
    events += page.length;
    progress.at({ done: events, share: Number(at) / Number(head) });
  }
  progress.end();
  await sink.end();
  if (path === undefined) return signal.aborted ? EXIT.interrupted : EXIT.ok;
  terminal.say(`${count(events)} events were written to ${path}.`);
  terminal.give({ events, file: path, head });
  return signal.aborted ? EXIT.interrupted : EXIT.ok;
};
